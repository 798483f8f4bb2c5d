//! A store of keyring-core on top of the Secret Service.
//!
//! It differs from zbus-secret-service-keyring-store 1.0 in three ways. A new item has all of its
//! attributes from the start, so that a crash cannot leave an item that no search finds. And a
//! secret is returned only if the attributes of its item are those that were asked for: some
//! services find other items too. A collection in memory is not used: a token in it would be lost
//! when the session ends.

use std::any::Any;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use keyring_core::api::{CredentialApi, CredentialPersistence, CredentialStoreApi};
use keyring_core::attributes::parse_attributes;
use keyring_core::{Credential, CredentialStore, Entry, Error, Result};
use secret_service::blocking::{Item, SecretService};
use secret_service::{EncryptionType, Error as ServiceError};
use zbus::zvariant::OwnedObjectPath;

use super::bus::is_in_memory;
use crate::keyring::KeyringFault;

/// The type of every secret: bytes.
const CONTENT_TYPE: &str = "application/octet-stream";

type Attributes = HashMap<String, String>;

/// Opens the Secret Service. Every new item gets the attribute `mark`.
pub(in crate::keyring) fn open(mark: (&'static str, &'static str)) -> Result<Arc<CredentialStore>> {
    let service = SecretService::connect(EncryptionType::Dh)
        .map_err(|error| Error::PlatformFailure(Box::new(error)))?;
    let service = Mutex::new(service);
    Ok(Arc::new(Store(Arc::new(Shared { service, mark }))))
}

struct Store(Arc<Shared>);

struct Shared {
    service: Mutex<SecretService<'static>>,
    mark: (&'static str, &'static str),
}

