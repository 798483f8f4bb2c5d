//! A store that is tried, with short words for what the rules do to it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use keyrc::keyring_core::{CredentialStore, Entry};
use keyrc::secret::from_bytes;
use keyrc::store::{Fault, Store};
use keyrc::{Account, ExposeSecret, Secret};

pub(super) struct Subject {
    pub(super) name: &'static str,
    pub(super) store: Store,
    /// The same store below keyrc's own words, as another program sees it.
    pub(super) beneath: Arc<CredentialStore>,
    /// Another handle on the same store, which shares as little with the first as it can.
    pub(super) again: Box<dyn Fn() -> Store>,
    /// What was put there beneath, which no list of ours names.
    strangers: RefCell<Vec<Entry>>,
}

impl Subject {
    pub(super) fn new(
        name: &'static str,
        store: Store,
        beneath: Arc<CredentialStore>,
        again: impl Fn() -> Store + 'static,
    ) -> Self {
        Self {
            name,
            store,
            beneath,
            again: Box::new(again),
            strangers: RefCell::default(),
        }
    }

    #[track_caller]
    pub(super) fn set(&self, host: &str, login: &str, token: &str) {
        set(&self.store, host, login, token);
    }

    #[track_caller]
    pub(super) fn has(&self, host: &str, login: &str, token: &str) {
        has(&self.store, host, login, token);
    }

    #[track_caller]
    pub(super) fn get(&self, host: &str, login: &str) -> Result<String, Fault> {
        self.store
            .get(&account(host, login))
            .map(|secret| text(&secret))
    }

    #[track_caller]
    pub(super) fn delete(&self, host: &str, login: &str) -> Result<(), Fault> {
        self.store.delete(&account(host, login))
    }

    #[track_caller]
    pub(super) fn only(&self, host: &str) -> Result<String, Fault> {
        self.store
            .only(&host.parse().unwrap())
            .map(|secret| text(&secret))
    }

    /// The accounts of a host, in the store's own order.
    #[track_caller]
    pub(super) fn accounts(&self, host: &str) -> Vec<Account> {
        self.store
            .accounts(&host.parse().unwrap())
            .unwrap_or_else(|fault| panic!("accounts of {host}: {fault}"))
    }

    #[track_caller]
    pub(super) fn list(&self) -> Vec<Account> {
        self.store
            .list()
            .unwrap_or_else(|fault| panic!("list: {fault}"))
    }

    /// How many items there are for an account, seen from beneath.
    #[track_caller]
    pub(super) fn items(&self, host: &str) -> usize {
        let service = format!("keyrc:{host}");
        self.beneath
            .search(&HashMap::from([("service", service.as_str())]))
            .unwrap()
            .len()
    }

    /// Puts an item there as another program would; `None` where the store has no place for such a thing.
    pub(super) fn stranger(
        &self,
        service: &str,
        user: &str,
        value: &[u8],
        marked: bool,
    ) -> Option<()> {
        let entry = self.beneath.build(service, user, None).ok()?;
        entry.set_secret(value).ok()?;
        if marked {
            // KeePassXC refuses it, and gives the item what stands in for our mark by itself.
            let _ = entry.update_attributes(&HashMap::from([("application", "keyrc")]));
        }
        self.strangers.borrow_mut().push(entry);
        Some(())
    }

    /// Removes everything, and sees that it is gone.
    #[track_caller]
    pub(super) fn clear(&self) {
        for entry in self.strangers.take() {
            let _ = entry.delete_credential();
        }
        for account in self.list() {
            self.store
                .delete(&account)
                .unwrap_or_else(|fault| panic!("delete {account}: {fault}"));
        }
        assert_eq!(self.list(), [], "everything was deleted");
    }
}

#[track_caller]
pub(super) fn account(host: &str, login: &str) -> Account {
    Account {
        host: host.parse().unwrap(),
        login: login.parse().unwrap(),
    }
}

/// Sorted, as a store gives them.
#[track_caller]
pub(super) fn sorted<'a>(names: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<Account> {
    let mut accounts: Vec<_> = names
        .into_iter()
        .map(|(host, login)| account(host, login))
        .collect();
    accounts.sort();
    accounts
}

#[track_caller]
pub(super) fn secret(token: &str) -> Secret {
    Secret::new(from_bytes(token.as_bytes()).unwrap())
}

#[expect(clippy::disallowed_methods, reason = "the tokens of a test")]
pub(super) fn text(secret: &Secret) -> String {
    secret.token.expose_secret().to_owned()
}

#[track_caller]
pub(super) fn set(store: &Store, host: &str, login: &str, token: &str) {
    let done = store.set(&account(host, login), &secret(token));
    done.unwrap_or_else(|fault| panic!("set {login} at {host}: {fault}"));
}

#[track_caller]
pub(super) fn has(store: &Store, host: &str, login: &str, token: &str) {
    let got = store.get(&account(host, login)).map(|secret| text(&secret));
    let same = got.as_deref() == Ok(token);
    // The longest are not worth showing whole.
    let short = |text: &str| text.chars().take(100).collect::<String>();
    let shown = got.as_deref().map(|text| (text.len(), short(text)));
    assert!(
        same,
        "get {login} at {host}: {shown:?}, not {:?}",
        (token.len(), short(token))
    );
}
