use super::*;

static PLAIN: Syntax = Syntax::bare(b" \n");
static CURL: Syntax = Syntax {
    quotes: b"\"",
    quoted_backslash: QuotedBackslash::EscapesAsInCurl,
    ..Syntax::bare(b" \n")
};
static PYTHON: Syntax = Syntax {
    quotes: b"\"",
    quoted_backslash: QuotedBackslash::Escapes,
    bare_backslash: BareBackslash::Escapes,
    ..Syntax::bare(b" \n")
};
static EMACS: Syntax = Syntax {
    quotes: b"'\"",
    ..Syntax::bare(b" \n")
};

#[track_caller]
fn check(syntax: &'static Syntax, text: &str, expected: &[&str]) {
    let mut words = Words::new(text.as_bytes(), syntax);
    let found: Vec<String> = std::iter::from_fn(|| words.next())
        .map(|word| String::from_utf8_lossy(&word.text).into_owned())
        .collect();
    assert_eq!(found, expected, "{text:?}");
}

#[test]
fn each_syntax_splits_and_unescapes_in_its_own_way() {
    let text = r#"a\b "c d" 'e f' "g\nh" i"j"#;
    let plain = [r"a\b", "\"c", "d\"", "'e", "f'", r#""g\nh""#, "i\"j"];
    check(&PLAIN, text, &plain);
    check(&CURL, text, &[r"a\b", "c d", "'e", "f'", "g\nh", "i\"j"]);
    check(&PYTHON, text, &["ab", "c d", "'e", "f'", "gnh", "i\"j"]);
    check(&EMACS, text, &[r"a\b", "c d", "e f", r"g\nh", "i\"j"]);
}

#[test]
fn an_unclosed_quote_runs_to_the_end() {
    check(&CURL, "\"a b\nc", &["a b\nc"]);
    check(&CURL, "\"a\\", &["a"]);
    check(&PYTHON, r"a\ b c\", &["a b", "c"]);
}

#[test]
fn text_after_a_closing_quote_is_a_new_word() {
    check(&PYTHON, "\"ab\"cd", &["ab", "cd"]);
}
