//! `keyrc vault status`: shows whether the vault is locked, and its recipients.

use std::time::Duration;

use serde_json::json;

use crate::cli::args::Format;
use crate::cli::output;
use crate::cli::world::World;
use crate::error::Error;
use crate::store::Fault;
use crate::store::vault::VaultStatus;
use crate::text::{escaped, shown};

/// Show whether the vault is locked, and which keys open it
///
/// Never asks for a passphrase. The recipients are inside the vault, so they are not shown while it
/// is locked.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Runs `keyrc vault status`. Fails if the vault is absent or damaged, and not if it is locked.
pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    let unlock = world.unlock()?;
    let status = unlock.status()?;
    if args.format == Format::Json {
        let facts = json!({
            "path": unlock.folder.to_string_lossy(),
            "unlocked": status.recipients.is_ok(),
            "seconds_left": status.left.map(|left| left.as_secs()),
            "passphrase": status.passphrase,
            "recipients": status.recipients.as_ref().ok(),
            "backup_key": has_backup(&status),
            "fault": status.recipients.as_ref().err().map(Fault::word),
        });
        output::json(world, &facts)?;
    } else {
        let opened_by = if status.passphrase {
            "a passphrase"
        } else {
            "your keys"
        };
        world.say(&format!("vault       {}", shown(&unlock.folder)))?;
        world.say(&format!("state       {}", state(&status)))?;
        world.say(&format!("opened by   {opened_by}"))?;
        world.say(&format!("recipients  {}", recipients(&status)))?;
        world.say(&format!("backup key  {}", backup(&status)))?;
    }
    match status.recipients {
        Ok(_) | Err(Fault::Locked(_)) => Ok(()),
        Err(fault) => Err(fault.into()),
    }
}

fn state(status: &VaultStatus) -> String {
    match (&status.recipients, status.left) {
        (Ok(_), Some(left)) => format!("unlocked, for {} more", in_words(left)),
        (Ok(_), None) if status.passphrase => "unlocked".to_owned(),
        (Ok(_), None) => "opens without a passphrase".to_owned(),
        (Err(Fault::Locked(_)), _) => "locked; unlock it with `keyrc vault unlock`".to_owned(),
        (Err(fault), _) => escaped(&fault.to_string()),
    }
}

fn recipients(status: &VaultStatus) -> String {
    match &status.recipients {
        Err(_) => "unknown while the vault is locked".to_owned(),
        Ok(recipients) if recipients.is_empty() => "none but the passphrase".to_owned(),
        Ok(recipients) => {
            let each: Vec<String> = recipients.iter().map(|text| escaped(text)).collect();
            each.join("\n            ")
        }
    }
}

/// Whether something else opens the vault if the passphrase or the key is lost. `None` if the vault
/// is locked.
fn has_backup(status: &VaultStatus) -> Option<bool> {
    let recipients = status.recipients.as_ref().ok()?.len();
    Some(usize::from(status.passphrase) + recipients > 1)
}

fn backup(status: &VaultStatus) -> &'static str {
    match has_backup(status) {
        None => "unknown while the vault is locked",
        Some(true) => "yes: another key opens the vault; keep it off this machine",
        Some(false) => "none; add one with `keyrc vault recipients add RECIPIENT`",
    }
}

/// Formats a time in minutes, or in seconds if it is short.
fn in_words(time: Duration) -> String {
    let seconds = time.as_secs();
    let minutes = (seconds + 30) / 60;
    match (minutes / 60, minutes % 60) {
        (0, 0 | 1) if seconds < 60 => format!("{seconds} s"),
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_shown_in_two_units_at_most() {
        let text = |seconds| in_words(Duration::from_secs(seconds));
        assert_eq!(text(59), "59 s");
        assert_eq!(text(899), "15 min");
        assert_eq!(text(8 * 3600 - 2), "8 h");
        assert_eq!(text(86_400 + 119), "24 h 2 min");
    }
}
