//! The file that a netrc is laid over, where the person has none.
//!
//! What is laid over a path needs something there, in every namespace, for as long as it lies: to unlink it outside takes
//! away what is inside. So there is an empty file, which says by its time that it is nobody's: the first second of 1970.
//! Every command over it shares a lock on it, and who is the last takes it away.

use std::ffi::CString;
use std::fs::{self, File, FileTimes, Metadata, OpenOptions};
use std::io;
use std::os::fd::{AsRawFd, RawFd};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use rustix::fs::{AtFlags, CWD, FlockOperation, flock, fstat, statat, unlinkat};
use tempfile::Builder;

use crate::file::{FileError, resolve};
use crate::keeper::{Keeper, Remains, text};
use crate::launch::{Obstacle, tried};

/// As often it is tried again when others take theirs away at the same time.
const ATTEMPTS: usize = 100;

/// A file to lay a netrc over.
pub(crate) struct Point {
    pub(crate) path: PathBuf,
    /// Who takes it away, where it is there for this only.
    pub(crate) keeper: Option<Keeper<Place>>,
}

/// An empty file that only holds a place, and a lock on it that all who use it share.
pub(crate) struct Place(CString, File);

impl Point {
    /// The netrc that is there; else an empty file, which goes when its keeper has started and this process ends.
    pub(crate) fn prepare(netrc: &Path) -> Result<Self, Obstacle> {
        let path = resolve(netrc).map_err(|error| match error {
            FileError::Io(_, error) => error,
            error => io::Error::other(error.to_string()),
        });
        let path = tried("resolve the path of the netrc", path)?;
        for _ in 0..ATTEMPTS {
            match fs::symlink_metadata(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    tried("make a place for the netrc", make(&path))?;
                }
                Err(error) => return tried("look at the netrc", Err(error)),
                Ok(found) if is_ours(&found) => {
                    if let Some(file) = tried("lock the place of the netrc", hold(&path))? {
                        let keeper = Some(Keeper::new(Place(text(&path)?, file))?);
                        return Ok(Self { path, keeper });
                    }
                }
                Ok(found) if found.is_file() => return Ok(Self { path, keeper: None }),
                Ok(_) => {
                    return tried("lay a netrc over this one", Err(io::Error::other(FileError::NotAFile.to_string())));
                }
            }
        }
        tried("make a place for the netrc", Err(io::Error::from(io::ErrorKind::ResourceBusy)))
    }
}

impl Remains for Place {
    fn descriptor(&self) -> Option<RawFd> {
        Some(self.1.as_raw_fd())
    }

    fn take_away(&self) {
        let Self(path, file) = self;
        // Whoever else is over it has the lock too, and comes here later. To let it go and to take it alone are two steps, so
        // of several that come at once each can miss it but the last.
        if flock(file, FlockOperation::NonBlockingLockExclusive).is_err() {
            return;
        }
        let (Ok(held), Ok(there)) = (fstat(file), statat(CWD, path, AtFlags::SYMLINK_NOFOLLOW)) else { return };
        let same = (held.st_dev, held.st_ino) == (there.st_dev, there.st_ino);
        // Somebody may have written a netrc there meanwhile.
        if same && there.st_size == 0 && there.st_mtime == 0 {
            let _ = unlinkat(CWD, path, AtFlags::empty());
        }
    }
}

/// Whether this is an empty file that only holds a place.
fn is_ours(found: &Metadata) -> bool {
    found.is_file() && found.size() == 0 && found.mtime() == 0 && found.mtime_nsec() == 0
}

/// Puts a place there whole: one that is not yet of 1970 would be taken for the person's own.
fn make(path: &Path) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::NotFound)?;
    let file = Builder::new().prefix(".netrc.keyrc-").tempfile_in(folder)?;
    file.as_file().set_times(FileTimes::new().set_modified(UNIX_EPOCH))?;
    match file.persist_noclobber(path) {
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        done => done.map(drop).map_err(|error| error.error),
    }
}

/// The place, locked with all others that are over it; `None` when it has just been taken away.
fn hold(path: &Path) -> io::Result<Option<File>> {
    let open = OpenOptions::new().read(true).write(true).custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK).open(path);
    let file = match open {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        file => file?,
    };
    file.lock_shared()?;
    let found = file.metadata()?;
    Ok((found.nlink() > 0 && is_ours(&found)).then_some(file))
}
