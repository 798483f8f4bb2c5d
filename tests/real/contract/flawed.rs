//! Stores that break the contract, each in one way. A rule that no flawed store breaks would check
//! nothing.

use std::any::Any;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use keyrc::keyring_core::api::{CredentialApi, CredentialStoreApi};
use keyrc::keyring_core::{Credential, CredentialStore, Entry, Error, Result};
use keyrc::store::{Naming, Patience, Store};

use super::subject::Subject;

/// The flaw of a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flaw {
    None,
    /// A value that is set is not kept.
    Forgets,
    /// A second `set` does not change the value.
    NeverReplaces,
    /// A second `set` adds a second item.
    AddsAgain,
    /// Removing a missing item succeeds.
    DeletesNothing,
    /// Removing an item removes all items of its service.
    DeletesTheService,
    /// Spaces at the ends of a value are dropped.
    Trims,
    /// A long value is cut.
    CutsLong,
    /// Only the first line of a value is kept.
    CutsLines,
    /// A new value keeps the other lines of the old one.
    KeepsLines,
    /// A line break is added to every value.
    AddsLineBreak,
    /// The case of names is ignored.
    FoldsCase,
    /// A service matches by its prefix.
    FindsByPrefix,
    /// A search returns only the first item.
    FindsOne,
    /// A search returns at most fifty items.
    FindsFifty,
    /// An attribute is not kept.
    ForgetsMarks,
    /// Another handle is an empty store.
    IsAlone,
    /// Another handle has the items that existed when it was created.
    SeesNothingNew,
    /// Concurrent writes overwrite each other.
    Races,
    /// An item that is replaced is missing for a while.
    RemovesFirst,
}

impl Flaw {
    pub(super) const ALL: [Self; 19] = [
        Self::Forgets,
        Self::NeverReplaces,
        Self::AddsAgain,
        Self::DeletesNothing,
        Self::DeletesTheService,
        Self::Trims,
        Self::CutsLong,
        Self::CutsLines,
        Self::KeepsLines,
        Self::AddsLineBreak,
        Self::FoldsCase,
        Self::FindsByPrefix,
        Self::FindsOne,
        Self::FindsFifty,
        Self::ForgetsMarks,
        Self::IsAlone,
        Self::SeesNothingNew,
        Self::Races,
        Self::RemovesFirst,
    ];
}

type Attributes = HashMap<String, String>;
type Items = Vec<(Attributes, Vec<u8>)>;

#[derive(Clone)]
struct Flawed(Flaw, Arc<Mutex<Items>>);

/// An empty store with a flaw.
pub(super) fn subject(flaw: Flaw) -> Subject {
    let first = Flawed(flaw, Arc::default());
    let store = |flawed: Flawed| {
        Store::new(
            Arc::new(flawed),
            "flawed",
            Naming::Attributes,
            Patience::new(Patience::TOOL),
        )
    };
    let beneath: Arc<CredentialStore> = Arc::new(first.clone());
    let second = first.clone();
    let again = move || {
        store(match flaw {
            Flaw::IsAlone => Flawed(flaw, Arc::default()),
            Flaw::SeesNothingNew => {
                Flawed(flaw, Arc::new(Mutex::new(second.1.lock().unwrap().clone())))
            }
            _ => second.clone(),
        })
    };
    Subject::new("a flawed store", store(first), beneath, again)
}

impl Flawed {
    fn matches(&self, item: &Attributes, requested: &Attributes) -> bool {
        requested.iter().all(|(key, value)| {
            item.get(key).is_some_and(|found| match self.0 {
                Flaw::FoldsCase => found.eq_ignore_ascii_case(value),
                Flaw::FindsByPrefix => found.starts_with(value.as_str()),
                _ => found == value,
            })
        })
    }

    /// Changes the items atomically, unless the flaw is that it does not.
    fn change<T>(&self, work: impl FnOnce(&mut Items) -> T) -> T {
        if self.0 != Flaw::Races {
            return work(&mut self.1.lock().unwrap());
        }
        let mut items = self.1.lock().unwrap().clone();
        thread::sleep(Duration::from_micros(200));
        let done = work(&mut items);
        *self.1.lock().unwrap() = items;
        done
    }
}

impl CredentialStoreApi for Flawed {
    fn vendor(&self) -> String {
        "flawed".into()
    }

    fn id(&self) -> String {
        format!("{:?}", self.0)
    }

