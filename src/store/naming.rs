//! What an item is called in each kind of store, and how it is found again.
//!
//! Pure but for the store it is handed. All kinds are known on every system, so each compiles on every system.

use std::collections::HashMap;

use keyring_core::{CredentialStore as Store, Entry, Error};

use crate::credential::{Account, Login};
use crate::host::Host;

/// What every service name starts with.
pub(super) const SERVICE: &str = "keyrc:";

/// The mark of our items where a store has attributes: `{application: keyrc}` finds them all.
pub(super) const MARK: (&str, &str) = ("application", "keyrc");

/// What KeePassXC puts on every item that the keyring crate writes, ours and others'. It stands in for our mark there:
/// KeePassXC 2.7 refuses a change of attributes that repeats its own `Path` and `Uuid`, and the crate repeats all of them.
const KEEPASSXC: (&str, &str) = ("FDO_SECRETS_CONTENT_TYPE", "application/octet-stream");

/// How a kind of store names its items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Naming {
    /// By attributes that can be searched: `service`, `username`, and our mark. The Secret Service.
    Attributes,
    /// By service and account, listed by service. The macOS Keychain.
    Keychain,
    /// By one target name, listed by a pattern, its values limited in size. The Windows Credential Manager.
    TargetName,
}

impl Naming {
    /// The longest value of one item, in bytes.
    pub(super) fn limit(self) -> Option<usize> {
        match self {
            Self::Attributes | Self::Keychain => None,
            Self::TargetName => Some(2560), // CRED_MAX_CREDENTIAL_BLOB_SIZE
        }
    }

    /// The item of an account, whether it exists or not.
    pub(super) fn entry(self, store: &Store, account: &Account) -> Result<Entry, Error> {
        let (service, user) = (service(&account.host), account.login.as_str());
        match self {
            Self::Attributes => {
                // What password programs show. `target` is left alone: it would name a collection, and make it.
                let label = format!("{} ({user})", account.host);
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

    /// The item of a numbered part of a value that is too long for one.
    pub(super) fn part(
        self,
        store: &Store,
        account: &Account,
        number: usize,
    ) -> Result<Entry, Error> {
        Self::target(store, &format!("{}#{number}", target(account)), account)
    }

    /// Removes the numbered parts from `first` on.
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
        // The default target, user and service around a dot, is the same for different accounts once there are dots in
        // them.
        store.build(
            &service(&account.host),
            account.login.as_str(),
            Some(&HashMap::from([("target", target)])),
        )
    }

    /// The items of a host.
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

    /// All items of ours, and for some stores also those of others: [`identify`](Self::identify) tells.
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

    /// Whose an item is, and whether it has our mark; `None` for an item that is not ours.
    pub(super) fn identify(self, entry: &Entry) -> Result<Option<(Account, bool)>, Error> {
        let (service, user, marked) = match self {
            Self::Attributes => {
                let mut attributes = entry.get_attributes()?;
                let marked = is_marked(&attributes);
                (
                    attributes.remove("service"),
                    attributes.remove("username"),
                    marked,
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
            let login: Login = user.parse().ok()?;
            // An item under another spelling of a host is not one that we wrote, or could find again.
            (host.as_str() == name).then_some(Account { host, login })
        };
        Ok(service
            .zip(user)
            .and_then(|(service, user)| account(&service, &user))
            .map(|account| (account, marked)))
    }

    /// Puts our mark on an item, by which it is listed, where the store needs one.
    pub(super) fn mark(self, entry: &Entry, account: &Account) -> Result<(), Error> {
        match self {
            Self::Attributes => match entry.update_attributes(&HashMap::from([MARK])) {
                Err(_) if is_marked(&entry.get_attributes()?) => Ok(()),
                done => done,
            },
            Self::Keychain => Ok(()),
            Self::TargetName => {
                entry.update_attributes(&HashMap::from([("username", account.login.as_str())]))
            }
        }
    }
}

/// Whether [`Naming::find_all`] finds an item with these attributes.
fn is_marked(attributes: &HashMap<String, String>) -> bool {
    [MARK, KEEPASSXC]
        .iter()
        .any(|&(name, value)| attributes.get(name).is_some_and(|found| found == value))
}

fn service(host: &Host) -> String {
    format!("{SERVICE}{host}")
}

/// `keyrc:<host>/<login>`, where the login's own `/`, `#` and `%` are escaped, so that the last slash is the one.
fn target(account: &Account) -> String {
    let login = account
        .login
        .as_str()
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

/// `text` as a regular expression that matches itself.
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
    fn a_target_name_is_never_that_of_another_account() {
        // With keyring's own naming the first two are one: `a.b.c`.
        let names = [
            account("b.c", "a"),
            account("c", "a.b"),
            account("c/a", "b"),
            account("c", "a/b"),
            account("c", "a#1"),
        ]
        .map(|account| target(&account));
        assert_eq!(
            names,
            [
                "keyrc:b.c/a",
                "keyrc:c/a.b",
                "keyrc:c/a/b",
                "keyrc:c/a%2Fb",
                "keyrc:c/a%231"
            ]
        );
        assert_eq!(unescaped("a%2Fb%23%25"), "a/b#%");
        assert_eq!(
            unescaped("a%252F"),
            "a%2F",
            "an escaped percent sign starts nothing"
        );
    }

    #[test]
    fn a_pattern_is_taken_literally() {
        assert_eq!(quoted("keyrc:a.b-c"), r"keyrc\:a\.b\-c");
    }
}
