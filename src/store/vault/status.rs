//! The state of a vault, found without asking.

use std::time::Duration;

use crate::store::fault::Fault;
use crate::store::vault::content::Recipients;
use crate::store::vault::files::Files;
use crate::store::vault::own_identity::OwnIdentity;
use crate::store::vault::settings::Unlock;

/// The state of a vault.
#[derive(Clone, Debug)]
pub struct VaultStatus {
    /// Whether a passphrase opens the vault.
    pub passphrase: bool,
    /// The recipients beside the vault's own, as age writes them. [`Fault::Locked`] if opening the
    /// vault needs a passphrase, or another reason why it cannot be opened.
    pub recipients: Result<Vec<String>, Fault>,
    /// How long the kernel still keeps the vault's own identity. `None` if it does not.
    pub left: Option<Duration>,
}

impl Unlock {
    /// Returns the state of the vault. Never asks, and unlocks nothing.
    ///
    /// # Errors
    /// [`Fault::Absent`], and [`Fault::File`] if the vault cannot be read.
    pub fn status(&self) -> Result<VaultStatus, Fault> {
        self.read()?;
        let own = OwnIdentity::read(&Files::new(&self.folder))?;
        let opened = self.open_unasked();
        Ok(VaultStatus {
            passphrase: matches!(own, OwnIdentity::Passphrase(_)),
            recipients: opened.and_then(|vault| vault.read(|plain| Recipients::of(plain).others)),
            left: self.time_left(),
        })
    }
}
