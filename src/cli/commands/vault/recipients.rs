//! `keyrc vault recipients`: lists and changes the keys that the vault is encrypted to.

use serde_json::json;

use crate::cli::args::Format;
use crate::cli::output;
use crate::cli::world::World;
use crate::error::Error;
use crate::store::vault::Unlock;
use crate::text::visible;

/// List, add and remove the recipients of the vault
///
/// A recipient is a public key: age (age1…), SSH (ssh-ed25519 …, ssh-rsa …) or an age plugin. The
/// matching identity decrypts the vault with `age -d -i IDENTITY`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// List the recipients
    List {
        /// Output format
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Encrypt the vault to another recipient
    Add(Recipient),
    /// Remove a recipient
    ///
    /// The recipient may have kept a copy of the vault: replace those tokens where you created
    /// them.
    Remove(Recipient),
}

#[derive(Debug, clap::Args)]
struct Recipient {
    /// Public key, as printed by age-keygen or ssh-keygen
    #[arg(value_name = "RECIPIENT")]
    recipient: String,
}

/// Runs `keyrc vault recipients`.
pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    let unlock = world.unlock()?;
    match &args.command {
        Command::List { format } => list(&unlock, *format, world),
        Command::Add(Recipient { recipient }) => {
            unlock.add_recipient(recipient)?;
            let recipient = visible(recipient);
            world.say(&format!("the vault is now also encrypted to {recipient}"))
        }
        Command::Remove(Recipient { recipient }) => {
            unlock.remove_recipient(recipient)?;
            let recipient = visible(recipient);
            world.say(&format!("the vault is no longer encrypted to {recipient}"))
        }
    }
}

fn list(unlock: &Unlock, format: Format, world: &World) -> Result<(), Error> {
    let found = unlock.recipients()?;
    if format == Format::Json {
        let facts = json!({ "passphrase": found.passphrase, "recipients": found.recipients });
        return output::json(world, &facts);
    }
    if found.passphrase {
        world.say("passphrase")?;
    }
    for recipient in &found.recipients {
        world.say_exact(&visible(recipient))?;
    }
    Ok(())
}
