//! Plans an import from a netrc into a store.

use std::collections::HashMap;

use crate::credential::{Account, Stored};
use crate::host::Host;
use crate::netrc::Document;
use crate::readers::Reader;

use crate::plan::OnConflict;
use crate::plan::ambiguity::Readings;
use crate::plan::candidate::Candidate;
use crate::plan::reasons::ImportSkip;

/// The entries of a netrc grouped by account, before the store is read.
#[derive(Debug)]
pub struct Candidates {
    candidates: Vec<Candidate>,
}

impl Candidates {
    /// Groups the entries of `document` for `hosts`, or all entries if `hosts` is empty.
    ///
    /// An ambiguous entry is read as the readers in `chosen` read it, if they agree. Otherwise it
    /// is skipped.
    pub fn new(document: &Document, hosts: &[Host], chosen: &[&'static Reader]) -> Self {
        let mut readings = Readings::new(document, chosen);
        let mut candidates: Vec<Candidate> = Vec::new();
        let mut places: HashMap<Account, usize> = HashMap::new();
        for at in 0..document.entries().len() {
            let candidate = Candidate::new(document, at, &mut readings);
            if !hosts.is_empty() && !hosts.iter().any(|host| candidate.is_for(host)) {
                continue;
            }
            let account = candidate.account().cloned();
            let known = account.as_ref().and_then(|account| places.get(account));
            if let Some(&place) = known {
                candidates[place].merge(candidate, &mut readings);
                continue;
            }
            if let Some(account) = account {
                places.insert(account, candidates.len());
            }
            candidates.push(candidate);
        }
        Self { candidates }
    }

    /// Whether the file has an entry for `host`, even one that is skipped.
    pub fn has(&self, host: &Host) -> bool {
        self.candidates
            .iter()
            .any(|candidate| candidate.is_for(host))
    }

    /// The accounts: [`decide`](Self::decide) needs their stored tokens.
    pub fn accounts(&self) -> impl Iterator<Item = &Account> {
        self.candidates
            .iter()
            .filter_map(|candidate| candidate.credential())
            .map(|(account, _)| account)
    }

    /// Decides how to treat each candidate, given the content of the store.
    ///
    /// An account missing from `stored` counts as absent.
    pub fn decide(self, stored: &HashMap<Account, Stored>, on_conflict: OnConflict) -> Import {
        let candidates = self.candidates.into_iter();
        let steps = candidates.map(|candidate| ImportStep {
            action: action(&candidate, stored, on_conflict),
            candidate,
        });
        Import {
            steps: steps.collect(),
        }
    }
}

fn action(
    candidate: &Candidate,
    stored: &HashMap<Account, Stored>,
    on_conflict: OnConflict,
) -> ImportAction {
    if let Some(skip) = candidate.skip() {
        return ImportAction::Skip(skip);
    }
    let Some((account, token)) = candidate.credential() else {
        return ImportAction::Skip(ImportSkip::NoLogin);
    };
    match (stored.get(account), on_conflict) {
        (None | Some(Stored::Absent), _) => ImportAction::Store,
        (Some(stored), _) if stored.serves(token) => ImportAction::None,
        (Some(stored), _) if stored.covers(token) => ImportAction::Widen,
        (Some(_), OnConflict::Replace) => ImportAction::Replace,
        (Some(_), OnConflict::Skip) => ImportAction::Conflict,
    }
}

/// The plan of an import: one step for each account or skipped entry, in file order. It does not
/// change while it is carried out.
#[derive(Debug)]
pub struct Import {
    steps: Vec<ImportStep>,
}

impl Import {
    /// The steps, in the order of the first entry of each.
    pub fn steps(&self) -> &[ImportStep] {
        &self.steps
    }
}

/// One step of an import: the entries of one account, or one skipped entry.
#[derive(Clone, Debug)]
pub struct ImportStep {
    /// The entries.
    pub candidate: Candidate,
    /// The decision.
    pub action: ImportAction,
}

impl ImportStep {
    /// Whether the store is to have the token afterwards.
    pub fn keeps(&self) -> bool {
        self.writes() || self.action == ImportAction::None
    }

    /// Whether the step writes to the store.
    pub fn writes(&self) -> bool {
        use ImportAction::{Replace, Store, Widen};
        matches!(self.action, Store | Widen | Replace)
    }
}

/// The action of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportAction {
    /// Store the token.
    Store,
    /// Nothing: the store already has this token.
    None,
    /// Let the token in the store be used for every protocol and port, as the entry is.
    Widen,
    /// Replace the different token in the store.
    Replace,
    /// Nothing: the store has a different token.
    Conflict,
    /// Nothing, for this reason.
    Skip(ImportSkip),
}
