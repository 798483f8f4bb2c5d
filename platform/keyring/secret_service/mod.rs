//! The Secret Service on D-Bus: its errors told apart, and what keyrc asks it beyond what the keyring crates do.

mod bus;
mod health;
mod owner;
mod prompt;

use std::error::Error;

use secret_service::Error as Service;

use crate::{Keyring, KeyringFault};

pub(crate) use health::health;
pub(crate) use owner::version;
pub(crate) use prompt::{make_collection, unlock};

pub(crate) const KEYRING: Keyring = Keyring::SecretService;

pub(crate) fn fault(error: &(dyn Error + 'static)) -> KeyringFault {
    let Some(service) = error.downcast_ref::<Service>() else {
        return KeyringFault::Other(error.to_string());
    };
    match service {
        // What secret-service makes of a bus address that is missing, malformed or a socket that is not there.
        Service::Unavailable => KeyringFault::NoBus,
        Service::Locked | Service::Prompt => KeyringFault::Locked,
        Service::PromptDisconnected => KeyringFault::Gone,
        // ReadAlias("default") answered "/": there is no collection behind the alias.
        Service::NoResult => KeyringFault::NoCollection,
        Service::Zbus(error) => bus::fault(error),
        Service::ZbusFdo(error) => bus::standard_fault(error),
        Service::Zvariant(_) | Service::Crypto(_) => KeyringFault::Nonsense,
        other => KeyringFault::Other(other.to_string()),
    }
}
