//! Where secrets live. What a store promises, whichever it is:
//!
//! - one item per credential, named so that other programs can find it;
//! - its value is the bare token, unless there is more to keep ([`Secret::encode`]);
//! - it lists everything of ours and nothing of anyone else's;
//! - every call ends by its deadline, and says in one word why it failed ([`Fault`]).
//!
//! The interface to stores is [`keyring_core`]'s; this module is the policy above it. It opens nothing by itself.

mod deadline;
mod fault;
pub mod memory;
mod naming;
mod os;
mod parts;
mod patience;
mod select;
pub mod vault;

use std::fmt;
use std::sync::Arc;

use keyring_core::{CredentialStore, Entry, Error};
use zeroize::Zeroizing;

pub use fault::{Absence, Denial, Fault, Lock};
pub use naming::Naming;
pub use os::check;
pub use patience::Patience;
pub use select::{Kind, Known, Reason, select};
pub use vault::{Vault, VaultFault};

use crate::credential::{Account, Login, Secret};
use crate::host::Host;

/// A store of credentials. Cheap to clone; clones are the same store.
#[derive(Clone)]
pub struct Store {
    inner: Arc<CredentialStore>,
    name: &'static str,
    naming: Naming,
    patience: Patience,
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
    /// A [`Fault`] of the store as a whole: absent, denied, timed out.
    pub fn open(patience: Patience) -> Result<Self, Fault> {
        let inner = deadline::within(&patience, os::open)??;
        Ok(Self::new(
            inner,
            os::NAME,
            os::NAMING,
            patience.probing(os::is_locked),
        ))
    }

    /// A vault that was unlocked.
    pub fn of_vault(vault: Vault, patience: Patience) -> Self {
        Self::new(Arc::new(vault), "vault", Naming::Attributes, patience)
    }

