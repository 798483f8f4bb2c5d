//! `keyrc completions`: prints completion scripts.

use clap::ValueEnum;

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
    // tests/docs.rs generates the scripts, and fails if they are stale.
    world.print(match args.shell {
        Shell::Bash => include_bytes!("../../../docs/completions/keyrc.bash"),
        Shell::Elvish => include_bytes!("../../../docs/completions/keyrc.elv"),
        Shell::Fish => include_bytes!("../../../docs/completions/keyrc.fish"),
        Shell::Powershell => include_bytes!("../../../docs/completions/_keyrc.ps1"),
        Shell::Zsh => include_bytes!("../../../docs/completions/_keyrc"),
    })
}
