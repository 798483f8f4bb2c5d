//! How a vault is unlocked: with the identity that the kernel keeps, an identity of the user, or
//! the passphrase.

use std::io;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use keyrc_platform::kernel_keys;
use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::secret::concat;
use crate::store::fault::{Denial, Fault, Lock};
use crate::store::vault::ask::{Ask, Prompts};
use crate::store::vault::files::{self, Files};
use crate::store::vault::locked::Locked;
use crate::store::vault::own_identity::{self, OwnIdentity};
use crate::store::vault::record::Standing;
use crate::store::vault::settings::Unlock;
use crate::store::vault::user_keys::UserKeys;
use crate::store::vault::{Vault, Writers};

/// The message for a vault that the user's identities decrypt and the vault's own identity does
/// not. Anyone who knows the recipient of an identity can write such a vault.
const FOREIGN: &str = "the vault is not encrypted to its own key: another program wrote it, or a change of recipients was cut short";

/// Starts the comment that the kernel's copy of the identity begins with: the end of its time, in
/// seconds since 1970. The kernel does not report it.
const UNTIL: &str = "# until ";

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
    /// Opens the vault. Asks for a passphrase only if the kernel does not keep the vault's own
    /// identity.
    ///
    /// Warns if the vault is not the one that the user accepted. The first vault of a folder is
    /// accepted.
    ///
    /// # Errors
    /// [`Fault::Absent`]; [`Fault::Locked`] if a passphrase is needed and there is no terminal;
    /// [`Fault::Denied`] for a wrong passphrase, or if no identity decrypts the vault;
    /// [`Fault::Interrupted`]; [`Fault::File`]; and
    /// [`VaultFault::Damaged`](crate::store::VaultFault::Damaged).
    pub fn open(&self) -> Result<Vault, Fault> {
        Ok(self.open_from(Source::KernelOrFiles, Writers::MayRun)?.0)
    }

    /// Unlocks the vault without the kernel's copy of its identity, and renews that copy. Returns
    /// whether the kernel keeps it.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn unlock(&self) -> Result<Remembered, Fault> {
        Ok(self.open_from(Source::Files, Writers::MayRun)?.1)
    }

    /// Opens the vault only if that needs no passphrase. A locked vault stays locked.
    ///
    /// # Errors
    /// As [`open`](Self::open); [`Fault::Locked`] if a passphrase is needed.
    pub fn open_unasked(&self) -> Result<Vault, Fault> {
        let unlock = Self {
            ask: Arc::new(NoPrompts(self.ask.clone())),
            remember: Duration::ZERO,
            ..self.clone()
        };
        unlock.open()
    }

    /// Opens the vault while this process keeps others from writing.
    pub(super) fn open_between_writes(&self) -> Result<Vault, Fault> {
        Ok(self.open_from(Source::KernelOrFiles, Writers::Wait)?.0)
    }

    /// Returns whether the kernel keeps the vault's own identity.
    pub fn remembered(&self) -> Remembered {
        match kernel_keys::recall(&Files::new(&self.folder).cache_name()) {
            Ok(Some(_)) => Remembered::Yes,
            Ok(None) => Remembered::No,
            Err(error) => Remembered::Unavailable(error),
        }
    }

    /// Returns how long the kernel still keeps the vault's own identity, or `None` if it does not
    /// or the time is unknown.
    pub(super) fn time_left(&self) -> Option<Duration> {
        let text = kernel_keys::recall(&Files::new(&self.folder).cache_name()).ok()??;
        let line = text.strip_prefix(UNTIL.as_bytes())?;
        let line = line.split(|&byte| byte == b'\n').next()?;
        let until: u64 = str::from_utf8(line).ok()?.parse().ok()?;
        Some(Duration::from_secs(until.saturating_sub(now())))
    }

    /// Removes the vault's own identity from the kernel. Returns `true` if the kernel had a copy.
    ///
    /// # Errors
    /// If the kernel cannot keep keys here.
    pub fn forget(&self) -> io::Result<bool> {
        kernel_keys::forget(&Files::new(&self.folder).cache_name())
    }

    pub(super) fn read(&self) -> Result<Locked, Fault> {
        Locked::read(self)
    }

    fn open_from(&self, source: Source, writers: Writers) -> Result<(Vault, Remembered), Fault> {
        let mut keys = UserKeys::new(self, Prompts(self.ask.clone()));
        let first = self.read()?;
        let mut attempt = self.attempt(&first, source, &mut keys);
        if !is_certain(&attempt) && matches!(writers, Writers::MayRun) {
            // Another process may be changing the recipients, which replaces two files and the
            // record. Wait for it, and look again. A folder may not be writable.
            let _lock = files::lock(&first.files).ok();
            let second = self.read()?;
            let has_record_changed = || match &attempt {
                Ok(done) => done.vault.has_other_standing(),
                Err(_) => Ok(false),
            };
            if !second.is_same_as(&first)? || has_record_changed()? {
                attempt = self.attempt(&second, source, &mut keys);
            }
        }
        self.admit(attempt?)
    }

    /// Unlocks a vault that was read.
    fn attempt(
        &self,
        vault: &Locked,
        source: Source,
        keys: &mut UserKeys<'_>,
    ) -> Result<Attempt, Fault> {
        if let Source::KernelOrFiles = source {
            let remembered = own_identity::remembered(&vault.files, &vault.prompts);
            if !remembered.is_empty()
                && let Some(vault) = vault.open(remembered)?
            {
                return Ok(Attempt::by_own(vault, None));
            }
        }
        let own = vault.own()?;
        keys.rewind();
        if let OwnIdentity::Identities(_) = own {
            while let Some(identities) = keys.next()? {
                let Some(text) = own.open(&vault.files, identities)? else {
                    continue;
                };
                if let Some(opened) = vault.open_with_text(&text)? {
                    return Ok(Attempt::by_own(opened, Some(text)));
                }
            }
        }
        if let Some(opened) = vault.open(keys.all()?)? {
            let is_foreign = matches!(own, OwnIdentity::Identities(_));
            return Ok(Attempt {
                vault: opened,
                text: None,
                is_foreign,
            });
        }
        if let OwnIdentity::Passphrase(sealed) = own {
            let text = keys.own_text(sealed, &vault.files.identity)?;
            if let Some(opened) = vault.open_with_text(&text)? {
                return Ok(Attempt::by_own(opened, Some(text)));
            }
        }
        let fault = keys.first_fault.take();
        Err(fault.unwrap_or(Fault::Denied(Denial::NoIdentity)))
    }

    /// Warns of a vault that the user did not accept, and records a new one.
    fn admit(&self, attempt: Attempt) -> Result<(Vault, Remembered), Fault> {
        let Attempt {
            vault,
            text,
            is_foreign,
        } = attempt;
        let standing = vault.standing();
        self.announce(&standing);
        match standing {
            Standing::Accepted if is_foreign => self.ask.tell(FOREIGN),
            Standing::New if is_foreign => {
                self.ask.tell(FOREIGN);
                vault.distrust();
            }
            Standing::New => {
                if let Err(fault) = vault.accept() {
                    self.ask.tell(&format!(
                        "a replaced vault would go unnoticed: cannot record this one: {fault}"
                    ));
                }
            }
            _ => {}
        }
        let is_kept = matches!(standing, Standing::Accepted | Standing::New);
        let remembered = match text {
            Some(text) if is_kept => self.remember(&Files::new(&self.folder), &text),
            _ => Remembered::No,
        };
        Ok((vault, remembered))
    }

    /// Has the kernel keep the text of the vault's own identity.
    pub(super) fn remember(&self, files: &Files, text: &[u8]) -> Remembered {
        if self.remember.is_zero() {
            return Remembered::No;
        }
        let until = now() + self.remember.as_secs();
        let text = concat(&[format!("{UNTIL}{until}\n").as_bytes(), text]);
        match kernel_keys::remember(&files.cache_name(), &text, self.remember) {
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

/// The time, in seconds since 1970.
fn now() -> u64 {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH);
    elapsed.unwrap_or_default().as_secs()
}

/// Where to look for the vault's own identity.
#[derive(Clone, Copy)]
enum Source {
    KernelOrFiles,
    Files,
}

/// A vault that was opened, and the text of its own identity if its file was decrypted.
struct Attempt {
    vault: Vault,
    text: Option<Zeroizing<Vec<u8>>>,
    /// Whether it has a key of its own that does not open it.
    is_foreign: bool,
}

impl Attempt {
    fn by_own(vault: Vault, text: Option<Zeroizing<Vec<u8>>>) -> Self {
        Self {
            vault,
            text,
            is_foreign: false,
        }
    }
}

/// Whether a second look at the files cannot give another result.
fn is_certain(attempt: &Result<Attempt, Fault>) -> bool {
    match attempt {
        Ok(done) => {
            let standing = done.vault.standing();
            !done.is_foreign && matches!(standing, Standing::Accepted | Standing::New)
        }
        Err(fault) => *fault != Fault::Denied(Denial::NoIdentity),
    }
}

/// Answers no prompt, and passes messages on.
struct NoPrompts(Arc<dyn Ask>);

impl Ask for NoPrompts {
    fn passphrase(&self, _: &str) -> Result<SecretString, Fault> {
        Err(Fault::Locked(Lock::Vault))
    }

    fn line(&self, _: &str) -> Option<String> {
        None
    }

    fn tell(&self, text: &str) {
        self.0.tell(text);
    }

    fn can_answer_again(&self) -> bool {
        false
    }
}
