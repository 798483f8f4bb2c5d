//! How a vault is unlocked: by the identity that the kernel still has, by the passphrase, or by an identity of the person.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use keyrc_platform::kernel_keys;
use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::store::vault::fault::VaultFault;
use crate::store::vault::files::{self, Files, Sealed};
use crate::store::vault::keys::{self, Ask, Identities, Person};
use crate::store::vault::seal::{self, AnyIdentity, Unopened};
use crate::store::vault::{Inner, Opened, Vault, unopened};

/// What it takes to unlock a vault.
#[derive(Clone)]
pub struct Unlock {
    /// Where the vault is.
    pub folder: PathBuf,
    /// Who knows the passphrase.
    pub ask: Arc<dyn Ask>,
    /// Files of identities that the person has.
    pub identities: Vec<PathBuf>,
    /// How long the kernel keeps the vault's identity after it was unlocked; zero for not at all.
    pub remember: Duration,
}

impl std::fmt::Debug for Unlock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Unlock")
            .field("folder", &self.folder)
            .field("identities", &self.identities)
            .finish_non_exhaustive()
    }
}

/// Whether the kernel keeps the identity of a vault.
#[derive(Debug)]
pub enum Remembered {
    /// It does: the vault is unlocked.
    Yes,
    /// It does not: the vault is locked.
    No,
    /// It keeps none for anybody here, as in many containers.
    Unavailable(io::Error),
}

impl Unlock {
    /// How long the kernel keeps an identity, if nobody says otherwise.
    pub const REMEMBER: Duration = Duration::from_secs(15 * 60);

    /// Opens the vault, asking only where the kernel no longer has its identity.
    ///
    /// # Errors
    /// [`VaultFault::Absent`], [`VaultFault::Locked`] where a passphrase is needed and nobody can be asked,
    /// [`VaultFault::WrongPassphrase`], [`VaultFault::NoIdentity`] where no identity opens it, and
    /// [`VaultFault::Damaged`].
    pub fn open(&self) -> Result<Vault, VaultFault> {
        match self.try_remembered()? {
            Some(vault) => Ok(vault),
            None => self.open_anew(),
        }
    }

    /// Opens the vault without what the kernel has, and lets the kernel have it for another while.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_anew(&self) -> Result<Vault, VaultFault> {
        Ok(self.unlock_anew()?.0)
    }

    /// Opens the vault without what the kernel has, and tells whether the kernel keeps its identity now.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn unlock(&self) -> Result<Remembered, VaultFault> {
        Ok(self.unlock_anew()?.1)
    }

    fn unlock_anew(&self) -> Result<(Vault, Remembered), VaultFault> {
        let (files, person) = (Files::new(&self.folder), Person(self.ask.clone()));
        let sealed = read_vault(&files)?;
        // Before anyone types.
        seal::check(&sealed.bytes).map_err(|why| unopened(why, &files.vault))?;
        let own = Own::read(&files)?;
        let mut failed = None;
        for path in &self.identities {
            let read = Identities::read(path, &person)
                .and_then(|found| found.into_identities(path, &person));
            let identities = match read {
                Ok(identities) => identities,
                Err(VaultFault::Interrupted) => return Err(VaultFault::Interrupted),
                // The next one may do.
                Err(fault) => {
                    failed.get_or_insert(fault);
                    continue;
                }
            };
            let text = own.open(&files, &identities)?;
            if let Some(text) = &text
                && let Some(vault) = open_with(&files, &sealed, text, &person)?
            {
                return Ok((vault, self.remember(&files, text)));
            }
            // Another program may have encrypted it anew, to the person's identities and not to its own.
            if let Some(vault) = try_open(&files, &sealed, identities, &person)? {
                if text.is_some() {
                    // Whoever knows the recipient of an identity can write a vault that it opens.
                    self.ask.tell(FOREIGN);
                }
                return Ok((vault, Remembered::No));
            }
        }
        if let Own::Passphrase(sealed_own) = &own {
            let text = keys::with_passphrase(sealed_own, QUESTION, &person)
                .map_err(|fault| at(fault, &files))?;
            if let Some(vault) = open_with(&files, &sealed, &text, &person)? {
                return Ok((vault, self.remember(&files, &text)));
            }
        }
        Err(failed.unwrap_or(VaultFault::NoIdentity))
    }

    /// Opens the vault if that takes no question, and leaves it as locked as it was.
    ///
    /// # Errors
    /// [`VaultFault::Locked`] where it would take one; the rest as [`open`](Self::open).
    pub fn open_unasked(&self) -> Result<Vault, VaultFault> {
        Self {
            ask: Arc::new(Nobody),
            remember: Duration::ZERO,
            ..self.clone()
        }
        .open()
    }

    /// Whether the kernel has the identity.
    pub fn remembered(&self) -> Remembered {
        match kernel_keys::recall(&Files::new(&self.folder).cache_name()) {
            Ok(Some(_)) => Remembered::Yes,
            Ok(None) => Remembered::No,
            Err(error) => Remembered::Unavailable(error),
        }
    }

    /// Makes the kernel forget the identity, and tells whether it had it.
    ///
    /// # Errors
    /// The system's own, where the kernel keeps nothing here.
    pub fn forget(&self) -> io::Result<bool> {
        kernel_keys::forget(&Files::new(&self.folder).cache_name())
    }

    fn try_remembered(&self) -> Result<Option<Vault>, VaultFault> {
        let files = Files::new(&self.folder);
        let sealed = read_vault(&files)?;
        let person = Person(self.ask.clone());
        match remembered_identities(&files, &person) {
            identities if identities.is_empty() => Ok(None),
            identities => try_open(&files, &sealed, identities, &person),
        }
    }

    pub(super) fn remember(&self, files: &Files, text: &[u8]) -> Remembered {
        if self.remember.is_zero() {
            return Remembered::No;
        }
        match kernel_keys::remember(&files.cache_name(), text, self.remember) {
            Ok(()) => Remembered::Yes,
            Err(error) => {
                if error.kind() != io::ErrorKind::Unsupported {
                    let why = format!(
                        "the kernel keeps no keys here ({error}), so the vault is unlocked each time"
                    );
                    self.ask.tell(&why);
                }
                Remembered::Unavailable(error)
            }
        }
    }
}

