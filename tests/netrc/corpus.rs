//! Files as people and programs write them, and the entries in each.

use crate::{document, shown};
use keyrc::Host;

#[track_caller]
fn check(text: impl AsRef<[u8]>, expected: &[&str]) {
    let parsed = document(&text);
    assert_eq!(
        shown(&parsed),
        expected,
        "in {:?}",
        String::from_utf8_lossy(text.as_ref())
    );
    assert_eq!(parsed.bytes(), text.as_ref());
}

#[test]
fn entries_in_every_layout() {
    check("machine a.test login me password pw", &["a.test:me=pw"]);
    check(
        "machine a.test\n\tlogin me\n\tpassword pw\n",
        &["a.test:me=pw"],
    );
    check(
        "machine\na.test\nlogin\nme\npassword\npw",
        &["a.test:me=pw"],
    );
    check(
        "machine a.test login me password pw machine b.test login you password qw",
        &["a.test:me=pw", "b.test:you=qw"],
    );
    check(
        "machine a.test\r\n  login me\r\n  password pw\r\n",
        &["a.test:me=pw"],
    );
    check("machine a.test password pw login me", &["a.test:me=pw"]);
    check(
        "machine a.test\n\n\nlogin me\n\npassword pw",
        &["a.test:me=pw"],
    );
    check("", &[]);
    check("\n \t\r\n", &[]);
}

#[test]
fn missing_parts_are_reported() {
    check("machine a.test", &["a.test:?=?"]);
    check("machine a.test login me", &["a.test:me=?"]);
    check("machine a.test password pw", &["a.test:?=pw"]);
    check("default login me password pw", &["default:me=pw"]);
    check("login me password pw", &[]);
    check("machine a.test login", &["a.test:?=? !MissingValue"]);
    check("machine", &["?:?=? !MissingValue"]);
    check(
        "machine a.test login\npassword pw",
        &["a.test:?=pw !MissingValue"],
    );
    check(
        "machine a.test login me password\nmachine b.test login me password pw",
        &["a.test:me=? !MissingValue", "b.test:me=pw"],
    );
}

