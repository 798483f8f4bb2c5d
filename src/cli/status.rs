//! `keyrc status`: which source answers, and what else there is.

use serde_json::{Value, json};

use crate::config::Config;
use crate::credential::Account;
use crate::error::{Error, shown};
use crate::host::Host;
use crate::lookup::Sources;
use crate::netrc_file::{NetrcFile, Terms};
use crate::store::{Fault, Store};
use crate::text::{count, escaped};

use super::{Ctx, Format, report};

/// Show where tokens come from, and which source answers for a host
///
/// The sources are asked in this order: environment, keyring, netrc. No token is read from the keyring or shown.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Show who answers for this host
    #[arg(value_name = "HOST")]
    host: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args, ctx: &mut Ctx) -> Result<(), Error> {
    match &args.host {
        Some(host) => of_host(&host.parse()?, args.format, ctx),
        None => of_everything(args.format, ctx),
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

fn of_host(host: &Host, format: Format, ctx: &mut Ctx) -> Result<(), Error> {
    let config = ctx.config()?;
    let lines = ctx.with_sources(|sources| {
        Ok([of_environment(host, sources)?, of_store(host, &config, ctx.store()), of_netrc(host, sources)])
    })?;
    // As a lookup goes: a store that cannot be asked is passed over, and a host with several accounts ends it.
    let ends = |line: &Line| line.answers || matches!(line.error, Some(Error::Several { .. }));
    let answer = lines.iter().position(ends).filter(|&at| lines[at].answers);
    if format == Format::Json {
        let facts: Vec<Value> = lines.iter().map(Line::json).collect();
        let answer = answer.map(|at| lines[at].source);
        report::json(ctx, &json!({ "host": host.as_str(), "answer": answer, "sources": facts }))?;
    } else {
        for (at, line) in lines.iter().enumerate() {
            ctx.say(&line.text(answer == Some(at), host))?;
        }
    }
    match answer {
        Some(_) => Ok(()),
        None => Err(lines.into_iter().find_map(|line| line.error).unwrap_or(Error::NotFound(host.clone(), None))),
    }
}

fn of_environment(host: &Host, sources: &Sources<'_>) -> Result<Line, Error> {
    let default_host = sources.config.default_host();
    let found = sources.environment.token(host, default_host.as_ref())?;
    let name = |(name, _): (&str, _)| Name { name: name.to_owned(), host: host.to_string(), is_default: false };
    let names: Vec<Name> = found.map(name).into_iter().collect();
    let answers = !names.is_empty();
    Ok(Line { source: "environment", names, answers, remark: None, plain_text: false, error: None })
}

fn of_store(host: &Host, config: &Config, store: Result<Store, Error>) -> Line {
    let mut line =
        Line { source: "store", names: vec![], answers: false, remark: None, plain_text: false, error: None };
    match store.and_then(|store| Ok((store.name(), in_scopes(&store, host)?))) {
        Ok((name, accounts)) => {
            line.remark = Some(name.to_owned());
            let Some(scope) = accounts.first().map(|account| account.host.clone()) else { return line };
            let default = config.default_login(&scope).filter(|_| accounts.len() > 1);
            line.error = report::choose(&scope, &accounts, None, Some(config)).err();
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
    let mut line =
        Line { source: "netrc", names: vec![], answers: false, remark: None, plain_text: false, error: None };
    let Some(path) = sources.netrc else { return line };
    match NetrcFile::read(path, Terms::default()) {
        Ok(file) => {
            let document = file.document();
            let logins = document.all(host, None).filter_map(|entry| document.login(entry));
            line.names =
                logins.map(|login| Name { name: login.into(), host: host.to_string(), is_default: false }).collect();
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
        let names = if names.is_empty() { "-".to_owned() } else { names.join(", ") };
        let plain_text = if self.plain_text { "  in plain text" } else { "" };
        let remark = self.remark.as_ref().map(|remark| format!("  [{remark}]")).unwrap_or_default();
        format!("{} {:<12} {names}{plain_text}{remark}", if answers { "*" } else { " " }, self.source)
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
        let place = if self.host == asked.as_str() { String::new() } else { format!(" at {}", self.host) };
        let default = if self.is_default { " (default)" } else { "" };
        format!("{}{place}{default}", escaped(&self.name))
    }
}

fn of_everything(format: Format, ctx: &mut Ctx) -> Result<(), Error> {
    let variables: Vec<String> = ctx.environment.names().map(str::to_owned).collect();
    let (name, kept, failure) = match ctx.store().and_then(|store| Ok((store.name(), store.list()?.len()))) {
        Ok((name, kept)) => (Some(name), Some(kept), None),
        Err(error) => (None, None, Some(error)),
    };
    let netrc = ctx.netrc.clone();
    let file = netrc.as_deref().map(|path| NetrcFile::read(path, Terms::default()));
    let entries = file.as_ref().and_then(|file| file.as_ref().ok()).map(|file| file.document().entries().len());
    let refused = file.as_ref().and_then(|file| file.as_ref().err()).map(Error::to_string);
    if format == Format::Json {
        report::json(
            ctx,
            &json!({
                "environment": variables,
                "store": { "name": name, "accounts": kept, "fault": failure.as_ref().map(word) },
                "netrc": { "path": netrc.as_ref().map(|path| path.to_string_lossy()), "entries": entries, "plain_text": entries.is_some_and(|count| count > 0), "fault": refused },
                "settings": ctx.config_folder.as_ref().map(|folder| folder.to_string_lossy()),
            }),
        )?;
    } else {
        let names: Vec<String> = variables.iter().map(|name| escaped(name)).collect();
        ctx.say(&format!("environment  {}", if names.is_empty() { "-".into() } else { names.join(", ") }))?;
        ctx.say(&format!(
            "store        {}",
            match (&failure, name, kept) {
                (Some(fault), ..) => format!("-  [{fault}]"),
                (None, name, kept) =>
                    format!("{}: {}", name.unwrap_or("-"), count(kept.unwrap_or(0), "token", "tokens")),
            }
        ))?;
        ctx.say(&format!(
            "netrc        {}",
            match (refused, entries, netrc) {
                (Some(refused), ..) => format!("-  [{refused}]"),
                (None, Some(0), Some(path)) => format!("{}: nothing", shown(&path)),
                (None, Some(entries), Some(path)) =>
                    format!("{}: {}, in plain text", shown(&path), count(entries, "entry", "entries")),
                _ => "-".into(),
            }
        ))?;
        if let Some(folder) = ctx.config_folder.clone() {
            ctx.say(&format!("settings     {}", shown(&folder.join("config.toml"))))?;
        }
    }
    failure.map_or(Ok(()), Err)
}

/// The one word for what is wrong with the store.
fn word(error: &Error) -> &'static str {
    match error {
        Error::Store(fault) => fault.word(),
        _ => "failed",
    }
}
