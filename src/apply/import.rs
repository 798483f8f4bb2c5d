//! Imports from a netrc.

use std::collections::HashMap;

use crate::apply::stored::stored;
use crate::credential::{Account, Scope, Secret, Stored};
use crate::error::Error;
use crate::plan::{Candidates, Import, ImportAction, ImportSkip, ImportStep};
use crate::store::Store;

/// The outcome of one step of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportOutcome {
    /// The token was stored.
    Stored,
    /// The store already had this token.
    Unchanged,
    /// The token replaced a different one.
    Replaced,
    /// The store has a different token, which was not replaced.
    Conflict,
    /// The entries were not imported.
    Skipped(ImportSkip),
}

impl ImportOutcome {
    /// The outcome of an action unless another process changes the store.
    pub fn expected(action: ImportAction) -> Self {
        match action {
            ImportAction::Store => Self::Stored,
            ImportAction::None => Self::Unchanged,
            ImportAction::Replace => Self::Replaced,
            ImportAction::Conflict => Self::Conflict,
            ImportAction::Skip(why) => Self::Skipped(why),
        }
    }

    /// Whether the store has the token now.
    pub fn is_in_store(self) -> bool {
        matches!(self, Self::Stored | Self::Unchanged | Self::Replaced)
    }

    /// The name of the outcome in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Stored => "store",
            Self::Unchanged => "same",
            Self::Replaced => "replace",
            Self::Conflict => "conflict",
            Self::Skipped(_) => "skip",
        }
    }

    /// Why the token was not imported; `None` if the store has it.
    pub fn reason(self) -> Option<String> {
        match self {
            Self::Conflict => Some("the store has a different token".to_owned()),
            Self::Skipped(why) => Some(why.to_string()),
            _ => None,
        }
    }
}

/// Looks up the accounts of `candidates` in a store. Calls `progress` before each.
///
/// # Errors
/// [`Error::Store`].
pub fn look_up(
    candidates: &Candidates,
    store: &Store,
    mut progress: impl FnMut(),
) -> Result<HashMap<Account, Stored>, Error> {
    let mut found = HashMap::new();
    for account in candidates.accounts() {
        progress();
        found.insert(account.clone(), stored(store, account)?);
    }
    Ok(found)
}

/// Carries out a plan, and returns one outcome for each of its steps. Calls `progress` before each
/// write.
///
/// Looks each account up once more before it writes: a token that was stored since the plan was
/// made is a conflict. Reads each token back and compares it, in constant time.
///
/// # Errors
/// [`Error::Store`], and [`Error::ReadBack`] if the store returns another token than was stored.
/// Tokens stored before the failure stay stored.
pub fn import(
    plan: &Import,
    store: &Store,
    mut progress: impl FnMut(),
) -> Result<Vec<ImportOutcome>, Error> {
    let mut outcomes = Vec::with_capacity(plan.steps().len());
    for step in plan.steps() {
        if step.writes() {
            progress();
        }
        outcomes.push(carry_out(step, store)?);
    }
    Ok(outcomes)
}

fn carry_out(step: &ImportStep, store: &Store) -> Result<ImportOutcome, Error> {
    let expected = ImportOutcome::expected(step.action);
    let Some((account, secret)) = step.candidate.credential().filter(|_| step.writes()) else {
        return Ok(expected);
    };
    if step.action == ImportAction::Store {
        match stored(store, account)? {
            Stored::Absent => {}
            found if found.covers(secret) => return Ok(ImportOutcome::Unchanged),
            _ => return Ok(ImportOutcome::Conflict),
        }
    }
    write(account, secret, store)?;
    Ok(expected)
}

fn write(account: &Account, secret: &Secret, store: &Store) -> Result<(), Error> {
    // Tools use an entry of a netrc for every protocol and port.
    let wide = Secret {
        scope: Scope::WIDE,
        ..secret.clone()
    };
    store.set(account, &wide)?;
    if stored(store, account)?.covers(secret) {
        return Ok(());
    }
    Err(Error::ReadBack {
        account: account.clone(),
    })
}

/// Reads every imported token of a plan from the store once more, before its entries are removed
/// from the file.
///
/// Returns the `outcomes` of the plan, with a conflict for each token that is no longer in the
/// store.
///
/// # Errors
/// [`Error::Store`].
pub fn read_back(
    plan: &Import,
    outcomes: &[ImportOutcome],
    store: &Store,
) -> Result<Vec<ImportOutcome>, Error> {
    let mut now = Vec::with_capacity(outcomes.len());
    for (step, &outcome) in plan.steps().iter().zip(outcomes) {
        let credential = step.candidate.credential();
        let is_stored = match credential.filter(|_| outcome.is_in_store()) {
            Some((account, secret)) => stored(store, account)?.covers(secret),
            None => true,
        };
        now.push(if is_stored {
            outcome
        } else {
            ImportOutcome::Conflict
        });
    }
    Ok(now)
}
