//! How the readers read each entry, as text and as JSON.

use std::collections::HashMap;
use std::path::Path;

use serde_json::{Value, json};

use crate::check::{EntryCheck, Stray, Strays, Verdict, View};
use crate::cli::output;
use crate::cli::world::World;
use crate::error::Error;
use crate::readers::ToolSet;
use crate::text::{count, escaped, shown};

/// Why some tools refuse a file.
const OPEN: &str = "others can access the file";

/// Prints the text outside the entries, the tools that reject the file, then each entry with the
/// tools that misread it.
pub(super) fn print_entries(
    checks: &[EntryCheck],
    strays: &Strays,
    tools: &ToolSet,
    path: &Path,
    world: &World,
) -> Result<(), Error> {
    for line in output::stray_lines(strays.outside()) {
        world.say(&line)?;
    }
    let Some(first) = checks.first() else {
        if strays.is_empty() {
            world.warn(&format!("{} has no entries", shown(path)));
        }
        return Ok(());
    };
    let lost = lost(checks);
    for reason in reasons(first, tools, |reader| lost.contains(&reader)) {
        reason.print("", world)?;
    }
    for group in groups(checks, tools, &lost) {
        for heading in &group.headings {
            world.say(heading)?;
        }
        for reason in &group.reasons {
            reason.print("  ", world)?;
        }
    }
    Ok(())
}

/// Returns how many entries some tool misreads for a reason of their own, and how many tools reject
/// the file.
pub(super) fn disagreeing(checks: &[EntryCheck], tools: &ToolSet) -> (usize, usize) {
    let lost = lost(checks);
    let is_fault =
        |(at, view): (usize, &View)| view.verdict != Verdict::Same && !lost.contains(&at);
    let has_fault = |check: &&EntryCheck| {
        check.unclear.is_some() || check.views.iter().enumerate().any(is_fault)
    };
    let entries = checks.iter().filter(has_fault).count();
    let names = |at: &usize| tools.names_of(checks[0].views[*at].reader).len();
    (entries, lost.iter().map(names).sum())
}

/// Returns how many entries no tool reads as they are written. `None` if tools disagree about
/// another entry.
pub(super) fn read_by_none(checks: &[EntryCheck]) -> Option<usize> {
    let mut faulty = checks.iter().filter(|check| !check.agrees());
    let is_read = |check: &EntryCheck| {
        let mut views = check.views.iter();
        check.unclear.is_none() && views.any(|view| view.verdict == Verdict::Same)
    };
    let entries = faulty.clone().count();
    (!faulty.any(is_read)).then_some(entries)
}

/// Returns the indexes of the readers that reject the whole file for a single cause. They are
/// reported once instead of with each entry. Without a second entry, a cause in the file is reported
/// with the entry.
fn lost(checks: &[EntryCheck]) -> Vec<usize> {
    let Some(first) = checks.first() else {
        return Vec::new();
    };
    let is_lost = |at: &usize| {
        let (verdict, cause) = (first.views[*at].verdict, first.views[*at].cause);
        let is_of_file = match verdict {
            Verdict::Refused => true,
            Verdict::Lost => checks.len() > 1,
            _ => false,
        };
        let mut views = checks.iter().map(|check| &check.views[*at]);
        is_of_file && views.all(|view| view.verdict == verdict && view.cause == cause)
    };
    (0..first.views.len()).filter(is_lost).collect()
}

/// Entries that the same tools misread for the same reasons.
struct Group {
    headings: Vec<String>,
    reasons: Vec<Reason>,
}

/// Groups the entries that have the same reasons, in the order of the first of each. An entry that
/// every tool reads is alone. Leaves out the tools in `lost`.
fn groups(checks: &[EntryCheck], tools: &ToolSet, lost: &[usize]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for check in checks {
        let reasons = match &check.unclear {
            Some(stray) => vec![Reason::of_stray(stray)],
            None => reasons(check, tools, |at| !lost.contains(&at)),
        };
        let heading = heading(check, tools);
        let signature: String = reasons.iter().map(Reason::text).collect();
        if let Some(&at) = known.get(&signature) {
            let group = &mut groups[at];
            group.headings.push(heading);
            for (known, reason) in group.reasons.iter_mut().zip(reasons) {
                known.lines.extend(reason.lines);
            }
            continue;
        }
        if !reasons.is_empty() {
            known.insert(signature, groups.len());
        }
        groups.push(Group {
            headings: vec![heading],
            reasons,
        });
    }
    groups
}

