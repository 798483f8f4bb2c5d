//! Stores of credentials: the keyring of the operating system, and the vault. Every store keeps
//! these promises:
//!
//! - it has one item per credential, named so that other programs can find it;
//! - the value of an item is the bare token, unless there is more to store ([`Secret::encode`]);
//! - it lists every credential of keyrc, and no other;
//! - every call ends within its time limit, and fails with a [`Fault`].
//!
//! The interface to a store is that of [`keyring_core`]; this module adds the policy. It opens
//! nothing by itself.

mod change_lock;
mod choice;
mod deadline;
mod fault;
pub mod memory;
mod naming;
mod os;
mod parts;
mod patience;
mod select;
pub mod vault;
mod vault_fault;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use keyring_core::{CredentialStore, Entry, Error};
use zeroize::Zeroizing;

pub use change_lock::{ChangeLock, StoreChange};
pub use choice::choose;
pub use fault::{Absence, Denial, Fault, Lock};
pub use naming::Naming;
pub use os::check;
pub use patience::Patience;
pub use select::{Kind, Known, Purpose, Reason, Request, select};
pub use vault::Vault;
pub use vault_fault::VaultFault;

use crate::credential::{Account, Secret};
use crate::host::Host;
use naming::Identified;

/// A store of credentials. Cheap to clone; clones are the same store.
#[derive(Clone)]
pub struct Store {
    inner: Arc<CredentialStore>,
    name: &'static str,
    naming: Naming,
    patience: Patience,
    changes: ChangeLock,
    /// The fault of a call that takes too long.
    timed_out: fn(Duration) -> Fault,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the keyring of the operating system.
    ///
    /// # Errors
    /// A [`Fault`] of the store as a whole, such as absent, denied or timed out.
    pub fn open(patience: Patience) -> Result<Self, Fault> {
        let inner = deadline::within(&patience, os::open)??;
        Ok(Self::new(
            inner,
            os::NAME,
            os::NAMING,
            patience.probing(os::is_locked),
        ))
    }

    /// Returns the store of an unlocked vault.
    pub fn of_vault(vault: Vault, patience: Patience) -> Self {
        Self {
            timed_out: vault::timed_out,
            ..Self::new(Arc::new(vault), "vault", Naming::Attributes, patience)
        }
    }

    /// Returns a store on top of any store of keyring-core. `name` is its name in messages.
    pub fn new(
        inner: Arc<CredentialStore>,
        name: &'static str,
        naming: Naming,
        patience: Patience,
    ) -> Self {
        Self {
            inner,
            name,
            naming,
            patience,
            changes: ChangeLock::default(),
            timed_out: |waited| Fault::TimedOut { waited },
        }
    }

    /// Returns the store with a lock for its changes. Stores that a change concerns together need the
    /// same lock.
    pub fn locked_by(self, changes: ChangeLock) -> Self {
        Self { changes, ..self }
    }

    /// Keeps other keyrc processes from changing a store until the result is dropped.
    ///
    /// A change that reads, compares and then writes or deletes holds it from the start.
    /// [`set`](Self::set) and [`delete`](Self::delete) take it themselves, and can be called while
    /// it is held. Do not ask the user anything while you hold the lock.
    ///
    /// # Errors
    /// [`Fault::File`] if another process holds the lock for too long, and [`Fault::Interrupted`].
    pub fn change(&self) -> Result<StoreChange, Fault> {
        self.changes.change()
    }

    /// Extends the time that other processes wait for a [change](Self::change), because this
    /// process makes progress.
    pub fn show_progress(&self) {
        self.changes.show_progress();
    }

    /// Returns the name of this store in messages.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Returns the secret of an account.
    ///
    /// # Errors
    /// [`Fault::NotFound`]; [`Fault::Duplicate`] if the store has two items for it;
    /// [`Fault::Damaged`] if the value is not one that keyrc writes; and any fault of the store as
    /// a whole.
    pub fn get(&self, account: &Account) -> Result<Secret, Fault> {
        let of = account.clone();
        let value = self.within(move |store, naming| {
            let first = Zeroizing::new(naming.entry(store, &of)?.get_secret()?);
            parts::join(first, |number| {
                naming.part(store, &of, number)?.get_secret()
            })
        });
        let value = value.map_err(|fault| fault.of_item(account))?;
        let secret = value.and_then(|value| Secret::decode(&value));
        secret.ok_or_else(|| damaged(account.clone()))
    }

    /// Returns the secret of an account that is to be kept. Restores the mark by which
    /// [`list`](Self::list) finds the item, if the item lost it.
    ///
    /// # Errors
    /// As [`get`](Self::get), and if the mark cannot be restored.
    pub fn get_marked(&self, account: &Account) -> Result<Secret, Fault> {
        let secret = self.get(account)?;
        let account = account.clone();
        self.within(move |store, naming| {
            let entry = naming.entry(store, &account)?;
            match identify(naming, &entry)? {
                Some(Identified {
                    is_marked: false, ..
                }) => naming.mark(&entry, &account),
                _ => Ok(()),
            }
        })?;
        Ok(secret)
    }

    /// Returns the secret of the only account of a host.
    ///
    /// # Errors
    /// As [`get`](Self::get), and [`Fault::Several`] with all accounts if the host has more than
    /// one.
    pub fn only(&self, host: &Host) -> Result<Secret, Fault> {
        let (secret, _) = self.read_only(host, |_, _| Ok(None))?;
        Ok(secret)
    }

