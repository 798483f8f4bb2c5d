//! The fixed cases, each with a name.

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
fn for_bob(name: &str, file: impl Into<Vec<u8>>) -> Named {
    let case = Case {
        login: Some("bob".into()),
        ..Case::new(file)
    };
    Named {
        name: name.into(),
        case,
    }
}

/// An entry in two layouts: one line for each part, and all parts on one line.
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

/// An entry for bob on three lines.
fn lines(password: &str) -> String {
    format!("machine h.test\n  login bob\n  password {password}\n")
}

/// An entry for bob on one line.
fn one_line(password: &str) -> String {
    format!("machine h.test login bob password {password}\n")
}
