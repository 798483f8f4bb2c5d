//! Changes to a vault as a whole: creating it, and changing its passphrase or its recipients.

use std::path::Path;
use std::sync::Arc;

use keyrc_platform::file::Identity;
use keyrc_platform::signals;
use secrecy::SecretString;

use crate::store::fault::{Absence, Fault};
use crate::store::vault::ask::{Ask, Prompts};
use crate::store::vault::content::Recipients;
use crate::store::vault::files::{self, Files};
use crate::store::vault::keys::{self, Identities, Protected};
use crate::store::vault::own_identity::{self, OwnIdentity};
use crate::store::vault::record::{Seen, Standing};
use crate::store::vault::seal;
use crate::store::vault::settings::Unlock;
use crate::store::vault::user_keys::read_identities;
use crate::store::vault::{Change, Vault};
use crate::store::vault_fault::{VaultFault, public_part};

/// The protection of a new vault.
#[derive(Debug)]
pub enum Protection {
    /// A passphrase.
    Passphrase(SecretString),
    /// Identities that exist already, by their recipients. At least one.
    Recipients(Vec<String>),
}

/// Who can decrypt a vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecipientList {
    /// Whether a passphrase decrypts it.
    pub passphrase: bool,
    /// The recipients beside the vault's own, as age writes them.
    pub recipients: Vec<String>,
}

impl Unlock {
    /// Creates an empty, unlocked vault. `others` are further recipients, such as a backup key or a
    /// team.
    ///
    /// `work` is the cost of scrypt for a passphrase, as a power of two; use
    /// [`WORK`](crate::store::vault::WORK) except in tests.
    ///
    /// # Errors
    /// [`VaultFault::Exists`]; [`VaultFault::Orphan`]; [`VaultFault::BadRecipient`];
    /// [`VaultFault::Lockout`] if none of [`identities`](Self::identities) would decrypt a vault
    /// without a passphrase; [`Fault::File`].
    pub fn create(
        &self,
        protection: &Protection,
        others: &[String],
        work: u8,
    ) -> Result<Vault, Fault> {
        let (files, prompts) = (Files::new(&self.folder), Prompts(self.ask.clone()));
        files::make_folder(&files)?;
        let _lock = files::lock(&files)?;
        refuse_existing(&files)?;
        let (text, own) = keys::generate();
        let listed = match protection {
            Protection::Passphrase(_) => others.to_vec(),
            Protection::Recipients(recipients) => [recipients, others].concat(),
        };
        let recipients = Recipients {
            own: Some(own),
            others: canonical(&listed, &prompts)?,
        };
        let _deferred = signals::defer();
        let sealed_own = match protection {
            Protection::Passphrase(passphrase) => {
                let _busy = prompts.0.busy("encrypting");
                keys::seal_with_passphrase(&text, passphrase, work)?
            }
            Protection::Recipients(_) => self.seal_own(&text, &recipients, &prompts)?,
        };
        let everyone = keys::recipients(recipients.all(), &prompts)?;
        let plain = recipients.put_into(b"");
        let sealed = seal::seal(&plain, &everyone)?;
        self.record().accept(&[&Seen::of(&sealed, &plain)])?;
        files::replace(&files.identity, None, &sealed_own)?;
        files::replace(&files.vault, None, &sealed)?;
        self.remember(&files, &text);
        let vault = self.read()?.open_with_text(&text)?;
        vault.ok_or_else(|| VaultFault::Lockout.into())
    }

