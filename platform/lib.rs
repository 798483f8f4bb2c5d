//! What differs between operating systems, and nothing else.
//!
//! Each function is described once, here or in the public modules; `cfg_if` picks the file that does the work.
//! This crate decides nothing: it does what it is told, on the system it was built for, and says what it found.
//! It never calls back into `keyrc`, and it is the only place with `unsafe`, `cfg(target_os)` or a system's own calls.

pub mod file;
pub mod folder;
mod health;
pub mod kernel_keys;
pub mod launch;
pub mod terminal;

use std::fs::File;
use std::io;
use std::time::Duration;

pub use health::{Health, Owner, State, health, make_collection, unlock};

cfg_if::cfg_if! {
    if #[cfg(unix)] {
        mod unix;
        use unix as imp;
    } else if #[cfg(windows)] {
        mod windows;
        use windows as imp;
    } else {
        compile_error!("keyrc knows Unix-like systems and Windows");
    }
}

cfg_if::cfg_if! {
    if #[cfg(target_os = "macos")] {
        #[path = "macos.rs"]
        mod system;
        #[path = "built_in.rs"]
        mod service;
    } else if #[cfg(windows)] {
        #[path = "windows_keyring.rs"]
        mod system;
        #[path = "built_in.rs"]
        mod service;
    } else {
        #[path = "secret_service/mod.rs"]
        mod system;
        use system as service;
    }
}

cfg_if::cfg_if! {
    if #[cfg(target_os = "linux")] {
        #[path = "linux_keys.rs"]
        mod keys_imp;
    } else {
        #[path = "no_keys.rs"]
        mod keys_imp;
    }
}

cfg_if::cfg_if! {
    if #[cfg(unix)] {
        mod ending;
        mod fork;
        mod keeper;
        mod unix_launch;
    }
}

cfg_if::cfg_if! {
    if #[cfg(target_os = "linux")] {
        mod mount_point;
        mod namespace;
        #[path = "linux_launch.rs"]
        mod launch_imp;
    } else if #[cfg(unix)] {
        #[path = "other_launch.rs"]
        mod launch_imp;
    } else {
        #[path = "windows_launch.rs"]
        mod launch_imp;
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

/// Keeps other processes of this user from reading this one's memory, where the system can: no core dump, no debugger.
///
/// Best effort: a failure leaves the process as it was. On Windows it does nothing.
pub fn harden() {
    imp::harden();
}

/// Standard input without a buffer: std's own keeps a copy of what passed through it.
///
/// # Errors
/// When the process was started without a standard input.
pub fn stdin() -> io::Result<File> {
    imp::stdin()
}

/// Standard output without a buffer: std's own keeps a copy of what passed through it.
///
/// # Errors
/// When the process was started without a standard output.
pub fn stdout() -> io::Result<File> {
    imp::stdout()
}

/// Standard error without a buffer.
///
/// # Errors
/// When the process was started without a standard error.
pub fn stderr() -> io::Result<File> {
    imp::stderr()
}
