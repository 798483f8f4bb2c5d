//! The plain text of a vault is written and read back.

use super::*;

fn with(bytes: &[u8], machine: &str, login: &str, value: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let found = items(bytes).find(|item| item.is_for(Some(machine), Some(login)));
    super::with(bytes, found.as_ref(), machine, login, value)
}

fn without(bytes: &[u8], machine: &str, login: &str) -> Zeroizing<Vec<u8>> {
    let is_for = |item: &Item<'_>| item.is_for(Some(machine), Some(login));
    let found: Vec<_> = items(bytes).filter(is_for).collect();
    super::without(bytes, &found)
}

fn put(bytes: &[u8], machine: &str, login: &str, value: &str) -> Zeroizing<Vec<u8>> {
    with(bytes, machine, login, value.as_bytes()).expect("a value that fits")
}

fn value(bytes: &[u8], machine: &str, login: &str) -> Option<String> {
    let item = items(bytes).find(|item| item.is_for(Some(machine), Some(login)))?;
    Some(String::from_utf8(item.value().to_vec()).expect("text"))
}

#[test]
fn an_entry_without_a_login_has_no_word_for_it() {
    let one = put(b"", "a.test", NO_LOGIN, "t0ken\nnetrc_login=empty");
    let two = put(&one, "a.test", "me", "other");
    assert_eq!(
        str::from_utf8(&two),
        Ok(
            "#keyrc:more=netrc_login=empty\nmachine a.test password t0ken\n\
            machine a.test login me password other\n"
        )
    );
    let names: Vec<_> = items(&two)
        .filter_map(|item| Some(item.names()?.1.to_owned()))
        .collect();
    assert_eq!(names, [NO_LOGIN, "me"]);
    assert_eq!(
        value(&two, "a.test", NO_LOGIN).as_deref(),
        Some("t0ken\nnetrc_login=empty")
    );
    assert_eq!(
        *without(&two, "a.test", NO_LOGIN),
        *put(b"", "a.test", "me", "other")
    );
}

#[test]
fn the_format_is_a_netrc_with_comments_of_one_word() {
    let one = put(b"", "a.test", "me", "t0ken");
    let two = put(
        &one,
        "b.test:8443/x",
        "a b",
        "p \"q\npassword_expiry_utc=1\noauth_refresh_token=a b%",
    );
    assert_eq!(
        str::from_utf8(&two),
        Ok("machine a.test login me password t0ken\n\
            #keyrc:more=password_expiry_utc=1%0Aoauth_refresh_token=a%20b%25\n\
            machine b.test:8443/x login \"a b\" password \"p \\\"q\"\n")
    );
    assert_eq!(value(&two, "a.test", "me").as_deref(), Some("t0ken"));
    let more = "p \"q\npassword_expiry_utc=1\noauth_refresh_token=a b%";
    assert_eq!(value(&two, "b.test:8443/x", "a b").as_deref(), Some(more));
    assert_eq!(value(&two, "b.test", "a b"), None);
}

#[test]
fn a_change_leaves_every_other_line_as_it_is() {
    let old = b"#keyrc:recipient=age1x\n# mine\nmachine a login u password 1\n#keyrc:more=x\nmachine b login u password 2\n\
                machine c login u password 3";
    assert_eq!(
        str::from_utf8(&put(old, "b", "u", "new")),
        Ok(
            "#keyrc:recipient=age1x\n# mine\nmachine a login u password 1\nmachine b login u password new\n\
            machine c login u password 3"
        )
    );
    let gone = without(old, "b", "u");
    let none = without(&gone, "unknown", "u");
    assert_eq!(gone, none);
    assert_eq!(
        str::from_utf8(&gone),
        Ok(
            "#keyrc:recipient=age1x\n# mine\nmachine a login u password 1\nmachine c login u password 3"
        )
    );
    assert!(put(old, "d", "u", "4").ends_with(b"password 3\nmachine d login u password 4\n"));
}

#[test]
fn an_empty_token_is_read_back() {
    let bytes = put(b"", "a.test", "me", "\ntoken=empty");
    assert_eq!(
        str::from_utf8(&bytes),
        Ok("#keyrc:more=token=empty\nmachine a.test login me password \"\"\n")
    );
    assert_eq!(
        value(&bytes, "a.test", "me").as_deref(),
        Some("\ntoken=empty")
    );
}

#[test]
fn values_that_look_like_syntax_are_read_back_unchanged() {
    for text in [
        "#x", "machine", "\"", "'a b'", "\\", "a\\ b", "password", "é", "default", " ", "=,;",
    ] {
        for other in ["plain", "login"] {
            let bytes = put(&put(b"", "a.test", text, other), "b.test", other, text);
            assert_eq!(
                value(&bytes, "a.test", text).as_deref(),
                Some(other),
                "{text}"
            );
            assert_eq!(
                value(&bytes, "b.test", other).as_deref(),
                Some(text),
                "{text}"
            );
        }
    }
    let long = "x".repeat(65536);
    assert_eq!(
        value(&put(b"", "a.test", "me", &long), "a.test", "me").as_deref(),
        Some(long.as_str())
    );
}

#[test]
fn a_value_that_a_vault_cannot_hold_is_refused() {
    for value in [&b""[..], b"\n", b"a\tb", b"\xFF"] {
        assert!(with(b"", "a.test", "me", value).is_none(), "{value:?}");
    }
    assert!(with(b"", "a.test", "a\nb", b"x").is_none());
}
