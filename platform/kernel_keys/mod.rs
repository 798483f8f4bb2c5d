//! Secrets that the kernel keeps for a while, for all processes of this user: Linux's own key store (keyrings(7)).
//!
//! Nothing of it is ever on a disk, and the kernel forgets it when its time is up or the machine goes down. Elsewhere, and
//! where a container forbids it, every call fails.

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

/// The longest secret that is kept, in bytes.
pub const MAX: usize = 1024;

/// Keeps a secret of at most [`MAX`] bytes under a name, in place of the one that the name may have had, for that long.
///
/// It can be read by every process of this user, as the keys of an `ssh-agent` can be used by them.
///
/// # Errors
/// [`Unsupported`](io::ErrorKind::Unsupported) on other systems than Linux; the system's own error where a container or
/// a quota forbids it.
pub fn remember(name: &str, secret: &[u8], time: Duration) -> io::Result<()> {
    if secret.len() > MAX {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    imp::remember(name, secret, time)
}

/// The secret that is kept under a name; `None` where there is none, or no longer.
///
/// # Errors
/// As [`remember`].
pub fn recall(name: &str) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
    imp::recall(name)
}

/// Forgets the secret that is kept under a name, and tells whether there was one.
///
/// # Errors
/// As [`remember`].
pub fn forget(name: &str) -> io::Result<bool> {
    imp::forget(name)
}
