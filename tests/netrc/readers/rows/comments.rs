//! Comments, and `#` in values.

use crate::readers::Row;
use crate::readers::rows::{line, lines, row};

pub(crate) fn comments() -> Vec<Row> {
    [
        plain_comments(),
        comments_with_keywords(),
        hashes_in_values(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn plain_comments() -> Vec<Row> {
    let other = "machine other.test login al password x1\n";
    let entry = lines("s3cret");
    vec![
        row(format!("# c\n{entry}")).rest("bob:s3cret"),
        row(format!("  # c\n{entry}"))
            .is("ERR", "aria2 aria2-ftp bazel")
            .rest("bob:s3cret"),
        row(format!("#old creds here\n{entry}"))
            .is("ERR", "python requests")
            .rest("bob:s3cret"),
        row(format!("{other}#old creds here\n{entry}")).rest("bob:s3cret"),
        row(format!("{other}\n# work\n{entry}"))
            .is("ERR", "python requests uv")
            .rest("bob:s3cret"),
        row(format!("{other}\n#work\n{entry}")).rest("bob:s3cret"),
        row(format!("{other}# my work server\n{entry}")).rest("bob:s3cret"),
        row(format!("\n# one two\n{entry}"))
            .is("ERR", "python requests uv")
            .rest("bob:s3cret"),
        row(format!("{other}  # one two\n{entry}"))
            .is("ERR", "bazel")
            .rest("bob:s3cret"),
        row(format!("{entry}\n# the end here\n"))
            .is("ERR", "python requests uv")
            .rest("bob:s3cret"),
        row(lines("s3cret # c"))
            .is("ERR", "bazel")
            .rest("bob:s3cret"),
    ]
}

fn comments_with_keywords() -> Vec<Row> {
    let entry = lines("s3cret");
    vec![
        row("machine h.test\n  login bob\n  # password evil\n  password s3cret\n")
            .is("bob:evil", "tnftp inetutils")
            .is("bob:", "buf netrc-parser")
            .is("ERR", "bazel")
            .rest("bob:s3cret"),
        row(line("s3cret # login evil password evil"))
            .is("evil:evil", "curl-8.23 aria2 aria2-ftp net-netrc")
            .is("ERR", "bazel")
            .rest("bob:s3cret"),
        row(format!(
            "# machine h.test login evil password evil\n{entry}"
        ))
        .is("evil:evil", "tnftp inetutils netrc-parser net-netrc")
        .rest("bob:s3cret"),
        row(format!(
            "# old: machine h.test login evil password evil\n{entry}"
        ))
        .is("evil:evil", "tnftp inetutils netrc-parser net-netrc go")
        .rest("bob:s3cret"),
        row(format!("# the default is this\n{entry}"))
            .is("-", "tnftp inetutils")
            .rest("bob:s3cret"),
        row(format!("# a \" quote\n{entry}"))
            .is("-", "tnftp inetutils")
            .rest("bob:s3cret"),
    ]
}

fn hashes_in_values() -> Vec<Row> {
    vec![
        row(lines("pass#word"))
            .is("bob:pass", "netrc-gem")
            .rest("bob:pass#word"),
        row(line("pass#word"))
            .is("bob:pass", "netrc-gem netrc-parser")
            .rest("bob:pass#word"),
        row(lines("#pass"))
            .is("bob:", "curl-7.88 git wget-ftp buf emacs")
            .is("-", "wget")
            .is("ERR", "netrc-gem")
            .rest("bob:#pass"),
    ]
}
