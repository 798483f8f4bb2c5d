//! Logins, ports and the spelling of hosts.

use keyrc::readers::Query;

use crate::readers::Row;
use crate::readers::rows::{CURLS, HOST, line, row};

pub(crate) fn lookups() -> Vec<Row> {
    let bob = Query {
        login: Some("bob"),
        ..HOST
    };
    let port = Query {
        port: Some(8080),
        ..HOST
    };
    let unasked = "go buf netrc-parser netrc-gem inetutils";
    let al = "machine h.test login al password p1\n";
    vec![
        row(format!("{al}machine h.test login bob password p2\n"))
            .with_query(bob)
            .is("-", "wget wget-ftp aria2 aria2-ftp")
            .is("al:p1", unasked)
            .rest("bob:p2"),
        // curl before 8.21 answers the password of another login (CVE-2026-8926).
        row(al)
            .with_query(bob)
            .is("bob:p1", "curl-7.88 curl-8.16 git")
            .is("al:p1", unasked)
            .is("al:p1", "wget2 python requests bazel")
            .rest("-"),
        row("machine h.test login Bob password p1\n")
            .with_query(bob)
            .is("bob:p1", "curl-7.88 curl-8.16 git")
            .is("Bob:p1", unasked)
            .is("Bob:p1", "wget2 python requests bazel lftp")
            .rest("-"),
        row("machine H.TEST login bob password s3cret\n")
            .is("bob:s3cret", CURLS)
            .is("bob:s3cret", "wget wget-ftp lftp tnftp inetutils")
            .rest("-"),
        row("machine other.test login al password x1\nmachine .test login bob password s3cret\n")
            .is("bob:s3cret", "aria2 aria2-ftp")
            .rest("-"),
        row(line("s3cret"))
            .with_query(port)
            .is("bob:s3cret", CURLS)
            .is("bob:s3cret", "wget wget2 aria2 uv")
            .is("-", "go buf"),
        row("machine h.test:8080 login bob password s3cret\n")
            .with_query(port)
            .is("bob:s3cret", "go buf")
            .is("-", CURLS)
            .is("-", "wget wget2 aria2 uv"),
        row("machine h.test. login bob password s3cret\n").rest("-"),
        row("machine h.test.evil.test login bob password s3cret\n").rest("-"),
    ]
}
