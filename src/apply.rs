//! Plans carried out: what was decided is done, and each store write is read back.

use std::collections::HashMap;

use secrecy::SecretString;

use crate::credential::{Account, Secret};
use crate::error::Error;
use crate::plan::{Candidates, Import, ImportAction};
use crate::secret;
use crate::store::{Fault, Store};

/// Asks the store for what it has of some accounts.
///
/// `progress` is called before each one.
///
/// # Errors
/// [`Error::Store`]; a damaged item counts as one that differs from every other.
pub fn stored<'a>(
    store: &Store,
    accounts: impl Iterator<Item = &'a Account>,
    mut progress: impl FnMut(),
) -> Result<HashMap<Account, SecretString>, Error> {
    let mut found = HashMap::new();
    for account in accounts {
        progress();
        match store.get(account) {
            Ok(secret) => _ = found.insert(account.clone(), secret.token),
            Err(Fault::Damaged) => _ = found.insert(account.clone(), SecretString::default()),
            Err(Fault::NotFound) => {}
            Err(fault) => return Err(fault.into()),
        }
    }
    Ok(found)
}

/// Plans an import: asks the store what it has of the candidates.
///
/// # Errors
/// [`Error::Store`].
pub fn plan_import(
    candidates: Candidates,
    store: &Store,
    force: bool,
    progress: impl FnMut(),
) -> Result<Import, Error> {
    let stored = stored(store, candidates.accounts(), progress)?;
    Ok(candidates.plan(&stored, force))
}

/// Puts what a plan says into the store, reads each one back and compares, in a time that tells nothing of where two
/// secrets differ.
///
/// `progress` is called before each one. What was stored before a failure stays stored.
///
/// # Errors
/// [`Error::Store`], and [`Error::ReadBack`] where the store gives back something else than it was given.
pub fn import(plan: &Import, store: &Store, mut progress: impl FnMut()) -> Result<(), Error> {
    for step in plan.steps() {
        let Some((account, token)) = step.credential() else { continue };
        if !matches!(step.action, ImportAction::Store | ImportAction::Replace) {
            continue;
        }
        progress();
        store.set(account, &Secret::new(secret::copy(token)))?;
        if !secret::equal(&store.get(account)?.token, token) {
            return Err(Error::ReadBack(account.clone()));
        }
    }
    Ok(())
}
