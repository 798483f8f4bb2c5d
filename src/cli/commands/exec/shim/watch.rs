//! A tool that writes its netrc: offers to move the new entries to the store.

use std::collections::HashSet;
use std::ffi::OsString;
use std::path::Path;

use keyrc_platform::launch::{self, Ended, Invocation};
use keyrc_platform::link;
use secrecy::ExposeSecret;
use sha2::{Digest, Sha256};

use crate::cli::commands::exec::shim::own_netrc;
use crate::cli::world::World;
use crate::netrc::Document;
use crate::text::{argument, escaped, path_argument, shown};

/// The entries of a netrc: their machines, and hashes of the whole entries.
#[derive(Default)]
pub(super) struct Entries(Vec<(String, [u8; 32])>);

impl Entries {
    /// Reads a netrc. One that cannot be read has no entries.
    pub(super) fn read(path: &Path) -> Self {
        own_netrc(path).map_or_else(|_| Self::default(), |document| Self::of(&document))
    }

    fn of(document: &Document) -> Self {
        let entries = document.entries().iter();
        let entries = entries.filter_map(|entry| {
            let machine = document.machine(entry)?;
            let login = document.login(entry).unwrap_or_default();
            let secret = document.secret(entry)?.ok()?;
            Some((
                machine.clone().into_owned(),
                hash(&[&machine, &login, expose(&secret)]),
            ))
        });
        Self(entries.collect())
    }

    /// Returns the machines of new and changed entries.
    pub(super) fn added_since(&self, before: &Self) -> Vec<&str> {
        let known: HashSet<&[u8; 32]> = before.0.iter().map(|(_, hash)| hash).collect();
        let added = self.0.iter().filter(|(_, hash)| !known.contains(hash));
        let mut machines: Vec<&str> = added.map(|(machine, _)| machine.as_str()).collect();
        machines.sort_unstable();
        machines.dedup();
        machines
    }
}

/// Only the hash stays in memory while the tool runs.
fn hash(words: &[&str]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for word in words {
        hasher.update(word.len().to_le_bytes());
        hasher.update(word);
    }
    hasher.finalize().into()
}

#[expect(clippy::disallowed_methods, reason = "hashes it to compare entries")]
fn expose(secret: &secrecy::SecretString) -> &str {
    secret.expose_secret()
}

/// Offers to move the entries of some machines to the store.
pub(super) fn offer(tool: &str, machines: &[&str], netrc: &Path, world: &World) {
    let mut words = vec![OsString::from("migrate"), "--force".into()];
    words.extend(machines.iter().map(OsString::from));
    let mut line = format!("keyrc migrate --force {}", list(machines, argument));
    if world.netrc.as_deref() != Some(netrc) {
        words.extend(["--file".into(), netrc.into()]);
        line.push_str(&format!(" --file {}", path_argument(netrc)));
    }
    let names = list(machines, |name| format!("`{}`", escaped(name)));
    let question = format!(
        "`{tool}` wrote the token for {names} to {}. Move it to the store?",
        shown(netrc)
    );
    let is_wanted = world.has_terminal() && world.confirm(&question).unwrap_or(false);
    keyrc_platform::restore_terminal();
    if !is_wanted || !migrate(words) {
        world.warn(&format!(
            "`{tool}` wrote the token for {names} to {}; move it to the store with `{line}`",
            shown(netrc)
        ));
    }
}

fn list(names: &[&str], write: impl Fn(&str) -> String) -> String {
    let names: Vec<String> = names.iter().map(|name| write(name)).collect();
    names.join(" ")
}

/// Runs `keyrc migrate`, and returns whether it succeeded.
fn migrate(words: Vec<OsString>) -> bool {
    let Ok(program) = link::program() else {
        return false;
    };
    let mut command = vec![program.into_os_string()];
    command.extend(words);
    let invocation = Invocation {
        command: &command,
        name: Some("keyrc".as_ref()),
        settings: &[],
        variables: Vec::new(),
        input: None,
    };
    matches!(launch::run_and_wait(&invocation), Ok(Ended::Code(0)))
}
