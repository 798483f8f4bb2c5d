//! The tokens that a command gets.

use std::collections::HashSet;

use secrecy::SecretString;

use crate::cli::{Ctx, export_netrc, report};
use crate::credential::{Account, Login};
use crate::error::Error;
use crate::exec::Target;
use crate::host::Host;
use crate::lookup::Found;

use super::wanted::Netrc;

/// The accounts that a netrc gets, and their tokens. Of what was guessed, that which has none is `missing`.
#[derive(Default)]
pub(super) struct Credentials {
    pub(super) found: Vec<(Account, SecretString)>,
    pub(super) missing: Vec<Target>,
}

/// Finds what a netrc is to have.
pub(super) fn credentials(wanted: &Netrc, ctx: &mut Ctx) -> Result<Credentials, Error> {
    let (targets, guessed) = match wanted {
        Netrc::None => return Ok(Credentials::default()),
        Netrc::All => {
            return Ok(Credentials {
                found: export_netrc::credentials(&[], None, ctx)?,
                missing: Vec::new(),
            });
        }
        Netrc::Named(targets) => (targets, false),
        Netrc::Guessed(targets) => (targets, true),
    };
    let (mut credentials, mut known) = (Credentials::default(), HashSet::new());
    for target in targets {
        match ctx.with_sources(|sources| sources.find_whose(&target.host, target.login.as_ref())) {
            Ok(found) => {
                let found = warned(found, ctx);
                let login = found.login.or_else(|| target.login.clone());
                let login = login.map_or_else(|| default_login(&found.host, ctx), Ok)?;
                let account = Account {
                    login,
                    host: found.host,
                };
                if known.insert(account.clone()) {
                    credentials.found.push((account, found.secret.token));
                }
            }
            Err(Error::NotFound(..)) if guessed => credentials.missing.push(target.clone()),
            Err(error) => return Err(error),
        }
    }
    Ok(credentials)
}

/// The token for one host.
pub(super) fn token(target: &Target, ctx: &mut Ctx) -> Result<SecretString, Error> {
    let found = ctx.with_sources(|sources| sources.find(&target.host, target.login.as_ref()))?;
    Ok(warned(found, ctx).secret.token)
}

/// Why a URL has no token: the one that there is may be for another port, and whoever had it in a netrc used it for all.
pub(super) fn none_for(Target { host, login }: &Target, ctx: &Ctx) -> Error {
    let every_port = host.port().and_then(|_| host.name().parse::<Host>().ok());
    let is_kept =
        |other: &Host| match ctx.with_sources(|sources| sources.find(other, login.as_ref())) {
            Ok(_) | Err(Error::Several { .. }) => true,
            Err(_) => false,
        };
    match every_port.filter(is_kept) {
        Some(other) => Error::OtherPort(host.clone(), other),
        None => Error::NotFound(host.clone(), login.clone()),
    }
}

/// What was found, after a warning of what may be wrong with it.
fn warned(found: Found, ctx: &mut Ctx) -> Found {
    report::warn_of_fault(ctx, &found);
    report::warn_of_expiry(ctx, &found);
    found
}

/// Whose a token is that does not say it, as that of a variable.
fn default_login(host: &Host, ctx: &Ctx) -> Result<Login, Error> {
    ctx.config()?.default_login(host).ok_or(Error::Usage(
        "nothing says whose the token is, and an entry of a netrc has a login",
        "say whose with `-u NAME`; what is in a variable of the environment never says it",
    ))
}
