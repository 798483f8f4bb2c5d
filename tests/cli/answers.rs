//! `check-netrc --show-secrets`: the answer of each reader, for comparing the models with real
//! tools.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::check::{PLAIN, json, text};
use crate::world::{INSTALLED, World};

/// The answer of each reader for a.test, as JSON.
fn answers(file: &[u8], args: &[&str]) -> BTreeMap<String, Value> {
    let mut world = World::new();
    world.write_netrc(file);
    let found = json(&mut world, &[&["--show-secrets", "a.test"], args].concat());
    assert_eq!(text(&found, "host"), "a.test");
    let readers = found["readers"].as_array().unwrap().iter();
    readers
        .map(|answer| (text(answer, "reader").to_owned(), answer.clone()))
        .collect()
}

#[test]
fn show_secrets_prints_the_answer_of_each_reader() {
    let found = answers(
        b"machine a.test\n  login me\n  password \"hun ter2\"\n",
        &[],
    );
    assert_eq!(found.len(), INSTALLED.len());
    let answer = |reader: &str| {
        let answer = &found[reader];
        (
            text(answer, "answer"),
            text(answer, "login"),
            text(answer, "password"),
        )
    };
    assert_eq!(answer("curl-7.88"), ("match", "me", "hun ter2"));
    assert_eq!(answer("go"), ("match", "me", "\"hun"));
    assert_eq!(
        (answer("netrc-parser"), answer("bazel").0),
        (("match", "me", "-"), "error")
    );
}

#[test]
fn answers_that_are_not_utf_8_are_printed_in_base64() {
    let found = answers(b"machine a.test\n  login me\n  password p\xE9ss\n", &[]);
    // "p\xE9ss" in base64.
    assert_eq!(text(&found["curl-7.88"], "password_base64"), "cOlzcw==");
    assert!(found["curl-7.88"].get("password").is_none());
    assert_eq!(text(&found["curl-8.16"], "password"), "p");
    assert_eq!(text(&found["uv"], "password"), "p\u{FFFD}ss");
    assert_eq!(text(&found["emacs"], "password"), "péss");
    for reader in ["python", "requests", "netrc-gem"] {
        assert_eq!(text(&found[reader], "answer"), "error", "{reader}");
    }
    let login = answers(b"machine a.test\n  login p\xE9ss\n  password pw\n", &[]);
    assert_eq!(text(&login["go"], "login_base64"), "cOlzcw==");
}

#[test]
fn a_login_is_part_of_the_question_as_in_a_url() {
    let file =
        b"machine a.test\n  login al\n  password p1\nmachine a.test\n  login bob\n  password p2\n";
    let found = answers(file, &["-u", "bob"]);
    let answer = |reader: &str| {
        (
            text(&found[reader], "login"),
            text(&found[reader], "password"),
        )
    };
    assert_eq!(
        (answer("curl-8.23"), answer("go"), answer("wget")),
        (("bob", "p2"), ("al", "p1"), ("-", "-"))
    );
    assert_eq!(text(&found["wget"], "answer"), "none");
}

#[test]
fn a_reader_that_ignores_errors_answers_nothing() {
    let found = answers(
        b"\n# one two\nmachine a.test\n  login me\n  password pw\n",
        &["--for", "python,requests,uv"],
    );
    let output: Vec<_> = found
        .iter()
        .map(|(name, answer)| (name.as_str(), text(answer, "answer")))
        .collect();
    assert_eq!(
        output,
        [("python", "error"), ("requests", "none"), ("uv", "none")]
    );
}

#[test]
fn secrets_are_shown_only_for_one_host_and_in_json() {
    let mut world = World::new();
    world.write_netrc(PLAIN);
    for args in [
        &["--show-secrets"][..],
        &["--show-secrets", "a.test"],
        &["--show-secrets", "--format", "json"],
        &["--show-secrets", "--fix", "a.test", "--format", "json"],
        &["-u", "me", "a.test"],
        &["--dry-run"],
        &["--fix", "a.test"],
        &["--fix", "-"],
    ] {
        world.input = PLAIN.into();
        let done = world.run(&[&["check-netrc"], args].concat());
        assert_eq!((done.code, done.out.as_str()), (2, ""), "{args:?}");
        assert!(!done.err.contains("hunter2"), "{args:?}: {}", done.err);
    }
}
