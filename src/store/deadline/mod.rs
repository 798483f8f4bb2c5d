//! A time limit for every call to a store. The D-Bus client of the keyring crate has none, and a
//! keyring may wait for its user.

use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use keyrc_platform::signals;

use crate::secret::wipe_stack;
use crate::store::fault::{Fault, Lock};
use crate::store::patience::{Patience, Probe, User};

/// How long to wait before asking whether the keyring is locked.
const SLOW: Duration = Duration::from_millis(150);

const SECOND: Duration = Duration::from_secs(1);

/// How long a call may still take after a signal asked this process to end.
const GRACE: Duration = SECOND;

/// How often to look for such a signal.
const TICK: Duration = Duration::from_millis(50);

/// Runs `work` on a thread of its own and waits for it.
///
/// At the time limit the thread is abandoned: nothing can interrupt a call of the D-Bus client, but
/// the process ends soon.
pub(super) fn within<T: Send + 'static>(
    patience: &Patience,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Fault> {
    let (sender, receiver) = mpsc::channel();
    let call = Call {
        began: Instant::now(),
        receiver,
    };
    run(work, sender.clone())?;
    let mut event = None;
    if let Some(probe) = &patience.probe {
        event = call.event_within(SLOW.min(patience.limit));
        if event.is_none() {
            ask_if_locked(probe.clone(), patience.longest(), sender)?;
        }
    }
    if event.is_none() {
        event = call.event_within(patience.limit);
    }
    if let (None, Some(user)) = (&event, &patience.user)
        && user.limit > patience.limit
    {
        (user.notice)(user.limit - patience.limit);
        event = call.event_within(user.limit);
    }
    match (event, &patience.user) {
        (Some(Event::Answer(answer)), _) => answer,
        (Some(Event::Locked), Some(user)) => call.wait_for_password(user),
        (Some(Event::Locked), None) => Err(Fault::Locked(Lock::Keyring)),
        (Some(Event::Stopped), _) => Err(Fault::Interrupted),
        (None, _) => Err(Fault::TimedOut {
            waited: patience.longest(),
        }),
    }
}

fn run<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
    sender: Sender<Event<T>>,
) -> Result<(), Fault> {
    spawn("store", move || {
        // Unwind safe: a panic drops everything that `work` owns.
        let answer = panic::catch_unwind(AssertUnwindSafe(work)).map_err(|_| Fault::Disconnected);
        // Before this process can end.
        wipe_stack();
        // Ignore: after the time limit there is no receiver.
        let _ = sender.send(Event::Answer(answer));
    })
}

fn ask_if_locked<T: Send + 'static>(
    probe: Probe,
    limit: Duration,
    sender: Sender<Event<T>>,
) -> Result<(), Fault> {
    spawn("probe", move || {
        if probe(limit) {
            // Ignore: as above.
            let _ = sender.send(Event::Locked);
        }
    })
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), Fault> {
    match thread::Builder::new().name(name.into()).spawn(work) {
        Ok(_) => Ok(()),
        Err(error) => Err(Fault::Other(error.to_string())),
    }
}

/// An event while keyrc waits for a store.
enum Event<T> {
    /// The store answered.
    Answer(Result<T, Fault>),
    /// The store is locked, and asks the user for its password.
    Locked,
    /// A signal asked this process to end.
    Stopped,
}

/// A call that may not have been answered yet.
struct Call<T> {
    began: Instant,
    receiver: Receiver<Event<T>>,
}

impl<T> Call<T> {
    /// Waits for the next event. `limit` counts from the start of the call.
    fn event_within(&self, limit: Duration) -> Option<Event<T>> {
        let mut stops = None;
        loop {
            let passed = self.began.elapsed();
            if signals::is_end_requested() && passed >= *stops.get_or_insert(passed + GRACE) {
                return Some(Event::Stopped);
            }
            let left = limit.saturating_sub(passed);
            match self.receiver.recv_timeout(left.min(TICK)) {
                Ok(event) => return Some(event),
                Err(RecvTimeoutError::Timeout) if left > TICK => {}
                Err(_) => return None,
            }
        }
    }

    /// Waits for the answer of a store that asks the user for its password.
    fn wait_for_password(&self, user: &User) -> Result<T, Fault> {
        let unanswered = Fault::Locked(Lock::Unanswered { waited: user.limit });
        let Some(show) = &user.countdown else {
            (user.notice)(user.limit.saturating_sub(self.began.elapsed()));
            return match self.event_within(user.limit) {
                Some(Event::Answer(answer)) => answer,
                Some(Event::Stopped) => Err(Fault::Interrupted),
                _ => Err(unanswered),
            };
        };
        let answer = loop {
            let passed = self.began.elapsed();
            if passed >= user.limit {
                break Err(unanswered);
            }
            if signals::is_end_requested() {
                break Err(Fault::Interrupted);
            }
            show(Some(user.limit - passed));
            if let Some(Event::Answer(answer)) = self.event_within(user.limit.min(passed + SECOND))
            {
                break answer;
            }
        };
        show(None);
        answer
    }
}

#[cfg(test)]
mod tests;
