//! The Secret Service on D-Bus: its items, its state, its windows, and the meaning of its errors.

mod bus;
mod health;
mod owner;
mod password;
mod prompt;
mod store;

use std::error::Error;

use secret_service::Error as ServiceError;

use super::{Keyring, KeyringFault, Opened};

pub(super) use bus::may_exist;
pub(super) use health::health;
pub(super) use owner::version;
pub(super) use password::{takes_password, unlock_with_password};
pub(super) use prompt::{create_collection, unlock};

/// Opens the store of the Secret Service.
pub(super) fn open(mark: (&'static str, &'static str)) -> Option<Opened> {
    Some(store::open(mark))
}

pub(super) const KEYRING: Keyring = Keyring::SecretService;

/// Classifies an error of the secret-service crate.
pub(super) fn fault(error: &(dyn Error + 'static)) -> KeyringFault {
    if let Some(fault) = error.downcast_ref::<KeyringFault>() {
        return fault.clone();
    }
    let Some(error) = error.downcast_ref::<ServiceError>() else {
        return KeyringFault::Other(error.to_string());
    };
    match error {
        // The bus address is missing or malformed, or its socket does not exist.
        ServiceError::Unavailable => KeyringFault::NoBus,
        ServiceError::Locked | ServiceError::Prompt => KeyringFault::Locked,
        ServiceError::PromptDisconnected => KeyringFault::Disconnected,
        // ReadAlias("default") returned "/": there is no default collection.
        ServiceError::NoResult => KeyringFault::NoCollection,
        ServiceError::Zbus(error) => bus::fault(error),
        ServiceError::ZbusFdo(error) => bus::standard_fault(error),
        ServiceError::Zvariant(_) | ServiceError::Crypto(_) => KeyringFault::InvalidReply,
        other => KeyringFault::Other(other.to_string()),
    }
}
