//! Imports from a netrc.

use std::collections::HashMap;

use crate::apply::stored::{replace, stored};
use crate::credential::{Account, Secret, Stored};
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
    /// The store had this token for fewer protocols or ports, and has it for all now.
    Widened,
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
            ImportAction::Widen => Self::Widened,
            ImportAction::Replace => Self::Replaced,
            ImportAction::Conflict => Self::Conflict,
            ImportAction::Skip(why) => Self::Skipped(why),
        }
    }

    /// Whether the store has the token now.
    pub fn is_in_store(self) -> bool {
        match self {
            Self::Stored | Self::Unchanged | Self::Widened | Self::Replaced => true,
            Self::Conflict | Self::Skipped(_) => false,
        }
    }

    /// The name of the outcome in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Stored => "store",
            Self::Unchanged => "same",
            Self::Widened => "widen",
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

/// An import or a check that failed after some of its steps.
#[derive(Debug)]
pub struct Stopped {
    /// The outcomes of the steps before the failure.
    pub outcomes: Vec<ImportOutcome>,
    /// Why it failed.
    pub cause: Error,
}

/// Looks up the accounts of `candidates` in a store. Calls `progress` before each, and stops if
/// that fails.
///
/// # Errors
/// [`Error::Store`], and the error of `progress`.
pub fn look_up(
    candidates: &Candidates,
    store: &Store,
    mut progress: impl FnMut() -> Result<(), Error>,
) -> Result<HashMap<Account, Stored>, Error> {
    let mut found = HashMap::new();
    for account in candidates.accounts() {
        progress()?;
        found.insert(account.clone(), stored(store, account)?);
    }
    Ok(found)
}

/// Carries out a plan, and returns one outcome for each of its steps. Calls `progress` before each
/// step for a token that the store is to keep, and stops if that fails.
///
/// Looks each account up once more before it writes: a token that was stored since the plan was
/// made is a conflict. Reads each token back and compares it, in constant time.
///
/// # Errors
/// [`Error::Store`], [`Error::ReadBack`] if the store returns another token than was stored, and
/// the error of `progress`. Tokens stored before the failure stay stored.
pub fn import(
    plan: &Import,
    store: &Store,
    mut progress: impl FnMut() -> Result<(), Error>,
) -> Result<Vec<ImportOutcome>, Stopped> {
    each_step(plan, |step| {
        if step.keeps() {
            progress()?;
        }
        carry_out(step, store)
    })
}

/// Reads every imported token of a plan from the store once more, before its entries are removed
/// from the file. Calls `progress` before each, and stops if that fails.
///
/// Returns the `outcomes` of the plan, with a conflict for each token that is no longer in the
/// store.
///
/// # Errors
/// [`Error::Store`], and the error of `progress`.
pub fn read_back(
    plan: &Import,
    outcomes: &[ImportOutcome],
    store: &Store,
    mut progress: impl FnMut() -> Result<(), Error>,
) -> Result<Vec<ImportOutcome>, Stopped> {
    let mut expected = outcomes.iter();
    each_step(plan, |step| {
        let outcome = *expected.next().unwrap_or(&ImportOutcome::Conflict);
        let credential = step.candidate.credential();
        let Some((account, secret)) = credential.filter(|_| outcome.is_in_store()) else {
            return Ok(outcome);
        };
        progress()?;
        if stored(store, account)?.serves(secret) {
            Ok(outcome)
        } else {
            Ok(ImportOutcome::Conflict)
        }
    })
}

fn each_step(
    plan: &Import,
    mut work: impl FnMut(&ImportStep) -> Result<ImportOutcome, Error>,
) -> Result<Vec<ImportOutcome>, Stopped> {
    let mut outcomes = Vec::with_capacity(plan.steps().len());
    for step in plan.steps() {
        match work(step) {
            Ok(outcome) => outcomes.push(outcome),
            Err(cause) => return Err(Stopped { outcomes, cause }),
        }
    }
    Ok(outcomes)
}

fn carry_out(step: &ImportStep, store: &Store) -> Result<ImportOutcome, Error> {
    let expected = ImportOutcome::expected(step.action);
    let Some((account, secret)) = step.candidate.credential().filter(|_| step.writes()) else {
        return Ok(expected);
    };
    // Another process may have changed the token since the plan was made.
    let _change = store.change()?;
    if step.action == ImportAction::Replace {
        write(account, secret, store)?;
        return Ok(expected);
    }
    match stored(store, account)? {
        Stored::Absent => {
            write(account, secret, store)?;
            Ok(ImportOutcome::Stored)
        }
        found if found.serves(secret) => Ok(ImportOutcome::Unchanged),
        Stored::Credential(found) if found.covers(secret) => {
            let scope = found.scope.union(secret.scope);
            write(account, &Secret { scope, ..found }, store)?;
            Ok(ImportOutcome::Widened)
        }
        _ => Ok(ImportOutcome::Conflict),
    }
}

fn write(account: &Account, secret: &Secret, store: &Store) -> Result<(), Error> {
    replace(account, secret, store)?;
    if stored(store, account)?.is_secret(secret) {
        return Ok(());
    }
    Err(Error::ReadBack {
        account: account.clone(),
    })
}
