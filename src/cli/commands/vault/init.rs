//! `keyrc vault init`: makes the vault.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli::world::{OpenedBy, World};
use crate::config::Config;
use crate::error::Error;
use crate::file_fault::{FileFault, read_guarded};
use crate::store::vault::{Ask, Protection, Unlock, recipients_of};
use crate::store::{Fault, Kind, VaultFault};
use crate::text::shown;

/// The largest file of recipients, in bytes.
const LIMIT: u64 = 1 << 20;

/// Make the vault
///
/// Without --identity the vault is protected by a passphrase, which keyrc asks for twice or reads
/// from the file named by KEYRC_PASSPHRASE_FILE. Tokens go into the vault from then on, unless
/// another store is already in use.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Unlock the vault with this identity file instead of a passphrase: age, SSH (ed25519 or RSA)
    /// or age plugin
    #[arg(short = 'i', long = "identity", value_name = "FILE")]
    identities: Vec<PathBuf>,
    /// Encrypt to this recipient too, such as a backup key: age1…, ssh-ed25519 …
    #[arg(short = 'r', long = "recipient", value_name = "RECIPIENT")]
    recipients: Vec<String>,
    /// Encrypt to the recipients in this file, one per line
    #[arg(short = 'R', long = "recipients-file", value_name = "FILE")]
    recipient_files: Vec<PathBuf>,
}

/// Runs `keyrc vault init`.
pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    let mut recipients = args.recipients.clone();
    for path in &args.recipient_files {
        recipients.extend(read_recipients(path)?);
    }
    let (folder, opened_by) = if args.identities.is_empty() {
        let folder = world.make_vault_with_passphrase(&recipients)?;
        (folder, OpenedBy::Passphrase)
    } else {
        let folder = make_with_identities(&args.identities, &recipients, world)?;
        (folder, OpenedBy::Keys)
    };
    world.say(&format!("created the vault in {}", shown(&folder)))?;
    world.explain_vault(&recipients, opened_by)?;
    if world.chosen_kind()? == Some(Kind::Os) {
        world.warn("keyrc still stores tokens in the keyring");
        world.hint("to use the vault, run `keyrc store use vault`");
        return Ok(());
    }
    world.say("keyrc stores tokens in it from now on")
}

fn make_with_identities(
    identities: &[PathBuf],
    others: &[String],
    world: &World,
) -> Result<PathBuf, Error> {
    let ask: Arc<dyn Ask> = world.passphrase_source();
    let mut recipients = Vec::new();
    let mut paths = Vec::new();
    for path in identities {
        match recipients_of(path, &ask) {
            Ok(found) => recipients.extend(found),
            // The identity of a plugin does not contain its recipient: assume that it is one of the
            // given recipients.
            Err(Fault::Vault(VaultFault::UnknownRecipient { .. })) if !others.is_empty() => {
                recipients.extend_from_slice(others);
            }
            Err(fault) => return Err(fault.into()),
        }
        paths.push(absolute(path)?);
    }
    let unlock = Unlock {
        identities: paths.clone(),
        identity_variable: None,
        ..world.unlock()?
    };
    let protection = || Ok(Protection::Recipients(recipients));
    let folder = world.make_vault(unlock, protection, others)?;
    let set = Config::set_identities(world.config_folder()?, &paths);
    world.warn_of_unsaved(&folder, set)?;
    Ok(folder)
}

/// Returns the path as it goes into the settings, which are UTF-8.
fn absolute(path: &Path) -> Result<PathBuf, Error> {
    let failed = |error| Error::Io {
        action: "find the identity",
        error,
    };
    let path = std::path::absolute(path).map_err(failed)?;
    if path.to_str().is_some() {
        return Ok(path);
    }
    Err(Error::Usage {
        problem: "the path of the identity is not valid UTF-8",
        instead: "rename the file",
    })
}

/// Reads a file of recipients: one per line, with comments after `#`, as in age.
fn read_recipients(path: &Path) -> Result<Vec<String>, Error> {
    let found = read_guarded(path, LIMIT).map_err(Fault::from)?;
    if found.identity.is_none() {
        return Err(FileFault::missing(path).into());
    }
    let text = String::from_utf8_lossy(&found.bytes);
    let lines = text.lines().map(str::trim);
    let recipients: Vec<String> = lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect();
    if recipients.is_empty() {
        return Err(Error::Usage {
            problem: "the file of recipients is empty",
            instead: "write one recipient per line, such as `age1…`",
        });
    }
    Ok(recipients)
}
