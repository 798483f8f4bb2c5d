//! The file that a netrc is laid over, where the person has none.
//!
//! What is laid over a path needs something there, in every namespace, for as long as it lies: to unlink it outside takes
//! away what is inside. So there is an empty file, which says by its time that it is nobody's: the first second of 1970.
//! Every command over it shares a lock on it, and who is the last takes it away.

use std::fs::{self, File, FileTimes, Metadata, OpenOptions, Permissions, TryLockError};
use std::io;
use std::os::fd::{AsRawFd, RawFd};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, UNIX_EPOCH};

use rustix::fs::{CWD, FlockOperation, RenameFlags, flock, renameat_with};
use tempfile::Builder;

use super::cleanup::{self, Keeper, Remains};
use crate::file::{FileError, resolve};
use crate::imp;
use crate::launch::{Obstacle, tried};

/// How often it is tried again while others take theirs away.
const ATTEMPTS: usize = 100;

/// How often somebody is waited for who has the file open or locked, and for how long each time.
const PATIENCE: (usize, Duration) = (20, Duration::from_millis(50));

/// A file to lay a netrc over.
pub(crate) struct Point {
    pub(crate) path: PathBuf,
    /// Who takes it away, where it is there for this only.
    pub(crate) keeper: Option<Keeper<Place>>,
}

impl Point {
    /// The netrc that is there; else an empty file, which goes when its keeper has started and this process ends.
    pub(crate) fn prepare(netrc: &Path) -> Result<Self, Obstacle> {
        let path = resolve(netrc).map_err(|error| match error {
            FileError::Io(_, error) => error,
            error => io::Error::other(error.to_string()),
        });
        let path = tried("resolve the path of the netrc", path)?;
        // Before anything is made, and only where somebody has to take it away.
        let needs_keeper = fs::symlink_metadata(&path).map_or(true, |found| is_ours(&found));
        let mut watch = needs_keeper.then(cleanup::watch).transpose()?;
        for _ in 0..ATTEMPTS {
            match fs::symlink_metadata(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    tried("make a place for the netrc", make(&path))?;
                }
                Err(error) => return tried("look at the netrc", Err(error)),
                Ok(found) if is_ours(&found) => {
                    if let Some(place) = Place::hold(&path)? {
                        let watch = watch.take().map_or_else(cleanup::watch, Ok)?;
                        return Ok(Self {
                            path,
                            keeper: Some(Keeper::new(watch, place)),
                        });
                    }
                }
                Ok(found) if found.is_file() => return Ok(Self { path, keeper: None }),
                Ok(_) => {
                    return tried(
                        "lay a netrc over this one",
                        Err(io::Error::other(FileError::NotAFile.to_string())),
                    );
                }
            }
        }
        tried(
            "make a place for the netrc",
            Err(io::Error::from(io::ErrorKind::ResourceBusy)),
        )
    }
}

/// Whether this is an empty file that only holds a place.
fn is_ours(found: &Metadata) -> bool {
    let is_empty =
        found.is_file() && found.size() == 0 && (found.mtime(), found.mtime_nsec()) == (0, 0);
    is_empty && found.mode() & 0o7777 == 0o600 && found.nlink() == 1 && !imp::is_foreign(found)
}

/// Puts a place there whole: one that is not yet of 1970 would be taken for the person's own.
fn make(path: &Path) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::NotFound)?;
    let file = Builder::new().prefix(".netrc.keyrc-").tempfile_in(folder)?;
    // Whatever the umask is.
    file.as_file()
        .set_permissions(Permissions::from_mode(0o600))?;
    file.as_file()
        .set_times(FileTimes::new().set_modified(UNIX_EPOCH))?;
    if !is_ours(&file.as_file().metadata()?) {
        // A file system that begins in 1980, as FAT does. It would stay for ever.
        return Err(io::ErrorKind::Unsupported.into());
    }
    match file.persist_noclobber(path) {
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        done => done.map(drop).map_err(|error| error.error),
    }
}