/// Names an entry and counts the tools that read it.
fn heading(check: &EntryCheck, tools: &ToolSet) -> String {
    let (name, line) = (name(check), check.position.line);
    if check.unclear.is_some() {
        return format!("{name} (line {line}): unclear");
    }
    let all = tools.count();
    let same = check
        .views
        .iter()
        .filter(|view| view.verdict == Verdict::Same)
        .map(|view| tools.names_of(view.reader).len())
        .sum::<usize>();
    let readers = match (same, all) {
        (0, _) => "no tool".to_owned(),
        (1, 1) => tools.names_of(check.views[0].reader).join(", "),
        (same, all) if same == all => format!("all {all} tools"),
        _ => format!("{same} of {}", count(all, "tool", "tools")),
    };
    format!("{name} (line {line}): read by {readers}")
}

/// Names an entry by its login and machine.
fn name(check: &EntryCheck) -> String {
    match (&check.machine, &check.login) {
        (None, _) if check.is_default => "default".to_owned(),
        (None, _) => "`machine` without a host".to_owned(),
        (Some(machine), None) => escaped(machine),
        (Some(machine), Some(login)) => format!("{} at {}", escaped(login), escaped(machine)),
    }
}

/// Why some tools misread an entry.
struct Reason {
    /// The tools and their verdict; `None` if the entry itself is unclear.
    verdict: Option<String>,
    /// The lines of the cause.
    lines: Vec<usize>,
    /// The cause and its fix.
    cause: Option<String>,
}

impl Reason {
    fn of_stray(stray: &Stray) -> Self {
        Self {
            verdict: None,
            lines: vec![stray.position.line],
            cause: Some(format!("{}; {}", stray.kind, stray.kind.fix())),
        }
    }

    /// The reason without its lines.
    fn text(&self) -> String {
        format!("{:?} {:?}\n", self.verdict, self.cause)
    }

    fn print(&self, indent: &str, world: &World) -> Result<(), Error> {
        let mut indent = indent.to_owned();
        if let Some(verdict) = &self.verdict {
            world.say(&format!("{indent}{verdict}"))?;
            indent += "  ";
        }
        let Some(cause) = &self.cause else {
            return Ok(());
        };
        let mut lines = self.lines.clone();
        lines.sort_unstable();
        world.say(&format!("{indent}{}: {cause}", output::numbers(&lines)))
    }
}

/// Describes how tools misread an entry, and why. Tools with the same verdict and cause share a
/// reason. Considers only the readers with an index that satisfies `is_included`.
fn reasons(
    check: &EntryCheck,
    tools: &ToolSet,
    is_included: impl Fn(usize) -> bool,
) -> Vec<Reason> {
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
    let reason = |(view, names): (&View, Vec<&str>)| Reason {
        verdict: Some(format!("{}: {}", names.join(", "), view.verdict)),
        lines: view.cause.iter().map(|cause| cause.position.line).collect(),
        cause: view.cause.map(|cause| format!("{cause}; {}", cause.fix())),
    };
    groups.into_iter().map(reason).collect()
}

/// Returns text that is not part of an entry, as JSON.
pub(super) fn stray_fact(stray: &Stray) -> Value {
    json!({ "line": stray.position.line, "reason": stray.kind.to_string(), "fix": stray.kind.fix() })
}

/// Returns how the readers read one entry, as JSON.
pub(super) fn fact(check: &EntryCheck, tools: &ToolSet) -> Value {
    let view = |view: &View| {
        let (reason, fix) = match view.cause {
            None if view.verdict == Verdict::Refused => (
                Some(OPEN.to_owned()),
                Some("let only its owner access it".into()),
            ),
            cause => (
                cause.map(|cause| cause.to_string()),
                cause.map(|cause| cause.fix()),
            ),
        };
        json!({
            "reader": view.reader.name, "tools": tools.names_of(view.reader), "verdict": view.verdict.word(),
            "line": view.cause.map(|cause| cause.position.line), "reason": reason, "fix": fix,
        })
    };
    json!({
        "machine": check.machine, "login": check.login, "line": check.position.line, "agree": check.agrees(),
        "placeholder": check.has_placeholder,
        "unclear": check.unclear.as_ref().map(stray_fact),
        "views": check.views.iter().map(view).collect::<Vec<_>>(),
    })
}
