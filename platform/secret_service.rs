//! The Secret Service's errors, told apart.

use std::error::Error;

use secret_service::Error as Service;

use crate::{Keyring, KeyringFault};

pub(crate) const KEYRING: Keyring = Keyring::SecretService;

pub(crate) fn fault(error: &(dyn Error + 'static)) -> KeyringFault {
    let Some(service) = error.downcast_ref::<Service>() else {
        return KeyringFault::Other(error.to_string());
    };
    match service {
        // What secret-service makes of a bus address that is missing, malformed or a socket that is not there.
        Service::Unavailable => KeyringFault::NoBus,
        Service::Locked | Service::Prompt | Service::PromptDisconnected => KeyringFault::Locked,
        // ReadAlias("default") answered "/": there is no collection behind the alias.
        Service::NoResult => KeyringFault::NoCollection,
        Service::Zbus(_) | Service::ZbusFdo(_) => bus_fault(&service.to_string()),
        other => KeyringFault::Other(other.to_string()),
    }
}

/// The names are D-Bus error names, which zbus puts into its text; its types are not ours to depend on.
///
/// Source: the D-Bus specification, "Standard error names", and the Secret Service specification, "Errors".
fn bus_fault(text: &str) -> KeyringFault {
    let named = |names: &[&str]| names.iter().any(|name| text.contains(name));
    if named(&["ServiceUnknown", "NameHasNoOwner", "Spawn."]) {
        KeyringFault::NoService
    } else if named(&["UnknownMethod", "UnknownObject", "NoSuchObject"]) {
        KeyringFault::NoItem
    } else if named(&["Error.IsLocked"]) {
        KeyringFault::Locked
    } else if named(&["AccessDenied", "AuthFailed"]) {
        KeyringFault::Denied
    } else if named(&["NoReply", "Disconnected", "Broken pipe", "Connection reset", "failed to read from socket"]) {
        KeyringFault::Gone
    } else if named(&["Failed to connect to address", "Connection refused"]) && !named(&["Too many open files"]) {
        KeyringFault::NoBus
    } else {
        KeyringFault::Other(text.to_owned())
    }
}
