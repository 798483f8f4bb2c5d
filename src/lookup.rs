//! Where a token comes from: the environment, the store, a netrc. The first that answers wins.

use std::fmt;
use std::path::{Path, PathBuf};

use secrecy::SecretString;

use crate::config::Config;
use crate::credential::{Account, Login, Secret};
use crate::environment::Environment;
use crate::error::Error;
use crate::host::Host;
use crate::netrc::credentials;
use crate::plain::{NetrcFile, ReadPolicy};
use crate::store::{Fault, Store};

/// Where a token came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// This environment variable.
    Environment(String),
    /// This store.
    Store(&'static str),
    /// This netrc, where it lies in plain text.
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

/// A token that was found.
#[derive(Clone, Debug)]
pub struct Found {
    /// What it is kept under: the host that was asked for, or a shorter path of it.
    pub host: Host,
    /// Whose it is, where that is known without asking the store once more.
    pub login: Option<Login>,
    /// The token, and what is kept beside it.
    pub secret: Secret,
    /// Where it came from.
    pub source: Source,
    /// Why the store, which comes before this source, did not answer. Worth a warning.
    pub store_fault: Option<Fault>,
}

/// The sources, in their order. Nothing is opened before it is needed.
pub struct Sources<'a> {
    /// The tokens in environment variables.
    pub environment: &'a Environment,
    /// The settings.
    pub config: &'a Config,
    /// Opens the store.
    pub open_store: &'a dyn Fn() -> Result<Store, Error>,
    /// The netrc, if there is a place for one.
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

impl Sources<'_> {
    /// Finds the token for a host, and for a login where one is given.
    ///
    /// When the environment answers, the store is not opened: no D-Bus, no prompt. A variable has no login, so it answers
    /// for each.
    ///
    /// # Errors
    /// [`Error::NotFound`] when all sources were asked and none has it; [`Error::Store`] when the store could not be asked
    /// and the netrc has nothing; [`Error::Several`]; and what is wrong with the netrc, if it comes to that.
    pub fn find(&self, host: &Host, login: Option<&Login>) -> Result<Found, Error> {
        self.first(host, login, false)
    }

    /// The same, and whose token it is, wherever its source knows: the store may be asked once more for that.
    ///
    /// # Errors
    /// As [`find`](Self::find).
    pub fn find_whose(&self, host: &Host, login: Option<&Login>) -> Result<Found, Error> {
        self.first(host, login, true)
    }

    fn first(&self, host: &Host, login: Option<&Login>, whose: bool) -> Result<Found, Error> {
        if let Some(found) = self.in_environment(host)? {
            return Ok(found);
        }
        let store_fault = match self.kept(host, login, whose) {
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
            (_, Some(fault)) => Err(Error::Store(fault)),
            (Ok(None), None) => Err(Error::NotFound {
                host: host.clone(),
                login: login.cloned(),
            }),
            (Err(error), None) => Err(error),
        }
    }

    /// What the environment has for a host.
    ///
    /// # Errors
    /// [`Error::Environment`].
    pub fn in_environment(&self, host: &Host) -> Result<Option<Found>, Error> {
        let default_host = self.config.default_host();
        let found = self.environment.token(host, default_host.as_ref())?;
        Ok(found.map(|(variable, token)| {
            plain(host, None, token, Source::Environment(variable.to_owned()))
        }))
    }

    /// What the store has for a host.
    ///
    /// # Errors
    /// [`Error::Store`] and [`Error::Several`].
    pub fn in_store(&self, host: &Host, login: Option<&Login>) -> Result<Option<Found>, Error> {
        self.kept(host, login, false)
    }

    fn kept(
        &self,
        host: &Host,
        login: Option<&Login>,
        whose: bool,
    ) -> Result<Option<Found>, Error> {
        let store = (self.open_store)()?;
        for scope in host.scopes() {
            let wanted = login.cloned().or_else(|| self.config.default_login(&scope));
            let only = || {
                if whose {
                    store
                        .only_account(&scope)
                        .map(|(secret, account)| (secret, account.map(|account| account.login)))
                } else {
                    store.only(&scope).map(|secret| (secret, None))
                }
            };
            let found = match &wanted {
                Some(name) => {
                    let account = Account {
                        host: scope.clone(),
                        login: name.clone(),
                    };
                    store
                        .get(&account)
                        .map(|secret| (secret, Some(account.login)))
                }
                None => only(),
            };
            let found = match found {
                // The default may be of an account that is gone; then the one that is left will do.
                Err(Fault::NotFound) if wanted.is_some() && login.is_none() => only(),
                found => found,
            };
            match found {
                Ok((secret, login)) => {
                    let source = Source::Store(store.name());
                    return Ok(Some(Found {
                        host: scope,
                        login,
                        secret,
                        source,
                        store_fault: None,
                    }));
                }
                Err(Fault::NotFound) => {}
                Err(Fault::Several(accounts)) => {
                    let logins = accounts.into_iter().map(|account| account.login).collect();
                    return Err(Error::Several {
                        host: scope,
                        logins,
                        can_set_default: true,
                    });
                }
                Err(fault) => return Err(fault.into()),
            }
        }
        Ok(None)
    }

    /// What the netrc has for a host.
    ///
    /// # Errors
    /// What is wrong with the file, and [`Error::Several`].
    pub fn in_netrc(&self, host: &Host, login: Option<&Login>) -> Result<Option<Found>, Error> {
        let Some(path) = self.netrc else {
            return Ok(None);
        };
        let file = NetrcFile::read(path, ReadPolicy::default())?;
        let mut found: Vec<(Login, SecretString)> =
            credentials(file.document().bytes(), host).collect();
        let default = host
            .scopes()
            .find_map(|scope| self.config.default_login(&scope));
        let default = default.filter(|default| found.iter().any(|(login, _)| login == default));
        if let Some(wanted) = login.or(default.as_ref()) {
            found.retain(|(login, _)| login == wanted);
        }
        let mut logins: Vec<Login> = found.iter().map(|(login, _)| login.clone()).collect();
        logins.sort();
        logins.dedup();
        if logins.len() > 1 {
            return Err(Error::Several {
                host: host.clone(),
                logins,
                can_set_default: false,
            });
        }
        let first = found.into_iter().next();
        Ok(first
            .map(|(login, token)| plain(host, Some(login), token, Source::Netrc(path.to_owned()))))
    }
}

fn plain(host: &Host, login: Option<Login>, token: SecretString, source: Source) -> Found {
    Found {
        host: host.clone(),
        login,
        secret: Secret::new(token),
        source,
        store_fault: None,
    }
}
