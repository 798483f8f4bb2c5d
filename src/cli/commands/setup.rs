//! `keyrc setup`: configures tools to ask keyrc for their tokens.

use std::path::Path;

use serde_json::{Value, json};

use crate::cli::args::Format;
use crate::cli::args::account::{self, EndpointArg};
use crate::cli::args::tools::ToolArgs;
use crate::cli::tool_report::print_change;
use crate::cli::world::World;
use crate::cli::{hints, output};
use crate::error::Error;
use crate::host::Endpoint;
use crate::setup::{Hosts, Reach, Refusal, Tool};
use crate::text::shown;
use crate::tool_fault::ToolFault;
use crate::tool_files::{Machine, Prepared, prepare};

/// Configure tools to ask keyrc for their tokens
///
/// Afterwards the tools work as they are typed: `git fetch`, `docker pull`. keyrc shows the lines
/// that it adds to their files, and asks. `keyrc unsetup` restores the files byte for byte.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Tools: ansible, aws, bazel, cargo, docker, git, go, pip, pnpm, podman, terraform, uv.
docs/helpers.md describes each of them.
By a link, as docs/shims.md describes: aria2c, buf, cadaver, curl, ftp, fury, heroku, http, https,
lftp, nix, tnftp, wandb, wget, wget2, xh, xhs.

Examples:\n\
\x20 keyrc setup git\n\
\x20 keyrc setup git go --host git.example.com\n\
\x20 keyrc setup --all --dry-run")]
pub(crate) struct Args {
    #[command(flatten)]
    tools: ToolArgs,
    /// Only for this host; may be repeated [default: every host with a stored token]
    #[arg(long, value_name = "HOST")]
    host: Vec<EndpointArg>,
    /// Ask keyrc for every host, also for those without a stored token
    #[arg(long, conflicts_with = "host")]
    all_hosts: bool,
    /// Show what would be changed, and change nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Do not ask
    #[arg(short, long)]
    yes: bool,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Runs `keyrc setup`.
pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    let machine = world.machine()?;
    let tools = match args.tools.all {
        true => machine.installed(),
        false => args.tools.named(),
    };
    if tools.is_empty() {
        world.warn("no tool that keyrc can configure is installed");
        return Ok(());
    }
    let endpoints = endpoints(args, &tools, world)?;
    let hosts = match args.all_hosts {
        true => Hosts::All,
        false => Hosts::Named(&endpoints),
    };
    let (prepared, refused) = prepare_all(args, &tools, hosts, &machine, world)?;
    if args.format == Format::Text {
        print_changes(&prepared, world)?;
    }
    if !args.dry_run {
        ask(args, &prepared, world)?;
        prepared
            .iter()
            .try_for_each(|one| one.carry_out(&machine))?;
    }
    report(args, &prepared, world)?;
    refused.map_or(Ok(()), Err)
}

/// Asks whether to make the changes, if there is a terminal.
fn ask(args: &Args, prepared: &[Prepared], world: &World) -> Result<(), Error> {
    let changes = prepared.iter().any(|one| !one.is_empty());
    let asks = args.format == Format::Text && !args.yes && world.has_terminal();
    if !changes || !asks || world.confirm("Make these changes?")? {
        return Ok(());
    }
    Err(Error::Declined)
}

/// The hosts of the command line, or those of the store. The store is opened only if a tool needs
/// hosts.
fn endpoints(args: &Args, tools: &[&Tool], world: &World) -> Result<Vec<Endpoint>, Error> {
    let named = account::endpoints(&args.host)?;
    let needs_hosts = tools.iter().any(|tool| tool.reach == Reach::Hosts);
    if !named.is_empty() || args.all_hosts || !needs_hosts {
        return Ok(named);
    }
    let mut hosts = Vec::new();
    let accounts = world.store()?.list()?.into_iter();
    for account in accounts.filter(|account| !account.host.is_service()) {
        let endpoint = Endpoint::from(account.host);
        if !hosts.contains(&endpoint) {
            hosts.push(endpoint);
        }
    }
    match hosts.is_empty() {
        true => Err(Error::NothingStored),
        false => Ok(hosts),
    }
}

/// Plans every tool. With several tools, one that cannot be configured does not keep the others
/// from it; its error is returned at the end.
fn prepare_all(
    args: &Args,
    tools: &[&'static Tool],
    hosts: Hosts<'_>,
    machine: &Machine,
    world: &World,
) -> Result<(Vec<Prepared>, Option<Error>), Error> {
    let mut prepared = Vec::new();
    let mut refused: Option<Error> = None;
    for tool in tools {
        match prepare(tool, hosts, machine) {
            Ok(one) => prepared.push(one),
            Err(ToolFault::Refused(refusal @ Refusal::Impossible { .. })) if args.tools.all => {
                world.note(&format!("skipped {}: {refusal}\n", tool.name));
            }
            Err(fault) if tools.len() == 1 => return Err(fault.into()),
            Err(fault) => {
                let previous = refused.replace(fault.into());
                if let Some(error) = previous {
                    world.warn(&error.to_string());
                    if let Some(hint) = hints::hint_in(world, &error) {
                        world.hint(&hint);
                    }
                }
            }
        }
    }
    Ok((prepared, refused))
}

fn print_changes(prepared: &[Prepared], world: &World) -> Result<(), Error> {
    for one in prepared {
        for file in &one.files {
            print_change(world, &file.path, &file.new, &file.undos)?;
        }
        for path in &one.links {
            world.say(&format!("link {} to keyrc", shown(path)))?;
        }
        for (path, _) in &one.scripts {
            world.say(&format!("create {}", shown(path)))?;
        }
        for note in &one.notes {
            world.warn(note);
        }
    }
    Ok(())
}

fn report(args: &Args, prepared: &[Prepared], world: &World) -> Result<(), Error> {
    if args.format == Format::Json {
        let facts: Vec<Value> = prepared.iter().map(|one| fact(args, one)).collect();
        return output::json(world, &facts);
    }
    for one in prepared {
        let name = one.tool.name;
        if one.is_empty() {
            world.say(&format!("already: {name} asks keyrc"))?;
        } else if !args.dry_run {
            world.say(&format!(
                "changed: {name} asks keyrc; `keyrc unsetup {name}` restores its files"
            ))?;
        }
        if let Some(folder) = &one.add_to_path {
            warn_of_path(name, folder, world);
        }
    }
    Ok(())
}

/// A tool that does not find its helper goes on without a token, and some report nothing.
fn warn_of_path(tool: &str, folder: &Path, world: &World) {
    world.warn(&format!(
        "{tool} does not find keyrc yet: {} is not first in PATH",
        shown(folder)
    ));
    world.hint(
        "add `eval \"$(keyrc shell-init bash)\"` to ~/.bashrc; docs/shims.md has the line for other shells",
    );
}

fn fact(args: &Args, one: &Prepared) -> Value {
    let outcome = match (one.is_empty(), args.dry_run) {
        (true, _) => "unchanged",
        (false, true) => "planned",
        (false, false) => "changed",
    };
    let files = one.files.iter().map(|file| file.path.to_string_lossy());
    let links = one.links.iter().map(|path| path.to_string_lossy());
    let scripts = one.scripts.iter().map(|(path, _)| path.to_string_lossy());
    let folder = one.add_to_path.as_ref();
    json!({
        "tool": one.tool.name,
        "outcome": outcome,
        "files": files.collect::<Vec<_>>(),
        "links": links.collect::<Vec<_>>(),
        "scripts": scripts.collect::<Vec<_>>(),
        "notes": one.notes,
        "not_in_path": folder.map(|folder| folder.to_string_lossy()),
    })
}
