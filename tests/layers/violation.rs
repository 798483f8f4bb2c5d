//! A broken rule, and the comparison with the list of known ones.

use std::collections::BTreeSet;

pub(crate) struct Violation {
    /// What is wrong, without line numbers, so that it can be listed in `known.rs`.
    pub(crate) key: String,
    /// Where, for the person who reads the failure.
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

/// Fails if a rule is broken anywhere that `known` does not list.
#[track_caller]
pub(crate) fn assert_only_known(found: &[Violation], known: &[&str]) {
    let new: Vec<String> = found
        .iter()
        .filter(|violation| !known.contains(&violation.key.as_str()))
        .map(|violation| format!("{}\n    {}", violation.key, violation.detail))
        .collect();
    assert!(new.is_empty(), "this breaks the rule:\n{}", new.join("\n"));
}

/// The lines of `known` whose violation is gone.
pub(crate) fn fixed<'a>(found: &[Violation], known: &[&'a str]) -> Vec<&'a str> {
    let keys = keys(found);
    let fixed = known
        .iter()
        .filter(|known| !keys.iter().any(|key| key == *known));
    fixed.copied().collect()
}
