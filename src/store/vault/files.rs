//! The two files of a vault, and how they are read, locked and replaced.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use keyrc_platform::file::{self, FileError, Identity, Lock, Wait};

use crate::file_fault::FileFault;
use crate::store::fault::Fault;

/// The largest vault that is read, in bytes: about a million credentials.
const LIMIT: u64 = 256 << 20;

/// How long a write waits for another process that writes and makes no progress.
const LOCK_TIMEOUT: Duration = Duration::from_secs(30);

/// How long a read waits for another process that may be writing.
const READ_TIMEOUT: Duration = Duration::from_secs(4);

/// The paths of a vault.
#[derive(Clone, Debug)]
pub(super) struct Files {
    /// The folder with both files.
    pub(super) folder: PathBuf,
    /// The encrypted credentials.
    pub(super) vault: PathBuf,
    /// The vault's own identity, encrypted.
    pub(super) identity: PathBuf,
}

impl Files {
    pub(super) fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            vault: folder.join("vault.age"),
            identity: folder.join("identity.age"),
        }
    }

    /// Returns the name under which the kernel keeps the vault's own identity.
    pub(super) fn cache_name(&self) -> String {
        let folder = file::resolve(&self.folder).unwrap_or_else(|_| self.folder.clone());
        format!("keyrc:vault:{}", folder.display())
    }
}

/// One of the files, as it was read.
pub(super) struct Sealed {
    /// Ciphertext, so it does not need to be zeroed.
    pub(super) bytes: Vec<u8>,
    pub(super) identity: Identity,
}

/// The largest file of the vault's own identity, in bytes: its header, and one key.
const IDENTITY_LIMIT: u64 = 64 << 10;

/// Reads the file of the vault's own identity. Returns `None` if it does not exist.
pub(super) fn read_identity(files: &Files) -> Result<Option<Sealed>, Fault> {
    read_up_to(&files.identity, IDENTITY_LIMIT)
}

/// Reads the file of the vault. Returns `None` if it does not exist.
pub(super) fn read_vault(files: &Files) -> Result<Option<Sealed>, Fault> {
    read_up_to(&files.vault, LIMIT)
}

fn read_up_to(path: &Path, limit: u64) -> Result<Option<Sealed>, Fault> {
    let real = match file::resolve(path) {
        Ok(real) => real,
        Err(FileError::Io { error, .. }) if error.kind() == io::ErrorKind::NotFound => {
            return Ok(None);
        }
        Err(error) => return Err(Fault::file(path, error)),
    };
    let mut found = file::read(&real, limit).map_err(|error| Fault::file(path, error))?;
    if found.exposure.foreign {
        let path = path.to_owned();
        return Err(FileFault::Foreign { path }.into());
    }
    let bytes = std::mem::take(&mut *found.bytes);
    Ok(found.identity.map(|identity| Sealed { bytes, identity }))
}

/// Returns the identity of a file as it is now, or `None` if it does not exist.
pub(super) fn identity(path: &Path) -> Result<Option<Identity>, Fault> {
    file::resolve(path)
        .and_then(|real| file::identity(&real))
        .map_err(|error| Fault::file(path, error))
}

/// Keeps other keyrc processes from writing until the lock is dropped.
///
/// Also removes temporary files that a killed process left beside the identity: replacing the
/// identity takes the same lock.
pub(super) fn lock(files: &Files) -> Result<Lock, Fault> {
    lock_within(files, LOCK_TIMEOUT)
}

/// As [`lock`], for a read: waits until other processes do not write, but not as long.
pub(super) fn lock_to_read(files: &Files) -> Result<Lock, Fault> {
    lock_within(files, READ_TIMEOUT)
}

fn lock_within(files: &Files, limit: Duration) -> Result<Lock, Fault> {
    let lock = file::resolve(&files.vault)
        .and_then(|real| file::lock(&real, Wait::up_to(limit)))
        .map_err(|error| Fault::file(&files.vault, error))?;
    if let Ok(real) = file::resolve(&files.identity) {
        file::remove_leftovers(&real);
    }
    Ok(lock)
}

/// Replaces a file with new ciphertext, if the file is still `expected`. `None` expects no
/// file.
pub(super) fn replace(
    path: &Path,
    expected: Option<&Identity>,
    sealed: &[u8],
) -> Result<(), Fault> {
    file::resolve(path)
        .and_then(|real| file::replace(&real, expected, sealed))
        .map_err(|error| Fault::file(path, error))
}

/// Creates the folder of a vault, private to this user.
pub(super) fn make_folder(files: &Files) -> Result<(), Fault> {
    file::make_folder(&files.folder).map_err(|error| Fault::file(&files.folder, error))
}
