//! Unlocks the keyring from the terminal, by the way that the running keyring offers.

use crate::cli::world::passphrase::TRIES;
use crate::cli::world::terminal::unanswered;
use crate::cli::world::{World, countdown};
use crate::error::Error;
use crate::store::{self, Fault, Lock};

impl World {
    /// Unlocks the keyring: asks for its password without showing it if the keyring takes one,
    /// otherwise lets the keyring open its window. Does nothing if it is unlocked.
    ///
    /// # Errors
    /// [`Error::NoTerminal`]; [`Lock::Keyring`] after wrong passwords; [`Lock::OwnProgram`] if the
    /// keyring offers neither way; and the faults of the keyring.
    pub(crate) fn unlock_keyring(&self) -> Result<(), Error> {
        let patience = self.patience()?;
        let limit = patience.limit();
        match store::check(limit) {
            Ok(()) => return Ok(()),
            Err(Fault::Locked(Lock::Keyring)) => {}
            Err(fault) => return Err(fault.into()),
        }
        if !self.terminal.exists() {
            return Err(Error::NoTerminal {
                what: "the keyring's password",
                instead: "run it in a terminal",
            });
        }
        if keyrc_platform::takes_password(limit) {
            return self.unlock_by_password();
        }
        let mut show = |left| countdown::show(&self.messages, Some(left));
        let unlocked = keyrc_platform::unlock(patience.longest(), &mut show);
        countdown::show(&self.messages, None);
        match unlocked.map_err(Fault::from) {
            Ok(()) => Ok(()),
            Err(Fault::Locked(Lock::Keyring)) => Err(Fault::Locked(Lock::OwnProgram).into()),
            Err(fault) => Err(fault.into()),
        }
    }

    fn unlock_by_password(&self) -> Result<(), Error> {
        let limit = self.patience()?.limit();
        for _ in 0..TRIES {
            let question = "Password of the keyring: ";
            let password = self.terminal.ask_hidden(question).map_err(unanswered)?;
            match keyrc_platform::unlock_with_password(&password, limit).map_err(Fault::from) {
                Err(Fault::Locked(_)) => self.warn("wrong password"),
                done => return Ok(done?),
            }
        }
        Err(Fault::Locked(Lock::Keyring).into())
    }
}
