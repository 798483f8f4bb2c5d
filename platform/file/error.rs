//! Why a file was refused.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

/// Why a file could not be read or replaced. Contains no byte of the file.
#[derive(Debug)]
pub enum FileError {
    /// The path is a link to a file that does not exist.
    Dangling,
    /// The path contains a link of another user. That user could point it at another file.
    ForeignLink,
    /// The path is a folder, a pipe, a device, or a file that the kernel makes up.
    NotAFile,
    /// The path is not a link to keyrc.
    NotALink,
    /// Other users can put another file at the path.
    OpenFolder {
        /// The folder that they can change.
        folder: PathBuf,
    },
    /// The file is larger than the caller allows.
    TooLarge {
        /// The largest size that the caller allows, in bytes.
        limit: u64,
    },
    /// Another process holds the lock.
    Busy {
        /// How long the caller waited for the lock.
        waited: Duration,
    },
    /// Something other than a file is where the lock file belongs.
    BadLock {
        /// The path of the lock file.
        lock: PathBuf,
    },
    /// Nothing was written to a pipe.
    Silent {
        /// How long the caller waited.
        waited: Duration,
    },
    /// The file was changed or replaced after it was read.
    Changed,
    /// The file was replaced, but its folder was not synced: after a crash of the system, the old
    /// file may be back.
    Unsynced {
        /// The error of the system.
        error: io::Error,
    },
    /// The system refused a step.
    Io {
        /// The step, as a verb phrase that completes "cannot …".
        action: &'static str,
        /// The error of the system.
        error: io::Error,
    },
}

impl FileError {
    /// Returns a function that adds the step that failed to an error of the system.
    pub(super) fn io(action: &'static str) -> impl Fn(io::Error) -> Self {
        move |error| Self::Io { action, error }
    }

    /// Whether a signal ended the wait for a lock.
    pub fn is_interruption(&self) -> bool {
        matches!(self, Self::Io { error, .. } if error.kind() == io::ErrorKind::Interrupted)
    }

    /// Whether the file or a folder on its path does not exist.
    pub(super) fn is_missing(&self) -> bool {
        matches!(self, Self::Io { error, .. } if error.kind() == io::ErrorKind::NotFound)
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dangling => f.write_str("a link to a file that does not exist"),
            Self::ForeignLink => f.write_str("a link that belongs to another user"),
            Self::NotAFile => f.write_str("not a regular file"),
            Self::NotALink => f.write_str("not a link to keyrc"),
            Self::OpenFolder { .. } => f.write_str("in a folder that other users can change"),
            Self::TooLarge { limit } => write!(f, "larger than {limit} bytes"),
            Self::Busy { .. } => f.write_str("locked by another process"),
            Self::BadLock { .. } => {
                f.write_str("cannot lock it: its lock file is not a regular file")
            }
            Self::Silent { .. } => f.write_str("a pipe that nothing is written to"),
            Self::Changed => f.write_str("changed by another process"),
            Self::Unsynced { error } => write!(
                f,
                "it was replaced, but may not be on the disk yet: cannot sync its folder: {error}"
            ),
            Self::Io { action, error } => write!(f, "cannot {action}: {error}"),
        }
    }
}

impl std::error::Error for FileError {}
