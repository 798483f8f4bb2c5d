//! Selects the credentials to export, and prints the outcome.

use std::collections::BTreeMap;

use secrecy::SecretString;

use crate::cli::output;
use crate::cli::world::World;
use crate::credential::{Account, Login};
use crate::error::Error;
use crate::host::Host;
use crate::plan::{ExportStep, SideEffect};
use crate::readers::Reader;
use crate::store::Store;
use crate::text::escaped;

/// Returns the credentials to export, one for each host; without `hosts`, for every host of the
/// store.
///
/// # Errors
/// [`Error::NothingStored`] if the store is empty, and all errors of choosing an account and
/// reading its token. Nothing has been written then.
pub(crate) fn credentials(
    hosts: &[Host],
    login: Option<&Login>,
    world: &World,
) -> Result<Vec<(Account, SecretString)>, Error> {
    let config = world.config()?;
    let store = world.store()?;
    let mut accounts = Vec::new();
    for (host, known) in accounts_by_host(&store, hosts)? {
        accounts.push(output::choose(&host, &known, login, Some(config))?);
    }
    if accounts.is_empty() {
        return Err(Error::NothingStored);
    }
    let with_secret = |account: Account| Ok((account.clone(), store.get(&account)?.token));
    accounts.into_iter().map(with_secret).collect()
}

fn accounts_by_host(store: &Store, hosts: &[Host]) -> Result<Vec<(Host, Vec<Account>)>, Error> {
    if !hosts.is_empty() {
        return hosts
            .iter()
            .map(|host| Ok((host.clone(), store.accounts(host)?)))
            .collect();
    }
    let mut by_host: BTreeMap<Host, Vec<Account>> = BTreeMap::new();
    for account in store.list()? {
        by_host
            .entry(account.host.clone())
            .or_default()
            .push(account);
    }
    Ok(by_host.into_iter().collect())
}

/// Returns the entry on one line with its token masked, followed by the notes about it in brackets.
pub(crate) fn entry(step: &ExportStep) -> String {
    let host = step.machine.of(&step.account.host);
    let login = escaped(step.account.login.as_str());
    let mut line = format!("machine {host} login {login} password {}", output::MASK);
    let notes = step.notes.iter().map(ToString::to_string);
    for note in step.action.reason().into_iter().chain(notes) {
        line.push_str(&format!("  [{note}]"));
    }
    line
}

/// Warns of entries that some tools no longer read. If `readers` are given, the others are not
/// mentioned.
pub(crate) fn warn_of_side_effects(
    side_effects: &[SideEffect],
    readers: &[&'static Reader],
    world: &World,
) {
    for effect in side_effects {
        let is_relevant =
            |name: &&str| readers.is_empty() || readers.iter().any(|reader| reader.name == *name);
        let names: Vec<&str> = effect.readers.iter().copied().filter(is_relevant).collect();
        if names.is_empty() {
            continue;
        }
        let entry = match (&effect.machine, &effect.login) {
            (None, _) => "`default`".to_owned(),
            (Some(machine), None) => format!("`{}`", escaped(machine)),
            (Some(machine), Some(login)) => {
                format!("`{}` at `{}`", escaped(login), escaped(machine))
            }
        };
        world.warn(&format!(
            "side effect: {} can no longer read the entry for {entry}",
            names.join(", ")
        ));
    }
}
