//! Plans carried out: what was decided is done, and each store write is read back.

use std::collections::HashMap;

use secrecy::SecretString;

use crate::credential::{Account, Secret};
use crate::error::Error;
use crate::plan::{Candidates, Import, ImportAction};
use crate::secret;
use crate::store::{Fault, Store};

/// Plans an import: asks the store what it has of the candidates.
///
/// # Errors
/// [`Error::Store`].
pub fn plan_import(
    candidates: Candidates,
    store: &Store,
    force: bool,
    mut progress: impl FnMut(),
) -> Result<Import, Error> {
    let mut found = HashMap::new();
    for account in candidates.accounts() {
        progress();
        if let Some(token) = stored(store, account)? {
            found.insert(account.clone(), token);
        }
    }
    Ok(candidates.plan(&found, force))
}

/// Puts what a plan says into the store, reads each one back and compares, in a time that tells nothing of where two
/// secrets differ.
///
/// The store is looked at once more before each one: what somebody else put there since the plan was made becomes a
/// conflict of the plan. `progress` is called before each one. What was stored before a failure stays stored.
///
/// # Errors
/// [`Error::Store`], and [`Error::ReadBack`] where the store gives back something else than it was given.
pub fn import(plan: &mut Import, store: &Store, mut progress: impl FnMut()) -> Result<(), Error> {
    for step in plan.steps_mut().iter_mut().filter(|step| step.writes()) {
        let Some((account, token)) = step.credential() else {
            continue;
        };
        progress();
        let (account, token) = (account.clone(), token.clone());
        if step.action == ImportAction::Store
            && let Some(found) = stored(store, &account)?
        {
            step.action = if secret::equal(&found, &token) {
                ImportAction::Same
            } else {
                ImportAction::Conflict
            };
            continue;
        }
        store.set(&account, &Secret::new(token.clone()))?;
        if !secret::equal(&store.get(&account)?.token, &token) {
            return Err(Error::ReadBack { account });
        }
    }
    Ok(())
}

/// Reads everything that is about to leave the file back from the store. What is no longer there, or no longer the same,
/// becomes a conflict of the plan, and stays in the file.
///
/// # Errors
/// [`Error::Store`].
pub fn verify(plan: &mut Import, store: &Store) -> Result<(), Error> {
    for step in plan.steps_mut().iter_mut().filter(|step| step.moves()) {
        let Some((account, token)) = step.credential() else {
            continue;
        };
        if !stored(store, account)?.is_some_and(|found| secret::equal(&found, token)) {
            step.action = ImportAction::Conflict;
        }
    }
    Ok(())
}

/// What the store has of an account. A damaged item counts as one that differs from every other.
fn stored(store: &Store, account: &Account) -> Result<Option<SecretString>, Error> {
    match store.get(account) {
        Ok(secret) => Ok(Some(secret.token)),
        Err(Fault::Damaged) => Ok(Some(SecretString::default())),
        Err(Fault::NotFound) => Ok(None),
        Err(fault) => Err(fault.into()),
    }
}
