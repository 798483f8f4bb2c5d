//! A broken rule of docs/architecture.md.

use std::collections::BTreeSet;

pub(crate) struct Violation {
    /// The problem, without line numbers.
    pub(crate) key: String,
    /// The place, for the failure message.
    pub(crate) detail: String,
}

/// The different keys, sorted.
pub(crate) fn keys(found: &[Violation]) -> Vec<String> {
    let keys: BTreeSet<String> = found
        .iter()
        .map(|violation| violation.key.clone())
        .collect();
    keys.into_iter().collect()
}

/// Fails if a rule is broken.
#[track_caller]
pub(crate) fn assert_none(found: &[Violation]) {
    let lines: Vec<String> = found
        .iter()
        .map(|violation| format!("{}\n    {}", violation.key, violation.detail))
        .collect();
    assert!(
        lines.is_empty(),
        "this breaks the rule:\n{}",
        lines.join("\n")
    );
}
