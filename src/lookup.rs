//! The lookup of a token: in the environment, then in the store, then in the netrc. The first that
//! has it wins.

mod found;
mod rule;
mod search;

use std::fmt;
use std::path::Path;

use crate::config::{AccountRule, Config};
use crate::credential::{Account, Login, Scope, Secret};
use crate::environment::Environment;
use crate::error::{Error, OutOfScope, SelectBy};
use crate::host::{Endpoint, Host};
use crate::plain::{NetrcFile, ReadPolicy};
use crate::store::{Fault, Store};
use crate::working::WorkingDirectory;

pub use found::{Found, Reach, Source};

use search::{Search, only_covering, with_login, without_login};

/// The sources of tokens. Each is opened only when it is needed.
pub struct Sources<'a> {
    /// The tokens in environment variables.
    pub environment: &'a Environment,
    /// The settings.
    pub config: &'a Config,
    /// Opens the store.
    pub open_store: &'a dyn Fn() -> Result<Store, Error>,
    /// The path of the netrc, if its location is known.
    pub netrc: Option<&'a Path>,
    /// The working directory, for the accounts that the settings choose by directory or remote.
    pub working: &'a WorkingDirectory,
}

impl fmt::Debug for Sources<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sources")
            .field("environment", self.environment)
            .field("netrc", &self.netrc)
            .finish_non_exhaustive()
    }
}

