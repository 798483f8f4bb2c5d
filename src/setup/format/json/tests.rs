//! Members are set, and everything else stays.

use super::*;
use crate::setup::{apply, undo};

#[track_caller]
fn check(text: &str, expected: &str) {
    let path = ["credHelpers", "a.test"];
    let splices = set(text, &path, "keyrc").expect("valid");
    let (new, undos) = apply(text, &splices);
    assert_eq!(new, expected);
    assert_eq!(set(&new, &path, "keyrc").expect("valid"), []);
    assert_eq!(undo(&new, &undos).as_deref(), Ok(text));
}

#[test]
fn a_member_is_added_in_the_style_of_the_file() {
    check(
        "",
        "{\n\t\"credHelpers\": {\n\t\t\"a.test\": \"keyrc\"\n\t}\n}\n",
    );
    check(
        "{}",
        "{\n\t\"credHelpers\": {\n\t\t\"a.test\": \"keyrc\"\n\t}\n}",
    );
    check(
        "{\n}\n",
        "{\n\t\"credHelpers\": {\n\t\t\"a.test\": \"keyrc\"\n\t}\n}\n",
    );
    check(
        "{\r\n  \"auths\": {}\r\n}",
        "{\r\n  \"auths\": {},\r\n  \"credHelpers\": {\r\n    \"a.test\": \"keyrc\"\r\n  }\r\n}",
    );
    check(
        "{\"credHelpers\":{\"b\":\"x\"}}",
        "{\"credHelpers\":{\"b\":\"x\",\"a.test\": \"keyrc\"}}",
    );
    check(
        "{ // me\n    \"credHelpers\": { \"b\": \"x\", }, /* c */\n}\n",
        "{ // me\n    \"credHelpers\": { \"b\": \"x\", \"a.test\": \"keyrc\", }, /* c */\n}\n",
    );
    check(
        "{\"credHelpers\": {\"a.test\":  \"other\"}}",
        "{\"credHelpers\": {\"a.test\":  \"keyrc\"}}",
    );
}

#[test]
fn other_text_is_refused_with_its_line() {
    for (text, line) in [
        ("{\n\"a\": 1\n\"b\": 2}", 3),
        ("{\"a\"\n: }", 2),
        ("[1, 2", 1),
        ("{\"a\": \"b\n\"}", 1),
        ("{} x", 1),
        ("{\"credHelpers\":\n 7}", 2),
        ("\"\\", 1),
    ] {
        let error = set(text, &["credHelpers", "a"], "b").expect_err(text);
        assert_eq!(error.line, line, "{text} {error}");
    }
}
