use super::*;

fn secret(text: &str) -> SecretString {
    secret::from_bytes(text.as_bytes()).expect("a good secret")
}

#[test]
fn a_bare_token_is_stored_as_it_is() {
    assert_eq!(*Secret::new(secret("hunter2")).encode(), b"hunter2");
}

#[test]
fn an_empty_token_is_marked() {
    let empty = Secret::new(secret::from_bytes_or_empty(b"").expect("an empty secret"));
    let bytes = empty.encode();
    assert_eq!(*bytes, b"\ntoken=empty");
    let read = Secret::decode(&bytes).expect("an encoded secret");
    assert!(secret::equal(&read.token, &empty.token));
    for damaged in [
        &b""[..],
        b"\n",
        b"\nauthtype=Bearer",
        b"t\ntoken=empty",
        b"\ntoken=t",
    ] {
        assert!(Secret::decode(damaged).is_none(), "{damaged:?}");
    }
}

#[test]
fn expiry_and_refresh_token_follow_in_gits_form() {
    let kept = Secret {
        expires: Some(1_800_000_000),
        refresh: Some(secret("r")),
        ..Secret::new(secret("t"))
    };
    let bytes = kept.encode();
    assert_eq!(
        *bytes,
        b"t\npassword_expiry_utc=1800000000\noauth_refresh_token=r"
    );
    let read = Secret::decode(&bytes).expect("an encoded secret");
    assert!(secret::equal(&read.token, &kept.token));
    assert_eq!(read.expires, kept.expires);
    assert!(
        read.refresh
            .is_some_and(|refresh| secret::equal(&refresh, &secret("r")))
    );
}

#[test]
fn the_account_and_the_place_of_the_token_follow() {
    let in_login = |password| TokenPlace::Login(password);
    for (place, expected) in [
        (TokenPlace::Password, "t\naccount=a"),
        (
            TokenPlace::AfterEmptyLogin,
            "t\naccount=a\nnetrc_login=empty",
        ),
        (
            in_login(LoginPassword::Missing),
            "t\naccount=a\nnetrc_login=token",
        ),
        (
            in_login(LoginPassword::Empty),
            "t\naccount=a\nnetrc_login=token\nnetrc_password=",
        ),
        (
            in_login(LoginPassword::Text(secret("x-oauth-basic"))),
            "t\naccount=a\nnetrc_login=token\nnetrc_password=x-oauth-basic",
        ),
    ] {
        let kept = Secret {
            account: Some(secret("a")),
            place,
            ..Secret::new(secret("t"))
        };
        assert_eq!(str::from_utf8(&kept.encode()), Ok(expected));
        let read = Secret::decode(&kept.encode()).expect("an encoded secret");
        assert_eq!(*read.encode(), *kept.encode());
    }
}

#[test]
fn only_a_wide_scope_is_stored() {
    let wide = Secret {
        scope: Scope::WIDE,
        ..Secret::new(secret("t"))
    };
    assert_eq!(*wide.encode(), b"t\nprotocol=any\nport=any");
    let read = Secret::decode(&wide.encode()).expect("an encoded secret");
    assert_eq!(read.scope, Scope::WIDE);
    let read = Secret::decode(b"t").expect("a bare token");
    assert_eq!(read.scope, Scope::default());
}

#[test]
fn a_value_with_unknown_lines_is_damaged() {
    for bytes in [
        &b""[..],
        b"\n",
        b"t\nsecond",
        b"t\npassword_expiry_utc=soon",
        b"t\noauth_refresh_token=",
        b"t\naccount=",
        b"t\nprotocol=http",
        b"t\nport=8080",
        b"t\nnetrc_login=me",
        b"t\nnetrc_password=x",
        b"t\nnetrc_login=empty\nnetrc_password=x",
        b"\xFF",
    ] {
        assert!(Secret::decode(bytes).is_none(), "{bytes:?}");
    }
    assert!(
        Secret::decode(b"t\n").is_some(),
        "another program's line break"
    );
}

#[test]
fn debug_shows_no_secret() {
    let kept = Secret {
        refresh: Some(secret("hunter3")),
        account: Some(secret("hunter4")),
        authtype: Some("Bearer".to_owned()),
        place: TokenPlace::Login(LoginPassword::Text(secret("hunter5"))),
        ..Secret::new(secret("hunter2"))
    };
    assert!(!format!("{kept:?}").contains("hunter"));
}

#[test]
fn logins_are_printable_text() {
    assert!("me@example.com".parse::<Login>().is_ok());
    assert_eq!("".parse::<Login>(), Err(BadLogin::Empty));
    assert_eq!(NO_LOGIN.parse::<Login>(), Err(BadLogin::Reserved));
    assert_eq!("a\nb".parse::<Login>(), Err(BadLogin::Control));
    assert_eq!("x".repeat(256).parse::<Login>(), Err(BadLogin::TooLong));
}

#[test]
fn a_missing_login_has_a_label_and_no_name() {
    let none = Login::none();
    assert!(none.is_none() && none.name().is_none());
    assert_eq!(Login::of_label(none.label()), Ok(none));
    let account = Account {
        host: "a.test".parse().expect("a good host"),
        login: Login::none(),
    };
    assert_eq!(account.to_string(), "(no login) at a.test");
}
