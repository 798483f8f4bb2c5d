//! Which store a command works with, and how it is opened.

use std::sync::Arc;

use crate::cli::world::{World, countdown};
use crate::config::Config;
use crate::error::{Error, Place};
use crate::store::memory::Memory;
use crate::store::vault::Unlock;
use crate::store::{
    self, Absence, Fault, Kind, Known, Lock, Naming, Patience, Purpose, Reason, Request, Store,
    Vault,
};

/// An open store, and why it was chosen. A store that a test provides was not chosen.
#[derive(Clone)]
pub(crate) struct OpenedStore {
    pub(crate) store: Store,
    pub(crate) choice: Option<(Kind, Reason)>,
}

impl World {
    /// Returns the store to read from. Opens it at the first call.
    pub(crate) fn store(&self) -> Result<Store, Error> {
        Ok(self.opened_store(Purpose::Read)?.store)
    }

    /// Returns the store to write to, after a check that it works. If no store works, offers on the
    /// terminal to make one.
    pub(crate) fn store_to_write(&self) -> Result<Store, Error> {
        Ok(self.opened_store(Purpose::Write)?.store)
    }

    /// Returns the store for a dry run, like [`store_to_write`](Self::store_to_write). If no store
    /// exists, prints a warning and returns an empty store, but does not create one.
    pub(crate) fn store_to_plan(&self) -> Result<Store, Error> {
        if self.open_store.is_none()
            && let Some(fault) = self.absence()?
        {
            let made = match fault {
                Fault::Absent(Absence::Collection) => "collection in the keyring",
                _ => "vault",
            };
            self.warn(&format!(
                "{fault}; this dry run assumes a new {made}, which keyrc would offer to create"
            ));
            return Ok(Self::empty_store());
        }
        self.store_to_write()
    }

    /// Why keyrc would make a store before it writes. `None` if it would not.
    fn absence(&self) -> Result<Option<Fault>, Error> {
        let limit = self.patience()?.limit();
        let check = || store::check(limit);
        let fault = match store::select(&self.known()?, Purpose::Write, check) {
            Err(fault @ Fault::Absent(_)) => Some(fault),
            Ok((Kind::Os, reason)) if !reason.is_found_out() => {
                let fault = check().err();
                fault.filter(|fault| *fault == Fault::Absent(Absence::Collection))
            }
            _ => None,
        };
        Ok(fault)
    }

    /// Returns a store without tokens, for a command that stores none.
    pub(crate) fn empty_store() -> Store {
        let store = Arc::new(Memory::new());
        let patience = Patience::new(Patience::TOOL);
        Store::new(store, "empty store", Naming::Attributes, patience)
    }

    /// Returns the store, and why it was chosen.
    pub(crate) fn opened_store(&self, purpose: Purpose) -> Result<OpenedStore, Error> {
        if let Some(opened) = self.store.get() {
            return Ok(opened.clone());
        }
        let opened = match &self.open_store {
            Some(open) => OpenedStore {
                store: open()?.locked_by(self.change_lock()?),
                choice: None,
            },
            None => {
                let (kind, reason) = self.choose_store(purpose)?;
                OpenedStore {
                    store: self.open_kind(kind)?,
                    choice: Some((kind, reason)),
                }
            }
        };
        Ok(self.store.get_or_init(|| opened).clone())
    }

    /// Returns the store to read from, if opening it asks nothing, and why it was chosen.
    pub(crate) fn store_unasked(&self) -> (Result<Store, Error>, Option<(Kind, Reason)>) {
        if let Some(opened) = self.store.get() {
            return (Ok(opened.store.clone()), opened.choice.clone());
        }
        if let Some(open) = &self.open_store {
            return (open(), None);
        }
        match self.choose_unasked() {
            Ok((kind, reason)) => (self.open_unasked(kind), Some((kind, reason))),
            Err(error) => (Err(error), None),
        }
    }

    /// Without a terminal, opens the store for reading without a prompt, so that no later call
    /// opens the window of a locked keyring.
    ///
    /// # Errors
    /// Errors of the settings. If the store cannot be opened, later calls return that error.
    pub(crate) fn use_store_unasked_without_terminal(&mut self) -> Result<(), Error> {
        if self.has_terminal() || self.open_store.is_some() {
            return Ok(());
        }
        let opened = match self.store_unasked().0 {
            Ok(store) => Ok(store),
            Err(Error::Store(fault)) => Err(fault),
            Err(error) => return Err(error),
        };
        self.open_store = Some(Box::new(move || opened.clone().map_err(Error::from)));
        Ok(())
    }

    fn choose_unasked(&self) -> Result<(Kind, Reason), Error> {
        let limit = self.patience()?.limit();
        let check = || store::check(limit);
        Ok(store::select(&self.known()?, Purpose::Read, check)?)
    }

    fn open_unasked(&self, kind: Kind) -> Result<Store, Error> {
        let patience = self.patience()?;
        match kind {
            Kind::Os => {
                store::check(patience.limit())?;
                Ok(Store::open(patience)?)
            }
            Kind::Vault => {
                let vault = self.unlock()?.open_unasked()?;
                Ok(Store::of_vault(vault, patience))
            }
        }
    }

