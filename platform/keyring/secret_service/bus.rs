//! A connection to the session bus, with time limits and classified errors.

use std::env;
use std::io::{self, ErrorKind};
use std::path::PathBuf;
use std::time::Duration;

use rustix::process::geteuid;
use serde::Serialize;
use zbus::blocking::{Connection, connection::Builder};
use zbus::zvariant::{DynamicType, OwnedObjectPath, OwnedValue, Type};
use zbus::{DBusError, fdo};

use crate::keyring::KeyringFault;

/// The bus name of the service. Source: the Secret Service API specification 0.2.
pub(super) const SERVICE: &str = "org.freedesktop.secrets";
const SERVICE_PATH: &str = "/org/freedesktop/secrets";
const SERVICE_INTERFACE: &str = "org.freedesktop.Secret.Service";
const COLLECTION: &str = "org.freedesktop.Secret.Collection";

/// The name and the interface of the bus itself.
pub(super) const BUS: &str = "org.freedesktop.DBus";
const BUS_PATH: &str = "/org/freedesktop/DBus";

/// The path that the service returns in place of an object.
pub(super) const NO_OBJECT: &str = "/";

/// The collection of gnome-keyring that is in memory only, and lost when the session ends.
const IN_MEMORY: &str = "/org/freedesktop/secrets/collection/session";

