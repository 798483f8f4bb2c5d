//! The file that a netrc is laid over, where the person has none.
//!
//! What is laid over a path needs something there, in every namespace, for as long as it lies: to unlink it outside takes
//! away what is inside. So there is an empty file, which says by its time that it is nobody's: the first second of 1970.
//! Every command over it shares a lock on it, and who is the last takes it away.

use std::fs::{self, File, FileTimes, Metadata, OpenOptions};
use std::io;
use std::os::fd::{AsRawFd, RawFd};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use rustix::fs::{FlockOperation, flock};
use tempfile::Builder;

use crate::file::{FileError, resolve};
use crate::keeper::{Keeper, Remains};
use crate::launch::{Obstacle, tried};

/// How often it is tried again while others take theirs away.
const ATTEMPTS: usize = 100;

/// A file to lay a netrc over.
pub(crate) struct Point {
    pub(crate) path: PathBuf,
    /// Who takes it away, where it is there for this only.
    pub(crate) keeper: Option<Keeper<Place>>,
}

/// An empty file that only holds a place, and a lock on it that all who use it share.
pub(crate) struct Place {
    path: PathBuf,
    /// Where it is put aside, to be looked at once more before it goes.
    aside: PathBuf,
    file: File,
}

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
                        let mut aside = path.clone().into_os_string();
                        aside.push(format!(".keyrc-{}", std::process::id()));
                        let place = Place { path: path.clone(), aside: aside.into(), file };
                        let keeper = Some(Keeper::new(place)?);
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
        Some(self.file.as_raw_fd())
    }

    fn take_away(&self) {
        // Whoever else is over it has the lock too, and comes here later. To let it go and to take it alone are two steps, so
        // of several that come at once each can miss it but the last.
        let is_last = flock(&self.file, FlockOperation::NonBlockingLockExclusive).is_ok();
        if !is_last || !self.is_at(&self.path) || fs::rename(&self.path, &self.aside).is_err() {
            return;
        }
        // Somebody may have put a netrc there, or written one into it, since it was looked at. Now nobody finds it by its path.
        if self.is_at(&self.aside) || fs::hard_link(&self.aside, &self.path).is_ok() {
            let _ = fs::remove_file(&self.aside);
        }
    }
}

impl Place {
    /// Whether what is at `path` is still this, and still empty.
    fn is_at(&self, path: &Path) -> bool {
        match (self.file.metadata(), fs::symlink_metadata(path)) {
            (Ok(own), Ok(found)) => is_ours(&found) && (own.dev(), own.ino()) == (found.dev(), found.ino()),
            _ => false,
        }
    }
}

/// Whether this is an empty file that only holds a place.
fn is_ours(found: &Metadata) -> bool {
    found.is_file() && found.size() == 0 && (found.mtime(), found.mtime_nsec()) == (0, 0)
}

/// Puts a place there whole: one that is not yet of 1970 would be taken for the person's own.
fn make(path: &Path) -> io::Result<()> {
    let folder = path.parent().ok_or(io::ErrorKind::NotFound)?;
    let file = Builder::new().prefix(".netrc.keyrc-").tempfile_in(folder)?;
    file.as_file().set_times(FileTimes::new().set_modified(UNIX_EPOCH))?;
    if !is_ours(&file.as_file().metadata()?) {
        // A file system that begins in 1980, as FAT does. It would stay for ever.
        return Err(io::ErrorKind::Unsupported.into());
    }
    match file.persist_noclobber(path) {
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        done => done.map(drop).map_err(|error| error.error),
    }
}

/// The place, locked with all others that are over it; `None` when it has just been taken away.
fn hold(path: &Path) -> io::Result<Option<File>> {
    // A lock alone needs a file that can be written, where the file system is NFS. A pipe could be there by now.
    let open = OpenOptions::new().read(true).write(true).custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK).open(path);
    let file = match open {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        file => file?,
    };
    file.lock_shared()?;
    let found = file.metadata()?;
    Ok((found.nlink() > 0 && is_ours(&found)).then_some(file))
}
