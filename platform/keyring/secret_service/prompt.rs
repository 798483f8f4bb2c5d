//! Unlocks and creates collections, for which the service asks the user in a window of its own.

use std::collections::HashMap;
use std::sync::mpsc::{RecvTimeoutError, Sender};
use std::time::Duration;

use zbus::blocking::{Connection, MessageIterator};
use zbus::message::{Flags, Message, Type};
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

use super::bus::{self, BUS, NO_OBJECT, SERVICE, Session};
use crate::deadline::{Worker, run_with_deadline};
use crate::keyring::KeyringFault;

const PROMPT: &str = "org.freedesktop.Secret.Prompt";

const SECOND: Duration = Duration::from_secs(1);

/// The longest time to spend on closing the window.
const DISMISS_LIMIT: Duration = Duration::from_millis(500);

/// Unlocks the default collection, as [`crate::unlock`] describes.
pub(in crate::keyring) fn unlock(
    limit: Duration,
    tick: &mut dyn FnMut(Duration),
) -> Result<(), KeyringFault> {
    run(limit, tick, move |events| {
        let session = Session::open(limit)?;
        let collection = session
            .default_collection()?
            .ok_or(KeyringFault::NoCollection)?;
        let (_unlocked, prompt): (Vec<OwnedObjectPath>, OwnedObjectPath) =
            session.call_service("Unlock", &vec![&*collection])?;
        let agreed = show(&session, prompt, events)?;
        // The user may confirm the window without unlocking the collection.
        if agreed && !session.property::<bool>(&collection, "Locked")? {
            Ok(())
        } else {
            Err(KeyringFault::Locked)
        }
    })
}

/// Creates the default collection, as [`crate::create_collection`] describes.
pub(in crate::keyring) fn create_collection(
    label: &str,
    limit: Duration,
    tick: &mut dyn FnMut(Duration),
) -> Result<(), KeyringFault> {
    let label = Value::from(label.to_owned());
    run(limit, tick, move |events| {
        let session = Session::open(limit)?;
        if session.default_collection()?.is_some() {
            return Ok(());
        }
        let properties = HashMap::from([("org.freedesktop.Secret.Collection.Label", label)]);
        let (_created, prompt): (OwnedObjectPath, OwnedObjectPath) =
            session.call_service("CreateCollection", &(properties, "default"))?;
        let agreed = show(&session, prompt, events)?;
        // Some services create the collection but do not make it the default one.
        if agreed && session.default_collection()?.is_some() {
            Ok(())
        } else {
            Err(KeyringFault::NoCollection)
        }
    })
}

/// A message from the thread that talks to the service.
enum Event {
    WindowOpened(Window),
    Finished(Result<(), KeyringFault>),
}

/// Runs `work` in a thread. Calls `tick` every second while a window is open, and closes the window
/// after `limit`.
fn run(
    limit: Duration,
    tick: &mut dyn FnMut(Duration),
    work: impl FnOnce(&Sender<Event>) -> Result<(), KeyringFault> + Send + 'static,
) -> Result<(), KeyringFault> {
    let worker = Worker::spawn("prompt", limit, move |events| {
        let result = work(events);
        // Ignore: the receiver is dropped when the time is up.
        let _ = events.send(Event::Finished(result));
    });
    let worker = worker.map_err(|error| KeyringFault::Other(error.to_string()))?;
    let window = match worker.next() {
        Ok(Event::WindowOpened(window)) => window,
        Ok(Event::Finished(result)) => return result,
        Err(RecvTimeoutError::Timeout) => return Err(KeyringFault::TimedOut { waited: limit }),
        Err(RecvTimeoutError::Disconnected) => return Err(KeyringFault::Disconnected),
    };
    loop {
        let left = worker.time_left();
        if left.is_zero() {
            window.close();
            return Err(KeyringFault::Unanswered { waited: limit });
        }
        tick(left);
        match worker.next_within(SECOND) {
            Ok(Event::Finished(result)) => return result,
            Ok(Event::WindowOpened(_)) | Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Err(KeyringFault::Disconnected),
        }
    }
}

/// A window that the service has opened for this program.
struct Window {
    connection: Connection,
    prompt: OwnedObjectPath,
}

impl Window {
    /// Closes the window and the connection, which ends the thread that waits for an answer.
    fn close(self) {
        // Ignore: the service closes the window anyway when the connection ends with this process.
        let _ = run_with_deadline("dismiss", DISMISS_LIMIT, move || {
            let _ = self.dismiss();
            let _ = self.connection.close();
        });
    }

    fn dismiss(&self) -> zbus::Result<()> {
        let call = Message::method_call(&self.prompt, "Dismiss")?
            .destination(SERVICE)?
            .interface(PROMPT)?
            .with_flags(Flags::NoReplyExpected)?
            .build(&())?;
        self.connection.send(&call)
    }
}

/// Opens the window of a prompt and waits, without a limit, until it closes. Returns whether the
/// user agreed. Returns `true` if the service did not need to ask.
fn show(
    session: &Session,
    prompt: OwnedObjectPath,
    events: &Sender<Event>,
) -> Result<bool, KeyringFault> {
    if prompt.as_str() == NO_OBJECT {
        return Ok(true);
    }
    // Subscribe before opening the window: the answer may arrive before the call returns.
    let messages = MessageIterator::from(&session.connection);
    for rule in [
        format!(
            "type='signal',interface='{PROMPT}',member='Completed',path='{}'",
            prompt.as_str()
        ),
        format!("type='signal',sender='{BUS}',member='NameOwnerChanged',arg0='{SERVICE}'"),
    ] {
        session.call_bus::<()>("AddMatch", &rule)?;
    }
    session.call::<()>(SERVICE, prompt.as_str(), PROMPT, "Prompt", &"")?;
    // Ignore: the window closes anyway, because the connection closes when this thread ends.
    let _ = events.send(Event::WindowOpened(Window {
        connection: session.connection.clone(),
        prompt: prompt.clone(),
    }));
    for message in messages {
        let message = message.map_err(|error| bus::fault(&error))?;
        if let Some(agreed) = parse_answer(&message, &prompt)? {
            return Ok(agreed);
        }
    }
    Err(KeyringFault::Disconnected)
}

/// Returns whether the user agreed, or `None` if the message is not an answer to the prompt.
///
/// # Errors
/// [`Disconnected`](KeyringFault::Disconnected) if the message reports the end of the service.
fn parse_answer(message: &Message, prompt: &OwnedObjectPath) -> Result<Option<bool>, KeyringFault> {
    let header = message.header();
    if message.message_type() != Type::Signal {
        return Ok(None);
    }
    match header.member().map(|member| member.as_str()) {
        Some("Completed") if header.path() == Some(&**prompt) => {
            let body = message.body();
            let parsed = body.deserialize::<(bool, OwnedValue)>();
            let (dismissed, _) = parsed.map_err(|_| KeyringFault::InvalidReply)?;
            Ok(Some(!dismissed))
        }
        Some("NameOwnerChanged") if header.sender().is_some_and(|sender| sender == BUS) => {
            Err(KeyringFault::Disconnected)
        }
        _ => Ok(None),
    }
}