/// Whether a collection, or the collection of an item, is in memory only.
pub(super) fn is_in_memory(path: &str) -> bool {
    let rest = path.strip_prefix(IN_MEMORY);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether a session bus may exist: zbus connects to this address or this socket.
pub(in crate::keyring) fn may_exist() -> bool {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    if is_set("DBUS_SESSION_BUS_ADDRESS") {
        return true;
    }
    let folder = match env::var_os("XDG_RUNTIME_DIR") {
        Some(folder) => PathBuf::from(folder),
        None => format!("/run/user/{}", geteuid().as_raw()).into(),
    };
    folder.join("bus").exists()
}

/// A connection that is not shared. Dropping it closes it and ends the calls that wait on it.
pub(super) struct Session {
    pub(super) connection: Connection,
    limit: Duration,
}

/// A type that a reply can be decoded to.
pub(super) trait Reply: serde::de::DeserializeOwned + Type {}
impl<T: serde::de::DeserializeOwned + Type> Reply for T {}

impl Session {
    /// Connects to the bus at the address that the keyring crates use.
    ///
    /// Each call on the connection ends within `limit`. Connecting itself has no limit.
    pub(super) fn open(limit: Duration) -> Result<Self, KeyringFault> {
        let connection =
            Builder::session().and_then(|builder| builder.method_timeout(limit).build());
        let connection = connection.map_err(|error| match fault(&error) {
            // dbus-daemon closes the connection of another user without a reply.
            KeyringFault::Disconnected => KeyringFault::Denied,
            fault => fault,
        })?;
        Ok(Self { connection, limit })
    }

    /// Calls a method and returns its reply.
    pub(super) fn call<T: Reply>(
        &self,
        destination: &str,
        path: &str,
        interface: &str,
        method: &str,
        body: &(impl Serialize + DynamicType),
    ) -> Result<T, KeyringFault> {
        let reply =
            self.connection
                .call_method(Some(destination), path, Some(interface), method, body);
        let reply = reply.map_err(|error| match &error {
            zbus::Error::InputOutput(error) if error.kind() == ErrorKind::TimedOut => {
                KeyringFault::TimedOut { waited: self.limit }
            }
            _ => fault(&error),
        })?;
        let reply = reply.body().deserialize();
        reply.map_err(|_| KeyringFault::InvalidReply)
    }

    /// Calls a method of the bus itself.
    pub(super) fn call_bus<T: Reply>(
        &self,
        method: &str,
        body: &(impl Serialize + DynamicType),
    ) -> Result<T, KeyringFault> {
        self.call(BUS, BUS_PATH, BUS, method, body)
    }

    /// Calls a method of the Secret Service. The bus starts the service if it is not running but
    /// can be activated.
    pub(super) fn call_service<T: Reply>(
        &self,
        method: &str,
        body: &(impl Serialize + DynamicType),
    ) -> Result<T, KeyringFault> {
        self.call(SERVICE, SERVICE_PATH, SERVICE_INTERFACE, method, body)
    }

    /// Calls a method of the service that is not in the specification.
    pub(super) fn call_service_interface<T: Reply>(
        &self,
        interface: &str,
        method: &str,
        body: &(impl Serialize + DynamicType),
    ) -> Result<T, KeyringFault> {
        self.call(SERVICE, SERVICE_PATH, interface, method, body)
    }

    /// Returns the interfaces of the service, as XML.
    pub(super) fn introspection(&self) -> Result<String, KeyringFault> {
        self.call_service_interface("org.freedesktop.DBus.Introspectable", "Introspect", &())
    }

    /// Returns the default collection, or `None` without one. A collection that is in memory only does
    /// not count.
    ///
    /// Uses `ReadAlias("default")`, because zbus-secret-service-keyring-store 1.0 writes to the
    /// collection that this returns. KeePassXC has no object at
    /// `/org/freedesktop/secrets/aliases/default`.
    pub(super) fn default_collection(&self) -> Result<Option<OwnedObjectPath>, KeyringFault> {
        let path: OwnedObjectPath = self.call_service("ReadAlias", &"default")?;
        Ok(Some(path).filter(|path| path.as_str() != NO_OBJECT && !is_in_memory(path)))
    }

    /// Returns a property of a collection.
    pub(super) fn property<T: TryFrom<OwnedValue>>(
        &self,
        collection: &OwnedObjectPath,
        name: &str,
    ) -> Result<T, KeyringFault> {
        let interface = "org.freedesktop.DBus.Properties";
        let body = (COLLECTION, name);
        let reply: Result<OwnedValue, _> =
            self.call(SERVICE, collection.as_str(), interface, "Get", &body);
        let value = reply.map_err(|fault| match fault {
            // The alias names a collection that does not exist.
            KeyringFault::NoItem => KeyringFault::NoCollection,
            fault => fault,
        })?;
        T::try_from(value).map_err(|_| KeyringFault::InvalidReply)
    }
}

/// Classifies an error of zbus.
pub(super) fn fault(error: &zbus::Error) -> KeyringFault {
    use zbus::Error as E;
    match error {
        E::MethodError(name, ..) => named_fault(name.as_str(), error),
        E::FDO(error) => standard_fault(error),
        E::Address(_) => KeyringFault::NoBus,
        E::Connection(cause, _) => connection_fault(cause, error),
        E::InputOutput(cause) => match cause.kind() {
            ErrorKind::NotFound | ErrorKind::ConnectionRefused => KeyringFault::NoBus,
            ErrorKind::BrokenPipe
            | ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::NotConnected
            | ErrorKind::UnexpectedEof => KeyringFault::Disconnected,
            _ => KeyringFault::Other(error.to_string()),
        },
        // The bus belongs to another user, for example after `sudo`.
        E::Handshake(_) => KeyringFault::Denied,
        E::Variant(_)
        | E::Names(_)
        | E::InvalidReply
        | E::InvalidField
        | E::MissingField
        | E::ExcessData
        | E::IncorrectEndian
        | E::InvalidSerial => KeyringFault::InvalidReply,
        _ => KeyringFault::Other(error.to_string()),
    }
}

/// Classifies an error of the standard D-Bus interfaces.
pub(super) fn standard_fault(error: &fdo::Error) -> KeyringFault {
    match error {
        fdo::Error::ZBus(error) => fault(error),
        error => named_fault(error.name().as_str(), error),
    }
}

fn connection_fault(cause: &io::Error, error: &zbus::Error) -> KeyringFault {
    match cause.raw_os_error() {
        // This process or the system has too many open files; the bus may be fine.
        Some(libc::EMFILE | libc::ENFILE) => KeyringFault::Other(error.to_string()),
        Some(libc::EACCES | libc::EPERM) => KeyringFault::Denied,
        _ => KeyringFault::NoBus,
    }
}

/// Classifies an error by its D-Bus name. Source: the D-Bus specification, "Standard error names",
/// and the Secret Service specification, "Errors".
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
        "DBus.Error.AccessDenied" | "DBus.Error.AuthFailed" | "org.gnome.keyring.Error.Denied" => {
            KeyringFault::Denied
        }
        // dbus-daemon sends NoReply for a program that disconnects without a reply.
        "DBus.Error.NoReply" | "DBus.Error.Disconnected" => KeyringFault::Disconnected,
        _ => KeyringFault::Other(error.to_string()),
    }
}
