//! The vault: credentials in an encrypted file, for machines without a keyring.
//!
//! `vault.age` is a netrc, encrypted with age. `identity.age` is the vault's own identity, to which
//! `vault.age` is always encrypted; it is itself encrypted with a passphrase, or to identities of
//! the user. So the slow step, scrypt or a hardware key, happens once, and the kernel keeps the
//! identity for a while. The tokens never depend on keyrc: `age -d -i identity.age vault.age`
//! prints the netrc.
//!
//! A vault has attributes like the Secret Service: use it with
//! [`Naming::Attributes`](crate::store::Naming::Attributes).

mod ask;
mod change;
mod ciphertext;
mod content;
mod files;
mod item;
mod keys;
mod locked;
mod own_identity;
mod record;
mod seal;
mod settings;
mod status;
mod unlock;
mod user_keys;

use std::fmt;
use std::io;
use std::mem;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use age::{Identity, Recipient};
use keyrc_platform::{file, signals};
use zeroize::Zeroizing;

pub use ask::{Ask, Busy};
pub use change::{Protection, RecipientList, recipients_of};
pub use keys::WORK;
pub use settings::Unlock;
pub use status::VaultStatus;
pub use unlock::Remembered;

use crate::store::fault::{Absence, Fault};
use crate::store::vault_fault::VaultFault;
use ask::Prompts;
use content::Recipients;
use files::Files;
use record::{Record, Seen, Standing};
use seal::{AnyIdentity, Unopened};

/// An unlocked vault. Cheap to clone; clones are the same vault.
#[derive(Clone)]
pub struct Vault(Arc<Inner>);

struct Inner {
    files: Files,
    /// How it was unlocked, to do so again after a change of recipients by another process.
    unlock: Unlock,
    record: Record,
    opened: Mutex<Opened>,
}

/// The identities that decrypt the vault, and its plain text when it was last read.
struct Opened {
    identities: Vec<AnyIdentity>,
    read: Option<(file::Identity, Zeroizing<Vec<u8>>)>,
    seen: Seen,
    /// Whether the user accepted the vault that was read.
    standing: Standing,
}

impl Opened {
    fn decrypt(&self, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Unopened> {
        seal::open(sealed, self.identities())
    }

    fn identities(&self) -> impl Iterator<Item = &dyn Identity> {
        self.identities
            .iter()
            .map(|identity| &**identity as &dyn Identity)
    }
}

/// A change to a vault.
#[derive(Default)]
struct Change {
    /// The new plain text; `None` changes nothing.
    plain: Option<Zeroizing<Vec<u8>>>,
    /// Further identities that decrypt the vault afterwards.
    opens: Vec<AnyIdentity>,
    /// Recipients that the user named in this command.
    named: Vec<String>,
}

impl Change {
    fn to(plain: Zeroizing<Vec<u8>>) -> Self {
        Self {
            plain: Some(plain),
            ..Self::default()
        }
    }
}

/// Returns the fault of a call that took too long. Its thread still runs, so this removes the files
/// that it would leave behind.
pub(super) fn timed_out(waited: Duration) -> Fault {
    file::remove_unfinished();
    VaultFault::Slow { waited }.into()
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault")
            .field("folder", &self.0.files.folder)
            .finish_non_exhaustive()
    }
}

impl Vault {
    /// Whether a folder holds a vault. Also true if the system does not report it, so that no vault
    /// is overwritten.
    pub fn exists(folder: &Path) -> bool {
        match Files::new(folder).vault.symlink_metadata() {
            Ok(_) => true,
            Err(error) => error.kind() != io::ErrorKind::NotFound,
        }
    }

    /// Returns the folder of the vault.
    pub fn folder(&self) -> &Path {
        &self.0.files.folder
    }

    fn standing(&self) -> Standing {
        self.opened().standing.clone()
    }

    /// Whether the record has another opinion by now.
    fn has_other_standing(&self) -> Result<bool, Fault> {
        let opened = self.opened();
        Ok(self.0.record.standing(&opened.seen)? != opened.standing)
    }

    /// Records that the user accepts this vault.
    fn accept(&self) -> Result<(), Fault> {
        let mut opened = self.opened();
        self.0.record.accept(&[&opened.seen])?;
        opened.standing = Standing::Accepted;
        Ok(())
    }

    /// Refuses writes to this vault, though there is no record.
    fn distrust(&self) {
        self.opened().standing = Standing::Replaced;
    }

    fn opened(&self) -> MutexGuard<'_, Opened> {
        self.0.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `work` on the current plain text.
    fn read<T>(&self, work: impl FnOnce(&[u8]) -> T) -> Result<T, Fault> {
        let mut opened = self.opened();
        Ok(work(self.refresh(&mut opened, Writers::MayRun)?))
    }

