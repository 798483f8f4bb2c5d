//! Asks the service how it is, on a thread of its own: connecting has no time limit that could be set.

use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use super::bus::{SERVICE, Session};
use super::owner;
use crate::{Health, KeyringFault, Owner, State};

pub(crate) fn health(limit: Duration) -> Health {
    let began = Instant::now();
    let mut known = Health::new(State::Hanging);
    let (sender, receiver) = mpsc::channel();
    let thread = thread::Builder::new().name("health".into()).spawn(move || {
        // The receiver is gone when the time was up; then nobody wants to know.
        look(limit, &mut |health| drop(sender.send(health.clone())));
    });
    if let Err(error) = thread {
        return Health::new(State::Other(KeyringFault::Other(error.to_string())));
    }
    // Ends when the time is up, and when there is no more to come.
    while let Ok(more) = receiver.recv_timeout(limit.saturating_sub(began.elapsed())) {
        known = more;
    }
    known
}

/// Tells what is known after each step that could be the last one to be answered.
fn look(limit: Duration, tell: &mut dyn FnMut(&Health)) {
    let mut health = Health::new(State::Hanging);
    let state = Session::open(limit).and_then(|session| {
        health.bus = true;
        tell(&health);
        examine(&session, &mut health, tell)
    });
    health.state = state.unwrap_or_else(as_state);
    tell(&health);
}

fn examine(
    session: &Session,
    health: &mut Health,
    tell: &mut dyn FnMut(&Health),
) -> Result<State, KeyringFault> {
    let activatable: Vec<String> = session.bus("ListActivatableNames", &())?;
    health.activatable = activatable.iter().any(|name| name == SERVICE);
    let running = name_owner(session)?;
    health.owner = running.as_deref().and_then(|name| owner(session, name));
    tell(health);
    if running.is_none() && !health.activatable {
        return Ok(State::NoService);
    }
    let collection = session.default_collection()?;
    if running.is_none() {
        // That call started it.
        health.owner = name_owner(session)?
            .as_deref()
            .and_then(|name| owner(session, name));
    }
    let Some(collection) = collection else {
        return Ok(State::NoCollection);
    };
    health.collection = Some(collection.to_string());
    tell(health);
    let locked: bool = session.property(&collection, "Locked")?;
    // A collection without a name is a collection.
    health.label = session.property(&collection, "Label").ok();
    Ok(if locked {
        State::Locked
    } else {
        State::Healthy
    })
}

/// The connection of the program that offers the service.
fn name_owner(session: &Session) -> Result<Option<String>, KeyringFault> {
    match session.bus("GetNameOwner", &SERVICE) {
        Err(KeyringFault::NoService) => Ok(None),
        answer => answer.map(Some),
    }
}

fn owner(session: &Session, name: &str) -> Option<Owner> {
    let pid = session.bus("GetConnectionUnixProcessID", &name).ok()?;
    owner::of_process(pid)
}

fn as_state(fault: KeyringFault) -> State {
    match fault {
        KeyringFault::NoBus => State::NoBus,
        KeyringFault::NoService => State::NoService,
        KeyringFault::NoCollection => State::NoCollection,
        KeyringFault::Locked | KeyringFault::Unanswered(_) => State::Locked,
        KeyringFault::Denied => State::Denied,
        KeyringFault::TimedOut(_) => State::Hanging,
        other => State::Other(other),
    }
}
