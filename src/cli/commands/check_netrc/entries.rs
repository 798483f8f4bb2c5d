//! How the readers read each entry, as text and as JSON.

use std::path::Path;

use serde_json::{Value, json};

use crate::check::{EntryCheck, Verdict, View};
use crate::cli::world::World;
use crate::error::Error;
use crate::readers::ToolSet;
use crate::text::{count, escaped, shown};

/// Prints the readers that reject the file, then each entry with the readers that misread it.
pub(super) fn print_entries(
    checks: &[EntryCheck],
    tools: &ToolSet,
    path: &Path,
    world: &World,
) -> Result<(), Error> {
    let Some(first) = checks.first() else {
        world.warn(&format!("{} has no entries", shown(path)));
        return Ok(());
    };
    let lost = lost(checks);
    for line in reasons(first, tools, |reader| lost.contains(&reader)) {
        world.say(&line)?;
    }
    for check in checks {
        for line in lines(check, tools, &lost) {
            world.say(&line)?;
        }
    }
    Ok(())
}

/// Returns the indexes of the readers that reject the whole file for a single cause. They are
/// reported once instead of with each entry.
fn lost(checks: &[EntryCheck]) -> Vec<usize> {
    let [first, _, ..] = checks else {
        return Vec::new();
    };
    let is_lost = |at: &usize| {
        let mut views = checks.iter().map(|check| &check.views[*at]);
        views.all(|view| view.verdict == Verdict::Lost && view.cause == first.views[*at].cause)
    };
    (0..first.views.len()).filter(is_lost).collect()
}

/// Describes an entry and how the readers read it, except for those in `lost`.
fn lines(check: &EntryCheck, tools: &ToolSet, lost: &[usize]) -> Vec<String> {
    let all = tools.count();
    let same = check
        .views
        .iter()
        .filter(|view| view.verdict == Verdict::Same)
        .map(|view| tools.names_of(view.reader).len())
        .sum::<usize>();
    let readers = match (same, all) {
        (1, 1) => tools.names_of(check.views[0].reader).join(", "),
        (same, all) if same == all => format!("all {all} tools"),
        _ => format!("{same} of {}", count(all, "tool", "tools")),
    };
    let line = check.position.line;
    let mut lines = vec![format!("{} (line {line}): read by {readers}", name(check))];
    for reason in reasons(check, tools, |at| !lost.contains(&at)) {
        lines.push(format!("  {reason}"));
    }
    lines
}

/// Names an entry by its login and machine.
fn name(check: &EntryCheck) -> String {
    match (&check.machine, &check.login) {
        (None, _) => "default".to_owned(),
        (Some(machine), None) => escaped(machine),
        (Some(machine), Some(login)) => format!("{} at {}", escaped(login), escaped(machine)),
    }
}

/// Describes how readers misread an entry, and why. Readers with the same verdict and cause share a
/// line. Considers only the readers whose index satisfies `is_included`.
fn reasons(
    check: &EntryCheck,
    tools: &ToolSet,
    is_included: impl Fn(usize) -> bool,
) -> Vec<String> {
    let mut lines = Vec::new();
    let mut groups: Vec<(&View, Vec<&str>)> = Vec::new();
    for (at, view) in check.views.iter().enumerate() {
        if view.verdict == Verdict::Same || !is_included(at) {
            continue;
        }
        let alike = |other: &View| other.verdict == view.verdict && other.cause == view.cause;
        match groups.iter_mut().find(|(first, _)| alike(first)) {
            Some((_, names)) => names.extend(tools.names_of(view.reader)),
            None => groups.push((view, tools.names_of(view.reader).to_vec())),
        }
    }
    for (view, names) in groups {
        lines.push(format!("{}: {}", names.join(", "), view.verdict));
        if let Some(cause) = view.cause {
            lines.push(format!(
                "  line {}: {}; {}",
                cause.position.line,
                cause.quirk,
                cause.quirk.fix()
            ));
        }
    }
    lines
}

/// Returns how the readers read one entry, as JSON.
pub(super) fn fact(check: &EntryCheck, tools: &ToolSet) -> Value {
    let view = |view: &View| {
        json!({
            "reader": view.reader.name, "tools": tools.names_of(view.reader), "verdict": view.verdict.word(),
            "line": view.cause.map(|cause| cause.position.line),
            "reason": view.cause.map(|cause| cause.quirk.to_string()), "fix": view.cause.map(|cause| cause.quirk.fix()),
        })
    };
    json!({
        "machine": check.machine, "login": check.login, "line": check.position.line, "agree": check.agrees(),
        "views": check.views.iter().map(view).collect::<Vec<_>>(),
    })
}
