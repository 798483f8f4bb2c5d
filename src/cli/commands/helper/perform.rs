//! Carries out the requests of programs.

use crate::cli::world::World;
use crate::config::Config;
use crate::credential::{Account, HeaderForm, Login, Scope, Secret, Stored, TokenPlace};
use crate::error::{Error, SelectBy};
use crate::lookup::{Found, Reach, Source};
use crate::protocol::{
    Answer, Erased, Occasion, Outcome, Query, Reply, Request, Requested, Respond,
};
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
                    place: &found.host,
                    form: form.as_ref(),
                }));
            }
            Err(error) => Err(error),
        },
        Request::List => match list(world) {
            Ok(accounts) => return respond(Outcome::Listed(&accounts)),
            Err(error) => Err(error),
        },
        Request::Store(query, secret, occasion) => store(&query, *secret, occasion, world),
        Request::Erase(query, Erased::Matching(secret)) => {
            erase_matching(&query, secret.as_deref(), world)
        }
        Request::Erase(query, Erased::Answered) => erase_answered(&query, world),
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
    let endpoint = &query.endpoint;
    let found = world.with_sources(|sources| match &query.account {
        Requested::Any => sources.find_with_login(endpoint, None, Reach::InScope),
        Requested::Login(login) => sources.find_with_login(endpoint, Some(login), Reach::InScope),
        Requested::Preferred(login) => sources.find_preferring(endpoint, login),
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

/// Stores a credential, unless it is stored already.
fn store(query: &Query, secret: Secret, occasion: Occasion, world: &World) -> Result<(), Error> {
    let secret = Secret {
        scope: Scope::of_login(&query.endpoint),
        ..secret
    };
    if occasion != Occasion::Set && has_another_source(query, &secret, world) {
        return Ok(());
    }
    let login = requested(query, world)?.unwrap_or_else(Login::none);
    let store = world.store_to_write()?;
    let _change = store.change()?;
    let is_stored = is_stored(&store, query, &login, &secret)?;
    let account = match is_stored {
        true => Account {
            host: query.endpoint.host().clone(),
            login,
        },
        false => account_to_write(&store, query, &login, &secret)?,
    };
    let known = store.accounts(&account.host)?;
    let is_known = known.contains(&account);
    if !is_stored {
        store.set(&account, &secret)?;
        world.pin_store();
    }
    match (is_stored, is_known) {
        (false, false) => {}
        (_, true) if occasion == Occasion::Login => {}
        _ => return Ok(()),
    }
    choose_default(&known, &account, occasion, query, world)
}

/// Whether a variable or the netrc answers the request with this token. A program repeats it after each
/// use, and a copy in the store would survive the original.
fn has_another_source(query: &Query, secret: &Secret, world: &World) -> bool {
    match find(query, world) {
        Ok((found, _)) => {
            !matches!(found.source, Source::Store(_))
                && secret::equal(&found.secret.token, &secret.token)
        }
        Err(_) => false,
    }
}

/// Returns the login that a request names. The settings may choose another one for a program without
/// accounts.
fn requested(query: &Query, world: &World) -> Result<Option<Login>, Error> {
    match &query.account {
        Requested::Any => Ok(None),
        Requested::Login(login) => Ok(Some(login.clone())),
        Requested::Preferred(login) => {
            let here = login_here(query, world)?;
            Ok(Some(here.unwrap_or_else(|| login.clone())))
        }
    }
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

/// Returns the account to write. A token for http does not replace one for https: both have the
/// same host, so the account for http can be stored with port 80.
///
/// # Errors
/// [`Error::Helper`] if every name of the host has a token for fewer protocols, which must not be
/// replaced.
fn account_to_write(
    store: &Store,
    query: &Query,
    login: &Login,
    secret: &Secret,
) -> Result<Account, Error> {
    for host in query.endpoint.own_names() {
        let login = login.clone();
        let account = Account { host, login };
        match store.get(&account) {
            Ok(found) if !found.scope.includes(secret.scope) => {}
            Ok(_) | Err(Fault::NotFound | Fault::Damaged { .. }) => return Ok(account),
            Err(fault) => return Err(fault.into()),
        }
    }
    Err(Error::Helper {
        message: "the store has a token for https here, and does not replace it with one for \
                  another protocol"
            .to_owned(),
        code: 1,
    })
}

/// Chooses the default of a host with a new account among those `known` before, so that requests
/// without a login get one account.
///
/// The new account becomes the default if the user named it. Otherwise, requests without a login
/// get the same account as before.
fn choose_default(
    known: &[Account],
    account: &Account,
    occasion: Occasion,
    query: &Query,
    world: &World,
) -> Result<(), Error> {
    let others: Vec<&Account> = known.iter().filter(|other| *other != account).collect();
    let configured = world.config()?.default_login(&account.host);
    let is_known = |login: &Login| known.iter().any(|other| other.login == *login);
    let is_named = matches!(query.account, Requested::Login(_)) && occasion != Occasion::Use;
    // An account of this directory or remote is not the default elsewhere.
    let is_chosen_here = login_here(query, world)?.as_ref() == Some(&account.login);
    let default = match &others[..] {
        [] => return Ok(()),
        _ if is_named && !is_chosen_here => &account.login,
        _ if configured.as_ref().is_some_and(is_known) => return Ok(()),
        [only] => &only.login,
        _ => return Ok(()),
    };
    if configured.as_ref() == Some(default) {
        return Ok(());
    }
    Config::set_default_login(world.config_folder()?, &account.host, Some(default))
}

/// Removes the credentials of the requested account, or of the one that the settings choose here,
/// or else of all accounts; with a secret, only those that have it.
///
/// # Errors
/// [`Fault::NotFound`] if there are none.
fn erase_matching(query: &Query, secret: Option<&Secret>, world: &World) -> Result<(), Error> {
    let login = login_to_erase(query, world)?;
    let store = world.store()?;
    let _change = store.change()?;
    let mut has_erased = false;
    for host in query.endpoint.own_names() {
        for account in store.accounts(&host)? {
            let is_login = login.as_ref().is_none_or(|login| *login == account.login);
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

/// Removes the credential that the request would find, if it is stored for exactly this place.
///
/// A program may repeat the request, so a missing default account is not replaced by another one.
///
/// # Errors
/// [`Fault::NotFound`] if there is none, and [`Error::Several`] without a default.
fn erase_answered(query: &Query, world: &World) -> Result<(), Error> {
    let login = login_to_erase(query, world)?;
    let store = world.store()?;
    let _change = store.change()?;
    for host in query.endpoint.own_names() {
        let login = match &login {
            Some(login) => Some(login.clone()),
            None => world.config()?.default_login(&host),
        };
        let mut found = Vec::new();
        for account in store.accounts(&host)? {
            let is_login = login.as_ref().is_none_or(|login| *login == account.login);
            if is_login && matches(&store, &account, query, None)? {
                found.push(account);
            }
        }
        match &found[..] {
            [] => {}
            [account] => return Ok(store.delete(account)?),
            _ => {
                let logins = found.into_iter().map(|account| account.login).collect();
                let by = SelectBy::LoginOrDefault;
                return Err(Error::Several { host, logins, by });
            }
        }
    }
    Err(Fault::NotFound.into())
}

fn login_to_erase(query: &Query, world: &World) -> Result<Option<Login>, Error> {
    match requested(query, world)? {
        Some(login) => Ok(Some(login)),
        None => login_here(query, world),
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
