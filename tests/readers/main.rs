//! Compares the models of the readers with the real programs: both read the same files.
//!
//! `tests/readers/install.sh` installs the programs. A missing program is a failure, never a
//! skipped test. Everything runs in a network namespace without access to other networks, and each
//! program has a temporary home directory.
//!
//! Environment variables: `KEYRC_READER_CASES` is the number of generated cases besides the fixed
//! ones, `KEYRC_READER_FILES` the number of files that keyrc changes, `KEYRC_READER_SEED` the seed of their generator, `KEYRC_READER_TOOLS` a comma-separated
//! list of tools (default: all), and `KEYRC_READERS` the folder into which `install.sh` installed
//! the tools that are not in Debian.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(missing_docs, reason = "tests are named as sentences")]

mod driver;
mod ftp;
mod ftp_talk;
mod generated;
mod http;
mod isolation;
mod journey;
mod judge;
mod observed;
mod process;
mod round_trip;
mod rows;
mod run;
mod tls;
mod tools;
mod world;
mod written;

use std::fmt::Write as _;
use std::io::Write as _;

use crate::generated::case::{self, Named};
use crate::generated::random::{self, Random};
use crate::round_trip::RoundTrips;
use crate::world::World;

const GENERATED: usize = 500;

/// The number of files that keyrc changes.
const FILES: usize = 300;

/// The default seed. A run prints its seed, so that it can be repeated.
const SEED: u64 = 20_261_124;

#[test]
fn every_tool_answers_like_its_model() {
    if !isolation::entered("every_tool_answers_like_its_model") {
        return;
    }
    let seed = number("KEYRC_READER_SEED", SEED);
    let count = usize::try_from(number("KEYRC_READER_CASES", GENERATED as u64)).unwrap();
    let mut cases: Vec<Named> = rows::all()
        .into_iter()
        .chain(generated::cases(&mut Random::new(seed), count))
        .collect();
    let (written, first) = (
        written::files(&mut Random::new(seed), count / 5),
        cases.len(),
    );
    cases.extend(written.iter().map(|file| file.named.clone()));
    let (changes, first_of_changes) = (written::changes(), cases.len());
    cases.extend(written::cases(&changes));
    let report = run::everything(&cases);

    let path = run::target().join("readers-observed.jsonl");
    process::write(&path, report.lines(&cases));
    let mut text = format!("seed {seed}, {} cases: {}\n", cases.len(), path.display());
    for tool in &report.tools {
        let _ = writeln!(text, "{tool}");
    }
    // `print!` would be hidden, since the test passes.
    std::io::stderr().write_all(text.as_bytes()).unwrap();
    assert_eq!(report.faults(), "", "a tool did not work at all");
    let lost = written::lost(&written, first, &report);
    assert!(
        lost.is_empty(),
        "tools did not read what keyrc wrote for them:\n{}",
        lost.join("\n")
    );
    let broken = written::broken(&changes, first_of_changes, &report);
    assert!(
        broken.is_empty(),
        "tools lost entries by an export or a migration:\n{}",
        broken.join("\n")
    );
    let wrong = judge::disagreements(&cases, &report);
    assert!(
        wrong.is_empty(),
        "{} answers differ from those of the models:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn no_tool_loses_a_credential_by_a_migration_or_a_fix() {
    if !isolation::entered("no_tool_loses_a_credential_by_a_migration_or_a_fix") {
        return;
    }
    let seed = number("KEYRC_READER_SEED", SEED);
    let count = usize::try_from(number("KEYRC_READER_FILES", FILES as u64)).unwrap();
    let trips = RoundTrips::new(&mut Random::new(seed), count);
    let report = run::by(round_trip::TOOLS, &trips.cases());
    assert_eq!(report.faults(), "", "a tool did not work at all");
    let (files, questions) = trips.size();
    let text = format!("seed {seed}, {files} changed files, {questions} questions\n");
    std::io::stderr().write_all(text.as_bytes()).unwrap();
    let lost = trips.lost(&report);
    assert!(
        lost.is_empty(),
        "seed {seed}: {} answers lost:\n{}",
        lost.len(),
        lost.join("\n")
    );
}

/// The other test calls the function that pip uses, which takes a hundredth of the time.
#[test]
fn pip_sends_what_its_function_returns() {
    if !isolation::entered("pip_sends_what_its_function_returns") {
        return;
    }
    const ROWS: [&str; 11] = [
        "H0",
        "Q01",
        "Q02",
        "B-m-blank-word",
        "C10a",
        "D01",
        "K04",
        "K07",
        "L1-pw-len-04096",
        "U2",
        "W05b",
    ];
    let world = World::new();
    for Named { name, case } in rows::all().iter().filter(|row| ROWS.contains(&&*row.name)) {
        let function = tools::python::pip_function(&world, case);
        assert_eq!(
            tools::python::pip_download(&world, case),
            function,
            "{name}"
        );
    }
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).map_or(otherwise, |text| text.parse().unwrap())
}
