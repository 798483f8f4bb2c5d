//! The parts of an entry, `default`, `macdef`, several entries for a host, and the names of hosts.

use super::{both, for_bob, lines, row};
use crate::case::{Case, Named, PORT};

pub(super) fn rows() -> Vec<Named> {
    [defaults(), macros(), structure(), several(), hosts()]
        .into_iter()
        .flatten()
        .collect()
}

fn defaults() -> Vec<Named> {
    let entry = "machine h.test login bob password s3cret\n";
    let default = "default login def password defpw\n";
    vec![
        row("D01", default),
        row("D03", format!("{entry}{default}")),
        row("D02", format!("{default}{entry}")),
        row(
            "D08",
            "default login d1 password p1\ndefault login d2 password p2\n",
        ),
        row("D05-default-only", "default\n"),
        row("D05", "machine other.test login al password x1\ndefault\n"),
        row("D06", "default login def\n"),
        for_bob("D10b", default),
        row("D11", format!("machine h.test login bob\n{default}")),
        row(
            "D09",
            "machine other.test login al password x1\nmachine default login x password y\n",
        ),
        for_bob("D12-default-bob", "default login bob password defpw\n"),
    ]
}

fn macros() -> Vec<Named> {
    let entry = lines("s3cret");
    let after = |body: &str| format!("machine other.test login al password x1\n{body}");
    vec![
        row("M01", format!("macdef init\ncd /pub\nbin\n\n{entry}")),
        row("M02", format!("{entry}\nmacdef init\ncd /pub\nbin\n\n")),
        row("M02-glued", format!("{entry}macdef init\ncd /pub\nbin\n\n")),
        row(
            "M02-between",
            after(&format!("macdef init\ncd /pub\nbin\n\n{entry}")),
        ),
        row("M03", format!("{entry}macdef init\ncd /pub\nbin\n")),
        row(
            "M04",
            after(&format!(
                "macdef init\nmachine h.test login evil password evil\n\n{entry}"
            )),
        ),
        row(
            "M04c",
            format!("macdef init\ndefault login evil password evil\n\n{entry}"),
        ),
        row("M05", format!("macdef init\ncd /pub\n   \n{entry}")),
        row(
            "M06",
            format!("macdef init\ncd /pub\n\n{entry}").replace('\n', "\r\n"),
        ),
        row("M07", format!("macdef init\nls \"open\n\n{entry}")),
        row("M08", format!("macdef init\ncd /pub\n{entry}")),
        row(
            "M08-after",
            after(&format!("macdef init\ncd /pub\n{entry}")),
        ),
        row("M09-name-only", after(&format!("macdef init\n\n{entry}"))),
    ]
}

fn structure() -> Vec<Named> {
    let host = "machine h.test";
    let of: [(&str, &[&str]); 15] = [
        ("K01", &[host, "login bob", "password s3cret", "account ac"]),
        ("K02", &[host, "account ac", "login bob", "password s3cret"]),
        ("K03", &[host, "password s3cret", "login bob"]),
        ("K04", &[host, "login bob"]),
        ("K05", &[host, "password s3cret"]),
        ("K07", &[host, "port 80", "login bob", "password s3cret"]),
        ("K08", &[host, "login bob", "password s3cret", "foo bar"]),
        ("K08d", &[host, "login bob", "flag", "password s3cret"]),
        (
            "K08c",
            &["junk here", "machine h.test login bob password s3cret"],
        ),
        ("K09a", &["MACHINE h.test", "LOGIN bob", "PASSWORD s3cret"]),
        ("K10", &[host, "user bob", "password s3cret"]),
        ("K11", &[host, "login bob", "passwd s3cret"]),
        ("K13a", &[host, "login l1", "login l2", "password s3cret"]),
        ("K13b", &[host, "login bob", "password p1", "password p2"]),
        (
            "K15-other-case",
            &["Machine h.test", "Login bob", "Password s3cret"],
        ),
    ];
    let mut rows: Vec<_> = of
        .iter()
        .flat_map(|(name, parts)| both(name, parts))
        .collect();
    rows.extend([
        row("K06", "machine h.test\n"),
        row("K14", "machine h.test\n  login bob\n  password"),
        row("K14-one-line", "machine h.test login bob password"),
        row("two-lines", "machine h.test login bob\npassword s3cret\n"),
        row(
            "three-lines-flush",
            "machine h.test\nlogin bob\npassword s3cret\n",
        ),
        row(
            "indented-tab",
            "machine h.test\n\tlogin bob\n\tpassword s3cret\n",
        ),
    ]);
    // A keyword as a value. In an earlier entry, it can make a reader misread the next ones.
    for word in [
        "machine", "default", "macdef", "login", "password", "account",
    ] {
        rows.extend(both(
            &format!("K12-{word}"),
            &[host, "login bob", &format!("password {word}")],
        ));
        rows.extend(both(
            &format!("K12-login-{word}"),
            &[host, &format!("login {word}"), "password s3cret"],
        ));
        let before = format!(
            "machine z.test login al password {word}\nmachine h.test login bob password s3cret\n"
        );
        rows.push(row(&format!("K12-before-{word}"), before));
    }
    rows
}

fn several() -> Vec<Named> {
    let two = |first: &str, second: &str| {
        format!(
            "machine h.test login {first} password p1\nmachine h.test login {second} password p2\n"
        )
    };
    vec![
        row("U1", two("bob", "bob")),
        row("U2", two("al", "bob")),
        for_bob("U3", two("al", "bob")),
        for_bob("U3-first", two("bob", "al")),
        for_bob("U4b", "machine h.test login al password p1\n"),
        for_bob("U5", "machine h.test login Bob password p1\n"),
        for_bob(
            "U7",
            "machine h.test password p0\nmachine h.test login bob password p2\n",
        ),
        for_bob("U8-password-only", "machine h.test password p0\n"),
        for_bob("U9-one", "machine h.test login bob password p1\n"),
        for_bob("U10-login-only", "machine h.test login bob\n"),
        for_bob(
            "U11-login-only-first",
            "machine h.test login bob\nmachine h.test login bob password p2\n",
        ),
        for_bob(
            "U12-default",
            "machine h.test login al password p1\ndefault login bob password p2\n",
        ),
        row(
            "U13-login-only-first",
            "machine h.test login al\nmachine h.test login bob password p2\n",
        ),
        row(
            "U14-empty-first",
            "machine h.test\nmachine h.test login bob password p2\n",
        ),
    ]
}

fn hosts() -> Vec<Named> {
    let entry = |host: &str| format!("machine {host} login bob password s3cret\n");
    let port = |name: &str, file: String| {
        let case = Case {
            port: Some(PORT),
            ..Case::new(file)
        };
        Named {
            name: name.into(),
            case,
        }
    };
    let address = |name: &str, file: String| {
        let case = Case {
            host: "127.0.0.1".into(),
            ..Case::new(file)
        };
        Named {
            name: name.into(),
            case,
        }
    };
    vec![
        row("H0", entry("h.test")),
        row("H1", entry("H.TEST")),
        port("H4", entry("h.test")),
        port("H3", entry("h.test:8080")),
        row("H3-port-80", entry("h.test:80")),
        row("H8b", format!("{}{}", entry("other.test"), entry(".test"))),
        row("H9-dot-at-end", entry("h.test.")),
        row("H10-longer", entry("h.test.evil.test")),
        row("H11-shorter", entry("test")),
        row("H13-url", entry("http://h.test")),
        address("H14-address", entry("127.0.0.1")),
        address("H15-name-of-address", entry("localhost")),
        row("H16-star", entry("*")),
    ]
}
