//! Hints for a host that has no token: a host or variable with a similar name.

use crate::cli::world::World;
use crate::host::Host;
use crate::text::{argument, closest, escaped};

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

/// The shortest host, in bytes, that is compared with others.
const SHORTEST: usize = 8;

/// Returns a hint that names a well-known host which is close to `host`.
pub(super) fn well_known(host: &Host) -> Option<String> {
    // A short name that differs in a letter is probably another host.
    if host.as_str().len() < SHORTEST {
        return None;
    }
    let close = closest(host.as_str(), &KNOWN).filter(|close| *close != host.as_str())?;
    Some(format!(
        "did you mean `{close}`? Store a token with `keyrc login {close}`"
    ))
}

/// Returns a hint that names a stored token for another port or path of `host`. Unlocks nothing.
pub(super) fn other_place(world: &World, host: &Host) -> Option<String> {
    let (store, _) = world.store_unasked();
    let accounts = store.ok()?.list().ok()?;
    let mut others = accounts.iter();
    let other = others.find(|other| other.host.name() == host.name() && other.host != *host)?;
    let stored = argument(other.host.as_str());
    let login = argument(other.login.as_str());
    Some(format!(
        "a token is stored for {stored} only; show its scope with `keyrc scope {stored} -u {login}`"
    ))
}

/// Warns of variables with tokens that are for other hosts than `host`: the name may be mistyped.
pub(crate) fn warn_of_variables(host: &Host, world: &World) {
    let ignored: Vec<String> = world
        .environment
        .names()
        .map(|name| format!("`{}`", escaped(name)))
        .collect();
    if ignored.is_empty() {
        return;
    }
    let expected = match variable_name(host) {
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
