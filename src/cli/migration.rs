//! The commands that a migration prints as examples. Each was tried in memory and works.

use std::path::Path;

use zeroize::Zeroizing;

use crate::cli::world::World;
use crate::credential::{Account, Secret};
use crate::host::Host;
use crate::netrc::Document;
use crate::plan::{Candidate, Export, ExportAction, Note, OnConflict};
use crate::readers::{Reader, named};
use crate::store::Store;
use crate::text::{argument, login_option, path_argument};
use crate::tool_files::recorded_tools;

/// How many hosts are tried.
const HOSTS: usize = 8;

/// A command to run a tool with a moved token, and one to write the token back.
#[derive(Default)]
pub(crate) struct Examples {
    pub(crate) exec: Option<String>,
    pub(crate) export: Option<String>,
}

impl Examples {
    /// Finds commands for one of the `moved` credentials. `document` is the file without them, and
    /// `file` its path if the command line names it.
    pub(crate) fn new(
        moved: &[&Candidate],
        document: &Document,
        file: Option<&Path>,
        store: &Store,
        world: &World,
    ) -> Self {
        let curl: Vec<&Reader> = named("curl").collect();
        let mut examples = Self::default();
        let mut second_best = None;
        for credentials in by_host(moved).into_iter().take(HOSTS) {
            let host = &credentials[0].0.host;
            let is_only = store
                .accounts(host)
                .is_ok_and(|accounts| accounts.len() == 1);
            let program = world.program();
            let empty = Document::parse(Zeroizing::default());
            if examples.exec.is_none() && quality(&empty, &credentials[..1], &curl).is_some() {
                examples.exec = Some(exec(&program, &credentials[0].0, is_only));
            }
            let command = export(&program, &credentials, is_only, file);
            match quality(document, &credentials, &[]) {
                Some(Quality::Whole) => {
                    examples.export = Some(command);
                    break;
                }
                Some(Quality::Partial) => second_best = second_best.or(Some(command)),
                None => {}
            }
        }
        examples.export = examples.export.or(second_best);
        examples
    }
}

/// The tools that most users of a netrc have.
const COMMON: [&str; 3] = ["git", "curl", "wget"];

/// Returns the command that lets the common tools of this machine ask keyrc, without those that do
/// already. `None` if there are none.
pub(crate) fn setup(world: &World) -> Option<String> {
    let machine = world.machine().ok()?;
    let installed = machine.installed();
    let done = recorded_tools(&machine.records).ok()?;
    let is_left = |name: &&str| {
        installed.iter().any(|tool| tool.name == *name)
            && !done.iter().any(|tool| tool.name == *name)
    };
    let tools: Vec<&str> = COMMON.into_iter().filter(is_left).collect();
    (!tools.is_empty()).then(|| format!("{} setup {}", world.program(), tools.join(" ")))
}

/// Groups the credentials by host, in the order of the file.
fn by_host(moved: &[&Candidate]) -> Vec<Vec<(Account, Secret)>> {
    let mut groups: Vec<Vec<(Account, Secret)>> = Vec::new();
    for (account, token) in moved.iter().filter_map(|candidate| candidate.credential()) {
        let is_hosts = |group: &&mut Vec<(Account, Secret)>| group[0].0.host == account.host;
        let credential = (account.clone(), token.clone());
        match groups.iter_mut().find(is_hosts) {
            Some(group) => group.push(credential),
            None => groups.push(vec![credential]),
        }
    }
    groups
}

/// How well an export works.
enum Quality {
    /// Every tool reads the entries.
    Whole,
    /// Some tools do not read them, and keyrc names these.
    Partial,
}

/// Tries an export in memory. `None` if it does not work.
fn quality(
    document: &Document,
    credentials: &[(Account, Secret)],
    readers: &[&'static Reader],
) -> Option<Quality> {
    let export = Export::new(document, credentials, OnConflict::Skip, readers).ok()?;
    let works = |action: &ExportAction| matches!(action, ExportAction::Add | ExportAction::Same);
    if !export.steps.iter().all(|step| works(&step.action)) {
        return None;
    }
    let is_partial = |note: &Note| matches!(note, Note::UnreadBy(_) | Note::NeedsLogin(_));
    let is_whole = export.side_effects.is_empty()
        && !export
            .steps
            .iter()
            .any(|step| step.notes.iter().any(is_partial));
    Some(if is_whole {
        Quality::Whole
    } else {
        Quality::Partial
    })
}

fn exec(program: &str, account: &Account, is_only: bool) -> String {
    let host = argument(account.host.as_str());
    if is_only {
        return format!("{program} exec -- curl -n https://{host}/");
    }
    let option = login_option(account.login.as_str());
    format!("{program} exec {option} {host} -- curl -n https://{host}/")
}

fn export(
    program: &str,
    credentials: &[(Account, Secret)],
    is_only: bool,
    file: Option<&Path>,
) -> String {
    let host: &Host = &credentials[0].0.host;
    let mut command = format!("{program} export-netrc {}", argument(host.as_str()));
    if !is_only {
        for (account, _) in credentials {
            command += &format!(" {}", login_option(account.login.as_str()));
        }
    }
    if let Some(file) = file {
        command += &format!(" --file {}", path_argument(file));
    }
    command
}
