//! The keyrings of macOS and Windows, which are part of the system: they always run, and ask for a
//! password by themselves.

use std::time::Duration;

use zeroize::Zeroizing;

use super::{Health, KeyringFault, Opened, Owner};

/// Returns `None`: the keyring crate opens these keyrings.
pub(super) fn open(_mark: (&'static str, &'static str)) -> Option<Opened> {
    None
}

pub(super) fn may_exist() -> bool {
    true
}

pub(super) fn health(_limit: Duration) -> Health {
    Health::new(Ok(()))
}

pub(super) fn version(_owner: &Owner, _limit: Duration) -> Option<String> {
    None
}

pub(super) fn unlock(
    _limit: Duration,
    _tick: &mut dyn FnMut(Duration),
) -> Result<(), KeyringFault> {
    Ok(())
}

pub(super) fn create_collection(
    _label: &str,
    _limit: Duration,
    _tick: &mut dyn FnMut(Duration),
) -> Result<(), KeyringFault> {
    Ok(())
}

pub(super) fn takes_password(_limit: Duration) -> bool {
    false
}

pub(super) fn unlock_with_password(
    _password: &Zeroizing<String>,
    _limit: Duration,
) -> Result<(), KeyringFault> {
    Ok(())
}
