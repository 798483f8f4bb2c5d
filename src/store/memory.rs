//! An in-memory store for tests and examples. It can fail on demand.
//!
//! It has attributes like the Secret Service: use it with
//! [`Naming::Attributes`](crate::store::Naming::Attributes).

use std::any::Any;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use keyring_core::api::{CredentialApi, CredentialPersistence, CredentialStoreApi};
use keyring_core::{Credential, Entry, Error, Result};
use zeroize::Zeroizing;

/// An in-memory store. Cheap to clone; clones are the same store.
#[derive(Clone, Default)]
pub struct Memory(Arc<Mutex<Items>>);

#[derive(Default)]
struct Items {
    items: Vec<Item>,
    /// How many items were ever added.
    added: usize,
    writes: usize,
    failure: Option<(usize, fn() -> Error)>,
}

struct Item {
    /// Its number, by which a search finds one of several items with the same attributes.
    id: usize,
    attributes: HashMap<String, String>,
    value: Zeroizing<Vec<u8>>,
}

impl Items {
    fn add(&mut self, attributes: HashMap<String, String>, value: &[u8]) {
        self.added += 1;
        self.items.push(Item {
            id: self.added,
            attributes,
            value: value.to_vec().into(),
        });
    }
}

impl Memory {
    /// Returns an empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets the next `calls` calls succeed, and makes the one after them fail with `error`.
    pub fn fail_after(&self, calls: usize, error: fn() -> Error) {
        self.items().failure = Some((calls, error));
    }

    /// Returns how often a value was written.
    pub fn writes(&self) -> usize {
        self.items().writes
    }

    /// Adds an item as another program would, even a duplicate.
    pub fn insert(&self, attributes: &[(&str, &str)], value: &[u8]) {
        let attributes = attributes
            .iter()
            .map(|(key, value)| (key.to_string(), value.to_string()))
            .collect();
        self.items().add(attributes, value);
    }

    fn items(&self) -> MutexGuard<'_, Items> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the items, or the error of [`fail_after`](Self::fail_after).
    fn call(&self) -> Result<MutexGuard<'_, Items>> {
        let mut items = self.items();
        match items.failure.take() {
            Some((0, error)) => Err(error()),
            Some((calls, error)) => {
                items.failure = Some((calls - 1, error));
                Ok(items)
            }
            None => Ok(items),
        }
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Memory")
            .field("items", &self.items().items.len())
            .finish()
    }
}

impl CredentialStoreApi for Memory {
    fn vendor(&self) -> String {
        "keyrc memory store".into()
    }

    fn id(&self) -> String {
        format!("{:p}", Arc::as_ptr(&self.0))
    }

    fn build(&self, service: &str, user: &str, _: Option<&HashMap<&str, &str>>) -> Result<Entry> {
        let requested = [("service", service), ("username", user)];
        let requested = requested
            .map(|(key, value)| (key.to_string(), value.to_string()))
            .into();
        Ok(Entry::new_with_credential(Arc::new(Slot {
            store: self.clone(),
            requested,
            id: None,
        })))
    }

    fn search(&self, requested: &HashMap<&str, &str>) -> Result<Vec<Entry>> {
        let items = self.call()?;
        let matches = |item: &&Item| {
            requested
                .iter()
                .all(|(&key, &value)| item.attributes.get(key).is_some_and(|v| v == value))
        };
        let slots = items.items.iter().filter(matches).map(|item| Slot {
            store: self.clone(),
            requested: item.attributes.clone(),
            id: Some(item.id),
        });
        Ok(slots
            .map(|slot| Entry::new_with_credential(Arc::new(slot)))
            .collect())
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn persistence(&self) -> CredentialPersistence {
        CredentialPersistence::ProcessOnly
    }

    fn debug_fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// The items with certain attributes. There should be one.
struct Slot {
    store: Memory,
    requested: HashMap<String, String>,
    /// The item, if a search found it.
    id: Option<usize>,
}

impl Slot {
    fn with_item<T>(&self, work: impl FnOnce(&mut Vec<Item>, usize) -> T) -> Result<T> {
        let mut items = self.store.call()?;
        let has_all = |item: &Item| {
            self.requested
                .iter()
                .all(|(key, value)| item.attributes.get(key) == Some(value))
        };
        let found: Vec<usize> = (0..items.items.len())
            .filter(|&at| self.id.is_none_or(|id| items.items[at].id == id))
            .filter(|&at| has_all(&items.items[at]))
            .collect();
        match found[..] {
            [] => Err(Error::NoEntry),
            [at] => Ok(work(&mut items.items, at)),
            _ => Err(Error::Ambiguous(Vec::new())),
        }
    }
}

impl CredentialApi for Slot {
    fn set_secret(&self, secret: &[u8]) -> Result<()> {
        self.store.items().writes += 1;
        match self.with_item(|items, at| items[at].value = secret.to_vec().into()) {
            Err(Error::NoEntry) => {
                self.store.items().add(self.requested.clone(), secret);
                Ok(())
            }
            done => done,
        }
    }

    fn get_secret(&self) -> Result<Vec<u8>> {
        self.with_item(|items, at| items[at].value.to_vec())
    }

    fn get_attributes(&self) -> Result<HashMap<String, String>> {
        self.with_item(|items, at| items[at].attributes.clone())
    }

    fn update_attributes(&self, attributes: &HashMap<&str, &str>) -> Result<()> {
        let new = attributes
            .iter()
            .map(|(key, value)| (key.to_string(), value.to_string()));
        self.with_item(|items, at| items[at].attributes.extend(new))
    }

    fn delete_credential(&self) -> Result<()> {
        self.with_item(|items, at| drop(items.remove(at)))
    }

    fn get_credential(&self) -> Result<Option<Arc<Credential>>> {
        self.with_item(|_, _| None)
    }

    fn get_specifiers(&self) -> Option<(String, String)> {
        Some((
            self.requested.get("service")?.clone(),
            self.requested.get("username")?.clone(),
        ))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn debug_fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Slot")
    }
}