#[test]
fn quoted_values_are_parsed() {
    check(
        r#"machine a.test login me password "p w""#,
        &["a.test:me=p w"],
    );
    check(
        r#"machine a.test login me password "a\"b\\c""#,
        &[r#"a.test:me=a"b\c"#],
    );
    check(
        r#"machine "a.test" login "me" password "pw""#,
        &["a.test:me=pw"],
    );
    check(
        r#"machine a.test login me password pa"ss"#,
        &[r#"a.test:me=pa"ss"#],
    );
    check("machine a.test login me password 'pw'", &["a.test:me='pw'"]);
    check(
        r#"machine a.test login me password "pw"x"#,
        &["a.test:me=pw !TextAfterQuote"],
    );
    check(
        r#"machine a.test login me password """#,
        &["a.test:me=bad !EmptyValue"],
    );
    check(
        "machine a.test login me password \"pw\nmachine b.test login me password x",
        &["a.test:me=\"pw !OpenQuote", "b.test:me=x"],
    );
    check(
        r#"machine a.test login me password "a\nb""#,
        &["a.test:me=anb !CurlEscape"],
    );
    check(
        r"machine a.test login me password a\b",
        &[r"a.test:me=a\b !Backslash"],
    );
}

#[test]
fn comments_are_skipped() {
    check(
        "# first\nmachine a.test login me password pw # behind\n",
        &["a.test:me=pw"],
    );
    check(
        "machine a.test # one\n login me # two\n password pw",
        &["a.test:me=pw"],
    );
    check(
        "machine a.test login me password pa#ss",
        &["a.test:me=pa#ss"],
    );
    check(
        "machine a.test login me password #pw",
        &["a.test:me=#pw !HashFirst"],
    );
    check(
        "machine a.test login me password pw # login you password old\n",
        &["a.test:me=pw !LiveComment"],
    );
    check(
        "machine a.test\n# password old\nlogin me password pw\n",
        &["a.test:me=pw !LiveComment"],
    );
    check(
        "machine a.test login me password pw\n# machine a.test login me password old\n",
        &["a.test:me=pw"],
    );
}

#[test]
fn macros_are_skipped() {
    let macdef = "macdef init\ncd /pub\nmachine evil.test login x password y\n\n";
    check(
        format!("{macdef}machine a.test login me password pw"),
        &["a.test:me=pw"],
    );
    check(
        format!("machine a.test login me password pw {macdef}machine b.test login me password x"),
        &["a.test:me=pw", "b.test:me=x"],
    );
    check(
        "machine a.test login me password pw\nmacdef init\nmachine b.test login x password y",
        &["a.test:me=pw"],
    );
    check(
        "macdef init\r\nmachine b.test\r\n\r\nmachine a.test login me password pw",
        &["a.test:me=pw"],
    );
    check("macdef", &[]);
    check(
        "macdef a\nls\n\nmacdef b\nls\n\nmachine a.test login me password pw",
        &["a.test:me=pw"],
    );
}

#[test]
fn misplaced_words_are_reported() {
    check(
        "machine a.test login me password pw port 80",
        &["a.test:me=pw !UnknownWord"],
    );
    check(
        "junk machine a.test login me password pw",
        &["a.test:me=pw"],
    );
    check(
        "MACHINE a.test login me password pw",
        &["a.test:me=pw !Capitals"],
    );
    check("machine a.test user me passwd pw", &["a.test:me=pw !User"]);
    check(
        "machine a.test login me account x password pw",
        &["a.test:me=pw"],
    );
    check("machine a.test login user password pw", &["a.test:user=pw"]);
    check(
        "machine a.test login me password machine",
        &["a.test:me=machine !KeywordAsValue"],
    );
    check(
        "machine a.test login me password pw account #x\n",
        &["a.test:me=pw"],
    );
    check(
        "machine a.test login a login b password pw",
        &["a.test:b=pw !Repeated"],
    );
}

#[test]
fn bytes_that_are_not_text_are_kept() {
    check(
        b"\xEF\xBB\xBFmachine a.test login me password pw",
        &["a.test:me=pw"],
    );
    check(
        b"machine a.test login me password p\xE9",
        &["a.test:me=bad !NotUtf8"],
    );
    check("machine a.test login me password pä", &["a.test:me=pä"]);
    check(
        b"machine a.test login me password p\0w",
        &["a.test:me=bad !ControlByte"],
    );
    check(
        b"machine a.test login me password p\x7Fw",
        &["a.test:me=bad !ControlByte"],
    );
    check(
        "machine a.test login me password \"p\tw\"",
        &["a.test:me=bad !ControlByte"],
    );
}

#[test]
fn faults_have_positions() {
    #[track_caller]
    fn places(text: &str, expected: &[&str]) {
        let parsed = document(text);
        let found: Vec<_> = parsed
            .quirks()
            .iter()
            .map(|fault| format!("{} {:?}", parsed.position(fault.at), fault.quirk))
            .collect();
        assert_eq!(found, expected, "in {text:?}");
    }
    places(
        "machine a.test login me\n  password\nmachine b.test",
        &["2:3 MissingValue"],
    );
    places(
        "machine a.test login me password pw\n\n# a note\nmachine b.test",
        &["3:1 BlankBeforeComment"],
    );
    places("\n# a note\nmachine b.test", &["2:1 BlankBeforeComment"]);
    places("# a note\nmachine b.test\n\n#note\n", &[]);
    places(
        "machine a.test login me password \"p w\"\n# a note\n",
        &["2:1 CommentAfterQuote"],
    );
    places(
        "machine a.test login \"m\" password \"p\" # one\n# two\nmachine b.test login \"a\"\n  # x y\n",
        &["4:3 CommentAfterQuote"],
    );
    places(
        "machine a.test login me password \"p w\"\n#note\n# a note\n",
        &[],
    );
    places("machine a.test login me password pw\"\n# a note\n", &[]);
    places("macdef x\nls\n\n# a note\n", &[]);
    places(
        "# machine a.test login me password old\n",
        &["1:1 LiveComment"],
    );
    places(
        "default login a password b\nmachine b.test login me password x",
        &["1:1 DefaultNotLast"],
    );
    places("macdef x\nls\n", &["1:1 OpenMacro"]);
    places(
        "macdef x\nls\n machine a.test login me\n\n",
        &["3:2 EntryInMacro"],
    );
    places(
        "macdef x\nmachine a.test\nmachine b.test",
        &["1:1 OpenMacro", "2:1 EntryInMacro"],
    );
    places("macdef machine\nmachines a\nmachine\n\nmachine a.test", &[]);
    places("macdef \n", &["1:1 MissingValue"]);
    places("\u{FEFF}machine a.test", &["1:1 ByteOrderMark"]);
}

#[test]
fn lookup_takes_the_first_entry_of_the_host_and_login() {
    let text = "machine a.test login one password 1\nmachine a.test login two password 2\n\
                machine B.Test login me password 3\nmachine ::1 login me password 4\n\
                machine go.test:8443 login me password 5\nmachine go.test login me password 6\n\
                machine xn--bcher-kva.test login me password 7\ndefault login any password 8\n";
    let parsed = document(text);
    let found = |host: &str, login: Option<&str>| -> String {
        let host: Host = host.parse().unwrap();
        let mut streamed = keyrc::netrc::credentials(parsed.bytes(), &host);
        let streamed = streamed.find(|(name, _)| login.is_none_or(|login| name.as_str() == login));
        let entry = parsed.find(&host, login);
        let found = entry.map(|entry| {
            (
                parsed.login(entry).unwrap(),
                parsed.secret(entry).unwrap().unwrap(),
            )
        });
        match (&streamed, &found) {
            (Some((login, secret)), Some((name, other))) => {
                assert!(login.as_str() == name && keyrc::secret::equal(secret, other));
            }
            (one, other) => assert!(one.is_none() && other.is_none()),
        }
        entry.map_or("-".into(), |entry| {
            shown(&document(&parsed.bytes()[entry.range()]))[0].clone()
        })
    };
    assert_eq!(found("a.test", None), "a.test:one=1");
    assert_eq!(found("a.test", Some("two")), "a.test:two=2");
    assert_eq!(
        found("a.test", Some("three")),
        "-",
        "never another user's password (CVE-2026-8926)"
    );
    assert_eq!(found("https://b.test/path", None), "B.Test:me=3");
    assert_eq!(found("[::1]", None), "::1:me=4");
    assert_eq!(found("a.test:8080", None), "a.test:one=1");
    assert_eq!(found("go.test:8443", None), "go.test:8443:me=5");
    assert_eq!(found("go.test", None), "go.test:me=6");
    assert_eq!(found("bücher.test", None), "xn--bcher-kva.test:me=7");
    assert_eq!(
        found("other.test", None),
        "-",
        "`default` is for every host, and so for none"
    );
    assert_eq!(found("sub.a.test", None), "-");
    assert_eq!(found("test", None), "-");
}

#[test]
fn a_lookup_skips_an_ambiguous_entry() {
    let text = "machine a.test login me password a\\b\nmachine b.test password only\nmachine c.test login me\n";
    for host in ["a.test", "b.test", "c.test"] {
        assert!(
            keyrc::netrc::credentials(text.as_bytes(), &host.parse().unwrap())
                .next()
                .is_none(),
            "{host}"
        );
    }
}
