//! Carries out the requests of programs.

use crate::cli::world::World;
use crate::config::Config;
use crate::credential::{Account, HeaderForm, Login, Scope, Secret, Stored, TokenPlace};
use crate::error::Error;
use crate::lookup::{Found, Reach};
use crate::protocol::{Answer, Outcome, Query, Reply, Request, Respond, UNNAMED_LOGIN};
use crate::secret;
use crate::store::{Fault, Store};

/// Carries out a request, and returns the answer to its outcome.
pub(super) fn perform(request: Request, respond: Respond, world: &World) -> Reply {
    let done = match request {
        Request::Find(query) => match find(&query, world) {
            Ok((found, form)) => {
                return respond(Outcome::Found(Answer {
                    secret: &found.secret,
                    login: found.login.as_ref(),
                    form: form.as_ref(),
                }));
            }
            Err(error) => Err(error),
        },
        Request::List => match list(world) {
            Ok(accounts) => return respond(Outcome::Listed(&accounts)),
            Err(error) => Err(error),
        },
        Request::Store(query, secret) => store(&query, *secret, world),
        Request::Erase(query, secret) => erase(&query, secret.as_deref(), world),
    };
    match done {
        Ok(()) => respond(Outcome::Done),
        Err(error) if is_missing(&error) => respond(Outcome::NotFound),
        Err(error) => respond(Outcome::Failed(&error.to_string())),
    }
}

/// Whether the credential or the store does not exist.
fn is_missing(error: &Error) -> bool {
    matches!(
        error,
        Error::NotFound { .. }
            | Error::OutOfScope(_)
            | Error::NothingStored
            | Error::Store(Fault::NotFound | Fault::Absent(_))
    )
}

/// Finds a credential, and the form of the header for its host.
fn find(query: &Query, world: &World) -> Result<(Found, Option<HeaderForm>), Error> {
    let found = world.with_sources(|sources| {
        sources.find_with_login(&query.endpoint, query.login.as_ref(), Reach::InScope)
    })?;
    Ok((found, world.config()?.header_form(&query.endpoint)))
}

/// Lists the accounts of hosts, each as host and login.
fn list(world: &World) -> Result<Vec<(String, String)>, Error> {
    let accounts = world.store()?.list()?.into_iter();
    Ok(accounts
        .filter(|account| !account.host.is_service())
        .map(|account| (account.host.to_string(), account.login.as_str().to_owned()))
        .collect())
}

/// Stores a credential, unless it is stored already. It becomes the default of its host, so that
/// the next request without a login gets it.
fn store(query: &Query, secret: Secret, world: &World) -> Result<(), Error> {
    let here = login_here(query, world)?;
    let store = world.store_to_write()?;
    let login = match (&query.login, &here) {
        (Some(login), Some(here)) if login.as_str() == UNNAMED_LOGIN => here.clone(),
        (Some(login), _) => login.clone(),
        (None, _) => Login::none(),
    };
    let account = Account {
        host: query.endpoint.host().clone(),
        login,
    };
    let secret = Secret {
        scope: Scope::of_login(&query.endpoint),
        ..secret
    };
    let _change = store.change()?;
    if is_stored(&store, query, &account.login, &secret)? {
        // A tool repeats its credential after each success, also that of another account.
        if account.login.as_str() != UNNAMED_LOGIN {
            return Ok(());
        }
    } else {
        store.set(&account, &secret)?;
        world.pin_store();
    }
    // An account of this directory or remote is not the default elsewhere.
    if here.as_ref() == Some(&account.login) {
        return Ok(());
    }
    make_default(&store, &account, world)
}

/// Returns the login that the settings choose in this directory or for a remote.
fn login_here(query: &Query, world: &World) -> Result<Option<Login>, Error> {
    world.with_sources(|sources| {
        let rule = sources.rule(&query.endpoint);
        Ok(rule.map(|rule| rule.login.clone()))
    })
}

/// Whether the store answers the request with this credential already, perhaps from a shorter path or
/// for more protocols and ports.
fn is_stored(store: &Store, query: &Query, login: &Login, secret: &Secret) -> Result<bool, Error> {
    for host in query.endpoint.lookup_names() {
        let login = login.clone();
        match store.get(&Account {
            host: host.clone(),
            login,
        }) {
            Ok(found) if found.scope.covers(&host, &query.endpoint) => {
                return Ok(is_same(found, secret));
            }
            Ok(_) | Err(Fault::NotFound) => {}
            Err(Fault::Damaged { .. }) => return Ok(false),
            Err(fault) => return Err(fault.into()),
        }
    }
    Ok(false)
}

/// Whether a stored credential has all facts of this one, except for those that a tool does not get and
/// so cannot change.
fn is_same(found: Secret, secret: &Secret) -> bool {
    let place = match &found.place {
        place @ TokenPlace::Login(_) => place.clone(),
        _ => secret.place.clone(),
    };
    let same = Secret {
        scope: found.scope,
        place,
        account: found.account.clone(),
        ..secret.clone()
    };
    Stored::Credential(found).is_secret(&same)
}

fn make_default(store: &Store, account: &Account, world: &World) -> Result<(), Error> {
    let is_default = world.config()?.default_login(&account.host).as_ref() == Some(&account.login);
    if is_default || store.accounts(&account.host)?.len() < 2 {
        return Ok(());
    }
    Config::set_default_login(world.config_folder()?, &account.host, Some(&account.login))
}

/// Removes the credentials that match: of the login, or of the one that the settings choose here, or
/// of all logins; with a secret, only those that have it. Looks at every name under which the request would find one, so that it finds none
/// afterwards.
///
/// # Errors
/// [`Fault::NotFound`] if there are none.
fn erase(query: &Query, secret: Option<&Secret>, world: &World) -> Result<(), Error> {
    let here = login_here(query, world)?;
    let login = query.login.as_ref().or(here.as_ref());
    let store = world.store()?;
    let _change = store.change()?;
    let mut has_erased = false;
    for host in query.endpoint.lookup_names() {
        for account in store.accounts(&host)? {
            let is_login = login.is_none_or(|login| *login == account.login);
            if is_login && matches(&store, &account, query, secret)? {
                store.delete(&account)?;
                has_erased = true;
            }
        }
    }
    if has_erased {
        Ok(())
    } else {
        Err(Fault::NotFound.into())
    }
}

fn matches(
    store: &Store,
    account: &Account,
    query: &Query,
    secret: Option<&Secret>,
) -> Result<bool, Error> {
    let found = store.get(account)?;
    let is_secret = secret.is_none_or(|secret| secret::equal(&secret.token, &found.token));
    Ok(is_secret && found.scope.covers(&account.host, &query.endpoint))
}
