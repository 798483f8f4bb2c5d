//! The macOS keychain's errors, told apart.

use std::error::Error;

use security_framework::base::Error as Security;

use super::{Keyring, KeyringFault};

pub(crate) const KEYRING: Keyring = Keyring::Keychain;

/// Source of the codes: `SecBase.h` of Apple's Security framework.
pub(crate) fn fault(error: &(dyn Error + 'static)) -> KeyringFault {
    match error.downcast_ref::<Security>().map(|found| found.code()) {
        Some(-25294 | -25307) => KeyringFault::NoCollection, // errSecNoSuchKeychain, errSecNoDefaultKeychain
        // errSecInteractionNotAllowed: over SSH the keychain is locked and cannot ask.
        // errSecUserCanceled: it asked, and the person said no.
        Some(-25308 | -128) => KeyringFault::Locked,
        // errSecAuthFailed, errSecInvalidOwnerEdit, errSecReadOnly, wrPermErr
        Some(-25293 | -25244 | -25292 | -61) => KeyringFault::Denied,
        Some(-25291) => KeyringFault::NoService, // errSecNotAvailable
        _ => KeyringFault::Other(error.to_string()),
    }
}
