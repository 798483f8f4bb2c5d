//! The message of each error: the problem, in lower case and without a final stop.

use std::fmt;
use std::io;
use std::path::Path;

use crate::credential::{Account, Login};
use crate::error::{Error, OutOfScope, Place, Unfinished, WiderNetrc};
use crate::exec::Wider;
use crate::host::Host;
use crate::text::{MASK, count, escaped, sentence, shown, without_userinfo};

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&match self {
            Self::Host(problem) => format!("this is not a host: {problem}"),
            Self::Login(problem) => format!("this is not a login: {problem}"),
            Self::Secret(problem) => problem.to_string(),
            Self::Environment {
                variable, problem, ..
            } => invalid(variable, problem),
            Self::Shadowed { variable, host } => shadowed(variable, host),
            Self::NotFound { host, login }
            | Self::NotFoundForUrl { host, login }
            | Self::NotStored { host, login } => no_credential(host, login.as_ref()),
            Self::OutOfScope(refused) => out_of_scope(refused),
            Self::WiderNetrc(refused) => wider_netrc(refused),
            Self::NotInFile { path, host, tools } => not_in_file(path, host, tools),
            Self::NothingStored => "no credentials are stored".into(),
            Self::Several { host, logins, .. } => several(host, logins),
            Self::Store(fault) => fault.to_string(),
            Self::StoreAndNetrc { store, netrc } => {
                format!("{store}; your netrc was not read either: {netrc}")
            }
            Self::ReadBack { account } => different_value(account),
            Self::File(fault) => fault.to_string(),
            Self::Disagreed {
                path,
                entries,
                lost,
                ..
            } => tools_disagree(path, *entries, *lost),
            Self::ReadByNone { path, entries } => read_by_none(path, *entries),
            Self::NotEntries { path, lines } => not_entries(path, *lines),
            Self::TooMuch { path, .. } => too_many_quirks(path),
            Self::NotImported {
                path,
                skipped,
                kept,
                ..
            } => not_imported(path, *skipped, *kept),
            Self::NotExported { credentials } => not_exported(*credentials),
            Self::Conflict { path, accounts, .. } => conflict(path, *accounts),
            Self::StoreConflict { accounts } => store_conflict(*accounts),
            Self::AccountConflict { account } => {
                let account = escaped(&account.to_string());
                format!("another token is stored for {account}")
            }
            Self::Unhealthy { checks } => format!("{} failed", count(*checks, "check", "checks")),
            Self::NoPlace(place) => no_place(*place).to_owned(),
            Self::Config { path, line } => bad_config(path, *line),
            Self::NoTerminal { what, .. } => format!("there is no terminal to ask for {what}"),
            Self::Usage { problem, .. } => (*problem).to_owned(),
            Self::Declined => "nothing was changed".into(),
            Self::Interrupted => "interrupted".into(),
            Self::Unfinished(work) => unfinished(work),
            Self::Step(step) | Self::Undelivered { step, .. } => cannot(&step.action, &step.error),
            Self::Command { name, error } => not_run(name, error),
            Self::Helper { message, .. } => message.clone(),
            Self::Tool(fault) => fault.to_string(),
            Self::Io { action, error } => cannot(action, error),
        })
    }
}

fn unfinished(work: &Unfinished) -> String {
    let (cause, verb, done) = (&work.cause, work.verb, work.done);
    let total = count(work.total, "token", "tokens");
    let done = format!("{cause}; {verb} {done} of {total}");
    match &work.file {
        Some(file) => format!("{done}, and {} is unchanged", shown(file)),
        None => done,
    }
}

fn invalid(variable: &str, problem: &str) -> String {
    format!("`{}`: {problem}", escaped(variable))
}

fn shadowed(variable: &str, host: &Host) -> String {
    let variable = escaped(variable);
    format!("the environment variable `{variable}` overrides any stored token for `{host}`")
}

fn no_credential(host: &Host, login: Option<&Login>) -> String {
    match login {
        None => format!("no credential for `{host}`"),
        Some(login) => {
            let login = without_password(login);
            format!("no credential for `{login}` at `{host}`")
        }
    }
}

/// A login for a message, without the password that a user may have added after a colon.
fn without_password(login: &Login) -> String {
    match login.as_str().split_once(':') {
        Some((name, _)) => format!("{}:{MASK}", escaped(name)),
        None => escaped(login.as_str()),
    }
}

fn out_of_scope(refused: &OutOfScope) -> String {
    let (endpoint, host) = (refused.endpoint.without_path(), &refused.host);
    let scope = refused.scope.describe(host);
    format!("no credential for `{endpoint}`: the one for `{host}` is for {scope}")
}

