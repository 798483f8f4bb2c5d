//! Waits for work that may block forever, such as a D-Bus call, no longer than a time limit.

use std::io;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

/// A thread that sends messages, and the time by which they must arrive.
///
/// A thread that is still running after that time is left alone, because a blocked call cannot be
/// interrupted. Its later messages are dropped.
pub(crate) struct Worker<T> {
    messages: Receiver<T>,
    started: Instant,
    limit: Duration,
}

impl<T: Send + 'static> Worker<T> {
    /// Starts a thread that runs `work`, and the clock.
    ///
    /// # Errors
    /// The system's error if it cannot start a thread.
    pub(crate) fn spawn(
        name: &str,
        limit: Duration,
        work: impl FnOnce(&Sender<T>) + Send + 'static,
    ) -> io::Result<Self> {
        let (sender, messages) = mpsc::channel();
        let started = Instant::now();
        thread::Builder::new()
            .name(name.into())
            .spawn(move || work(&sender))?;
        Ok(Self {
            messages,
            started,
            limit,
        })
    }

    /// Returns the next message.
    ///
    /// # Errors
    /// [`Timeout`](RecvTimeoutError::Timeout) when the time is up,
    /// [`Disconnected`](RecvTimeoutError::Disconnected) when the thread has ended.
    pub(crate) fn next(&self) -> Result<T, RecvTimeoutError> {
        self.messages.recv_timeout(self.time_left())
    }

    /// Returns the next message if it arrives within `wait`. Otherwise as [`next`](Self::next).
    pub(crate) fn next_within(&self, wait: Duration) -> Result<T, RecvTimeoutError> {
        self.messages.recv_timeout(wait.min(self.time_left()))
    }

    /// Returns the time until the limit, zero when it is up.
    pub(crate) fn time_left(&self) -> Duration {
        self.limit.saturating_sub(self.started.elapsed())
    }
}

/// Runs `work` in a thread. Returns its result, or `None` if it takes longer than `limit`, panics,
/// or cannot be started.
pub(crate) fn run_with_deadline<T: Send + 'static>(
    name: &str,
    limit: Duration,
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    let worker = Worker::spawn(name, limit, move |result| {
        // Ignore: the receiver is dropped when the time is up.
        let _ = result.send(work());
    });
    worker.ok()?.next().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_in_time_is_returned() {
        let result = run_with_deadline("test", Duration::from_secs(60), || 7);
        assert_eq!(result, Some(7));
    }

    #[test]
    fn a_result_that_is_too_late_is_dropped() {
        let forever = || thread::sleep(Duration::from_secs(3600));
        let result = run_with_deadline("test", Duration::from_millis(20), forever);
        assert_eq!(result, None);
    }

    #[test]
    fn messages_arrive_in_order_until_the_thread_ends() {
        let worker = Worker::spawn("test", Duration::from_secs(60), |messages| {
            for number in 0..3 {
                let _ = messages.send(number);
            }
        })
        .unwrap();
        let received: Vec<i32> = std::iter::from_fn(|| worker.next().ok()).collect();
        assert_eq!(received, [0, 1, 2]);
    }
}
