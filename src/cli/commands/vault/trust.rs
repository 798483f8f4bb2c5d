//! `keyrc vault trust`: accepts a vault that was changed from outside.

use crate::cli::world::World;
use crate::error::Error;
use crate::store::vault::RecipientList;
use crate::text::{escaped, shown};

/// Accept the vault as it is now
///
/// keyrc records which vault you use, outside of the folder of the vault. If another vault is
/// there, or one with recipients that you did not name, keyrc warns each time and writes nothing to
/// it until you accept it. This shows the recipients, and asks.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Do not ask
    #[arg(short = 'y', long)]
    yes: bool,
}

/// Runs `keyrc vault trust`.
pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    let unlock = world.unlock()?;
    let folder = shown(&unlock.folder);
    let has_changed = unlock.trust(|found| {
        if args.yes {
            return Ok(());
        }
        if !world.has_terminal() {
            return Err(Error::NoTerminal {
                what: "the answer",
                instead: "look at `keyrc vault recipients list`, then add `--yes`",
            });
        }
        world.note(&format!(
            "The vault in {folder} lists these recipients:\n{}",
            lines(found)
        ));
        world.agree("Use this vault?")
    })?;
    world.say(&if has_changed {
        format!("keyrc uses the vault in {folder} from now on")
    } else {
        format!("nothing to accept: keyrc already uses the vault in {folder}")
    })
}

/// Returns a line for each recipient.
fn lines(found: &RecipientList) -> String {
    let passphrase = found.passphrase.then_some("passphrase");
    let recipients = found.recipients.iter().map(String::as_str);
    let all: String = passphrase
        .into_iter()
        .chain(recipients)
        .map(|recipient| format!("  {}\n", escaped(recipient)))
        .collect();
    if all.is_empty() {
        return "  none\n".into();
    }
    all
}
