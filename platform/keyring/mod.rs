//! The keyring of the operating system: its kind, its state, and the meaning of its errors.

mod fault;
mod health;

use std::sync::Arc;
use std::time::Duration;

use zeroize::Zeroizing;

use keyring_core::CredentialStore;

pub use fault::{KeyringFault, keyring_fault};
pub use health::{Health, Owner, health};

cfg_if::cfg_if! {
    if #[cfg(target_os = "macos")] {
        mod built_in;
        mod keychain;
        use built_in as service;
        use keychain as system;
    } else if #[cfg(windows)] {
        mod built_in;
        mod credential_manager;
        use built_in as service;
        use credential_manager as system;
    } else {
        mod secret_service;
        use secret_service as service;
        use secret_service as system;
    }
}

/// The keyrings that operating systems have. Each of them names and finds its items differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keyring {
    /// The Secret Service on D-Bus, on Linux and the BSDs: GNOME Keyring, KeePassXC, KWallet.
    SecretService,
    /// Keychain Services of macOS.
    Keychain,
    /// The Credential Manager of Windows.
    CredentialManager,
}

/// The keyring of the system that this program is built for.
pub const KEYRING: Keyring = system::KEYRING;

/// A store of keyring-core, or why it was not opened.
pub type Opened = Result<Arc<CredentialStore>, keyring_core::Error>;

/// Opens the keyring with a client of our own, which gives every new item the attribute `mark` when
/// it creates it. Returns `None` on macOS and Windows: their keyrings have no such attributes.
///
/// No call on the store has a time limit.
pub fn open_keyring(mark: (&'static str, &'static str)) -> Option<Opened> {
    service::open(mark)
}

/// Whether the keyring may be reachable. Asks it nothing, and connects to nothing.
pub fn may_have_keyring() -> bool {
    service::may_exist()
}

/// Unlocks the default collection. The keyring asks for the password in a window of its own.
///
/// While the window is open, calls `tick` with the remaining time, at once and then every second.
/// Closes the window after `limit`. Does nothing if the collection is unlocked, and nothing on
/// macOS and Windows.
///
/// # Errors
/// [`Locked`](KeyringFault::Locked) if the user closed the window or the keyring could not open
/// one, [`Unanswered`](KeyringFault::Unanswered) if the user did not answer within `limit`,
/// [`TimedOut`](KeyringFault::TimedOut) if the service did not,
/// [`NoCollection`](KeyringFault::NoCollection) if there is no default collection, and any other
/// fault of the service.
pub fn unlock(limit: Duration, tick: &mut dyn FnMut(Duration)) -> Result<(), KeyringFault> {
    service::unlock(limit, tick)
}

/// Creates the default collection, named `label`. The keyring asks for a new password in a window
/// of its own.
///
/// `limit` and `tick` are as for [`unlock`]. Does nothing if there is a default collection, and
/// nothing on macOS and Windows.
///
/// # Errors
/// [`NoCollection`](KeyringFault::NoCollection) if the user closed the window or the keyring could
/// not open one. Otherwise as [`unlock`].
pub fn create_collection(
    label: &str,
    limit: Duration,
    tick: &mut dyn FnMut(Duration),
) -> Result<(), KeyringFault> {
    service::create_collection(label, limit, tick)
}

/// Whether the keyring can be unlocked by [`unlock_with_password`]: only gnome-keyring can.
///
/// `false` if the keyring does not answer within `limit`.
pub fn takes_password(limit: Duration) -> bool {
    service::takes_password(limit)
}

/// Unlocks the default collection with its password, without a window. The password is encrypted
/// on its way to the keyring.
///
/// # Errors
/// [`Locked`](KeyringFault::Locked) if the password is wrong,
/// [`TimedOut`](KeyringFault::TimedOut) if the keyring does not answer within `limit`,
/// [`NoCollection`](KeyringFault::NoCollection) if there is no default collection, and any other
/// fault of the service.
pub fn unlock_with_password(
    password: &Zeroizing<String>,
    limit: Duration,
) -> Result<(), KeyringFault> {
    service::unlock_with_password(password, limit)
}
