//! The stores of this machine, and which of them a command works with.

use std::path::PathBuf;
use std::sync::Arc;

use clap::ValueEnum;

use crate::config::Config;
use crate::error::Error;
use crate::store::vault::{Ask, Unlock};
use crate::store::{self, Fault, Kind, Known, Reason, Store, Vault};

use crate::cli::World;
use crate::cli::commands::vault;
use crate::cli::world::countdown;
use crate::cli::world::passphrase::Person;

/// Which store to use, as the command line and `KEYRC_STORE` say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Asked {
    /// The keyring of the operating system
    Os,
    /// The encrypted vault
    Vault,
    /// The one that worked before, else the keyring if it can be used, else the vault
    Auto,
}

impl Asked {
    pub(crate) fn kind(self) -> Option<Kind> {
        match self {
            Self::Os => Some(Kind::Os),
            Self::Vault => Some(Kind::Vault),
            Self::Auto => None,
        }
    }

    /// What `KEYRC_STORE` says.
    fn of_process() -> Result<Option<Self>, Error> {
        let Some(value) = std::env::var_os("KEYRC_STORE").filter(|value| !value.is_empty()) else {
            return Ok(None);
        };
        let asked = value
            .to_str()
            .and_then(|text| Self::from_str(text, false).ok());
        let bad = || Error::Environment {
            variable: "KEYRC_STORE".into(),
            problem: "not a store",
            expected: "write `os`, `vault` or `auto`",
        };
        asked.map(Some).ok_or_else(bad)
    }
}

/// A store that was opened, and why it was this one.
#[derive(Clone)]
pub(crate) struct Opened {
    pub(crate) store: Store,
    pub(crate) choice: Option<(Kind, Reason)>,
}

/// How sure one has to be of a store.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Care {
    /// It is going to be asked, and says itself what is wrong.
    Read,
    /// It is going to be written to, and a person may be about to type a token.
    Write,
}

impl World {
    /// The store to read from, opened when it is first needed.
    pub(crate) fn store(&self) -> Result<Store, Error> {
        self.opened(Care::Read).map(|opened| opened.store)
    }

    /// The store to write to: tested before anything is asked for. Where there is none yet, a person may make one.
    pub(crate) fn store_to_write(&self) -> Result<Store, Error> {
        self.opened(Care::Write).map(|opened| opened.store)
    }

    /// The store, and why it is this one.
    pub(crate) fn opened(&self, care: Care) -> Result<Opened, Error> {
        if let Some(opened) = self.store.get() {
            return Ok(opened.clone());
        }
        let opened = match &self.open_store {
            Some(open) => Opened {
                store: open()?,
                choice: None,
            },
            None => self.open_chosen(care)?,
        };
        Ok(self.store.get_or_init(|| opened).clone())
    }

    fn open_chosen(&self, care: Care) -> Result<Opened, Error> {
        let (limit, write) = (crate::cli::world::patience()?.limit(), care == Care::Write);
        let known = self.known()?;
        let chosen = match store::select(&known, write, || store::check(limit)) {
            // Someone says that it is the keyring, which was not asked yet.
            Ok((Kind::Os, reason)) if write && !reason.is_found_out() => store::check(limit)
                .or_else(|fault| self.mend(fault))
                .map(|()| (Kind::Os, reason))?,
            Ok(chosen) => chosen,
            Err(fault) => match self.mend(fault) {
                Ok(()) => (Kind::Os, Reason::Healthy),
                Err(Error::Store(fault)) => (vault::offer(self, fault)?, Reason::Pinned),
                Err(error) => return Err(error),
            },
        };
        let store = self.open_kind(chosen.0)?;
        Ok(Opened {
            store,
            choice: Some(chosen),
        })
    }

    /// Lets a person mend what is wrong with the keyring: give it its password, or make its first collection.
    fn mend(&self, fault: Fault) -> Result<(), Error> {
        if !self.terminal.exists() {
            return Err(fault.into());
        }
        let longest = crate::cli::world::patience()?.longest();
        match fault {
            Fault::Locked => {
                let unlocked =
                    keyrc_platform::unlock(longest, &mut |left| countdown::show(Some(left)));
                countdown::show(None);
                Ok(unlocked.map_err(Fault::from)?)
            }
            Fault::NoCollection => {
                let question =
                    "The keyring has no collection to keep tokens in. Have it make one? [Y/n] ";
                if !self.says_yes(question)? {
                    return Err(fault.into());
                }
                let made = keyrc_platform::make_collection("Login", longest, &mut |left| {
                    countdown::show(Some(left))
                });
                countdown::show(None);
                Ok(made.map_err(Fault::from)?)
            }
            fault => Err(fault.into()),
        }
    }

    /// Asks a question that is answered with yes unless it is answered otherwise.
    pub(crate) fn says_yes(&self, question: &str) -> Result<bool, Error> {
        let answer = self
            .terminal
            .ask(question)
            .map_err(crate::cli::world::asked)?;
        Ok(matches!(
            answer.trim().to_ascii_lowercase().as_str(),
            "" | "y" | "yes"
        ))
    }

    /// Opens the store of one kind.
    pub(crate) fn open_kind(&self, kind: Kind) -> Result<Store, Error> {
        let patience = crate::cli::world::patience()?;
        match kind {
            Kind::Os => Ok(Store::open(patience)?),
            Kind::Vault => Ok(Store::of_vault(
                self.unlock()?.open().map_err(Fault::from)?,
                patience,
            )),
        }
    }

    /// What is known of the stores without asking one.
    pub(crate) fn known(&self) -> Result<Known, Error> {
        Ok(Known {
            flag: self.asked_store.map(Asked::kind),
            environment: Asked::of_process()?.map(Asked::kind),
            pinned: self.config()?.store(),
            vault_exists: self.data_folder.as_deref().is_some_and(Vault::exists),
        })
    }

    /// What it takes to unlock the vault.
    pub(crate) fn unlock(&self) -> Result<Unlock, Error> {
        self.unlock_with(Arc::new(Person::of_process()))
    }

    pub(crate) fn unlock_with(&self, ask: Arc<dyn Ask>) -> Result<Unlock, Error> {
        let folder = self.data_folder.clone().ok_or(Error::NoPlace {
            what: "the vault",
            set_by: "KEYRC_DATA_DIR",
        })?;
        let named = std::env::var_os("KEYRC_IDENTITY").filter(|paths| !paths.is_empty());
        let identities: Vec<PathBuf> = match named {
            Some(paths) => std::env::split_paths(&paths).collect(),
            None => self.config()?.identities(),
        };
        Ok(Unlock {
            folder,
            ask,
            identities,
            remember: Unlock::REMEMBER,
        })
    }

    /// Makes the store that just worked the one for good, where nobody has said which it is: a bad moment of the keyring
    /// must not put later tokens elsewhere.
    pub(crate) fn pin_store(&mut self) {
        let Some(Opened {
            choice: Some((kind, reason)),
            ..
        }) = self.store.get()
        else {
            return;
        };
        let (Some(folder), true) = (&self.config_folder, reason.is_found_out()) else {
            return;
        };
        if let Err(error) = Config::set_store(folder, Some(*kind)) {
            // The token is stored all the same.
            self.warn(&format!("cannot keep in mind which store it is: {error}"));
        }
    }
}
