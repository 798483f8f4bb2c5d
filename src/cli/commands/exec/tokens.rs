//! The tokens that a command gets.

use std::collections::HashSet;

use secrecy::SecretString;

use crate::cli::{World, exporting, output};
use crate::credential::{Account, Login};
use crate::error::Error;
use crate::exec::Target;
use crate::host::Host;
use crate::lookup::Found;

use crate::cli::commands::exec::request::Netrc;

/// The accounts that a netrc gets, and their tokens. Of what was guessed, that which has none is `missing`.
#[derive(Default)]
pub(crate) struct Credentials {
    pub(crate) found: Vec<(Account, SecretString)>,
    pub(crate) missing: Vec<Target>,
}

/// Finds what a netrc is to have.
pub(crate) fn credentials(wanted: &Netrc, world: &World) -> Result<Credentials, Error> {
    let (targets, guessed) = match wanted {
        Netrc::None => return Ok(Credentials::default()),
        Netrc::All => {
            return Ok(Credentials {
                found: exporting::credentials(&[], None, world)?,
                missing: Vec::new(),
            });
        }
        Netrc::Named(targets) => (targets, false),
        Netrc::Guessed(targets) => (targets, true),
    };
    let (mut credentials, mut known) = (Credentials::default(), HashSet::new());
    for target in targets {
        match world.with_sources(|sources| sources.find_whose(&target.host, target.login.as_ref()))
        {
            Ok(found) => {
                let found = warned(found, world);
                let login = found.login.or_else(|| target.login.clone());
                let login = login.map_or_else(|| default_login(&found.host, world), Ok)?;
                let account = Account {
                    login,
                    host: found.host,
                };
                if known.insert(account.clone()) {
                    credentials.found.push((account, found.secret.token));
                }
            }
            Err(Error::NotFound { .. }) if guessed => credentials.missing.push(target.clone()),
            Err(error) => return Err(error),
        }
    }
    Ok(credentials)
}

/// The token for one host.
pub(crate) fn token(target: &Target, world: &World) -> Result<SecretString, Error> {
    let found = world.with_sources(|sources| sources.find(&target.host, target.login.as_ref()))?;
    Ok(warned(found, world).secret.token)
}

/// Why a URL has no token: the one that there is may be for another port, and whoever had it in a netrc used it for all.
pub(crate) fn none_for(Target { host, login }: &Target, world: &World) -> Error {
    let every_port = host.port().and_then(|_| host.name().parse::<Host>().ok());
    let is_kept =
        |other: &Host| match world.with_sources(|sources| sources.find(other, login.as_ref())) {
            Ok(_) | Err(Error::Several { .. }) => true,
            Err(_) => false,
        };
    match every_port.filter(is_kept) {
        Some(other) => Error::OtherPort {
            host: host.clone(),
            other,
        },
        None => Error::NotFound {
            host: host.clone(),
            login: login.clone(),
        },
    }
}

/// What was found, after a warning of what may be wrong with it.
fn warned(found: Found, world: &World) -> Found {
    output::warn_of_fault(world, &found);
    output::warn_of_expiry(world, &found);
    found
}

/// Whose a token is that does not say it, as that of a variable.
fn default_login(host: &Host, world: &World) -> Result<Login, Error> {
    world.config()?.default_login(host).ok_or(Error::Usage {
        problem: "nothing says whose the token is, and an entry of a netrc has a login",
        instead: "say whose with `-u NAME`; what is in a variable of the environment never says it",
    })
}