    fn build(&self, service: &str, user: &str, _: Option<&HashMap<&str, &str>>) -> Result<Entry> {
        let requested = [("service", service), ("username", user)]
            .map(|(key, value)| (key.into(), value.into()));
        Ok(Entry::new_with_credential(Arc::new(Slot {
            store: self.clone(),
            requested: requested.into(),
        })))
    }

    fn search(&self, requested: &HashMap<&str, &str>) -> Result<Vec<Entry>> {
        let requested = requested
            .iter()
            .map(|(&key, &value)| (key.into(), value.into()))
            .collect();
        let items = self.1.lock().unwrap();
        let found = items
            .iter()
            .filter(|(item, _)| self.matches(item, &requested))
            .map(|(item, _)| item.clone());
        let most = match self.0 {
            Flaw::FindsOne => 1,
            Flaw::FindsFifty => 50,
            _ => usize::MAX,
        };
        let slots = found.take(most).map(|requested| Slot {
            store: self.clone(),
            requested,
        });
        Ok(slots
            .map(|slot| Entry::new_with_credential(Arc::new(slot)))
            .collect())
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn debug_fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// The items that have all of the given attributes.
struct Slot {
    store: Flawed,
    requested: Attributes,
}

impl Slot {
    fn find<'a>(&self, items: &'a mut Items) -> Option<&'a mut (Attributes, Vec<u8>)> {
        items
            .iter_mut()
            .rfind(|(item, _)| self.store.matches(item, &self.requested))
    }

    /// The value that is kept when `secret` is set.
    fn kept(&self, secret: &[u8], old: Option<&[u8]>) -> Vec<u8> {
        let lines = |value: &[u8]| {
            value
                .iter()
                .position(|&byte| byte == b'\n')
                .unwrap_or(value.len())
        };
        match (self.store.0, old) {
            (Flaw::Trims, _) => secret.trim_ascii().to_vec(),
            (Flaw::CutsLong, _) => secret[..secret.len().min(8192)].to_vec(),
            (Flaw::CutsLines, _) => secret[..lines(secret)].to_vec(),
            (Flaw::AddsLineBreak, _) => [secret, b"\n"].concat(),
            (Flaw::KeepsLines, Some(old)) if lines(secret) == secret.len() => {
                [secret, &old[lines(old)..]].concat()
            }
            _ => secret.to_vec(),
        }
    }
}

impl CredentialApi for Slot {
    fn set_secret(&self, secret: &[u8]) -> Result<()> {
        let flaw = self.store.0;
        if flaw == Flaw::RemovesFirst {
            let _ = self.delete_credential();
            thread::sleep(Duration::from_millis(1));
        }
        self.store.change(|items| match self.find(items) {
            _ if flaw == Flaw::Forgets => {}
            Some(_) if flaw == Flaw::NeverReplaces => {}
            Some((_, value)) if flaw != Flaw::AddsAgain => *value = self.kept(secret, Some(value)),
            _ => items.push((self.requested.clone(), self.kept(secret, None))),
        });
        Ok(())
    }

    fn get_secret(&self) -> Result<Vec<u8>> {
        let mut items = self.store.1.lock().unwrap();
        self.find(&mut items)
            .map(|(_, value)| value.clone())
            .ok_or(Error::NoEntry)
    }

    fn get_attributes(&self) -> Result<Attributes> {
        let mut items = self.store.1.lock().unwrap();
        self.find(&mut items)
            .map(|(item, _)| item.clone())
            .ok_or(Error::NoEntry)
    }

    fn update_attributes(&self, new: &HashMap<&str, &str>) -> Result<()> {
        let new = new
            .iter()
            .map(|(&key, &value)| (key.to_owned(), value.to_owned()));
        self.store.change(|items| match self.find(items) {
            Some(_) if self.store.0 == Flaw::ForgetsMarks => {}
            Some((item, _)) => item.extend(new),
            None => {}
        });
        Ok(())
    }

    fn delete_credential(&self) -> Result<()> {
        let mut requested = self.requested.clone();
        if self.store.0 == Flaw::DeletesTheService {
            requested.remove("username");
        }
        self.store.change(|items| {
            let before = items.len();
            items.retain(|(item, _)| !self.store.matches(item, &requested));
            let found = items.len() < before || self.store.0 == Flaw::DeletesNothing;
            if found { Ok(()) } else { Err(Error::NoEntry) }
        })
    }

    fn get_credential(&self) -> Result<Option<Arc<Credential>>> {
        Ok(None)
    }

    fn get_specifiers(&self) -> Option<(String, String)> {
        None
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn debug_fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Slot")
    }
}