impl Sources<'_> {
    /// Finds the token for an endpoint, and for a login if one is requested.
    ///
    /// If an environment variable answers, the store is not opened. A variable has no login, so its
    /// token is used for every login.
    ///
    /// # Errors
    /// [`Error::NotFound`] if no source has the token; [`Error::OutOfScope`] if the store has one
    /// for other protocols or ports; [`Error::Store`] if the store cannot be used and the netrc
    /// does not have the token; [`Error::StoreAndNetrc`] if the netrc was refused;
    /// [`Error::Several`]; and an error of the netrc, if it is read.
    pub fn find(&self, endpoint: &Endpoint, login: Option<&Login>) -> Result<Found, Error> {
        self.first(&Search {
            endpoint,
            login,
            preferred: None,
            read_only: without_login,
            reach: Reach::InScope,
        })
    }

    /// As [`find`](Self::find), with the login if the source knows it. This may take another call
    /// to the store.
    ///
    /// # Errors
    /// As [`find`](Self::find).
    pub fn find_with_login(
        &self,
        endpoint: &Endpoint,
        login: Option<&Login>,
        reach: Reach,
    ) -> Result<Found, Error> {
        self.first(&Search {
            endpoint,
            login,
            preferred: None,
            read_only: with_login,
            reach,
        })
    }

    /// As [`find_with_login`](Self::find_with_login) without a login, for a tool that stores its
    /// credentials under the login `preferred`: in the store, this login comes before the default.
    ///
    /// # Errors
    /// As [`find`](Self::find).
    pub fn find_preferring(&self, endpoint: &Endpoint, preferred: &Login) -> Result<Found, Error> {
        self.first(&Search {
            endpoint,
            login: None,
            preferred: Some(preferred),
            read_only: with_login,
            reach: Reach::InScope,
        })
    }

    /// Returns the `[[account]]` of the settings that applies to an endpoint here.
    pub fn rule(&self, endpoint: &Endpoint) -> Option<&AccountRule> {
        rule::select(self.config.account_rules(), endpoint, self.working)
    }

    /// Returns the login for a token without one: that of the [rule](Self::rule), else the default
    /// login of the host.
    pub fn login_for(&self, endpoint: &Endpoint, host: &Host) -> Option<Login> {
        let rule = self.rule(endpoint).map(|rule| rule.login.clone());
        rule.or_else(|| self.config.default_login(host))
    }

    /// Returns the search with the login of the settings, if none is requested.
    fn with_rule<'s>(&'s self, search: &Search<'s>) -> Search<'s> {
        let rule = || self.rule(search.endpoint).map(|rule| &rule.login);
        Search {
            login: search.login.or_else(rule),
            ..*search
        }
    }

    fn first(&self, search: &Search<'_>) -> Result<Found, Error> {
        let host = search.endpoint.host();
        if let Some(found) = self.in_environment(search)? {
            return Ok(found);
        }
        let search = &self.with_rule(search);
        let not_stored = match self.in_store(search) {
            Ok(found) => return Ok(found),
            Err(Error::Store(fault)) if fault.is_unusable_store() => Error::Store(fault),
            Err(error @ (Error::NotFound { .. } | Error::OutOfScope(_))) => error,
            Err(error) => return Err(error),
        };
        match (self.in_netrc(host, search.login), not_stored) {
            (Ok(Some(found)), Error::Store(fault)) => Ok(Found {
                store_fault: Some(fault),
                ..found
            }),
            (Ok(Some(found)), _) => Ok(found),
            (Err(Error::File(netrc)), Error::Store(store)) if netrc.is_refusal() => {
                Err(Error::StoreAndNetrc { store, netrc })
            }
            (Err(error), Error::NotFound { .. }) => Err(error),
            (_, not_stored) => Err(not_stored),
        }
    }

    fn in_environment(&self, search: &Search<'_>) -> Result<Option<Found>, Error> {
        let default_host = self.config.default_host();
        let found = self
            .environment
            .token(search.endpoint, default_host.as_ref())?;
        Ok(found.map(|found| Found {
            host: found.host,
            login: None,
            secret: Secret {
                scope: found.scope,
                ..Secret::new(found.token)
            },
            source: Source::Environment(found.variable.to_owned()),
            store_fault: None,
        }))
    }

    /// Finds the token for an endpoint in the store alone.
    ///
    /// # Errors
    /// As [`find`](Self::find).
    pub fn stored(&self, endpoint: &Endpoint) -> Result<Found, Error> {
        self.in_store(&self.with_rule(&Search {
            endpoint,
            login: None,
            preferred: None,
            read_only: without_login,
            reach: Reach::InScope,
        }))
    }

    fn in_store(&self, search: &Search<'_>) -> Result<Found, Error> {
        let store = (self.open_store)()?;
        let mut out_of_scope = None;
        for host in search.endpoint.lookup_names() {
            let (secret, login) = match self.of_host(&store, &host, search) {
                Ok(found) => found,
                Err(Fault::NotFound) => continue,
                Err(Fault::Several(accounts)) => only_covering(&store, &host, accounts, search)?,
                Err(fault) => return Err(fault.into()),
            };
            if search.reach == Reach::Anywhere || secret.scope.covers(&host, search.endpoint) {
                return Ok(Found {
                    host,
                    login,
                    secret,
                    source: Source::Store(store.name()),
                    store_fault: None,
                });
            }
            out_of_scope.get_or_insert_with(|| OutOfScope {
                endpoint: search.endpoint.clone(),
                host,
                login,
                scope: secret.scope,
            });
        }
        Err(match out_of_scope {
            Some(found) => Error::OutOfScope(Box::new(found)),
            None => search.not_found(),
        })
    }

    /// Reads the secret of one host: of the requested login, else of the preferred one, else of the
    /// configured one, else of the only account.
    fn of_host(
        &self,
        store: &Store,
        host: &Host,
        search: &Search<'_>,
    ) -> Result<(Secret, Option<Login>), Fault> {
        if let (None, Some(login)) = (search.login, search.preferred) {
            match store.get(&Account {
                host: host.clone(),
                login: login.clone(),
            }) {
                Ok(secret) if secret.scope.covers(host, search.endpoint) => {
                    return Ok((secret, Some(login.clone())));
                }
                Ok(_) | Err(Fault::NotFound) => {}
                Err(fault) => return Err(fault),
            }
        }
        let is_default = search.login.is_none();
        let default = self.config.default_login(host);
        let Some(login) = search.login.or(default.as_ref()) else {
            return (search.read_only)(store, host);
        };
        let account = Account {
            host: host.clone(),
            login: login.clone(),
        };
        match store.get(&account) {
            Ok(secret) => Ok((secret, Some(account.login))),
            // The configured login may no longer exist; use the host's only account.
            Err(Fault::NotFound) if is_default => (search.read_only)(store, host),
            Err(fault) => Err(fault),
        }
    }

    /// Finds the token in the netrc.
    ///
    /// # Errors
    /// [`Error::File`] if the netrc cannot be read, and [`Error::Several`].
    pub fn in_netrc(&self, host: &Host, login: Option<&Login>) -> Result<Option<Found>, Error> {
        let Some(path) = self.netrc.filter(|_| !host.is_service()) else {
            return Ok(None);
        };
        let file = NetrcFile::read(path, ReadPolicy::default())?;
        let mut found: Vec<(Login, Secret)> = file.document().credentials(host).collect();
        let default = host
            .lookup_names()
            .find_map(|scope| self.config.default_login(&scope))
            .filter(|default| found.iter().any(|(login, _)| login == default));
        if let Some(login) = login.or(default.as_ref()) {
            found.retain(|(of, _)| of == login);
        }
        let mut logins: Vec<Login> = found.iter().map(|(login, _)| login.clone()).collect();
        logins.sort();
        logins.dedup();
        if logins.len() > 1 {
            return Err(Error::Several {
                host: host.clone(),
                logins,
                by: SelectBy::Login,
            });
        }
        let first = found.into_iter().next();
        let source = || Source::Netrc(path.to_owned());
        Ok(first.map(|(login, secret)| Found {
            host: host.with_port(None).without_path(),
            login: Some(login),
            secret: Secret {
                scope: Scope::WIDE,
                ..secret
            },
            source: source(),
            store_fault: None,
        }))
    }
}
