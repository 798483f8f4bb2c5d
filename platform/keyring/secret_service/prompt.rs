//! What the service does only after it has asked the person, in a window of its own.

use std::collections::HashMap;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use zbus::blocking::{Connection, MessageIterator};
use zbus::message::{Flags, Message, Type};
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

use super::bus::{self, BUS, NOTHING, SERVICE, Session};
use crate::KeyringFault;

const PROMPT: &str = "org.freedesktop.Secret.Prompt";

const SECOND: Duration = Duration::from_secs(1);

/// How long closing the window may hold us up.
const GRACE: Duration = Duration::from_millis(500);

pub(crate) fn unlock(limit: Duration, tick: &mut dyn FnMut(Duration)) -> Result<(), KeyringFault> {
    within(limit, tick, move |steps| {
        let session = Session::open(limit)?;
        let collection = session
            .default_collection()?
            .ok_or(KeyringFault::NoCollection)?;
        let (_, prompt): (Vec<OwnedObjectPath>, OwnedObjectPath) =
            session.service("Unlock", &vec![&*collection])?;
        let agreed = ask(&session, prompt, steps)?;
        // A window can be answered with what unlocks nothing.
        if agreed && !session.property::<bool>(&collection, "Locked")? {
            Ok(())
        } else {
            Err(KeyringFault::Locked)
        }
    })
}

pub(crate) fn make_collection(
    label: &str,
    limit: Duration,
    tick: &mut dyn FnMut(Duration),
) -> Result<(), KeyringFault> {
    let label = label.to_owned();
    within(limit, tick, move |steps| {
        let session = Session::open(limit)?;
        if session.default_collection()?.is_some() {
            return Ok(());
        }
        let properties = HashMap::from([(
            "org.freedesktop.Secret.Collection.Label",
            Value::from(label),
        )]);
        let (_, prompt): (OwnedObjectPath, OwnedObjectPath) =
            session.service("CreateCollection", &(properties, "default"))?;
        let agreed = ask(&session, prompt, steps)?;
        // A service may make a collection and not know it by that alias: then nothing could be stored in it.
        if agreed && session.default_collection()?.is_some() {
            Ok(())
        } else {
            Err(KeyringFault::NoCollection)
        }
    })
}

/// How far the thread that talks to the service is.
enum Step {
    /// The window is open.
    Asked(Window),
    /// There is no more to come.
    Done(Result<(), KeyringFault>),
}

/// A window that the service opened for us.
struct Window {
    connection: Connection,
    prompt: OwnedObjectPath,
}

/// Runs `work` on a thread of its own until the time is up, and tells the time while a window is open.
fn within(
    limit: Duration,
    tick: &mut dyn FnMut(Duration),
    work: impl FnOnce(&Sender<Step>) -> Result<(), KeyringFault> + Send + 'static,
) -> Result<(), KeyringFault> {
    let began = Instant::now();
    let (sender, receiver) = mpsc::channel();
    let thread = thread::Builder::new().name("prompt".into()).spawn(move || {
        let done = work(&sender);
        // The receiver is gone when the time was up; then nobody wants the answer.
        let _ = sender.send(Step::Done(done));
    });
    thread.map_err(|error| KeyringFault::Other(error.to_string()))?;
    let mut window = None;
    loop {
        let left = limit.saturating_sub(began.elapsed());
        if window.is_some() && !left.is_zero() {
            tick(left);
        }
        match receiver.recv_timeout(if window.is_some() {
            left.min(SECOND)
        } else {
            left
        }) {
            Ok(Step::Done(done)) => return done,
            Ok(Step::Asked(opened)) => window = Some(opened),
            Err(RecvTimeoutError::Disconnected) => return Err(KeyringFault::Gone),
            Err(RecvTimeoutError::Timeout) if began.elapsed() < limit => {}
            Err(RecvTimeoutError::Timeout) => {
                let Some(window) = window else {
                    return Err(KeyringFault::TimedOut(limit));
                };
                window.close();
                return Err(KeyringFault::Unanswered(limit));
            }
        }
    }
}

impl Window {
    /// Takes the question back. Nothing more can be done where that fails: the window closes with the connection.
    fn close(self) {
        let (done, closed) = mpsc::channel();
        let thread = thread::Builder::new()
            .name("dismiss".into())
            .spawn(move || {
                let _ = self.dismiss();
                // Ends the thread that waits for an answer, too.
                let _ = self.connection.close();
                let _ = done.send(());
            });
        if thread.is_ok() {
            let _ = closed.recv_timeout(GRACE);
        }
    }

    fn dismiss(&self) -> zbus::Result<()> {
        let call = Message::method_call(&self.prompt, "Dismiss")?
            .destination(SERVICE)?
            .interface(PROMPT)?;
        self.connection
            .send(&call.with_flags(Flags::NoReplyExpected)?.build(&())?)
    }
}

/// Opens the window of a prompt and waits until it is closed, for as long as that takes. Returns whether the person
/// agreed, which where there is nothing to ask they did.
fn ask(
    session: &Session,
    prompt: OwnedObjectPath,
    steps: &Sender<Step>,
) -> Result<bool, KeyringFault> {
    if prompt.as_str() == NOTHING {
        return Ok(true);
    }
    // Before the window opens: its answer may be there before the call that opens it returns.
    let messages = MessageIterator::from(&session.connection);
    for rule in [
        format!(
            "type='signal',interface='{PROMPT}',member='Completed',path='{}'",
            prompt.as_str()
        ),
        format!("type='signal',sender='{BUS}',member='NameOwnerChanged',arg0='{SERVICE}'"),
    ] {
        session.bus::<()>("AddMatch", &rule)?;
    }
    let window = Window {
        connection: session.connection.clone(),
        prompt: prompt.clone(),
    };
    session.call::<()>(SERVICE, prompt.as_str(), PROMPT, "Prompt", &"")?;
    // The receiver is gone when the time was up; the connection closes when this thread ends, and the window with it.
    let _ = steps.send(Step::Asked(window));
    for message in messages {
        let message = message.map_err(|error| bus::fault(&error))?;
        if let Some(agreed) = answer(&message, &prompt)? {
            return Ok(agreed);
        }
    }
    Err(KeyringFault::Gone)
}

/// What a message says about a prompt: whether the person agreed, or that the service is no more.
fn answer(message: &Message, prompt: &OwnedObjectPath) -> Result<Option<bool>, KeyringFault> {
    let header = message.header();
    let named = |name| header.member().is_some_and(|member| member == name);
    if message.message_type() != Type::Signal {
        Ok(None)
    } else if named("Completed") && header.path() == Some(&**prompt) {
        let body = message.body();
        let (dismissed, _): (bool, OwnedValue) =
            body.deserialize().map_err(|_| KeyringFault::Nonsense)?;
        Ok(Some(!dismissed))
    } else if named("NameOwnerChanged") && header.sender().is_some_and(|sender| sender == BUS) {
        Err(KeyringFault::Gone)
    } else {
        Ok(None)
    }
}
