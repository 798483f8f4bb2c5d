//! git: `credential.URL.helper` in the file of `git config --global`. An empty value drops the
//! earlier helpers of the host, so keyrc's helper comes first. Source: gitcredentials(7).

use std::path::PathBuf;

use crate::host::{Endpoint, Host, Protocol};
use crate::setup::git_config::{Variable, quoted, quoted_subsection, variables};
use crate::setup::{Hosts, Plan, Reach, Refusal, Request, Splice, Surroundings, Tool};

pub(super) const TOOL: Tool = Tool {
    name: "git",
    programs: &["git"],
    reach: Reach::Hosts,
    files,
    plan,
};

/// The files of `git config --global`: git reads both, and writes the first that exists.
fn files(surroundings: &Surroundings) -> Vec<PathBuf> {
    if let Some(path) = surroundings.path_in("GIT_CONFIG_GLOBAL") {
        return vec![path];
    }
    let in_home = surroundings.home.join(".gitconfig");
    vec![
        in_home,
        surroundings.xdg_config().join("git").join("config"),
    ]
}

fn plan(request: &Request<'_>) -> Result<Plan, Refusal> {
    let mut found = Vec::new();
    // git reads the file in the folder of settings first, and the last variable wins.
    for (path, text) in request.files.iter().rev() {
        let text = text.as_deref().unwrap_or_default();
        found.extend(variables(text).map_err(Refusal::in_file(path))?);
    }
    let helper = format!("!{} helper git", request.surroundings.program_in_shell());
    let (path, text) = request.file();
    let line_end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let mut plan = Plan::default();
    let mut new = String::new();
    for section in sections(&request.hosts) {
        let helpers = helpers(&found, &section.url);
        let asks = helpers.first() == Some(&helper.as_str());
        if asks && (!section.by_path || uses_path(&found, &section.url)) {
            let stores = helpers.iter().filter(|helper| is_plain_text(helper));
            plan.notes.extend(stores.map(|helper| {
                let name = program(helper);
                format!("git also gives tokens to the helper `{name}`, which writes plain text")
            }));
            continue;
        }
        let lines = lines(&section, &helper, &helpers, &mut plan.notes);
        new.extend(lines.iter().flat_map(|line| [line.as_str(), line_end]));
    }
    if !new.is_empty() {
        if !text.is_empty() && !text.ends_with('\n') {
            new.insert_str(0, line_end);
        }
        // A backslash at the end of the last line continues it.
        if text.trim_end_matches(['\r', '\n']).ends_with('\\') {
            new.insert_str(0, line_end);
        }
        plan.edit(path, vec![Splice::insert(text.len(), new)]);
    }
    Ok(plan)
}

/// A section of git's configuration.
struct Section {
    /// The URL in its name. Empty for every host.
    url: String,
    /// Whether tokens of the host are stored by path.
    by_path: bool,
}

fn sections(hosts: &Hosts<'_>) -> Vec<Section> {
    let Hosts::Named(endpoints) = hosts else {
        return vec![Section {
            url: String::new(),
            by_path: false,
        }];
    };
    let mut sections: Vec<Section> = Vec::new();
    for endpoint in *endpoints {
        let by_path = !endpoint.host().path().is_empty();
        for url in urls(endpoint) {
            match sections.iter_mut().find(|section| section.url == url) {
                Some(section) => section.by_path |= by_path,
                None => sections.push(Section { url, by_path }),
            }
        }
    }
    sections
}

/// The URLs of a host. An address of this machine is often served without TLS.
fn urls(endpoint: &Endpoint) -> Vec<String> {
    let host: Host = endpoint.host().without_path();
    let schemes: &[&str] = match endpoint.protocol() {
        Protocol::Http => &["http"],
        Protocol::Https if host.is_loopback() && !endpoint.names_protocol() => &["https", "http"],
        Protocol::Https => &["https"],
        Protocol::Other => &[],
    };
    schemes
        .iter()
        .map(|scheme| format!("{scheme}://{host}"))
        .collect()
}

/// The helpers that git asks for a URL: the helpers for every host and for its host, after the last
/// reset.
fn helpers<'v>(found: &'v [Variable], url: &str) -> Vec<&'v str> {
    let mut helpers = Vec::new();
    for variable in of_url(found, url).filter(|variable| variable.name == "helper") {
        match variable.value.as_str() {
            "" => helpers.clear(),
            value => helpers.push(value),
        }
    }
    helpers
}

fn uses_path(found: &[Variable], url: &str) -> bool {
    let mut values = of_url(found, url).filter(|variable| variable.name == "usehttppath");
    values.next_back().is_some_and(|variable| {
        matches!(
            variable.value.to_ascii_lowercase().as_str(),
            "true" | "yes" | "on" | "1"
        )
    })
}

fn of_url<'v>(found: &'v [Variable], url: &str) -> impl DoubleEndedIterator<Item = &'v Variable> {
    let url = url.to_owned();
    found.iter().filter(move |variable| {
        let section = variable.subsection.trim_end_matches('/');
        let is_of_url = section.is_empty() || section.eq_ignore_ascii_case(&url);
        variable.section == "credential" && is_of_url
    })
}

/// The lines of a new section: the reset, keyrc, and the helpers that were there.
fn lines(section: &Section, helper: &str, old: &[&str], notes: &mut Vec<String>) -> Vec<String> {
    let header = match section.url.as_str() {
        "" => "[credential]".to_owned(),
        url => format!("[credential {}]", quoted_subsection(url)),
    };
    let place = match section.url.as_str() {
        "" => "every host",
        url => url,
    };
    let mut lines = vec![
        header,
        "\thelper =".to_owned(),
        format!("\thelper = {}", quoted(helper)),
    ];
    for old in old.iter().filter(|old| **old != helper) {
        let name = program(old);
        if is_plain_text(old) {
            notes.push(format!(
                "git no longer asks the helper `{name}` for {place}: it keeps tokens in plain text"
            ));
        } else {
            notes.push(format!(
                "git asks keyrc before the helper `{name}` for {place}"
            ));
            lines.push(format!("\thelper = {}", quoted(old)));
        }
    }
    if section.by_path {
        lines.push("\tuseHttpPath = true".to_owned());
    }
    lines
}

/// A helper for messages: only its first word if it is a script, which can contain a secret.
fn program(helper: &str) -> &str {
    if helper.contains([';', '(', '|', '$', '\'', '"', '=']) {
        helper.split_whitespace().next().unwrap_or_default()
    } else {
        helper
    }
}

/// Whether a helper keeps the tokens of git in plain text: in a file, or in its own words.
fn is_plain_text(helper: &str) -> bool {
    if helper.contains("password=") {
        return true;
    }
    let word = helper.trim_start_matches('!').trim();
    let word = word.strip_prefix("git credential-").unwrap_or(word);
    let name = word.split_whitespace().next().unwrap_or_default();
    let name = name.rsplit('/').next().unwrap_or_default();
    name == "store" || name == "git-credential-store"
}
