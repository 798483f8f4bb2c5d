//! A search in a store.

use crate::credential::{Account, Login, Secret};
use crate::error::{Error, SelectBy};
use crate::host::{Endpoint, Host};
use crate::lookup::Reach;
use crate::store::{Fault, Store};

/// Reads the secret of the only account of a host, and maybe its login.
pub(super) type ReadOnly = fn(&Store, &Host) -> Result<(Secret, Option<Login>), Fault>;

pub(super) fn without_login(store: &Store, host: &Host) -> Result<(Secret, Option<Login>), Fault> {
    Ok((store.only(host)?, None))
}

pub(super) fn with_login(store: &Store, host: &Host) -> Result<(Secret, Option<Login>), Fault> {
    let (secret, account) = store.only_with_account(host)?;
    Ok((secret, account.map(|account| account.login)))
}

/// A search in a store.
pub(super) struct Search<'a> {
    pub(super) endpoint: &'a Endpoint,
    pub(super) login: Option<&'a Login>,
    /// The login to use if it exists, and none is requested.
    pub(super) preferred: Option<&'a Login>,
    pub(super) read_only: ReadOnly,
    pub(super) reach: Reach,
}

impl Search<'_> {
    pub(super) fn not_found(&self) -> Error {
        Error::NotFound {
            host: self.endpoint.host().clone(),
            login: self.login.cloned(),
        }
    }
}

/// Selects the only account with a scope that covers the request. If all of them are out of scope,
/// reports the first one.
///
/// # Errors
/// [`Error::Several`], and any fault of the store.
pub(super) fn only_covering(
    store: &Store,
    host: &Host,
    accounts: Vec<Account>,
    search: &Search<'_>,
) -> Result<(Secret, Option<Login>), Error> {
    let mut covering = Vec::new();
    let mut first = None;
    for account in accounts {
        let secret = store.get(&account)?;
        if search.reach == Reach::Anywhere || secret.scope.covers(host, search.endpoint) {
            covering.push((secret, Some(account.login)));
        } else {
            first.get_or_insert((secret, Some(account.login)));
        }
    }
    match (covering.len(), first) {
        (1, _) | (0, None) => covering.pop().ok_or_else(|| search.not_found()),
        (0, Some(first)) => Ok(first),
        _ => Err(Error::Several {
            host: host.clone(),
            logins: covering
                .into_iter()
                .filter_map(|(_, login)| login)
                .collect(),
            by: SelectBy::LoginOrDefault,
        }),
    }
}
