//! The errors of the macOS keychain.

use std::error::Error;

use security_framework::base::Error as SecurityError;

use super::{Keyring, KeyringFault};

pub(super) const KEYRING: Keyring = Keyring::Keychain;

/// Classifies an error of the Security framework. Source of the codes: Apple's `SecBase.h`.
pub(super) fn fault(error: &(dyn Error + 'static)) -> KeyringFault {
    let code = error.downcast_ref::<SecurityError>().map(|e| e.code());
    match code {
        Some(-25294 | -25307) => KeyringFault::NoCollection, // errSecNoSuchKeychain, errSecNoDefaultKeychain
        // errSecInteractionNotAllowed: over SSH the keychain is locked and cannot open a window.
        // errSecUserCanceled: the user closed the window.
        Some(-25308 | -128) => KeyringFault::Locked,
        // errSecAuthFailed, errSecInvalidOwnerEdit, errSecReadOnly, wrPermErr
        Some(-25293 | -25244 | -25292 | -61) => KeyringFault::Denied,
        Some(-25291) => KeyringFault::NoService, // errSecNotAvailable
        _ => KeyringFault::Other(error.to_string()),
    }
}
