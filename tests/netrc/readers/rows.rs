//! One row for each file, with the answers that the tools gave.

use keyrc::readers::Query;

use super::Row;

/// The readers that use libcurl.
const CURLS: &str = "curl-7.88 curl-8.16 curl-8.23 git";

/// The readers that keep double quotes, and split a quoted value at a space.
const QUOTE_KEEPERS: &str = "wget2 go buf netrc-gem aria2 aria2-ftp lftp";

/// The readers that take the last of two entries for one host.
const LAST_TAKERS: &str = "wget2 python requests uv bazel";

/// The question about `h.test`.
pub(crate) const HOST: Query<'_> = Query {
    host: "h.test",
    port: None,
    login: None,
};

fn row(file: impl Into<Vec<u8>>) -> Row {
    Row {
        file: file.into(),
        query: HOST,
        expected: Vec::new(),
    }
}

/// An entry on three lines, with this password.
fn lines(password: &str) -> String {
    format!("machine h.test\n  login bob\n  password {password}\n")
}

/// The same on one line.
fn line(password: &str) -> String {
    format!("machine h.test login bob password {password}\n")
}

pub(super) fn all() -> impl Iterator<Item = Row> {
    [quoting(), comments(), structure(), lookups(), layout()]
        .into_iter()
        .flatten()
}

pub(super) fn quoting() -> Vec<Row> {
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

pub(super) fn comments() -> Vec<Row> {
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

pub(super) fn structure() -> Vec<Row> {
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

pub(super) fn lookups() -> Vec<Row> {
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

pub(super) fn layout() -> Vec<Row> {
    let other = "machine other.test login al password x1\n";
    let long = |length: usize| lines(&"x".repeat(length));
    let cut = format!("bob:{}", "x".repeat(255));
    let whole = |length: usize| format!("bob:{}", "x".repeat(length));
    let windows = lines("s3cret").replace('\n', "\r\n");
    vec![
        row(windows.as_str())
            .is("-", "netrc-parser tnftp inetutils")
            .rest("bob:s3cret"),
        row(format!(
            "machine other.test login al password x1\r\n\r\n{windows}"
        ))
        .is("ERR", "curl-8.16")
        .is("-", "netrc-parser tnftp inetutils")
        .rest("bob:s3cret"),
        row(lines("s3cret").replace('\n', "\r"))
            .is("ERR", "curl-8.23")
            .is("-", "netrc-parser tnftp inetutils")
            .rest("bob:s3cret"),
        row("machine\th.test\n\tlogin\tbob\n\tpassword\ts3cret\n").rest("bob:s3cret"),
        row(format!("\u{FEFF}{}", line("s3cret")))
            .is("bob:s3cret", "netrc-parser emacs")
            .is("ERR", "curl-8.16 python requests bazel aria2 aria2-ftp")
            .rest("-"),
        row(lines("päss")).is("bob:p", "curl-8.16").rest("bob:päss"),
        row(lines("\"pä ss\""))
            .is("bob:\"pä", QUOTE_KEEPERS)
            .is("bob:", "netrc-parser")
            .is("ERR", "bazel")
            .rest("bob:pä ss"),
        row(format!(
            "machine other.test login al password p\u{e4}ss\n{}",
            line("s3cret")
        ))
        .is("ERR", "curl-8.16")
        .rest("bob:s3cret"),
        row([b"machine h.test\n  login bob\n  password p\xE9ss\n".as_slice()].concat())
            .is("ERR", "python requests netrc-gem")
            .is("bob:péss", "emacs")
            .is("bob:p", "curl-8.16")
            .rest("bob:p\u{FFFD}ss"),
        row(line("s3cret").trim_end()).rest("bob:s3cret"),
        row("machine\nh.test\nlogin\nbob\npassword\ns3cret\n")
            .is("-", "wget2 go netrc-parser")
            .rest("bob:s3cret"),
        row(format!("{} {}", other.trim_end(), line("s3cret")))
            .is("-", "netrc-parser")
            .rest("bob:s3cret"),
        row("machine h.test  \n  login bob  \n  password s3cret  \n")
            .is("-", "netrc-parser")
            .rest("bob:s3cret"),
        row("machine h.test\n\n  login bob\n\n  password s3cret\n")
            .is("-", "netrc-parser")
            .rest("bob:s3cret"),
        row(long(99)).rest(&whole(99)),
        row(long(100)).is("-", "tnftp").rest(&whole(100)),
        row(long(256))
            .is("-", "tnftp")
            .is(&cut, "lftp")
            .rest(&whole(256)),
        row(long(4096))
            .is("-", "tnftp")
            .is(&cut, "lftp")
            .is("bob:", "curl-7.88 git")
            .is("ERR", "curl-8.16 curl-8.23")
            .rest(&whole(4096)),
        row(long(8192))
            .is("-", "tnftp inetutils")
            .is(&cut, "lftp")
            .is("bob:", "curl-7.88 git")
            .is("ERR", "curl-8.16 curl-8.23")
            .rest(&whole(8192)),
        row(long(70_000))
            .is("bob:", "curl-7.88 curl-8.16 git buf")
            .is("ERR", "curl-8.23"),
        row(format!("#{}\n{}", "x".repeat(20_000), lines("s3cret")))
            .is("-", "curl-8.16 tnftp inetutils")
            .is("ERR", "curl-8.23")
            .rest("bob:s3cret"),
        row(other.repeat(3600) + &lines("s3cret"))
            .is("ERR", "curl-8.16 curl-8.23")
            .rest("bob:s3cret"),
        row(format!(
            "machine other.test login al password {}\n{}",
            "x".repeat(300),
            lines("s3cret")
        ))
        .is("-", "tnftp")
        .rest("bob:s3cret"),
    ]
}
