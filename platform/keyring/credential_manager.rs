//! The errors of the Windows Credential Manager.

use std::error::Error;

use super::{Keyring, KeyringFault};

pub(super) const KEYRING: Keyring = Keyring::CredentialManager;

/// Classifies an error by its text: its type is private to windows-native-keyring-store 1.1.
pub(super) fn fault(error: &(dyn Error + 'static)) -> KeyringFault {
    let text = error.to_string();
    // A network logon (SSH, WinRM) has no credential set.
    if text.contains("ERROR_NO_SUCH_LOGON_SESSION") {
        KeyringFault::NoService
    } else {
        KeyringFault::Other(text)
    }
}
