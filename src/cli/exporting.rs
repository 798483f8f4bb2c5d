//! Selects the credentials to export, and prints the outcome.

use std::collections::BTreeMap;

use crate::cli::hints::hint_of_fault;
use crate::cli::output;
use crate::cli::task::{self, Steps};
use crate::cli::world::World;
use crate::credential::{Account, Login, Secret};
use crate::error::{Error, SelectBy};
use crate::host::Host;
use crate::plan::{Effect, ExportStep, SideEffect};
use crate::readers::ToolSet;
use crate::store::{Fault, Store};
use crate::text::{argument, escaped, login_option};

/// Which accounts to export.
pub(crate) struct Choice {
    /// The hosts; all hosts of the store if empty.
    pub(crate) hosts: Vec<Host>,
    /// The accounts of each host.
    pub(crate) logins: Logins,
}

impl Choice {
    /// One account of every host.
    pub(crate) const ALL: Self = Self {
        hosts: Vec::new(),
        logins: Logins::Here,
    };
}

/// Which accounts of a host to export.
pub(crate) enum Logins {
    /// Its only account, or else its default account.
    Default,
    /// As `Default`, but first the account that the settings choose in this directory.
    Here,
    /// These, in this order.
    Named(Vec<Login>),
    /// All, the default account first.
    All,
}

/// The credentials to export.
#[derive(Default)]
pub(crate) struct Chosen {
    pub(crate) credentials: Vec<(Account, Secret)>,
    /// The hosts that have several accounts and no default one.
    pub(crate) undecided: Vec<Undecided>,
    /// The accounts that were left out because another one is the default of their host. Empty if
    /// the hosts were named.
    pub(crate) not_default: Vec<Account>,
    /// The accounts with an unusable item.
    pub(crate) unreadable: Vec<(Account, Fault)>,
}

/// A host that has several accounts and no default one.
pub(crate) struct Undecided {
    pub(crate) host: Host,
    pub(crate) logins: Vec<Login>,
}

impl Undecided {
    /// The error for a command that needs one account of this host.
    pub(crate) fn into_error(self) -> Error {
        Error::Several {
            host: self.host,
            logins: self.logins,
            by: SelectBy::LoginOrDefault,
        }
    }
}

/// Returns the credentials to export, in the order of the hosts.
///
/// # Errors
/// [`Error::NothingStored`] if the store is empty, [`Error::Several`] if a host of the choice needs
/// a login, and all errors of choosing an account and reading its token. Nothing has been written
/// then.
pub(crate) fn credentials(choice: &Choice, world: &World) -> Result<Chosen, Error> {
    stored_credentials(choice, world).inspect_err(|_| warn_of_variables(world))
}

/// Warns of tokens in variables, which the user may have expected in the netrc.
fn warn_of_variables(world: &World) {
    let names = world.environment.names();
    let names: Vec<String> = names.map(|name| format!("`{}`", escaped(name))).collect();
    if !names.is_empty() {
        world.warn(&format!(
            "only stored tokens are written to a netrc, not those in {}",
            names.join(", ")
        ));
    }
}

fn stored_credentials(choice: &Choice, world: &World) -> Result<Chosen, Error> {
    let store = world.store()?;
    let mut chosen = Chosen::default();
    let mut accounts = Vec::new();
    for (host, known) in accounts_by_host(&store, &choice.hosts)? {
        match accounts_of(&host, &known, &choice.logins, world) {
            Ok(of_host) => {
                if choice.hosts.is_empty() && !host.is_service() {
                    let left = known.iter().filter(|account| !of_host.contains(account));
                    chosen.not_default.extend(left.cloned());
                }
                accounts.extend(of_host);
            }
            // A netrc cannot have any of its accounts.
            Err(Error::Several { host, .. }) if host.is_service() && choice.hosts.is_empty() => {}
            Err(Error::Several { host, logins, .. }) if choice.hosts.is_empty() => {
                chosen.undecided.push(Undecided { host, logins });
            }
            Err(error) => return Err(error),
        }
    }
    if accounts.is_empty() && chosen.undecided.is_empty() {
        return Err(Error::NothingStored);
    }
    let total = accounts.len();
    let steps = Steps::new("Reading tokens", total);
    for account in accounts {
        let next = steps.next();
        next.map_err(|cause| task::unfinished("wrote", (0, total), cause))?;
        match store.get(&account) {
            Ok(secret) => chosen.credentials.push((account, secret)),
            Err(fault) if fault.is_unusable_item() => chosen.unreadable.push((account, fault)),
            Err(fault) => return Err(fault.into()),
        }
    }
    if chosen.credentials.is_empty()
        && let Some((_, fault)) = chosen.unreadable.pop()
    {
        return Err(fault.into());
    }
    warn_of_unreadable(&chosen.unreadable, world);
    Ok(chosen)
}

fn warn_of_unreadable(unreadable: &[(Account, Fault)], world: &World) {
    for (_, fault) in unreadable {
        world.warn(&format!("skipped a token: {fault}"));
        if let Some(hint) = hint_of_fault(fault) {
            world.hint(&hint);
        }
    }
}