    /// Returns the current plain text. Decrypts the file only if it changed since the last call.
    fn refresh<'o>(&self, opened: &'o mut Opened, writers: Writers) -> Result<&'o [u8], Fault> {
        let absent = || {
            let folder = self.0.files.folder.clone();
            Fault::Absent(Absence::Vault { folder })
        };
        let now = files::identity(&self.0.files.vault)?.ok_or_else(absent)?;
        let is_current = |(identity, _): &(file::Identity, _)| *identity == now;
        if !opened.read.as_ref().is_some_and(is_current) {
            let before = opened.standing.clone();
            self.decrypt_again(opened, writers)?;
            if opened.standing != before {
                self.0.unlock.announce(&opened.standing);
            }
        }
        match &opened.read {
            Some((_, plain)) => Ok(plain),
            None => Err(absent()),
        }
    }

    /// Decrypts the file that is there now.
    fn decrypt_again(&self, opened: &mut Opened, writers: Writers) -> Result<(), Fault> {
        if self.decrypt_with(opened)? && opened.standing == Standing::Accepted {
            return Ok(());
        }
        // Another process may be changing the recipients: it replaces the vault, its own identity
        // and the record one after the other.
        let _lock = match writers {
            Writers::MayRun => files::lock_to_read(&self.0.files).ok(),
            Writers::Wait => None,
        };
        if self.decrypt_with(opened)? {
            return Ok(());
        }
        let new = self.0.unlock.open_between_writes()?;
        mem::swap(opened, &mut *new.opened());
        Ok(())
    }

    /// Decrypts the file with the identities that opened it before. Returns `false` if it is
    /// encrypted to others.
    fn decrypt_with(&self, opened: &mut Opened) -> Result<bool, Fault> {
        let Files { folder, vault, .. } = &self.0.files;
        let Some(found) = files::read_vault(&self.0.files)? else {
            let folder = folder.clone();
            return Err(Fault::Absent(Absence::Vault { folder }));
        };
        let plain = match opened.decrypt(&found.bytes) {
            Ok(plain) => plain,
            Err(Unopened::NoMatch) => return Ok(false),
            Err(error) => return Err(error.at(vault)),
        };
        opened.seen = Seen::of(&found.bytes, &plain);
        opened.standing = self.0.record.standing(&opened.seen)?;
        opened.read = Some((found.identity, plain));
        Ok(true)
    }

    /// Replaces the vault by the result of `change`, while no other keyrc process writes.
    ///
    /// Before the file is replaced, checks that the identities that decrypted the old vault decrypt
    /// the new one.
    fn write<E: From<Fault>>(
        &self,
        change: impl FnOnce(&[u8]) -> Result<Change, E>,
    ) -> Result<(), E> {
        let _lock = files::lock(&self.0.files)?;
        // A change of recipients replaces several files.
        let _deferred = signals::defer();
        let mut opened = self.opened();
        self.refresh(&mut opened, Writers::Wait)?;
        if !matches!(opened.standing, Standing::Accepted | Standing::New) {
            let folder = self.0.files.folder.clone();
            return Err(Fault::from(VaultFault::NotAccepted { folder }).into());
        }
        let change = change(self.refresh(&mut opened, Writers::Wait)?)?;
        Ok(self.replace(&mut opened, change)?)
    }

    fn replace(&self, opened: &mut Opened, change: Change) -> Result<(), Fault> {
        let Change {
            plain,
            opens,
            named,
        } = change;
        let Some(plain) = plain else {
            return Ok(());
        };
        let recipients = Recipients::of(&plain);
        let everyone = self.recipients(&recipients, named)?;
        let sealed = seal::seal(&plain, &everyone)?;
        opened.identities.extend(opens);
        if !seal::opens(&sealed, opened.identities()) {
            return Err(VaultFault::Lockout.into());
        }
        let seen = Seen::of(&sealed, &plain);
        let is_known = seen == opened.seen;
        if !is_known {
            // A crash may leave either of them.
            self.0.record.accept(&[&opened.seen, &seen])?;
        }
        let before = opened.read.take().map(|(identity, _)| identity);
        files::replace(&self.0.files.vault, before.as_ref(), &sealed)?;
        if !is_known {
            self.0.record.accept(&[&seen])?;
        }
        Ok(())
    }

    /// Parses the recipients. Those of plugins must be ones that the user named, because encrypting
    /// to them starts a program, and someone else may have written the list.
    fn recipients(
        &self,
        recipients: &Recipients,
        mut named: Vec<String>,
    ) -> Result<Vec<Box<dyn Recipient + Send>>, Fault> {
        let plugins = recipients
            .others
            .iter()
            .filter(|text| keys::is_plugin(text));
        let plugins: Vec<String> = plugins.map(|text| keys::key_part(text)).collect();
        if !plugins.is_empty() {
            named.extend(self.0.record.named()?);
            let named: Vec<String> = named.iter().map(|text| keys::key_part(text)).collect();
            if !plugins.iter().all(|text| named.contains(text)) {
                let folder = self.0.files.folder.clone();
                return Err(VaultFault::NotAccepted { folder }.into());
            }
        }
        let prompts = Prompts(self.0.unlock.ask.clone());
        Ok(keys::recipients(recipients.all(), &prompts)?)
    }
}

/// Whether other processes may be writing the vault.
#[derive(Clone, Copy)]
enum Writers {
    /// They may be.
    MayRun,
    /// This process has the lock.
    Wait,
}
