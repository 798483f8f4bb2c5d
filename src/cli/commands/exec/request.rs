//! Parses the tokens that a command line requests for the command.

use std::ffi::OsString;
use std::str::FromStr;

use crate::cli::args::account::{self, Unechoed};
use crate::cli::commands::exec::Args;
use crate::credential::Login;
use crate::error::Error;
use crate::exec::{self, BadTarget, Target};

/// `HOST` or `LOGIN@HOST`.
pub(super) type TargetArg = Unechoed<Target, BadTarget>;

/// `NAME=HOST` or `NAME=LOGIN@HOST`.
pub(super) type VariableArg = Unechoed<Variable, BadVariable>;

/// Everything that the command gets.
pub(super) struct Request {
    pub(super) netrc: NetrcRequest,
    pub(super) variables: Vec<Variable>,
    pub(super) input: Option<Input>,
}

/// The content of the command's netrc.
pub(super) enum NetrcRequest {
    /// The command gets no netrc.
    None,
    /// Every token in the store.
    All,
    /// The tokens for these targets. All of them must exist.
    Named(Vec<Target>),
    /// The tokens for these targets, which come from URLs, as far as they exist.
    Guessed(Vec<Target>),
}

/// A variable that contains a token.
#[derive(Clone, Debug)]
pub(super) struct Variable {
    pub(super) name: String,
    pub(super) target: Target,
}

/// A token on standard input.
pub(super) struct Input {
    /// The form of the token.
    pub(super) form: InputForm,
    pub(super) target: Target,
}

/// The form of a token on standard input.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum InputForm {
    /// The token alone.
    Token,
    /// The header `Authorization`.
    Header,
}

/// Why a text is not a [`Variable`].
#[derive(Clone, Copy, Debug)]
pub(super) enum BadVariable {
    /// It lacks a name or `=`.
    Form,
    /// The text after `=` is invalid.
    Target(BadTarget),
}

impl FromStr for Variable {
    type Err = BadVariable;

    fn from_str(text: &str) -> Result<Self, BadVariable> {
        let (name, target) = text.split_once('=').ok_or(BadVariable::Form)?;
        if name.is_empty() {
            return Err(BadVariable::Form);
        }
        Ok(Self {
            name: name.to_owned(),
            target: target.parse().map_err(BadVariable::Target)?,
        })
    }
}

impl From<BadVariable> for Error {
    fn from(error: BadVariable) -> Self {
        match error {
            BadVariable::Form => Self::Usage {
                problem: "`--env` needs a variable and a host",
                instead: "write it as `--env NAME=HOST`",
            },
            BadVariable::Target(error) => error.into(),
        }
    }
}

impl From<BadTarget> for Error {
    fn from(error: BadTarget) -> Self {
        match error {
            BadTarget::Host(error) => Self::Host(error),
            BadTarget::Login(error) => Self::Login(error),
        }
    }
}

/// Reads the request from the command line. Never requests every token unless `--all` is given.
pub(super) fn request(args: &Args) -> Result<Request, Error> {
    let login = account::login(args.login.as_ref())?;
    let login = login.as_ref();
    let mut variables = Vec::with_capacity(args.variables.len());
    for variable in &args.variables {
        let Variable { name, target } = variable.get()?;
        let target = with_login(target, login);
        variables.push(Variable { name, target });
    }
    let input = input(args, login)?;
    let netrc = if args.all {
        NetrcRequest::All
    } else if !args.hosts.is_empty() {
        NetrcRequest::Named(named(&args.hosts, login)?)
    } else if !variables.is_empty() || input.is_some() {
        NetrcRequest::None
    } else {
        match guessed(&args.command, login) {
            targets if !targets.is_empty() => NetrcRequest::Guessed(targets),
            _ if args.optional => NetrcRequest::None,
            _ => {
                return Err(Error::Usage {
                    problem: "the command's arguments contain no URL",
                    instead: "name the hosts it needs, as in `keyrc exec api.example.com -- \
                              make`, or add `--all`",
                });
            }
        }
    };
    Ok(Request {
        netrc,
        variables,
        input,
    })
}

fn input(args: &Args, login: Option<&Login>) -> Result<Option<Input>, Error> {
    let (form, target) = match (&args.input, &args.header) {
        (Some(target), _) => (InputForm::Token, target),
        (None, Some(target)) => (InputForm::Header, target),
        (None, None) => return Ok(None),
    };
    let target = with_login(target.get()?, login);
    Ok(Some(Input { form, target }))
}

fn named(hosts: &[TargetArg], login: Option<&Login>) -> Result<Vec<Target>, Error> {
    hosts
        .iter()
        .map(|host| Ok(with_login(host.get()?, login)))
        .collect()
}

fn guessed(command: &[OsString], login: Option<&Login>) -> Vec<Target> {
    let targets = exec::targets(command).into_iter();
    targets.map(|target| with_login(target, login)).collect()
}

fn with_login(target: Target, login: Option<&Login>) -> Target {
    Target {
        endpoint: target.endpoint,
        login: target.login.or_else(|| login.cloned()),
    }
}
