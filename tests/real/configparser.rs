//! `keyrc setup` edits INI as Python's configparser reads it: random files, before and after.

use std::io::Write;
use std::process::{Command, Stdio};

use keyrc::setup::apply;
use keyrc::setup::format::ini;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

use crate::readers::tool;

/// Reads pairs of texts from JSON. The second one is null if keyrc refused the first.
const COMPARE: &str = r#"
import configparser, io, json, sys

def read(text):
    parser = configparser.RawConfigParser(default_section=None)
    try:
        # A file opened as text has the line ends of any system.
        parser.read_file(io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))
    except configparser.Error:
        return None
    return {name: dict(parser.items(name)) for name in parser.sections()}

for old, new in json.load(sys.stdin):
    wanted = read(old)
    if wanted is not None:
        wanted.setdefault("global", {})["new"] = "value"
    found = None if new is None else read(new)
    if found != wanted:
        sys.exit(f"{old!r} -> {new!r}: {found} != {wanted}")
"#;

fn text() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        "[ \t]{0,2}",
        "[ \t]{0,3}[#;] ?[a-z=\\[\\]]{0,6}",
        "[ \t]{0,2}\\[(global|a|Global|profile x|b\\]c)\\]( ; c| \\])?",
        "[ \t]{0,4}(new|NEW|a|b|é|k\\.y) {0,2}[=:][ \t]{0,2}[a-zé=:;#\"\\\\]{0,5} {0,2}",
        "[ \t]{1,4}[a-z=]{1,6}",
    ];
    let end = prop_oneof![Just("\n"), Just("\n"), Just("\r\n"), Just("\r")];
    let line = (line, end).prop_map(|(line, end)| line + end);
    (prop::collection::vec(line, 0..8), "\u{FEFF}?")
        .prop_map(|(lines, mark)| if lines.len() == 7 { mark } else { String::new() } + &lines.concat())
}

#[test]
fn configparser_reads_the_new_value_and_the_old_ones() {
    let mut runner = TestRunner::deterministic();
    let mut pairs = Vec::new();
    for _ in 0..2000 {
        let old = text().new_tree(&mut runner).unwrap().current();
        let splices = ini::set(&old, "global", "new", "value").ok();
        let new = splices.map(|splices| apply(&old, &splices).0);
        pairs.push((old, new));
    }

    let mut python = Command::new(tool("python"))
        .args(["-c", COMPARE])
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let input = serde_json::to_vec(&pairs).unwrap();
    python.stdin.take().unwrap().write_all(&input).unwrap();
    assert!(python.wait().unwrap().success());
}
