//! Files on Linux, macOS and the BSDs.

use std::ffi::OsStr;
use std::fs::{self, DirBuilder, File, Metadata, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;

use rustix::process::geteuid;
use tempfile::{Builder, NamedTempFile};

use super::Exposure;

/// Identifies a file and its state: two equal identities mean that the file was not changed in
/// between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    device: u64,
    inode: u64,
    size: u64,
    modified: (i64, i64),
}

pub(super) fn identity(metadata: &Metadata) -> Identity {
    Identity {
        device: metadata.dev(),
        inode: metadata.ino(),
        size: metadata.size(),
        modified: (metadata.mtime(), metadata.mtime_nsec()),
    }
}

pub(super) fn exposure(metadata: &Metadata) -> Exposure {
    let mode = metadata.mode() & 0o7777;
    Exposure {
        mode,
        open_to_others: mode & 0o066 != 0,
        foreign: is_foreign(metadata),
        other_names: metadata.nlink() > 1,
    }
}

/// Whether a file belongs to a user other than this one and root.
pub(crate) fn is_foreign(metadata: &Metadata) -> bool {
    metadata.uid() != geteuid().as_raw() && metadata.uid() != 0
}

/// Opens a file. `O_NONBLOCK` keeps a pipe from blocking until it has a writer.
pub(super) fn open_for_reading(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .custom_flags(libc::O_NONBLOCK)
        .open(path)
}

pub(super) fn restrict(path: &Path) -> io::Result<()> {
    File::open(path)?.set_permissions(Permissions::from_mode(0o600))
}

/// Creates a file that only its owner can open and that is removed when dropped.
pub(super) fn private_temporary(folder: &Path, prefix: &OsStr) -> io::Result<NamedTempFile> {
    let private = Permissions::from_mode(0o600);
    let file = Builder::new()
        .prefix(prefix)
        .permissions(private.clone())
        .tempfile_in(folder)?;
    // The umask may have removed the owner's permissions.
    file.as_file().set_permissions(private)?;
    Ok(file)
}

pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder)?.sync_all() {
        // Some file systems cannot sync a folder. The rename itself has succeeded.
        Err(error) if matches!(error.raw_os_error(), Some(libc::EINVAL | libc::ENOTSUP)) => Ok(()),
        result => result,
    }
}

pub(super) fn make_folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Opens or creates a lock file. Refuses a link, a pipe, and a file of another user.
pub(super) fn open_lock(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK)
        .open(path)?;
    let metadata = file.metadata()?;
    if metadata.is_file() && !is_foreign(&metadata) {
        Ok(file)
    } else {
        Err(io::ErrorKind::PermissionDenied.into())
    }
}

/// Whether an open file still has a name.
pub(super) fn is_linked(file: &File) -> bool {
    file.metadata().is_ok_and(|metadata| metadata.nlink() > 0)
}

pub(super) fn remove_lock(path: &Path) {
    // Ignore: a lock file that stays is empty and not locked.
    let _ = fs::remove_file(path);
}
