//! One account, and the secret that is read back.

use keyrc::Secret;
use keyrc::secret::{MAX_SECRET, equal, from_bytes};
use keyrc::store::Fault;

use super::Rule;
use super::subject::{Subject, account, has, secret, set, text};

pub(super) const RULES: &[Rule] = &[
    ("a_stored_secret_is_read_back", a_stored_secret_is_read_back),
    ("an_empty_store_has_nothing", an_empty_store_has_nothing),
    (
        "a_new_secret_takes_the_place_of_the_old",
        a_new_secret_takes_the_place_of_the_old,
    ),
    ("one_account_is_one_item", one_account_is_one_item),
    ("deleting_twice_is_not_found", deleting_twice_is_not_found),
    (
        "a_deleted_secret_can_be_set_again",
        a_deleted_secret_can_be_set_again,
    ),
    (
        "every_byte_of_a_secret_comes_back",
        every_byte_of_a_secret_comes_back,
    ),
    ("an_empty_secret_comes_back", an_empty_secret_comes_back),
    (
        "the_longest_secret_comes_back_whole",
        the_longest_secret_comes_back_whole,
    ),
    (
        "expiry_and_refresh_token_come_back",
        expiry_and_refresh_token_come_back,
    ),
    (
        "a_bare_token_loses_the_expiry_of_the_old_one",
        a_bare_token_loses_the_expiry_of_the_old_one,
    ),
    (
        "a_line_break_of_another_program_is_not_part_of_the_secret",
        a_line_break_of_another_program_is_not_part_of_the_secret,
    ),
    (
        "a_value_that_is_not_a_credential_is_damaged",
        a_value_that_is_not_a_credential_is_damaged,
    ),
    (
        "another_handle_sees_existing_items",
        another_handle_sees_existing_items,
    ),
    (
        "each_handle_sees_the_changes_of_the_other",
        each_handle_sees_the_changes_of_the_other,
    ),
];

fn a_stored_secret_is_read_back(subject: &Subject) {
    subject.set("a.test", "me", "hunter2");
    subject.has("a.test", "me", "hunter2");
    assert_eq!(subject.only("a.test").as_deref(), Ok("hunter2"));
}

fn an_empty_store_has_nothing(subject: &Subject) {
    assert_eq!(subject.get("a.test", "me"), Err(Fault::NotFound));
    assert_eq!(subject.only("a.test"), Err(Fault::NotFound));
    assert_eq!(subject.delete("a.test", "me"), Err(Fault::NotFound));
    assert_eq!(
        (subject.accounts("a.test"), subject.list()),
        (Vec::new(), Vec::new())
    );
}

fn a_new_secret_takes_the_place_of_the_old(subject: &Subject) {
    let long = "x".repeat(5000);
    for token in ["one", &long, "two", "two"] {
        subject.set("a.test", "me", token);
        subject.has("a.test", "me", token);
        assert_eq!(subject.only("a.test").as_deref(), Ok(token));
    }
}

fn one_account_is_one_item(subject: &Subject) {
    (0..3).for_each(|at| subject.set("a.test", "me", &format!("token {at}")));
    assert_eq!(subject.items("a.test"), 1, "seen from beneath");
    assert_eq!(subject.list(), [account("a.test", "me")]);
}

fn deleting_twice_is_not_found(subject: &Subject) {
    subject.set("a.test", "me", "hunter2");
    assert_eq!(subject.delete("a.test", "me"), Ok(()));
    assert_eq!(subject.delete("a.test", "me"), Err(Fault::NotFound));
    assert_eq!(subject.get("a.test", "me"), Err(Fault::NotFound));
}

fn a_deleted_secret_can_be_set_again(subject: &Subject) {
    for token in ["one", "two", "one"] {
        subject.set("a.test", "me", token);
        subject.has("a.test", "me", token);
        assert_eq!(subject.delete("a.test", "me"), Ok(()));
        assert_eq!(subject.accounts("a.test"), []);
    }
}

fn every_byte_of_a_secret_comes_back(subject: &Subject) {
    let tokens = [
        "x",
        " ",
        "a b",
        " a ",
        "\"",
        "'",
        "\"quoted\"",
        "#",
        "#x",
        "a#b",
        "\\",
        "\\\"",
        "a\\ b",
        "%41",
        "%",
        "+",
        "==",
        "/",
        "&amp;",
        "<x>",
        "]]>",
        "$(id)",
        "`id`",
        "{}",
        "machine",
        "default",
        "password",
        "keyrc:a.test",
        "0",
        "null",
        "\u{e9}",
        "e\u{301}",
        "\u{1f511}",
        "\u{feff}bom",
        "\u{a0}",
        "\u{2028}",
        "\u{fffd}",
        "\u{10ffff}",
        "oauth_refresh_token=x",
        "password_expiry_utc=1",
    ];
    for token in tokens {
        subject.set("a.test", "me", token);
        subject.has("a.test", "me", token);
    }
    // Also all of them together: a value that ended early would run into the next.
    for (at, token) in tokens.iter().enumerate() {
        subject.set(&format!("h{at}.test"), "me", token);
    }
    for (at, token) in tokens.iter().enumerate() {
        subject.has(&format!("h{at}.test"), "me", token);
    }
}

