//! `keyrc unsetup`: restores the files of tools.

use serde_json::{Value, json};

use crate::cli::args::Format;
use crate::cli::args::tools::ToolArgs;
use crate::cli::output;
use crate::cli::world::World;
use crate::error::Error;
use crate::setup::Tool;
use crate::text::shown;
use crate::tool_files::{Machine, Restored, forget, prepare_restoring, recorded_tools};

/// Restore the files of tools as they were before `keyrc setup`
///
/// Removes the lines, links and scripts of keyrc. Other changes of the files stay. If the lines of
/// keyrc themselves changed, nothing is changed.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:\n\
\x20 keyrc unsetup git\n\
\x20 keyrc unsetup --all")]
pub(crate) struct Args {
    #[command(flatten)]
    tools: ToolArgs,
    /// Show the files that would be restored, and change nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Change no file, and forget that keyrc configured the tool
    #[arg(long, conflicts_with = "dry_run")]
    forget: bool,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Runs `keyrc unsetup`.
pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    let machine = world.machine()?;
    let tools = match args.tools.all {
        true => recorded_tools(&machine.records)?,
        false => args.tools.named(),
    };
    let mut facts = Vec::new();
    let mut failed: Option<Error> = None;
    for tool in tools {
        match restore(args, tool, &machine) {
            Ok(restored) if args.format == Format::Json => facts.push(fact(tool, &restored)),
            Ok(restored) => print(args, tool, &restored, world)?,
            Err(error) => {
                if let Some(error) = failed.replace(error) {
                    world.warn(&error.to_string());
                }
            }
        }
    }
    if args.format == Format::Json {
        output::json(world, &facts)?;
    }
    failed.map_or(Ok(()), Err)
}

/// Restores a tool. Returns `None` if keyrc did not configure it.
fn restore(args: &Args, tool: &'static Tool, machine: &Machine) -> Result<Option<Restored>, Error> {
    if args.forget {
        forget(tool, machine)?;
        return Ok(Some(Restored::default()));
    }
    let Some(restoring) = prepare_restoring(tool, machine)? else {
        return Ok(None);
    };
    if args.dry_run {
        return Ok(Some(restoring.expected()));
    }
    Ok(Some(restoring.carry_out(machine)?))
}

fn print(
    args: &Args,
    tool: &Tool,
    restored: &Option<Restored>,
    world: &World,
) -> Result<(), Error> {
    let name = tool.name;
    let Some(restored) = restored else {
        return world.say(&format!("unchanged: keyrc did not configure {name}"));
    };
    if args.forget {
        return world.say(&format!("changed: keyrc forgot that it configured {name}"));
    }
    let (restores, removes) = match args.dry_run {
        true => ("would restore", "would remove"),
        false => ("restored", "removed"),
    };
    for path in &restored.files {
        world.say(&format!("{restores} {}", shown(path)))?;
    }
    for path in &restored.removed {
        world.say(&format!("{removes} {}", shown(path)))?;
    }
    if restored.files.is_empty() && restored.removed.is_empty() {
        world.say(&format!(
            "unchanged: the files of {name} have no lines of keyrc"
        ))?;
    }
    Ok(())
}

fn fact(tool: &Tool, restored: &Option<Restored>) -> Value {
    let nothing = Restored::default();
    let found = restored.as_ref().unwrap_or(&nothing);
    let texts = |paths: &[std::path::PathBuf]| {
        let texts = paths.iter().map(|path| path.to_string_lossy().into_owned());
        texts.collect::<Vec<_>>()
    };
    json!({
        "tool": tool.name,
        "configured": restored.is_some(),
        "restored": texts(&found.files),
        "removed": texts(&found.removed),
    })
}