/// Nobody to ask.
struct Nobody;

impl Ask for Nobody {
    fn passphrase(&self, _: &str) -> Result<SecretString, VaultFault> {
        Err(VaultFault::Locked)
    }

    fn line(&self, _: &str) -> Option<String> {
        None
    }

    fn tell(&self, _: &str) {}

    fn can_answer_again(&self) -> bool {
        false
    }
}

/// The vault's own identity, as it is kept.
pub(super) enum Own {
    /// There is none: another program made the vault.
    None,
    /// A passphrase opens it.
    Passphrase(Vec<u8>),
    /// The person's identities open it.
    Identities(Vec<u8>),
}

impl Own {
    pub(super) fn read(files: &Files) -> Result<Self, VaultFault> {
        let Some(found) = files::read(&files.identity)? else {
            return Ok(Self::None);
        };
        match seal::wants_passphrase(&found.bytes) {
            Ok(true) => Ok(Self::Passphrase(found.bytes)),
            Ok(false) => Ok(Self::Identities(found.bytes)),
            Err(why) => Err(unopened(why, &files.identity)),
        }
    }

    /// Its text, opened with these identities; `None` where it takes others, or a passphrase.
    fn open(
        &self,
        files: &Files,
        identities: &[AnyIdentity],
    ) -> Result<Option<Zeroizing<Vec<u8>>>, VaultFault> {
        let Self::Identities(sealed) = self else {
            return Ok(None);
        };
        match seal::open(sealed, identities.iter().map(|identity| &**identity as _)) {
            Ok(text) => Ok(Some(text)),
            Err(Unopened::NoMatch) => Ok(None),
            Err(why) => Err(unopened(why, &files.identity)),
        }
    }
}

/// A fault of the vault's own identity with its place.
pub(super) fn at(fault: VaultFault, files: &Files) -> VaultFault {
    match fault {
        VaultFault::Damaged(_) => VaultFault::Damaged(files.identity.clone()),
        other => other,
    }
}

/// What the passphrase is asked for with.
pub(super) const QUESTION: &str = "Passphrase of the vault: ";

/// Said of a vault that the person opens and its own identity does not.
const FOREIGN: &str = "the vault is not encrypted to its own key: another program wrote it, or a change of recipients was cut short";

/// What the kernel has that opens the vault. Whoever else put something there, it runs no plugin.
pub(super) fn remembered_identities(files: &Files, person: &Person) -> Vec<AnyIdentity> {
    let Ok(Some(text)) = kernel_keys::recall(&files.cache_name()) else {
        return Vec::new();
    };
    if text
        .windows(PLUGIN.len())
        .any(|window| window.eq_ignore_ascii_case(PLUGIN))
    {
        return Vec::new();
    }
    let found = Identities::of_age(&text, person);
    found
        .and_then(|found| found.into_identities(&files.identity, person).ok())
        .unwrap_or_default()
}

/// What the identities of age's plugins start with.
const PLUGIN: &[u8] = b"AGE-PLUGIN-";

fn read_vault(files: &Files) -> Result<Sealed, VaultFault> {
    files::read(&files.vault)?.ok_or_else(|| VaultFault::Absent(files.folder.clone()))
}

/// [`open_with`], for a vault that was just written.
pub(super) fn open_text(
    files: &Files,
    text: &[u8],
    person: &Person,
) -> Result<Option<Vault>, VaultFault> {
    open_with(files, &read_vault(files)?, text, person)
}

/// The vault, opened with the text of its own identity; `None` where that is not what opens it.
fn open_with(
    files: &Files,
    sealed: &Sealed,
    text: &[u8],
    person: &Person,
) -> Result<Option<Vault>, VaultFault> {
    let Some(identities) = Identities::of_age(text, person) else {
        return Ok(None);
    };
    try_open(
        files,
        sealed,
        identities.into_identities(&files.identity, person)?,
        person,
    )
}

/// The vault, opened with these identities; `None` where they do not.
fn try_open(
    files: &Files,
    sealed: &Sealed,
    identities: Vec<AnyIdentity>,
    person: &Person,
) -> Result<Option<Vault>, VaultFault> {
    match seal::open(
        &sealed.bytes,
        identities.iter().map(|identity| &**identity as _),
    ) {
        Ok(plain) => {
            let read = Some((sealed.identity.clone(), plain));
            let inner = Inner {
                files: files.clone(),
                person: person.clone(),
                opened: Opened { identities, read }.into(),
            };
            Ok(Some(Vault(Arc::new(inner))))
        }
        Err(Unopened::NoMatch) => Ok(None),
        Err(why) => Err(unopened(why, &files.vault)),
    }
}
