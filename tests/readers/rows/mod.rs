//! The fixed cases: one for each row of the matrix of real readers, with the name of its row.

mod comments;
mod encoding;
mod entries;
mod quoting;
mod sizes;

use crate::case::{Case, Named};

pub(crate) fn all() -> Vec<Named> {
    let parts = [
        quoting::rows(),
        comments::rows(),
        entries::rows(),
        encoding::rows(),
        sizes::rows(),
    ];
    parts.into_iter().flatten().collect()
}

/// Asks for `h.test`.
fn row(name: &str, file: impl Into<Vec<u8>>) -> Named {
    Named {
        name: name.into(),
        case: Case::new(file),
    }
}

/// Asks for bob at `h.test`.
fn asked_for_bob(name: &str, file: impl Into<Vec<u8>>) -> Named {
    let case = Case {
        login: Some("bob".into()),
        ..Case::new(file)
    };
    Named {
        name: name.into(),
        case,
    }
}

/// An entry in both layouts: a line for each part, and all of them in one line.
fn both(name: &str, parts: &[&str]) -> [Named; 2] {
    let lines = format!("{}\n", parts.join("\n  "));
    [
        row(name, lines),
        row(
            &format!("{name}-one-line"),
            format!("{}\n", parts.join(" ")),
        ),
    ]
}

/// Three lines, with bob and this password.
fn lines(password: &str) -> String {
    format!("machine h.test\n  login bob\n  password {password}\n")
}

/// One line, with bob and this password.
fn one_line(password: &str) -> String {
    format!("machine h.test login bob password {password}\n")
}
