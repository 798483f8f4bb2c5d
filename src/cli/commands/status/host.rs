//! `keyrc status HOST`: lists the accounts of a host in each source.

use serde_json::{Value, json};

use crate::cli::args::Format;
use crate::cli::output;
use crate::cli::world::World;
use crate::credential::{Account, Login, PortScope, ProtocolScope, Scope};
use crate::error::Error;
use crate::host::{Endpoint, Host};
use crate::lookup::Sources;
use crate::plain::{NetrcFile, ReadPolicy};
use crate::store::{Fault, Store};
use crate::text::{escaped, shown};

/// The accounts of a host in one source.
#[derive(Default)]
struct SourceStatus {
    source: &'static str,
    names: Vec<Name>,
    /// Whether the source has a token that a lookup would return.
    answers: bool,
    /// The name of the store, the path of the netrc, or the error.
    remark: Option<String>,
    plain_text: bool,
    error: Option<Error>,
}

/// An account of a host, or a variable with a token for it.
struct Name {
    name: String,
    host: String,
    is_default: bool,
    /// Whether the settings choose it in this directory or for a remote.
    is_chosen: bool,
    scope: Option<Scope>,
}

/// Prints the accounts of a host in each source, and fails as a lookup would.
pub(super) fn run(endpoint: &Endpoint, format: Format, world: &World) -> Result<(), Error> {
    let host = endpoint.host();
    let (login, sources) = world.with_sources(|sources| {
        let login = sources.rule(endpoint).map(|rule| rule.login.clone());
        let all = [
            environment(endpoint, sources)?,
            store(endpoint, login.as_ref(), sources, world),
            netrc(host, login.as_ref(), sources),
        ];
        Ok((login, all))
    })?;
    let answering = answering(&sources);
    match format {
        Format::Json => output::json(world, &facts(host, &sources, answering))?,
        Format::Text => {
            for (index, source) in sources.iter().enumerate() {
                let mark = if answering == Some(index) { "*" } else { " " };
                world.say(&format!("{mark} {}", source.text(host)))?;
            }
        }
    }
    if answering.is_some() {
        return Ok(());
    }
    let error = sources.into_iter().find_map(|source| source.error);
    Err(error.unwrap_or_else(|| Error::NotFound {
        host: host.clone(),
        login,
    }))
}

/// The source of the token that a lookup returns. As in a lookup, a store that fails is skipped;
/// other errors are final.
fn answering(sources: &[SourceStatus]) -> Option<usize> {
    let index = sources
        .iter()
        .position(|source| source.answers || source.fails_lookup())?;
    sources[index].answers.then_some(index)
}

fn facts(host: &Host, sources: &[SourceStatus], answering: Option<usize>) -> Value {
    json!({
        "host": host.as_str(),
        "answer": answering.map(|index| sources[index].source),
        "sources": sources.iter().map(SourceStatus::fact).collect::<Vec<_>>(),
    })
}

fn environment(endpoint: &Endpoint, sources: &Sources<'_>) -> Result<SourceStatus, Error> {
    let default_host = sources.config.default_host();
    let found = sources.environment.token(endpoint, default_host.as_ref())?;
    let mut status = SourceStatus::of("environment");
    if let Some(found) = found {
        let name = Name::new(found.variable, endpoint.host());
        status.names.push(name);
        status.answers = true;
    }
    Ok(status)
}

/// `login` is the one that the settings choose here.
fn store(
    endpoint: &Endpoint,
    login: Option<&Login>,
    sources: &Sources<'_>,
    world: &World,
) -> SourceStatus {
    let mut status = SourceStatus::of("store");
    if let Err(error) = ask_store(endpoint, login, sources, world, &mut status) {
        status.remark = Some(error.to_string());
        status.error = Some(error);
    }
    status
}

fn ask_store(
    endpoint: &Endpoint,
    login: Option<&Login>,
    sources: &Sources<'_>,
    world: &World,
    status: &mut SourceStatus,
) -> Result<(), Error> {
    let store = world.store()?;
    status.remark = Some(store.name().to_owned());
    let host = match sources.stored(endpoint) {
        Ok(found) => {
            status.answers = true;
            found.host
        }
        // The host may have another account than the chosen one.
        Err(Error::NotFound { .. }) if login.is_some() => endpoint.host().clone(),
        Err(Error::NotFound { .. }) => return Ok(()),
        Err(Error::Several { host, logins, by }) => {
            let named = host.clone();
            status.error = Some(Error::Several { host, logins, by });
            named
        }
        Err(Error::OutOfScope(refused)) => {
            let host = refused.host.clone();
            status.error = Some(Error::OutOfScope(refused));
            host
        }
        Err(error) => return Err(error),
    };
    status.names = names(&store, &host, login, world)?;
    Ok(())
}

