//! A store under test, with short methods for the rules.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use keyrc::keyring_core::{CredentialStore, Entry};
use keyrc::secret::from_bytes;
use keyrc::store::{Fault, Store};
use keyrc::{Account, ExposeSecret, Login, Secret};

pub(super) struct Subject {
    pub(super) name: &'static str,
    pub(super) store: Store,
    /// The same store without keyrc's naming, as another program sees it.
    pub(super) beneath: Arc<CredentialStore>,
    /// Another handle of the same store that shares as little as possible with the first.
    pub(super) again: Box<dyn Fn() -> Store>,
    /// Items that a rule added without keyrc's naming, which `list` does not return.
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

    /// The number of items for an account, without keyrc's naming.
    #[track_caller]
    pub(super) fn items(&self, host: &str) -> usize {
        let service = format!("keyrc:{host}");
        self.beneath
            .search(&HashMap::from([("service", service.as_str())]))
            .unwrap()
            .len()
    }

    /// Adds an item as another program would. `None` if the store cannot hold such an item.
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
            // KeePassXC refuses the attribute, and sets its own in its place.
            let _ = entry.update_attributes(&HashMap::from([("application", "keyrc")]));
        }
        self.strangers.borrow_mut().push(entry);
        Some(())
    }

    /// Removes everything, and checks that nothing is left.
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
        login: match login {
            "" => Login::none(),
            login => login.parse().unwrap(),
        },
    }
}

/// Sorted as a store returns them.
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
    // Do not print the longest values whole.
    let short = |text: &str| text.chars().take(100).collect::<String>();
    let shown = got.as_deref().map(|text| (text.len(), short(text)));
    assert!(
        same,
        "get {login} at {host}: {shown:?}, not {:?}",
        (token.len(), short(token))
    );
}
