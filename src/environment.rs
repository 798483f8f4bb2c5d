//! Tokens in environment variables. They override every store.
//!
//! `KEYRC_TOKEN_<HOST>` contains the token for one host. In the name, `.` is written `_` and `-` is
//! written `__`, as in Terraform's `TF_TOKEN_` variables.
//!
//! `KEYRC_TOKEN` contains `TOKEN@HOST,TOKEN@HOST`, as Buf's `BUF_TOKEN`. A token without a host is
//! for the `default_host` of the settings only.
//!
//! An empty variable counts as unset: CI services set a variable to nothing if the secret is
//! missing.

use std::env;
use std::ffi::OsString;
use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use crate::credential::Scope;
use crate::error::Error;
use crate::host::{Endpoint, Host};
use crate::secret;

const ALL: &str = "KEYRC_TOKEN";
const ONE: &str = "KEYRC_TOKEN_";

/// The environment variables that contain tokens. `Debug` shows only their names.
#[derive(Default)]
pub struct Environment {
    /// Names and values; `None` stands for a value that is not a valid secret.
    variables: Vec<(String, Option<SecretString>)>,
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.variables.iter().map(|(name, _)| name))
            .finish()
    }
}

impl Environment {
    /// The variables of this process.
    pub fn of_process() -> Self {
        Self::new(env::vars_os())
    }

    /// Picks the variables with tokens from `variables`, pairs of a name and a value.
    pub fn new(variables: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        let mut tokens = Vec::new();
        for (name, value) in variables {
            let Ok(name) = name.into_string() else {
                continue;
            };
            if (name == ALL || name.starts_with(ONE)) && !value.is_empty() {
                let token = secret::from_bytes(value.as_encoded_bytes()).ok();
                tokens.push((name, token));
            }
        }
        Self { variables: tokens }
    }

    /// The names of the variables with tokens.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.variables.iter().map(|(name, _)| name.as_str())
    }

    /// Finds the token for an endpoint, and its variable.
    ///
    /// A variable for one host is for https and the default port. An item of `KEYRC_TOKEN` is for
    /// the port in its host, and for every protocol if its URL names another one than https.
    ///
    /// `default_host` is the host of a token in `KEYRC_TOKEN` without a host.
    ///
    /// # Errors
    /// [`Error::Environment`] if a variable that may apply is invalid. The error contains no part
    /// of the value.
    pub fn token(
        &self,
        endpoint: &Endpoint,
        default_host: Option<&Host>,
    ) -> Result<Option<VariableToken<'_>>, Error> {
        if let Some((variable, token)) = self.token_of(endpoint)? {
            return Ok(Some(VariableToken {
                variable,
                host: endpoint.host().without_path(),
                scope: Scope::default(),
                token: token.clone(),
            }));
        }
        let Some((variable, value)) = self.variables.iter().find(|(name, _)| name == ALL) else {
            return Ok(None);
        };
        let list = value
            .as_ref()
            .ok_or_else(|| bad(variable, "its value is not a token"))?;
        let item = item_in_list(list, endpoint, default_host)?;
        Ok(item.map(|(host, scope, token)| VariableToken {
            variable,
            host,
            scope,
            token,
        }))
    }

    /// The variable for this host alone, and its token. It applies to every path, but not to another
    /// port.
    ///
    /// Names that differ in case are for the same host. If their tokens differ, the order of the
    /// variables must not decide.
    fn token_of(&self, endpoint: &Endpoint) -> Result<Option<(&str, &SecretString)>, Error> {
        let host = endpoint.host();
        if host.port().is_some() || !Scope::default().covers(host, endpoint) {
            return Ok(None);
        }
        let is_for_host = |name: &str| {
            let encoded = name.strip_prefix(ONE);
            encoded
                .and_then(decoded)
                .is_some_and(|found| found.as_str() == host.name())
        };
        let mut first: Option<(&str, &SecretString)> = None;
        for (variable, value) in self.variables.iter().filter(|(name, _)| is_for_host(name)) {
            let token = value.as_ref().ok_or_else(|| Error::Environment {
                variable: variable.clone(),
                problem: "its value is not a token",
                expected: "a token is one line of text",
            })?;
            match first {
                Some((_, known)) if !secret::equal(known, token) => {
                    return Err(Error::Environment {
                        variable: variable.clone(),
                        problem: "another variable has a different token for the same host",
                        expected: "unset one of them; letter case makes no difference to the host",
                    });
                }
                Some(_) => {}
                None => first = Some((variable, token)),
            }
        }
        Ok(first)
    }
}