/// The accounts of a host in the store.
fn names(
    store: &Store,
    host: &Host,
    login: Option<&Login>,
    world: &World,
) -> Result<Vec<Name>, Error> {
    let accounts = store.accounts(host)?;
    // The only account of a host needs no default.
    let default = world.config()?.default_login(host);
    let default = default.filter(|_| accounts.len() > 1);
    let mut names = Vec::with_capacity(accounts.len());
    for account in &accounts {
        names.push(Name {
            is_default: default.as_ref() == Some(&account.login),
            is_chosen: login == Some(&account.login),
            scope: scope(store, account)?,
            ..Name::new(account.login.label(), host)
        });
    }
    Ok(names)
}

/// The scope of an account, or `None` if its item is damaged.
fn scope(store: &Store, account: &Account) -> Result<Option<Scope>, Error> {
    match store.get(account) {
        Ok(secret) => Ok(Some(secret.scope)),
        Err(Fault::NotFound) => Ok(None),
        Err(fault) if fault.is_unusable_item() => Ok(None),
        Err(fault) => Err(fault.into()),
    }
}

fn netrc(host: &Host, login: Option<&Login>, sources: &Sources<'_>) -> SourceStatus {
    let mut status = SourceStatus::of("netrc");
    let Some(path) = sources.netrc else {
        return status;
    };
    let file = match NetrcFile::read(path, ReadPolicy::default()) {
        Ok(file) => file,
        Err(error) => {
            status.remark = Some(error.to_string());
            status.error = Some(error);
            return status;
        }
    };
    let document = file.document();
    for entry in document.all(host, None) {
        if let Some(login) = document.shown_login(entry) {
            status.names.push(Name::new(&login, host));
        }
    }
    status.plain_text = document.find(host, None).is_some();
    status.remark = file.exists().then(|| shown(path));
    match sources.in_netrc(host, login) {
        Ok(found) => status.answers = found.is_some(),
        Err(error) => status.error = Some(error),
    }
    status
}

impl SourceStatus {
    fn of(source: &'static str) -> Self {
        Self {
            source,
            ..Self::default()
        }
    }

    fn fails_lookup(&self) -> bool {
        match &self.error {
            None => false,
            Some(Error::Store(fault)) => !fault.is_unusable_store(),
            Some(_) => true,
        }
    }

    fn text(&self, requested: &Host) -> String {
        let names: Vec<String> = self.names.iter().map(|name| name.text(requested)).collect();
        let mut text = format!("{:<12} ", self.source);
        text += if names.is_empty() { "-" } else { "" };
        text += &names.join(", ");
        if self.plain_text {
            text += "  in plain text";
        }
        if let Some(remark) = &self.remark {
            text += &format!("  [{remark}]");
        }
        text
    }

    fn fact(&self) -> Value {
        json!({
            "source": self.source,
            "accounts": self.names.iter().map(Name::fact).collect::<Vec<_>>(),
            "answers": self.answers,
            "plain_text": self.plain_text,
            "remark": self.remark,
        })
    }
}

impl Name {
    fn new(name: &str, host: &Host) -> Self {
        Self {
            name: name.to_owned(),
            host: host.to_string(),
            is_default: false,
            is_chosen: false,
            scope: None,
        }
    }

    fn text(&self, requested: &Host) -> String {
        let mut text = escaped(&self.name);
        if self.host != requested.as_str() {
            text += &format!(" at {}", self.host);
        }
        if self.is_default {
            text += " (default)";
        }
        if self.is_chosen {
            text += " (chosen here)";
        }
        if let Some(wide) = self.wide_scope() {
            text += &format!(" ({wide})");
        }
        text
    }

    fn fact(&self) -> Value {
        let any = |is_any: bool| is_any.then_some("any");
        json!({
            "name": self.name, "host": self.host, "default": self.is_default, "chosen": self.is_chosen,
            "protocol": any(self.scope.is_some_and(|scope| scope.protocol == ProtocolScope::Any)),
            "port": any(self.scope.is_some_and(|scope| scope.port == PortScope::Any)),
        })
    }

    /// Describes a scope that is wider than that of `keyrc login`.
    fn wide_scope(&self) -> Option<String> {
        let scope = self.scope.filter(|scope| *scope != Scope::default())?;
        let host: Host = self.host.parse().ok()?;
        Some(scope.describe(&host))
    }
}
