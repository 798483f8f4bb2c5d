//! A netrc on disk: who may read it, whether it may be written, and how.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use keyrc_platform::file::{self, FileError, Identity, Lock, Snapshot};

use crate::error::Error;
use crate::file_fault::FileFault;
use crate::netrc::Document;

/// How long to wait for another process that works on the same file.
const PATIENCE: Duration = Duration::from_secs(2);

/// The limits on a netrc that is read.
#[derive(Clone, Copy, Debug)]
pub struct ReadPolicy {
    /// The largest file, in bytes.
    pub limit: u64,
    /// Whether to remove the access of other users instead of refusing the file.
    pub fix_permissions: bool,
    /// Whether to read a file that other users can access.
    pub open_to_others: bool,
}

impl Default for ReadPolicy {
    /// 1 MiB, and a file that is open to others is refused. curl's own bound is 128 KiB.
    fn default() -> Self {
        Self {
            limit: 1 << 20,
            fix_permissions: false,
            open_to_others: false,
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
    document: Document,
    _lock: Option<Lock>,
}

impl NetrcFile {
    /// Reads a netrc. One that does not exist is empty.
    ///
    /// # Errors
    /// [`Error::File`], also for a file that other users own or can access.
    pub fn read(path: &Path, policy: ReadPolicy) -> Result<Self, Error> {
        match resolve(path) {
            Ok(real) => Self::open(path, real, policy, None),
            // There is no such folder, and so no such file.
            Err(Error::File(FileFault::Failed {
                error: FileError::Io { error, .. },
                ..
            })) if error.kind() == ErrorKind::NotFound => {
                Self::open(path, path.to_owned(), policy, None)
            }
            Err(error) => Err(error),
        }
    }

    /// Reads a netrc that is going to be changed, and keeps other keyrc processes from it until this is dropped.
    ///
    /// # Errors
    /// As [`read`](Self::read), and when it cannot be locked in 2 s.
    pub fn lock(path: &Path, policy: ReadPolicy) -> Result<Self, Error> {
        let real = resolve(path)?;
        let lock = file::lock(&real, PATIENCE).map_err(|error| Error::file(path, error))?;
        Self::open(path, real, policy, Some(lock))
    }

    fn open(
        path: &Path,
        real: PathBuf,
        policy: ReadPolicy,
        lock: Option<Lock>,
    ) -> Result<Self, Error> {
        let read = || file::read(&real, policy.limit).map_err(|error| Error::file(path, error));
        let mut found: Snapshot = read()?;
        if found.exposure.open_to_others && !found.exposure.foreign && policy.fix_permissions {
            file::restrict(&real).map_err(|error| Error::file(path, error))?;
            found = read()?;
        }
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
            document,
            _lock: lock,
        })
    }

    /// The path as it was given.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether there is such a file.
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

    /// Whether the file has another name, under which a new version will not be seen.
    pub fn has_other_names(&self) -> bool {
        self.other_names
    }

    /// The permission bits of a file that others have access to.
    pub fn open_to_others(&self) -> Option<u32> {
        self.open_to_others
    }

    /// What it says.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// What is in it, without the file and its lock.
    pub fn into_document(self) -> Document {
        self.document
    }

    /// Puts these bytes in place of the file, if it is still the one that was read.
    ///
    /// # Errors
    /// [`Error::File`]; the old file is then as it was.
    pub fn replace(&self, bytes: &[u8]) -> Result<(), Error> {
        file::replace(&self.real, self.identity.as_ref(), bytes)
            .map_err(|error| Error::file(&self.path, error))
    }
}

fn resolve(path: &Path) -> Result<PathBuf, Error> {
    file::resolve(path).map_err(|error| Error::file(path, error))
}
