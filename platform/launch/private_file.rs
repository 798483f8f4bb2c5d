//! A netrc in a private folder, which is removed when the command has ended.

use std::env;
use std::fs::{self, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::fd::RawFd;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use tempfile::{Builder, TempDir};

use super::cleanup::{Cleanup, CleanupProcess, watch_this_process};
use super::{OrCannot, StepError};
use crate::file::resolve;
use crate::imp;

/// The path of a netrc in a private folder, which a cleanup process removes.
#[derive(Debug)]
pub(super) struct PrivateFile {
    path: PathBuf,
}

impl PrivateFile {
    /// Creates the folder and starts its cleanup process.
    pub(super) fn prepare() -> Result<Self, StepError> {
        let watch = watch_this_process()?;
        // A signal between the creation of the folder and the start of its cleanup process would
        // leave the folder.
        let _blocked = imp::block_signals();
        let folder = create_folder().or_cannot("make a private folder")?;
        let path = folder.join("netrc");
        let cleanup = PrivateFolder {
            file: path.clone(),
            folder: folder.clone(),
        };
        let cleanup = CleanupProcess::new(watch, cleanup);
        // The umask may have given the folder other permissions. It is still empty.
        let started = fs::set_permissions(&folder, Permissions::from_mode(0o700))
            .or_cannot("make the folder private")
            // SAFETY: launch::prepare() is called by a process with one thread.
            .and_then(|()| unsafe { cleanup.start() });
        if let Err(error) = started {
            cleanup.run_now();
            return Err(error);
        }
        Ok(Self { path })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn place(self, netrc: &[u8]) -> Result<Self, StepError> {
        self.write(netrc).or_cannot("write the netrc")?;
        Ok(self)
    }

    /// Removes the folder. The cleanup process finds nothing left to do.
    pub(super) fn discard(self) {
        if let Some(folder) = self.path.parent() {
            // Ignore: the cleanup process tries again.
            let _ = fs::remove_dir(folder);
        }
    }

    fn write(&self, netrc: &[u8]) -> io::Result<()> {
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&self.path)?;
        // The umask may have removed the owner's permissions.
        file.set_permissions(Permissions::from_mode(0o600))?;
        file.write_all(netrc)
    }
}

/// Creates a folder in the runtime folder, which is usually in memory, or in the folder for
/// temporary files.
fn create_folder() -> io::Result<PathBuf> {
    // A link of another user could lead the token to a folder of that user.
    let create = |parent: PathBuf| {
        let parent = resolve(&parent).map_err(|error| io::Error::other(error.to_string()))?;
        let folder = Builder::new().prefix("keyrc-").tempdir_in(parent);
        folder.map(TempDir::keep)
    };
    let runtime = env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    if let Some(runtime) = runtime.filter(|folder| folder.is_absolute())
        && let Ok(folder) = create(runtime)
    {
        return Ok(folder);
    }
    create(temporary_folder())
}

/// Returns the folder for temporary files. Ignores an empty or relative `TMPDIR`: its meaning would
/// depend on the current folder.
fn temporary_folder() -> PathBuf {
    Some(env::temp_dir())
        .filter(|folder| folder.is_absolute())
        .unwrap_or_else(|| PathBuf::from("/tmp"))
}

/// A private folder with a netrc in it, to be removed.
struct PrivateFolder {
    file: PathBuf,
    folder: PathBuf,
}

impl Cleanup for PrivateFolder {
    fn descriptor(&self) -> Option<RawFd> {
        None
    }

    fn run(&self) {
        let _ = fs::remove_file(&self.file);
        let _ = fs::remove_dir(&self.folder);
    }
}
