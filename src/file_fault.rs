//! Why keyrc does not read or replace a file that holds secrets. A netrc, the settings and a vault
//! share these faults, so the same event has the same message and exit code for each of them.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use keyrc_platform::file::{self, FileError, Snapshot};

use crate::text::{sentence, shown};

/// Why a file was not read or replaced. Never contains bytes of the file.
#[derive(Debug)]
#[non_exhaustive]
pub enum FileFault {
    /// Other users can access the file.
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The file belongs to another user.
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// Reading, locking or replacing the file failed.
    Failed {
        /// The file.
        path: PathBuf,
        /// The problem.
        error: FileError,
    },
}

impl FileFault {
    /// Returns the fault of reading, locking or replacing the file at `path`.
    pub(crate) fn failed(path: &Path, error: FileError) -> Self {
        let path = path.to_owned();
        Self::Failed { path, error }
    }

    /// Whether the file is there, and others can access or own it.
    pub(crate) fn is_refusal(&self) -> bool {
        match self {
            Self::Exposed { .. } | Self::Foreign { .. } => true,
            Self::Failed { error, .. } => matches!(error, FileError::ForeignLink),
        }
    }

    /// The file.
    pub(crate) fn path(&self) -> &Path {
        let (Self::Exposed { path, .. } | Self::Foreign { path } | Self::Failed { path, .. }) =
            self;
        path
    }

    /// Returns the fault of a file that does not exist.
    pub(crate) fn missing(path: &Path) -> Self {
        let error = io::Error::new(io::ErrorKind::NotFound, "no such file or directory");
        let action = "open it";
        Self::failed(path, FileError::Io { action, error })
    }
}

/// Reads a file that decides what keyrc does, such as the settings or a key. A file that does not
/// exist gives an empty snapshot.
///
/// # Errors
/// [`FileFault::Foreign`], [`FileFault::Exposed`] if others can write the file, and
/// [`FileFault::Failed`], also if others can replace it.
pub(crate) fn read_guarded(path: &Path, limit: u64) -> Result<Snapshot, FileFault> {
    let failed = |error| FileFault::failed(path, error);
    let found = file::read_named(path, limit).map_err(failed)?;
    if found.identity.is_none() {
        return Ok(found);
    }
    let exposure = found.exposure;
    if exposure.foreign {
        let path = path.to_owned();
        return Err(FileFault::Foreign { path });
    }
    if exposure.others_can_write {
        let (path, mode) = (path.to_owned(), exposure.mode);
        return Err(FileFault::Exposed { path, mode });
    }
    let real = file::resolve(path).map_err(failed)?;
    file::check_folders(&real).map_err(failed)?;
    Ok(found)
}

impl fmt::Display for FileFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exposed { path, mode } => {
                write!(f, "{} is open to others (mode {mode:04o})", shown(path))
            }
            Self::Foreign { path } => write!(f, "{} belongs to another user", shown(path)),
            Self::Failed { path, error } => match error {
                FileError::Busy { waited } => write!(
                    f,
                    "cannot lock {} in {} s; another keyrc may be running",
                    shown(path),
                    waited.as_secs()
                ),
                FileError::BadLock { lock } => write!(
                    f,
                    "cannot lock {}: {} is not a regular file",
                    shown(path),
                    shown(lock)
                ),
                FileError::Silent { waited } => write!(
                    f,
                    "{} is a pipe, and nothing was written to it in {} s",
                    shown(path),
                    waited.as_secs()
                ),
                FileError::OpenFolder { folder } => {
                    write!(
                        f,
                        "other users can replace {}: they can change {}",
                        shown(path),
                        shown(folder)
                    )
                }
                FileError::Unsynced { error } => write!(
                    f,
                    "{} was replaced, but may not be on the disk yet: cannot sync its folder: {}",
                    shown(path),
                    sentence(error)
                ),
                FileError::Io { action, error } => {
                    write!(f, "{}: cannot {action}: {}", shown(path), sentence(error))
                }
                error => write!(f, "{}: {error}", shown(path)),
            },
        }
    }
}

impl std::error::Error for FileFault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Failed { error, .. } => Some(error),
            Self::Exposed { .. } | Self::Foreign { .. } => None,
        }
    }
}

/// Two faults are the same if a user cannot tell them apart: [`FileError`] contains an `io::Error`,
/// which does not implement `PartialEq`.
impl PartialEq for FileFault {
    fn eq(&self, other: &Self) -> bool {
        self.to_string() == other.to_string()
    }
}

impl Eq for FileFault {}
