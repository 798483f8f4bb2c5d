//! `keyrc status HOST`: lists the accounts of a host in each source.

use serde_json::{Value, json};

use crate::cli::args::Format;
use crate::cli::output;
use crate::cli::world::World;
use crate::credential::Account;
use crate::error::Error;
use crate::host::Host;
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
}

/// Prints the accounts of `host` in each source, and fails as a lookup would.
pub(super) fn run(host: &Host, format: Format, world: &World) -> Result<(), Error> {
    let sources = world.with_sources(|sources| {
        Ok([
            environment(host, sources)?,
            store(host, world),
            netrc(host, sources),
        ])
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
        login: None,
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

fn environment(host: &Host, sources: &Sources<'_>) -> Result<SourceStatus, Error> {
    let default_host = sources.config.default_host();
    let found = sources.environment.token(host, default_host.as_ref())?;
    let mut status = SourceStatus::of("environment");
    if let Some((variable, _)) = found {
        status.names.push(Name::new(variable, host));
        status.answers = true;
    }
    Ok(status)
}

fn store(host: &Host, world: &World) -> SourceStatus {
    let mut status = SourceStatus::of("store");
    if let Err(error) = ask_store(host, world, &mut status) {
        status.remark = Some(error.to_string());
        status.error = Some(error);
    }
    status
}

fn ask_store(host: &Host, world: &World, status: &mut SourceStatus) -> Result<(), Error> {
    let store = world.store()?;
    let config = world.config()?;
    let accounts = accounts_in_scope(&store, host)?;
    status.remark = Some(store.name().to_owned());
    let Some(first) = accounts.first() else {
        return Ok(());
    };
    let scope = &first.host;
    status.error = output::choose(scope, &accounts, None, Some(config)).err();
    status.answers = status.error.is_none();
    // The only account of a host needs no default.
    let default = config.default_login(scope).filter(|_| accounts.len() > 1);
    for account in &accounts {
        status.names.push(Name {
            is_default: default.as_ref() == Some(&account.login),
            ..Name::new(account.login.as_str(), scope)
        });
    }
    Ok(())
}

/// The accounts under the longest path of `host` that has any.
fn accounts_in_scope(store: &Store, host: &Host) -> Result<Vec<Account>, Fault> {
    for scope in host.lookup_names() {
        let accounts = store.accounts(&scope)?;
        if !accounts.is_empty() {
            return Ok(accounts);
        }
    }
    Ok(Vec::new())
}

fn netrc(host: &Host, sources: &Sources<'_>) -> SourceStatus {
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
    match sources.in_netrc(host, None) {
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
        text
    }

    fn fact(&self) -> Value {
        json!({ "name": self.name, "host": self.host, "default": self.is_default })
    }
}
