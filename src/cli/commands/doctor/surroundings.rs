//! Checks of everything but the stores: settings, variables, the kernel, `exec`, and netrc files.

use std::path::{Path, PathBuf};
use std::time::Duration;

use keyrc_platform::launch::{self, DELIVERIES, Delivery};
use keyrc_platform::{file, kernel_keys};
use serde_json::json;

use crate::check::Strays;
use crate::cli::commands::doctor::{Finding, State};
use crate::cli::hints;
use crate::cli::world::World;
use crate::config;
use crate::error::{Error, Place};
use crate::netrc::{Document, Entry};
use crate::plain::{NetrcFile, ReadPolicy};
use crate::text::{count, path_argument, shown};

/// Checks whether the settings can be read.
pub(super) fn settings(world: &World) -> Finding {
    let Some(folder) = &world.config_folder else {
        let error = Error::NoPlace(Place::Settings);
        return Finding::new("settings", State::Bad, error.to_string())
            .hint(hints::hint_of(&error));
    };
    let path = config::path(folder);
    let finding = match world.config() {
        Ok(_) if path.exists() => Finding::new("settings", State::Good, shown(&path)),
        Ok(_) => Finding::new("settings", State::Idle, "no settings"),
        Err(error) => {
            Finding::new("settings", State::Bad, error.to_string()).hint(hints::hint_of(&error))
        }
    };
    finding.facts(json!({ "path": path.to_string_lossy() }))
}

/// Checks whether the kernel keeps the key of a vault between two commands.
pub(super) fn kernel_keys() -> Finding {
    let name = format!("keyrc:doctor:{}", std::process::id());
    let kept = kernel_keys::remember(&name, b"not a secret", Duration::from_secs(5));
    let read = kept.and_then(|()| kernel_keys::recall(&name));
    // Ignore: the kernel forgets it in 5 seconds.
    let _ = kernel_keys::forget(&name);
    let (keeps, text) = match read {
        Ok(Some(found)) if *found == b"not a secret" => {
            (true, "keeps the key of an unlocked vault".to_owned())
        }
        Ok(_) => (false, "loses the key of an unlocked vault".to_owned()),
        Err(error) => (false, format!("keeps no keys here: {error}")),
    };
    let state = if keeps { State::Good } else { State::Idle };
    Finding::new("kernel", state, text).facts(json!({ "keeps_keys": keeps }))
}

/// Checks how `exec` would deliver a netrc. Call it before anything that starts threads.
pub(super) fn exec() -> Finding {
    let mut works = Vec::new();
    let mut first_error = None;
    for &delivery in DELIVERIES {
        match launch::probe(delivery) {
            Ok(()) => works.push(delivery),
            Err(error) => {
                first_error.get_or_insert(Error::Step(error));
            }
        }
    }
    let text = match works.first() {
        Some(Delivery::Namespace) => "gives a command its own ~/.netrc",
        Some(Delivery::Memfd) => "gives a command a netrc in memory, which some tools do not find",
        Some(Delivery::File) => {
            "gives a command a netrc in a private file, which some tools do not find"
        }
        None => "cannot give a command a netrc",
    };
    let finding = match first_error {
        None => Finding::new("exec", State::Good, text),
        Some(error) => Finding::new("exec", State::Idle, format!("{text}: {error}")).hint(Some(
            "see docs/exec.md for what forbids namespaces, and how to allow them".into(),
        )),
    };
    let works: Vec<&str> = works.into_iter().map(word).collect();
    finding.facts(json!({ "deliveries": works }))
}

fn word(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::Namespace => "namespace",
        Delivery::Memfd => "memfd",
        Delivery::File => "file",
    }
}

/// Checks which variables override stored tokens.
pub(super) fn variables(world: &World) -> Finding {
    let names: Vec<&str> = world.environment.names().collect();
    let (state, text) = match names[..] {
        [] => (State::Idle, "no KEYRC_TOKEN variables set".to_owned()),
        _ => (
            State::Good,
            format!("set, overriding stored tokens: {}", names.join(", ")),
        ),
    };
    Finding::new("variables", state, text).facts(json!({ "variables": names }))
}

/// Checks the files in which tools look for tokens.
pub(super) fn netrcs(world: &World) -> Vec<Finding> {
    let Some(used) = &world.netrc else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = vec![used.clone()];
    if let Some(home) = &world.home {
        let usual = [".netrc", "_netrc"].map(|name| home.join(name));
        paths.extend(usual.into_iter().filter(|path| path.exists()));
    }
    paths.dedup();
    paths.iter().map(|path| netrc(path)).collect()
}

fn netrc(path: &Path) -> Finding {
    let (entries, finding) = match NetrcFile::read(path, ReadPolicy::default()) {
        Ok(file) if !file.exists() => {
            let text = format!("{}: no such file", shown(path));
            return Finding::new("netrc", State::Idle, text);
        }
        Ok(file) => {
            let entries = file.document().entries().len();
            (Some(entries), of_document(path, file.document()))
        }
        Err(error) => {
            let finding = Finding::new("netrc", State::Bad, error.to_string());
            (None, finding.hint(hints::hint_of(&error)))
        }
    };
    finding.facts(json!({
        "path": path.to_string_lossy(),
        "entries": entries,
        "mode": mode(path),
    }))
}

fn of_document(path: &Path, document: &Document) -> Finding {
    let shown_path = shown(path);
    let strays = Strays::new(document);
    if let Some(stray) = strays.outside().next() {
        let (line, kind) = (stray.position.line, stray.kind);
        let text = format!("{shown_path}: line {line}: {kind}, which may contain a token");
        let argument = path_argument(path);
        return Finding::new("netrc", State::Bad, text)
            .hint(Some(format!("see `keyrc check-netrc {argument}`")));
    }
    let entries = document.entries();
    if entries.is_empty() {
        let text = format!("{shown_path}: no tokens in plain text");
        return Finding::new("netrc", State::Good, text);
    }
    let counted = count(
        entries.len(),
        "entry in plain text",
        "entries in plain text",
    );
    let text = format!("{shown_path}: {counted}, readable only by you");
    let finding = Finding::new("netrc", State::Good, text);
    // A token needs a host to be stored for, and `default` has none.
    let can_move = |entry: &Entry| !entry.is_default() && document.credential(entry).is_some();
    if !entries.iter().any(can_move) {
        return finding;
    }
    finding.hint(Some("move them with `keyrc migrate`".into()))
}

/// The permission bits of a file in octal, or `None` if it cannot be read.
fn mode(path: &Path) -> Option<String> {
    let real = file::resolve(path).ok()?;
    let found = file::read(&real, ReadPolicy::default().limit).ok()?;
    found.identity.as_ref()?;
    Some(format!("{:04o}", found.exposure.mode))
}
