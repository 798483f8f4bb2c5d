//! Which tokens a command gets.

use std::collections::HashSet;

use secrecy::SecretString;

use crate::cli::{Ctx, export_netrc, report};
use crate::credential::{Account, Login};
use crate::error::Error;
use crate::exec::{self, Target};
use crate::host::Host;
use crate::lookup::Found;

use super::Args;

/// What the netrc of a command is to have.
#[derive(Debug)]
pub(super) enum Wanted {
    /// There is to be none.
    Nothing,
    /// Everything that the store has.
    All,
    /// These, and all of them.
    Named(Vec<Target>),
    /// These, as far as there is a token.
    Guessed(Vec<Target>),
}

/// A variable, and whose token it is to have.
#[derive(Clone, Debug)]
pub(super) struct Variable {
    name: String,
    target: Target,
}

pub(super) fn variable(text: &str) -> Result<Variable, String> {
    let (name, of) = text.split_once('=').filter(|(name, _)| !name.is_empty()).ok_or("write it as `NAME=HOST`")?;
    Ok(Variable { name: name.to_owned(), target: target(of)? })
}

/// `HOST` or `LOGIN@HOST`.
pub(super) fn target(text: &str) -> Result<Target, String> {
    let (login, host) = text.rsplit_once('@').map_or((None, text), |(login, host)| (Some(login), host));
    let host = host.parse().map_err(|why: crate::BadHost| why.to_string())?;
    let login = login.map(str::parse).transpose().map_err(|why: crate::BadLogin| why.to_string())?;
    Ok(Target { host, login })
}

/// What the command line asks for. Never silently everything.
pub(super) fn wanted(args: &Args) -> Result<Wanted, Error> {
    if args.all {
        return Ok(Wanted::All);
    }
    if !args.hosts.is_empty() {
        let login = args.login.as_deref().map(str::parse::<Login>).transpose()?;
        let target = |host| Target { host, login: login.clone() };
        return Ok(Wanted::Named(report::hosts(&args.hosts)?.into_iter().map(target).collect()));
    }
    if !args.variables.is_empty() || args.input.is_some() || args.header.is_some() {
        return Ok(Wanted::Nothing);
    }
    let found = exec::targets(&args.command[1..]);
    if found.is_empty() {
        let how = "name the hosts that it needs, as in `keyrc exec api.example.com -- make`, or say `--all`";
        return Err(Error::Usage("there is no URL among the command's arguments", how));
    }
    Ok(Wanted::Guessed(found))
}

/// The accounts that the netrc gets, and their tokens.
pub(super) fn credentials(args: &Args, wanted: &Wanted, ctx: &mut Ctx) -> Result<Vec<(Account, SecretString)>, Error> {
    let (targets, guessed) = match wanted {
        Wanted::Nothing => return Ok(Vec::new()),
        Wanted::All => return export_netrc::credentials(&[], None, ctx),
        Wanted::Named(targets) => (targets, false),
        Wanted::Guessed(targets) => (targets, true),
    };
    let (mut credentials, mut missing, mut known) = (Vec::new(), None, HashSet::new());
    for target in targets {
        match ctx.with_sources(|sources| sources.find_whose(&target.host, target.login.as_ref())) {
            Ok(found) => {
                let found = warned(found, ctx);
                let login =
                    found.login.or_else(|| target.login.clone()).map_or_else(|| unknown(&found.host, ctx), Ok)?;
                let account = Account { login, host: found.host };
                if known.insert(account.clone()) {
                    credentials.push((account, found.secret.token));
                }
            }
            Err(error @ Error::NotFound(..)) if guessed => missing = missing.or(Some(error)),
            Err(error) => return Err(error),
        }
    }
    match missing {
        Some(error) if credentials.is_empty() && !args.merge => Err(error),
        _ => Ok(credentials),
    }
}

pub(super) fn for_variables(variables: &[Variable], ctx: &mut Ctx) -> Result<Vec<(String, SecretString)>, Error> {
    variables.iter().map(|variable| Ok((variable.name.clone(), token(&variable.target, ctx)?))).collect()
}

pub(super) fn token(target: &Target, ctx: &mut Ctx) -> Result<SecretString, Error> {
    let found = ctx.with_sources(|sources| sources.find(&target.host, target.login.as_ref()))?;
    Ok(warned(found, ctx).secret.token)
}

/// What was found, after a warning of what may be wrong with it.
fn warned(found: Found, ctx: &mut Ctx) -> Found {
    report::warn_of_fault(ctx, &found);
    report::warn_of_expiry(ctx, &found);
    found
}

/// Whose the token of a variable is, which does not say it; an entry of a netrc has a login.
fn unknown(host: &Host, ctx: &Ctx) -> Result<Login, Error> {
    ctx.config()?.default_login(host).ok_or(Error::Usage(
        "the token is from a variable of the environment, which does not say whose it is",
        "name the host and say whose with `-u NAME`, as in `keyrc exec HOST -u NAME -- COMMAND`",
    ))
}
