//! What a command line asks for.

use crate::credential::Login;
use crate::error::Error;
use crate::exec::{self, Target};
use crate::host::Host;

use crate::cli::commands::exec::Args;

/// Everything that a command is to get.
pub(crate) struct Wanted {
    pub(crate) netrc: Netrc,
    pub(crate) variables: Vec<Variable>,
    pub(crate) input: Option<Input>,
}

/// What its netrc is to have.
pub(crate) enum Netrc {
    /// There is to be none.
    None,
    /// Everything that the store has.
    All,
    /// These, and all of them.
    Named(Vec<Target>),
    /// These, as far as there is a token.
    Guessed(Vec<Target>),
}

/// A variable, and whose token it is to have.
pub(crate) struct Variable {
    pub(crate) name: String,
    pub(crate) target: Target,
}

/// Whose token it is to read, and what stands before that.
pub(crate) struct Input {
    pub(crate) target: Target,
    pub(crate) before: &'static str,
}

/// What is asked for. Never silently everything.
pub(crate) fn wanted(args: &Args) -> Result<Wanted, Error> {
    let login = args.login.as_deref().map(str::parse::<Login>).transpose()?;
    let target = |text: &String| target(text, login.as_ref());
    let variables = args
        .variables
        .iter()
        .map(|text| variable(text, login.as_ref()))
        .collect::<Result<Vec<_>, _>>()?;
    let before = if args.header.is_some() {
        "Authorization: Bearer "
    } else {
        ""
    };
    let input = args
        .input
        .as_ref()
        .or(args.header.as_ref())
        .map(target)
        .transpose()?;
    let input = input.map(|target| Input { target, before });
    let netrc = if args.all {
        Netrc::All
    } else if !args.hosts.is_empty() {
        Netrc::Named(args.hosts.iter().map(target).collect::<Result<_, _>>()?)
    } else if !variables.is_empty() || input.is_some() {
        Netrc::None
    } else {
        guessed(args, login.as_ref())?
    };
    Ok(Wanted {
        netrc,
        variables,
        input,
    })
}

fn guessed(args: &Args, login: Option<&Login>) -> Result<Netrc, Error> {
    let mut targets = exec::targets(&args.command[1..]);
    if targets.is_empty() {
        let how = "name the hosts that it needs, as in `keyrc exec api.example.com -- make`, or say `--all`";
        return Err(Error::Usage {
            problem: "there is no URL among the command's arguments",
            instead: how,
        });
    }
    for target in &mut targets {
        target.login = target.login.take().or_else(|| login.cloned());
    }
    Ok(Netrc::Guessed(targets))
}

/// `HOST` or `LOGIN@HOST`; a URL has no login here, as everywhere else.
fn target(text: &str, default: Option<&Login>) -> Result<Target, Error> {
    let (login, host) = match text.rsplit_once('@') {
        Some((login, host)) if !text.contains("://") => (Some(login.parse()?), host),
        _ => (default.cloned(), text),
    };
    Ok(Target {
        host: host.parse::<Host>()?,
        login,
    })
}

fn variable(text: &str, default: Option<&Login>) -> Result<Variable, Error> {
    match text.split_once('=') {
        Some((name, of)) if !name.is_empty() => Ok(Variable {
            name: name.to_owned(),
            target: target(of, default)?,
        }),
        _ => Err(Error::Usage {
            problem: "`--env` wants a variable and a host",
            instead: "write it as `--env NAME=HOST`",
        }),
    }
}
