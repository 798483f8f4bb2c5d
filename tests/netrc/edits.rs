//! Edits: the bytes that they add, remove and keep.

use crate::document;
use keyrc::netrc::{Edits, Quoting, Style};

#[track_caller]
fn check_add(before: &str, machine: &str, expected: &str) {
    let document = document(before);
    let mut edits = Edits::new(&document);
    edits
        .add(
            &machine.parse().unwrap(),
            &"me".parse().unwrap(),
            &"pw".into(),
            Style::default(),
        )
        .unwrap();
    assert_eq!(
        String::from_utf8_lossy(&edits.finish()),
        expected,
        "adding to {before:?}"
    );
}

#[test]
fn an_entry_is_added_at_the_end_but_before_default() {
    let new = "machine n.test\n  login me\n  password pw\n";
    check_add("", "n.test", new);
    check_add(
        "machine a.test login b password c\n",
        "n.test",
        &format!("machine a.test login b password c\n{new}"),
    );
    check_add(
        "machine a.test login b password c",
        "n.test",
        &format!("machine a.test login b password c\n{new}"),
    );
    check_add("# note", "n.test", &format!("# note\n{new}"));
    check_add(
        "machine a.test login b password c\n  default login x password y\n",
        "n.test",
        &format!("machine a.test login b password c\n{new}  default login x password y\n"),
    );
    check_add(
        "machine a.test login b password c default login x password y\n",
        "n.test",
        &format!("machine a.test login b password c \n{new}default login x password y\n"),
    );
}

#[test]
fn a_file_with_windows_line_ends_keeps_them() {
    check_add(
        "machine a.test login b password c\r\n",
        "n.test",
        "machine a.test login b password c\r\nmachine n.test\r\n  login me\r\n  password pw\r\n",
    );
}

#[test]
fn an_added_entry_never_becomes_part_of_a_macro() {
    for open in [
        "macdef x\nls\n",
        "macdef x\nls",
        "machine a.test login b password c\nmacdef x\nls\n",
    ] {
        let document = document(open);
        let mut edits = Edits::new(&document);
        edits
            .add(
                &"n.test".parse().unwrap(),
                &"me".parse().unwrap(),
                &"pw".into(),
                Style::default(),
            )
            .unwrap();
        let after = crate::document(&*edits.finish());
        assert!(
            after.find(&"n.test".parse().unwrap(), Some("me")).is_some(),
            "after {open:?}"
        );
    }
}

#[track_caller]
pub(super) fn check_remove(before: &str, machines: &[&str], expected: &str) {
    let document = document(before);
    let mut edits = Edits::new(&document);
    for entry in document.entries() {
        if document
            .machine(entry)
            .is_some_and(|machine| machines.contains(&&*machine))
        {
            edits.remove(entry);
        }
    }
    assert_eq!(
        String::from_utf8_lossy(&edits.finish()),
        expected,
        "taking {machines:?} out of {before:?}"
    );
}

#[test]
fn no_edit_puts_a_blank_line_before_a_comment() {
    let a = "machine a login x password y\n";
    for (before, machines) in [
        (
            format!("machine z login x password y\n\n{a}# note\n"),
            vec!["a"],
        ),
        (
            format!("{a}\n\n{}# note\n", a.replace(" a ", " b ")),
            vec!["a", "b"],
        ),
        (
            format!(
                "machine z login x password y\n\n{a}\n{}# note\n",
                a.replace(" a ", " b ")
            ),
            vec!["a", "b"],
        ),
        (format!("\n\n{a}# note\n"), vec!["a"]),
        (
            format!("machine z login x password y\n\n{} # note\n", a.trim_end()),
            vec!["a"],
        ),
        (
            format!("machine z login x password y  \n{a}# note\n"),
            vec!["a"],
        ),
        (
            format!("machine z login x password y\t\r\n{a}# note\n"),
            vec!["a"],
        ),
        (format!("\r\r\r{a}# note\n"), vec!["a"]),
        (
            format!("machine z login x password y \r \r\n{a}# note\n"),
            vec!["a"],
        ),
    ] {
        let document = document(&before);
        assert!(
            document.quirks().is_empty(),
            "{:?} in {before:?}",
            document.quirks()
        );
        let mut edits = Edits::new(&document);
        for entry in document.entries() {
            if document
                .machine(entry)
                .is_some_and(|machine| machines.contains(&&*machine))
            {
                edits.remove(entry);
            }
        }
        let after = crate::document(&*edits.finish());
        assert!(
            after.quirks().is_empty(),
            "{:?} in {:?}",
            after.quirks(),
            String::from_utf8_lossy(after.bytes())
        );
    }
}