    /// Changes the passphrase. The credentials are not encrypted anew.
    ///
    /// # Errors
    /// [`VaultFault::NoPassphrase`], [`Fault::Absent`], [`Fault::Denied`], [`Fault::Locked`] and
    /// [`Fault::File`].
    pub fn change_passphrase(
        &self,
        new: impl FnOnce() -> Result<SecretString, Fault>,
        work: u8,
    ) -> Result<(), Fault> {
        let (files, prompts) = (Files::new(&self.folder), Prompts(self.ask.clone()));
        if !Vault::exists(&self.folder) {
            let folder = self.folder.clone();
            return Err(Fault::Absent(Absence::Vault { folder }));
        }
        let expected = identity_of(&files)?;
        let OwnIdentity::Passphrase(sealed) = OwnIdentity::read(&files)? else {
            return Err(VaultFault::NoPassphrase.into());
        };
        let file = Protected::OwnIdentity(&files.identity);
        let text = keys::open_with_passphrase(&sealed, file, &prompts)?;
        let new = new()?;
        let busy = prompts.0.busy("encrypting");
        let sealed = keys::seal_with_passphrase(&text, &new, work)?;
        drop(busy);
        // Lock only now: the user may take long to type. `replace` notices a change by another
        // process.
        let _lock = files::lock(&files)?;
        let _deferred = signals::defer();
        files::replace(&files.identity, expected.as_ref(), &sealed)
    }

    /// Returns the recipients of the vault.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn recipients(&self) -> Result<RecipientList, Fault> {
        self.recipients_of(&self.open()?)
    }

    fn recipients_of(&self, vault: &Vault) -> Result<RecipientList, Fault> {
        let own = OwnIdentity::read(&Files::new(&self.folder))?;
        Ok(RecipientList {
            passphrase: matches!(own, OwnIdentity::Passphrase(_)),
            recipients: vault.read(|plain| Recipients::of(plain).others)?,
        })
    }

    /// Accepts the vault as it is now: keyrc writes to it again, and encrypts to its recipients.
    /// Passes them to `agree` first, which can refuse. Returns `false` without calling `agree` if
    /// the user accepted the vault before.
    ///
    /// # Errors
    /// The error of `agree`; as [`open`](Self::open), and [`Fault::File`] if the record cannot be
    /// written.
    pub fn trust<E: From<Fault>>(
        &self,
        agree: impl FnOnce(&RecipientList) -> Result<(), E>,
    ) -> Result<bool, E> {
        let vault = self.open()?;
        if vault.standing() == Standing::Accepted {
            return Ok(false);
        }
        agree(&self.recipients_of(&vault)?)?;
        vault.accept()?;
        Ok(true)
    }

    /// Adds a recipient.
    ///
    /// # Errors
    /// [`VaultFault::BadRecipient`], and as [`open`](Self::open).
    pub fn add_recipient(&self, recipient: &str) -> Result<(), Fault> {
        self.change_recipients(|others, prompts| {
            let added = canonical(&[recipient.to_owned()], prompts)?;
            for new in added {
                if !others.iter().any(|other| is_same(other, &new)) {
                    others.push(new);
                }
            }
            Ok(())
        })
    }

    /// Removes a recipient. They may have kept the tokens that they could decrypt before.
    ///
    /// # Errors
    /// [`VaultFault::NoSuchRecipient`], [`VaultFault::LastRecipient`], and as [`open`](Self::open).
    pub fn remove_recipient(&self, recipient: &str) -> Result<(), Fault> {
        self.change_recipients(|others, _| {
            let before = others.len();
            others.retain(|other| !is_same(other, recipient));
            if others.len() < before {
                return Ok(());
            }
            Err(VaultFault::NoSuchRecipient {
                recipient: public_part(recipient),
            })
        })
    }

    fn change_recipients(
        &self,
        change: impl FnOnce(&mut Vec<String>, &Prompts) -> Result<(), VaultFault>,
    ) -> Result<(), Fault> {
        let (files, prompts) = (Files::new(&self.folder), Prompts(self.ask.clone()));
        let vault = self.open()?;
        let own = OwnIdentity::read(&files)?;
        let mut new_text = None;
        vault.write(|plain| {
            let mut recipients = Recipients::of(plain);
            let before = recipients.others.clone();
            change(&mut recipients.others, &prompts)?;
            if recipients.others == before {
                return Ok(Change::default());
            }
            let mut opens = Vec::new();
            if !matches!(own, OwnIdentity::Passphrase(_)) {
                // A removed recipient may know the vault's own identity, and a new one does not:
                // replace it. The user's identities decrypt the vault until its file is replaced
                // too.
                let text = self.replace_own(&files, &mut recipients, &prompts)?;
                opens = own_identity::parse(&text, &files, &prompts)?;
                new_text = Some(text);
            }
            let named = recipients.others.iter().filter(|one| !before.contains(one));
            Ok::<_, Fault>(Change {
                named: named.cloned().collect(),
                plain: Some(recipients.put_into(plain)),
                opens,
            })
        })?;
        if let Some(text) = new_text {
            self.remember(&files, &text);
        }
        Ok(())
    }

    /// Replaces the vault's own identity by a new one, and returns its text.
    fn replace_own(
        &self,
        files: &Files,
        recipients: &mut Recipients,
        prompts: &Prompts,
    ) -> Result<zeroize::Zeroizing<Vec<u8>>, Fault> {
        if recipients.others.is_empty() {
            return Err(VaultFault::LastRecipient.into());
        }
        let (text, own) = keys::generate();
        let sealed = self.seal_own(&text, recipients, prompts)?;
        files::replace(&files.identity, identity_of(files)?.as_ref(), &sealed)?;
        recipients.own = Some(own);
        Ok(text)
    }

    /// Encrypts the vault's own identity to the other recipients. Fails if the user is not among
    /// them.
    fn seal_own(
        &self,
        text: &[u8],
        recipients: &Recipients,
        prompts: &Prompts,
    ) -> Result<Vec<u8>, Fault> {
        let everyone = keys::recipients(&recipients.others, prompts)?;
        let sealed = seal::seal(text, &everyone)?;
        for path in &self.identities {
            let identities = read_identities(path, self.identity_variable, prompts)?;
            if seal::opens(&sealed, identities.iter().map(|identity| &**identity as _)) {
                return Ok(sealed);
            }
        }
        Err(VaultFault::Lockout.into())
    }
}

