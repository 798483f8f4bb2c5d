//! The keyring of the operating system: which one it is, how it is, and what its errors mean.

mod health;

use std::time::Duration;

pub use health::{Health, Owner, State, health, make_collection, unlock};

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

/// The kinds of keyring that operating systems have. Each names and finds its items in its own way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keyring {
    /// The Secret Service on D-Bus: GNOME Keyring, KeePassXC, KWallet. Linux and the BSDs.
    SecretService,
    /// Keychain Services of macOS.
    Keychain,
    /// The Credential Manager of Windows.
    CredentialManager,
}

/// The keyring of the system that this was built for.
pub const KEYRING: Keyring = system::KEYRING;

/// Why a keyring could not do what it was asked, as far as its own errors tell.
///
/// No variant holds a secret, and none holds text that a secret could be in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyringFault {
    /// There is no D-Bus session bus to ask.
    NoBus,
    /// There is a bus, and nothing on it offers the Secret Service.
    NoService,
    /// The service runs and has no collection to put an item in.
    NoCollection,
    /// The keyring is locked, and it was not unlocked when it asked for that.
    Locked,
    /// The system refused: no right to read or write.
    Denied,
    /// The item that the call was about is no longer there.
    NoItem,
    /// The service went away in the middle of a call.
    Gone,
    /// The service did not answer for so long.
    TimedOut(Duration),
    /// The keyring asked for its password in a window of its own, and nobody did anything there for so long.
    Unanswered(Duration),
    /// The service answered with what its interface does not allow.
    Nonsense,
    /// Anything else, in the system's own words. They come from outside: escape them before a terminal sees them.
    Other(String),
}

/// Tells from a keyring's error what is wrong with the keyring.
///
/// Only [`PlatformFailure`](keyring_core::Error::PlatformFailure) and
/// [`NoStorageAccess`](keyring_core::Error::NoStorageAccess) carry a system's error; for any other error, which is about
/// an item and not about the keyring, the answer is `None`.
pub fn keyring_fault(error: &keyring_core::Error) -> Option<KeyringFault> {
    use keyring_core::Error as E;
    let (E::PlatformFailure(inner) | E::NoStorageAccess(inner)) = error else {
        return None;
    };
    Some(system::fault(inner.as_ref()))
}
