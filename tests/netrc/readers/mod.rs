//! The models of real tools, held against what was measured with those.
//!
//! The rows are for a `cargo test` with no tool installed; `tests/readers` runs the tools themselves.

mod rows;

use std::collections::BTreeMap;

use keyrc::check::{Verdict, check};
use keyrc::readers::{Answer, Query, READERS, Reader};
use secrecy::ExposeSecret;

use crate::document;

/// One file, and what the readers take from it.
struct Row {
    file: Vec<u8>,
    query: Query<'static>,
    expected: Vec<(String, String)>,
}

impl Row {
    fn asked(self, query: Query<'static>) -> Self {
        Self { query, ..self }
    }

    /// These readers take `login:password`, give up (`ERR`), or find nothing or say so (`-`, whatever they call it).
    fn is(mut self, answer: &str, readers: &str) -> Self {
        let names = readers
            .split(' ')
            .map(|reader| (reader.to_owned(), answer.to_owned()));
        self.expected.extend(names);
        self
    }

    /// All others take this.
    fn rest(mut self, answer: &str) -> Self {
        let known = |name: &str| self.expected.iter().any(|(reader, _)| reader == name);
        let others: Vec<_> = READERS
            .iter()
            .map(|reader| reader.name)
            .filter(|name| !known(name))
            .collect();
        self.expected.extend(
            others
                .into_iter()
                .map(|name| (name.to_owned(), answer.to_owned())),
        );
        self
    }

    /// The readers that do something else, with that.
    fn others(&self) -> Vec<String> {
        let mut others = Vec::new();
        for (name, expected) in &self.expected {
            let reader = READERS
                .iter()
                .find(|reader| reader.name == name)
                .unwrap_or_else(|| panic!("{name}"));
            let found = shown(&reader.read_with_errors(&self.file, &self.query));
            let nothing = matches!(found.as_str(), "-" | "ERR" | ":");
            if found != *expected && !(nothing && expected == "-") {
                others.push(format!("{name}: {found:?} and not {expected:?}"));
            }
        }
        others
    }
}

#[expect(clippy::disallowed_methods, reason = "a test looks at it")]
fn shown(answer: &Answer) -> String {
    match answer {
        Answer::None => "-".to_owned(),
        Answer::Error => "ERR".to_owned(),
        Answer::Match { login, password } => {
            let password = password
                .as_ref()
                .map(|password| password.expose_secret().to_vec());
            let text = |part: Option<Vec<u8>>| {
                String::from_utf8_lossy(&part.unwrap_or_default()).into_owned()
            };
            format!("{}:{}", text(login.clone()), text(password))
        }
    }
}

#[track_caller]
fn hold(rows: Vec<Row>) {
    let wrong: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                String::from_utf8_lossy(&row.file[..row.file.len().min(120)]),
                row.others(),
            )
        })
        .filter(|(_, others)| !others.is_empty())
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn quotes_and_backslashes() {
    hold(rows::quoting());
}

#[test]
fn comments_and_what_looks_like_one() {
    hold(rows::comments());
}

#[test]
fn entries_defaults_and_macros() {
    hold(rows::structure());
}

#[test]
fn hosts_and_logins() {
    hold(rows::lookups());
}

#[test]
fn line_ends_encodings_and_sizes() {
    hold(rows::layout());
}

#[test]
fn every_reader_is_in_enough_rows() {
    let mut rows: BTreeMap<String, usize> = BTreeMap::new();
    for (reader, _) in rows::all().flat_map(|row| row.expected) {
        *rows.entry(reader).or_default() += 1;
    }
    assert!(
        rows.len() == READERS.len() && rows.values().all(|count| *count >= 50),
        "{rows:?}"
    );
}

#[test]
fn nearly_every_disagreement_has_a_cause() {
    let all: Vec<&'static Reader> = READERS.iter().collect();
    let (mut views, mut without) = (0, Vec::new());
    for row in rows::all() {
        let parsed = document(&row.file);
        if parsed.entries().len() > 100 {
            // One file would outweigh all others.
            continue;
        }
        let differing = check(&parsed, &all, &[])
            .unwrap()
            .into_iter()
            .flat_map(|check| check.views);
        for view in differing.filter(|view| view.verdict != Verdict::Same) {
            views += 1;
            if view.cause.is_none() {
                let start = String::from_utf8_lossy(&row.file[..row.file.len().min(120)]);
                without.push(format!(
                    "{} of {start:?}: {}",
                    view.reader.name, view.verdict
                ));
            }
        }
    }
    let share = 100 * (views - without.len()) / views;
    #[expect(clippy::print_stdout, reason = "the share is to be seen")]
    {
        println!("{share} % of {views} disagreements have a cause");
    }
    assert!(share >= 95, "{share} % of {views}, not {without:#?}");
}
