//! Asks the Secret Service for its state. Connecting to the bus has no time limit of its own, so a
//! thread does it.

use std::time::Duration;

use super::bus::{SERVICE, Session};
use super::owner;
use crate::deadline::Worker;
use crate::keyring::{Health, KeyringFault, Owner};

/// Asks the service for its state, as [`crate::health`] describes.
pub(in crate::keyring) fn health(limit: Duration) -> Health {
    let worker = Worker::spawn("health", limit, move |updates| {
        // Ignore: the receiver is dropped when the time is up.
        query(limit, &mut |health| drop(updates.send(health.clone())));
    });
    let worker = match worker {
        Ok(worker) => worker,
        Err(error) => return Health::new(Err(KeyringFault::Other(error.to_string()))),
    };
    let mut latest = Health::new(Err(KeyringFault::TimedOut { waited: limit }));
    while let Ok(update) = worker.next() {
        latest = update;
    }
    latest
}

/// Calls `update` after each step, because the next step may never be answered. Until the last
/// update the state is [`TimedOut`](KeyringFault::TimedOut).
fn query(limit: Duration, update: &mut dyn FnMut(&Health)) {
    let mut health = Health::new(Err(KeyringFault::TimedOut { waited: limit }));
    health.state = Session::open(limit).and_then(|session| {
        health.bus = true;
        update(&health);
        query_service(&session, &mut health, update)
    });
    update(&health);
}

fn query_service(
    session: &Session,
    health: &mut Health,
    update: &mut dyn FnMut(&Health),
) -> Result<(), KeyringFault> {
    let activatable: Vec<String> = session.call_bus("ListActivatableNames", &())?;
    health.activatable = activatable.iter().any(|name| name == SERVICE);
    let connection = connection_of_service(session)?;
    let is_running = connection.is_some();
    health.owner = connection.and_then(|name| owner_of(session, &name));
    update(health);
    if !is_running && !health.activatable {
        return Err(KeyringFault::NoService);
    }
    // If the service was not running, this call makes the bus start it.
    let collection = session.default_collection()?;
    if !is_running {
        health.owner = connection_of_service(session)?.and_then(|name| owner_of(session, &name));
    }
    let collection = collection.ok_or(KeyringFault::NoCollection)?;
    health.collection = Some(collection.to_string());
    update(health);
    let is_locked: bool = session.property(&collection, "Locked")?;
    // A collection may have no label.
    health.label = session.property(&collection, "Label").ok();
    if is_locked {
        Err(KeyringFault::Locked)
    } else {
        Ok(())
    }
}

/// Returns the bus name of the program that offers the service, or `None` if none is running.
fn connection_of_service(session: &Session) -> Result<Option<String>, KeyringFault> {
    match session.call_bus("GetNameOwner", &SERVICE) {
        Err(KeyringFault::NoService) => Ok(None),
        reply => reply.map(Some),
    }
}

fn owner_of(session: &Session, connection: &str) -> Option<Owner> {
    let pid = session
        .call_bus("GetConnectionUnixProcessID", &connection)
        .ok()?;
    owner::of_process(pid)
}
