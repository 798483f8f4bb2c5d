//! One connection to the session bus, and what its errors mean.

use std::io::{self, ErrorKind};
use std::time::Duration;

use serde::Serialize;
use zbus::blocking::{Connection, connection::Builder};
use zbus::zvariant::{DynamicType, OwnedObjectPath, OwnedValue, Type};
use zbus::{DBusError, fdo};

use crate::KeyringFault;

/// The name of the service, and of its own interfaces.
///
/// Source: the Secret Service API specification 0.2.
pub(super) const SERVICE: &str = "org.freedesktop.secrets";
const SERVICE_PATH: &str = "/org/freedesktop/secrets";
const SERVICE_INTERFACE: &str = "org.freedesktop.Secret.Service";
const COLLECTION: &str = "org.freedesktop.Secret.Collection";

/// The bus itself.
pub(super) const BUS: &str = "org.freedesktop.DBus";

/// The path that stands for no object.
pub(super) const NOTHING: &str = "/";

/// A connection of its own: closed when it is dropped, with whatever it still waits for.
pub(super) struct Session {
    pub(super) connection: Connection,
    limit: Duration,
}

/// What an answer can be read as.
pub(super) trait Answer: serde::de::DeserializeOwned + Type {}
impl<T: serde::de::DeserializeOwned + Type> Answer for T {}

impl Session {
    /// Connects to the bus at the address where the keyring crates look for it. Each call on it ends within `limit`;
    /// connecting may take for ever.
    pub(super) fn open(limit: Duration) -> Result<Self, KeyringFault> {
        let connection =
            Builder::session().and_then(|builder| builder.method_timeout(limit).build());
        let connection = connection.map_err(|error| match fault(&error) {
            // How dbus-daemon refuses another user: it ends the connection.
            KeyringFault::Gone => KeyringFault::Denied,
            fault => fault,
        })?;
        Ok(Self { connection, limit })
    }

    /// Calls a method.
    pub(super) fn call<T: Answer>(
        &self,
        to: &str,
        path: &str,
        interface: &str,
        method: &str,
        body: &(impl Serialize + DynamicType),
    ) -> Result<T, KeyringFault> {
        let answer = self
            .connection
            .call_method(Some(to), path, Some(interface), method, body);
        let answer = answer.map_err(|error| match &error {
            zbus::Error::InputOutput(why) if why.kind() == ErrorKind::TimedOut => {
                KeyringFault::TimedOut(self.limit)
            }
            _ => fault(&error),
        })?;
        answer
            .body()
            .deserialize()
            .map_err(|_| KeyringFault::Nonsense)
    }

    /// Asks the bus itself.
    pub(super) fn bus<T: Answer>(
        &self,
        method: &str,
        body: &(impl Serialize + DynamicType),
    ) -> Result<T, KeyringFault> {
        self.call(BUS, "/org/freedesktop/DBus", BUS, method, body)
    }

    /// Calls the Secret Service; the bus starts it where it does not run and is set up to.
    pub(super) fn service<T: Answer>(
        &self,
        method: &str,
        body: &(impl Serialize + DynamicType),
    ) -> Result<T, KeyringFault> {
        self.call(SERVICE, SERVICE_PATH, SERVICE_INTERFACE, method, body)
    }

    /// The collection that new items go to, where there is one.
    ///
    /// It is what `ReadAlias("default")` says and nothing else, because zbus-secret-service-keyring-store 1.0 writes there
    /// and nowhere else. KeePassXC has no object at `/org/freedesktop/secrets/aliases/default`.
    pub(super) fn default_collection(&self) -> Result<Option<OwnedObjectPath>, KeyringFault> {
        let path: OwnedObjectPath = self.service("ReadAlias", &"default")?;
        Ok(Some(path).filter(|path| path.as_str() != NOTHING))
    }

    /// A property of a collection.
    pub(super) fn property<T: TryFrom<OwnedValue>>(
        &self,
        collection: &OwnedObjectPath,
        name: &str,
    ) -> Result<T, KeyringFault> {
        let properties = "org.freedesktop.DBus.Properties";
        let value: OwnedValue = self
            .call(
                SERVICE,
                collection.as_str(),
                properties,
                "Get",
                &(COLLECTION, name),
            )
            .map_err(
                // The alias leads to an object that is not there.
                |fault| {
                    if fault == KeyringFault::NoItem {
                        KeyringFault::NoCollection
                    } else {
                        fault
                    }
                },
            )?;
        T::try_from(value).map_err(|_| KeyringFault::Nonsense)
    }
}

/// Tells what an error of zbus means.
pub(super) fn fault(error: &zbus::Error) -> KeyringFault {
    use zbus::Error as E;
    match error {
        E::MethodError(name, ..) => named_fault(name.as_str(), error),
        E::FDO(error) => standard_fault(error),
        E::Address(_) => KeyringFault::NoBus,
        E::Connection(why, _) => connecting_fault(why, error),
        E::InputOutput(why) => match why.kind() {
            ErrorKind::NotFound | ErrorKind::ConnectionRefused => KeyringFault::NoBus,
            ErrorKind::BrokenPipe
            | ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::NotConnected
            | ErrorKind::UnexpectedEof => KeyringFault::Gone,
            _ => KeyringFault::Other(error.to_string()),
        },
        // The bus does not take us for its user, as after `sudo`.
        E::Handshake(_) => KeyringFault::Denied,
        E::Variant(_)
        | E::Names(_)
        | E::InvalidReply
        | E::InvalidField
        | E::MissingField
        | E::ExcessData
        | E::IncorrectEndian
        | E::InvalidSerial => KeyringFault::Nonsense,
        _ => KeyringFault::Other(error.to_string()),
    }
}

/// Tells what an error of one of the standard interfaces means.
pub(super) fn standard_fault(error: &fdo::Error) -> KeyringFault {
    match error {
        fdo::Error::ZBus(error) => fault(error),
        error => named_fault(error.name().as_str(), error),
    }
}

fn connecting_fault(why: &io::Error, error: &zbus::Error) -> KeyringFault {
    match why.raw_os_error() {
        // We, and not the bus, are at our limits.
        Some(libc::EMFILE | libc::ENFILE) => KeyringFault::Other(error.to_string()),
        Some(libc::EACCES | libc::EPERM) => KeyringFault::Denied,
        _ => KeyringFault::NoBus,
    }
}

/// Source of the names: the D-Bus specification, "Standard error names", and the Secret Service specification, "Errors".
fn named_fault(name: &str, error: &dyn std::error::Error) -> KeyringFault {
    if name.starts_with("org.freedesktop.DBus.Error.Spawn.") {
        return KeyringFault::NoService;
    }
    match name.trim_start_matches("org.freedesktop.") {
        "DBus.Error.ServiceUnknown" | "DBus.Error.NameHasNoOwner" => KeyringFault::NoService,
        "DBus.Error.UnknownMethod"
        | "DBus.Error.UnknownObject"
        | "DBus.Error.UnknownInterface"
        | "Secret.Error.NoSuchObject" => KeyringFault::NoItem,
        "Secret.Error.IsLocked" => KeyringFault::Locked,
        "DBus.Error.AccessDenied" | "DBus.Error.AuthFailed" => KeyringFault::Denied,
        // dbus-daemon says this for a program that left without an answer.
        "DBus.Error.NoReply" | "DBus.Error.Disconnected" => KeyringFault::Gone,
        _ => KeyringFault::Other(error.to_string()),
    }
}
