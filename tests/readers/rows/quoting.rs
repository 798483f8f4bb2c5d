//! Quotes and backslashes.

use super::{both, lines, row};
use crate::case::Named;

/// Each row is a password as written in the file.
const PASSWORDS: [(&str, &str); 29] = [
    ("Q01", r#""pass""#),
    ("Q02", r#""p w""#),
    ("Q03", r#""a\"b""#),
    ("Q04", r#""a\\b""#),
    ("Q05a", r#""a\nb""#),
    ("Q06", r#""a\zb""#),
    ("Q17a", r##""a#b""##),
    ("Q17c", r##""#ab""##),
    ("Q21b", r#""a,b""#),
    ("V07-dq-apostrophe", r#""it's ok""#),
    ("Q16", "\"ab\ncd\""),
    ("Q11", r#""ab"cd"#),
    ("Q12a", r#""""#),
    ("Q07a", "'pass'"),
    ("Q07b", "'p w'"),
    ("Q08a", r#"pa"ss"#),
    ("Q08c", r#""pass"#),
    ("E1", r"a\b"),
    ("E2", r"a\\b"),
    ("E4", r"a\ b"),
    ("Q09", r#"\"pass"#),
    ("E7", r"a\040b"),
    ("E3", r"abc\"),
    ("C09", "pass#word"),
    ("C10a", "#pass"),
    ("C11a", "pass#"),
    ("Q21a", "a,b"),
    ("X07", "loginSecret1"),
    ("X05", "gpg:abc"),
];

pub(super) fn rows() -> Vec<Named> {
    let of = |(name, password): &(&str, &str)| {
        both(
            name,
            &[
                "machine h.test",
                "login bob",
                &format!("password {password}"),
            ],
        )
    };
    let mut rows: Vec<_> = PASSWORDS.iter().flat_map(of).collect();
    let entry = lines("s3cret");
    let one_line = "machine h.test login bob password s3cret\n";
    rows.extend(both(
        "Q14",
        &["machine \"h.test\"", "login bob", "password s3cret"],
    ));
    rows.extend(both(
        "Q15",
        &["machine h.test", "\"login\" bob", "\"password\" s3cret"],
    ));
    rows.extend([
        row("C08", "machine h.test login bob password pass#word\n"),
        row(
            "Q08e",
            format!("machine other.test login al password \"open\n{entry}"),
        ),
        row(
            "Q08f",
            format!("{entry}machine other.test login al password \"open\n"),
        ),
        row(
            "Q18d",
            format!("machine other.test\n  login al\n  password \"pass\"\n{one_line}"),
        ),
        row(
            "V06",
            format!("machine other.test login \"a l\" password x1\n{entry}"),
        ),
        row(
            "V06b",
            format!("machine other.test login \"a l\" password x1\n{one_line}"),
        ),
        row(
            "X01",
            "machine h.test login bob password 'pass\nmachine other.test login al password it's\n",
        ),
        row("G-empty-dq", format!("\"\"\n{entry}")),
    ]);
    rows
}
