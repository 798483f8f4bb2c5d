//! An end to every call. The D-Bus stack below has no time limit of its own, and a keyring may wait for a person.

use std::fmt;
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::fault::Fault;

/// How long to wait for a store.
#[derive(Clone)]
pub struct Patience {
    limit: Duration,
    person: Option<(Duration, Notice)>,
}

/// Tells a person that the store is being waited for, and how long that will go on.
type Notice = Arc<dyn Fn(Duration) + Send + Sync>;

impl fmt::Debug for Patience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Patience").field("limit", &self.limit).finish_non_exhaustive()
    }
}

impl Patience {
    /// For a program: 5 s, and then it fails.
    pub const TOOL: Duration = Duration::from_secs(5);
    /// For a person who may be typing a password into the keyring's own window.
    pub const PERSON: Duration = Duration::from_secs(60);

    /// Waits for `limit` and then fails.
    pub fn new(limit: Duration) -> Self {
        Self { limit, person: None }
    }

    /// Waits for [`TOOL`](Self::TOOL), calls `notice` with the time that is left, and goes on to [`PERSON`](Self::PERSON).
    pub fn with_person(notice: impl Fn(Duration) + Send + Sync + 'static) -> Self {
        Self { limit: Self::TOOL, person: Some((Self::PERSON, Arc::new(notice))) }
    }
}

/// Runs `work` on a thread of its own and waits for it.
///
/// A thread that is still at it when the time is up is left behind: it waits for an answer in the middle of a D-Bus call,
/// and nothing can interrupt that but the end of the process, which follows.
pub(super) fn within<T: Send + 'static>(
    patience: &Patience,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Fault> {
    let (sender, receiver) = mpsc::channel();
    let thread = thread::Builder::new().name("store".into()).spawn(move || {
        // The receiver is gone when the time was up; then nobody wants the answer.
        let _ = sender.send(work());
    });
    thread.map_err(|error| Fault::Other(error.to_string()))?;
    let mut answer = receiver.recv_timeout(patience.limit);
    let mut waited = patience.limit;
    if let (Err(RecvTimeoutError::Timeout), Some((longer, notice))) = (&answer, &patience.person) {
        let left = longer.saturating_sub(patience.limit);
        notice(left);
        waited = *longer;
        answer = receiver.recv_timeout(left);
    }
    answer.map_err(|error| match error {
        RecvTimeoutError::Timeout => Fault::TimedOut(waited),
        RecvTimeoutError::Disconnected => Fault::Gone,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[test]
    fn an_answer_in_time_is_given() {
        assert_eq!(within(&Patience::new(Patience::TOOL), || 7), Ok(7));
    }

    #[test]
    fn an_answer_that_never_comes_ends_at_the_deadline() {
        let patience = Patience::new(Duration::from_millis(20));
        let never = || thread::sleep(Duration::from_secs(3600));
        assert_eq!(within(&patience, never), Err(Fault::TimedOut(Duration::from_millis(20))));
    }

    #[test]
    fn a_person_is_told_once_and_waited_for() {
        let left = Arc::new(AtomicU64::new(0));
        let seen = left.clone();
        let notice = move |left: Duration| seen.store(left.as_millis() as u64, Ordering::SeqCst);
        let patience =
            Patience { limit: Duration::from_millis(10), person: Some((Duration::from_secs(30), Arc::new(notice))) };
        let slow = || thread::sleep(Duration::from_millis(100));
        assert_eq!(within(&patience, slow), Ok(()));
        assert_eq!(left.load(Ordering::SeqCst), 29_990);
    }

    #[test]
    fn a_panic_in_the_store_is_a_fault_and_not_a_wait() {
        let panics = || -> u8 { panic!("a panic on purpose") };
        assert_eq!(within(&Patience::new(Patience::PERSON), panics), Err(Fault::Gone));
    }
}
