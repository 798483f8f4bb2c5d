//! `keyrc status`: which source answers, and what else there is.

mod overview;

use serde_json::{Value, json};

use crate::config::Config;
use crate::credential::Account;
use crate::error::Error;
use crate::host::Host;
use crate::lookup::Sources;
use crate::plain::{NetrcFile, Terms};
use crate::store::{Fault, Store};
use crate::text::escaped;
use crate::text::shown;

use crate::cli::{Format, World, output};

/// Show where tokens come from, and which source answers for a host
///
/// The sources are asked in this order: environment, keyring, netrc. No token is read from the keyring or shown.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Show who answers for this host
    #[arg(value_name = "HOST")]
    host: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    match &args.host {
        Some(host) => of_host(&host.parse()?, args.format, world),
        None => overview::run(args.format, world),
    }
}

/// What one source has for a host.
struct Line {
    source: &'static str,
    names: Vec<Name>,
    /// Whether it would answer, had the ones before it not.
    answers: bool,
    /// What to know about the source, or what is wrong with it.
    remark: Option<String>,
    plain_text: bool,
    error: Option<Error>,
}

/// An account of a host, or a variable that decides for it.
struct Name {
    name: String,
    host: String,
    is_default: bool,
}

fn of_host(host: &Host, format: Format, world: &World) -> Result<(), Error> {
    let config = world.config()?;
    let lines = world.with_sources(|sources| {
        Ok([
            of_environment(host, sources)?,
            of_store(host, config, world.store()),
            of_netrc(host, sources),
        ])
    })?;
    // As a lookup goes: a store that cannot be asked is passed over, and every other error ends it.
    let passes = |error: &Error| matches!(error, Error::Store(fault) if fault.is_of_the_store());
    let ends =
        |line: &Line| line.answers || line.error.as_ref().is_some_and(|error| !passes(error));
    let answer = lines.iter().position(ends).filter(|&at| lines[at].answers);
    if format == Format::Json {
        let facts: Vec<Value> = lines.iter().map(Line::json).collect();
        let answer = answer.map(|at| lines[at].source);
        output::json(
            world,
            &json!({ "host": host.as_str(), "answer": answer, "sources": facts }),
        )?;
    } else {
        for (at, line) in lines.iter().enumerate() {
            world.say(&line.text(answer == Some(at), host))?;
        }
    }
    match answer {
        Some(_) => Ok(()),
        None => Err(lines
            .into_iter()
            .find_map(|line| line.error)
            .unwrap_or(Error::NotFound {
                host: host.clone(),
                login: None,
            })),
    }
}

fn of_environment(host: &Host, sources: &Sources<'_>) -> Result<Line, Error> {
    let default_host = sources.config.default_host();
    let found = sources.environment.token(host, default_host.as_ref())?;
    let name = |(name, _): (&str, _)| Name {
        name: name.to_owned(),
        host: host.to_string(),
        is_default: false,
    };
    let names: Vec<Name> = found.map(name).into_iter().collect();
    let answers = !names.is_empty();
    Ok(Line {
        source: "environment",
        names,
        answers,
        remark: None,
        plain_text: false,
        error: None,
    })
}

fn of_store(host: &Host, config: &Config, store: Result<Store, Error>) -> Line {
    let mut line = Line {
        source: "store",
        names: vec![],
        answers: false,
        remark: None,
        plain_text: false,
        error: None,
    };
    match store.and_then(|store| Ok((store.name(), in_scopes(&store, host)?))) {
        Ok((name, accounts)) => {
            line.remark = Some(name.to_owned());
            let Some(scope) = accounts.first().map(|account| account.host.clone()) else {
                return line;
            };
            let default = config.default_login(&scope).filter(|_| accounts.len() > 1);
            line.error = output::choose(&scope, &accounts, None, Some(config)).err();
            line.answers = line.error.is_none();
            line.names = accounts
                .into_iter()
                .map(|account| Name {
                    is_default: default.as_ref() == Some(&account.login),
                    name: account.login.to_string(),
                    host: scope.to_string(),
                })
                .collect();
        }
        Err(error) => {
            line.remark = Some(error.to_string());
            line.error = Some(error);
        }
    }
    line
}

fn in_scopes(store: &Store, host: &Host) -> Result<Vec<Account>, Fault> {
    for scope in host.scopes() {
        let accounts = store.accounts(&scope)?;
        if !accounts.is_empty() {
            return Ok(accounts);
        }
    }
    Ok(Vec::new())
}

fn of_netrc(host: &Host, sources: &Sources<'_>) -> Line {
    let mut line = Line {
        source: "netrc",
        names: vec![],
        answers: false,
        remark: None,
        plain_text: false,
        error: None,
    };
    let Some(path) = sources.netrc else {
        return line;
    };
    match NetrcFile::read(path, Terms::default()) {
        Ok(file) => {
            let document = file.document();
            let logins = document
                .all(host, None)
                .filter_map(|entry| document.login(entry));
            line.names = logins
                .map(|login| Name {
                    name: login.into(),
                    host: host.to_string(),
                    is_default: false,
                })
                .collect();
            line.plain_text = document.find(host, None).is_some();
            line.remark = file.exists().then(|| shown(path));
            match sources.in_netrc(host, None) {
                Ok(found) => line.answers = found.is_some(),
                Err(error) => line.error = Some(error),
            }
        }
        Err(error) => {
            line.remark = Some(error.to_string());
            line.error = Some(error);
        }
    }
    line
}

impl Line {
    fn text(&self, answers: bool, asked: &Host) -> String {
        let names: Vec<String> = self.names.iter().map(|name| name.text(asked)).collect();
        let names = if names.is_empty() {
            "-".to_owned()
        } else {
            names.join(", ")
        };
        let plain_text = if self.plain_text {
            "  in plain text"
        } else {
            ""
        };
        let remark = self
            .remark
            .as_ref()
            .map(|remark| format!("  [{remark}]"))
            .unwrap_or_default();
        format!(
            "{} {:<12} {names}{plain_text}{remark}",
            if answers { "*" } else { " " },
            self.source
        )
    }

    fn json(&self) -> Value {
        let accounts: Vec<Value> = self
            .names
            .iter()
            .map(|name| json!({ "name": name.name, "host": name.host, "default": name.is_default }))
            .collect();
        json!({
            "source": self.source, "accounts": accounts, "answers": self.answers,
            "plain_text": self.plain_text, "remark": self.remark,
        })
    }
}

impl Name {
    fn text(&self, asked: &Host) -> String {
        let place = if self.host == asked.as_str() {
            String::new()
        } else {
            format!(" at {}", self.host)
        };
        let default = if self.is_default { " (default)" } else { "" };
        format!("{}{place}{default}", escaped(&self.name))
    }
}
