//! The health of a keyring that is part of the system: macOS and Windows. It is always there, and asks by itself.

use std::time::Duration;

use super::{Health, KeyringFault, Owner, State};

pub(crate) fn health(_limit: Duration) -> Health {
    Health::new(State::Healthy)
}

pub(crate) fn version(_owner: &Owner, _limit: Duration) -> Option<String> {
    None
}

pub(crate) fn unlock(
    _limit: Duration,
    _tick: &mut dyn FnMut(Duration),
) -> Result<(), KeyringFault> {
    Ok(())
}

pub(crate) fn make_collection(
    _label: &str,
    _limit: Duration,
    _tick: &mut dyn FnMut(Duration),
) -> Result<(), KeyringFault> {
    Ok(())
}
