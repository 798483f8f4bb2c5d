//! Cargo: `credential-provider` of each registry in `config.toml`. Source: "Registry Authentication" in
//! the Cargo Book.

use std::path::{Path, PathBuf};

use toml_edit::{Array, DocumentMut, Value};

use crate::host::{Endpoint, Host};
use crate::setup::format::toml;
use crate::setup::{Hosts, Plan, Reach, Refusal, Request, Surroundings, Tool};
use crate::text::shown;

pub(super) const TOOL: Tool = Tool {
    name: "cargo",
    programs: &["cargo"],
    reach: Reach::Hosts,
    files,
    plan,
};

fn files(surroundings: &Surroundings) -> Vec<PathBuf> {
    let folder = surroundings.path_in("CARGO_HOME");
    let folder = folder.unwrap_or_else(|| surroundings.home.join(".cargo"));
    vec![folder.join("config.toml"), folder.join("config")]
}

/// The file that Cargo reads. If both exist, it reads the one without an extension.
fn file<'a>(request: &Request<'a>) -> (&'a Path, &'a str) {
    let existing = request.files.iter().rev().find(|(_, text)| text.is_some());
    match existing {
        Some((path, Some(text))) => (path, text),
        _ => request.file(),
    }
}

fn plan(request: &Request<'_>) -> Result<Plan, Refusal> {
    let (path, text) = file(request);
    let failed = Refusal::in_file(path);
    let document = toml::parse(text).map_err(&failed)?;
    let command: Array = [request.surroundings.program.as_str(), "helper", "cargo"]
        .into_iter()
        .collect();
    let mut plan = Plan::default();
    let mut changes: Vec<(Vec<String>, Value)> = Vec::new();
    if matches!(request.hosts, Hosts::All) {
        changes.push((words(&["credential-alias", "keyrc"]), command.into()));
        changes.push((words(&["registry", PROVIDERS]), providers(&document)));
    } else {
        for table in tables(&document, request.endpoints()) {
            if let Some(old) = provider(&document, &table)
                && !old.contains("helper")
            {
                plan.notes.push(format!(
                    "the provider of {} was {old}",
                    table.replace('\0', ".")
                ));
            }
            let mut place: Vec<String> = table.split('\0').map(str::to_owned).collect();
            place.push(PROVIDER.to_owned());
            changes.push((place, command.clone().into()));
        }
        if changes.is_empty() {
            return Err(Refusal::impossible(
                format!(
                    "no registry in {} has its index at these hosts",
                    shown(path)
                ),
                "add the registry to the file first, with the URL of its index",
            ));
        }
    }
    let places: Vec<Vec<&str>> = changes
        .iter()
        .map(|(place, _)| place.iter().map(String::as_str).collect())
        .collect();
    let values: Vec<(&[&str], Value)> = places
        .iter()
        .zip(&changes)
        .map(|(place, (_, value))| (place.as_slice(), value.clone()))
        .collect();
    plan.edit(path, toml::set(text, &values).map_err(&failed)?);
    Ok(plan)
}

const PROVIDER: &str = "credential-provider";
const PROVIDERS: &str = "global-credential-providers";

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// The tables of the registries at these hosts, with NUL between the names. crates.io has a table of
/// its own.
fn tables(document: &DocumentMut, endpoints: &[Endpoint]) -> Vec<String> {
    let hosts: Vec<Host> = endpoints
        .iter()
        .map(|endpoint| endpoint.host().without_path())
        .collect();
    let is_crates_io = |host: &Host| matches!(host.as_str(), "crates.io" | "index.crates.io");
    let mut tables = Vec::new();
    if hosts.iter().any(is_crates_io) {
        tables.push("registry".to_owned());
    }
    let registries = document
        .get("registries")
        .and_then(|item| item.as_table_like());
    for (name, registry) in registries.into_iter().flat_map(|table| table.iter()) {
        let index = registry.get("index").and_then(|index| index.as_str());
        let host = index.and_then(host_of_index);
        if host.is_some_and(|host| hosts.contains(&host)) {
            tables.push(format!("registries\0{name}"));
        }
    }
    tables
}

fn host_of_index(index: &str) -> Option<Host> {
    let url = index.strip_prefix("sparse+").unwrap_or(index);
    let endpoint: Endpoint = url.parse().ok()?;
    Some(endpoint.host().without_path())
}

fn provider(document: &DocumentMut, table: &str) -> Option<String> {
    let mut item = document.as_item();
    for name in table.split('\0') {
        item = item.get(name)?;
    }
    Some(item.get(PROVIDER)?.to_string().trim().to_owned())
}

/// The providers for every registry: keyrc after those that are there, because Cargo asks the last
/// one first.
fn providers(document: &DocumentMut) -> Value {
    let old = document
        .get("registry")
        .and_then(|table| table.get(PROVIDERS));
    let old = old.and_then(|old| old.as_array()).cloned();
    let mut all = old.unwrap_or_else(|| ["cargo:token"].into_iter().collect());
    if !all.iter().any(|one| one.as_str() == Some("keyrc")) {
        all.push("keyrc");
    }
    all.into()
}
