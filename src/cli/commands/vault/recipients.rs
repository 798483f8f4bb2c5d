//! `keyrc vault recipients`: who can open the vault beside its passphrase.

use serde_json::json;

use crate::error::Error;
use crate::store::Fault;
use crate::text::escaped;

use crate::cli::{Format, World, output};

/// List, add and remove those who can open the vault
///
/// A recipient is a public key of age (age1…), of SSH (ssh-ed25519 …, ssh-rsa …) or of an age plugin. Whoever has the
/// identity to it opens the vault with `age -d -i IDENTITY`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// List those who can open the vault
    List {
        /// How to print them
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Encrypt the vault to someone else too
    Add(One),
    /// Encrypt the vault to someone no longer
    ///
    /// What they could read before they may have kept: change those tokens where they were made.
    Remove(One),
}

#[derive(Debug, clap::Args)]
struct One {
    /// As age or ssh-keygen prints it
    #[arg(value_name = "RECIPIENT")]
    recipient: String,
}

pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    let unlock = world.unlock()?;
    match &args.command {
        Command::List { format } => {
            let found = unlock.recipients().map_err(Fault::from)?;
            if *format == Format::Json {
                return output::json(
                    world,
                    &json!({ "passphrase": found.passphrase, "recipients": found.recipients }),
                );
            }
            if found.passphrase {
                world.say("whoever knows the passphrase")?;
            }
            found
                .recipients
                .iter()
                .try_for_each(|recipient| world.say(&escaped(recipient)))
        }
        Command::Add(One { recipient }) => {
            unlock.add_recipient(recipient).map_err(Fault::from)?;
            world.say(&format!(
                "the vault is encrypted to {} too",
                escaped(recipient)
            ))
        }
        Command::Remove(One { recipient }) => {
            unlock.remove_recipient(recipient).map_err(Fault::from)?;
            world.say(&format!(
                "the vault is no longer encrypted to {}",
                escaped(recipient)
            ))
        }
    }
}
