//! Why a keyring failed.

use std::fmt;
use std::time::Duration;

use super::system;

/// Why a keyring failed, according to its own error. No variant contains a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyringFault {
    /// There is no D-Bus session bus.
    NoBus,
    /// No program on the bus offers the Secret Service.
    NoService,
    /// The keyring has no collection for new items.
    NoCollection,
    /// The keyring is locked, and the user did not unlock it when asked.
    Locked,
    /// The system denies access.
    Denied,
    /// The item does not exist any more.
    NoItem,
    /// The service ended or closed the connection during a call.
    Disconnected,
    /// The service did not reply in time.
    TimedOut {
        /// How long the caller waited.
        waited: Duration,
    },
    /// The keyring asked for its password, and the user did not answer in time.
    Unanswered {
        /// How long the caller waited.
        waited: Duration,
    },
    /// The service sent a reply that its interface does not allow.
    InvalidReply,
    /// Any other fault, in the words of the system. Escape the text before printing it on a
    /// terminal.
    Other(String),
}

/// A store of our own reports its faults inside errors of keyring-core.
impl std::error::Error for KeyringFault {}

impl fmt::Display for KeyringFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the keyring failed: {self:?}")
    }
}

/// Classifies an error of keyring-core.
///
/// Only [`PlatformFailure`](keyring_core::Error::PlatformFailure) and
/// [`NoStorageAccess`](keyring_core::Error::NoStorageAccess) contain an error of the system.
/// Returns `None` for the other variants, which concern an item and not the keyring.
pub fn keyring_fault(error: &keyring_core::Error) -> Option<KeyringFault> {
    use keyring_core::Error as E;
    match error {
        E::PlatformFailure(inner) | E::NoStorageAccess(inner) => Some(system::fault(&**inner)),
        _ => None,
    }
}
