//! The default accounts that a migration sets.
//!
//! Many tools use the first of several entries for a host. A store has no such order, so the
//! account that comes first in the file becomes the default of its host.

use std::collections::{HashMap, HashSet};

use crate::apply::ImportOutcome;
use crate::cli::args::Format;
use crate::cli::args::netrc::Selection;
use crate::cli::task::Late;
use crate::cli::world::World;
use crate::config::Config;
use crate::credential::Account;
use crate::error::Error;
use crate::host::Host;
use crate::plan::{Candidate, Import};
use crate::text::{argument, escaped, login_option};

/// Returns the first account of each host that has several accounts in the file and no default
/// account. Leaves out a host if its first account is not in the store.
///
/// # Errors
/// Those of reading the settings.
pub(crate) fn new(
    plan: &Import,
    outcomes: &[ImportOutcome],
    world: &World,
) -> Result<Vec<Account>, Error> {
    let config = world.config()?;
    let mut stored: HashMap<Host, usize> = HashMap::new();
    let steps = || plan.steps().iter().zip(outcomes);
    for (step, outcome) in steps() {
        if let Some(account) = step.candidate.account().filter(|_| outcome.is_in_store()) {
            *stored.entry(account.host.clone()).or_default() += 1;
        }
    }
    let mut seen = HashSet::new();
    let mut first = Vec::new();
    for (step, outcome) in steps() {
        let Some(host) = host(&step.candidate).filter(|host| seen.insert(host.clone())) else {
            continue;
        };
        let account = step.candidate.account();
        let Some(account) = account.filter(|_| outcome.is_in_store()) else {
            continue;
        };
        let is_one_of_several = stored.get(&host).is_some_and(|&count| count > 1);
        if is_one_of_several && config.default_login(&host).is_none() {
            first.push(account.clone());
        }
    }
    Ok(first)
}

fn host(candidate: &Candidate) -> Option<Host> {
    match candidate.account() {
        Some(account) => Some(account.host.clone()),
        None => candidate.machine.as_ref()?.parse().ok(),
    }
}

/// Makes each of `accounts` the default of its host, unless the host has one or this is a dry run.
/// Returns the new default accounts: none if the settings cannot be written, which does not stop a
/// migration. Puts that error into `late`.
pub(crate) fn set(
    accounts: Vec<Account>,
    args: &Selection,
    late: &mut Late,
    world: &World,
) -> Vec<Account> {
    if accounts.is_empty() || args.dry_run {
        return accounts;
    }
    let folder = world.config_folder();
    let done = folder.and_then(|folder| Config::add_default_logins(folder, &accounts));
    if done.is_ok() {
        return accounts;
    }
    late.keep(done);
    world.warn("the settings did not change, so these hosts have no default account");
    for Account { host, login } in &accounts {
        let (host, option) = (argument(host.as_str()), login_option(login.as_str()));
        world.hint(&format!(
            "select the first one in the file with `keyrc switch {host} {option}`"
        ));
    }
    Vec::new()
}

/// The most hosts that are printed one by one.
const NAMED: usize = 10;

/// Prints the new default accounts; in a dry run, the expected ones.
///
/// # Errors
/// As [`World::say`].
pub(crate) fn print(accounts: &[Account], args: &Selection, world: &World) -> Result<(), Error> {
    if args.format == Format::Json {
        return Ok(());
    }
    let verb = if args.dry_run { "would be" } else { "is now" };
    if accounts.len() > NAMED {
        return world.say(&format!(
            "the first account in the file {verb} the default account at {} hosts",
            accounts.len()
        ));
    }
    accounts.iter().try_for_each(|Account { host, login }| {
        let login = escaped(login.label());
        world.say(&format!(
            "{login} {verb} the default account at {host}: it is the first in the file"
        ))
    })
}