fn wider_netrc(refused: &WiderNetrc) -> String {
    let host = &refused.host;
    let why = match &refused.why {
        Wider::Requested(endpoint) => {
            format!("the command also requests `{}`", endpoint.without_path())
        }
        Wider::OtherToken(other) => format!("`{other}` has another token"),
        Wider::Unclear => {
            "the command also requests a URL that keyrc cannot read, or one of another protocol"
                .to_owned()
        }
        Wider::Path => "the token is for a path".to_owned(),
        Wider::Redirected => "a redirect could lead the command to another port or path".to_owned(),
    };
    format!("a netrc would give the token for `{host}` to the whole host, and {why}")
}

fn several(host: &Host, logins: &[Login]) -> String {
    let names: Vec<String> = logins
        .iter()
        .map(|login| format!("`{}`", escaped(login.label())))
        .collect();
    format!("`{host}` has several accounts: {}", names.join(", "))
}

fn different_value(account: &Account) -> String {
    let account = escaped(&account.to_string());
    format!("the store returned a different value than was stored for {account}")
}

fn not_in_file(path: &Path, host: &Host, tools: &[&str]) -> String {
    let path = shown(path);
    match tools {
        [] => format!("{path} has no entry for `{host}`"),
        [tool] => format!("only {tool} finds an entry for `{host}` in {path}"),
        tools => format!(
            "only some tools find an entry for `{host}` in {path}: {}",
            tools.join(", ")
        ),
    }
}

fn tools_disagree(path: &Path, entries: usize, lost: usize) -> String {
    let path = shown(path);
    let disputed = count(entries, "entry", "entries");
    let losers = count(lost, "tool", "tools");
    match (entries, lost) {
        (_, 0) => format!("tools disagree about {disputed} in {path}"),
        (0, _) => format!("{losers} cannot read {path}"),
        _ => format!("tools disagree about {disputed} in {path}, and {losers} cannot read it"),
    }
}

fn read_by_none(path: &Path, entries: usize) -> String {
    let path = shown(path);
    match entries {
        1 => format!("every tool misreads an entry in {path}"),
        _ => format!("every tool misreads {entries} entries in {path}"),
    }
}

fn not_entries(path: &Path, lines: usize) -> String {
    let path = shown(path);
    match lines {
        1 => format!("{path} has text that is not part of an entry"),
        _ => format!("{path} has {lines} lines that are not part of an entry"),
    }
}

fn too_many_quirks(path: &Path) -> String {
    let path = shown(path);
    format!("{path} has too many entries or quirks to compare every tool on every host")
}

fn not_imported(path: &Path, skipped: usize, kept: usize) -> String {
    let path = shown(path);
    let skipped_entries = count(skipped, "entry was", "entries were");
    let kept_entries = count(kept, "entry stays", "entries stay");
    match (skipped, kept) {
        (_, 0) => format!("{skipped_entries} skipped in {path}"),
        (0, _) => format!("{kept_entries} in {path}"),
        _ => format!("{skipped_entries} skipped in {path}, and {kept_entries} there"),
    }
}

fn not_exported(credentials: usize) -> String {
    let credentials = count(credentials, "credential was", "credentials were");
    format!("{credentials} skipped")
}

fn conflict(path: &Path, accounts: usize) -> String {
    let accounts = count(accounts, "account", "accounts");
    format!(
        "{} and the store have different tokens for {accounts}",
        shown(path)
    )
}

fn store_conflict(accounts: usize) -> String {
    let accounts = count(accounts, "account", "accounts");
    format!("the two stores have different tokens for {accounts}")
}

fn no_place(place: Place) -> &'static str {
    match place {
        Place::Netrc => "the location of the netrc is unknown",
        Place::Settings => "the location of the settings folder is unknown",
        Place::Links => "the location of the folder of links is unknown",
        Place::Vault => "the location of the vault is unknown",
    }
}

fn bad_config(path: &Path, line: Option<usize>) -> String {
    match line {
        Some(line) => format!("{}:{line}: not a valid setting", shown(path)),
        None => format!("{}: the settings are invalid", shown(path)),
    }
}

fn not_run(name: &str, error: &io::Error) -> String {
    let shown = match error.kind() {
        io::ErrorKind::NotFound => without_values(name),
        _ => name.to_owned(),
    };
    cannot(&format!("run `{}`", escaped(&shown)), error)
}

/// The name of a missing command, with secrets masked. Users also write a URL in its place, a
/// variable with its value, or a command and its arguments as one word.
fn without_values(name: &str) -> String {
    let is_name = !name.contains(':');
    let name = if is_name {
        name.into()
    } else {
        without_userinfo(name)
    };
    let (name, rest) = match name.split_once(char::is_whitespace) {
        Some((name, _)) => (name, " …"),
        None => (&*name, ""),
    };
    match name.split_once('=') {
        Some((name, _)) => format!("{name}={MASK}{rest}"),
        None => format!("{name}{rest}"),
    }
}

fn cannot(action: &str, error: &io::Error) -> String {
    format!("cannot {action}: {}", sentence(error))
}
