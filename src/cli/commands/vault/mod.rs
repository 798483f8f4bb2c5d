//! `keyrc vault`: the encrypted file for machines without a keyring.

mod init;
mod recipients;

use std::sync::Arc;
use std::time::Duration;

use crate::error::Error;
use crate::store::vault::{Remembered, Unlock, WORK};
use crate::store::{Fault, Kind, Vault};

use crate::cli::World;
use crate::cli::world::passphrase::Person;

/// Make, unlock and lock the encrypted vault
///
/// The vault keeps tokens in a file that is encrypted with age, for machines without a keyring. A passphrase opens it, or
/// identities that the machine has already: of age, of SSH, or of an age plugin.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Init(init::Args),
    Unlock(UnlockArgs),
    /// Make the kernel forget the key of the vault
    ///
    /// The next command that needs the vault asks for the passphrase again.
    Lock,
    /// Change the passphrase of the vault
    Passwd,
    Recipients(recipients::Args),
}

/// Unlock the vault for a while
///
/// The kernel keeps its key for that time, for all processes of this user. Every command that asks for the passphrase does
/// the same for 15 minutes.
#[derive(Debug, clap::Args)]
struct UnlockArgs {
    /// For how long, as in 30m or 8h
    #[arg(long = "for", value_name = "TIME", value_parser = time, default_value = "15m")]
    time: Duration,
}

pub(crate) fn run(args: &Args, world: &mut World) -> Result<(), Error> {
    match &args.command {
        Command::Init(args) => init::run(args, world),
        Command::Unlock(args) => unlock(args, world),
        Command::Lock => lock(world),
        Command::Passwd => passwd(world),
        Command::Recipients(args) => recipients::run(args, world),
    }
}

fn unlock(args: &UnlockArgs, world: &mut World) -> Result<(), Error> {
    let unlock = Unlock {
        remember: args.time,
        ..world.unlock()?
    };
    match unlock.unlock().map_err(Fault::from)? {
        Remembered::Yes => world.say(&format!("unlocked the vault for {}", shown(args.time))),
        Remembered::No => Err(Error::Usage {
            problem: "the vault is open, and its key is not one that the kernel is given",
            instead: "an identity of your own opens it each time; `keyrc vault recipients add` makes it keep a key of its own",
        }),
        Remembered::Unavailable(error) => Err(Error::Io {
            action: "have the kernel keep the key",
            error,
        }),
    }
}

fn lock(world: &mut World) -> Result<(), Error> {
    let unlock = world.unlock()?;
    if !Vault::exists(&unlock.folder) {
        return Err(Fault::from(crate::store::VaultFault::Absent(unlock.folder)).into());
    }
    // Where the kernel keeps no keys, none is left behind.
    match unlock.forget() {
        Ok(true) => world.say("locked the vault"),
        Ok(false) | Err(_) => world.say("the vault is locked"),
    }
}

fn passwd(world: &mut World) -> Result<(), Error> {
    // A file with the passphrase says the old one; the new one is asked for, or nothing could change.
    let unlock = world.unlock()?;
    unlock
        .change_passphrase(|| Person::at_terminal().new_passphrase(), WORK)
        .map_err(Fault::from)?;
    world.say("changed the passphrase of the vault")
}

/// Offers to make a vault where the keyring cannot be used, and gives the store that is to be used then.
pub(crate) fn offer(world: &World, fault: Fault) -> Result<Kind, Error> {
    let can_wait = matches!(fault, Fault::NoBus | Fault::NoService | Fault::NoCollection);
    if !can_wait || !world.terminal.exists() {
        return Err(fault.into());
    }
    let question = format!(
        "{}.\nKeep tokens in an encrypted file instead, the vault? [Y/n] ",
        capital(&fault.to_string())
    );
    if !world.says_yes(&question)? {
        return Err(fault.into());
    }
    init::with_passphrase(world, Arc::new(Person::of_process()))?;
    Ok(Kind::Vault)
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

fn time(text: &str) -> Result<Duration, String> {
    let time: jiff::SignedDuration = text
        .parse()
        .map_err(|_| "write a time as in 30m or 8h".to_owned())?;
    match Duration::try_from(time) {
        Ok(time) if (1..=MOST.as_secs()).contains(&time.as_secs()) => Ok(time),
        _ => Err("from 1s to 720h".to_owned()),
    }
}

/// A month: what is to be open for longer should be encrypted to an identity.
const MOST: Duration = Duration::from_secs(720 * 3600);

/// A time in its largest whole unit.
fn shown(time: Duration) -> String {
    let seconds = time.as_secs();
    for (unit, name) in [(3600, "h"), (60, "min")] {
        if seconds.is_multiple_of(unit) {
            return format!("{} {name}", seconds / unit);
        }
    }
    format!("{seconds} s")
}
