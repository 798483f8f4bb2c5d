//! A netrc on disk: checks its owner and permissions, locks it, and replaces it.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use keyrc_platform::file::{self, FileError, Identity, Lock, Wait};

use crate::error::Error;
use crate::file_fault::FileFault;
use crate::netrc::Document;

/// The limits on a netrc that is read.
#[derive(Clone, Copy, Debug)]
pub struct ReadPolicy {
    /// The largest file, in bytes.
    pub limit: u64,
    /// Whether to remove the access of other users instead of refusing the file.
    pub fix_permissions: bool,
    /// Whether to read a file that other users can access.
    pub open_to_others: bool,
    /// How long to wait for another keyrc process that changes the file and makes no progress.
    pub patience: Duration,
}

impl Default for ReadPolicy {
    /// At most 1 MiB, and not open to others; waits 30 s. curl's own limit is 128 KiB.
    fn default() -> Self {
        Self {
            limit: 1 << 20,
            fix_permissions: false,
            open_to_others: false,
            patience: Duration::from_secs(30),
        }
    }
}

/// A netrc that was read.
#[derive(Debug)]
pub struct NetrcFile {
    path: PathBuf,
    real: PathBuf,
    identity: Option<Identity>,
    other_names: bool,
    open_to_others: Option<u32>,
    mode: u32,
    document: Document,
    lock: Option<Lock>,
}

impl NetrcFile {
    /// Reads a netrc. A file that does not exist reads as empty.
    ///
    /// # Errors
    /// [`Error::File`], also for a file that other users own or can access.
    pub fn read(path: &Path, policy: ReadPolicy) -> Result<Self, Error> {
        match resolve(path) {
            Ok(real) => Self::open(path, real, policy, None),
            // The folder does not exist, so neither does the file.
            Err(Error::File(FileFault::Failed {
                error: FileError::Io { error, .. },
                ..
            })) if error.kind() == ErrorKind::NotFound => {
                Self::open(path, path.to_owned(), policy, None)
            }
            Err(error) => Err(error),
        }
    }

    /// Reads a netrc in order to change it. Other keyrc processes cannot lock it until this is
    /// dropped. Calls `notice` if another process holds the lock for a second.
    ///
    /// # Errors
    /// As [`read`](Self::read), and [`Error::File`] if another process holds the lock, and makes no
    /// progress for [`ReadPolicy::patience`].
    pub fn lock(path: &Path, policy: ReadPolicy, notice: &dyn Fn()) -> Result<Self, Error> {
        let real = resolve(path)?;
        let wait = Wait {
            limit: policy.patience,
            notice,
        };
        let lock = file::lock(&real, wait).map_err(|error| Error::file(path, error))?;
        Self::open(path, real, policy, Some(lock))
    }

    fn open(
        path: &Path,
        real: PathBuf,
        policy: ReadPolicy,
        lock: Option<Lock>,
    ) -> Result<Self, Error> {
        let read = if policy.fix_permissions {
            file::restrict_and_read
        } else {
            file::read
        };
        let found = read(&real, policy.limit).map_err(|error| Error::file(path, error))?;
        if found.exposure.foreign {
            let path = path.to_owned();
            return Err(FileFault::Foreign { path }.into());
        }
        let open_to_others = found.exposure.open_to_others.then_some(found.exposure.mode);
        if open_to_others.is_some() && !policy.open_to_others {
            let (path, mode) = (path.to_owned(), found.exposure.mode);
            return Err(FileFault::Exposed { path, mode }.into());
        }
        let document = Document::parse(found.bytes);
        Ok(Self {
            path: path.to_owned(),
            real,
            identity: found.identity,
            other_names: found.exposure.other_names,
            open_to_others,
            mode: found.exposure.mode,
            document,
            lock,
        })
    }

    /// Lets processes that wait for the lock wait on, because this one makes progress.
    pub fn show_progress(&self) {
        if let Some(lock) = &self.lock {
            lock.show_progress();
        }
    }

    /// Returns the path, as the caller passed it.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the file exists.
    pub fn exists(&self) -> bool {
        self.identity.is_some()
    }

    /// Fails if the file does not exist.
    ///
    /// # Errors
    /// [`Error::File`].
    pub fn must_exist(&self) -> Result<(), Error> {
        if self.exists() {
            return Ok(());
        }
        Err(FileFault::missing(&self.path).into())
    }

    /// Whether the file has another name, a hard link, which keeps the old content when the file is
    /// replaced.
    pub fn has_other_names(&self) -> bool {
        self.other_names
    }

    /// Returns the permission bits, if other users can access the file.
    pub fn open_to_others(&self) -> Option<u32> {
        self.open_to_others
    }

    /// Whether the mode has any bit for the group or for others. Some tools refuse such a file.
    pub fn is_open_in_any_way(&self) -> bool {
        self.mode & 0o077 != 0
    }

    /// Returns the content.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Returns the content, and releases the lock.
    pub fn into_document(self) -> Document {
        self.document
    }

    /// Replaces the file by `bytes`, if no one changed it since it was read.
    ///
    /// # Errors
    /// [`Error::File`]. The file is then unchanged, except after [`FileError::Unsynced`].
    pub fn replace(&self, bytes: &[u8]) -> Result<(), Error> {
        self.must_be_unchanged()
            .map_err(|error| Error::file(&self.path, error))?;
        file::replace(&self.real, self.identity.as_ref(), bytes)
            .map_err(|error| Error::file(&self.path, error))
    }
}

impl NetrcFile {
    /// Compares the bytes too: the times of a file do not show a second change within a few
    /// milliseconds.
    fn must_be_unchanged(&self) -> Result<(), FileError> {
        let bytes = self.document.bytes();
        match file::read(&self.real, bytes.len() as u64) {
            Ok(now) if *now.bytes == *bytes => Ok(()),
            Ok(_) | Err(FileError::TooLarge { .. }) => Err(FileError::Changed),
            Err(error) => Err(error),
        }
    }
}

fn resolve(path: &Path) -> Result<PathBuf, Error> {
    file::resolve(path).map_err(|error| Error::file(path, error))
}
