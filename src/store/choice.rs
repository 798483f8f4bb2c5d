//! Selects one of the accounts of a host.

use crate::credential::{Account, Login};
use crate::store::Fault;

/// Selects an account of a host: the requested one, else the only one, else the default.
///
/// # Errors
/// [`Fault::NotFound`] and [`Fault::Several`].
pub fn choose(
    accounts: &[Account],
    login: Option<&Login>,
    default: Option<&Login>,
) -> Result<Account, Fault> {
    let account_of = |login: &Login| {
        accounts
            .iter()
            .find(|account| account.login == *login)
            .cloned()
    };
    match (login, accounts) {
        (Some(login), _) => account_of(login).ok_or(Fault::NotFound),
        (None, []) => Err(Fault::NotFound),
        (None, [one]) => Ok(one.clone()),
        (None, several) => default
            .and_then(account_of)
            .ok_or_else(|| Fault::Several(several.to_vec())),
    }
}
