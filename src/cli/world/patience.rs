//! How long a command waits for a store, and for another keyrc.

use std::path::Path;
use std::time::Duration;

use crate::cli::world::World;
use crate::cli::world::countdown;
use crate::cli::world::messages::Messages;
use crate::error::Error;
use crate::plain::{NetrcFile, ReadPolicy};
use crate::store::{ChangeLock, Patience};
use crate::text::shown;

impl World {
    /// `KEYRC_TIMEOUT`; without it 5 s, and up to 60 s if there is a terminal, because the user may
    /// be unlocking the keyring.
    ///
    /// # Errors
    /// [`Error::Environment`] if `KEYRC_TIMEOUT` is not a number of seconds.
    pub(crate) fn patience(&self) -> Result<Patience, Error> {
        let patience = if self.terminal.exists() {
            with_user(&self.messages)
        } else {
            Patience::new(Patience::TOOL)
        };
        Ok(match self.variables.timeout()? {
            Some(timeout) => patience.up_to(timeout),
            None => patience,
        })
    }

    /// How long to wait for the file of a vault: `KEYRC_TIMEOUT`, else 60 s.
    ///
    /// # Errors
    /// As [`patience`](Self::patience).
    pub(crate) fn vault_patience(&self) -> Result<Patience, Error> {
        let limit = self.variables.timeout()?.unwrap_or(Patience::VAULT);
        Ok(Patience::new(limit))
    }

    /// Returns the lock for changes to the stores, which is in the folder of the settings. Waits for
    /// another keyrc as [`lock_netrc`](Self::lock_netrc) does.
    ///
    /// # Errors
    /// As [`patience`](Self::patience).
    pub(super) fn change_lock(&self) -> Result<ChangeLock, Error> {
        let Some(folder) = self.config_folder.clone() else {
            return Ok(ChangeLock::default());
        };
        let limit = self.variables.timeout()?.unwrap_or(ChangeLock::PATIENCE);
        let messages = self.messages.clone();
        let notice = move || {
            if messages.is_terminal() {
                messages.write("waiting for another keyrc that changes stored tokens…\n");
            }
        };
        let lock = || ChangeLock::new(folder, limit, notice);
        Ok(self.changes.get_or_init(lock).clone())
    }

    /// Reads a netrc in order to change it. Waits for another keyrc that changes it, as long as
    /// that one makes progress, and up to `KEYRC_TIMEOUT` if it makes none. Says so on a terminal
    /// after a second.
    ///
    /// # Errors
    /// As [`NetrcFile::lock`], and [`Error::Environment`] if `KEYRC_TIMEOUT` is not a number of
    /// seconds.
    pub(crate) fn lock_netrc(&self, path: &Path, policy: ReadPolicy) -> Result<NetrcFile, Error> {
        let patience = self.variables.timeout()?.unwrap_or(policy.patience);
        let policy = ReadPolicy { patience, ..policy };
        let notice = || {
            if self.messages.is_terminal() {
                self.note(&format!(
                    "waiting for another keyrc that changes {}…\n",
                    shown(path)
                ));
            }
        };
        NetrcFile::lock(path, policy, &notice)
    }
}

/// Reports that the keyring is slow, or locked.
fn with_user(messages: &Messages) -> Patience {
    let notices = messages.clone();
    let patience = Patience::with_person(move |left| notices.write(&notice(left)));
    if !messages.is_terminal() {
        return patience;
    }
    let messages = messages.clone();
    patience.counting_down(move |left| countdown::show(&messages, left))
}

fn notice(left: Duration) -> String {
    let left = left.as_secs();
    format!("keyrc: waiting up to {left} s for the keyring; is it asking for its password?\n")
}
