//! Messages and checks that several commands share.

use std::path::Path;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

use crate::check::{Stray, StrayKind, Strays};
use crate::cli::world::World;
use crate::config::Config;
use crate::credential::{Account, Login};
use crate::error::{Error, SelectBy};
use crate::host::Host;
use crate::lookup::{Found, Source};
use crate::netrc::{Document, Quirk};
use crate::store::{self, Fault};
use crate::text::{argument, escaped_json, masked, shown};

pub(crate) use crate::text::MASK;

/// Fails if an environment variable overrides the stored token of one of `hosts`.
///
/// # Errors
/// [`Error::Shadowed`], and [`Error::Environment`] if a variable is invalid.
pub(crate) fn refuse_shadowed(world: &World, hosts: &[Host]) -> Result<(), Error> {
    let default_host = world.config()?.default_host();
    for host in hosts {
        let endpoint = host.clone().into();
        let found = world.environment.token(&endpoint, default_host.as_ref())?;
        if let Some(found) = found {
            return Err(Error::Shadowed {
                variable: found.variable.to_owned(),
                host: host.clone(),
            });
        }
    }
    Ok(())
}

/// Chooses an account of a host as [`store::choose`] does. Without `config`, the host has no
/// default account.
///
/// # Errors
/// [`Error::NotStored`] and [`Error::Several`].
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
            by: match config {
                Some(_) => SelectBy::LoginOrDefault,
                None => SelectBy::Login,
            },
        },
        fault => fault.into(),
    })
}

/// Warns that the store failed and a later source answered.
pub(crate) fn warn_of_fault(world: &World, found: &Found) {
    if let Some(fault) = &found.store_fault {
        world.warn(&format!("{fault}; the token is from {}", found.source));
    }
}

/// Warns that a token has expired.
pub(crate) fn warn_of_expiry(world: &World, found: &Found) {
    let Some(expires) = found.secret.expires else {
        return;
    };
    if expires > Timestamp::now().as_second() {
        return;
    }
    let when = time(expires).unwrap_or_else(|| expires.to_string());
    world.warn(&format!("the token for `{}` expired at {when}", found.host));
    let host = argument(found.host.as_str());
    world.hint(&format!("store a new one with `keyrc login {host}`"));
}

/// Formats a time as RFC 3339. `seconds` counts from 1970; returns `None` if it is out of range.
pub(crate) fn time(seconds: i64) -> Option<String> {
    let time = Timestamp::from_second(seconds).ok()?;
    Some(time.to_string())
}

/// Warns of the quirks of a netrc outside its entries, each once.
pub(crate) fn warn_of_quirks(world: &World, document: &Document, path: &Path) {
    for line in stray_lines(Strays::new(document).outside()) {
        world.warn(&format!("{}: {line}", shown(path)));
    }
    warn_of(world, document, path, |quirk| quirk != Quirk::UnknownWord);
}

/// Warns of entries inside macros. A check of the entries does not report them, because every
/// reader skips macros.
pub(crate) fn warn_of_hidden(world: &World, document: &Document, path: &Path) {
    warn_of(world, document, path, |quirk| quirk == Quirk::EntryInMacro);
}

fn warn_of(world: &World, document: &Document, path: &Path, selects: impl Fn(Quirk) -> bool) {
    let mut reported = Vec::new();
    for found in document.quirks() {
        let quirk = found.quirk;
        if found.entry.is_some() || !selects(quirk) || reported.contains(&quirk) {
            continue;
        }
        reported.push(quirk);
        let (path, position) = (shown(path), document.position(found.at));
        world.warn(&format!("{path}:{position}: {quirk}; {}", quirk.fix()));
    }
}

/// Describes text that is not part of an entry, each kind once with its lines.
pub(crate) fn stray_lines<'s>(strays: impl Iterator<Item = &'s Stray>) -> Vec<String> {
    let mut kinds: Vec<(StrayKind, Vec<usize>)> = Vec::new();
    for stray in strays {
        let line = stray.position.line;
        match kinds.iter_mut().find(|(kind, _)| *kind == stray.kind) {
            Some((_, lines)) => lines.push(line),
            None => kinds.push((stray.kind, vec![line])),
        }
    }
    let described = kinds
        .iter()
        .map(|(kind, lines)| format!("{}: {kind}; {}", numbers(lines), kind.fix()));
    described.collect()
}

/// Returns the numbers of lines in ascending order, such as `lines 2, 4 and 7`.
pub(crate) fn numbers(lines: &[usize]) -> String {
    const SHOWN: usize = 8;
    let mut lines = lines.to_vec();
    lines.dedup();
    let shown: Vec<String> = lines.iter().take(SHOWN).map(usize::to_string).collect();
    match &shown[..] {
        _ if lines.len() > SHOWN => format!(
            "lines {} and {} more",
            shown.join(", "),
            lines.len() - SHOWN
        ),
        [line] => format!("line {line}"),
        [first @ .., last] => format!("lines {} and {last}", first.join(", ")),
        [] => "no line".to_owned(),
    }
}

/// Fails if a netrc has text that is not part of an entry.
///
/// # Errors
/// [`Error::NotEntries`].
pub(crate) fn refuse_strays(document: &Document, path: &Path) -> Result<(), Error> {
    let strays = Strays::new(document);
    let lines = strays.outside().count();
    if lines == 0 {
        return Ok(());
    }
    let path = path.to_owned();
    Err(Error::NotEntries { path, lines })
}

/// Returns the name of a source in JSON.
pub(crate) fn source_name(source: &Source) -> &'static str {
    match source {
        Source::Environment(_) => "environment",
        Source::Store(_) => "store",
        Source::Netrc(_) => "netrc",
    }
}

/// Returns an account as JSON.
pub(crate) fn account_fact(account: &Account) -> Value {
    json!({ "host": account.host.as_str(), "login": account.login.name() })
}

/// Prints a fact as one line of JSON. Masks texts that have the shape of a token.
pub(crate) fn json(world: &World, fact: &impl Serialize) -> Result<(), Error> {
    let mut fact = serde_json::to_value(fact).map_err(cannot_write)?;
    mask(&mut fact);
    json_with_tokens(world, &fact)
}

/// Prints a fact as one line of JSON, tokens included.
pub(crate) fn json_with_tokens(world: &World, fact: &Value) -> Result<(), Error> {
    let text = serde_json::to_string(fact).map_err(cannot_write)?;
    world.say_exact(&escaped_json(&text))
}

fn cannot_write(error: serde_json::Error) -> Error {
    Error::Io {
        action: "write JSON",
        error: error.into(),
    }
}

/// Masks the texts in a fact that have the shape of a token.
fn mask(fact: &mut Value) {
    match fact {
        Value::String(text) => *text = masked(text),
        Value::Array(items) => items.iter_mut().for_each(mask),
        Value::Object(fields) => fields
            .iter_mut()
            .filter(|(key, _)| !PUBLIC.contains(&key.as_str()))
            .for_each(|(_, value)| mask(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The fields with public keys, and those with paths: a folder can be named after a hash.
const PUBLIC: [&str; 4] = ["file", "path", "settings", "recipients"];
