//! The vault: credentials in a file that only its passphrase or its identities open, for machines without a keyring.
//!
//! `vault.age` is a netrc, encrypted with age. `identity.age` is an identity of the vault's own, to which `vault.age` is
//! always encrypted; it is itself encrypted, with a passphrase or to the identities that a machine has already. So the slow
//! step, scrypt or a hardware key, is paid once, and the kernel keeps the identity for a while. Stock `age -d -i identity.age
//! vault.age` prints the netrc: nobody needs keyrc to get their tokens out.
//!
//! It has attributes like the Secret Service, so it goes with [`Naming::Attributes`](crate::store::Naming::Attributes).

mod change;
mod content;
mod fault;
mod files;
mod keys;
mod seal;
mod unlock;

use std::any::Any;
use std::collections::HashMap;
use std::fmt;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use age::Identity;
use keyrc_platform::file;
use keyring_core::api::{CredentialApi, CredentialPersistence, CredentialStoreApi};
use keyring_core::{Credential, Entry, Error, Result};
use zeroize::Zeroizing;

pub use change::{Protection, RecipientList, recipients_of};
pub use fault::VaultFault;
pub use keys::{Ask, WORK};
pub use unlock::{Remembered, Unlock};

use crate::store::Fault;
use content::Recipients;
use files::Files;
use keys::Person;
use seal::{AnyIdentity, Unopened};

/// What every service name of ours starts with; behind it is the machine.
const SERVICE: &str = "keyrc:";

/// What every item has.
const MARK: (&str, &str) = ("application", "keyrc");

/// A vault that was unlocked. Cheap to clone; clones are the same vault.
#[derive(Clone)]
pub struct Vault(Arc<Inner>);

struct Inner {
    files: Files,
    person: Person,
    opened: Mutex<Opened>,
}

/// What opens the vault, and what was in it when it was last read.
struct Opened {
    identities: Vec<AnyIdentity>,
    read: Option<(file::Identity, Zeroizing<Vec<u8>>)>,
}

impl Opened {
    fn identities(&self) -> impl Iterator<Item = &dyn Identity> {
        self.identities
            .iter()
            .map(|identity| &**identity as &dyn Identity)
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
    /// Whether there is a vault in this folder.
    pub fn exists(folder: &Path) -> bool {
        // What cannot be looked at is no reason to make another, or to go elsewhere.
        !matches!(Files::new(folder).vault.symlink_metadata(), Err(error) if error.kind() == io::ErrorKind::NotFound)
    }

    /// The folder that it is in.
    pub fn folder(&self) -> &Path {
        &self.0.files.folder
    }

    fn opened(&self) -> MutexGuard<'_, Opened> {
        self.0.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something with what is in the vault now.
    fn read<T>(&self, work: impl FnOnce(&[u8]) -> T) -> std::result::Result<T, VaultFault> {
        let mut opened = self.opened();
        Ok(work(self.refresh(&mut opened)?))
    }

    /// What is in the vault now: it is decrypted again only if it is another one than before.
    fn refresh<'o>(&self, opened: &'o mut Opened) -> std::result::Result<&'o [u8], VaultFault> {
        let Files { folder, vault, .. } = &self.0.files;
        let absent = || VaultFault::Absent(folder.clone());
        let now = files::identity(vault)?.ok_or_else(absent)?;
        if opened
            .read
            .as_ref()
            .is_none_or(|(identity, _)| *identity != now)
        {
            let found = files::read(vault)?.ok_or_else(absent)?;
            let mut plain = seal::open(&found.bytes, opened.identities());
            if matches!(plain, Err(Unopened::NoMatch)) {
                // Another process changed the recipients, and let the kernel have what opens it now.
                opened
                    .identities
                    .extend(unlock::remembered_identities(&self.0.files, &self.0.person));
                plain = seal::open(&found.bytes, opened.identities());
            }
            let plain = plain.map_err(|why| unopened(why, vault))?;
            opened.read = Some((found.identity, plain));
        }
        opened
            .read
            .as_ref()
            .map(|(_, plain)| plain.as_slice())
            .ok_or_else(absent)
    }

    /// Puts what `change` makes of the vault in its place.
    ///
    /// No other process of ours writes meanwhile. What is written is checked before it takes the place of the old vault:
    /// whoever opened that can open it.
    fn write<E: From<VaultFault>>(
        &self,
        change: impl FnOnce(&[u8]) -> std::result::Result<Change, E>,
    ) -> std::result::Result<(), E> {
        let Files { vault, .. } = &self.0.files;
        let _lock = files::lock(&self.0.files)?;
        let mut opened = self.opened();
        let Change {
            plain: Some(plain),
            opens,
        } = change(self.refresh(&mut opened)?)?
        else {
            return Ok(());
        };
        let recipients = Recipients::of(&plain);
        let everyone: std::result::Result<Vec<_>, VaultFault> = recipients
            .all()
            .map(|text| keys::recipient(text, &self.0.person))
            .collect();
        let sealed = seal::seal(&plain, &everyone?)?;
        opened.identities.extend(opens);
        if !seal::opens(&sealed, opened.identities()) {
            return Err(VaultFault::Lockout.into());
        }
        let before = opened.read.take().map(|(identity, _)| identity);
        files::replace(vault, before.as_ref(), &sealed)?;
        Ok(())
    }
}

