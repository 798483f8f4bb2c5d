//! Looks up accounts.

use crate::credential::{Account, Stored};
use crate::error::Error;
use crate::store::{Fault, Store};

/// Looks an account up. Its credential stays in the store, so a list has to find it. An absent
/// or damaged item is not an error.
pub(super) fn stored(store: &Store, account: &Account) -> Result<Stored, Error> {
    match store.get_marked(account) {
        Ok(secret) => Ok(Stored::Credential(secret)),
        Err(Fault::NotFound) => Ok(Stored::Absent),
        Err(Fault::Damaged) => Ok(Stored::Damaged),
        Err(fault) => Err(fault.into()),
    }
}
