//! Credentials copied from one store to another.

use subtle::ConstantTimeEq;

use crate::credential::{Account, Secret};
use crate::error::Error;
use crate::store::{Fault, Store};

/// What became of a credential that was to be copied from one store to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copied {
    /// It was not there, and is now.
    New,
    /// The same was there before.
    Same,
    /// Another one was there, and this one is now.
    Replaced,
    /// Another one is there.
    Conflict,
}

impl Copied {
    /// The one word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "copy",
            Self::Same => "same",
            Self::Replaced => "replace",
            Self::Conflict => "conflict",
        }
    }
}

/// Copies a credential with all that is kept beside its token, reads it back and compares.
///
/// # Errors
/// [`Error::Store`], and [`Error::ReadBack`] where the store gives back something else than it was given.
pub fn copy(
    account: &Account,
    from: &Store,
    to: &Store,
    force: bool,
    dry_run: bool,
) -> Result<Copied, Error> {
    let secret = from.get(account)?;
    let is_there = |wanted: &Secret| match to.get(account) {
        Ok(found) => Ok(Some(bool::from(found.encode().ct_eq(&wanted.encode())))),
        Err(Fault::Damaged) => Ok(Some(false)),
        Err(Fault::NotFound) => Ok(None),
        Err(fault) => Err(Error::from(fault)),
    };
    let copied = match is_there(&secret)? {
        None => Copied::New,
        Some(true) => return Ok(Copied::Same),
        Some(false) if force => Copied::Replaced,
        Some(false) => return Ok(Copied::Conflict),
    };
    if !dry_run {
        to.set(account, &secret)?;
        if is_there(&secret)? != Some(true) {
            return Err(Error::ReadBack {
                account: account.clone(),
            });
        }
    }
    Ok(copied)
}
