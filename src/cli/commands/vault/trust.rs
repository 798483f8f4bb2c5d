//! `keyrc vault trust`: accepts a vault that was changed from outside.

use crate::cli::world::World;
use crate::error::Error;
use crate::text::{escaped, shown};

/// Accept the vault as it is now
///
/// keyrc records which vault you use, outside of the folder of the vault. If another vault is there,
/// or one with recipients that you did not name, keyrc warns each time and writes nothing to it until
/// you accept it. This shows the recipients, and asks.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Do not ask
    #[arg(short = 'y', long)]
    yes: bool,
}

/// Runs `keyrc vault trust`.
pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    let unlock = world.unlock()?;
    let found = unlock.recipients()?;
    let folder = shown(&unlock.folder);
    if !args.yes {
        world.note(&format!("The vault in {folder} is encrypted to:\n"));
        let passphrase = found.passphrase.then(|| "passphrase".to_owned());
        for recipient in passphrase.iter().chain(&found.recipients) {
            world.note(&format!("  {}\n", escaped(recipient)));
        }
        let answer = world.ask_line("the answer", "add `--yes`", "Use this vault? [y/N] ")?;
        if !matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes") {
            return Err(Error::Interrupted);
        }
    }
    unlock.trust()?;
    world.say(&format!("keyrc uses the vault in {folder} from now on"))
}