fn accounts_of(
    host: &Host,
    known: &[Account],
    logins: &Logins,
    world: &World,
) -> Result<Vec<Account>, Error> {
    let config = Some(world.config()?);
    match logins {
        Logins::Default => Ok(vec![output::choose(host, known, None, config)?]),
        Logins::Here => match login_here(host, world)? {
            None => Ok(vec![output::choose(host, known, None, config)?]),
            Some(login) => {
                let chosen = known.iter().filter(|account| account.login == login);
                Ok(chosen.cloned().collect())
            }
        },
        Logins::Named(logins) => {
            let named = logins.iter();
            named
                .map(|login| output::choose(host, known, Some(login), config))
                .collect()
        }
        Logins::All if known.is_empty() => Err(Error::NotStored {
            host: host.clone(),
            login: None,
        }),
        Logins::All => {
            let default = world.config()?.default_login(host);
            let mut accounts = known.to_vec();
            accounts.sort_by_key(|account| Some(&account.login) != default.as_ref());
            Ok(accounts)
        }
    }
}

fn login_here(host: &Host, world: &World) -> Result<Option<Login>, Error> {
    world.with_sources(|sources| {
        let rule = sources.rule(&host.clone().into());
        Ok(rule.map(|rule| rule.login.clone()))
    })
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

/// Warns of hosts that `exec` leaves out because they have several accounts.
pub(crate) fn warn_of_undecided(undecided: &[Undecided], world: &World) {
    for undecided in undecided {
        warn_of_several(undecided, world);
        let logins = &undecided.logins;
        let option = logins
            .first()
            .map_or("-u NAME".into(), |login| login_option(login.as_str()));
        let host = argument(undecided.host.as_str());
        world.hint(&format!("select one with `keyrc switch {host} {option}`"));
    }
}

/// Warns of accounts that an export leaves out because a netrc gets one account of each host.
pub(crate) fn warn_of_left_out(chosen: &Chosen, world: &World) {
    for undecided in &chosen.undecided {
        warn_of_several(undecided, world);
    }
    for account in &chosen.not_default {
        let (login, host) = (escaped(account.login.label()), &account.host);
        world.warn(&format!(
            "skipped `{login}` at `{host}`: it is not the default account"
        ));
    }
    if !chosen.undecided.is_empty() || !chosen.not_default.is_empty() {
        world.hint("write every account of each host with `--all-logins`");
    }
}

fn warn_of_several(Undecided { host, logins }: &Undecided, world: &World) {
    let names: Vec<String> = logins
        .iter()
        .map(|login| format!("`{}`", escaped(login.label())))
        .collect();
    world.warn(&format!(
        "skipped `{host}`, which has several accounts: {}",
        names.join(", ")
    ));
}

/// Returns the entry on one line with its token masked, followed by the notes about it in brackets.
pub(crate) fn entry(step: &ExportStep, tools: &ToolSet) -> String {
    let host = step.machine.of(&step.account.host);
    let mut line = format!("machine {host} {}", step.fields);
    let notes = notes(step, tools).into_iter();
    for note in step.action.reason().into_iter().chain(notes) {
        line.push_str(&format!("  [{note}]"));
    }
    line
}

/// Returns the notes about an entry, as far as they concern `tools`.
pub(crate) fn notes(step: &ExportStep, tools: &ToolSet) -> Vec<String> {
    let notes = step.notes.iter();
    notes
        .filter_map(|note| note.with_names(|readers| tools.names_of_all(readers)))
        .map(|note| note.to_string())
        .collect()
}

/// The most entries that one warning names.
const NAMED: usize = 5;

/// Warns of entries that some of `tools` no longer read, and of hosts for which they find other
/// credentials, once for all of the same tools.
pub(crate) fn warn_of_side_effects(side_effects: &[SideEffect], tools: &ToolSet, world: &World) {
    let mut groups: Vec<((bool, String), Vec<String>)> = Vec::new();
    for effect in side_effects {
        let names = tools.names_of_all(&effect.readers).join(", ");
        let kind = (effect.effect == Effect::Unread, names);
        match groups.iter_mut().find(|(other, _)| *other == kind) {
            _ if kind.1.is_empty() => {}
            Some((_, affected_names)) => affected_names.push(affected(effect)),
            None => groups.push((kind, vec![affected(effect)])),
        }
    }
    for ((is_unread, names), entries) in groups {
        let more = match entries.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let effect = match (is_unread, entries.len()) {
            (true, 1) => "can no longer read the entry for",
            (true, _) => "can no longer read the entries for",
            (false, _) => "will no longer use the same credentials as before for",
        };
        let named = entries[..entries.len().min(NAMED)].join(", ");
        world.warn(&format!("side effect: {names} {effect} {named}{more}"));
    }
}

fn affected(effect: &SideEffect) -> String {
    match (&effect.machine, &effect.login) {
        (None, _) => "`default`".to_owned(),
        (Some(machine), None) => format!("`{}`", escaped(machine)),
        (Some(machine), Some(login)) => format!("`{}` at `{}`", escaped(login), escaped(machine)),
    }
}
