//! The file that a netrc is mounted on: the user's netrc, or a [`StubNetrc`] for a user without
//! one.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::cleanup::{CleanupProcess, watch_this_process};
use super::stub_netrc::{self, StubNetrc};
use super::{OrCannot, StepError};
use crate::file::{FileError, resolve};

/// How often to look again when other launches create and remove the stub at the same time.
const ATTEMPTS: usize = 100;

/// A file that a netrc can be mounted on.
#[derive(Debug)]
pub(super) struct MountPoint {
    pub(super) path: PathBuf,
    /// The process that removes the file, if it is a stub.
    pub(super) cleanup: Option<CleanupProcess<StubNetrc>>,
}

impl MountPoint {
    /// Finds the user's netrc, following links, or creates a stub.
    ///
    /// The caller must start the cleanup process, which removes the stub.
    pub(super) fn prepare(netrc: &Path) -> Result<Self, StepError> {
        let path = resolve(netrc).map_err(io_error);
        let path = path.or_cannot("resolve the path of the netrc")?;
        // Create the watch before the stub: if it fails, the stub could not be removed later.
        let needs_cleanup =
            fs::symlink_metadata(&path).map_or(true, |found| stub_netrc::is_stub(&found));
        let mut watch = needs_cleanup.then(watch_this_process).transpose()?;
        for _ in 0..ATTEMPTS {
            let found = match fs::symlink_metadata(&path) {
                Ok(found) => found,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    stub_netrc::create(&path).or_cannot(CREATE)?;
                    continue;
                }
                Err(error) => return Err(error).or_cannot("read the metadata of the netrc"),
            };
            if stub_netrc::is_stub(&found) {
                // `None` if the stub was removed in the meantime.
                let Some(stub) = StubNetrc::open_shared(&path)? else {
                    continue;
                };
                let watch = watch.take().map_or_else(watch_this_process, Ok)?;
                let cleanup = Some(CleanupProcess::new(watch, stub));
                return Ok(Self { path, cleanup });
            }
            if !found.is_file() {
                return Err(io_error(FileError::NotAFile)).or_cannot("mount over the netrc");
            }
            return Ok(Self {
                path,
                cleanup: None,
            });
        }
        Err(io::Error::from(io::ErrorKind::ResourceBusy)).or_cannot(CREATE)
    }

    /// Removes the file, if it is a stub that no other launch uses. The cleanup process finds
    /// nothing left to do.
    pub(super) fn discard(self) {
        if let Some(cleanup) = self.cleanup {
            cleanup.run_now();
        }
    }
}

const CREATE: &str = "create a file to mount the netrc on";

fn io_error(error: FileError) -> io::Error {
    match error {
        FileError::Io { error, .. } => error,
        error => io::Error::other(error.to_string()),
    }
}
