//! The two files of a vault, and how they are read and replaced.

use std::path::{Path, PathBuf};
use std::time::Duration;

use keyrc_platform::file::{self, FileError, Identity, Lock};

use crate::store::vault::fault::VaultFault;

/// The largest vault that is read, in bytes: a million credentials.
const LIMIT: u64 = 256 << 20;

/// How long to wait for another process that writes.
const PATIENCE: Duration = Duration::from_secs(4);

/// The files in the folder of a vault.
#[derive(Clone, Debug)]
pub(super) struct Files {
    pub(super) folder: PathBuf,
    /// The credentials.
    pub(super) vault: PathBuf,
    /// The vault's own identity.
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

    /// What the kernel calls the vault's identity while it keeps it.
    pub(super) fn cache_name(&self) -> String {
        let folder = file::resolve(&self.folder).unwrap_or_else(|_| self.folder.clone());
        format!("keyrc:vault:{}", folder.display())
    }
}

/// One of the files, as it was read.
pub(super) struct Sealed {
    /// Sealed, so that nothing is gained by zeroing them.
    pub(super) bytes: Vec<u8>,
    pub(super) identity: Identity,
}

/// Reads one of the files; `None` where there is none.
pub(super) fn read(path: &Path) -> Result<Option<Sealed>, VaultFault> {
    let real = match file::resolve(path) {
        Ok(real) => real,
        Err(FileError::Io { error, .. }) if error.kind() == std::io::ErrorKind::NotFound => {
            return Ok(None);
        }
        Err(error) => return Err(failed(path, error)),
    };
    let mut found = file::read(&real, LIMIT).map_err(|error| failed(path, error))?;
    if found.exposure.foreign {
        return Err(VaultFault::Foreign(path.to_owned()));
    }
    let bytes = std::mem::take(&mut *found.bytes);
    Ok(found.identity.map(|identity| Sealed { bytes, identity }))
}

/// Which vault it is now; `None` where there is none.
pub(super) fn identity(path: &Path) -> Result<Option<Identity>, VaultFault> {
    file::resolve(path)
        .and_then(|real| file::identity(&real))
        .map_err(|error| failed(path, error))
}

/// Keeps other processes of ours from writing until the lock is dropped.
pub(super) fn lock(files: &Files) -> Result<Lock, VaultFault> {
    let locked = file::resolve(&files.vault).and_then(|real| file::lock(&real, PATIENCE));
    let lock = locked.map_err(|error| failed(&files.vault, error))?;
    // Whoever replaces the identity holds this lock too, so what is left of one is nobody's.
    if let Ok(real) = file::resolve(&files.identity) {
        file::remove_leftovers(&real);
    }
    Ok(lock)
}

/// Puts new bytes in the place of what was read. Sealed bytes only.
pub(super) fn replace(
    path: &Path,
    expected: Option<&Identity>,
    sealed: &[u8],
) -> Result<(), VaultFault> {
    file::resolve(path)
        .and_then(|real| file::replace(&real, expected, sealed))
        .map_err(|error| failed(path, error))
}

pub(super) fn make_folder(files: &Files) -> Result<(), VaultFault> {
    file::make_folder(&files.folder).map_err(|error| failed(&files.folder, error))
}

fn failed(path: &Path, error: FileError) -> VaultFault {
    VaultFault::File(path.to_owned(), error.to_string())
}
