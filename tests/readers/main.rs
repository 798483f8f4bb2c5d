//! What real programs make of a netrc: each reads the same files on the loopback, and what it found is written down.
//!
//! `tests/readers/install.sh` installs the programs; one that is missing is a failure, never a skipped test. Everything runs
//! in a network of its own with no way out of it, and no program sees a home but its own temporary one.
//!
//! `KEYRC_READER_CASES` says how many generated cases are asked beside the fixed ones, `KEYRC_READER_SEED` where they
//! start, `KEYRC_READER_TOOLS` which tools are asked (a list with commas; all, if it is not set), and `KEYRC_READERS` where
//! `install.sh` put what is no package of Debian.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]
#![allow(missing_docs, reason = "tests are named as sentences")]

mod case;
mod driver;
mod ftp;
mod ftp_talk;
mod generate;
mod http;
mod isolation;
mod judge;
mod layout;
mod observed;
mod process;
mod random;
mod remarks;
mod rows;
mod run;
mod tls;
mod tools;
mod words;
mod world;
mod written;

use std::fmt::Write as _;
use std::io::Write as _;

use crate::case::Named;
use crate::random::Random;
use crate::world::World;

const GENERATED: usize = 500;

/// Any number will do. A run can be repeated with the one it printed.
const SEED: u64 = 20_261_124;

#[test]
fn every_tool_answers_as_its_model_does() {
    if !isolation::entered("every_tool_answers_as_its_model_does") {
        return;
    }
    let seed = number("KEYRC_READER_SEED", SEED);
    let count = usize::try_from(number("KEYRC_READER_CASES", GENERATED as u64)).unwrap();
    let mut cases: Vec<Named> = rows::all()
        .into_iter()
        .chain(generate::cases(&mut Random::new(seed), count))
        .collect();
    let (written, first) = (
        written::files(&mut Random::new(seed), count / 5),
        cases.len(),
    );
    cases.extend(written.iter().map(|file| file.named.clone()));
    let report = run::everything(&cases);

    let path = run::target().join("readers-observed.jsonl");
    process::write(&path, report.lines(&cases));
    let mut text = format!("seed {seed}, {} cases: {}\n", cases.len(), path.display());
    for tool in &report.tools {
        let _ = writeln!(text, "{tool}");
    }
    // Not by `print!`, which a passing test swallows.
    std::io::stderr().write_all(text.as_bytes()).unwrap();
    assert_eq!(report.faults(), "", "a tool did not work at all");
    let lost = written::lost(&written, first, &report);
    assert!(
        lost.is_empty(),
        "what keyrc wrote for a tool, and the tool did not read:\n{}",
        lost.join("\n")
    );
    let wrong = judge::disagreements(&cases, &report);
    assert!(
        wrong.is_empty(),
        "{} answers are not what the model of the tool has:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// The bulk is asked by calling its function, which takes a hundredth of the time.
#[test]
fn pip_itself_sends_what_its_function_finds() {
    if !isolation::entered("pip_itself_sends_what_its_function_finds") {
        return;
    }
    const ROWS: [&str; 10] = [
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
