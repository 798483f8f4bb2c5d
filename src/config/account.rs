//! `[[account]]`: which account to use for a host in a directory, or for a remote.

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

use crate::credential::Login;
use crate::host::Host;

/// One `[[account]]` of the settings: the account of a host where its conditions hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRule {
    /// The host, with a path or not.
    pub host: Host,
    /// The account.
    pub login: Login,
    /// The directory that the working directory must be in: absolute, or `~` and a path.
    pub directory: Option<String>,
    /// A pattern for the requested URL, or for a remote of the repository in the working directory.
    /// `*` stands for any text.
    pub remote: Option<String>,
    /// The line of the settings, counted from 1.
    pub line: usize,
}

/// Sets the account of a host under the conditions of a rule; without a login, removes the rule.
///
/// Returns `None` if the settings have another kind of `account`.
pub(super) fn set(
    document: &mut DocumentMut,
    host: &Host,
    login: Option<&Login>,
    conditions: &Conditions,
) -> Option<()> {
    let tables = document
        .entry("account")
        .or_insert(Item::ArrayOfTables(ArrayOfTables::new()))
        .as_array_of_tables_mut()?;
    let text = |table: &Table, key: &str| table.get(key).and_then(Item::as_str).map(str::to_owned);
    let is_same = |table: &Table| {
        let same_host = text(table, "host").and_then(|text| text.parse::<Host>().ok());
        same_host.as_ref() == Some(host)
            && text(table, "directory") == conditions.directory
            && text(table, "remote") == conditions.remote
    };
    let Some(login) = login else {
        tables.retain(|table| !is_same(table));
        if tables.is_empty() {
            document.remove("account");
        }
        return Some(());
    };
    if let Some(table) = tables.iter_mut().find(|table| is_same(table)) {
        table.insert("login", value(login.as_str()));
        return Some(());
    }
    let mut table = Table::new();
    table.insert("host", value(host.as_str()));
    table.insert("login", value(login.as_str()));
    for (key, text) in [
        ("directory", &conditions.directory),
        ("remote", &conditions.remote),
    ] {
        if let Some(text) = text {
            table.insert(key, value(text));
        }
    }
    tables.push(table);
    Some(())
}

/// The conditions of a rule.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conditions {
    /// As [`AccountRule::directory`].
    pub directory: Option<String>,
    /// As [`AccountRule::remote`].
    pub remote: Option<String>,
}

/// Parses all `[[account]]`. `line` returns the line of a position in the settings.
///
/// # Errors
/// The first invalid part.
pub(super) fn parse(item: &Item, line: impl Fn(usize) -> usize) -> Result<Vec<AccountRule>, &Item> {
    let tables = item.as_array_of_tables().ok_or(item)?;
    let mut rules = Vec::with_capacity(tables.len());
    for table in tables {
        let start = table.span().map_or(0, |span| span.start);
        match parse_one(table, line(start)) {
            Ok(rule) => rules.push(rule),
            // The span of an array of tables is its first table.
            Err(None) => return Err(first_value(table).unwrap_or(item)),
            Err(Some(bad)) => return Err(bad),
        }
    }
    Ok(rules)
}

fn first_value(table: &Table) -> Option<&Item> {
    table.iter().next().map(|(_, value)| value)
}

/// Parses one table. The error is the invalid part, or `None` if something is missing.
fn parse_one(table: &Table, line: usize) -> Result<AccountRule, Option<&Item>> {
    let is_known = |key: &str| matches!(key, "host" | "login" | "directory" | "remote");
    if let Some((_, unknown)) = table.iter().find(|(key, _)| !is_known(key)) {
        return Err(Some(unknown));
    }
    let host = table.get("host").ok_or(None)?;
    let login = table.get("login").ok_or(None)?;
    let text = |key: &str, is_valid: fn(&str) -> bool| match table.get(key) {
        None => Ok(None),
        Some(item) => match item.as_str().filter(|text| is_valid(text)) {
            Some(text) => Ok(Some(text.to_owned())),
            None => Err(Some(item)),
        },
    };
    Ok(AccountRule {
        host: parsed(host, |text| text.parse().ok())?,
        login: parsed(login, |text| Login::of_text(text).ok())?,
        directory: text("directory", is_directory)?,
        remote: text("remote", |pattern| !pattern.is_empty())?,
        line,
    })
}

fn parsed<T>(item: &Item, parse: fn(&str) -> Option<T>) -> Result<T, Option<&Item>> {
    item.as_str().and_then(parse).ok_or(Some(item))
}

fn is_directory(text: &str) -> bool {
    text == "~" || text.starts_with("~/") || std::path::Path::new(text).is_absolute()
}
