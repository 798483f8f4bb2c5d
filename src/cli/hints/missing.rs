//! Hints for a host that has no token: a host or variable with a similar name.

use crate::cli::world::World;
use crate::credential::{Account, Login};
use crate::host::Host;
use crate::text::{argument, closest, escaped, login_option};

/// Hosts that many people have tokens for.
const KNOWN: [&str; 14] = [
    "api.github.com",
    "bitbucket.org",
    "codeberg.org",
    "dev.azure.com",
    "ghcr.io",
    "github.com",
    "gitlab.com",
    "huggingface.co",
    "hub.docker.com",
    "api.heroku.com",
    "pypi.org",
    "registry.npmjs.org",
    "upload.pypi.org",
    "urs.earthdata.nasa.gov",
];

/// Shorter hosts are close to another one by chance, like `a.test` and `c.test`.
const SHORT: usize = 8;

/// Two slips are plausible only in a host that is longer: `gitlab.com` is not a mistyped
/// `github.com`.
const MEDIUM: usize = 12;

/// Returns a hint that names a well-known host which is close to `host`.
pub(super) fn well_known(host: &Host) -> Option<String> {
    let word = host.as_str();
    let close = longer_name(word, &KNOWN).or_else(|| {
        // A short name that differs in a letter is probably another host.
        let close = mistyped(word, &KNOWN);
        close.filter(|_| word.len() >= SHORT)
    })?;
    Some(format!(
        "did you mean `{close}`? Store a token with `keyrc login {close}`"
    ))
}

/// Suggests a stored login of `host`, or else a stored host, of which the name looks like a typo.
/// Does not unlock a store.
pub(super) fn similar(world: &World, host: &Host, login: Option<&Login>) -> Option<String> {
    let (store, _) = world.store_unasked();
    let accounts = store.ok()?.list().ok()?;
    let own = accounts.iter().filter(|account| account.host == *host);
    let logins: Vec<&str> = own.map(|account| account.login.as_str()).collect();
    if let (false, Some(login)) = (logins.is_empty(), login) {
        let option = login_option(closest(login.as_str(), &logins)?);
        return Some(format!("did you mean `{option}`?"));
    }
    let hosts: Vec<&str> = accounts
        .iter()
        .map(|account| account.host.as_str())
        .collect();
    let word = host.as_str();
    let similar = longer_name(word, &hosts).or_else(|| mistyped(word, &hosts))?;
    Some(format!("did you mean `{}`?", escaped(similar)))
}

/// The known host that `word` is a part of: `github.com` for `github` and `www.github.com`.
fn longer_name<'n>(word: &str, known: &[&'n str]) -> Option<&'n str> {
    let is_meant = |name: &&&str| {
        word.strip_prefix("www.") == Some(**name)
            || name.split_once('.').is_some_and(|(first, rest)| {
                first == word && !rest.contains('.') && first.len() >= 4
            })
    };
    known.iter().find(is_meant).copied()
}

/// The known host that `word` probably is, with a slip of the fingers.
fn mistyped<'n>(word: &str, known: &[&'n str]) -> Option<&'n str> {
    let is_close = |name: &&str| {
        let shorter = name.len().min(word.len());
        let slips = strsim::damerau_levenshtein(word, name);
        // In a short name, only a missing or an added letter: `h3.tst`, but not `h4.test`.
        let is_probable = shorter >= SHORT || name.len() != word.len();
        slips > 0 && slips <= 1 + usize::from(shorter > MEDIUM) && is_probable
    };
    let close: Vec<&str> = known.iter().copied().filter(is_close).collect();
    closest(word, &close)
}

/// Returns a hint that names a stored token for another port or path of `host`. Unlocks nothing.
///
/// If a login was requested, names only a token with this login.
pub(super) fn other_place(world: &World, host: &Host, login: Option<&Login>) -> Option<String> {
    let (store, _) = world.store_unasked();
    let accounts = store.ok()?.list().ok()?;
    let is_other = |other: &&Account| {
        let is_login = login.is_none_or(|login| other.login == *login);
        is_login && other.host.name() == host.name() && other.host != *host
    };
    let other = accounts.iter().find(is_other)?;
    let stored = argument(other.host.as_str());
    let option = login_option(other.login.as_str());
    Some(format!(
        "a token is stored for {stored} only; show its scope with `keyrc scope {stored} {option}`"
    ))
}

/// Returns a hint if an `[[account]]` of the settings chose this login.
pub(super) fn chosen_here(world: &World, host: &Host, login: Option<&Login>) -> Option<String> {
    let login = login?;
    let is_chosen = world.with_sources(|sources| {
        let rule = sources.rule(&host.clone().into());
        Ok(rule.is_some_and(|rule| rule.login == *login))
    });
    let host = argument(host.as_str());
    is_chosen
        .ok()?
        .then(|| format!("the settings choose this login here; see `keyrc explain {host}`"))
}

/// Returns a hint if a host without a dot and a login that is a host were probably swapped.
pub(super) fn swapped(host: &Host, login: Option<&Login>) -> Option<String> {
    let login = login?.as_str();
    let is_host = login.contains('.') && !login.contains('@') && login.parse::<Host>().is_ok();
    if !is_host || host.as_str().contains(['.', ':', '/']) {
        return None;
    }
    let (host, option) = (argument(login), login_option(host.as_str()));
    Some(format!("did you mean the host {host}, with `{option}`?"))
}

/// Warns of variables with tokens that are for other hosts than `host`: the name may be mistyped.
pub(crate) fn warn_of_variables(host: &Host, world: &World) {
    let ignored: Vec<String> = world
        .environment
        .names()
        .map(|name| format!("`{}`", escaped(name)))
        .collect();
    if ignored.is_empty() || host.is_service() {
        return;
    }
    let name = variable_name(host);
    if let Some(name) = name
        .as_ref()
        .filter(|name| world.environment.names().any(|own| own == *name))
    {
        world.warn(&format!("`{name}` is for https and the default port only"));
        world.hint(&format!(
            "for another protocol or port, set `KEYRC_TOKEN` to the token and its URL, as in `TOKEN@http://{host}`"
        ));
        return;
    }
    let expected = match name {
        Some(name) => format!("`{name}` or `KEYRC_TOKEN` with `TOKEN@{host}`"),
        None => format!("`KEYRC_TOKEN` with `TOKEN@{host}`"),
    };
    world.warn(&format!(
        "no variable is for `{host}`: keyrc looked for {expected}, and ignored {}",
        ignored.join(", ")
    ));
}

/// The name of the variable for a host alone. There is none for a host with a port, or for a name
/// that does not survive the encoding.
fn variable_name(host: &Host) -> Option<String> {
    let is_encodable = !host.is_ipv6() && !host.name().contains('_') && host.port().is_none();
    let encoded = host.name().replace('-', "__").replace('.', "_");
    is_encodable.then(|| format!("KEYRC_TOKEN_{}", encoded.to_ascii_uppercase()))
}
