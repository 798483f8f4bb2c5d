//! The kernel's key store on Linux, by keyctl(2).

use std::io;
use std::time::Duration;

use linux_keyutils::{
    Key, KeyError, KeyPermissionsBuilder, KeyRing, KeyRingIdentifier, Permission,
};
use zeroize::Zeroizing;

use crate::kernel_keys::MAX;

pub(crate) fn remember(name: &str, secret: &[u8], time: Duration) -> io::Result<()> {
    let key = keyring()?.add_key(name, secret).map_err(error)?;
    // The user's keyring is not linked into every session: under su, in cron or in a bare shell nothing in it is
    // "possessed", so the user's own rights are what counts. Measured; see keyrings(7), "Access rights".
    let user = Permission::VIEW
        | Permission::READ
        | Permission::WRITE
        | Permission::SEARCH
        | Permission::SETATTR;
    let rights = KeyPermissionsBuilder::builder()
        .posessor(Permission::ALL)
        .user(user)
        .build();
    let seconds = usize::try_from(time.as_secs().max(1)).unwrap_or(usize::MAX);
    let kept = key
        .set_perms(rights)
        .and_then(|()| key.set_timeout(seconds));
    kept.map_err(|failed| {
        // Better none than one that stays for ever.
        let _ = key.invalidate();
        error(failed)
    })
}

pub(crate) fn recall(name: &str) -> io::Result<Option<Zeroizing<Vec<u8>>>> {
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
        Err(failed) if is_gone(failed) => Ok(None),
        Err(failed) => Err(error(failed)),
    }
}

pub(crate) fn forget(name: &str) -> io::Result<bool> {
    let Some(key) = find(name)? else {
        return Ok(false);
    };
    match key.invalidate() {
        Ok(()) => Ok(true),
        Err(failed) if is_gone(failed) => Ok(false),
        // Another program made it without that right. Unlinked, it goes when its last user does.
        Err(_) => keyring()?.unlink_key(key).map(|()| true).map_err(error),
    }
}

fn find(name: &str) -> io::Result<Option<Key>> {
    match keyring()?.search(name) {
        Ok(key) => Ok(Some(key)),
        Err(failed) if is_gone(failed) => Ok(None),
        Err(failed) => Err(error(failed)),
    }
}

/// The user's keyring and not the session's: it is the one that cron, su and every terminal have in common.
fn keyring() -> io::Result<KeyRing> {
    KeyRing::from_special_id(KeyRingIdentifier::User, true).map_err(error)
}

fn is_gone(failed: KeyError) -> bool {
    matches!(
        failed,
        KeyError::KeyDoesNotExist | KeyError::KeyExpired | KeyError::KeyRevoked
    )
}

fn error(failed: KeyError) -> io::Error {
    let code = match failed {
        KeyError::AccessDenied => libc::EACCES,
        KeyError::PermissionDenied => libc::EPERM,
        KeyError::QuotaExceeded => libc::EDQUOT,
        KeyError::OperationNotSupported => libc::ENOTSUP,
        KeyError::Unknown(code) => code,
        other => return io::Error::other(format!("{other:?}")),
    };
    io::Error::from_raw_os_error(code)
}
