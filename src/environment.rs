//! Tokens from environment variables, which come before any store.
//!
//! `KEYRC_TOKEN_<HOST>` has one token for one host: `.` is written `_` and `-` is written `__`, as Terraform does it.
//! `KEYRC_TOKEN` has `TOKEN@HOST,TOKEN@HOST`, as Buf does it; a token without a host counts for the `default_host` of
//! the settings and for no other. An empty variable is none: that is what CI services make of a secret they do not have.

use std::env;
use std::ffi::OsString;
use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use crate::error::Error;
use crate::host::Host;
use crate::secret;

const ALL: &str = "KEYRC_TOKEN";
const ONE: &str = "KEYRC_TOKEN_";

/// The variables that hold tokens. Its `Debug` shows their names only.
#[derive(Default)]
pub struct Environment {
    /// Names with their values; `None` for a value that is no secret.
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

    /// Picks those that hold tokens out of any variables.
    pub fn new(variables: impl IntoIterator<Item = (OsString, OsString)>) -> Self {
        let ours = variables.into_iter().filter_map(|(name, value)| {
            let name = name
                .into_string()
                .ok()
                .filter(|name| name == ALL || name.starts_with(ONE))?;
            (!value.is_empty()).then(|| (name, secret::from_bytes(value.as_encoded_bytes()).ok()))
        });
        Self {
            variables: ours.collect(),
        }
    }

    /// The names of the variables that hold tokens.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.variables.iter().map(|(name, _)| name.as_str())
    }

    /// The token for a host, and the variable it is from.
    ///
    /// # Errors
    /// [`Error::Environment`] when a variable that could be meant cannot be understood. It repeats no part of the value.
    pub fn token(
        &self,
        host: &Host,
        default_host: Option<&Host>,
    ) -> Result<Option<(&str, SecretString)>, Error> {
        for (name, value) in &self.variables {
            let Some(encoded) = name.strip_prefix(ONE) else {
                continue;
            };
            if host.port().is_none()
                && decoded(encoded).is_some_and(|found| found.as_str() == host.name())
            {
                let value = value.as_ref().ok_or_else(|| Error::Environment {
                    variable: name.clone(),
                    problem: "its value is not a token",
                    expected: "a token is one line of text",
                })?;
                return Ok(Some((name, value.clone())));
            }
        }
        match self.variables.iter().find(|(name, _)| name == ALL) {
            Some((name, value)) => {
                let value = value
                    .as_ref()
                    .ok_or_else(|| bad(name, "its value is not a token"))?;
                Ok(among(value, host, default_host)?.map(|token| (name.as_str(), token)))
            }
            None => Ok(None),
        }
    }
}

/// The token for `host` in `TOKEN@HOST,TOKEN@HOST`.
fn among(
    value: &SecretString,
    host: &Host,
    default_host: Option<&Host>,
) -> Result<Option<SecretString>, Error> {
    #[expect(
        clippy::disallowed_methods,
        reason = "it is taken apart, and what is found is a secret again"
    )]
    let value = value.expose_secret();
    let scopes: Vec<Host> = host.scopes().collect();
    if !value.contains(['@', ',']) {
        let meant = default_host.is_some_and(|default| scopes.contains(default));
        return Ok(if meant {
            Some(secret::from_bytes(value.as_bytes())?)
        } else {
            None
        });
    }
    let mut best: Option<(usize, &str)> = None;
    for item in value.split(',') {
        let (token, of) = item
            .trim()
            .rsplit_once('@')
            .ok_or_else(|| bad(ALL, "one of its items names no host"))?;
        let of: Host = of
            .parse()
            .map_err(|_| bad(ALL, "one of its items names something that is no host"))?;
        if token.is_empty() {
            return Err(bad(ALL, "one of its items has no token"));
        }
        let place = scopes.iter().position(|scope| *scope == of);
        if place.is_some_and(|place| best.is_none_or(|(before, _)| place < before)) {
            best = place.map(|place| (place, token));
        }
    }
    Ok(best
        .map(|(_, token)| secret::from_bytes(token.as_bytes()))
        .transpose()?)
}

fn bad(variable: &str, problem: &'static str) -> Error {
    Error::Environment {
        variable: variable.to_owned(),
        problem,
        expected: "write it as `TOKEN@HOST`, and several with commas between",
    }
}

/// `API_EXAMPLE__SITE_COM` is `api.example-site.com`.
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
                    #[expect(clippy::disallowed_methods, reason = "a test looks at it")]
                    let token = token.expose_secret().to_owned();
                    (name.to_owned(), token)
                })
            });
        let expected = expected.map(|(name, token)| (name.to_owned(), token.to_owned()));
        assert_eq!(found.expect("variables that can be understood"), expected);
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
    fn a_token_without_a_host_is_for_the_default_host_alone() {
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
    fn what_cannot_be_understood_is_said_without_its_value() {
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
                .expect_err("a value that cannot be understood");
            assert!(
                !format!("{error} {error:?} {environment:?}").contains("hunter2"),
                "{error}"
            );
            assert!(matches!(error, Error::Environment { .. }), "{error:?}");
        }
    }
}
