//! The operating system's own keyring, opened by the `keyring` crate.

use std::sync::Arc;
use std::time::Duration;

use keyrc_platform::{KEYRING, Keyring, KeyringFault, health};
use keyring_core::CredentialStore;

use crate::store::deadline::Patience;
use crate::store::fault::{self, Fault};
use crate::store::naming::Naming;

/// What messages call it.
pub(super) const NAME: &str = match KEYRING {
    Keyring::SecretService => "Secret Service",
    Keyring::Keychain => "macOS Keychain",
    Keyring::CredentialManager => "Windows Credential Manager",
};

pub(super) const NAMING: Naming = match KEYRING {
    Keyring::SecretService => Naming::Attributes,
    Keyring::Keychain => Naming::Keychain,
    Keyring::CredentialManager => Naming::TargetName,
};

/// Connects. Blocks for as long as the system does, which may be for ever.
pub(super) fn open() -> Result<Arc<CredentialStore>, Fault> {
    // `Entry::new` would turn every reason into NoDefaultStore; the status still has the reason.
    keyring::Entry::store_status()
        .as_ref()
        .map_err(|error| match fault::of(error) {
            // The bus of another user, as after `su`, ends the connection: only there do the two look the same.
            Fault::Gone if health(Patience::TOOL).state == Err(KeyringFault::Denied) => {
                Fault::Denied
            }
            fault => fault,
        })?;
    keyring_core::get_default_store().ok_or(Fault::NoService)
}

/// Whether the keyring of the system can be used now, by asking it for no longer than `limit`. Nothing is unlocked, and no
/// window opens.
///
/// # Errors
/// What is wrong with it.
pub fn check(limit: Duration) -> Result<(), Fault> {
    health(limit).state.map_err(Fault::from)
}

/// Whether it waits for its password, which is why it does not answer. Asks it aside, and takes no longer than `limit`.
pub(super) fn is_locked(limit: Duration) -> bool {
    health(limit).state == Err(KeyringFault::Locked)
}
