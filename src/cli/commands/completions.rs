//! `keyrc completions`: prints completion scripts.

use clap::ValueEnum;

use crate::cli::completion_scripts;
use crate::cli::world::World;
use crate::error::Error;

/// Print the completion script for a shell
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Shell to complete commands in
    #[arg(value_enum)]
    shell: Shell,
}

/// The shells with a script in `docs/completions`.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Shell {
    Bash,
    Elvish,
    Fish,
    Powershell,
    Zsh,
}

/// Runs `keyrc completions`.
pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    let script = match args.shell {
        Shell::Bash => completion_scripts::BASH,
        Shell::Elvish => completion_scripts::ELVISH,
        Shell::Fish => completion_scripts::FISH,
        Shell::Powershell => completion_scripts::POWERSHELL,
        Shell::Zsh => completion_scripts::ZSH,
    };
    world.print(script.as_bytes())
}
