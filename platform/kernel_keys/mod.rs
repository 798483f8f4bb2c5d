//! Secrets that the Linux kernel keeps in memory for a limited time, for all processes of this
//! user.
//!
//! The kernel never writes them to a disk, and discards them when their time is up or the machine
//! shuts down. All functions fail on other systems, and in containers that forbid the calls.
//! Source: keyrings(7).

use std::io;
use std::time::Duration;

use zeroize::Zeroizing;

cfg_if::cfg_if! {
    if #[cfg(target_os = "linux")] {
        mod linux;
        use linux as imp;
    } else {
        mod none;
        use none as imp;
    }
}

/// The largest secret, in bytes.
pub const MAX: usize = 1024;

/// Keeps a secret of at most [`MAX`] bytes under `name` for the time `lifetime`, and replaces an
/// older secret of that name.
///
/// Every process of this user can read it, as every process of a user can use the keys of their
/// `ssh-agent`.
///
/// # Errors
/// [`InvalidInput`](io::ErrorKind::InvalidInput) for a larger secret,
/// [`Unsupported`](io::ErrorKind::Unsupported) on systems other than Linux, and the system's own
/// error if a container or a quota forbids the call.
pub fn remember(name: &str, secret: &[u8], lifetime: Duration) -> io::Result<()> {
    if secret.len() > MAX {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    imp::remember(name, secret, lifetime)
}

/// Returns the secret that is kept under `name`, or `None` if nothing is kept or its time is up.
///
/// # Errors
/// As for [`remember`].
pub fn recall(name: &str) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
    imp::recall(name)
}

/// Discards the secret that is kept under `name`. Returns whether there was one.
///
/// # Errors
/// As for [`remember`].
pub fn forget(name: &str) -> io::Result<bool> {
    imp::forget(name)
}
