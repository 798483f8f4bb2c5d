//! The names of items in each kind of store, and how items are found.
//!
//! Does no I/O itself; it calls the store that the caller passes. Every kind compiles on every
//! system.

use std::collections::HashMap;

use keyring_core::{CredentialStore as Store, Entry, Error};

use crate::credential::{Account, Login};
use crate::host::Host;

/// The start of every service name. The rest is the host.
pub(super) const SERVICE: &str = "keyrc:";

/// The mark of keyrc on items with attributes: a search for `{application: keyrc}` finds all of
/// them.
pub(super) const MARK: (&str, &str) = ("application", "keyrc");

/// The attribute that KeePassXC gives every item written through the keyring crate, by keyrc or
/// not. It replaces our mark: KeePassXC 2.7 rejects an update that repeats its own `Path` and
/// `Uuid`, and the crate always repeats all attributes.
const KEEPASSXC: (&str, &str) = ("FDO_SECRETS_CONTENT_TYPE", "application/octet-stream");

/// How a kind of store names its items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// Searchable attributes: `service`, `username` and the mark of keyrc. The Secret Service.
    Attributes,
    /// Service and account; listed by service. The macOS Keychain.
    Keychain,
    /// A target name; listed by a pattern; values are limited in size. The Windows Credential
    /// Manager.
    TargetName,
}

/// An item of keyrc.
pub(super) struct Identified {
    pub(super) account: Account,
    /// Whether the item has the mark by which [`Naming::find_all`] finds it.
    pub(super) is_marked: bool,
}

impl Naming {
    /// Returns the longest value of an item, in bytes. `None` means unlimited.
    pub(super) fn limit(self) -> Option<usize> {
        match self {
            Self::Attributes | Self::Keychain => None,
            Self::TargetName => Some(2560), // CRED_MAX_CREDENTIAL_BLOB_SIZE
        }
    }

    /// Returns the item of an account. It may not exist.
    pub(super) fn entry(self, store: &Store, account: &Account) -> Result<Entry, Error> {
        let (service, user) = (service(&account.host), account.login.label());
        match self {
            Self::Attributes => {
                // The label is for password managers. Do not set `target`: it would create a
                // collection of that name.
                let label = match account.login.name() {
                    Some(login) => format!("{} ({login})", account.host),
                    None => format!("{} {user}", account.host),
                };
                store.build(
                    &service,
                    user,
                    Some(&HashMap::from([("label", label.as_str())])),
                )
            }
            Self::Keychain => store.build(&service, user, None),
            Self::TargetName => Self::target(store, &target(account), account),
        }
    }

    /// Returns the item of a part of a long value. Parts count from 1.
    pub(super) fn part(
        self,
        store: &Store,
        account: &Account,
        number: usize,
    ) -> Result<Entry, Error> {
        Self::target(store, &format!("{}#{number}", target(account)), account)
    }