impl Shared {
    fn service(&self) -> MutexGuard<'_, SecretService<'static>> {
        self.service.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Finds items, and has the user unlock those that are locked.
    fn find(&self, attributes: &Attributes) -> Result<Vec<OwnedObjectPath>> {
        let service = self.service();
        let requested = attributes.iter();
        let requested = requested.map(|(key, value)| (key.as_str(), value.as_str()));
        let found = service.search_items(requested.collect()).map_err(failed)?;
        if !found.locked.is_empty() {
            let locked: Vec<&Item<'_>> = found.locked.iter().collect();
            service.unlock_all(&locked).map_err(failed)?;
        }
        let all = found.unlocked.iter().chain(&found.locked);
        let paths = all.map(|item| item.item_path.clone());
        Ok(paths.filter(|path| !is_in_memory(path)).collect())
    }

    /// Creates an item, or replaces the one with the same attributes.
    fn create(
        &self,
        label: &str,
        attributes: &Attributes,
        secret: &[u8],
    ) -> Result<OwnedObjectPath> {
        let service = self.service();
        let collection = service.get_default_collection().map_err(failed)?;
        if is_in_memory(&collection.collection_path) {
            return Err(failed(ServiceError::NoResult));
        }
        if collection.is_locked().map_err(failed)? {
            collection.unlock().map_err(failed)?;
        }
        let attributes = attributes.iter();
        let attributes = attributes.map(|(key, value)| (key.as_str(), value.as_str()));
        let item = collection
            .create_item(label, attributes.collect(), secret, true, CONTENT_TYPE)
            .map_err(failed)?;
        Ok(item.item_path)
    }

    fn on_item<T>(
        &self,
        path: &OwnedObjectPath,
        work: impl FnOnce(&Item<'_>) -> std::result::Result<T, ServiceError>,
    ) -> Result<T> {
        let service = self.service();
        let item = service.get_item_by_path(path.clone()).map_err(failed)?;
        work(&item).map_err(failed)
    }
}

/// Sorts an error of the service as the keyring crates do.
fn failed(error: ServiceError) -> Error {
    match error {
        ServiceError::Locked | ServiceError::NoResult | ServiceError::Prompt => {
            Error::NoStorageAccess(Box::new(error))
        }
        error => Error::PlatformFailure(Box::new(error)),
    }
}

impl CredentialStoreApi for Store {
    fn vendor(&self) -> String {
        "Secret Service, by keyrc".into()
    }

    fn id(&self) -> String {
        format!("{:p}", Arc::as_ptr(&self.0))
    }

    fn build(
        &self,
        service: &str,
        user: &str,
        modifiers: Option<&HashMap<&str, &str>>,
    ) -> Result<Entry> {
        let label = parse_attributes(&["label"], modifiers)?.remove("label");
        Ok(Slot::entry(Slot {
            shared: self.0.clone(),
            requested: [("service", service), ("username", user)]
                .map(|(key, value)| (key.to_owned(), value.to_owned()))
                .into(),
            label: label.unwrap_or_else(|| format!("{user} ({service})")),
            found: Mutex::default(),
        }))
    }

    fn search(&self, requested: &HashMap<&str, &str>) -> Result<Vec<Entry>> {
        let requested: Attributes = requested
            .iter()
            .map(|(&key, &value)| (key.to_owned(), value.to_owned()))
            .collect();
        let paths = self.0.find(&requested)?;
        let entry = |path| {
            Slot::entry(Slot {
                shared: self.0.clone(),
                requested: requested.clone(),
                label: String::new(),
                found: Mutex::new(Found {
                    path: Some(path),
                    attributes: None,
                }),
            })
        };
        Ok(paths.into_iter().map(entry).collect())
    }

    fn persistence(&self) -> CredentialPersistence {
        CredentialPersistence::UntilDelete
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn debug_fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret Service")
    }
}

/// An item that was requested by its attributes. It may not exist.
struct Slot {
    shared: Arc<Shared>,
    requested: Attributes,
    /// The label of a new item.
    label: String,
    found: Mutex<Found>,
}

/// What is known about an item, to save calls.
#[derive(Clone, Default)]
struct Found {
    path: Option<OwnedObjectPath>,
    attributes: Option<Attributes>,
}

impl Slot {
    fn entry(slot: Self) -> Entry {
        Entry::new_with_credential(Arc::new(slot))
    }

    fn found(&self) -> MutexGuard<'_, Found> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the only item with the requested attributes.
    fn path(&self) -> Result<OwnedObjectPath> {
        if let Some(path) = &self.found().path {
            return Ok(path.clone());
        }
        match &self.shared.find(&self.requested)?[..] {
            [] => Err(Error::NoEntry),
            [path] => {
                self.found().path = Some(path.clone());
                Ok(path.clone())
            }
            _ => Err(Error::Ambiguous(Vec::new())),
        }
    }

    /// Returns the attributes that the item has.
    fn attributes(&self) -> Result<Attributes> {
        let path = self.path()?;
        if let Some(attributes) = &self.found().attributes {
            return Ok(attributes.clone());
        }
        let attributes = self.shared.on_item(&path, |item| item.get_attributes())?;
        self.found().attributes = Some(attributes.clone());
        Ok(attributes)
    }

    /// Returns the item if it is the one that was requested.
    fn checked_path(&self) -> Result<OwnedObjectPath> {
        let attributes = self.attributes()?;
        let is_same = |(key, value): (&String, &String)| attributes.get(key) == Some(value);
        if self.requested.iter().all(is_same) {
            return self.path();
        }
        Err(Error::PlatformFailure(Box::new(KeyringFault::InvalidReply)))
    }
}

impl CredentialApi for Slot {
    fn set_secret(&self, secret: &[u8]) -> Result<()> {
        match self.checked_path() {
            Ok(path) => {
                let set = |item: &Item<'_>| item.set_secret(secret, CONTENT_TYPE);
                return self.shared.on_item(&path, set);
            }
            Err(Error::NoEntry) => {}
            Err(error) => return Err(error),
        }
        let mut attributes = self.requested.clone();
        let (mark, value) = self.shared.mark;
        attributes.insert(mark.to_owned(), value.to_owned());
        let path = self.shared.create(&self.label, &attributes, secret)?;
        *self.found() = Found {
            path: Some(path),
            attributes: Some(attributes),
        };
        Ok(())
    }

    fn get_secret(&self) -> Result<Vec<u8>> {
        let path = self.checked_path()?;
        self.shared.on_item(&path, |item| item.get_secret())
    }

    fn get_attributes(&self) -> Result<HashMap<String, String>> {
        self.attributes()
    }

    /// Sets attributes. Makes no call if the item has them.
    fn update_attributes(&self, new: &HashMap<&str, &str>) -> Result<()> {
        let path = self.checked_path()?;
        let mut attributes = self.attributes()?;
        if new
            .iter()
            .all(|(&key, &value)| attributes.get(key).is_some_and(|found| found == value))
        {
            return Ok(());
        }
        let new = new.iter();
        attributes.extend(new.map(|(&key, &value)| (key.to_owned(), value.to_owned())));
        let all = attributes.iter();
        let all = all
            .map(|(key, value)| (key.as_str(), value.as_str()))
            .collect();
        self.shared
            .on_item(&path, |item| item.set_attributes(all))?;
        self.found().attributes = Some(attributes);
        Ok(())
    }

    fn delete_credential(&self) -> Result<()> {
        let path = self.checked_path()?;
        self.shared.on_item(&path, |item| item.delete())?;
        *self.found() = Found::default();
        Ok(())
    }

    fn get_credential(&self) -> Result<Option<Arc<Credential>>> {
        self.checked_path().map(|_| None)
    }

    fn get_specifiers(&self) -> Option<(String, String)> {
        let attributes = self.attributes().ok()?;
        let get = |name: &str| attributes.get(name).cloned();
        Some((get("service")?, get("username")?))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn debug_fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Slot")
    }
}
