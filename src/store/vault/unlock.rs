//! How a vault is unlocked: with the identity that the kernel keeps, an identity of the user, or
//! the passphrase.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use keyrc_platform::kernel_keys;
use secrecy::SecretString;

use crate::store::fault::{Denial, Fault, Lock};
use crate::store::vault::Vault;
use crate::store::vault::ask::{Ask, Prompts};
use crate::store::vault::files::Files;
use crate::store::vault::keys::{self, Identities, Protected};
use crate::store::vault::locked::Locked;
use crate::store::vault::own_identity::{self, OwnIdentity};
use crate::store::vault::seal::AnyIdentity;

/// The message for a vault that the user's identities decrypt and the vault's own identity does
/// not. Anyone who knows the recipient of an identity can write such a vault.
const FOREIGN: &str = "the vault is not encrypted to its own key: another program wrote it, or a change of recipients was cut short";

/// The settings for unlocking a vault.
#[derive(Clone)]
pub struct Unlock {
    /// The folder of the vault.
    pub folder: PathBuf,
    /// The source of passphrases.
    pub ask: Arc<dyn Ask>,
    /// The identity files of the user.
    pub identities: Vec<PathBuf>,
    /// How long the kernel keeps the vault's own identity after unlocking. Zero means not at all.
    pub remember: Duration,
}

impl fmt::Debug for Unlock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unlock")
            .field("folder", &self.folder)
            .field("identities", &self.identities)
            .finish_non_exhaustive()
    }
}

/// Whether the kernel keeps the vault's own identity.
#[derive(Debug)]
pub enum Remembered {
    /// The kernel keeps it, so the vault is unlocked.
    Yes,
    /// The kernel does not keep it, so the vault is locked.
    No,
    /// The kernel cannot keep keys here, as in many containers.
    Unavailable(io::Error),
}

impl Unlock {
    /// How long the kernel keeps the identity by default: 15 minutes.
    pub const REMEMBER: Duration = Duration::from_secs(15 * 60);

    /// Opens the vault. Asks for a passphrase only if the kernel does not keep the vault's own
    /// identity.
    ///
    /// # Errors
    /// [`Fault::Absent`]; [`Fault::Locked`] if a passphrase is needed and there is no terminal;
    /// [`Fault::Denied`] for a wrong passphrase, or if no identity decrypts the vault;
    /// [`Fault::Interrupted`]; [`Fault::File`]; and
    /// [`VaultFault::Damaged`](crate::store::VaultFault::Damaged).
    pub fn open(&self) -> Result<Vault, Fault> {
        let vault = self.read()?;
        let remembered = own_identity::remembered(&vault.files, &vault.prompts);
        if !remembered.is_empty()
            && let Some(vault) = vault.open(remembered)?
        {
            return Ok(vault);
        }
        Ok(self.unlock_read(&vault)?.0)
    }

    /// Unlocks the vault without the kernel's copy of its identity, and renews that copy. Returns
    /// whether the kernel keeps it.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn unlock(&self) -> Result<Remembered, Fault> {
        Ok(self.unlock_read(&self.read()?)?.1)
    }

    /// Opens the vault only if that needs no passphrase. A locked vault stays locked.
    ///
    /// # Errors
    /// As [`open`](Self::open); [`Fault::Locked`] if a passphrase is needed.
    pub fn open_unasked(&self) -> Result<Vault, Fault> {
        let unlock = Self {
            ask: Arc::new(NoPrompts),
            remember: Duration::ZERO,
            ..self.clone()
        };
        unlock.open()
    }

    /// Returns whether the kernel keeps the vault's own identity.
    pub fn remembered(&self) -> Remembered {
        match kernel_keys::recall(&Files::new(&self.folder).cache_name()) {
            Ok(Some(_)) => Remembered::Yes,
            Ok(None) => Remembered::No,
            Err(error) => Remembered::Unavailable(error),
        }
    }

    /// Removes the vault's own identity from the kernel. Returns `true` if the kernel had a copy.
    ///
    /// # Errors
    /// If the kernel cannot keep keys here.
    pub fn forget(&self) -> io::Result<bool> {
        kernel_keys::forget(&Files::new(&self.folder).cache_name())
    }

    pub(super) fn read(&self) -> Result<Locked, Fault> {
        Locked::read(Files::new(&self.folder), Prompts(self.ask.clone()))
    }

    fn unlock_read(&self, vault: &Locked) -> Result<(Vault, Remembered), Fault> {
        let own = OwnIdentity::read(&vault.files)?;
        let mut first_fault = None;
        for path in &self.identities {
            let identities = match read_identities(path, &vault.prompts) {
                Ok(identities) => identities,
                Err(Fault::Interrupted) => return Err(Fault::Interrupted),
                // Another identity may decrypt the vault.
                Err(fault) => {
                    first_fault.get_or_insert(fault);
                    continue;
                }
            };
            if let Some(unlocked) = self.unlock_with(vault, &own, identities)? {
                return Ok(unlocked);
            }
        }
        if let OwnIdentity::Passphrase(sealed) = &own {
            let file = Protected::OwnIdentity(&vault.files.identity);
            let text = keys::open_with_passphrase(sealed, file, &vault.prompts)?;
            if let Some(opened) = vault.open_with_text(&text)? {
                return Ok((opened, self.remember(&vault.files, &text)));
            }
        }
        Err(first_fault.unwrap_or(Fault::Denied(Denial::NoIdentity)))
    }

    /// Unlocks the vault with identities of the user.
    fn unlock_with(
        &self,
        vault: &Locked,
        own: &OwnIdentity,
        identities: Vec<AnyIdentity>,
    ) -> Result<Option<(Vault, Remembered)>, Fault> {
        let text = own.open(&vault.files, &identities)?;
        if let Some(text) = &text
            && let Some(opened) = vault.open_with_text(text)?
        {
            return Ok(Some((opened, self.remember(&vault.files, text))));
        }
        // Another program may have encrypted the vault to the user's identities alone.
        let Some(opened) = vault.open(identities)? else {
            return Ok(None);
        };
        if text.is_some() {
            self.ask.tell(FOREIGN);
        }
        Ok(Some((opened, Remembered::No)))
    }

    /// Has the kernel keep the text of the vault's own identity.
    pub(super) fn remember(&self, files: &Files, text: &[u8]) -> Remembered {
        if self.remember.is_zero() {
            return Remembered::No;
        }
        match kernel_keys::remember(&files.cache_name(), text, self.remember) {
            Ok(()) => Remembered::Yes,
            Err(error) => {
                if error.kind() != io::ErrorKind::Unsupported {
                    self.ask.tell(&format!(
                        "the kernel keeps no keys here ({error}), so the vault is unlocked each time"
                    ));
                }
                Remembered::Unavailable(error)
            }
        }
    }
}

/// Reads an identity file of the user, and asks for its passphrase if it has one.
pub(super) fn read_identities(path: &Path, prompts: &Prompts) -> Result<Vec<AnyIdentity>, Fault> {
    Identities::read(path, prompts)?.into_identities(path, prompts)
}

/// Answers no prompt.
struct NoPrompts;

impl Ask for NoPrompts {
    fn passphrase(&self, _: &str) -> Result<SecretString, Fault> {
        Err(Fault::Locked(Lock::Vault))
    }

    fn line(&self, _: &str) -> Option<String> {
        None
    }

    fn tell(&self, _: &str) {}

    fn can_answer_again(&self) -> bool {
        false
    }
}
