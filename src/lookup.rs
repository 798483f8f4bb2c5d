//! The lookup of a token: in the environment, then in the store, then in the netrc. The first that
//! has it wins.

use std::fmt;
use std::path::{Path, PathBuf};

use secrecy::SecretString;

use crate::config::Config;
use crate::credential::{Account, Login, Secret};
use crate::environment::Environment;
use crate::error::{Error, SelectBy};
use crate::host::Host;
use crate::netrc::credentials;
use crate::plain::{NetrcFile, ReadPolicy};
use crate::store::{Fault, Store};

/// The source of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The environment variable of this name.
    Environment(String),
    /// The store of this name.
    Store(&'static str),
    /// The netrc at this path, in plain text.
    Netrc(PathBuf),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment(variable) => write!(
                f,
                "environment variable `{}`",
                crate::text::escaped(variable)
            ),
            Self::Store(name) => f.write_str(name),
            Self::Netrc(path) => write!(f, "{}, in plain text", crate::text::shown(path)),
        }
    }
}

/// A token, and where it came from.
#[derive(Clone, Debug)]
pub struct Found {
    /// The host that it is stored for: the requested one, or a shorter path of it.
    pub host: Host,
    /// Its login, if the source knows it.
    pub login: Option<Login>,
    /// The token, with its expiry and refresh token.
    pub secret: Secret,
    /// The source.
    pub source: Source,
    /// Why the store did not answer, although it precedes this source. Callers should print a
    /// warning.
    pub store_fault: Option<Fault>,
}

impl Found {
    fn plain(host: &Host, login: Option<Login>, token: SecretString, source: Source) -> Self {
        Self {
            host: host.clone(),
            login,
            secret: Secret::new(token),
            source,
            store_fault: None,
        }
    }
}

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
}

impl fmt::Debug for Sources<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sources")
            .field("environment", self.environment)
            .field("netrc", &self.netrc)
            .finish_non_exhaustive()
    }
}

/// Reads the secret of the only account of a host, and maybe its login.
type ReadOnly = fn(&Store, &Host) -> Result<(Secret, Option<Login>), Fault>;

impl Sources<'_> {
    /// Finds the token for a host, and for a login if one is requested.
    ///
    /// If an environment variable answers, the store is not opened. A variable has no login, so its
    /// token is used for every login.
    ///
    /// # Errors
    /// [`Error::NotFound`] if no source has the token; [`Error::Store`] if the store cannot be used
    /// and the netrc does not have the token; [`Error::StoreAndNetrc`] if the netrc was refused;
    /// [`Error::Several`]; and an error of the netrc, if it
    /// is read.
    pub fn find(&self, host: &Host, login: Option<&Login>) -> Result<Found, Error> {
        self.first(host, login, |store, host| Ok((store.only(host)?, None)))
    }

    /// As [`find`](Self::find), with the login if the source knows it. This may take another call
    /// to the store.
    ///
    /// # Errors
    /// As [`find`](Self::find).
    pub fn find_with_login(&self, host: &Host, login: Option<&Login>) -> Result<Found, Error> {
        self.first(host, login, |store, host| {
            let (secret, account) = store.only_with_account(host)?;
            Ok((secret, account.map(|account| account.login)))
        })
    }

    fn first(
        &self,
        host: &Host,
        login: Option<&Login>,
        read_only: ReadOnly,
    ) -> Result<Found, Error> {
        if let Some(found) = self.in_environment(host)? {
            return Ok(found);
        }
        let store_fault = match self.in_store(host, login, read_only) {
            Ok(Some(found)) => return Ok(found),
            Ok(None) => None,
            Err(Error::Store(fault)) if fault.is_unusable_store() => Some(fault),
            Err(error) => return Err(error),
        };
        match (self.in_netrc(host, login), store_fault) {
            (Ok(Some(found)), store_fault) => Ok(Found {
                store_fault,
                ..found
            }),
            (Err(Error::File(netrc)), Some(store)) if netrc.is_refusal() => {
                Err(Error::StoreAndNetrc { store, netrc })
            }
            (_, Some(fault)) => Err(Error::Store(fault)),
            (Ok(None), None) => Err(Error::NotFound {
                host: host.clone(),
                login: login.cloned(),
            }),
            (Err(error), None) => Err(error),
        }
    }

    fn in_environment(&self, host: &Host) -> Result<Option<Found>, Error> {
        let default_host = self.config.default_host();
        let found = self.environment.token(host, default_host.as_ref())?;
        Ok(found.map(|(variable, token)| {
            let source = Source::Environment(variable.to_owned());
            Found::plain(host, None, token, source)
        }))
    }

    fn in_store(
        &self,
        host: &Host,
        login: Option<&Login>,
        read_only: ReadOnly,
    ) -> Result<Option<Found>, Error> {
        let store = (self.open_store)()?;
        for scope in host.lookup_names() {
            match self.in_scope(&store, &scope, login, read_only) {
                Ok((secret, login)) => {
                    return Ok(Some(Found {
                        host: scope,
                        login,
                        secret,
                        source: Source::Store(store.name()),
                        store_fault: None,
                    }));
                }
                Err(Fault::NotFound) => {}
                Err(Fault::Several(accounts)) => {
                    return Err(Error::Several {
                        host: scope,
                        logins: accounts.into_iter().map(|account| account.login).collect(),
                        by: SelectBy::LoginOrDefault,
                    });
                }
                Err(fault) => return Err(fault.into()),
            }
        }
        Ok(None)
    }

    /// Reads the secret of one host: of the requested login, else of the configured one, else of
    /// the only account.
    fn in_scope(
        &self,
        store: &Store,
        host: &Host,
        login: Option<&Login>,
        read_only: ReadOnly,
    ) -> Result<(Secret, Option<Login>), Fault> {
        let is_default = login.is_none();
        let default = self.config.default_login(host);
        let Some(login) = login.or(default.as_ref()) else {
            return read_only(store, host);
        };
        let account = Account {
            host: host.clone(),
            login: login.clone(),
        };
        match store.get(&account) {
            Ok(secret) => Ok((secret, Some(account.login))),
            // The configured login may no longer exist; use the host's only account.
            Err(Fault::NotFound) if is_default => read_only(store, host),
            Err(fault) => Err(fault),
        }
    }

    /// Finds the token in the netrc.
    ///
    /// # Errors
    /// [`Error::File`] if the netrc cannot be read, and [`Error::Several`].
    pub fn in_netrc(&self, host: &Host, login: Option<&Login>) -> Result<Option<Found>, Error> {
        let Some(path) = self.netrc else {
            return Ok(None);
        };
        let file = NetrcFile::read(path, ReadPolicy::default())?;
        let mut found: Vec<(Login, SecretString)> =
            credentials(file.document().bytes(), host).collect();
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
        Ok(first.map(|(login, token)| Found::plain(host, Some(login), token, source())))
    }
}