    fn choose_store(&self, purpose: Purpose) -> Result<(Kind, Reason), Error> {
        let limit = self.patience()?.limit();
        let writes = purpose == Purpose::Write;
        let fault = match store::select(&self.known()?, purpose, || store::check(limit)) {
            Ok((Kind::Os, reason)) if writes && !reason.is_found_out() => {
                // The user or the settings named the keyring, so `select` did not check it.
                self.check_or_repair_keyring()?;
                return Ok((Kind::Os, reason));
            }
            Ok(choice) => return Ok(choice),
            Err(fault) => fault,
        };
        match self.repair_keyring(fault) {
            Ok(()) => Ok((Kind::Os, Reason::Healthy)),
            Err(Error::Store(fault)) => {
                self.offer_vault(fault)?;
                Ok((Kind::Vault, Reason::Pinned))
            }
            Err(error) => Err(error),
        }
    }

    fn check_or_repair_keyring(&self) -> Result<(), Error> {
        match store::check(self.patience()?.limit()) {
            Ok(()) => Ok(()),
            Err(fault) => self.repair_keyring(fault),
        }
    }

    /// Lets the user unlock the keyring or make its first collection. Fails with `fault` if neither
    /// applies.
    fn repair_keyring(&self, fault: Fault) -> Result<(), Error> {
        if !self.terminal.exists() {
            return Err(fault.into());
        }
        let limit = self.patience()?.longest();
        let mut show = |left| countdown::show(&self.messages, Some(left));
        let repaired = match fault {
            Fault::Locked(Lock::Keyring) => keyrc_platform::unlock(limit, &mut show),
            Fault::Absent(Absence::Collection) => {
                let question = "The keyring has no collection for tokens. Make one?";
                if !self.confirm(question)? {
                    return Err(fault.into());
                }
                keyrc_platform::create_collection("Login", limit, &mut show)
            }
            fault => return Err(fault.into()),
        };
        countdown::show(&self.messages, None);
        Ok(repaired.map_err(Fault::from)?)
    }

    /// Opens a store of this machine.
    pub(crate) fn open_kind(&self, kind: Kind) -> Result<Store, Error> {
        let store = match kind {
            Kind::Os => Store::open(self.patience()?)?,
            Kind::Vault => {
                let vault = self.unlock()?.open()?;
                Store::of_vault(vault, self.vault_patience()?)
            }
        };
        Ok(store.locked_by(self.change_lock()?))
    }

    /// Opens a store of this machine to write to it, after a check that it works.
    pub(crate) fn open_kind_to_write(&self, kind: Kind) -> Result<Store, Error> {
        if kind == Kind::Os {
            self.check_or_repair_keyring()?;
        }
        self.open_kind(kind)
    }

    /// Checks whether the keyring can be used. Unlocks nothing. A store that a test provides can.
    ///
    /// # Errors
    /// [`Error::Environment`] if the time limit is invalid. The fault of the keyring is the value.
    pub(crate) fn check_keyring(&self) -> Result<Result<(), Fault>, Error> {
        match self.open_store {
            Some(_) => Ok(Ok(())),
            None => Ok(store::check(self.patience()?.limit())),
        }
    }

    /// Returns everything that decides the choice of the store, except the state of the keyring.
    pub(crate) fn known(&self) -> Result<Known, Error> {
        Ok(Known {
            flag: self.store_request.map(Request::from),
            environment: self.variables.store()?.map(Request::from),
            pinned: self.config()?.store(),
            vault_exists: self.data_folder.as_deref().is_some_and(Vault::exists),
        })
    }

    /// Returns the settings for unlocking the vault. Does not open it.
    ///
    /// # Errors
    /// [`Error::NoPlace`] if this user has no home, and as [`config`](Self::config).
    pub(crate) fn unlock(&self) -> Result<Unlock, Error> {
        let Some(folder) = self.data_folder.clone() else {
            return Err(Error::NoPlace(Place::Vault));
        };
        let (identities, identity_variable) = match self.variables.identities() {
            Some(identities) => (identities, Some("KEYRC_IDENTITY")),
            None => (self.config()?.identities(), None),
        };
        Ok(Unlock {
            folder,
            records: self.state_folder.clone(),
            ask: self.passphrase_source(),
            identities,
            identity_variable,
            remember: self.remember_vault,
        })
    }

    /// Writes the store that just worked into the settings, unless someone chose it. Later calls do
    /// nothing.
    ///
    /// Without this, a temporary failure of the keyring would send later tokens to another store.
    pub(crate) fn pin_store(&self) {
        let chosen = self.store.get().and_then(|opened| opened.choice.as_ref());
        let Some((kind, reason)) = chosen else {
            return;
        };
        if !reason.is_found_out() || self.pinned.set(()).is_err() {
            return;
        }
        let Some(folder) = &self.config_folder else {
            return;
        };
        if let Err(error) = Config::set_store(folder, Some(*kind)) {
            // Only a warning: the token is stored.
            self.warn(&format!("cannot save the choice of store: {error}"));
        }
    }
}
