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
mod seal;
mod unlock;

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use age::Identity;
use keyrc_platform::file;
use zeroize::Zeroizing;

pub use ask::Ask;
pub use change::{Protection, RecipientList, recipients_of};
pub use keys::WORK;
pub use unlock::{Remembered, Unlock};

use crate::store::fault::{Absence, Fault};
use crate::store::vault_fault::VaultFault;
use ask::Prompts;
use content::Recipients;
use files::Files;
use seal::{AnyIdentity, Unopened};

/// An unlocked vault. Cheap to clone; clones are the same vault.
#[derive(Clone)]
pub struct Vault(Arc<Inner>);

struct Inner {
    files: Files,
    prompts: Prompts,
    opened: Mutex<Opened>,
}

/// The identities that decrypt the vault, and its plain text when it was last read.
struct Opened {
    identities: Vec<AnyIdentity>,
    read: Option<(file::Identity, Zeroizing<Vec<u8>>)>,
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
}

impl Change {
    fn to(plain: Zeroizing<Vec<u8>>) -> Self {
        Self {
            plain: Some(plain),
            opens: Vec::new(),
        }
    }
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

    fn opened(&self) -> MutexGuard<'_, Opened> {
        self.0.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs `work` on the current plain text.
    fn read<T>(&self, work: impl FnOnce(&[u8]) -> T) -> Result<T, Fault> {
        let mut opened = self.opened();
        Ok(work(self.refresh(&mut opened)?))
    }

    /// Returns the current plain text. Decrypts the file only if it changed since the last call.
    fn refresh<'o>(&self, opened: &'o mut Opened) -> Result<&'o [u8], Fault> {
        let Files { folder, vault, .. } = &self.0.files;
        let absent = || {
            let folder = folder.clone();
            Fault::Absent(Absence::Vault { folder })
        };
        let now = files::identity(vault)?.ok_or_else(absent)?;
        let is_current = |(identity, _): &(file::Identity, _)| *identity == now;
        if !opened.read.as_ref().is_some_and(is_current) {
            let found = files::read(vault)?.ok_or_else(absent)?;
            let mut plain = opened.decrypt(&found.bytes);
            if matches!(plain, Err(Unopened::NoMatch)) {
                // Another process may have changed the recipients, and stored the new identity in
                // the kernel.
                let new = own_identity::remembered(&self.0.files, &self.0.prompts);
                opened.identities.extend(new);
                plain = opened.decrypt(&found.bytes);
            }
            let plain = plain.map_err(|error| error.at(vault))?;
            opened.read = Some((found.identity, plain));
        }
        match &opened.read {
            Some((_, plain)) => Ok(plain),
            None => Err(absent()),
        }
    }

    /// Replaces the vault by what `change` returns, while no other keyrc process writes.
    ///
    /// Before the file is replaced, checks that the identities that decrypted the old vault decrypt
    /// the new one.
    fn write<E: From<Fault>>(
        &self,
        change: impl FnOnce(&[u8]) -> Result<Change, E>,
    ) -> Result<(), E> {
        let _lock = files::lock(&self.0.files)?;
        let mut opened = self.opened();
        let Change { plain, opens } = change(self.refresh(&mut opened)?)?;
        match plain {
            Some(plain) => Ok(self.replace(&mut opened, &plain, opens)?),
            None => Ok(()),
        }
    }

    fn replace(
        &self,
        opened: &mut Opened,
        plain: &[u8],
        opens: Vec<AnyIdentity>,
    ) -> Result<(), Fault> {
        let recipients = Recipients::of(plain);
        let everyone = keys::recipients(recipients.all(), &self.0.prompts)?;
        let sealed = seal::seal(plain, &everyone)?;
        opened.identities.extend(opens);
        if !seal::opens(&sealed, opened.identities()) {
            return Err(VaultFault::Lockout.into());
        }
        let before = opened.read.take().map(|(identity, _)| identity);
        files::replace(&self.0.files.vault, before.as_ref(), &sealed)
    }
}
