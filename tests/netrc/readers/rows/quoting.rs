//! Quotes and backslashes.

use crate::readers::Row;
use crate::readers::rows::{CURLS, QUOTE_KEEPERS, line, lines, row};

pub(crate) fn quoting() -> Vec<Row> {
    [quoted_values(), bare_values()]
        .into_iter()
        .flatten()
        .collect()
}

fn quoted_values() -> Vec<Row> {
    let unquote = "wget wget-ftp python requests uv tnftp inetutils";
    vec![
        row(lines("\"pass\""))
            .is("bob:\"pass\"", QUOTE_KEEPERS)
            .is("bob:\"pass\"", "netrc-parser bazel")
            .rest("bob:pass"),
        row(lines("\"p w\""))
            .is("bob:\"p", QUOTE_KEEPERS)
            .is("bob:", "netrc-parser")
            .is("ERR", "bazel")
            .rest("bob:p w"),
        row(lines(r#""a\"b""#))
            .is("bob:a\"b", CURLS)
            .is("bob:a\"b", unquote)
            .is("bob:a\\", "net-netrc emacs")
            .rest(r#"bob:"a\"b""#),
        row(lines(r#""a\\b""#))
            .is(r"bob:a\b", CURLS)
            .is(r"bob:a\b", unquote)
            .is(r"bob:a\b", "net-netrc")
            .is(r"bob:a\\b", "emacs")
            .rest(r#"bob:"a\\b""#),
        row(lines(r#""a\nb""#))
            .is("bob:a\nb", CURLS)
            .is("bob:anb", unquote)
            .is("bob:anb", "net-netrc")
            .is(r"bob:a\nb", "emacs")
            .rest(r#"bob:"a\nb""#),
        row(lines(r#""ab"cd"#))
            .is("bob:ab", CURLS)
            .is("bob:ab", "wget wget-ftp tnftp inetutils net-netrc emacs")
            .is("ERR", "python requests uv")
            .rest(r#"bob:"ab"cd"#),
        row(lines("\"pass"))
            .is("ERR", CURLS)
            .is("bob:pass\n", "wget python requests uv")
            .is("bob:\"pass", QUOTE_KEEPERS)
            .is("bob:\"pass", "netrc-parser bazel emacs net-netrc"),
        row(format!(
            "machine z.test login al password \"x\n{}",
            line("s3cret")
        ))
        .is("ERR", CURLS)
        .is("-", "python requests uv tnftp inetutils")
        .rest("bob:s3cret"),
        row("machine \"h.test\"\n  login bob\n  password s3cret\n")
            .is("-", QUOTE_KEEPERS)
            .is("-", "netrc-parser bazel")
            .rest("bob:s3cret"),
    ]
}

fn bare_values() -> Vec<Row> {
    let unquote = "wget wget-ftp python requests uv tnftp inetutils";
    vec![
        row(lines("'pass'"))
            .is("bob:pass", "emacs")
            .rest("bob:'pass'"),
        row(lines("pa\"ss")).rest("bob:pa\"ss"),
        row(lines(r"a\b"))
            .is("bob:ab", unquote)
            .is("bob:ab", "net-netrc")
            .rest(r"bob:a\b"),
        row(lines(r"a\040b"))
            .is("bob:a040b", unquote)
            .is("bob:a040b", "net-netrc")
            .is("bob:a b", "lftp")
            .rest(r"bob:a\040b"),
        row(lines("abc\\"))
            .is("ERR", "net-netrc")
            .is("bob:abc\n", "wget python requests uv")
            .is(r"bob:abc\", CURLS)
            .is(r"bob:abc\", QUOTE_KEEPERS),
        row(lines("a,b"))
            .is("bob:a", "tnftp inetutils")
            .rest("bob:a,b"),
        row(lines("gpg:abc")).is("ERR", "emacs").rest("bob:gpg:abc"),
        row(lines("loginSecret1")).rest("bob:loginSecret1"),
    ]
}