fn an_empty_secret_comes_back(subject: &Subject) {
    let empty = Secret::decode(b"\ntoken=empty").unwrap();
    for token in ["hunter2", "x"] {
        subject.store.set(&account("a.test", "me"), &empty).unwrap();
        subject.has("a.test", "me", "");
        assert_eq!(subject.only("a.test").as_deref(), Ok(""));
        subject.set("a.test", "me", token);
        subject.has("a.test", "me", token);
    }
}

fn the_longest_secret_comes_back_whole(subject: &Subject) {
    for length in [2560, 2561, 4096, MAX_SECRET - 1, MAX_SECRET] {
        let token: String = (0..length)
            .map(|at| char::from(b' ' + (at % 95) as u8))
            .collect();
        subject.set("a.test", "me", &token);
        subject.has("a.test", "me", &token);
    }
}

fn expiry_and_refresh_token_come_back(subject: &Subject) {
    let long = "r".repeat(MAX_SECRET);
    for (expires, refresh) in [
        (Some(1_800_000_000), None),
        (None, Some("a b")),
        (Some(0), Some("\"#%\\ =")),
        (Some(-1), Some("x")),
        (Some(i64::MAX), Some(long.as_str())),
    ] {
        let refresh = refresh.map(|text| from_bytes(text.as_bytes()).unwrap());
        let kept = Secret {
            expires,
            refresh,
            ..secret("t # \"")
        };
        subject.store.set(&account("a.test", "me"), &kept).unwrap();
        let got = subject.store.get(&account("a.test", "me")).unwrap();
        assert_eq!((text(&got).as_str(), got.expires), ("t # \"", expires));
        match (&got.refresh, &kept.refresh) {
            (None, None) => {}
            (Some(got), Some(kept)) => assert!(
                equal(got, kept),
                "another refresh token, with expiry {expires:?}"
            ),
            (got, _) => panic!(
                "a refresh token came back: {}, with expiry {expires:?}",
                got.is_some()
            ),
        }
    }
}

fn a_bare_token_loses_the_expiry_of_the_old_one(subject: &Subject) {
    let old = Secret {
        expires: Some(1),
        refresh: Some(from_bytes(b"r").unwrap()),
        ..secret("old")
    };
    subject.store.set(&account("a.test", "me"), &old).unwrap();
    subject.set("a.test", "me", "new");
    let got = subject.store.get(&account("a.test", "me")).unwrap();
    assert_eq!(
        (text(&got).as_str(), got.expires, got.refresh.is_some()),
        ("new", None, false)
    );
}

fn a_line_break_of_another_program_is_not_part_of_the_secret(subject: &Subject) {
    subject
        .stranger("keyrc:a.test", "me", b"hunter2\n", false)
        .unwrap();
    subject.has("a.test", "me", "hunter2");
}

fn a_value_that_is_not_a_credential_is_damaged(subject: &Subject) {
    subject
        .stranger("keyrc:a.test", "me", b"t\nsecond line", false)
        .unwrap();
    assert!(matches!(
        subject.get("a.test", "me"),
        Err(Fault::Damaged { account: Some(_) })
    ));
    assert!(matches!(
        subject.only("a.test"),
        Err(Fault::Damaged { account: Some(_) })
    ));
    subject.set("a.test", "me", "mended");
    subject.has("a.test", "me", "mended");
    subject
        .stranger("keyrc:a.test", "me", b"t\nsecond line", false)
        .unwrap();
    assert_eq!(
        subject.delete("a.test", "me"),
        Ok(()),
        "a damaged item can be removed"
    );
}

fn another_handle_sees_existing_items(subject: &Subject) {
    subject.set("a.test", "me", "hunter2");
    let other = (subject.again)();
    has(&other, "a.test", "me", "hunter2");
    assert_eq!(other.list(), Ok(vec![account("a.test", "me")]));
}

fn each_handle_sees_the_changes_of_the_other(subject: &Subject) {
    let other = (subject.again)();
    // Tokens of the same length, one after the other: size and time alone would not show the
    // change.
    for at in 100..110 {
        let (ours, theirs) = (format!("ours {at}"), format!("them {at}"));
        subject.set("a.test", "me", &ours);
        has(&other, "a.test", "me", &ours);
        set(&other, "a.test", "me", &theirs);
        subject.has("a.test", "me", &theirs);
    }
    other.delete(&account("a.test", "me")).unwrap();
    assert_eq!(subject.get("a.test", "me"), Err(Fault::NotFound));
    assert_eq!(subject.list(), []);
}
