//! What several commands say in the same words.

use std::path::Path;

use jiff::Timestamp;
use serde::Serialize;

use crate::config::Config;
use crate::credential::{Account, Login};
use crate::error::Error;
use crate::host::Host;
use crate::lookup::{Found, Source};
use crate::netrc::{Document, FaultKind};
use crate::plain::{NetrcFile, Terms};
use crate::store::{self, Fault};
use crate::text::{argument, shown};
use crate::text::{escaped, escaped_json};

use crate::cli::World;

/// What stands for a secret wherever one is not to be seen. Its length says nothing.
pub(crate) const MASK: &str = "********";

/// The hosts of a command line, each once.
pub(crate) fn hosts(given: &[String]) -> Result<Vec<Host>, Error> {
    let mut hosts: Vec<Host> = Vec::with_capacity(given.len());
    for text in given {
        let host = text.parse()?;
        if !hosts.contains(&host) {
            hosts.push(host);
        }
    }
    Ok(hosts)
}

/// Refuses to change what a variable of the environment would hide.
pub(crate) fn refuse_shadowed(world: &World, hosts: &[Host]) -> Result<(), Error> {
    let default_host = world.config()?.default_host();
    for host in hosts {
        if let Some((variable, _)) = world.environment.token(host, default_host.as_ref())? {
            return Err(Error::Shadowed {
                variable: variable.to_owned(),
                host: host.clone(),
            });
        }
    }
    Ok(())
}

/// The account of `host` that is meant, as [`store::choose`] tells; by the settings, where they have a say.
pub(crate) fn choose(
    host: &Host,
    accounts: &[Account],
    login: Option<&Login>,
    config: Option<&Config>,
) -> Result<Account, Error> {
    let default = config.and_then(|config| config.default_login(host));
    store::choose(accounts, login, default.as_ref()).map_err(|fault| match fault {
        Fault::NotFound => Error::NotStored {
            host: host.clone(),
            login: login.cloned(),
        },
        Fault::Several(accounts) => Error::Several {
            host: host.clone(),
            logins: accounts.into_iter().map(|account| account.login).collect(),
            can_set_default: config.is_some(),
        },
        fault => fault.into(),
    })
}

/// Says that the store could not be asked, where another source answered in its place.
pub(crate) fn warn_of_fault(world: &World, found: &Found) {
    if let Some(fault) = &found.store_fault {
        world.warn(&format!("{fault}; the token is from {}", found.source));
    }
}

/// Says that a token is past its time.
pub(crate) fn warn_of_expiry(world: &World, found: &Found) {
    let Some(at) = found.secret.expires else {
        return;
    };
    if at <= Timestamp::now().as_second() {
        let when = time(at).unwrap_or_else(|| at.to_string());
        world.warn(&format!("the token for `{}` expired at {when}", found.host));
        world.hint(&format!(
            "store a new one with `keyrc login {}`",
            argument(found.host.as_str())
        ));
    }
}

/// A time as a person reads it, from seconds since 1970.
pub(crate) fn time(seconds: i64) -> Option<String> {
    Timestamp::from_second(seconds)
        .ok()
        .map(|at| at.to_string())
}

/// Says that a token is still in the netrc, where whoever reads the file reads it, and what to do about it.
pub(crate) fn warn_plain_text(world: &World, account: &Account, hint: &str) {
    let Some(path) = world.netrc.clone() else {
        return;
    };
    let Ok(file) = NetrcFile::read(&path, Terms::default()) else {
        return;
    };
    if file
        .document()
        .find(&account.host, Some(account.login.as_str()))
        .is_some()
    {
        world.warn(&format!(
            "{} still has a token for {} in plain text",
            shown(&path),
            escaped(&account.to_string())
        ));
        world.hint(hint);
    }
}

/// Says what in a netrc, outside its entries, tools stumble over; each kind once.
pub(crate) fn warn_of_faults(world: &World, document: &Document, path: &Path) {
    warn_of(world, document, path, |_| true);
}

/// The same, but only of faults that no entry has and no reader stumbles over.
pub(crate) fn warn_of_hidden(world: &World, document: &Document, path: &Path) {
    warn_of(world, document, path, |kind| {
        kind == FaultKind::EntryInMacro
    });
}

fn warn_of(world: &World, document: &Document, path: &Path, is_wanted: impl Fn(FaultKind) -> bool) {
    let mut told = Vec::new();
    for fault in document
        .faults()
        .iter()
        .filter(|fault| !fault.in_entry && is_wanted(fault.kind))
    {
        if !told.contains(&fault.kind) {
            world.warn(&format!(
                "{}:{}: {}",
                shown(path),
                document.position(fault.at),
                fault.kind
            ));
            told.push(fault.kind);
        }
    }
}

/// A bar on the terminal for work that takes long enough to wonder; keyrings need up to a second for one item.
pub(crate) fn progress(count: usize, what: &str) -> indicatif::ProgressBar {
    if count < 20 {
        return indicatif::ProgressBar::hidden();
    }
    indicatif::ProgressBar::new(count as u64).with_message(escaped(what))
}

/// The one word for a source in JSON.
pub(crate) fn word(source: &Source) -> &'static str {
    match source {
        Source::Environment(_) => "environment",
        Source::Store(_) => "store",
        Source::Netrc(_) => "netrc",
    }
}

/// Prints a fact as one line of JSON.
pub(crate) fn json(world: &World, fact: &impl Serialize) -> Result<(), Error> {
    let text = serde_json::to_string(fact).map_err(|error| Error::Io {
        action: "write JSON",
        error: error.into(),
    })?;
    world.say(&escaped_json(&text))
}
