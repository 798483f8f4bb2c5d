//! pnpm: `tokenHelper` of each registry in `~/.npmrc`, and a script for each, because pnpm does not name
//! the registry. Source: "Authentication settings" in pnpm's documentation; the format is that of
//! npm's package `ini`.

use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::setup::script::script;
use crate::setup::surroundings::in_shell;
use crate::setup::{Hosts, Plan, Reach, Refusal, Request, Splice, Surroundings, Tool};

pub(super) const TOOL: Tool = Tool {
    name: "pnpm",
    programs: &["pnpm"],
    reach: Reach::Hosts,
    files,
    plan,
};

fn files(surroundings: &Surroundings) -> Vec<PathBuf> {
    let path = surroundings.path_in("NPM_CONFIG_USERCONFIG");
    vec![path.unwrap_or_else(|| surroundings.home.join(".npmrc"))]
}

fn plan(request: &Request<'_>) -> Result<Plan, Refusal> {
    if matches!(request.hosts, Hosts::All) {
        return Err(Refusal::impossible(
            "pnpm needs a helper for each registry",
            "name the hosts with `--host HOST`",
        ));
    }
    let (path, text) = request.file();
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut plan = Plan::default();
    let mut splices = Vec::new();
    let mut lines = String::new();
    for endpoint in request.endpoints() {
        let host = endpoint.host();
        if host.service().is_some() {
            continue;
        }
        let name = format!(
            "keyrc-pnpm-{}",
            host.as_str().replace(':', "%3A").replace('/', "%2F")
        );
        let call = format!("helper pnpm {}", in_shell(Path::new(host.as_str())));
        let (file, content) = script(request.surroundings, &name, &call)?;
        let value = quoted(&file.to_string_lossy());
        let key = |name: &str| format!("//{}/:{name}", host.as_str());
        if last_value(text, &key("_authToken")).is_some() {
            plan.notes.push(format!(
                "the file has a token for {} in plain text; remove it",
                host.as_str()
            ));
        }
        match last_value(text, &key("tokenHelper")) {
            Some(range) if text[range.clone()] == value => {}
            Some(range) => {
                let old = &text[range.clone()];
                plan.notes
                    .push(format!("the helper `{old}` is not asked any more"));
                splices.push(Splice::replace(range, value));
            }
            None => lines += &format!("{}={value}{line_end}", key("tokenHelper")),
        }
        plan.scripts.push((file, content));
    }
    if !lines.is_empty() {
        let at = end_of_root(text);
        let is_open = at > 0 && !text[..at].ends_with(['\n', '\r']);
        let start = if is_open { line_end } else { "" };
        splices.push(Splice::insert(at, format!("{start}{lines}")));
    }
    splices.sort_by_key(|splice| splice.range.start);
    plan.edit(path, splices);
    Ok(plan)
}

/// The offset of the first section. pnpm reads only the settings before it.
fn end_of_root(text: &str) -> usize {
    let mut at = 0;
    for line in text.split_inclusive(['\n', '\r']) {
        let content = line.trim();
        if content.starts_with('[') && content.ends_with(']') {
            return at;
        }
        at += line.len();
    }
    text.len()
}

/// The place of the value of a key, if it has one. The last one counts.
fn last_value(text: &str, key: &str) -> Option<Range<usize>> {
    let mut found = None;
    let mut at = 0;
    for line in text[..end_of_root(text)].split_inclusive(['\n', '\r']) {
        if let Some((name, value)) = line.split_once('=')
            && name.trim_matches([' ', '\t', '\u{FEFF}']) == key
        {
            let start = at + line.len() - value.trim_start_matches([' ', '\t']).len();
            found = Some(start..(at + line.trim_end().len()).max(start));
        }
        at += line.len();
    }
    found
}

/// A value as npm's `ini` reads it back.
fn quoted(value: &str) -> String {
    match value.contains([';', '#', '"', '\'', '\\']) {
        true => serde_json::Value::from(value).to_string(),
        false => value.to_owned(),
    }
}
