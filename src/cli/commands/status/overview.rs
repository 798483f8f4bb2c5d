//! `keyrc status` without a host: an overview of all sources.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::cli::args::Format;
use crate::cli::output;
use crate::cli::world::World;
use crate::config;
use crate::error::Error;
use crate::plain::{NetrcFile, ReadPolicy};
use crate::store::{Fault, Kind, Lock, Reason};
use crate::text::{count, escaped, shown};

struct Overview {
    /// The names of variables with tokens.
    variables: Vec<String>,
    /// The name of the store and its number of tokens.
    store: Result<(&'static str, usize), Error>,
    choice: Option<(Kind, Reason)>,
    netrc: Option<(PathBuf, Result<NetrcFile, Error>)>,
    settings: Option<PathBuf>,
}

/// Prints the overview, and fails if the store does. Asks nothing, and a locked store is not a
/// failure. Neither is an unusable one if variables have tokens.
pub(super) fn run(format: Format, world: &World) -> Result<(), Error> {
    let overview = Overview::of(world);
    match format {
        Format::Text => world.say(&overview.text())?,
        Format::Json => output::json(world, &overview.fact())?,
    }
    let has_variables = !overview.variables.is_empty();
    match overview.store {
        Err(Error::Store(Fault::Locked(_))) => Ok(()),
        // A machine of a CI service has no keyring, and its variables answer.
        Err(Error::Store(fault)) if has_variables && fault.is_unusable_store() => Ok(()),
        store => store.map(drop),
    }
}

impl Overview {
    fn of(world: &World) -> Self {
        let (opened, choice) = world.store_unasked();
        let store = opened.and_then(|store| Ok((store.name(), store.list()?.len())));
        let read = |path: &PathBuf| (path.clone(), NetrcFile::read(path, ReadPolicy::default()));
        Self {
            variables: world.environment.names().map(str::to_owned).collect(),
            store,
            choice,
            netrc: world.netrc.as_ref().map(read),
            settings: world.config_folder.as_deref().map(config::path),
        }
    }

    fn text(&self) -> String {
        let variables: Vec<String> = self.variables.iter().map(|name| escaped(name)).collect();
        let environment = or_dash(variables.join(", "));
        let store = self.store_text();
        let netrc = match &self.netrc {
            None => "-".to_owned(),
            Some((_, Err(error))) => format!("-  [{error}]"),
            Some((path, Ok(file))) => format!("{}: {}", shown(path), contents(file)),
        };
        let settings = or_dash(self.settings.as_deref().map_or_else(String::new, shown));
        format!(
            "environment  {environment}\n\
             store        {store}\n\
             netrc        {netrc}\n\
             settings     {settings}"
        )
    }

    fn store_text(&self) -> String {
        let (name, tokens) = match &self.store {
            Ok(store) => store,
            Err(Error::Store(Fault::Locked(lock))) => {
                let (name, unlock) = match lock {
                    Lock::Vault => ("vault", "; unlock it with `keyrc vault unlock`"),
                    Lock::Keyring => ("keyring", "; unlock it with `keyrc store unlock`"),
                    _ => ("keyring", ""),
                };
                return format!("{name}: locked, so its tokens are not counted{unlock}");
            }
            Err(error) => return format!("-  [{error}]"),
        };
        let mut text = format!("{name}: {}", count(*tokens, "token", "tokens"));
        if let Some((_, reason)) = &self.choice {
            text += &format!(", chosen {reason}");
        }
        text
    }

    fn fact(&self) -> Value {
        let (name, accounts) = self.store.as_ref().ok().copied().unzip();
        let fault = match &self.store {
            Ok(_) => None,
            Err(Error::Store(fault)) => Some(fault.word()),
            Err(_) => Some("failed"),
        };
        let (kind, reason) = self
            .choice
            .as_ref()
            .map(|(kind, reason)| (kind.name(), reason.to_string()))
            .unzip();
        json!({
            "environment": self.variables,
            "store": {
                "name": name,
                "accounts": accounts,
                "fault": fault,
                "kind": kind,
                "reason": reason,
            },
            "netrc": self.netrc.as_ref().map(|(path, file)| netrc_fact(path, file)),
            "settings": self.settings.as_ref().map(|path| path.to_string_lossy()),
        })
    }
}

fn netrc_fact(path: &Path, file: &Result<NetrcFile, Error>) -> Value {
    let (entries, fault) = match file {
        Ok(file) => (Some(file.document().entries().len()), None),
        Err(error) => (None, Some(error.to_string())),
    };
    json!({
        "path": path.to_string_lossy(),
        "entries": entries,
        "plain_text": entries.is_some_and(|count| count > 0),
        "fault": fault,
    })
}

fn contents(file: &NetrcFile) -> String {
    match file.document().entries().len() {
        _ if !file.exists() => "no such file".to_owned(),
        0 => "no entries".to_owned(),
        entries => format!("{}, in plain text", count(entries, "entry", "entries")),
    }
}

fn or_dash(text: String) -> String {
    if text.is_empty() {
        "-".to_owned()
    } else {
        text
    }
}
