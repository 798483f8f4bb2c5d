//! What is around the stores: settings, variables, the kernel, and files with tokens in plain text.

use std::path::{Path, PathBuf};
use std::time::Duration;

use keyrc_platform::launch::{self, DELIVERIES, Delivery};
use keyrc_platform::{file, kernel_keys};
use serde_json::json;

use crate::error::Error;
use crate::plain::{NetrcFile, Terms};
use crate::text::count;
use crate::text::shown;

use crate::cli::commands::doctor::{Finding, Verdict};
use crate::cli::{World, hints};

pub(crate) fn settings(world: &World) -> Finding {
    let Some(folder) = &world.config_folder else {
        return Finding::new("settings", Verdict::Bad, "nobody says where they are")
            .hint(Some("set HOME".into()));
    };
    let path = folder.join("config.toml");
    let facts = json!({ "path": path.to_string_lossy() });
    match world.config() {
        Ok(_) if path.exists() => Finding::new("settings", Verdict::Good, shown(&path)),
        Ok(_) => Finding::new("settings", Verdict::Idle, "there are none"),
        Err(error) => {
            Finding::new("settings", Verdict::Bad, error.to_string()).hint(hints::hint_of(&error))
        }
    }
    .facts(facts)
}

/// Whether the kernel keeps the key of a vault between two commands.
pub(crate) fn kernel_keys() -> Finding {
    let name = format!("keyrc:doctor:{}", std::process::id());
    let kept = kernel_keys::remember(&name, b"not a secret", Duration::from_secs(5));
    let read = kept.and_then(|()| kernel_keys::recall(&name));
    let _ = kernel_keys::forget(&name);
    let (keeps, text) = match read {
        Ok(Some(found)) if *found == b"not a secret" => {
            (true, "keeps the key of an unlocked vault".to_owned())
        }
        Ok(_) => (false, "forgets keys".to_owned()),
        Err(error) => (false, format!("keeps no keys here: {error}")),
    };
    Finding::new(
        "kernel",
        if keeps { Verdict::Good } else { Verdict::Idle },
        text,
    )
    .facts(json!({ "keeps_keys": keeps }))
}

/// How `exec` would hand a netrc to a command. To be asked before anything that leaves threads behind.
pub(crate) fn exec() -> Finding {
    let tried: Vec<_> = DELIVERIES
        .iter()
        .map(|&way| (way, launch::probe(way).map_err(Error::Obstacle)))
        .collect();
    let open: Vec<Delivery> = tried
        .iter()
        .filter(|(_, done)| done.is_ok())
        .map(|(way, _)| *way)
        .collect();
    let facts = json!({ "ways": open.iter().map(|way| word(*way)).collect::<Vec<_>>() });
    let text = match open.first() {
        Some(Delivery::Namespace) => "gives a command a ~/.netrc of its own",
        Some(Delivery::Memfd) => "gives a command a netrc in memory, which not every tool finds",
        Some(Delivery::File) => {
            "gives a command a netrc in a private file, which not every tool finds"
        }
        None => "has no way to give a command a netrc",
    };
    match tried.into_iter().find_map(|(_, done)| done.err()) {
        None => Finding::new("exec", Verdict::Good, text),
        Some(why) => Finding::new("exec", Verdict::Idle, format!("{text}: {why}")).hint(Some(
            "docs/exec.md says what forbids namespaces, and how to allow them".into(),
        )),
    }
    .facts(facts)
}

fn word(way: Delivery) -> &'static str {
    match way {
        Delivery::Namespace => "namespace",
        Delivery::Memfd => "memfd",
        Delivery::File => "file",
    }
}

pub(crate) fn variables(world: &World) -> Finding {
    let names: Vec<&str> = world.environment.names().collect();
    let (verdict, text) = match names[..] {
        [] => (Verdict::Idle, "none holds a token".to_owned()),
        _ => (
            Verdict::Good,
            format!("{}: these decide, whatever is stored", names.join(", ")),
        ),
    };
    Finding::new("variables", verdict, text).facts(json!({ "variables": names }))
}

/// The files in which tools look for tokens.
pub(crate) fn netrcs(world: &World) -> Vec<Finding> {
    let mut paths: Vec<PathBuf> = world.netrc.iter().cloned().collect();
    if let Some(home) = std::env::home_dir().filter(|_| world.netrc.is_some()) {
        paths.extend(
            [".netrc", "_netrc"]
                .map(|name| home.join(name))
                .into_iter()
                .filter(|path| path.exists()),
        );
    }
    paths.dedup();
    paths.iter().map(|path| netrc(path)).collect()
}

fn netrc(path: &Path) -> Finding {
    let mode = file::resolve(path).and_then(|real| file::read(&real, Terms::default().limit));
    let mode = mode
        .ok()
        .filter(|found| found.identity.is_some())
        .map(|found| format!("{:04o}", found.exposure.mode));
    match NetrcFile::read(path, Terms::default()) {
        Ok(found) if !found.exists() => Finding::new(
            "netrc",
            Verdict::Idle,
            format!("{}: no such file", shown(path)),
        ),
        Ok(found) => {
            let entries = found.document().entries().len();
            let tokens = count(entries, "entry in plain text", "entries in plain text");
            let text = match entries {
                0 => format!("{}: nothing in plain text", shown(path)),
                _ => format!("{}: {tokens}, for this user alone", shown(path)),
            };
            let facts = json!({ "path": path.to_string_lossy(), "entries": entries, "mode": mode });
            let hint = (entries > 0).then(|| "move them with `keyrc migrate`".to_owned());
            Finding::new("netrc", Verdict::Good, text)
                .hint(hint)
                .facts(facts)
        }
        Err(error) => refused(path, &error, mode),
    }
}

fn refused(path: &Path, error: &Error, mode: Option<String>) -> Finding {
    let facts = json!({ "path": path.to_string_lossy(), "entries": null, "mode": mode });
    Finding::new("netrc", Verdict::Bad, error.to_string())
        .hint(hints::hint_of(error))
        .facts(facts)
}