/// What becomes of a vault.
#[derive(Default)]
struct Change {
    /// What is to be in it; `None` leaves it.
    plain: Option<Zeroizing<Vec<u8>>>,
    /// What opens it then, beside what did before.
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

fn unopened(why: Unopened, path: &Path) -> VaultFault {
    match why {
        Unopened::NoMatch => VaultFault::NoIdentity,
        Unopened::Damaged | Unopened::Passphrase => VaultFault::Damaged(path.to_owned()),
        Unopened::Other(why) => VaultFault::Age(why),
    }
}

impl From<VaultFault> for Error {
    fn from(fault: VaultFault) -> Self {
        Self::PlatformFailure(Box::new(Fault::Vault(fault)))
    }
}

impl CredentialStoreApi for Vault {
    fn vendor(&self) -> String {
        "keyrc vault, a netrc encrypted with age".into()
    }

    fn id(&self) -> String {
        self.folder().display().to_string()
    }

    fn build(&self, service: &str, user: &str, _: Option<&HashMap<&str, &str>>) -> Result<Entry> {
        let machine = service.strip_prefix(SERVICE);
        let machine = machine.ok_or_else(|| {
            Error::Invalid("service".into(), format!("does not start with {SERVICE}"))
        })?;
        Ok(self.entry(machine, user, false))
    }

    fn search(&self, wanted: &HashMap<&str, &str>) -> Result<Vec<Entry>> {
        let known = |(&key, &value): (&&str, &&str)| match key {
            "service" => value.starts_with(SERVICE),
            "username" => true,
            _ => (key, value) == MARK,
        };
        // No item has another attribute.
        if !wanted.iter().all(known) {
            return Ok(Vec::new());
        }
        let machine = wanted
            .get("service")
            .and_then(|service| service.strip_prefix(SERVICE));
        let user = wanted.get("username").copied();
        let found: Vec<_> = self.read(|plain| {
            let items = content::items(plain).filter(|item| item.is_for(machine, user));
            items
                .filter_map(|item| {
                    item.names()
                        .map(|(machine, user)| self.entry(machine, user, true))
                })
                .collect()
        })?;
        Ok(found)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn persistence(&self) -> CredentialPersistence {
        CredentialPersistence::UntilDelete
    }

    fn debug_fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl Vault {
    fn entry(&self, machine: &str, user: &str, found: bool) -> Entry {
        let slot = Slot {
            vault: self.clone(),
            machine: machine.to_owned(),
            user: user.to_owned(),
            found,
        };
        Entry::new_with_credential(Arc::new(slot))
    }
}

fn attributes(machine: &str, user: &str) -> HashMap<String, String> {
    let all = [
        ("service", format!("{SERVICE}{machine}")),
        ("username", user.to_owned()),
        ("application", "keyrc".into()),
    ];
    all.map(|(key, value)| (key.to_owned(), value)).into()
}

/// The place of one credential, whether it is there or not.
struct Slot {
    vault: Vault,
    machine: String,
    user: String,
    /// Whether a search found it, so that nothing needs to be read to tell what it is called.
    found: bool,
}

impl Slot {
    fn put(&self, value: Option<&[u8]>) -> Result<()> {
        self.vault.write(|plain| {
            let found: Vec<_> = self.items(plain).collect();
            match (&found[..], value) {
                ([], None) => return Err(Error::NoEntry),
                // Somebody edited it by hand. All of them can be removed, but which of them to replace?
                ([_, _, ..], Some(_)) => return Err(Error::Ambiguous(Vec::new())),
                _ => {}
            }
            let new = content::with(plain, &found, &self.machine, &self.user, value);
            new.map(Change::to)
                .ok_or_else(|| VaultFault::Unwritable.into())
        })
    }

    fn get(&self, plain: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        let mut items = self.items(plain);
        match (items.next(), items.next()) {
            (None, _) => Err(Error::NoEntry),
            (Some(item), None) => Ok(item.value()),
            (Some(_), Some(_)) => Err(Error::Ambiguous(Vec::new())),
        }
    }

    /// One, unless somebody edited the vault by hand.
    fn items<'a>(&'a self, plain: &'a [u8]) -> impl Iterator<Item = content::Item<'a>> {
        content::items(plain).filter(|item| item.is_for(Some(&self.machine), Some(&self.user)))
    }
}

impl CredentialApi for Slot {
    fn set_secret(&self, secret: &[u8]) -> Result<()> {
        self.put(Some(secret))
    }

    fn get_secret(&self) -> Result<Vec<u8>> {
        // The interface wants a plain vector; its bytes are moved, not copied.
        self.vault
            .read(|plain| self.get(plain))?
            .map(|mut value| std::mem::take(&mut *value))
    }

    fn get_attributes(&self) -> Result<HashMap<String, String>> {
        if !self.found {
            self.vault.read(|plain| self.get(plain).map(drop))??;
        }
        Ok(attributes(&self.machine, &self.user))
    }

    /// Every item has our mark, and no item has another attribute.
    fn update_attributes(&self, _: &HashMap<&str, &str>) -> Result<()> {
        Ok(())
    }

    fn delete_credential(&self) -> Result<()> {
        self.put(None)
    }

    fn get_credential(&self) -> Result<Option<Arc<Credential>>> {
        self.get_attributes().map(|_| None)
    }

    fn get_specifiers(&self) -> Option<(String, String)> {
        Some((format!("{SERVICE}{}", self.machine), self.user.clone()))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn debug_fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Slot")
    }
}
