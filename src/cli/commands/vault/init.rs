//! `keyrc vault init`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use keyrc_platform::file::FileError;

use crate::config::Config;
use crate::error::Error;
use crate::store::vault::{Ask, Protection, Unlock, WORK, recipients_of};
use crate::store::{Fault, Kind, VaultFault};
use crate::text::shown;

use crate::cli::World;
use crate::cli::world::passphrase::Person;

/// Make the vault
///
/// Without --identity a passphrase opens it, which is asked for twice, or read from the file that KEYRC_PASSPHRASE_FILE
/// names. keyrc uses the vault from then on, unless it uses another store already.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A file of identities that opens it instead of a passphrase: of age, of SSH (ed25519 or RSA), of an age plugin
    #[arg(short = 'i', long = "identity", value_name = "FILE")]
    identities: Vec<PathBuf>,
    /// Someone else who can open it, such as a key in a safe: age1…, ssh-ed25519 …
    #[arg(short = 'r', long = "recipient", value_name = "RECIPIENT")]
    recipients: Vec<String>,
    /// A file of such recipients, one in a line
    #[arg(short = 'R', long = "recipients-file", value_name = "FILE")]
    recipient_files: Vec<PathBuf>,
}

pub(crate) fn run(args: &Args, world: &mut World) -> Result<(), Error> {
    let person = Arc::new(Person::of_process());
    let mut others = args.recipients.clone();
    for path in &args.recipient_files {
        others.extend(listed(path)?);
    }
    let folder = if args.identities.is_empty() {
        let protection = || Ok(Protection::Passphrase(person.new_passphrase()?));
        make(
            world,
            world.unlock_with(person.clone())?,
            protection,
            &others,
        )?
    } else {
        with_identities(args, &others, world, person)?
    };
    world.say(&format!("made the vault in {}", shown(&folder)))?;
    match in_use(world)? {
        Some(Kind::Os) => {
            world.warn("tokens go into the keyring as before");
            world.hint("to have them go into the vault, run `keyrc store use vault`");
        }
        _ => world.say("tokens go into it from now on")?,
    }
    Ok(())
}

fn with_identities(
    args: &Args,
    others: &[String],
    world: &World,
    person: Arc<Person>,
) -> Result<PathBuf, Error> {
    let ask: Arc<dyn Ask> = person;
    let mut recipients = Vec::new();
    let mut paths = Vec::new();
    for path in &args.identities {
        match recipients_of(path, &ask) {
            Ok(found) => recipients.extend(found),
            // A plugin's identity does not tell its recipient; then it is one of those that were named.
            Err(VaultFault::UnknownRecipient(_)) if !others.is_empty() => {
                recipients.extend_from_slice(others)
            }
            Err(fault) => return Err(Fault::from(fault).into()),
        }
        let path = std::path::absolute(path).map_err(|error| Error::Io {
            action: "find the identity",
            error,
        })?;
        if path.to_str().is_none() {
            return Err(Error::Usage {
                problem: "the path of an identity is not text",
                instead: "give the file another name",
            });
        }
        paths.push(path);
    }
    let unlock = Unlock {
        identities: paths.clone(),
        ..world.unlock_with(ask)?
    };
    let folder = make(
        world,
        unlock,
        || Ok(Protection::Recipients(recipients)),
        others,
    )?;
    Config::set_identities(world.config_folder()?, &paths)?;
    Ok(folder)
}

/// Makes a vault that a passphrase opens.
pub(crate) fn with_passphrase(world: &World, person: Arc<Person>) -> Result<PathBuf, Error> {
    let unlock = world.unlock_with(person.clone())?;
    make(
        world,
        unlock,
        || Ok(Protection::Passphrase(person.new_passphrase()?)),
        &[],
    )
}

/// Makes a vault, and pins it where no store is. Gives the folder that it is in.
fn make(
    world: &World,
    unlock: Unlock,
    protection: impl FnOnce() -> Result<Protection, VaultFault>,
    others: &[String],
) -> Result<PathBuf, Error> {
    // Before anyone types.
    if crate::store::Vault::exists(&unlock.folder) {
        return Err(Fault::from(VaultFault::Exists(unlock.folder)).into());
    }
    let protection = protection().map_err(Fault::from)?;
    unlock
        .create(&protection, others, WORK)
        .map_err(Fault::from)?;
    if in_use(world)?.is_none() {
        Config::set_store(world.config_folder()?, Some(Kind::Vault))?;
    }
    Ok(unlock.folder)
}

/// The store that somebody says is to be used.
fn in_use(world: &World) -> Result<Option<Kind>, Error> {
    let known = world.known()?;
    Ok(known.flag.or(known.environment).flatten().or(known.pinned))
}

/// The recipients in a file, one in a line; comments start with `#`, as in the files of age.
fn listed(path: &Path) -> Result<Vec<String>, Error> {
    let found =
        keyrc_platform::file::read(path, 1 << 20).map_err(|error| Error::file(path, error))?;
    if found.identity.is_none() {
        let missing = FileError::Io("open it", std::io::ErrorKind::NotFound.into());
        return Err(Error::file(path, missing));
    }
    let text = String::from_utf8_lossy(&found.bytes).into_owned();
    let lines: Vec<String> = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect();
    if lines.is_empty() {
        return Err(Error::Usage {
            problem: "the file of recipients names none",
            instead: "write one in each line, as `age1…`",
        });
    }
    Ok(lines)
}
