//! The lock that keeps keyrc processes from changing the stores at the same time.
//!
//! A keyring has no transactions. A change of several calls, such as comparing a token in two stores
//! and deleting one of them, holds this lock from its first call to its last, so that no other
//! process changes the token in between. Reads do not take it.

use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use keyrc_platform::file::{self, FileError, Lock, Wait};

use crate::store::fault::Fault;

/// After this time of one change after another, other processes get a chance.
const TURN: Duration = Duration::from_secs(1);

/// How long this process leaves the lock free for other processes. It must be longer than the pause
/// between two attempts to lock a file.
const CHANCE: Duration = Duration::from_millis(40);

/// The lock of one user for changes to the stores, the same for every store. Clones are the same
/// lock. Without a folder, nothing is locked.
#[derive(Clone, Default)]
pub struct ChangeLock(Option<Arc<Inner>>);

struct Inner {
    folder: PathBuf,
    limit: Duration,
    notice: Box<dyn Fn() + Send + Sync>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// How many changes of this process are under way: one can be a part of another.
    changes: usize,
    /// `None` if the folder cannot be written.
    lock: Option<Lock>,
    /// The start of the current series of changes, during which no other process could take the
    /// lock.
    began: Option<Instant>,
    /// When the last change ended.
    ended: Option<Instant>,
}

/// A change of the stores. Other keyrc processes wait until it is dropped.
#[derive(Debug)]
#[must_use = "other processes can change the stores once this is dropped"]
pub struct StoreChange(ChangeLock);

impl fmt::Debug for ChangeLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChangeLock").finish_non_exhaustive()
    }
}

impl ChangeLock {
    /// How long to wait for a process that makes no progress: 30 s.
    pub const PATIENCE: Duration = Duration::from_secs(30);

    /// Returns the lock in `folder`, which the first change creates. Waits up to `limit` for a
    /// process that makes no progress, and calls `notice` after a second.
    pub fn new(
        folder: PathBuf,
        limit: Duration,
        notice: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        Self(Some(Arc::new(Inner {
            folder,
            limit,
            notice: Box::new(notice),
            state: Mutex::default(),
        })))
    }

    /// Waits until no other process changes a store. Returns at once during a change of this
    /// process, so use a lock on one thread only.
    ///
    /// # Errors
    /// [`Fault::File`] if another process holds the lock for too long, and [`Fault::Interrupted`].
    pub(super) fn change(&self) -> Result<StoreChange, Fault> {
        if let Some(inner) = &self.0 {
            let mut state = inner.state();
            if state.changes == 0 {
                state.give_others_a_chance();
                state.lock = inner.lock()?;
            }
            state.changes += 1;
        }
        Ok(StoreChange(self.clone()))
    }

    /// Lets other processes wait on, because this one makes progress.
    pub(super) fn show_progress(&self) {
        if let Some(inner) = &self.0
            && let Some(lock) = &inner.state().lock
        {
            lock.show_progress();
        }
    }
}

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns `None` if the folder cannot be written, as in a read-only home: a store may still
    /// work.
    fn lock(&self) -> Result<Option<Lock>, Fault> {
        let path = self.folder.join("stores");
        let wait = Wait {
            limit: self.limit,
            notice: &*self.notice,
        };
        let locked = file::make_folder(&self.folder)
            .and_then(|()| file::resolve(&path))
            .and_then(|real| file::lock(&real, wait));
        match locked {
            Ok(lock) => Ok(Some(lock)),
            Err(error) if error.is_interruption() => Err(Fault::Interrupted),
            Err(FileError::Io { .. }) => Ok(None),
            // Nothing is at the path of the lock, only its lock file.
            Err(error) => Err(Fault::file(&self.folder.join(".stores.keyrc-lock"), error)),
        }
    }
}

impl State {
    fn give_others_a_chance(&mut self) {
        let follows = self.ended.is_some_and(|ended| ended.elapsed() < CHANCE);
        let began = self.began.filter(|_| follows);
        match began {
            Some(began) if began.elapsed() < TURN => return,
            Some(_) => thread::sleep(CHANCE),
            None => {}
        }
        self.began = Some(Instant::now());
    }
}

impl Drop for StoreChange {
    fn drop(&mut self) {
        let Some(inner) = &self.0.0 else {
            return;
        };
        let mut state = inner.state();
        state.changes -= 1;
        if state.changes == 0 {
            state.lock = None;
            state.ended = Some(Instant::now());
        }
    }
}
