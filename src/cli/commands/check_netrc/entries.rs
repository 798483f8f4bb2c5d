//! How the readers read each entry, as text and as JSON.

use serde_json::{Value, json};

use crate::check::{EntryCheck, Verdict, View};
use crate::text::{count, escaped};

/// Returns the indexes of the readers that reject the whole file, each for one reason. They are reported once, not with each
/// entry.
pub(super) fn lost(checks: &[EntryCheck]) -> Vec<usize> {
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
pub(super) fn lines(check: &EntryCheck, lost: &[usize]) -> Vec<String> {
    let whose = match (&check.machine, &check.login) {
        (None, _) => "default".to_owned(),
        (Some(machine), None) => escaped(machine),
        (Some(machine), Some(login)) => format!("{} at {}", escaped(login), escaped(machine)),
    };
    let all = check.views.len();
    let same = check
        .views
        .iter()
        .filter(|view| view.verdict == Verdict::Same)
        .count();
    if same == all {
        let all = if all == 1 {
            check.views[0].reader.name.to_owned()
        } else {
            format!("all {all} readers")
        };
        return vec![format!(
            "{whose} (line {}): read by {all}",
            check.position.line
        )];
    }
    let of = count(all, "reader", "readers");
    let mut lines = vec![format!(
        "{whose} (line {}): read by {same} of {of}",
        check.position.line
    )];
    lines.extend(
        reasons(check, |at| !lost.contains(&at))
            .into_iter()
            .map(|line| format!("  {line}")),
    );
    lines
}

/// Describes how the wanted readers misread an entry, and why. Readers with the same verdict and cause share a line.
pub(super) fn reasons(check: &EntryCheck, is_wanted: impl Fn(usize) -> bool) -> Vec<String> {
    let mut lines = Vec::new();
    let mut groups: Vec<(&View, Vec<&str>)> = Vec::new();
    let wanted = check
        .views
        .iter()
        .enumerate()
        .filter(|(at, _)| is_wanted(*at))
        .map(|(_, view)| view);
    for view in wanted.filter(|view| view.verdict != Verdict::Same) {
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

/// Returns the same for one entry, as JSON.
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
