//! The guesses, one file each.

use super::*;
use crate::netrc::Keyword;
use StrayKind as Kind;

/// Checks the line and the kind of the first text that is not ignored, and whether an entry is
/// unclear because of it.
#[track_caller]
fn check(text: impl AsRef<[u8]>, line: usize, kind: StrayKind) {
    let text = text.as_ref();
    let document = Document::parse(text.to_vec().into());
    let strays = Strays::new(&document);
    let first = strays
        .found
        .first()
        .map(|stray| (stray.position.line, stray.kind));
    assert_eq!(
        first,
        Some((line, kind)),
        "{}",
        String::from_utf8_lossy(text)
    );
}

const A: &str = "machine a.test login u password p\n";

#[test]
fn a_file_in_another_format_is_recognized() {
    let utf16 = |text: &str| {
        text.encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<u8>>()
    };
    check(utf16(A), 1, Kind::Utf16);
    check([&b"\xFF\xFE"[..], &utf16(A)].concat(), 1, Kind::Utf16);
    let big: Vec<u8> = A.encode_utf16().flat_map(u16::to_be_bytes).collect();
    check(&big, 1, Kind::Utf16);
    check([&b"\xFE\xFF"[..], &big].concat(), 1, Kind::Utf16);
    check(format!("{{\\rtf1\\ansi\n{A}}}"), 1, Kind::Rtf);
    check("{\n  \"a.test\": {\"login\": \"u\"}\n}\n", 1, Kind::Json);
    check("[{\"host\": \"a.test\"}]", 1, Kind::Json);
    check("<html><body>404</body>\n", 1, Kind::Markup);
    check("-----BEGIN PGP MESSAGE-----\n\nhQEM\n", 1, Kind::Encrypted);
    check("age-encryption.org/v1\n-> X25519 x\n", 1, Kind::Encrypted);
}

#[test]
fn a_line_of_another_format_is_recognized() {
    for (text, kind) in [
        ("https://me:s3cret@a.test\n", Kind::UrlWithPassword),
        ("https://a.test\n", Kind::Url),
        ("a.test:5432:db:me:s3cret\n", Kind::Pgpass),
        ("a.test:me:s3cret\n", Kind::ColonFields),
        ("//registry.npmjs.org/:_authToken=s3cret\n", Kind::Npmrc),
        ("@mine:registry=https://a.test/\n", Kind::Npmrc),
        ("[pypi]\n", Kind::Section),
        ("repository = https://a.test/\n", Kind::Assignment),
        ("a.test:\n  key: s3cret\n", Kind::Mapping),
        ("// my host\n", Kind::ForeignComment),
        ("; my host\n", Kind::ForeignComment),
        ("-- my host\n", Kind::ForeignComment),
        ("echo 'machine a.test' >> ~/.netrc\n", Kind::Command),
        ("cat > ~/.netrc <<EOF\n", Kind::Command),
        ("EOF\n", Kind::HeredocEnd),
        ("<<<<<<< HEAD\n", Kind::Conflict),
        (
            "\\nmachine a.test\\tlogin u\\tpassword p\n",
            Kind::LiteralEscape,
        ),
        ("remember to renew\n", Kind::Unknown),
        ("\0\0\0", Kind::Nul),
    ] {
        check(text, 1, kind);
        check(format!("{A}{text}"), 2, kind);
    }
}

