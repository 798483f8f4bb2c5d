//! The credentials that a lookup considers and does not use, with the reasons.

use std::fmt;

use serde_json::{Value, json};

use crate::credential::{Account, Login};
use crate::error::Error;
use crate::host::{Endpoint, Host};
use crate::lookup::{Found, Source, Sources};
use crate::store::Store;
use crate::text::escaped;

/// A credential, or a source, that does not answer.
pub(super) struct Rejected {
    source: &'static str,
    account: Option<Account>,
    reason: String,
}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.account {
            Some(account) => write!(
                f,
                "{} in the {}",
                escaped(&account.to_string()),
                self.source
            )?,
            None => write!(f, "the {}", self.source)?,
        }
        write!(f, ": {}", self.reason)
    }
}

impl Rejected {
    pub(super) fn fact(&self) -> Value {
        let account = self.account.as_ref();
        json!({
            "source": self.source,
            "host": account.map(|account| account.host.as_str()),
            "login": account.and_then(|account| account.login.name()),
            "reason": self.reason,
        })
    }
}

/// Returns the credentials that come after the answer to a request, or that do not match the
/// request.
///
/// Opens no source that the lookup did not open.
pub(super) fn rejected(
    endpoint: &Endpoint,
    login: Option<&Login>,
    answer: &Result<Found, Error>,
    sources: &Sources<'_>,
) -> Vec<Rejected> {
    let found = answer.as_ref().ok();
    if matches!(found, Some(found) if matches!(found.source, Source::Environment(_))) {
        return Vec::new();
    }
    let rule = sources.rule(endpoint).map(|rule| &rule.login);
    let request = Request {
        endpoint,
        names: endpoint.lookup_names(),
        login: login.or(rule),
        found,
        is_several: matches!(answer, Err(Error::Several { .. })),
    };
    let mut all = Vec::new();
    if !matches!(answer, Err(Error::Environment { .. })) {
        all.extend(sources.environment.names().map(of_another_place));
    }
    let fault = found.and_then(|found| found.store_fault.as_ref());
    all.extend(fault.map(|fault| Rejected {
        source: "store",
        account: None,
        reason: fault.to_string(),
    }));
    if fault.is_none()
        && let Ok(store) = (sources.open_store)()
    {
        all.extend(request.in_store(&store));
    }
    all.extend(request.in_netrc(sources));
    all
}

/// A variable with tokens, none of which is for the request.
fn of_another_place(variable: &str) -> Rejected {
    Rejected {
        source: "environment",
        account: None,
        reason: format!(
            "`{}` is for another host, protocol or port",
            escaped(variable)
        ),
    }
}

/// A request and its answer.
struct Request<'a> {
    endpoint: &'a Endpoint,
    names: Vec<Host>,
    login: Option<&'a Login>,
    found: Option<&'a Found>,
    is_several: bool,
}

impl Request<'_> {
    /// Returns the other accounts of the host, of all its ports and paths, and of its parent domains.
    fn in_store(&self, store: &Store) -> Vec<Rejected> {
        let accounts = store.list().unwrap_or_default().into_iter();
        let others = accounts.filter(|account| !self.is_answer(account));
        others
            .filter_map(|account| {
                Some(Rejected {
                    source: "store",
                    reason: self.reason(&account, store)?,
                    account: Some(account),
                })
            })
            .collect()
    }

    fn is_answer(&self, account: &Account) -> bool {
        self.found.is_some_and(|found| {
            matches!(found.source, Source::Store(_))
                && found.host == account.host
                && found.login.as_ref() == Some(&account.login)
        })
    }

    /// Why an account does not answer, or `None` if it has nothing to do with the request.
    fn reason(&self, account: &Account, store: &Store) -> Option<String> {
        let (requested, stored) = (self.endpoint.host(), &account.host);
        if requested.is_service() || stored.is_service() {
            return (requested == stored).then(|| self.reason_of_login(account));
        }
        if requested.name() != stored.name() {
            let parent = format!(".{}", stored.name());
            let is_parent = requested.name().ends_with(&parent);
            return is_parent.then(|| "a parent domain".to_owned());
        }
        let Some(rank) = self.names.iter().position(|name| name == stored) else {
            let is_port = stored.port().is_none() || stored.port() == self.endpoint.port();
            return Some(
                if is_port {
                    "another path"
                } else {
                    "another port"
                }
                .to_owned(),
            );
        };
        let scope = match store.get(account) {
            Ok(secret) => secret.scope,
            Err(fault) => return Some(fault.to_string()),
        };
        if !scope.covers(stored, self.endpoint) {
            return Some(format!("stored for {} only", scope.describe(stored)));
        }
        let found = self
            .found
            .and_then(|found| self.names.iter().position(|name| *name == found.host));
        let is_login = self.login.is_none_or(|login| *login == account.login);
        Some(match found {
            Some(found) if found < rank && is_login => "a shorter path or no port".to_owned(),
            _ => self.reason_of_login(account),
        })
    }

    fn reason_of_login(&self, account: &Account) -> String {
        match self.login {
            Some(login) if *login != account.login => "another account",
            _ if self.is_several => "one of several accounts, and none is the default",
            _ => "not the default account",
        }
        .to_owned()
    }

    /// Returns the netrc entry that is not used because the store comes first, or because its login
    /// is another one.
    fn in_netrc(&self, sources: &Sources<'_>) -> Option<Rejected> {
        let host = self.endpoint.host();
        let (found, reason) = match self.found.map(|found| &found.source) {
            Some(Source::Store(_)) => {
                let found = sources.in_netrc(host, self.login).ok()??;
                (found, "the store comes first")
            }
            None if self.login.is_some() => {
                let found = sources.in_netrc(host, None).ok()??;
                (found, "another account")
            }
            _ => return None,
        };
        Some(Rejected {
            source: "netrc",
            account: Some(Account {
                host: found.host,
                login: found.login.unwrap_or_else(Login::none),
            }),
            reason: reason.to_owned(),
        })
    }
}
