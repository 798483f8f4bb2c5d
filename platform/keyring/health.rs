//! The state of the keyring, found by asking it and never guessed from the environment.

use std::time::Duration;

use super::{KeyringFault, service};

/// The state of the keyring, as far as it replied in time.
///
/// The names in it come from other programs. Escape them before printing them on a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// Whether the keyring can be used now.
    pub state: Result<(), KeyringFault>,
    /// Whether a session bus replied. Always false on macOS and Windows, because their keyrings are
    /// not on a bus.
    pub bus: bool,
    /// The program that offers the keyring, if the bus knows it.
    pub owner: Option<Owner>,
    /// Whether the bus starts a program that offers the keyring when one is needed.
    pub activatable: bool,
    /// The D-Bus path of the default collection, which receives new items.
    pub collection: Option<String>,
    /// The name of that collection for people.
    pub label: Option<String>,
}

/// A program that offers the keyring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The name of its process.
    pub program: String,
    /// Its process ID.
    pub pid: u32,
}

impl Health {
    /// A state, with nothing else known.
    pub(super) fn new(state: Result<(), KeyringFault>) -> Self {
        Self {
            state,
            bus: false,
            owner: None,
            activatable: false,
            collection: None,
            label: None,
        }
    }
}

impl Owner {
    /// Runs the program with `--version` and returns the first line that it prints. Escape it
    /// before printing it on a terminal.
    ///
    /// Runs only programs that are known to do nothing else with this option, and finds them in the
    /// search path. Returns `None` for any other program, and for one that prints nothing within
    /// `limit`, which is killed.
    pub fn version(&self, limit: Duration) -> Option<String> {
        service::version(self, limit)
    }
}

/// Asks the keyring for its state, for at most `limit`.
///
/// If the keyring does not reply in time, the state is [`TimedOut`](KeyringFault::TimedOut), and
/// the other fields contain the replies until then. Examines the default collection only. Unlocks
/// nothing and opens no window; the bus may start the keyring's program.
///
/// On macOS and Windows the keyring is part of the system, so the state is always `Ok`.
pub fn health(limit: Duration) -> Health {
    service::health(limit)
}
