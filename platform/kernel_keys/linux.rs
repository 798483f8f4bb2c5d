//! The key store of the Linux kernel, by keyctl(2).

use std::io;
use std::time::Duration;

use linux_keyutils::{
    Key, KeyError, KeyPermissionsBuilder, KeyRing, KeyRingIdentifier, Permission,
};
use zeroize::Zeroizing;

use super::MAX;

pub(super) fn remember(name: &str, secret: &[u8], lifetime: Duration) -> io::Result<()> {
    let key = keyring()?.add_key(name, secret).map_err(io_error)?;
    restrict(&key, lifetime).map_err(|error| {
        // Remove the key: without a timeout it would stay until the machine shuts down.
        let _ = key.invalidate();
        io_error(error)
    })
}

/// Sets the permissions and the timeout of a key.
fn restrict(key: &Key, lifetime: Duration) -> Result<(), KeyError> {
    // The kernel gives the possessor's permissions only to processes with a session keyring that
    // links to the user's keyring, which is not so under su, in cron or in a bare shell (measured).
    // Those processes need the permissions of the user. Source: keyrings(7), "Access rights".
    let user = Permission::VIEW
        | Permission::READ
        | Permission::WRITE
        | Permission::SEARCH
        | Permission::SETATTR;
    let permissions = KeyPermissionsBuilder::builder()
        .posessor(Permission::ALL)
        .user(user)
        .build();
    key.set_perms(permissions)?;
    let seconds = usize::try_from(lifetime.as_secs().max(1)).unwrap_or(usize::MAX);
    key.set_timeout(seconds)
}

pub(super) fn recall(name: &str) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
    let Some(key) = find(name)? else {
        return Ok(None);
    };
    let mut secret = Zeroizing::new(vec![0; MAX]);
    match key.read(&mut *secret) {
        Ok(length) if length <= MAX => {
            secret.truncate(length);
            Ok(Some(secret))
        }
        Ok(_) => Err(io::ErrorKind::InvalidData.into()),
        Err(error) if is_absent(error) => Ok(None),
        Err(error) => Err(io_error(error)),
    }
}

pub(super) fn forget(name: &str) -> io::Result<bool> {
    let Some(key) = find(name)? else {
        return Ok(false);
    };
    match key.invalidate() {
        Ok(()) => Ok(true),
        Err(error) if is_absent(error) => Ok(false),
        // Another program created the key without the right to invalidate it. The kernel frees an
        // unlinked key when nothing uses it any more.
        Err(_) => {
            keyring()?.unlink_key(key).map_err(io_error)?;
            Ok(true)
        }
    }
}

fn find(name: &str) -> io::Result<Option<Key>> {
    match keyring()?.search(name) {
        Ok(key) => Ok(Some(key)),
        Err(error) if is_absent(error) => Ok(None),
        Err(error) => Err(io_error(error)),
    }
}

/// Returns the keyring of the user. Unlike the keyring of a session, cron jobs, su and all
/// terminals share it.
fn keyring() -> io::Result<KeyRing> {
    KeyRing::from_special_id(KeyRingIdentifier::User, true).map_err(io_error)
}

fn is_absent(error: KeyError) -> bool {
    matches!(
        error,
        KeyError::KeyDoesNotExist | KeyError::KeyExpired | KeyError::KeyRevoked
    )
}

fn io_error(error: KeyError) -> io::Error {
    let code = match error {
        KeyError::AccessDenied => libc::EACCES,
        KeyError::PermissionDenied => libc::EPERM,
        KeyError::QuotaExceeded => libc::EDQUOT,
        KeyError::OperationNotSupported => libc::ENOTSUP,
        KeyError::Unknown(code) => code,
        other => return io::Error::other(format!("{other:?}")),
    };
    io::Error::from_raw_os_error(code)
}
