//! An empty file in place of a netrc that does not exist.
//!
//! A file can only be mounted on an existing file, and the mount disappears from every namespace
//! when that file is unlinked. Launches therefore share one empty file. Its modification time, the
//! first second of 1970, marks it as keyrc's. Each launch holds a shared lock on it, and the last
//! one removes it.

use std::fs::{self, File, FileTimes, Metadata, OpenOptions, Permissions, TryLockError};
use std::io;
use std::os::fd::{AsRawFd, RawFd};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, UNIX_EPOCH};

use rustix::fs::{CWD, FlockOperation, RenameFlags, flock, renameat_with};
use tempfile::Builder;

use super::cleanup::Cleanup;
use super::{OrCannot, StepError};
use crate::file::is_foreign;

/// How often to try again while another process has the stub open or locked.
const ATTEMPTS: usize = 20;

/// The pause between two attempts.
const PAUSE: Duration = Duration::from_millis(50);

/// Whether this is the metadata of a stub of this user.
pub(super) fn is_stub(found: &Metadata) -> bool {
    let is_empty = found.is_file() && found.size() == 0;
    let is_marked = (found.mtime(), found.mtime_nsec()) == (0, 0);
    let is_private = found.mode() & 0o7777 == 0o600 && !is_foreign(found);
    is_empty && is_marked && is_private && found.nlink() == 1
}

/// Creates a stub at `path`. Also succeeds if another file already exists there.
pub(super) fn create(path: &Path) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::NotFound)?;
    // Mark the file before it appears at `path`: other launches would mistake an unmarked file for
    // the user's netrc.
    let file = Builder::new().prefix(".netrc.keyrc-").tempfile_in(folder)?;
    // The umask may have removed the owner's permissions.
    file.as_file()
        .set_permissions(Permissions::from_mode(0o600))?;
    file.as_file()
        .set_times(FileTimes::new().set_modified(UNIX_EPOCH))?;
    if !is_stub(&file.as_file().metadata()?) {
        // The file system cannot store 1970; FAT starts in 1980. No launch would recognize the stub
        // and remove it.
        return Err(io::ErrorKind::Unsupported.into());
    }
    match file.persist_noclobber(path) {
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        done => done.map(drop).map_err(|error| error.error),
    }
}

/// A stub, with a shared lock on it.
#[derive(Debug)]
pub(super) struct StubNetrc {
    path: PathBuf,
    /// The name that the stub gets while it is checked once more before its removal.
    aside: PathBuf,
    file: File,
}

impl StubNetrc {
    /// Opens the stub at `path` and shares its lock. Returns `None` if another launch has just
    /// removed it.
    pub(super) fn open_shared(path: &Path) -> Result<Option<Self>, StepError> {
        let locked = retry(|| open_and_lock(path).transpose())
            .unwrap_or_else(|| Err(io::Error::from(io::ErrorKind::ResourceBusy)).or_cannot(LOCK))?;
        let Some(file) = locked else {
            return Ok(None);
        };
        let mut aside = path.to_owned().into_os_string();
        aside.push(format!(".keyrc-{}", std::process::id()));
        let stub = Self {
            path: path.to_owned(),
            aside: aside.into(),
            file,
        };
        Ok(stub.is_at(path).then_some(stub))
    }

    /// Whether the file at `path` is this one, and still an empty stub.
    fn is_at(&self, path: &Path) -> bool {
        match (self.file.metadata(), fs::symlink_metadata(path)) {
            (Ok(own), Ok(found)) => {
                is_stub(&found) && (own.dev(), own.ino()) == (found.dev(), found.ino())
            }
            _ => false,
        }
    }

    fn move_aside(&self) -> rustix::io::Result<()> {
        renameat_with(CWD, &self.path, CWD, &self.aside, RenameFlags::NOREPLACE)
    }

    /// Whether no other process has the file open. While this process holds the lease, none can
    /// open it. Source: fcntl(2), "Leases".
    fn lease(&self) -> bool {
        let leased = retry(|| {
            // SAFETY: the descriptor is open, and F_SETLEASE takes a number.
            match unsafe { libc::fcntl(self.file.as_raw_fd(), libc::F_SETLEASE, libc::F_WRLCK) } {
                0 => Some(()),
                _ if io::Error::last_os_error().kind() == io::ErrorKind::WouldBlock => None,
                // The file system has no leases, so a process that has the file open cannot be
                // detected.
                _ => Some(()),
            }
        });
        leased.is_some()
    }
}

impl Cleanup for StubNetrc {
    fn descriptor(&self) -> Option<RawFd> {
        Some(self.file.as_raw_fd())
    }

    fn run(&self) {
        // Other launches that use the stub hold the lock too, and remove it later. flock(2)
        // upgrades a lock in two steps, so of several processes that finish at once only the last
        // is certain to succeed.
        let is_last = flock(&self.file, FlockOperation::NonBlockingLockExclusive).is_ok();
        if !is_last || !self.lease() || !self.is_at(&self.path) || self.move_aside().is_err() {
            return;
        }
        // Check again at the new name, which no other process uses: a user may have written a netrc
        // to `path` since the last check. Put that netrc back.
        if self.is_at(&self.aside) || fs::hard_link(&self.aside, &self.path).is_ok() {
            let _ = fs::remove_file(&self.aside);
        }
    }
}

/// The step that locks the stub.
const LOCK: &str = "lock the file to mount the netrc on";

/// The file at `path` with a shared lock, or `None` if there is none. The outer `None` asks for
/// another attempt: another launch removes the file just now. It cannot do so while this process has
/// the file open, so the file is closed between two attempts.
fn open_and_lock(path: &Path) -> Result<Option<Option<File>>, StepError> {
    // NFS locks only files that are open for writing. Another process may have put a link or a
    // pipe here.
    let opened = OpenOptions::new()
        .read(true)
        .write(true)
        .custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK)
        .open(path);
    let file = match opened {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Some(None)),
        // The other launch has a lease.
        Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(None),
        opened => opened.or_cannot("open the file to mount the netrc on")?,
    };
    match file.try_lock_shared() {
        Ok(()) => Ok(Some(Some(file))),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => {
            // The file system has no locks, so no other launch can be using the stub.
            let _ = fs::remove_file(path);
            Err(error).or_cannot(LOCK)
        }
    }
}

/// Calls `attempt` until it returns a value, at most [`ATTEMPTS`] times.
fn retry<T>(mut attempt: impl FnMut() -> Option<T>) -> Option<T> {
    for _ in 0..ATTEMPTS {
        match attempt() {
            None => sleep(PAUSE),
            done => return done,
        }
    }
    None
}
