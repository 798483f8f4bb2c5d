//! `keyrc status`: which source answers, and what else there is.

use std::path::Path;

use serde_json::{Value, json};

use crate::config::Config;
use crate::credential::Account;
use crate::error::{Error, shown};
use crate::host::Host;
use crate::lookup::{Source, Sources};
use crate::netrc_file::{NetrcFile, Terms};
use crate::store::{Fault, Store};
use crate::text::escaped;

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

/// What one source has for a host, and why it has nothing.
struct Line {
    source: &'static str,
    accounts: Vec<String>,
    /// What is wrong with the source, or what to know about it.
    remark: Option<String>,
    plain_text: bool,
}

fn of_host(host: &Host, format: Format, ctx: &mut Ctx) -> Result<(), Error> {
    let config = ctx.config()?;
    let (lines, failure) = ctx.with_sources(|sources| lines(host, &config, ctx, sources))?;
    let answer = lines.iter().position(|line| !line.accounts.is_empty());
    if format == Format::Json {
        let facts: Vec<Value> = lines.iter().map(Line::json).collect();
        let answer = answer.map(|at| lines[at].source);
        report::json(ctx, &json!({ "host": host.as_str(), "answer": answer, "sources": facts }))?;
    } else {
        for (at, line) in lines.iter().enumerate() {
            ctx.say(&line.text(answer == Some(at)))?;
        }
    }
    match (answer, failure) {
        (None, Some(fault)) => Err(fault.into()),
        (None, None) => Err(Error::NotFound(host.clone(), None)),
        _ => Ok(()),
    }
}

fn lines(host: &Host, config: &Config, ctx: &Ctx, sources: &Sources<'_>) -> Result<(Vec<Line>, Option<Fault>), Error> {
    let variable = sources.in_environment(host)?.map(|found| found.source);
    let environment = Line {
        source: "environment",
        accounts: variable
            .iter()
            .map(|source| match source {
                Source::Environment(name) => name.clone(),
                other => other.to_string(),
            })
            .collect(),
        remark: None,
        plain_text: false,
    };
    let (accounts, failure) = match ctx.store().and_then(|store| in_scopes(&store, host)) {
        Ok(accounts) => (accounts, None),
        Err(fault) => (Vec::new(), Some(fault)),
    };
    let named = |account: &Account| {
        let is_default = accounts.len() > 1 && config.default_login(&account.host).as_ref() == Some(&account.login);
        let place = if account.host == *host { String::new() } else { format!(" at {}", account.host) };
        format!("{}{place}{}", account.login, if is_default { " (default)" } else { "" })
    };
    let store = Line {
        source: "store",
        accounts: accounts.iter().map(named).collect(),
        remark: failure
            .as_ref()
            .map(Fault::to_string)
            .or_else(|| ctx.store().ok().map(|store| store.name().to_owned())),
        plain_text: false,
    };
    Ok((vec![environment, store, netrc_line(host, sources.netrc)], failure))
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

fn netrc_line(host: &Host, path: Option<&Path>) -> Line {
    let mut line = Line { source: "netrc", accounts: Vec::new(), remark: None, plain_text: false };
    let Some(path) = path else { return line };
    match NetrcFile::read(path, Terms::default()) {
        Ok(file) => {
            let document = file.document();
            line.accounts =
                document.all(host, None).filter_map(|entry| document.login(entry)).map(Into::into).collect();
            line.plain_text = !line.accounts.is_empty();
            line.remark = file.exists().then(|| shown(path));
        }
        Err(error) => line.remark = Some(error.to_string()),
    }
    line
}

impl Line {
    fn text(&self, answers: bool) -> String {
        let mark = if answers { "*" } else { " " };
        let accounts: Vec<String> = self.accounts.iter().map(|account| escaped(account)).collect();
        let mut text = format!(
            "{mark} {:<12} {}",
            self.source,
            if accounts.is_empty() { "-".into() } else { accounts.join(", ") }
        );
        if self.plain_text {
            text.push_str("  in plain text");
        }
        if let Some(remark) = &self.remark {
            text.push_str(&format!("  [{remark}]"));
        }
        text
    }

    fn json(&self) -> Value {
        json!({ "source": self.source, "accounts": self.accounts, "plain_text": self.plain_text, "remark": self.remark })
    }
}

fn of_everything(format: Format, ctx: &mut Ctx) -> Result<(), Error> {
    let variables: Vec<String> = ctx.environment.names().map(str::to_owned).collect();
    let (name, kept, failure) = match ctx.store().and_then(|store| Ok((store.name(), store.list()?.len()))) {
        Ok((name, kept)) => (Some(name), Some(kept), None),
        Err(fault) => (None, None, Some(fault)),
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
                "store": { "name": name, "accounts": kept, "fault": failure.as_ref().map(Fault::word) },
                "netrc": { "path": netrc, "entries": entries, "plain_text": entries.is_some_and(|count| count > 0), "fault": refused },
                "settings": ctx.config_folder,
            }),
        )?;
    } else {
        let names: Vec<String> = variables.iter().map(|name| escaped(name)).collect();
        ctx.say(&format!("environment  {}", if names.is_empty() { "-".into() } else { names.join(", ") }))?;
        ctx.say(&format!(
            "store        {}",
            match (&failure, name, kept) {
                (Some(fault), ..) => format!("-  [{fault}]"),
                (None, name, kept) => format!("{}: {}", name.unwrap_or("-"), tokens(kept.unwrap_or(0))),
            }
        ))?;
        ctx.say(&format!(
            "netrc        {}",
            match (refused, entries, netrc) {
                (Some(refused), ..) => format!("-  [{refused}]"),
                (None, Some(0), Some(path)) => format!("{}: nothing", shown(&path)),
                (None, Some(count), Some(path)) => format!("{}: {}, in plain text", shown(&path), entries_text(count)),
                _ => "-".into(),
            }
        ))?;
        if let Some(folder) = ctx.config_folder.clone() {
            ctx.say(&format!("settings     {}", shown(&folder.join("config.toml"))))?;
        }
    }
    failure.map_or(Ok(()), |fault| Err(fault.into()))
}

fn tokens(count: usize) -> String {
    format!("{count} {}", if count == 1 { "token" } else { "tokens" })
}

fn entries_text(count: usize) -> String {
    format!("{count} {}", if count == 1 { "entry" } else { "entries" })
}
