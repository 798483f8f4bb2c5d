//! How the keyring is: asked, with a deadline, and never concluded from the environment.

use std::time::Duration;

use super::{KeyringFault, service};

/// How the keyring is, as far as it said in time.
///
/// Its names come from outside: escape them before a terminal sees them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// The one thing to know about it.
    pub state: State,
    /// Whether a session bus answered. Always false where the keyring is no service on a bus.
    pub bus: bool,
    /// The program that offers the keyring, where one does and the bus can tell.
    pub owner: Option<Owner>,
    /// Whether the bus starts such a program when it is called.
    pub activatable: bool,
    /// The path of the collection that new items go to.
    pub collection: Option<String>,
    /// What a person calls that collection.
    pub label: Option<String>,
}

/// What can be done with the keyring now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It takes and gives secrets.
    Healthy,
    /// There is no session bus to ask.
    NoBus,
    /// There is a bus, and nothing on it offers a keyring or could be started to.
    NoService,
    /// It has no collection to put an item in.
    NoCollection,
    /// The collection that items go to is locked.
    Locked,
    /// The system or the bus refused to ask it.
    Denied,
    /// It did not answer in time.
    Hanging,
    /// Asking it failed in another way.
    Other(KeyringFault),
}

/// A program that offers the keyring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// Its name, as the system has it for the process.
    pub program: String,
    /// Its process.
    pub pid: u32,
}

impl Health {
    /// Nothing but a state.
    pub(crate) fn new(state: State) -> Self {
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
    /// The first line of what the program says of itself when it is run with `--version`; escape it before a terminal
    /// sees it.
    ///
    /// Only for programs that are known to do no more than that, found in the search path. `None` for any other, and for
    /// one that did not say it within `limit`: that one is killed.
    pub fn version(&self, limit: Duration) -> Option<String> {
        service::version(self, limit)
    }
}

/// Asks how the keyring is. Takes no longer than `limit`: what is not known by then stays unknown, and the state is
/// [`Hanging`](State::Hanging).
///
/// It looks at the collection that new items go to, which is the one behind the alias `default` and no other. A service
/// that does not run is started only by the bus, and only where that is set up to. Nothing is unlocked, no window opens.
///
/// On macOS and Windows, whose keyrings are part of the system, the answer is always [`Healthy`](State::Healthy).
pub fn health(limit: Duration) -> Health {
    service::health(limit)
}

/// Unlocks the collection that new items go to: the keyring asks for its password in a window of its own.
///
/// While that window is open, `tick` is called at once and then every second, with the time that is left. When the time is
/// up the window is closed. Where there is nothing to unlock it does nothing, and so it does on macOS and Windows.
///
/// # Errors
/// [`Locked`](KeyringFault::Locked) when the person closed the window, or there was none to open;
/// [`Unanswered`](KeyringFault::Unanswered) when nobody did anything within `limit`;
/// [`TimedOut`](KeyringFault::TimedOut) when the service did not answer within it;
/// [`NoCollection`](KeyringFault::NoCollection), and any other fault of the service.
pub fn unlock(limit: Duration, tick: &mut dyn FnMut(Duration)) -> Result<(), KeyringFault> {
    service::unlock(limit, tick)
}

/// Makes the collection that new items go to, and has `label` for its name: the keyring asks for a new password in a
/// window of its own. Where there is such a collection already, it stays.
///
/// `tick` and `limit` are those of [`unlock`]; on macOS and Windows it does nothing.
///
/// # Errors
/// [`NoCollection`](KeyringFault::NoCollection) when there is none afterwards: the person closed the window, or there was
/// none to open. The rest as [`unlock`].
pub fn make_collection(
    label: &str,
    limit: Duration,
    tick: &mut dyn FnMut(Duration),
) -> Result<(), KeyringFault> {
    service::make_collection(label, limit, tick)
}