    /// Any store that keyring-core can talk to. `name` is what messages call it.
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
        }
    }

    /// What messages call this store.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The secret of one account.
    ///
    /// # Errors
    /// [`Fault::NotFound`]; [`Fault::Duplicate`] where the store has it twice; [`Fault::Damaged`] where it is not what
    /// keyrc would have written; and any fault of the store as a whole.
    pub fn get(&self, account: &Account) -> Result<Secret, Fault> {
        let account = account.clone();
        let value = self.within(move |store, naming| {
            let first = Zeroizing::new(naming.entry(store, &account)?.get_secret()?);
            parts::join(first, |number| {
                naming.part(store, &account, number)?.get_secret()
            })
        })?;
        value
            .and_then(|value| Secret::decode(&value))
            .ok_or(Fault::Damaged)
    }

    /// The secret of the one account of a host.
    ///
    /// # Errors
    /// As [`get`](Self::get), and [`Fault::Several`], with all of them, when the host has more than one.
    pub fn only(&self, host: &Host) -> Result<Secret, Fault> {
        self.single(host, false).map(|(secret, _)| secret)
    }

    /// The secret of the one account of a host, and whose it is, as far as its item tells: one call more than
    /// [`only`](Self::only).
    ///
    /// # Errors
    /// As [`only`](Self::only).
    pub fn only_account(&self, host: &Host) -> Result<(Secret, Option<Account>), Fault> {
        self.single(host, true)
    }

    fn single(&self, host: &Host, whose: bool) -> Result<(Secret, Option<Account>), Fault> {
        let wanted = host.clone();
        let found = self.within(
            move |store, naming| match &naming.find(store, &wanted)?[..] {
                [] => Err(Error::NoEntry),
                [one] if naming.limit().is_none() => {
                    let value = Zeroizing::new(one.get_secret()?);
                    let account = if whose {
                        identify(naming, one)?.map(|(account, _)| account)
                    } else {
                        None
                    };
                    Ok(Some((value, account)))
                }
                _ => Ok(None),
            },
        )?;
        match found {
            Some((value, account)) => Ok((Secret::decode(&value).ok_or(Fault::Damaged)?, account)),
            // Only now is it worth asking whose each of them is: that is a call for every item.
            None => {
                let account = choose(&self.accounts(host)?, None, None)?;
                Ok((self.get(&account)?, Some(account)))
            }
        }
    }

    /// Keeps a secret, in place of the one that the account may have had.
    ///
    /// # Errors
    /// [`Fault::TooLarge`], [`Fault::Duplicate`], and any fault of the store as a whole.
    pub fn set(&self, account: &Account, secret: &Secret) -> Result<(), Fault> {
        let (account, value) = (account.clone(), secret.encode());
        self.within(move |store, naming| {
            let entry = naming.entry(store, &account)?;
            let split = parts::split(&value, naming.limit());
            for (at, part) in split.rest.iter().enumerate() {
                naming.part(store, &account, at + 1)?.set_secret(part)?;
            }
            // The item that says how many parts there are comes last: until then the old parts do not fit it, and
            // a crash in between reads as damaged, never as another token.
            entry.set_secret(&split.first)?;
            naming.remove_parts(store, &account, split.rest.len() + 1)?;
            naming.mark(&entry, &account)
        })
    }

    /// Removes the secret of one account.
    ///
    /// # Errors
    /// As [`get`](Self::get), but a damaged item is removed all the same.
    pub fn delete(&self, account: &Account) -> Result<(), Fault> {
        let account = account.clone();
        self.within(move |store, naming| {
            naming.entry(store, &account)?.delete_credential()?;
            naming.remove_parts(store, &account, 1)
        })
    }

    /// The accounts of one host, sorted; exactly this host, not what it would be looked up under.
    ///
    /// An item that lost the mark by which [`list`](Self::list) finds it gets it back.
    ///
    /// # Errors
    /// Any fault of the store as a whole.
    pub fn accounts(&self, host: &Host) -> Result<Vec<Account>, Fault> {
        let wanted = host.clone();
        self.within(move |store, naming| {
            let mut accounts = Vec::new();
            for entry in naming.find(store, &wanted)? {
                let Some((account, marked)) = identify(naming, &entry)? else {
                    continue;
                };
                if account.host == wanted {
                    if !marked {
                        naming.mark(&entry, &account)?;
                    }
                    accounts.push(account);
                }
            }
            Ok(sorted(accounts))
        })
    }

    /// Every account that keyrc keeps, sorted.
    ///
    /// # Errors
    /// Any fault of the store as a whole.
    pub fn list(&self) -> Result<Vec<Account>, Fault> {
        self.within(move |store, naming| {
            let mut accounts = Vec::new();
            for entry in naming.find_all(store)? {
                accounts.extend(identify(naming, &entry)?.map(|(account, _)| account));
            }
            Ok(sorted(accounts))
        })
    }

    fn within<T: Send + 'static>(
        &self,
        work: impl FnOnce(&CredentialStore, Naming) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Fault> {
        let (store, naming) = (self.inner.clone(), self.naming);
        deadline::within(&self.patience, move || work(&*store, naming))?
            .map_err(|error| fault::of(&error))
    }
}

/// Whose an item is; nobody's where it was removed since it was found.
fn identify(naming: Naming, entry: &Entry) -> Result<Option<(Account, bool)>, Error> {
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

/// A choice among the accounts of a host: the one that was asked for, else the default, else the only one.
///
/// # Errors
/// [`Fault::NotFound`] and [`Fault::Several`].
pub fn choose(
    accounts: &[Account],
    login: Option<&Login>,
    default: Option<&Login>,
) -> Result<Account, Fault> {
    let of = |login: &Login| {
        accounts
            .iter()
            .find(|account| account.login == *login)
            .cloned()
    };
    match (login, accounts) {
        (Some(login), _) => of(login).ok_or(Fault::NotFound),
        (None, []) => Err(Fault::NotFound),
        (None, [one]) => Ok(one.clone()),
        (None, several) => default
            .and_then(of)
            .ok_or_else(|| Fault::Several(several.to_vec())),
    }
}
