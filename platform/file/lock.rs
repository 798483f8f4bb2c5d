//! Locks a file against other keyrc processes while it is replaced.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use super::unfinished::Unfinished;
use super::{FileError, Identity, imp, split};
use crate::signals;

/// The pause between two attempts to lock a file.
const PAUSE: Duration = Duration::from_millis(20);

/// How long to wait before the caller is told that another process holds the lock.
const NOTICE: Duration = Duration::from_secs(1);

/// How to wait for a lock that another process holds.
#[derive(Clone, Copy)]
pub struct Wait<'a> {
    /// How long to wait for a process that does not [show progress](Lock::show_progress). It starts
    /// anew when another process gets the lock.
    pub limit: Duration,
    /// Called once after a second.
    pub notice: &'a dyn Fn(),
}

impl fmt::Debug for Wait<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait")
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

impl Wait<'static> {
    /// Waits up to `limit`, without a notice.
    pub const fn up_to(limit: Duration) -> Self {
        let notice = &|| {};
        Self { limit, notice }
    }
}

/// A lock on a file. Dropping it releases the lock.
#[derive(Debug)]
pub struct Lock {
    file: File,
    path: PathBuf,
    _unfinished: Unfinished,
}

impl Lock {
    /// Lets processes that wait for this lock wait on, because this one makes progress.
    pub fn show_progress(&self) {
        // Ignore: they wait up to their limit.
        let _ = self.file.set_modified(SystemTime::now());
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        imp::remove_lock(&self.path);
        // Ignore: closing the file releases the lock as well.
        let _ = self.file.unlock();
    }
}

/// Locks the file at `path`, which must be [resolved](super::resolve()), against processes that
/// lock it in the same way.
///
/// The lock is on a file next to it, `.<name>.keyrc-lock`, because the file itself is going to be
/// replaced. The system releases the lock when the process ends. Also removes temporary files of
/// processes that were killed.
///
/// # Errors
/// [`FileError::NotAFile`] if something other than a file is at the path, [`FileError::Busy`] if
/// another process holds the lock for too long, [`FileError::BadLock`] if something other than a
/// file is where the lock file belongs, and [`FileError::Io`] if the folder is not writable, and
/// with [`Interrupted`](io::ErrorKind::Interrupted) if a [deferred](signals::defer)
/// signal arrived.
pub fn lock(path: &Path, wait: Wait<'_>) -> Result<Lock, FileError> {
    let (folder, name) = split(path)?;
    if is_special(path) || imp::is_made_by_kernel(path) {
        return Err(FileError::NotAFile);
    }
    let lock_path = folder.join(hidden_name(name, ".keyrc-lock"));
    let mut waiting = Waiting::new(wait);
    loop {
        let is_new = fs::symlink_metadata(&lock_path).is_err();
        let file = imp::open_lock(&lock_path).map_err(|error| unopened(&lock_path, error))?;
        match file.try_lock() {
            // The previous holder removed the lock file after this process opened it. Create a new
            // one.
            Ok(()) if !imp::is_linked(&file) => continue,
            Ok(()) => {
                remove_leftovers(path);
                return Ok(Lock {
                    file,
                    _unfinished: Unfinished::new(&lock_path),
                    path: lock_path,
                });
            }
            Err(TryLockError::WouldBlock) if waiting.is_over(&file) => {
                return Err(FileError::Busy { waited: wait.limit });
            }
            Err(TryLockError::WouldBlock) if signals::is_end_requested() => {
                return Err(FileError::io("lock it")(io::ErrorKind::Interrupted.into()));
            }
            Err(TryLockError::WouldBlock) => thread::sleep(PAUSE),
            Err(TryLockError::Error(error)) => {
                if is_new {
                    imp::remove_lock(&lock_path);
                }
                return Err(FileError::io("lock it")(error));
            }
        }
    }
}

/// The error for a lock file that was not opened.
fn unopened(lock_path: &Path, error: io::Error) -> FileError {
    if is_special(lock_path) {
        let lock = lock_path.to_owned();
        return FileError::BadLock { lock };
    }
    FileError::io("lock it")(error)
}

/// A process that waits for a lock.
struct Waiting<'a> {
    wait: Wait<'a>,
    started: Instant,
    is_noticed: bool,
    /// When the last progress was seen.
    since: Instant,
    /// The state of the lock file then.
    seen: Option<Identity>,
}

impl<'a> Waiting<'a> {
    fn new(wait: Wait<'a>) -> Self {
        let now = Instant::now();
        Self {
            wait,
            started: now,
            is_noticed: false,
            since: now,
            seen: None,
        }
    }

    /// Whether the limit is over, given the lock file.
    fn is_over(&mut self, file: &File) -> bool {
        let state = file.metadata().ok().map(|found| imp::identity(&found));
        if self.seen != state {
            (self.seen, self.since) = (state, Instant::now());
        }
        if !self.is_noticed && self.started.elapsed() >= NOTICE.min(self.wait.limit) {
            self.is_noticed = true;
            (self.wait.notice)();
        }
        self.since.elapsed() >= self.wait.limit
    }
}

/// Whether a folder, a pipe or a device is at the path.
fn is_special(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| !found.is_file())
}

/// Removes the temporary files next to `path` of processes that were killed during a
/// [`replace`](super::replace). They may contain secrets.
///
/// The caller must hold a lock that every process takes before it replaces the file. Otherwise this
/// may remove the temporary file of a running process.
pub fn remove_leftovers(path: &Path) {
    let Ok((folder, name)) = split(path) else {
        return;
    };
    let prefix = temporary_prefix(name);
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        if name
            .as_encoded_bytes()
            .starts_with(prefix.as_encoded_bytes())
        {
            // Ignore: the next lock tries again.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Returns the start of the names of temporary files next to `name`.
pub(super) fn temporary_prefix(name: &OsStr) -> OsString {
    hidden_name(name, ".keyrc-tmp-")
}

fn hidden_name(name: &OsStr, ending: &str) -> OsString {
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(ending);
    hidden
}
