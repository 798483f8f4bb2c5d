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

use crate::error::Error;
use crate::host::Host;
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

    /// Finds the token for a host, and the name of its variable.
    ///
    /// `default_host` is the host of a token in `KEYRC_TOKEN` without a host.
    ///
    /// # Errors
    /// [`Error::Environment`] if a variable that may apply is invalid. The error contains no part
    /// of the value.
    pub fn token(
        &self,
        host: &Host,
        default_host: Option<&Host>,
    ) -> Result<Option<(&str, SecretString)>, Error> {
        if let Some((name, value)) = self.variable_of(host) {
            let token = value.as_ref().ok_or_else(|| Error::Environment {
                variable: name.to_owned(),
                problem: "its value is not a token",
                expected: "a token is one line of text",
            })?;
            return Ok(Some((name, token.clone())));
        }
        let Some((name, value)) = self.variables.iter().find(|(name, _)| name == ALL) else {
            return Ok(None);
        };
        let list = value
            .as_ref()
            .ok_or_else(|| bad(name, "its value is not a token"))?;
        let token = token_in_list(list, host, default_host)?;
        Ok(token.map(|token| (name.as_str(), token)))
    }

    /// The variable for this host alone. It applies to every path, but not to another port.
    fn variable_of(&self, host: &Host) -> Option<(&str, &Option<SecretString>)> {
        if host.port().is_some() {
            return None;
        }
        let is_for_host = |name: &str| {
            let encoded = name.strip_prefix(ONE);
            encoded
                .and_then(decoded)
                .is_some_and(|found| found.as_str() == host.name())
        };
        let mut variables = self.variables.iter();
        let (name, value) = variables.find(|(name, _)| is_for_host(name))?;
        Some((name, value))
    }
}

/// Finds the token for `host` in `TOKEN@HOST,TOKEN@HOST`, or the only token if it has no host.
fn token_in_list(
    list: &SecretString,
    host: &Host,
    default_host: Option<&Host>,
) -> Result<Option<SecretString>, Error> {
    #[expect(
        clippy::disallowed_methods,
        reason = "only split; the result is a secret again"
    )]
    let list = list.expose_secret();
    let scopes: Vec<Host> = host.lookup_names().collect();
    if !list.contains(['@', ',']) {
        let is_for_host = default_host.is_some_and(|default| scopes.contains(default));
        let token = is_for_host.then(|| secret::from_bytes(list.as_bytes()));
        return Ok(token.transpose()?);
    }
    // The longest matching path wins: scopes start with the longest path.
    let mut best: Option<(usize, &str)> = None;
    for item in list.split(',') {
        let (token, scope) = token_and_host(item)?;
        let Some(rank) = scopes.iter().position(|known| *known == scope) else {
            continue;
        };
        if best.is_some_and(|(best_rank, other)| rank == best_rank && token != other) {
            return Err(bad(ALL, "two of its items are for the same host"));
        }
        if best.is_none_or(|(best_rank, _)| rank < best_rank) {
            best = Some((rank, token));
        }
    }
    let token = best.map(|(_, token)| secret::from_bytes(token.as_bytes()));
    Ok(token.transpose()?)
}