#[test]
fn a_password_is_replaced_in_place() {
    let before = "# keep\nmachine a.test login me password \"old one\" # and this\n\tmachine b.test login me\n";
    let document = document(before);
    let mut edits = Edits::new(&document);
    edits
        .set_password(&document.entries()[0], &"n w".into(), Quoting::WhereNeeded)
        .unwrap();
    edits
        .set_password(&document.entries()[1], &"pw".into(), Quoting::WhereNeeded)
        .unwrap();
    assert_eq!(
        String::from_utf8_lossy(&edits.finish()),
        "# keep\nmachine a.test login me password \"n w\" # and this\n\tmachine b.test login me password pw\n"
    );
}

#[test]
fn a_value_that_cannot_be_written_is_refused() {
    let document = document("");
    let mut edits = Edits::new(&document);
    let mut add = |login: &str, token: &str| {
        edits.add(
            &"a.test".parse().unwrap(),
            &login.parse().unwrap(),
            &token.into(),
            Style::default(),
        )
    };
    assert!(add("me", "a\nb").is_err());
    assert!(add("me", "").is_err());
    assert!(edits.is_empty());
}

#[test]
fn a_machine_that_is_a_keyword_is_quoted() {
    check_add(
        "",
        "default",
        "machine \"default\"\n  login me\n  password pw\n",
    );
}

#[test]
fn no_edit_puts_a_comment_directly_after_a_quoted_value() {
    let document = document(
        "machine a.test login me password pw\nmachine b.test login me password pw\n# note\n\
         machine c.test login me password pw\n# note\n",
    );
    let [a, b, c] = document.entries() else {
        panic!("three entries")
    };
    let mut edits = Edits::new(&document);
    edits
        .set_password(a, &"p w".into(), Quoting::WhereNeeded)
        .unwrap();
    edits.remove(b);
    edits
        .set_password(c, &"p w".into(), Quoting::WhereNeeded)
        .unwrap();
    assert_eq!(
        String::from_utf8_lossy(&edits.finish()),
        "machine a.test login me password \"p w\"\n#\n# note\n\
         machine c.test login me password \"p w\"\n#\n# note\n"
    );
}

#[test]
fn a_comment_without_a_space_gets_one_when_it_ends_up_outside_the_entries() {
    let b = "machine b.test login me password pw\n";
    for above in [
        "",
        "# top\n",
        "machine z.test login me password pw\nmacdef m\nls\n\n",
    ] {
        let document = document(format!(
            "{above}machine a.test login me password pw\n#machine old.test\n{b}"
        ));
        let mut edits = Edits::new(&document);
        let a = document
            .entries()
            .iter()
            .find(|entry| document.machine(entry).as_deref() == Some("a.test"))
            .unwrap();
        edits.remove(a);
        assert_eq!(
            String::from_utf8_lossy(&edits.finish()),
            format!("{above}# #machine old.test\n{b}")
        );
    }
}

#[test]
fn adjacent_edits_do_not_overlap() {
    let document =
        document("machine a.test login me password one\nmachine b.test login me password two\n");
    let [a, b] = document.entries() else {
        panic!("two entries")
    };
    let mut edits = Edits::new(&document);
    edits
        .set_password(a, &"x".into(), Quoting::WhereNeeded)
        .unwrap();
    edits
        .set_password(a, &"y".into(), Quoting::WhereNeeded)
        .unwrap();
    edits
        .set_password(b, &"z".into(), Quoting::WhereNeeded)
        .unwrap();
    edits.remove(b);
    edits.remove(b);
    assert_eq!(
        String::from_utf8_lossy(&edits.finish()),
        "machine a.test login me password y\n"
    );
}

#[test]
fn an_entry_can_take_the_place_of_another() {
    let new = "machine n.test\n  login me\n  password pw\n";
    for (before, rest) in [
        ("machine a.test login b password c", ""),
        (
            "machine z.test\nmachine a.test login b password c",
            "machine z.test\n",
        ),
        ("default login b password c\n", ""),
        (
            "machine z.test\n\ndefault login b password c\n",
            "machine z.test\n",
        ),
    ] {
        let document = document(before);
        let mut edits = Edits::new(&document);
        edits
            .add(
                &"n.test".parse().unwrap(),
                &"me".parse().unwrap(),
                &"pw".into(),
                Style::default(),
            )
            .unwrap();
        edits.remove(document.entries().last().unwrap());
        assert_eq!(
            String::from_utf8_lossy(&edits.finish()),
            format!("{rest}{new}"),
            "adding to {before:?}"
        );
    }
}

#[test]
fn a_form_feed_is_part_of_a_word_and_is_kept() {
    let document =
        document("machine a.test login b password\n\x0C\nmachine c.test login d password e\n");
    let mut edits = Edits::new(&document);
    edits
        .set_password(&document.entries()[0], &"pw".into(), Quoting::WhereNeeded)
        .unwrap();
    edits.remove(&document.entries()[1]);
    assert_eq!(
        String::from_utf8_lossy(&edits.finish()),
        "machine a.test login b password\npw\n"
    );
}
