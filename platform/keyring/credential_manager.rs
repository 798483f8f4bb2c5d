//! The Windows Credential Manager's errors, told apart.

use std::error::Error;

use super::{Keyring, KeyringFault};

pub(crate) const KEYRING: Keyring = Keyring::CredentialManager;

/// The type of the error is private to windows-native-keyring-store 1.1; its text names the code.
pub(crate) fn fault(error: &(dyn Error + 'static)) -> KeyringFault {
    let text = error.to_string();
    // A network logon (SSH, WinRM) has no set of credentials.
    if text.contains("ERROR_NO_SUCH_LOGON_SESSION") {
        KeyringFault::NoService
    } else {
        KeyringFault::Other(text)
    }
}
