//! How the readers read each entry, as text and as JSON.

use std::path::Path;

use serde_json::{Value, json};

use crate::check::{EntryCheck, Verdict, View};
use crate::cli::world::World;
use crate::error::Error;
use crate::text::{count, escaped, shown};

/// Prints the readers that reject the file, then each entry with the readers that misread it.
pub(super) fn print_entries(
    checks: &[EntryCheck],
    path: &Path,
    world: &World,
) -> Result<(), Error> {
    let Some(first) = checks.first() else {
        world.warn(&format!("{} has no entries", shown(path)));
        return Ok(());
    };
    let lost = lost(checks);
    for line in reasons(first, |reader| lost.contains(&reader)) {
        world.say(&line)?;
    }
    for check in checks {
        for line in lines(check, &lost) {
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
fn lines(check: &EntryCheck, lost: &[usize]) -> Vec<String> {
    let all = check.views.len();
    let same = check
        .views
        .iter()
        .filter(|view| view.verdict == Verdict::Same)
        .count();
    let readers = match (same, all) {
        (1, 1) => check.views[0].reader.name.to_owned(),
        (same, all) if same == all => format!("all {all} readers"),
        _ => format!("{same} of {}", count(all, "reader", "readers")),
    };
    let line = check.position.line;
    let mut lines = vec![format!("{} (line {line}): read by {readers}", name(check))];
    for reason in reasons(check, |at| !lost.contains(&at)) {
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
fn reasons(check: &EntryCheck, is_included: impl Fn(usize) -> bool) -> Vec<String> {
    let mut lines = Vec::new();
    let mut groups: Vec<(&View, Vec<&str>)> = Vec::new();
    for (at, view) in check.views.iter().enumerate() {
        if view.verdict == Verdict::Same || !is_included(at) {
            continue;
        }
        let alike = |other: &View| other.verdict == view.verdict && other.cause == view.cause;
        match groups.iter_mut().find(|(first, _)| alike(first)) {
            Some((_, names)) => names.push(view.reader.name),
            None => groups.push((view, vec![view.reader.name])),
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
pub(super) fn fact(check: &EntryCheck) -> Value {
    let view = |view: &View| {
        json!({
            "reader": view.reader.name, "verdict": view.verdict.word(),
            "line": view.cause.map(|cause| cause.position.line),
            "reason": view.cause.map(|cause| cause.quirk.to_string()), "fix": view.cause.map(|cause| cause.quirk.fix()),
        })
    };
    json!({
        "machine": check.machine, "login": check.login, "line": check.position.line, "agree": check.agrees(),
        "views": check.views.iter().map(view).collect::<Vec<_>>(),
    })
}
