//! Hosts and logins on the command line.

use std::str::FromStr;

use crate::credential::{BadLogin, Login};
use crate::error::Error;
use crate::host::{BadHost, Endpoint, Host};

/// A word of the command line, parsed once.
///
/// It keeps the error, so that clap never sees one: clap would repeat the invalid word in its
/// message, and the word may be a token that was pasted in the wrong place. keyrc's own messages
/// contain no part of it.
#[derive(Clone, Debug)]
pub(crate) struct Unechoed<T, E>(Result<T, E>);

/// A host, `host:port` or URL.
pub(crate) type HostArg = Unechoed<Host, BadHost>;

/// A host, `host:port` or URL, with its protocol and port.
pub(crate) type EndpointArg = Unechoed<Endpoint, BadHost>;

/// An account name, or an empty word for a credential without a login.
pub(crate) type LoginArg = Unechoed<LoginName, BadLogin>;

/// The value of [`LoginArg`].
#[derive(Clone, Debug)]
pub(crate) struct LoginName(Login);

impl FromStr for LoginName {
    type Err = BadLogin;

    fn from_str(word: &str) -> Result<Self, BadLogin> {
        match word {
            "" => Ok(Self(Login::none())),
            name => name.parse().map(Self),
        }
    }
}

impl LoginArg {
    /// Returns the login.
    ///
    /// # Errors
    /// Why the word is invalid.
    pub(crate) fn login(&self) -> Result<Login, Error> {
        self.get().map(|name| name.0)
    }
}

impl<T: FromStr<Err = E>, E> From<&str> for Unechoed<T, E> {
    fn from(word: &str) -> Self {
        Self(word.parse())
    }
}

impl<T: Clone, E: Clone + Into<Error>> Unechoed<T, E> {
    /// Returns the parsed word.
    ///
    /// # Errors
    /// Why the word is invalid.
    pub(crate) fn get(&self) -> Result<T, Error> {
        self.0.clone().map_err(Into::into)
    }
}

/// Returns the hosts in their order, each once.
///
/// # Errors
/// [`Error::Host`] for the first invalid word.
pub(crate) fn hosts(args: &[HostArg]) -> Result<Vec<Host>, Error> {
    let mut hosts = Vec::with_capacity(args.len());
    for arg in args {
        let host = arg.get()?;
        if !hosts.contains(&host) {
            hosts.push(host);
        }
    }
    Ok(hosts)
}

/// As [`hosts`], for a command that has `--file`.
///
/// # Errors
/// [`Error::Usage`] if the first invalid word is the path of a file.
pub(crate) fn hosts_beside_file(args: &[HostArg]) -> Result<Vec<Host>, Error> {
    hosts(args).map_err(|error| match error {
        Error::Host(BadHost::Path) => Error::Usage {
            problem: "this is not a host: it looks like the path of a file",
            instead: "name the file with `--file PATH`",
        },
        error => error,
    })
}

/// Returns the places in their order, each once.
///
/// # Errors
/// [`Error::Host`] for the first invalid word.
pub(crate) fn endpoints(args: &[EndpointArg]) -> Result<Vec<Endpoint>, Error> {
    let mut endpoints = Vec::with_capacity(args.len());
    for arg in args {
        let endpoint = arg.get()?;
        if !endpoints.contains(&endpoint) {
            endpoints.push(endpoint);
        }
    }
    Ok(endpoints)
}

/// Returns the login, if the command line has one.
///
/// # Errors
/// [`Error::Login`] if it is invalid.
pub(crate) fn login(arg: Option<&LoginArg>) -> Result<Option<Login>, Error> {
    arg.map(LoginArg::login).transpose()
}
