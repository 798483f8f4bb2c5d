//! The tokens that a command gets.

use std::collections::HashSet;

use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::cli::commands::exec::request::NetrcRequest;
use crate::cli::commands::exec::{Args, curlrc};
use crate::cli::exporting::{self, Choice};
use crate::cli::world::World;
use crate::cli::{hints, output};
use crate::credential::{self, Account, Login, Scope, Secret};
use crate::error::{Error, WiderNetrc};
use crate::exec::{self, Target, Wider};
use crate::host::Host;
use crate::lookup::{Found, Reach};
use crate::secret::is_empty;
use crate::store::Fault;

/// The credentials for a netrc.
#[derive(Default)]
pub(super) struct Credentials {
    pub(super) found: Vec<(Account, Secret)>,
    /// Guessed targets without a token.
    pub(super) missing: Vec<Target>,
}

/// Finds the credentials for a netrc.
///
/// # Errors
/// [`Error::NotFound`] if a named target has no token, [`Error::WiderNetrc`] if a netrc would give
/// a token to more than its scope, and as
/// [`Sources::find_with_login`](crate::lookup::Sources::find_with_login).
pub(super) fn credentials(
    args: &Args,
    request: &NetrcRequest,
    world: &World,
) -> Result<Credentials, Error> {
    let credentials = requested(args, request, world)?;
    let of_command = exec::targets(&args.command);
    let targets = match request {
        NetrcRequest::Guessed(targets) => targets,
        _ => &of_command,
    };
    match of_another_login(targets, &credentials) {
        Some(target) => Err(explain_missing(target, world)),
        None => Ok(credentials),
    }
}

fn requested(args: &Args, request: &NetrcRequest, world: &World) -> Result<Credentials, Error> {
    match request {
        NetrcRequest::None => Ok(Credentials::default()),
        NetrcRequest::All if args.any_port => all(world),
        NetrcRequest::All => Ok(within_scope(all(world)?, args, world)),
        NetrcRequest::Named(targets) => {
            let if_missing = if args.optional {
                Missing::Optional
            } else {
                Missing::Fails
            };
            let chosen = of_targets(targets, if_missing, Reach::Anywhere, world)?;
            Ok(chosen.credentials)
        }
        NetrcRequest::Guessed(targets) if args.any_port => {
            let chosen = of_targets(targets, if_guess_is_missing(args), Reach::Anywhere, world)?;
            Ok(chosen.credentials)
        }
        NetrcRequest::Guessed(targets) => {
            let chosen = of_targets(targets, if_guess_is_missing(args), Reach::InScope, world)?;
            let command = curlrc::effective(&args.command, world);
            match exec::wider(&command, &chosen.scopes) {
                None => Ok(chosen.credentials),
                Some((host, why)) => Err(wider_netrc(host, requested_login(targets, host), why)),
            }
        }
    }
}

/// Returns a target whose login has no token, although another login of its host has a token. curl
/// 7.88 would send that token with the login of the URL.
fn of_another_login<'t>(targets: &'t [Target], credentials: &Credentials) -> Option<&'t Target> {
    targets.iter().find(|target| {
        let host = target.endpoint.host();
        let is_of_host = |account: &Account| account.host.name() == host.name();
        let given = credentials.found.iter().map(|(account, _)| account);
        let logins: Vec<&Login> = given.filter(|a| is_of_host(a)).map(|a| &a.login).collect();
        let login = target.login.as_ref();
        !logins.is_empty() && login.is_some_and(|login| !logins.contains(&login))
    })
}

/// The login that a target names for a host.
fn requested_login(targets: &[Target], host: &Host) -> Option<Login> {
    let mut targets = targets.iter();
    let target = targets.find(|target| target.endpoint.lookup_names().contains(host))?;
    target.login.clone()
}

fn wider_netrc(host: &Host, login: Option<Login>, why: Wider) -> Error {
    Error::WiderNetrc(Box::new(WiderNetrc {
        host: host.clone(),
        login,
        why,
    }))
}

/// Returns the credentials that the command cannot send to more than their scopes. Warns of the
/// others.
fn within_scope(mut credentials: Credentials, args: &Args, world: &World) -> Credentials {
    let command = curlrc::effective(&args.command, world);
    let scope = |(account, secret): &(Account, Secret)| (account.host.clone(), secret.scope);
    let mut scopes: Vec<(Host, Scope)> = credentials.found.iter().map(scope).collect();
    while let Some((host, why)) = exec::wider(&command, &scopes) {
        let host = host.clone();
        let reason = wider_netrc(&host, None, why);
        world.warn(&format!(
            "left out a token: {reason}; add `--any-port` to include it"
        ));
        scopes.retain(|(other, _)| *other != host);
        credentials
            .found
            .retain(|(account, _)| account.host != host);
    }
    credentials
}

/// The credentials of some targets, and their scopes.
#[derive(Default)]
struct Chosen {
    credentials: Credentials,
    scopes: Vec<(Host, Scope)>,
}

/// Finds one credential for each host of the store. Warns of hosts with several accounts.
///
/// # Errors
/// [`Error::Several`] if no host is left.
fn all(world: &World) -> Result<Credentials, Error> {
    let mut chosen = exporting::credentials(&Choice::ALL, world)?;
    if chosen.credentials.is_empty()
        && let Some(undecided) = chosen.undecided.pop()
    {
        return Err(undecided.into_error());
    }
    exporting::warn_of_undecided(&chosen.undecided, world);
    Ok(Credentials {
        found: chosen.credentials,
        missing: Vec::new(),
    })
}

