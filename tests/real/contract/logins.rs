//! Several accounts of one host.

use keyrc::store::Fault;

use super::Rule;
use super::subject::{Subject, account, sorted};

pub(super) const RULES: &[Rule] = &[
    (
        "the_accounts_of_a_host_are_distinguished",
        the_accounts_of_a_host_are_distinguished,
    ),
    (
        "no_account_is_taken_for_the_only_one_of_several",
        no_account_is_taken_for_the_only_one_of_several,
    ),
    (
        "deleting_one_leaves_the_others",
        deleting_one_leaves_the_others,
    ),
    (
        "replacing_one_leaves_the_others",
        replacing_one_leaves_the_others,
    ),
    (
        "a_login_of_any_text_is_itself",
        a_login_of_any_text_is_itself,
    ),
];

fn the_accounts_of_a_host_are_distinguished(subject: &Subject) {
    for login in ["zoe", "me", "you"] {
        subject.set("a.test", login, &format!("{login}'s"));
    }
    for login in ["zoe", "me", "you"] {
        subject.has("a.test", login, &format!("{login}'s"));
    }
    assert_eq!(subject.get("a.test", "m"), Err(Fault::NotFound));
    assert_eq!(subject.get("a.test", "mee"), Err(Fault::NotFound));
    assert_eq!(
        subject.accounts("a.test"),
        ["me", "you", "zoe"].map(|login| account("a.test", login))
    );
}

fn no_account_is_taken_for_the_only_one_of_several(subject: &Subject) {
    subject.set("a.test", "you", "one");
    assert_eq!(subject.only("a.test").as_deref(), Ok("one"));
    subject.set("a.test", "me", "two");
    let both = ["me", "you"].map(|login| account("a.test", login));
    assert_eq!(subject.only("a.test"), Err(Fault::Several(both.to_vec())));
    assert_eq!(subject.delete("a.test", "you"), Ok(()));
    assert_eq!(subject.only("a.test").as_deref(), Ok("two"));
}

/// Accounts that differ from the first one by login, host or path only.
const NEIGHBOURS: [(&str, &str); 4] = [
    ("a.test", "me"),
    ("a.test", "you"),
    ("b.test", "me"),
    ("a.test/x", "me"),
];

fn set_neighbours(subject: &Subject) {
    for (host, login) in NEIGHBOURS {
        subject.set(host, login, &format!("{host} {login}"));
    }
}

fn deleting_one_leaves_the_others(subject: &Subject) {
    set_neighbours(subject);
    assert_eq!(subject.delete("a.test", "me"), Ok(()));
    assert_eq!(subject.get("a.test", "me"), Err(Fault::NotFound));
    for (host, login) in &NEIGHBOURS[1..] {
        subject.has(host, login, &format!("{host} {login}"));
    }
    assert_eq!(subject.list(), sorted(NEIGHBOURS[1..].iter().copied()));
}

fn replacing_one_leaves_the_others(subject: &Subject) {
    set_neighbours(subject);
    subject.set("a.test", "me", "new");
    subject.has("a.test", "me", "new");
    for (host, login) in &NEIGHBOURS[1..] {
        subject.has(host, login, &format!("{host} {login}"));
    }
}

fn a_login_of_any_text_is_itself(subject: &Subject) {
    let longest = "l".repeat(255);
    let logins = [
        "", // No login at all.
        "a",
        "A",
        "aa",
        "a b",
        " a",
        "a ",
        "a@b",
        "a@b.test",
        "\u{fc}",
        "u\u{308}",
        "\u{1f511}",
        "\"",
        "\"a\"",
        "'",
        "\\",
        "/",
        "a/b",
        "#",
        "a#1",
        "%",
        "%2F",
        "%25",
        "a:b",
        ":",
        ".",
        "a.b",
        "..",
        "*",
        "?",
        "^",
        "$",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "|",
        "+",
        "-",
        "--",
        "_",
        "=",
        "&",
        "<b>",
        "~",
        "!",
        "null",
        "0",
        "machine",
        "login",
        &longest,
    ];
    for (at, login) in logins.iter().enumerate() {
        subject.set("a.test", login, &format!("token {at}"));
    }
    for (at, login) in logins.iter().enumerate() {
        subject.has("a.test", login, &format!("token {at}"));
    }
    assert_eq!(
        subject.accounts("a.test"),
        sorted(logins.iter().map(|login| ("a.test", *login)))
    );
    assert_eq!(
        subject.list(),
        sorted(logins.iter().map(|login| ("a.test", *login)))
    );
    for login in logins {
        assert_eq!(subject.delete("a.test", login), Ok(()), "{login}");
        assert_eq!(
            subject.get("a.test", login),
            Err(Fault::NotFound),
            "{login}"
        );
    }
}
