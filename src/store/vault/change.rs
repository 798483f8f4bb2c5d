//! What is done to a vault itself: made, given another passphrase, encrypted to others.

use std::path::Path;
use std::sync::Arc;

use secrecy::SecretString;

use crate::store::vault::content::Recipients;
use crate::store::vault::fault::{VaultFault, public_part};
use crate::store::vault::files::{self, Files};
use crate::store::vault::keys::{self, Ask, Identities, Person};
use crate::store::vault::seal::{self, AnyIdentity};
use crate::store::vault::unlock::{Own, QUESTION, Unlock, at};
use crate::store::vault::{Change, Vault};

/// What protects a new vault.
#[derive(Debug)]
pub enum Protection {
    /// This passphrase.
    Passphrase(SecretString),
    /// Identities that exist already: whoever has one of these recipients' opens it. At least one.
    Recipients(Vec<String>),
}

/// To whom a vault is encrypted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecipientList {
    /// Whether a passphrase opens it too.
    pub passphrase: bool,
    /// The recipients beside that, as age writes them.
    pub recipients: Vec<String>,
}

impl Unlock {
    /// Makes a vault, empty and unlocked. `others` can open it too: a backup key, a team.
    ///
    /// `work` is scrypt's cost for a passphrase, as a power of two: [`WORK`](crate::store::vault::WORK) unless this is a test.
    ///
    /// # Errors
    /// [`VaultFault::Exists`]; [`VaultFault::Orphan`]; [`VaultFault::BadRecipient`]; [`VaultFault::Lockout`] where none of
    /// [`identities`](Self::identities) would open a vault without a passphrase; [`VaultFault::File`].
    pub fn create(
        &self,
        protection: &Protection,
        others: &[String],
        work: u8,
    ) -> Result<Vault, VaultFault> {
        let (files, person) = (Files::new(&self.folder), Person(self.ask.clone()));
        files::make_folder(&files)?;
        let _lock = files::lock(&files)?;
        if Vault::exists(&self.folder) {
            return Err(VaultFault::Exists(self.folder.clone()));
        }
        // The vault that it opens may be on its way back, from a backup or a repository.
        if files::read(&files.identity)?.is_some() {
            return Err(VaultFault::Orphan(files.identity));
        }
        let (text, own) = keys::generate();
        let named = match protection {
            Protection::Passphrase(_) => others.to_vec(),
            Protection::Recipients(recipients) => [recipients, others].concat(),
        };
        let recipients = Recipients {
            own: Some(own),
            others: canonical(&named, &person)?,
        };
        let sealed_own = match protection {
            Protection::Passphrase(passphrase) => {
                keys::seal_with_passphrase(&text, passphrase, work)?
            }
            Protection::Recipients(_) => self.seal_own(&text, &recipients, &person)?,
        };
        let sealed = seal_for(&recipients.put_into(b""), recipients.all(), &person)?;
        files::replace(&files.identity, None, &sealed_own)?;
        files::replace(&files.vault, None, &sealed)?;
        self.remember(&files, &text);
        self.with(&files, &text)
    }

    /// Gives the vault another passphrase. What is in it is not written anew.
    ///
    /// # Errors
    /// [`VaultFault::NoPassphrase`], [`VaultFault::WrongPassphrase`], [`VaultFault::Locked`], [`VaultFault::File`].
    pub fn change_passphrase(
        &self,
        new: impl FnOnce() -> Result<SecretString, VaultFault>,
        work: u8,
    ) -> Result<(), VaultFault> {
        let (files, person) = (Files::new(&self.folder), Person(self.ask.clone()));
        if !Vault::exists(&self.folder) {
            return Err(VaultFault::Absent(self.folder.clone()));
        }
        let expected = identity_of(&files)?;
        let Own::Passphrase(sealed) = Own::read(&files)? else {
            return Err(VaultFault::NoPassphrase);
        };
        let text =
            keys::with_passphrase(&sealed, QUESTION, &person).map_err(|fault| at(fault, &files))?;
        let sealed = keys::seal_with_passphrase(&text, &new()?, work)?;
        // Not while a person types; what somebody else changed meanwhile is noticed when it is replaced.
        let _lock = files::lock(&files)?;
        files::replace(&files.identity, expected.as_ref(), &sealed)
    }