#[test]
fn the_keyword_that_was_meant_is_recognized() {
    for (text, kind) in [
        ("machine: a.test\nlogin: u\n", Kind::Colon(Keyword::Machine)),
        ("machine:a.test\n", Kind::Colon(Keyword::Machine)),
        ("machine = a.test\n", Kind::Equals(Keyword::Machine)),
        ("machine=a.test\n", Kind::Equals(Keyword::Machine)),
        ("login u password p\n", Kind::NoMachine),
        ("machin a.test\n", Kind::Misspelt(Keyword::Machine)),
        ("mahcine a.test\n", Kind::Misspelt(Keyword::Machine)),
        ("defualt\n", Kind::Misspelt(Keyword::Default)),
        ("host a.test\n", Kind::Synonym(Keyword::Machine)),
        (
            "\u{201C}machine\u{201D} a.test\n",
            Kind::Decorated(Keyword::Machine),
        ),
        ("+machine a.test\n", Kind::Decorated(Keyword::Machine)),
        ("\"machine\" a.test\n", Kind::Decorated(Keyword::Machine)),
    ] {
        check(text, 1, kind);
    }
    for (text, kind) in [
        ("pasword s3cret\n", Kind::Misspelt(Keyword::Password)),
        ("Passwort s3cret\n", Kind::Misspelt(Keyword::Password)),
        ("pass s3cret\n", Kind::Synonym(Keyword::Password)),
        ("token s3cret\n", Kind::Synonym(Keyword::Password)),
        ("password: s3cret\n", Kind::Colon(Keyword::Password)),
        ("password=s3cret\n", Kind::Equals(Keyword::Password)),
    ] {
        check(format!("machine a.test login u {text}"), 1, kind);
        check(format!("machine a.test\n  login u\n  {text}"), 3, kind);
    }
    check(
        "machine a.test\n  logn u\n  password p\n",
        2,
        Kind::Misspelt(Keyword::Login),
    );
    check(
        "machine a.test\n  username u\n  password p\n",
        2,
        Kind::Synonym(Keyword::Login),
    );
}

#[test]
fn words_after_a_value_are_recognized() {
    for (text, line, kind) in [
        (
            "machine a.test login u password correct horse battery\n",
            1,
            Kind::AfterPassword,
        ),
        (
            "machine a.test login u password so long and thanks\n",
            1,
            Kind::AfterPassword,
        ),
        (
            "machine a.test\nlogin u\npassword my password with spaces\n",
            3,
            Kind::AfterPassword,
        ),
        (
            "machine a.test login Anna Smith password p\n",
            1,
            Kind::AfterLogin,
        ),
        (
            "machine a.test b.test login u password p\n",
            1,
            Kind::AfterHost,
        ),
        (
            "machine a.test login u password p1machine b.test login u password p2\n",
            1,
            Kind::GluedMachine,
        ),
        (
            "machine a.test login u password p b.test login v password q\n",
            1,
            Kind::MissingMachine,
        ),
        (
            "machine a.test\n  login u\n  password p\nb.test\n  login v\n",
            4,
            Kind::MissingMachine,
        ),
    ] {
        check_unclear(text, line, kind);
    }
}

/// Checks that the first entry is unclear because of the text.
#[track_caller]
fn check_unclear(text: &str, line: usize, kind: StrayKind) {
    check(text, line, kind);
    let document = Document::parse(text.as_bytes().to_vec().into());
    assert!(Strays::new(&document).of_entry(0).is_some(), "{text}");
}

#[test]
fn values_with_odd_spaces_and_json_are_recognized() {
    for (text, line, kind) in [
        (
            "machine a.test\u{A0}login u password p\n",
            1,
            Kind::OddSpace,
        ),
        ("machine a.test\u{C}login u password p\n", 1, Kind::OddSpace),
        (
            "machine a.test login u password {\n  \"type\": \"x\"\n}\n",
            2,
            Kind::JsonValue,
        ),
        (
            "machine a.test login u password {\"type\": \"x\"}\n",
            1,
            Kind::JsonValue,
        ),
    ] {
        check_unclear(text, line, kind);
    }
}

#[test]
fn a_pair_that_tools_ignore_leaves_the_entry_clear() {
    for (text, kind) in [
        ("protocol https", Kind::IgnoredPair),
        ("method interactive", Kind::IgnoredPair),
        ("port 443", Kind::IgnoredPair),
        ("port 587", Kind::MailPair),
        ("force yes", Kind::MailPair),
    ] {
        for text in [
            format!("machine a.test login u {text} password p\n"),
            format!("machine a.test {text} login u password p\n"),
            format!("machine a.test login u password p {text}\n"),
            format!("machine a.test\n  login u\n  password p\n  {text}\n"),
        ] {
            let document = Document::parse(text.clone().into_bytes().into());
            let strays = Strays::new(&document);
            assert_eq!(strays.found[0].kind, kind, "{text}");
            assert!(strays.is_empty(), "{text}");
        }
    }
    let heredoc = format!("{A}EOF\n");
    assert!(Strays::new(&Document::parse(heredoc.into_bytes().into())).is_empty());
}