/// The treatment of a target without a token.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Missing {
    Fails,
    Skipped,
    /// Skipped, also if no token can exist or if the only token is for another protocol or port.
    Optional,
}

impl Missing {
    fn skips(self, error: &Error, world: &World) -> bool {
        match self {
            Self::Fails => false,
            Self::Skipped => matches!(error, Error::NotFound { .. }),
            Self::Optional => is_missing(error, world),
        }
    }
}

fn if_guess_is_missing(args: &Args) -> Missing {
    if args.optional {
        Missing::Optional
    } else {
        Missing::Skipped
    }
}

/// Whether the search failed because no token applies. Warns of a token that is for another
/// protocol or port, and of a netrc that was refused: the command reads that one itself.
pub(super) fn is_missing(error: &Error, world: &World) -> bool {
    match error {
        Error::NotFound { .. } | Error::Store(Fault::Absent(_)) => true,
        Error::OutOfScope(_) => {
            let advice = hints::hint_in(world, error).unwrap_or_default();
            world.warn(&format!("{error}; {advice}"));
            true
        }
        Error::File(_)
        | Error::StoreAndNetrc {
            store: Fault::Absent(_),
            ..
        } => {
            world.warn(&error.to_string());
            true
        }
        _ => false,
    }
}

fn of_targets(
    targets: &[Target],
    if_missing: Missing,
    reach: Reach,
    world: &World,
) -> Result<Chosen, Error> {
    let mut chosen = Chosen::default();
    let credentials = &mut chosen.credentials;
    let mut known = HashSet::new();
    for target in targets {
        let login = target.login.as_ref();
        let found = match world
            .with_sources(|sources| sources.find_with_login(&target.endpoint, login, reach))
        {
            // A netrc cannot hold an empty token, so an empty token counts as missing unless the
            // user named the host.
            Ok(found) if is_empty(&found.secret.token) && if_missing != Missing::Fails => {
                credentials.missing.push(target.clone());
                continue;
            }
            Ok(found) => found,
            Err(error) if if_missing.skips(&error, world) => {
                credentials.missing.push(target.clone());
                continue;
            }
            Err(error) => return Err(error),
        };
        warn_of(&found, world);
        let mut account = account(&found, target, world)?;
        if reach == Reach::Anywhere {
            // The user accepts that a netrc has no paths.
            account.host = account.host.without_path();
        }
        if known.insert(account.clone()) {
            let scope = found.secret.scope;
            chosen.scopes.push((found.host, scope));
            credentials.found.push((account, found.secret));
        }
    }
    Ok(chosen)
}

/// The account of a token. A token from a variable has no login, so it gets the requested or the
/// default login.
fn account(found: &Found, target: &Target, world: &World) -> Result<Account, Error> {
    let login = match found.login.as_ref().or(target.login.as_ref()) {
        Some(login) => login.clone(),
        None => default_login(found, target, world)?,
    };
    Ok(Account {
        host: found.host.clone(),
        login,
    })
}

fn default_login(found: &Found, target: &Target, world: &World) -> Result<Login, Error> {
    let default =
        world.with_sources(|sources| Ok(sources.login_for(&target.endpoint, &found.host)))?;
    default.ok_or(Error::Usage {
        problem: "the token has no login, and a netrc entry needs one",
        instead: "add `-u NAME`: a token in an environment variable has no login",
    })
}

/// Finds the token for one target.
///
/// # Errors
/// As [`Sources::find`](crate::lookup::Sources::find).
pub(super) fn token(target: &Target, world: &World) -> Result<SecretString, Error> {
    let found =
        world.with_sources(|sources| sources.find(&target.endpoint, target.login.as_ref()))?;
    warn_of(&found, world);
    Ok(found.secret.token)
}

/// Finds the token for one target. Returns the value of the header `Authorization`.
///
/// # Errors
/// As [`Sources::find_with_login`](crate::lookup::Sources::find_with_login), and
/// [`Error::NotFound`] if the token is empty.
pub(super) fn header(target: &Target, world: &World) -> Result<Zeroizing<String>, Error> {
    let (endpoint, login) = (&target.endpoint, target.login.as_ref());
    let found =
        world.with_sources(|sources| sources.find_with_login(endpoint, login, Reach::InScope))?;
    warn_of(&found, world);
    let form = world.config()?.header_form(endpoint);
    let value = credential::header(&found.secret, found.login.as_ref(), form.as_ref());
    value.ok_or(Error::NotFound {
        host: found.host,
        login: found.login,
    })
}

fn warn_of(found: &Found, world: &World) {
    output::warn_of_fault(world, found);
    output::warn_of_expiry(world, found);
}

/// Explains why a URL has no token.
pub(super) fn explain_missing(target: &Target, world: &World) -> Error {
    let host = target.endpoint.host();
    hints::warn_of_variables(host, world);
    Error::NotFoundForUrl {
        // A token for the path alone would not fit in a netrc.
        host: host.without_path(),
        login: target.login.clone(),
    }
}
