//! `keyrc status` without a host: what there is of each source.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::error::Error;
use crate::plain::{NetrcFile, Terms};
use crate::text::shown;
use crate::text::{count, escaped};

use crate::cli::world::Purpose;
use crate::cli::{Format, World, output};
use crate::store::{Kind, Reason};

/// What there is, and what could not be looked at.
struct Overview {
    variables: Vec<String>,
    store: Result<(&'static str, usize), Error>,
    choice: Option<(Kind, Reason)>,
    netrc: Option<(PathBuf, Result<NetrcFile, Error>)>,
    settings: Option<PathBuf>,
}

/// Prints the overview, and fails as the store does.
pub(crate) fn run(format: Format, world: &World) -> Result<(), Error> {
    let opened = world.opened_store(Purpose::Read);
    let overview = Overview {
        choice: opened
            .as_ref()
            .ok()
            .and_then(|opened| opened.choice.clone()),
        variables: world.environment.names().map(str::to_owned).collect(),
        store: opened.and_then(|opened| Ok((opened.store.name(), opened.store.list()?.len()))),
        netrc: world
            .netrc
            .clone()
            .map(|path| (path.clone(), NetrcFile::read(&path, Terms::default()))),
        settings: world
            .config_folder
            .as_ref()
            .map(|folder| folder.join("config.toml")),
    };
    match format {
        Format::Text => world.say(&overview.text())?,
        Format::Json => output::json(world, &overview.json())?,
    }
    overview.store.map(drop)
}

impl Overview {
    fn text(&self) -> String {
        let variables: Vec<String> = self.variables.iter().map(|name| escaped(name)).collect();
        let environment = if variables.is_empty() {
            "-".to_owned()
        } else {
            variables.join(", ")
        };
        let store = match &self.store {
            Ok((name, tokens)) => {
                let choice = self
                    .choice
                    .as_ref()
                    .map(|(_, reason)| format!(", chosen {reason}"))
                    .unwrap_or_default();
                format!("{name}: {}{choice}", count(*tokens, "token", "tokens"))
            }
            Err(error) => format!("-  [{error}]"),
        };
        let netrc = match &self.netrc {
            None => "-".to_owned(),
            Some((_, Err(error))) => format!("-  [{error}]"),
            Some((path, Ok(file))) => format!("{}: {}", shown(path), contents(file)),
        };
        let settings = self
            .settings
            .as_ref()
            .map_or_else(|| "-".to_owned(), |path| shown(path));
        format!(
            "environment  {environment}\nstore        {store}\nnetrc        {netrc}\nsettings     {settings}"
        )
    }

    fn json(&self) -> Value {
        let (name, accounts) = self.store.as_ref().ok().copied().unzip();
        let fault = self.store.as_ref().err().map(|error| match error {
            Error::Store(fault) => fault.word(),
            _ => "failed",
        });
        let netrc = self.netrc.as_ref().map(|(path, file)| {
            let entries = file.as_ref().ok().map(|file| file.document().entries().len());
            json!({
                "path": path.to_string_lossy(), "entries": entries, "plain_text": entries.is_some_and(|count| count > 0),
                "fault": file.as_ref().err().map(Error::to_string),
            })
        });
        json!({
            "environment": self.variables,
            "store": {
                "name": name, "accounts": accounts, "fault": fault,
                "kind": self.choice.as_ref().map(|(kind, _)| kind.name()),
                "reason": self.choice.as_ref().map(|(_, reason)| reason.to_string()),
            },
            "netrc": netrc,
            "settings": self.settings.as_ref().map(|path| path.to_string_lossy()),
        })
    }
}

fn contents(file: &NetrcFile) -> String {
    match file.document().entries().len() {
        _ if !file.exists() => "no such file".to_owned(),
        0 => "no entries".to_owned(),
        entries => format!("{}, in plain text", count(entries, "entry", "entries")),
    }
}
