//! Copies from one store to another.

use crate::apply::stored::{replace, stored};
use crate::credential::{Account, Secret, Stored};
use crate::error::Error;
use crate::plan::OnConflict;
use crate::store::Store;

/// How the credential of an account in one store compares with the one in another store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// The other store has none.
    Absent,
    /// The other store has the same one.
    Same,
    /// The other store has the same one with another scope.
    OtherScope,
    /// The other store has a different or damaged one.
    Different,
}

/// The outcome of copying a credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Copied {
    /// It was added to the other store.
    Added,
    /// The other store already had it.
    Unchanged,
    /// It replaced a different one.
    Replaced,
    /// The other store has a different one, which was not replaced.
    Conflict,
    /// The other store has it with another scope, which was not replaced.
    OtherScope,
    /// The first store has a damaged credential, or several for this account.
    Unreadable,
}

impl Copied {
    /// The outcome of a copy unless another process changes the stores.
    pub fn expected(comparison: Comparison, on_conflict: OnConflict) -> Self {
        match (comparison, on_conflict) {
            (Comparison::Absent, _) => Self::Added,
            (Comparison::Same, _) => Self::Unchanged,
            (Comparison::Different | Comparison::OtherScope, OnConflict::Replace) => Self::Replaced,
            (Comparison::OtherScope, OnConflict::Skip) => Self::OtherScope,
            (Comparison::Different, OnConflict::Skip) => Self::Conflict,
        }
    }

    /// Whether the other store has the credential now.
    pub fn is_copied(self) -> bool {
        matches!(self, Self::Added | Self::Unchanged | Self::Replaced)
    }

    /// The name of the outcome in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "copy",
            Self::Unchanged => "same",
            Self::Replaced => "replace",
            Self::Conflict | Self::OtherScope => "conflict",
            Self::Unreadable => "skip",
        }
    }
}

/// Compares the whole credential of `account`, with its expiry and refresh token, in two stores.
///
/// # Errors
/// [`Error::Store`], also if `from` has no such credential.
pub fn compare(account: &Account, from: &Store, to: &Store) -> Result<Comparison, Error> {
    compare_with(&from.get(account)?, account, to)
}

/// Copies the whole credential of `account`, reads it back and compares it. Other keyrc processes
/// cannot change either store meanwhile.
///
/// # Errors
/// [`Error::Store`], also if `from` has no such credential, and [`Error::ReadBack`] if `to` returns
/// another one than was stored.
pub fn copy(
    account: &Account,
    from: &Store,
    to: &Store,
    on_conflict: OnConflict,
) -> Result<Copied, Error> {
    let _changes = (from.change()?, to.change()?);
    let secret = from.get(account)?;
    let copied = Copied::expected(compare_with(&secret, account, to)?, on_conflict);
    if matches!(copied, Copied::Added | Copied::Replaced) {
        replace(account, &secret, to)?;
        if compare_with(&secret, account, to)? != Comparison::Same {
            return Err(Error::ReadBack {
                account: account.clone(),
            });
        }
    }
    Ok(copied)
}

/// Deletes the credential of `account` from `from`, if `to` has the same one. Other keyrc processes
/// cannot change either store meanwhile.
///
/// # Errors
/// As [`compare`].
pub fn delete_if_same(account: &Account, from: &Store, to: &Store) -> Result<Comparison, Error> {
    let _changes = (from.change()?, to.change()?);
    let comparison = compare(account, from, to)?;
    if comparison == Comparison::Same {
        from.delete(account)?;
    }
    Ok(comparison)
}

fn compare_with(secret: &Secret, account: &Account, to: &Store) -> Result<Comparison, Error> {
    Ok(match stored(to, account)? {
        Stored::Absent => Comparison::Absent,
        found if found.is_secret(secret) => Comparison::Same,
        Stored::Credential(found) => {
            let scope = secret.scope;
            let found = Stored::Credential(Secret { scope, ..found });
            match found.is_secret(secret) {
                true => Comparison::OtherScope,
                false => Comparison::Different,
            }
        }
        _ => Comparison::Different,
    })
}
