//! Which account of a host an export writes, if a required reader cannot read all of them.

use std::collections::HashMap;

use crate::plan::export::ExportAction;
use crate::plan::export::draft::Draft;
use crate::plan::reasons::Skip;

/// Prefers the first account of each host: the default one, or the one that was named first.
/// Without this preference, a reader that uses the last entry of a host would make the export
/// refuse this account and accept a later one.
#[derive(Default)]
pub(super) struct Preference {
    /// The accounts that are left out to see whether that makes this one readable.
    left_out: HashMap<usize, Vec<usize>>,
}

impl Preference {
    /// Adds the reasons for refused steps to `skips`. First leaves out the later new entries of the
    /// same host. If the step is still refused, leaves out the step and restores those entries.
    pub(super) fn apply(
        &mut self,
        draft: &Draft<'_, '_>,
        refused: Vec<(usize, Skip)>,
        skips: &mut HashMap<usize, Skip>,
    ) {
        for (step, reason) in refused {
            if let Some(restored) = self.left_out.get(&step) {
                skips.retain(|step, _| !restored.contains(step));
                skips.insert(step, reason);
                continue;
            }
            let later = if matches!(reason, Skip::NotHere(_)) {
                later_of_host(draft, step)
            } else {
                Vec::new()
            };
            if later.is_empty() {
                skips.insert(step, reason);
                continue;
            }
            skips.extend(later.iter().map(|&later| (later, reason.clone())));
            self.left_out.insert(step, later);
        }
    }
}

/// Returns the steps that add an entry for the host of `step` after it.
fn later_of_host(draft: &Draft<'_, '_>, step: usize) -> Vec<usize> {
    let host = &draft.steps[step].account.host;
    let steps = draft.steps.iter().enumerate().skip(step + 1);
    steps
        .filter(|(_, other)| other.account.host == *host && other.action == ExportAction::Add)
        .map(|(at, _)| at)
        .collect()
}
