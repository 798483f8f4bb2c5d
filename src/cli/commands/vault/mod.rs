//! `keyrc vault`: the encrypted file for machines without a keyring.

mod init;
mod recipients;
mod status;
mod trust;

use std::time::Duration;

use crate::cli::world::World;
use crate::error::Error;
use crate::store::vault::{Remembered, Unlock};
use crate::store::{Absence, Fault, Vault};

/// The longest time for `vault unlock`: 30 days.
const LONGEST: Duration = Duration::from_secs(30 * 86_400);

/// Make, unlock and lock the encrypted vault
///
/// The vault keeps tokens in a file encrypted with age, for machines without a keyring. It is
/// unlocked with a passphrase, or with identities you already have: age, SSH or age plugins.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:\n\
\x20 keyrc vault init\n\
\x20 keyrc vault unlock --for 8h")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    Init(init::Args),
    Status(status::Args),
    Unlock(UnlockArgs),
    /// Lock the vault
    ///
    /// Removes its key from the kernel. The next command that uses the vault asks for the
    /// passphrase.
    Lock,
    /// Change the passphrase of the vault
    Passwd,
    Recipients(recipients::Args),
    Trust(trust::Args),
}

/// Unlock the vault for a while
///
/// The kernel keeps the key for that time, for all processes of this user. Every command that asks
/// for the passphrase unlocks the vault for 15 minutes.
#[derive(Debug, clap::Args)]
struct UnlockArgs {
    /// How long, such as 30m, 8h or 1d
    #[arg(long = "for", value_name = "TIME", value_parser = duration, default_value = "15m")]
    time: Duration,
}

/// Runs `keyrc vault`.
pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    match &args.command {
        Command::Init(args) => init::run(args, world),
        Command::Status(args) => status::run(args, world),
        Command::Unlock(args) => unlock(args, world),
        Command::Lock => lock(world),
        Command::Passwd => change_passphrase(world),
        Command::Recipients(args) => recipients::run(args, world),
        Command::Trust(args) => trust::run(args, world),
    }
}

fn unlock(args: &UnlockArgs, world: &World) -> Result<(), Error> {
    let unlock = Unlock {
        remember: args.time,
        ..world.unlock()?
    };
    match unlock.unlock()? {
        Remembered::Yes => world.say(&format!("unlocked the vault for {}", in_words(args.time))),
        Remembered::No => Err(Error::Usage {
            problem: "the vault opens with your identity, so the kernel does not keep a key",
            instead: "to give the vault a key of its own, run `keyrc vault recipients add RECIPIENT`",
        }),
        Remembered::Unavailable(error) => Err(Error::Io {
            action: "have the kernel keep the key",
            error,
        }),
    }
}

fn lock(world: &World) -> Result<(), Error> {
    let unlock = world.unlock()?;
    if !Vault::exists(&unlock.folder) {
        let folder = unlock.folder;
        return Err(Fault::Absent(Absence::Vault { folder }).into());
    }
    match unlock.forget() {
        Ok(true) => world.say("locked the vault"),
        // An error means that this kernel keeps no keys, so the vault cannot be unlocked.
        Ok(false) | Err(_) => world.say("the vault is locked"),
    }
}

fn change_passphrase(world: &World) -> Result<(), Error> {
    // A passphrase file contains the old passphrase, so always ask for the new one.
    let terminal = world.terminal_passphrases();
    world
        .unlock()?
        .change_passphrase(|| terminal.new_passphrase(), world.passphrase_work)?;
    world.say("changed the passphrase of the vault")
}

fn duration(text: &str) -> Result<Duration, String> {
    let days_have_24_hours = jiff::SpanRelativeTo::days_are_24_hours();
    let time = text
        .parse::<jiff::Span>()
        .and_then(|span| span.to_duration(days_have_24_hours));
    let Ok(time) = time else {
        return Err("write a time such as 30m, 8h or 1d".to_owned());
    };
    match Duration::try_from(time) {
        Ok(time) if (1..=LONGEST.as_secs()).contains(&time.as_secs()) => Ok(time),
        _ => Err("the time must be from 1s to 30d".to_owned()),
    }
}

/// Formats a time in its largest whole unit.
fn in_words(time: Duration) -> String {
    let seconds = time.as_secs();
    for (unit, name) in [(86_400, "d"), (3600, "h"), (60, "min")] {
        if seconds.is_multiple_of(unit) {
            return format!("{} {name}", seconds / unit);
        }
    }
    format!("{seconds} s")
}