    /// To whom the vault is encrypted.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn recipients(&self) -> Result<RecipientList, VaultFault> {
        let passphrase = matches!(Own::read(&Files::new(&self.folder))?, Own::Passphrase(_));
        let recipients = self.open()?.read(|plain| Recipients::of(plain).others)?;
        Ok(RecipientList {
            passphrase,
            recipients,
        })
    }

    /// Encrypts the vault to this recipient too.
    ///
    /// # Errors
    /// [`VaultFault::BadRecipient`], and as [`open`](Self::open).
    pub fn add_recipient(&self, recipient: &str) -> Result<(), VaultFault> {
        self.change_recipients(|others, person| {
            let [new] = &canonical(&[recipient.to_owned()], person)?[..] else {
                return Ok(());
            };
            if !others.iter().any(|other| is_same(other, new)) {
                others.push(new.clone());
            }
            Ok(())
        })
    }

    /// Encrypts the vault to this recipient no longer. What it could read before, it may have kept.
    ///
    /// # Errors
    /// [`VaultFault::NoSuchRecipient`], [`VaultFault::LastRecipient`], and as [`open`](Self::open).
    pub fn remove_recipient(&self, recipient: &str) -> Result<(), VaultFault> {
        self.change_recipients(|others, _| {
            let before = others.len();
            others.retain(|other| !is_same(other, recipient));
            if others.len() == before {
                Err(VaultFault::NoSuchRecipient(public_part(recipient)))
            } else {
                Ok(())
            }
        })
    }

    fn change_recipients(
        &self,
        change: impl FnOnce(&mut Vec<String>, &Person) -> Result<(), VaultFault>,
    ) -> Result<(), VaultFault> {
        let (files, person) = (Files::new(&self.folder), Person(self.ask.clone()));
        let vault = self.open()?;
        let own = Own::read(&files)?;
        let mut fresh = None;
        vault.write(|plain| {
            let mut recipients = Recipients::of(plain);
            let before = recipients.others.clone();
            change(&mut recipients.others, &person)?;
            if recipients.others == before {
                return Ok(Change::default());
            }
            let mut opens = Vec::new();
            if !matches!(own, Own::Passphrase(_)) {
                if recipients.others.is_empty() {
                    return Err(VaultFault::LastRecipient);
                }
                // Who was removed may know the vault's own identity, and who was added does not: it gets a new one.
                // Until the vault follows, everyone's own identity still opens it.
                let (text, own) = keys::generate();
                let sealed = self.seal_own(&text, &recipients, &person)?;
                files::replace(&files.identity, identity_of(&files)?.as_ref(), &sealed)?;
                recipients.own = Some(own);
                opens = own_identities(&text, &files, &person)?;
                fresh = Some(text);
            }
            Ok(Change {
                plain: Some(recipients.put_into(plain)),
                opens,
            })
        })?;
        if let Some(text) = fresh {
            self.remember(&files, &text);
        }
        Ok(())
    }

    /// Seals the vault's own identity for the other recipients, among whom has to be the person: what they opened the vault
    /// with just now may not open the next one.
    fn seal_own(
        &self,
        text: &[u8],
        recipients: &Recipients,
        person: &Person,
    ) -> Result<Vec<u8>, VaultFault> {
        let sealed = seal_for(text, &recipients.others, person)?;
        for path in &self.identities {
            let identities = Identities::read(path, person)?.into_identities(path, person)?;
            if seal::opens(&sealed, identities.iter().map(|identity| &**identity as _)) {
                return Ok(sealed);
            }
        }
        Err(VaultFault::Lockout)
    }

    fn with(&self, files: &Files, text: &[u8]) -> Result<Vault, VaultFault> {
        crate::store::vault::unlock::open_text(files, text, &Person(self.ask.clone()))?
            .ok_or(VaultFault::Lockout)
    }
}

fn own_identities(
    text: &[u8],
    files: &Files,
    person: &Person,
) -> Result<Vec<AnyIdentity>, VaultFault> {
    Identities::of_age(text, person).map_or(Ok(Vec::new()), |found| {
        found.into_identities(&files.identity, person)
    })
}

/// The recipients of the identities in a file, as age writes them.
///
/// # Errors
/// [`VaultFault::BadIdentity`], [`VaultFault::UnknownRecipient`] for a plugin's, [`VaultFault::File`].
pub fn recipients_of(path: &Path, ask: &Arc<dyn Ask>) -> Result<Vec<String>, VaultFault> {
    let identities = Identities::read(path, &Person(ask.clone()))?;
    identities
        .recipients()
        .ok_or_else(|| VaultFault::UnknownRecipient(path.to_owned()))
}

fn seal_for<'a>(
    plain: &[u8],
    recipients: impl IntoIterator<Item = &'a String>,
    person: &Person,
) -> Result<Vec<u8>, VaultFault> {
    let everyone: Result<Vec<_>, VaultFault> = recipients
        .into_iter()
        .map(|text| keys::recipient(text, person))
        .collect();
    seal::seal(plain, &everyone?)
}

/// Each recipient once, and each one that age knows.
fn canonical(recipients: &[String], person: &Person) -> Result<Vec<String>, VaultFault> {
    let mut each: Vec<String> = Vec::with_capacity(recipients.len());
    for text in recipients.iter().map(|text| text.trim()) {
        keys::recipient(text, person)?;
        if !each.iter().any(|other| is_same(other, text)) {
            each.push(text.to_owned());
        }
    }
    Ok(each)
}

/// Whether two texts are the same recipient. The comment behind an SSH key is not a part of it, and Bech32, in which age
/// writes the others, is the same in capitals.
fn is_same(one: &str, other: &str) -> bool {
    let key = |text: &str| match text.trim_start().starts_with("ssh-") {
        true => text
            .split_whitespace()
            .take(2)
            .collect::<Vec<_>>()
            .join(" "),
        false => text.trim().to_ascii_lowercase(),
    };
    key(one) == key(other)
}

fn identity_of(files: &Files) -> Result<Option<keyrc_platform::file::Identity>, VaultFault> {
    Ok(files::read(&files.identity)?.map(|found| found.identity))
}
