//! Reports tokens that are in the netrc too.

use crate::cli::world::World;
use crate::credential::{Account, Secret};
use crate::netrc::Document;
use crate::plain::{NetrcFile, ReadPolicy};
use crate::secret;
use crate::store::Store;
use crate::text::{argument, escaped, login_option, shown};

/// Warns if the netrc still has a token for this account after its stored token was replaced.
///
/// Not for a port or a path: the entry is for the whole host, and its token may be another one.
pub(crate) fn warn_of_old(world: &World, account: &Account) {
    if is_whole_host(account) && read(world).is_some_and(|file| has(file.document(), account)) {
        warn_of(world, account);
        let host = argument(account.host.as_str());
        let option = login_option(account.login.as_str());
        world.hint(&format!(
            "write the new token there with `keyrc export-netrc {host} {option} --force`"
        ));
    }
}

/// Returns the accounts with a token in the netrc: any token for a whole host, and the same token as
/// in the store for a port or a path.
pub(crate) fn in_netrc<'a>(
    world: &World,
    accounts: &'a [Account],
    store: &Store,
) -> Vec<&'a Account> {
    let Some(file) = read(world) else {
        return Vec::new();
    };
    let document = file.document();
    let is_left = |account: &&Account| {
        has(document, account) && (is_whole_host(account) || is_same(document, account, store))
    };
    accounts.iter().filter(is_left).collect()
}

/// Returns the accounts that have no entry in the netrc, or whose entry has another token than the
/// store: all of them if the file is not readable. Reads a stored token only if the account has an
/// entry.
pub(crate) fn missing_in_netrc<'a>(
    world: &World,
    accounts: &'a [Account],
    store: &Store,
) -> Vec<&'a Account> {
    let Some(file) = read(world) else {
        return accounts.iter().collect();
    };
    let document = file.document();
    let is_missing =
        |account: &&Account| !has(document, account) || !is_same(document, account, store);
    accounts.iter().filter(is_missing).collect()
}

/// Warns that the netrc has a token for this account.
pub(crate) fn warn_of(world: &World, account: &Account) {
    let Some(path) = &world.netrc else {
        return;
    };
    let of_entry = Account {
        host: account.host.with_port(None).without_path(),
        login: account.login.clone(),
    };
    let (path, account) = (shown(path), escaped(&of_entry.to_string()));
    world.warn(&format!(
        "{path} still has a token for {account} in plain text"
    ));
}

/// Whether a netrc entry can hold the credential as it is stored: for the whole host.
pub(crate) fn is_whole_host(account: &Account) -> bool {
    account.host == account.host.with_port(None).without_path()
}

fn read(world: &World) -> Option<NetrcFile> {
    NetrcFile::read(world.netrc.as_deref()?, ReadPolicy::default()).ok()
}

fn has(document: &Document, account: &Account) -> bool {
    let login = account.login.name();
    let mut entries = document.all(&account.host, login);
    entries.any(|entry| login.is_some() || document.has_no_name(entry))
}

fn is_same(document: &Document, account: &Account, store: &Store) -> bool {
    let stored = store.get(account);
    stored.is_ok_and(|stored| has_token(document, account, &stored))
}

fn has_token(document: &Document, account: &Account, stored: &Secret) -> bool {
    let mut entries = document.all(&account.host, account.login.name());
    entries.any(|entry| {
        let found = document.credential(entry);
        found.is_some_and(|found| {
            found.is_ok_and(|found| secret::equal(&found.token, &stored.token))
        })
    })
}
