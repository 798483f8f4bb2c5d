//! Makes a vault, for `keyrc vault init` or because no other store works.

use std::path::{Path, PathBuf};

use crate::cli::world::World;
use crate::config::Config;
use crate::error::Error;
use crate::store::vault::{Protection, Remembered, Unlock};
use crate::store::{Fault, Kind, Vault, VaultFault};
use crate::text::shown;

impl World {
    /// Asks whether to make a vault, because the keyring does not work, and makes it.
    ///
    /// # Errors
    /// `fault`, the reason why the keyring does not work, if the user does not want a vault or
    /// cannot be asked.
    pub(super) fn offer_vault(&self, fault: Fault) -> Result<(), Error> {
        let has_no_keyring = matches!(fault, Fault::Absent(_));
        if !has_no_keyring || !self.terminal.exists() {
            return Err(fault.into());
        }
        let problem = capitalized(&fault.to_string());
        let question = format!("{problem}.\nKeep tokens in an encrypted file, the vault, instead?");
        if !self.confirm(&question)? {
            return Err(fault.into());
        }
        let folder = self.make_vault_with_passphrase(&[])?;
        self.note(&format!("created the vault in {}\n", shown(&folder)));
        self.explain_vault(&[], OpenedBy::Passphrase)
    }

    /// Makes a vault that a passphrase and `recipients` open. Returns its folder.
    pub(crate) fn make_vault_with_passphrase(
        &self,
        recipients: &[String],
    ) -> Result<PathBuf, Error> {
        let passphrases = self.passphrase_source();
        let protection = || Ok(Protection::Passphrase(passphrases.new_passphrase()?));
        self.make_vault(self.unlock()?, protection, recipients)
    }

    /// Makes a vault, and uses it from now on unless a store was chosen before. Returns its folder.
    ///
    /// Asks for `protection` only if there is no vault yet.
    pub(crate) fn make_vault(
        &self,
        unlock: Unlock,
        protection: impl FnOnce() -> Result<Protection, Fault>,
        recipients: &[String],
    ) -> Result<PathBuf, Error> {
        if Vault::exists(&unlock.folder) {
            let folder = unlock.folder;
            return Err(Fault::from(VaultFault::Exists { folder }).into());
        }
        let protection = protection()?;
        unlock.create(&protection, recipients, self.passphrase_work)?;
        if self.chosen_kind()?.is_none() {
            let set = Config::set_store(self.config_folder()?, Some(Kind::Vault));
            self.warn_of_unsaved(&unlock.folder, set)?;
        }
        Ok(unlock.folder)
    }

    /// Warns that a new vault is not in the settings, if it cannot be added to them.
    ///
    /// # Errors
    /// That of `saved`.
    pub(crate) fn warn_of_unsaved(
        &self,
        vault: &Path,
        saved: Result<(), Error>,
    ) -> Result<(), Error> {
        if saved.is_err() {
            let vault = shown(vault);
            self.warn(&format!(
                "the vault in {vault} was created, but is not in the settings"
            ));
        }
        saved
    }

    /// Explains a new vault to a user at a terminal: when it asks, and the keys that open it
    /// if the passphrase or the key is lost. `recipients` open it too.
    pub(crate) fn explain_vault(
        &self,
        recipients: &[String],
        opened_by: OpenedBy,
    ) -> Result<(), Error> {
        if !self.terminal.exists() {
            return Ok(());
        }
        let unlock = self.unlock()?;
        match unlock.remembered() {
            _ if opened_by == OpenedBy::Keys => {}
            Remembered::Yes => self.note(
                "It stays unlocked for 15 minutes after each passphrase; see `keyrc vault status`.\n",
            ),
            Remembered::No => {}
            Remembered::Unavailable(_) => {
                self.note("Each command that uses it asks for the passphrase.\n");
            }
        }
        if recipients.is_empty() {
            self.note(match opened_by {
                OpenedBy::Passphrase => "If you forget the passphrase, the tokens are lost.\n",
                OpenedBy::Keys => "If you lose your key, the tokens are lost.\n",
            });
            self.note(
                "To add a backup key, run `age-keygen -o backup.txt` and `keyrc vault recipients add age1…`\n\
                 with the key that it prints, and move backup.txt off this machine.\n",
            );
        }
        Ok(())
    }

    /// Returns the store that the command line, the environment or the settings name.
    ///
    /// Ignores changes that this command made to the settings.
    pub(crate) fn chosen_kind(&self) -> Result<Option<Kind>, Error> {
        let known = self.known()?;
        Ok(known.named().map(|(kind, _)| kind))
    }
}

/// The means that open a new vault.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum OpenedBy {
    /// A passphrase.
    Passphrase,
    /// The keys of the user.
    Keys,
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}