/// An empty file that only holds a place, and a lock on it that all who use it share.
pub(crate) struct Place {
    path: PathBuf,
    /// Where it is put aside, to be looked at once more before it goes.
    aside: PathBuf,
    file: File,
}

impl Place {
    /// Locks it together with all others that are over it; `None` when it has just been taken away.
    fn hold(path: &Path) -> Result<Option<Self>, Obstacle> {
        // On NFS only a file that can be written is locked. A pipe could be there by now.
        let flags = libc::O_NOFOLLOW | libc::O_NONBLOCK;
        let file = match OpenOptions::new()
            .read(true)
            .write(true)
            .custom_flags(flags)
            .open(path)
        {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            file => tried("open the place of the netrc", file)?,
        };
        let locked = patiently(|| match file.try_lock_shared() {
            Err(TryLockError::WouldBlock) => None,
            Err(TryLockError::Error(error)) => Some(Err(error)),
            Ok(()) => Some(Ok(())),
        });
        let locked = locked.unwrap_or_else(|| Err(io::ErrorKind::ResourceBusy.into()));
        if locked
            .as_ref()
            .is_err_and(|error| error.kind() != io::ErrorKind::ResourceBusy)
        {
            // Where there are no locks, nobody else can be over it.
            let _ = fs::remove_file(path);
        }
        tried("lock the place of the netrc", locked)?;
        let mut aside = path.to_owned().into_os_string();
        aside.push(format!(".keyrc-{}", std::process::id()));
        let place = Self {
            path: path.to_owned(),
            aside: aside.into(),
            file,
        };
        Ok(place.is_at(path).then_some(place))
    }

    /// Whether what is at `path` is this, and still empty.
    fn is_at(&self, path: &Path) -> bool {
        match (self.file.metadata(), fs::symlink_metadata(path)) {
            (Ok(own), Ok(found)) => {
                is_ours(&found) && (own.dev(), own.ino()) == (found.dev(), found.ino())
            }
            _ => false,
        }
    }

    fn put_aside(&self) -> rustix::io::Result<()> {
        renameat_with(CWD, &self.path, CWD, &self.aside, RenameFlags::NOREPLACE)
    }

    /// Whether nobody else has the file open, nor can open it from now on. Source: fcntl(2), leases.
    fn is_alone(&self) -> bool {
        let alone = patiently(|| {
            // SAFETY: the descriptor is open, and the call takes a number.
            match unsafe { libc::fcntl(self.file.as_raw_fd(), libc::F_SETLEASE, libc::F_WRLCK) } {
                0 => Some(true),
                // Where there are no leases, what is about to be written there cannot be known.
                _ => {
                    (io::Error::last_os_error().kind() != io::ErrorKind::WouldBlock).then_some(true)
                }
            }
        });
        alone.unwrap_or(false)
    }
}

impl Remains for Place {
    fn descriptor(&self) -> Option<RawFd> {
        Some(self.file.as_raw_fd())
    }

    fn take_away(&self) {
        // Whoever else is over it has the lock too, and comes here later. To let it go and to take it alone are two steps, so
        // of several that come at once each can miss it but the last.
        let is_last = flock(&self.file, FlockOperation::NonBlockingLockExclusive).is_ok();
        if !is_last || !self.is_alone() || !self.is_at(&self.path) || self.put_aside().is_err() {
            return;
        }
        // Somebody may have put a netrc there since it was looked at. Now nobody finds it by its path.
        if self.is_at(&self.aside) || fs::hard_link(&self.aside, &self.path).is_ok() {
            let _ = fs::remove_file(&self.aside);
        }
    }
}

/// Tries until there is an answer, for as long as there is patience.
fn patiently<T>(mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    let (attempts, pause) = PATIENCE;
    for _ in 0..attempts {
        match ask() {
            None => sleep(pause),
            answer => return answer,
        }
    }
    None
}
