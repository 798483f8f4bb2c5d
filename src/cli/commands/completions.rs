//! `keyrc completions`: what a shell needs to complete our command lines.

use clap::ValueEnum;

use crate::error::Error;

use crate::cli::World;

/// Print the completion script for a shell
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

/// The shells whose scripts are in `docs/completions`.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Shell {
    Bash,
    Elvish,
    Fish,
    Powershell,
    Zsh,
}

pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    // Made from the definition of the command line by tests/docs.rs, which fails when they are stale.
    world.print(match args.shell {
        Shell::Bash => include_bytes!("../../../docs/completions/keyrc.bash"),
        Shell::Elvish => include_bytes!("../../../docs/completions/keyrc.elv"),
        Shell::Fish => include_bytes!("../../../docs/completions/keyrc.fish"),
        Shell::Powershell => include_bytes!("../../../docs/completions/_keyrc.ps1"),
        Shell::Zsh => include_bytes!("../../../docs/completions/_keyrc"),
    })
}