/// Fails if there is a vault, or an identity: its vault may come back from a backup.
fn refuse_existing(files: &Files) -> Result<(), Fault> {
    if Vault::exists(&files.folder) {
        let folder = files.folder.clone();
        return Err(VaultFault::Exists { folder }.into());
    }
    if files::read_identity(files)?.is_some() {
        let path = files.identity.clone();
        return Err(VaultFault::Orphan { path }.into());
    }
    Ok(())
}

/// Returns the recipients of the identities in a file, as age writes them.
///
/// # Errors
/// [`VaultFault::BadIdentity`]; [`VaultFault::UnknownRecipient`] for the identity of a plugin;
/// [`Fault::File`].
pub fn recipients_of(path: &Path, ask: &Arc<dyn Ask>) -> Result<Vec<String>, Fault> {
    let identities = Identities::read(path, &Prompts(ask.clone()))?;
    let path = path.to_owned();
    identities
        .recipients()
        .ok_or_else(|| VaultFault::UnknownRecipient { path }.into())
}

/// Checks recipients, and returns each of them once.
fn canonical(recipients: &[String], prompts: &Prompts) -> Result<Vec<String>, VaultFault> {
    if recipients.len() > keys::MAX_RECIPIENTS {
        return Err(VaultFault::TooManyRecipients);
    }
    let mut each: Vec<String> = Vec::with_capacity(recipients.len());
    for text in recipients.iter().map(|text| text.trim()) {
        keys::recipient(text, prompts)?;
        if !each.iter().any(|other| is_same(other, text)) {
            each.push(text.to_owned());
        }
    }
    Ok(each)
}

/// Whether two texts are the same recipient. The comment of an SSH key does not count, nor does the
/// case of Bech32, in which age writes its own recipients.
fn is_same(one: &str, other: &str) -> bool {
    keys::key_part(one) == keys::key_part(other)
}

fn identity_of(files: &Files) -> Result<Option<Identity>, Fault> {
    Ok(files::read_identity(files)?.map(|found| found.identity))
}