/// A token in a variable.
#[derive(Debug)]
pub struct VariableToken<'a> {
    /// The name of the variable.
    pub variable: &'a str,
    /// The host that the token is for.
    pub host: Host,
    /// The protocols and ports that the token is for.
    pub scope: Scope,
    /// The token.
    pub token: SecretString,
}

type Item = (Host, Scope, SecretString);

/// Finds the token for `endpoint` in `TOKEN@HOST,TOKEN@HOST`, or the only token if it has no host.
fn item_in_list(
    list: &SecretString,
    endpoint: &Endpoint,
    default_host: Option<&Host>,
) -> Result<Option<Item>, Error> {
    #[expect(
        clippy::disallowed_methods,
        reason = "only split; the result is a secret again"
    )]
    let list = list.expose_secret();
    let names: Vec<Host> = endpoint.host().lookup_names().collect();
    if !list.contains(['@', ',']) {
        let scope = Scope::default();
        let of_endpoint = |host: &&Host| names.contains(host) && scope.covers(host, endpoint);
        let Some(host) = default_host.filter(of_endpoint) else {
            return Ok(None);
        };
        let token = secret::from_bytes(list.as_bytes())?;
        return Ok(Some((host.clone(), scope, token)));
    }
    // The longest matching path wins: the names start with the longest path.
    let mut best: Option<(usize, Scope, &str)> = None;
    for item in list.split(',') {
        let (token, item) = token_and_host(item)?;
        let scope = Scope::of_login(&item);
        let Some(rank) = names.iter().position(|name| name == item.host()) else {
            continue;
        };
        if !scope.covers(item.host(), endpoint) {
            continue;
        }
        if best.is_some_and(|(best_rank, _, other)| rank == best_rank && token != other) {
            return Err(bad(ALL, "two of its items are for the same host"));
        }
        if best.is_none_or(|(best_rank, ..)| rank < best_rank) {
            best = Some((rank, scope, token));
        }
    }
    let Some((rank, scope, token)) = best else {
        return Ok(None);
    };
    let token = secret::from_bytes(token.as_bytes())?;
    Ok(Some((names[rank].clone(), scope, token)))
}

/// Splits `TOKEN@HOST`. The token may contain `@`.
fn token_and_host(item: &str) -> Result<(&str, Endpoint), Error> {
    let (token, host) = item
        .trim()
        .rsplit_once('@')
        .ok_or_else(|| bad(ALL, "one of its items has no host"))?;
    let host = host
        .parse()
        .map_err(|_| bad(ALL, "one of its items has an invalid host"))?;
    if token.is_empty() {
        return Err(bad(ALL, "one of its items has no token"));
    }
    // `TOKEN@https://LOGIN@HOST` would otherwise give a token that contains a URL.
    if token.split('@').any(starts_with_scheme) {
        return Err(bad(ALL, "one of its items has a login in its URL"));
    }
    Ok((token, host))
}

/// Whether a text starts with a scheme and `://`. Source: RFC 3986, 3.1.
fn starts_with_scheme(text: &str) -> bool {
    let is_part = |char: char| char.is_ascii_alphanumeric() || matches!(char, '+' | '-' | '.');
    text.split_once("://").is_some_and(|(scheme, _)| {
        scheme.starts_with(|char: char| char.is_ascii_alphabetic()) && scheme.chars().all(is_part)
    })
}

fn bad(variable: &str, problem: &'static str) -> Error {
    Error::Environment {
        variable: variable.to_owned(),
        problem,
        expected: "write `TOKEN@HOST`, separated by commas",
    }
}

/// Decodes `API_EXAMPLE__SITE_COM` to `api.example-site.com`.
fn decoded(name: &str) -> Option<Host> {
    name.replace("__", "-").replace('_', ".").parse().ok()
}

#[cfg(test)]
mod tests;