/// Splits `TOKEN@HOST`. The token may contain `@`.
fn token_and_host(item: &str) -> Result<(&str, Host), Error> {
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
    let start = token.rsplit_once('@').map_or("", |(_, start)| start);
    if ["https://", "http://"]
        .iter()
        .any(|scheme| start.starts_with(scheme))
    {
        return Err(bad(ALL, "one of its items has a login in its URL"));
    }
    Ok((token, host))
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
mod tests {
    use super::*;

    #[track_caller]
    fn check(variables: &[(&str, &str)], host: &str, expected: Option<(&str, &str)>) {
        let default: Host = "default.test".parse().expect("a good host");
        let found = environment(variables)
            .token(&host.parse().expect("a good host"), Some(&default))
            .map(|found| {
                found.map(|(name, token)| {
                    #[expect(clippy::disallowed_methods, reason = "the test compares it")]
                    let token = token.expose_secret().to_owned();
                    (name.to_owned(), token)
                })
            });
        let expected = expected.map(|(name, token)| (name.to_owned(), token.to_owned()));
        assert_eq!(found.expect("valid variables"), expected);
    }

    fn environment(variables: &[(&str, &str)]) -> Environment {
        Environment::new(
            variables
                .iter()
                .map(|(name, value)| (name.into(), value.into())),
        )
    }

    #[test]
    fn one_variable_for_one_host() {
        let variables = &[("KEYRC_TOKEN_API_EXAMPLE__SITE_COM", "t")];
        check(
            variables,
            "api.example-site.com",
            Some(("KEYRC_TOKEN_API_EXAMPLE__SITE_COM", "t")),
        );
        check(
            variables,
            "https://api.example-site.com/path",
            Some(("KEYRC_TOKEN_API_EXAMPLE__SITE_COM", "t")),
        );
        check(variables, "example-site.com", None);
        check(variables, "api.example-site.com:8443", None);
        check(
            &[("KEYRC_TOKEN_a_test", "t")],
            "A.test",
            Some(("KEYRC_TOKEN_a_test", "t")),
        );
        check(&[("KEYRC_TOKEN_A_TEST", "")], "a.test", None);
    }

    #[test]
    fn one_variable_for_several_hosts() {
        let variables = &[(
            "KEYRC_TOKEN",
            "one@a.test,t@wo@b.test:8443,three@a.test/deep",
        )];
        check(variables, "a.test", Some(("KEYRC_TOKEN", "one")));
        check(variables, "b.test:8443", Some(("KEYRC_TOKEN", "t@wo")));
        check(variables, "a.test/deep/er", Some(("KEYRC_TOKEN", "three")));
        check(variables, "b.test", None);
        check(
            &[("KEYRC_TOKEN", "one@a.test, two@b.test")],
            "b.test",
            Some(("KEYRC_TOKEN", "two")),
        );
        check(variables, "sub.a.test", None);
    }

    #[test]
    fn a_token_without_a_host_is_for_the_default_host_only() {
        check(
            &[("KEYRC_TOKEN", "bare")],
            "default.test",
            Some(("KEYRC_TOKEN", "bare")),
        );
        check(&[("KEYRC_TOKEN", "bare")], "a.test", None);
    }

    #[test]
    fn the_variable_for_one_host_comes_first() {
        let variables = &[("KEYRC_TOKEN", "one@a.test"), ("KEYRC_TOKEN_A_TEST", "two")];
        check(variables, "a.test", Some(("KEYRC_TOKEN_A_TEST", "two")));
    }

    #[test]
    fn an_invalid_variable_is_reported_without_its_value() {
        let host: Host = "a.test".parse().expect("a good host");
        for value in [
            "hunter2@a.test,hunter2",
            "hunter2@",
            "@a.test",
            "hunter2@a b",
            "hunter2\n@a.test",
            ",",
        ] {
            let environment = environment(&[("KEYRC_TOKEN", value)]);
            let error = environment
                .token(&host, None)
                .expect_err("an invalid value");
            assert!(
                !format!("{error} {error:?} {environment:?}").contains("hunter2"),
                "{error}"
            );
            assert!(matches!(error, Error::Environment { .. }), "{error:?}");
        }
    }

    #[test]
    fn a_list_that_could_mean_two_tokens_is_refused() {
        let host: Host = "a.test".parse().expect("a good host");
        for (list, is_good) in [
            ("T1@a.test,T9@a.test", false),
            ("T1@https://u@a.test", false),
            ("T1@a.test,T1@a.test", true),
            ("T1@a.test/x,T9@a.test", true),
            ("T@1@a.test", true),
        ] {
            let found = environment(&[("KEYRC_TOKEN", list)])
                .token(&host, None)
                .map(drop);
            assert_eq!(found.is_ok(), is_good, "{list}");
        }
    }
}