    /// Returns the secret of the only account of a host, and the account if its item names it. This
    /// takes one call more than [`only`](Self::only).
    ///
    /// # Errors
    /// As [`only`](Self::only).
    pub fn only_with_account(&self, host: &Host) -> Result<(Secret, Option<Account>), Fault> {
        self.read_only(host, |naming, entry| {
            Ok(identify(naming, entry)?.map(|item| item.account))
        })
    }

    fn read_only(
        &self,
        host: &Host,
        account_of: fn(Naming, &Entry) -> Result<Option<Account>, Error>,
    ) -> Result<(Secret, Option<Account>), Fault> {
        let of = host.clone();
        let found = self.within(move |store, naming| match &naming.find(store, &of)?[..] {
            [] => Err(Error::NoEntry),
            [one] if naming.limit().is_none() => {
                let value = Zeroizing::new(one.get_secret()?);
                Ok(Some((value, account_of(naming, one)?)))
            }
            _ => Ok(None),
        })?;
        match found {
            Some((value, account)) => match Secret::decode(&value) {
                Some(secret) => Ok((secret, account)),
                None => Err(damaged(choose(&self.accounts(host)?, None, None)?)),
            },
            // Listing the accounts takes a call per item, so do it only now.
            None => {
                let account = choose(&self.accounts(host)?, None, None)?;
                Ok((self.get(&account)?, Some(account)))
            }
        }
    }

    /// Stores the secret of an account. Overwrites an existing one.
    ///
    /// # Errors
    /// [`Fault::TooLarge`], [`Fault::Duplicate`], any fault of the store as a whole, and as
    /// [`change`](Self::change).
    pub fn set(&self, account: &Account, secret: &Secret) -> Result<(), Fault> {
        let _change = self.change()?;
        let (of, value) = (account, secret.encode());
        let account = of.clone();
        let sent = value.clone();
        let done = self.within(move |store, naming| {
            let entry = naming.entry(store, &account)?;
            let split = parts::split(&value, naming.limit());
            for (at, part) in split.rest.iter().enumerate() {
                naming.part(store, &account, at + 1)?.set_secret(part)?;
            }
            // Write the item with the number of parts last: after a crash in between, the parts do
            // not match the old item, and the value reads as damaged, never as another token.
            entry.set_secret(&split.first)?;
            naming.remove_parts(store, &account, split.rest.len() + 1)?;
            naming.mark(&entry, &account)
        });
        done.map_err(|fault| fault.without(&sent).of_item(of))
    }

    /// Removes every item of an account, also damaged ones.
    ///
    /// # Errors
    /// [`Fault::NotFound`], any fault of the store as a whole, and the errors of
    /// [`change`](Self::change).
    pub fn delete(&self, account: &Account) -> Result<(), Fault> {
        let _change = self.change()?;
        let account = account.clone();
        self.within(move |store, naming| {
            match naming.entry(store, &account)?.delete_credential() {
                Err(Error::Ambiguous(_)) => delete_each(naming, store, &account)?,
                done => done?,
            }
            naming.remove_parts(store, &account, 1)
        })
    }

    /// Returns the accounts of exactly this host, sorted. Does not look under shorter paths.
    ///
    /// Restores the mark by which [`list`](Self::list) finds an item, if the item lost it.
    ///
    /// # Errors
    /// Any fault of the store as a whole.
    pub fn accounts(&self, host: &Host) -> Result<Vec<Account>, Fault> {
        let host = host.clone();
        self.within(move |store, naming| {
            let mut accounts = Vec::new();
            for entry in naming.find(store, &host)? {
                let Some(Identified { account, is_marked }) = identify(naming, &entry)? else {
                    continue;
                };
                if account.host != host {
                    continue;
                }
                if !is_marked {
                    naming.mark(&entry, &account)?;
                }
                accounts.push(account);
            }
            Ok(sorted(accounts))
        })
    }

    /// Returns every account in the store, sorted.
    ///
    /// # Errors
    /// Any fault of the store as a whole.
    pub fn list(&self) -> Result<Vec<Account>, Fault> {
        self.within(move |store, naming| {
            let mut accounts = Vec::new();
            for entry in naming.find_all(store)? {
                accounts.extend(identify(naming, &entry)?.map(|item| item.account));
            }
            Ok(sorted(accounts))
        })
    }

    fn within<T: Send + 'static>(
        &self,
        work: impl FnOnce(&CredentialStore, Naming) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Fault> {
        let (store, naming) = (self.inner.clone(), self.naming);
        match deadline::within(&self.patience, move || work(&*store, naming)) {
            Err(Fault::TimedOut { waited }) => Err((self.timed_out)(waited)),
            done => done?.map_err(|error| fault::of(&error)),
        }
    }
}

fn damaged(account: Account) -> Fault {
    let account = Some(Box::new(account));
    Fault::Damaged { account }
}

/// Deletes each of several items of an account.
fn delete_each(naming: Naming, store: &CredentialStore, account: &Account) -> Result<(), Error> {
    for entry in naming.find(store, &account.host)? {
        if identify(naming, &entry)?.is_some_and(|item| item.account == *account) {
            entry.delete_credential()?;
        }
    }
    Ok(())
}

/// Returns the account of an item, or `None` if the item was deleted after the search or is not of
/// keyrc.
fn identify(naming: Naming, entry: &Entry) -> Result<Option<Identified>, Error> {
    match naming.identify(entry) {
        Err(error) if fault::of(&error) == Fault::NotFound => Ok(None),
        done => done,
    }
}

fn sorted(mut accounts: Vec<Account>) -> Vec<Account> {
    accounts.sort();
    accounts.dedup();
    accounts
}
