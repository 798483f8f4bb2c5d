//! Looks up accounts.

use crate::credential::{Account, Secret, Stored};
use crate::error::Error;
use crate::store::{Fault, Store};

/// Looks an account up. Its credential stays in the store, so a list has to find it. An absent
/// or damaged item, or more than one, is not an error.
pub(super) fn stored(store: &Store, account: &Account) -> Result<Stored, Error> {
    match store.get_marked(account) {
        Ok(secret) => Ok(Stored::Credential(secret)),
        Err(Fault::NotFound) => Ok(Stored::Absent),
        Err(fault) if fault.is_unusable_item() => Ok(Stored::Damaged),
        Err(fault) => Err(fault.into()),
    }
}

/// Stores a credential in place of a different one, of a damaged item, or of several.
pub(super) fn replace(account: &Account, secret: &Secret, store: &Store) -> Result<(), Fault> {
    match store.set(account, secret) {
        Err(Fault::Duplicate { .. }) => {
            store.delete(account)?;
            store.set(account, secret)
        }
        done => done,
    }
}
