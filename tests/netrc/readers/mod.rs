//! The models of real tools, compared with answers that the tools gave.
//!
//! These rows need no installed tool; `tests/readers` runs the tools themselves.

mod further;
mod rows;

use std::collections::BTreeMap;

use keyrc::check::{Verdict, check};
use keyrc::readers::{Answer, Query, READERS, Reader, named};
use secrecy::ExposeSecret;

use crate::document;

/// The readers that have an answer in every row of `rows`. The rows of `further` cover the others.
fn compared() -> impl Iterator<Item = &'static Reader> {
    READERS
        .iter()
        .filter(|reader| !further::names().any(|name| name == reader.name))
}

/// One file, a question, and the answers of the tools.
struct Row {
    file: Vec<u8>,
    query: Query<'static>,
    expected: Vec<(String, String)>,
}

impl Row {
    /// Asks this question instead of one about the host alone.
    fn with_query(self, query: Query<'static>) -> Self {
        Self { query, ..self }
    }

    /// Expects an answer of these readers: `login:password`, `ERR` for an error, or `-` for any
    /// answer without credentials.
    fn is(mut self, answer: &str, readers: &str) -> Self {
        let names = readers
            .split(' ')
            .map(|reader| (reader.to_owned(), answer.to_owned()));
        self.expected.extend(names);
        self
    }

    /// Expects an answer of all other readers that have an answer in every row.
    fn rest(mut self, answer: &str) -> Self {
        let known = |name: &str| self.expected.iter().any(|(reader, _)| reader == name);
        let others: Vec<_> = compared()
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

    /// Describes the answers that are not as expected.
    fn differences(&self) -> Vec<String> {
        let mut differences = Vec::new();
        for (name, expected) in &self.expected {
            let reader = named(name)
                .find(|reader| reader.name == name)
                .unwrap_or_else(|| panic!("{name}"));
            let found = shown(&reader.read_with_errors(&self.file, &self.query));
            let nothing = matches!(found.as_str(), "-" | "ERR" | ":");
            if found != *expected && !(nothing && expected == "-") {
                differences.push(format!("{name}: {found:?} instead of {expected:?}"));
            }
        }
        differences
    }
}

#[expect(clippy::disallowed_methods, reason = "a test compares answers")]
fn shown(answer: &Answer) -> String {
    match answer {
        Answer::None => "-".to_owned(),
        Answer::Error => "ERR".to_owned(),
        Answer::Unsendable => "UNSENDABLE".to_owned(),
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
fn check_rows(rows: Vec<Row>) {
    let wrong: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                String::from_utf8_lossy(&row.file[..row.file.len().min(120)]),
                row.differences(),
            )
        })
        .filter(|(_, differences)| !differences.is_empty())
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn quotes_and_backslashes() {
    check_rows(rows::quoting());
}

#[test]
fn comments_and_hash_signs() {
    check_rows(rows::comments());
}

#[test]
fn entries_defaults_and_macros() {
    check_rows(rows::structure());
}

#[test]
fn hosts_and_logins() {
    check_rows(rows::lookups());
}

#[test]
fn line_ends_encodings_and_sizes() {
    check_rows(rows::layout());
}

#[test]
fn every_reader_has_at_least_50_rows() {
    let mut rows: BTreeMap<String, usize> = BTreeMap::new();
    for (reader, _) in rows::all().flat_map(|row| row.expected) {
        *rows.entry(reader).or_default() += 1;
    }
    assert!(
        rows.len() == compared().count() && rows.values().all(|count| *count >= 50),
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
            // This file alone would decide the share.
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
    #[expect(clippy::print_stdout, reason = "the share is the result of the test")]
    {
        println!("{share} % of {views} disagreements have a cause");
    }
    assert!(share >= 95, "{share} % of {views}, not {without:#?}");
}

/// The observed answer and the answer with hidden errors, for a question about `h.test`.
fn answers(reader: &str, file: &[u8]) -> [String; 2] {
    let reader = READERS.iter().find(|other| other.name == reader).unwrap();
    [
        shown(&reader.read(file, &rows::HOST)),
        shown(&reader.read_with_errors(file, &rows::HOST)),
    ]
}

#[test]
fn a_reader_hides_an_error_only_if_its_tool_does() {
    let unknown_word = b"unknown machine h.test login bob password s3cret\n";
    assert_eq!(answers("python", unknown_word), ["ERR", "ERR"]);
    assert_eq!(answers("requests", unknown_word), ["-", "ERR"]);
    assert_eq!(answers("uv", unknown_word), ["-", "ERR"]);
    let not_utf8 = b"unknown machine h.test login bob password \xFF\n";
    assert_eq!(answers("python", not_utf8), ["ERR", "ERR"]);
    assert_eq!(answers("requests", not_utf8), ["ERR", "ERR"]);
    assert_eq!(answers("uv", not_utf8), ["-", "ERR"]);
}

#[test]
fn a_parsed_file_answers_several_questions() {
    let file = "machine a.test login al password p1\nmachine h.test login bob password p2\n";
    let query = |host| Query { host, ..rows::HOST };
    for reader in READERS {
        let parsed = reader.parse(file.as_bytes());
        let answers = ["h.test", "a.test", "none.test", "h.test"]
            .map(|host| shown(&parsed.answer(&query(host))));
        assert_eq!(
            answers,
            ["bob:p2", "al:p1", "-", "bob:p2"],
            "{}",
            reader.name
        );
    }
}

#[test]
fn the_work_for_an_answer_does_not_grow_with_the_file() {
    let file = |count: usize| -> String {
        (0..count)
            .map(|at| format!("machine h{at}.test\n  login me\n  password pw\n"))
            .collect()
    };
    let query = Query {
        host: "h50.test",
        ..rows::HOST
    };
    for reader in READERS {
        let steps = |count| {
            reader
                .parse(file(count).as_bytes())
                .answer_with_steps(&query)
                .1
        };
        assert_eq!(steps(100), steps(1000), "{}", reader.name);
    }
}
