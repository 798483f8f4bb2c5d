use proptest::prelude::*;

use super::*;
use crate::setup::{apply, undo};

fn with(text: &str) -> String {
    let splices = set(text, "global", "new", "value").expect("configparser reads it");
    apply(text, &splices).0
}

#[test]
fn an_option_is_set_in_the_style_of_the_section() {
    for (text, expected) in [
        ("", "[global]\nnew = value\n"),
        ("# mine", "# mine\n[global]\nnew = value\n"),
        (
            "[a]\r\nb: c\r\n",
            "[a]\r\nb: c\r\n[global]\r\nnew = value\r\n",
        ),
        ("[global]", "[global]\nnew = value"),
        (
            "[global] ; c\n\n  a=b\n  c = d\n[z]\n",
            "[global] ; c\n  new=value\n\n  a=b\n  c = d\n[z]\n",
        ),
        (
            "[global]\na =\n  b\n  c\nNEW : old # c\n\n",
            "[global]\na =\n  b\n  c\nNEW : value\n\n",
        ),
        (
            "[global]\nnew =\n\told\n# c\n\tolder\nb = c",
            "[global]\nnew = value\nb = c",
        ),
        ("[global]\nnew=\nb = c", "[global]\nnew= value\nb = c"),
        ("[global]\n  [a]\n", "[global]\n  new = value\n  [a]\n"),
        ("[Global]\nx=é\n", "[Global]\nx=é\n[global]\nnew = value\n"),
    ] {
        assert_eq!(with(text), expected, "{text:?}");
    }
}

#[test]
fn a_text_that_configparser_refuses_is_named() {
    for (text, line) in [
        ("a = b\n", 1),
        ("\u{FEFF}[global]\n", 1),
        ("[global]\n\na\n", 3),
        ("[global]\n= a\n", 2),
        ("[global]\na = b\nA : c\n", 3),
        ("[global]\n[x]\n[global]\n", 3),
    ] {
        assert_eq!(parse(text).expect_err(text).line, line, "{text:?}");
    }
}

/// The values of a text without the one that the test sets.
fn others(text: &str) -> Vec<(String, String, String)> {
    let mut found = Vec::new();
    for section in parse(text).expect("configparser reads it") {
        for option in section.options {
            if (section.name.as_str(), option.name.as_str()) != ("global", "new") {
                found.push((section.name.clone(), option.name, option.value));
            }
        }
    }
    found
}

/// Lines of a file, with odd spacing and continued values.
fn text() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        Just(String::new()),
        "[ \t]{0,3}[#;] ?[a-z=\\[\\]]{0,6}",
        "[ \t]{0,2}\\[(global|a|Global|profile x)\\]( ; c)?",
        "[ \t]{0,4}(new|NEW|a|b|é|k\\.y) {0,2}[=:][ \t]{0,2}[a-zé=:;#\"\\\\]{0,5} {0,2}",
        "[ \t]{1,4}[a-z=]{1,6}",
    ];
    let end = prop_oneof![Just("\n"), Just("\n"), Just("\r\n"), Just("\r")];
    (prop::collection::vec((line, end), 0..12), any::<bool>()).prop_map(|(lines, is_open)| {
        let mut text: String = lines.iter().flat_map(|(line, end)| [line, *end]).collect();
        if is_open {
            text.truncate(text.trim_end_matches(['\n', '\r']).len());
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn setting_an_option_changes_nothing_else(text in text()) {
        let Ok(splices) = set(&text, "global", "new", "value") else {
            return Ok(());
        };
        let (new, undos) = apply(&text, &splices);
        prop_assert_eq!(undo(&new, &undos), Ok(text.clone()));
        prop_assert_eq!(others(&new), others(&text));
        let sections = parse(&new).expect("still readable");
        prop_assert_eq!(section(&sections, "global").and_then(|one| one.get("new")), Some("value"));
        prop_assert_eq!(set(&new, "global", "new", "value"), Ok(Vec::new()));
    }
}
