//! Keywords, `default`, macros and repeated words.

use crate::readers::Row;
use crate::readers::rows::{CURLS, LAST_TAKERS, line, lines, row};

pub(crate) fn structure() -> Vec<Row> {
    [defaults_and_macros(), keywords(), repetitions()]
        .into_iter()
        .flatten()
        .collect()
}

fn defaults_and_macros() -> Vec<Row> {
    let entry = line("s3cret");
    let other = "machine other.test login al password x1\n";
    let body = "macdef init\nmachine h.test login evil password evil\n\n";
    let never = "wget aria2 lftp go netrc-parser";
    vec![
        row("default login def password defpw\n")
            .is("-", never)
            .rest("def:defpw"),
        row(format!("{entry}default login def password defpw\n")).rest("bob:s3cret"),
        row(format!("default login def password defpw\n{entry}"))
            .is("def:defpw", CURLS)
            .is("def:defpw", "aria2-ftp tnftp inetutils emacs bazel")
            .is("-", "aria2")
            .rest("bob:s3cret"),
        row("default login d1 password p1\ndefault login d2 password p2\n")
            .is("-", never)
            .is("d2:p2", "wget2 python requests uv netrc-gem net-netrc")
            .rest("d1:p1"),
        row("machine h.test login bob\ndefault login def password defpw\n")
            .is("def:defpw", "curl-7.88 curl-8.16 git")
            .is("bob:", "curl-8.23 wget2 netrc-parser emacs net-netrc"),
        row(format!("macdef init\ncd /pub\nbin\n\n{}", lines("s3cret")))
            .is("ERR", "aria2 aria2-ftp emacs")
            .rest("bob:s3cret"),
        row(format!("{}macdef init\ncd /pub\nbin\n\n", lines("s3cret"))).rest("bob:s3cret"),
        row(format!("{}macdef init\ncd /pub\nbin\n", lines("s3cret")))
            .is("ERR", "python requests")
            .is("-", "tnftp inetutils")
            .rest("bob:s3cret"),
        row(format!("{other}{body}{}", lines("s3cret")))
            .is(
                "evil:evil",
                "tnftp inetutils buf netrc-parser netrc-gem emacs",
            )
            .rest("bob:s3cret"),
    ]
}

fn keywords() -> Vec<Row> {
    vec![
        row("machine h.test\n  login bob\n  password s3cret\n  account ac\n")
            .is("ac:s3cret", "emacs")
            .rest("bob:s3cret"),
        // The gem finds no password here: it looks for one only after the login. Source: `parse` in
        // its lib/netrc.rb.
        row("machine h.test\n  password s3cret\n  login bob\n")
            .is("-", "lftp")
            .is("bob:", "netrc-gem")
            .rest("bob:s3cret"),
        row("machine h.test\n  login bob\n")
            .is("-", "wget lftp go")
            .rest("bob:"),
        row("machine h.test\n  port 80\n  login bob\n  password s3cret\n")
            .is("ERR", "python requests bazel")
            .is("-", "uv")
            .rest("bob:s3cret"),
        row("MACHINE h.test\n  LOGIN bob\n  PASSWORD s3cret\n")
            .is("bob:s3cret", CURLS)
            .is("ERR", "python requests bazel aria2 aria2-ftp")
            .rest("-"),
        // The gem identifies values by their places in a list: the password is in that of the
        // login. Source as above.
        row("machine h.test\n  user bob\n  password s3cret\n")
            .is("bob:s3cret", "python requests uv emacs")
            .is("-", "wget wget-ftp lftp go")
            .is("ERR", "bazel")
            .is(":s3cret", CURLS)
            .is(
                ":s3cret",
                "wget2 aria2 aria2-ftp buf netrc-parser net-netrc",
            )
            .is("s3cret:", "netrc-gem"),
        row("machine h.test\n  login bob\n  passwd s3cret\n")
            .is("bob:s3cret", "tnftp inetutils")
            .is("ERR", "python requests bazel")
            .is("-", "wget lftp go uv")
            .rest("bob:"),
    ]
}

fn repetitions() -> Vec<Row> {
    let other = "machine other.test login al password x1\n";
    vec![
        row(lines("machine") + other)
            .is("bob:", "buf")
            .is("ERR", "emacs")
            .rest("bob:machine"),
        row("machine h.test\n  login bob\n  password p1\n  password p2\n")
            .is(
                "bob:p1",
                "curl-7.88 curl-8.16 git wget2 lftp tnftp inetutils go buf netrc-gem",
            )
            .rest("bob:p2"),
        row(format!("{other}{}{}", line("p1"), line("p2")))
            .is("bob:p2", LAST_TAKERS)
            .rest("bob:p1"),
        row("machine h.test login al password p1\nmachine h.test login bob password p2\n")
            .is("bob:p2", LAST_TAKERS)
            .rest("al:p1"),
    ]
}
