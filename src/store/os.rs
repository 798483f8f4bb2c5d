//! The keyring of the operating system: the Secret Service through our own client, the others
//! through the `keyring` crate.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use keyrc_platform::{KEYRING, Keyring, KeyringFault, health, open_keyring};
use keyring_core::CredentialStore;

use crate::store::fault::{self, Absence, Denial, Fault};
use crate::store::naming::{MARK, Naming};
use crate::store::patience::Patience;

/// The name of the store in messages, the same on every system.
pub(super) const NAME: &str = "keyring";

/// How the keyring names its items.
pub(super) const NAMING: Naming = match KEYRING {
    Keyring::SecretService => Naming::Attributes,
    Keyring::Keychain => Naming::Keychain,
    Keyring::CredentialManager => Naming::TargetName,
};

/// The connection of this process.
static OPENED: OnceLock<Arc<CredentialStore>> = OnceLock::new();

/// Connects to the keyring. May block for ever.
pub(super) fn open() -> Result<Arc<CredentialStore>, Fault> {
    if let Some(opened) = OPENED.get() {
        return Ok(opened.clone());
    }
    match open_keyring(MARK) {
        Some(opened) => {
            let opened = opened.map_err(|error| unopened(&error))?;
            keyring_core::set_default_store(opened.clone());
            Ok(OPENED.get_or_init(|| opened).clone())
        }
        None => open_by_crate(),
    }
}

fn open_by_crate() -> Result<Arc<CredentialStore>, Fault> {
    // Not `Entry::new`: it reports every failure as NoDefaultStore.
    if let Err(error) = keyring::Entry::store_status().as_ref() {
        return Err(unopened(error));
    }
    keyring_core::get_default_store().ok_or(Fault::Absent(Absence::Service))
}

fn unopened(error: &keyring_core::Error) -> Fault {
    match fault::of(error) {
        // The bus of another user, as after `su`, closes the connection without a reason.
        Fault::Disconnected if health(Patience::TOOL).state == Err(KeyringFault::Denied) => {
            Fault::Denied(Denial::System)
        }
        fault => fault,
    }
}

/// Asks the keyring, for at most `limit`, whether it can be used now. Never unlocks it or opens a
/// window.
///
/// # Errors
/// Why the keyring cannot be used.
pub fn check(limit: Duration) -> Result<(), Fault> {
    health(limit).state.map_err(Fault::from)
}

/// Asks the keyring, for at most `limit`, whether it is locked.
pub(super) fn is_locked(limit: Duration) -> bool {
    health(limit).state == Err(KeyringFault::Locked)
}