    /// Removes the parts from number `first` on.
    pub(super) fn remove_parts(
        self,
        store: &Store,
        account: &Account,
        first: usize,
    ) -> Result<(), Error> {
        if self.limit().is_none() {
            return Ok(());
        }
        for number in first.. {
            match self.part(store, account, number)?.delete_credential() {
                Ok(()) => {}
                Err(Error::NoEntry) => break,
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn target(store: &Store, target: &str, account: &Account) -> Result<Entry, Error> {
        // Not the default target `user.service`: with dots in both, different accounts share it.
        store.build(
            &service(&account.host),
            account.login.label(),
            Some(&HashMap::from([("target", target)])),
        )
    }

    /// Returns the items of a host.
    pub(super) fn find(self, store: &Store, host: &Host) -> Result<Vec<Entry>, Error> {
        let service = service(host);
        match self {
            Self::Attributes | Self::Keychain => {
                store.search(&HashMap::from([("service", service.as_str())]))
            }
            Self::TargetName => {
                let pattern = format!("^{}/[^/#]+$", quoted(&service));
                store.search(&HashMap::from([("pattern", pattern.as_str())]))
            }
        }
    }

    /// Returns every item of keyrc. Some stores return others too; filter them with
    /// [`identify`](Self::identify).
    pub(super) fn find_all(self, store: &Store) -> Result<Vec<Entry>, Error> {
        match self {
            Self::Attributes => {
                let mut found = store.search(&HashMap::from([MARK]))?;
                found.extend(store.search(&HashMap::from([KEEPASSXC]))?);
                Ok(found)
            }
            Self::Keychain => store.search(&HashMap::new()),
            Self::TargetName => store.search(&HashMap::from([("pattern", "^keyrc:[^#]+$")])),
        }
    }

    /// Returns the account of an item, or `None` if the item is not of keyrc.
    pub(super) fn identify(self, entry: &Entry) -> Result<Option<Identified>, Error> {
        let (service, user, is_marked) = match self {
            Self::Attributes => {
                let mut attributes = entry.get_attributes()?;
                let is_marked = has_mark(&attributes);
                (
                    attributes.remove("service"),
                    attributes.remove("username"),
                    is_marked,
                )
            }
            Self::Keychain => {
                let (service, user) = entry.get_specifiers().unzip();
                (service, user, true)
            }
            Self::TargetName => {
                let target = entry
                    .get_attributes()?
                    .remove("target_name")
                    .unwrap_or_default();
                let (service, user) = target.rsplit_once('/').unzip();
                (service.map(str::to_owned), user.map(unescaped), true)
            }
        };
        let account = |service: &str, user: &str| -> Option<Account> {
            let name = service.strip_prefix(SERVICE)?;
            let host: Host = name.parse().ok()?;
            let login = Login::of_label(user).ok()?;
            // keyrc writes one spelling of a host, and could not find an item under another.
            (host.as_str() == name).then_some(Account { host, login })
        };
        Ok(service
            .zip(user)
            .and_then(|(service, user)| account(&service, &user))
            .map(|account| Identified { account, is_marked }))
    }

    /// Puts the mark of keyrc on an item, if the store needs one to list it.
    pub(super) fn mark(self, entry: &Entry, account: &Account) -> Result<(), Error> {
        match self {
            Self::Attributes => match entry.update_attributes(&HashMap::from([MARK])) {
                Err(_) if has_mark(&entry.get_attributes()?) => Ok(()),
                done => done,
            },
            Self::Keychain => Ok(()),
            Self::TargetName => {
                entry.update_attributes(&HashMap::from([("username", account.login.label())]))
            }
        }
    }
}

/// Whether [`Naming::find_all`] finds items with these attributes.
fn has_mark(attributes: &HashMap<String, String>) -> bool {
    [MARK, KEEPASSXC]
        .iter()
        .any(|&(name, value)| attributes.get(name).is_some_and(|found| found == value))
}

fn service(host: &Host) -> String {
    format!("{SERVICE}{host}")
}

/// Returns `keyrc:<host>/<login>`. Escapes `/`, `#` and `%` in the login, so that the last slash
/// ends the host.
fn target(account: &Account) -> String {
    let login = account
        .login
        .label()
        .replace('%', "%25")
        .replace('/', "%2F")
        .replace('#', "%23");
    format!("{}/{login}", service(&account.host))
}

fn unescaped(login: &str) -> String {
    login
        .replace("%2F", "/")
        .replace("%23", "#")
        .replace("%25", "%")
}

/// Returns a regular expression that matches `text`.
fn quoted(text: &str) -> String {
    let mut pattern = String::new();
    for char in text.chars() {
        if !char.is_ascii_alphanumeric() {
            pattern.push('\\');
        }
        pattern.push(char);
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(host: &str, login: &str) -> Account {
        Account {
            host: host.parse().expect("a good host"),
            login: login.parse().expect("a good login"),
        }
    }

    #[test]
    fn different_accounts_have_different_target_names() {
        // The default target of the first two is the same: `a.b.c`.
        let names = [
            account("b.c", "a"),
            account("c", "a.b"),
            account("c/a", "b"),
            account("c", "a/b"),
            account("c", "a#1"),
            account("service:My Service/ü#1", "me@@http://c"),
        ]
        .map(|account| target(&account));
        assert_eq!(
            names,
            [
                "keyrc:b.c/a",
                "keyrc:c/a.b",
                "keyrc:c/a/b",
                "keyrc:c/a%2Fb",
                "keyrc:c/a%231",
                "keyrc:service:My%20Service%2F%C3%BC%231/me@@http:%2F%2Fc"
            ]
        );
        let nameless = Account {
            host: "c".parse().expect("a good host"),
            login: Login::none(),
        };
        assert_eq!(target(&nameless), "keyrc:c/(no login)");
        assert_eq!(unescaped("a%2Fb%23%25"), "a/b#%");
        assert_eq!(
            unescaped("a%252F"),
            "a%2F",
            "an escaped percent sign is not an escape"
        );
    }

    #[test]
    fn a_pattern_matches_its_own_text() {
        assert_eq!(quoted("keyrc:a.b-c"), r"keyrc\:a\.b\-c");
    }
}
