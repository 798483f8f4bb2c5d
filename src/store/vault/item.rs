//! The vault behind keyring-core's interface: one item per credential.

use std::any::Any;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use keyring_core::api::{CredentialApi, CredentialPersistence, CredentialStoreApi};
use keyring_core::{Credential, Entry, Error, Result};
use zeroize::Zeroizing;

use crate::store::fault::Fault;
use crate::store::naming::{MARK, SERVICE};
use crate::store::vault::content::{self, Item};
use crate::store::vault::{Change, Vault};
use crate::store::vault_fault::VaultFault;

impl CredentialStoreApi for Vault {
    fn vendor(&self) -> String {
        "keyrc vault, a netrc encrypted with age".into()
    }

    fn id(&self) -> String {
        self.folder().display().to_string()
    }

    fn build(&self, service: &str, user: &str, _: Option<&HashMap<&str, &str>>) -> Result<Entry> {
        let Some(machine) = service.strip_prefix(SERVICE) else {
            let problem = format!("does not start with {SERVICE}");
            return Err(Error::Invalid("service".into(), problem));
        };
        Ok(self.slot(machine, user, Origin::Requested))
    }

    fn search(&self, attributes: &HashMap<&str, &str>) -> Result<Vec<Entry>> {
        if !attributes.iter().all(|(key, value)| can_match(key, value)) {
            return Ok(Vec::new());
        }
        let service = attributes.get("service");
        let machine = service.and_then(|service| service.strip_prefix(SERVICE));
        let user = attributes.get("username").copied();
        let found = self.read(|plain| {
            content::items(plain)
                .filter(|item| item.is_for(machine, user))
                .filter_map(|item| {
                    let (machine, user) = item.names()?;
                    Some(self.slot(machine, user, Origin::Found))
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

/// Whether some item may have this attribute. Items have no other attributes.
fn can_match(key: &str, value: &str) -> bool {
    match key {
        "service" => value.starts_with(SERVICE),
        "username" => true,
        _ => (key, value) == MARK,
    }
}

impl Vault {
    fn slot(&self, machine: &str, user: &str, origin: Origin) -> Entry {
        let slot = Slot {
            vault: self.clone(),
            machine: machine.to_owned(),
            user: user.to_owned(),
            origin,
        };
        Entry::new_with_credential(Arc::new(slot))
    }
}

/// The place of one credential, whether the vault holds it or not.
struct Slot {
    vault: Vault,
    machine: String,
    user: String,
    origin: Origin,
}

/// The origin of a slot.
enum Origin {
    /// A search found it, so its attributes are known without reading the vault.
    Found,
    /// A caller named it, and it may not exist.
    Requested,
}

impl Slot {
    /// The items of this slot. There is one, unless a user edited the vault by hand.
    fn items<'a>(&'a self, plain: &'a [u8]) -> impl Iterator<Item = Item<'a>> {
        content::items(plain).filter(|item| item.is_for(Some(&self.machine), Some(&self.user)))
    }

    fn get(&self, plain: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        let mut items = self.items(plain);
        match (items.next(), items.next()) {
            (None, _) => Err(Error::NoEntry),
            (Some(item), None) => Ok(item.value()),
            (Some(_), Some(_)) => Err(Error::Ambiguous(Vec::new())),
        }
    }
}

impl CredentialApi for Slot {
    fn set_secret(&self, secret: &[u8]) -> Result<()> {
        self.vault.write(|plain| {
            let mut items = self.items(plain);
            let found = items.next();
            if items.next().is_some() {
                return Err(Error::Ambiguous(Vec::new()));
            }
            content::with(plain, found.as_ref(), &self.machine, &self.user, secret)
                .map(Change::to)
                .ok_or_else(|| Fault::from(VaultFault::Unwritable).into())
        })
    }

    fn get_secret(&self) -> Result<Vec<u8>> {
        let value = self.vault.read(|plain| self.get(plain))?;
        // The interface requires a plain vector. This moves the bytes and copies none.
        value.map(|mut value| std::mem::take(&mut *value))
    }

    fn get_attributes(&self) -> Result<HashMap<String, String>> {
        if let Origin::Requested = self.origin {
            self.vault.read(|plain| self.get(plain).map(drop))??;
        }
        let (mark, value) = MARK;
        Ok(HashMap::from([
            ("service".into(), format!("{SERVICE}{}", self.machine)),
            ("username".into(), self.user.clone()),
            (mark.into(), value.into()),
        ]))
    }

    /// Does nothing: every item has the mark of keyrc, and no item has other attributes.
    fn update_attributes(&self, _: &HashMap<&str, &str>) -> Result<()> {
        Ok(())
    }

    /// Removes every item of the slot, also those that a user added by hand.
    fn delete_credential(&self) -> Result<()> {
        self.vault.write(|plain| {
            let found: Vec<_> = self.items(plain).collect();
            if found.is_empty() {
                return Err(Error::NoEntry);
            }
            Ok(Change::to(content::without(plain, &found)))
        })
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
