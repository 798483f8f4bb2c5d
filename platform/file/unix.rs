//! Files on Linux, macOS and the BSDs.

use std::ffi::OsStr;
use std::fs::{self, DirBuilder, File, Metadata, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, FileTypeExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{getegid, geteuid};
use tempfile::{Builder, NamedTempFile};

pub(super) use super::signals::RemovedOnSignal;
use super::{Exposure, NewMode, attributes};

/// Identifies a file and its state: two equal identities mean that the file was not changed in
/// between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    device: u64,
    inode: u64,
    size: u64,
    modified: (i64, i64),
    /// The last change of the inode. No program can set it, unlike the time of the last write.
    changed: (i64, i64),
}

pub(super) fn identity(metadata: &Metadata) -> Identity {
    Identity {
        device: metadata.dev(),
        inode: metadata.ino(),
        size: metadata.size(),
        modified: (metadata.mtime(), metadata.mtime_nsec()),
        changed: (metadata.ctime(), metadata.ctime_nsec()),
    }
}

pub(super) fn exposure(metadata: &Metadata) -> Exposure {
    let mode = metadata.mode() & 0o7777;
    Exposure {
        mode,
        open_to_others: mode & 0o066 != 0,
        others_can_write: mode & 0o022 != 0,
        foreign: is_foreign(metadata),
        other_names: metadata.nlink() > 1,
    }
}

/// Whether a file belongs to a user other than this one and root.
pub(crate) fn is_foreign(metadata: &Metadata) -> bool {
    metadata.uid() != geteuid().as_raw() && metadata.uid() != 0
}

/// Whether another user can rename or remove files in a folder.
pub(super) fn others_can_replace_files_in(folder: &Metadata) -> bool {
    let mode = folder.mode();
    let is_sticky = mode & 0o1000 != 0;
    let group_can_write = mode & 0o020 != 0 && folder.gid() != getegid().as_raw();
    is_foreign(folder) || ((mode & 0o002 != 0 || group_can_write) && !is_sticky)
}

/// Whether it is a pipe, with a name or without.
pub(super) fn is_pipe(metadata: &Metadata) -> bool {
    metadata.file_type().is_fifo()
}

/// Opens a file or a pipe, also through links. `O_NONBLOCK` keeps a pipe from blocking until it has
/// a writer.
pub(super) fn open_stream(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY)
        .open(path)
}

/// Waits until a pipe can be read. Returns whether its writers have closed it.
pub(super) fn wait_for_writer(pipe: &File, limit: Duration) -> io::Result<bool> {
    let limit = Timespec::try_from(limit).map_err(|_| io::ErrorKind::InvalidInput)?;
    let mut ready = [PollFd::new(pipe, PollFlags::IN)];
    match poll(&mut ready, Some(&limit)) {
        Ok(_) => Ok(ready[0].revents().contains(PollFlags::HUP)),
        Err(rustix::io::Errno::INTR) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Opens a file. `O_NONBLOCK` keeps a pipe from blocking until it has a writer, and `O_NOFOLLOW`
/// refuses a link that another process put in place of the file.
pub(super) fn open_for_reading(path: &Path) -> io::Result<File> {
    OpenOptions::new()
        .read(true)
        .custom_flags(libc::O_NONBLOCK | libc::O_NOFOLLOW | libc::O_NOCTTY)
        .open(path)
}

/// Whether the kernel makes up the files at the path, as in `/proc`. Their size is 0, and they can
/// be neither locked nor replaced.
#[cfg(target_os = "linux")]
pub(super) fn is_made_by_kernel(path: &Path) -> bool {
    use rustix::fs::{FsWord, PROC_SUPER_MAGIC, statfs};
    // Source: linux/magic.h.
    const SYSFS_MAGIC: FsWord = 0x6265_6572;
    statfs(path).is_ok_and(|found| [PROC_SUPER_MAGIC, SYSFS_MAGIC].contains(&found.f_type))
}

#[cfg(not(target_os = "linux"))]
pub(super) fn is_made_by_kernel(_path: &Path) -> bool {
    false
}

/// Removes the permissions of everyone but the owner from an open file.
pub(super) fn restrict(file: &File, mode: u32) -> io::Result<()> {
    file.set_permissions(Permissions::from_mode(mode & 0o700))
}

/// Gives a new file the attributes and permissions of the file at `path`. With [`NewMode::Kept`],
/// also the permissions of other users; the old file must then belong to this user, because this
/// user will own the new file.
pub(super) fn keep_attributes(path: &Path, new: &File, mode: NewMode) -> io::Result<()> {
    let old = open_for_reading(path)?;
    attributes::copy(&old, new)?;
    let metadata = old.metadata()?;
    if mode != NewMode::Kept {
        // Last, because an access list sets permissions as well.
        return restrict(new, metadata.mode());
    }
    if metadata.uid() != geteuid().as_raw() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    if metadata.gid() != new.metadata()?.gid() {
        std::os::unix::fs::fchown(new, None, Some(metadata.gid()))?;
    }
    new.set_permissions(Permissions::from_mode(metadata.mode() & 0o7777))
}

pub(super) fn make_executable(file: &File) -> io::Result<()> {
    file.set_permissions(Permissions::from_mode(0o700))
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
    match DirBuilder::new().mode(0o700).create(path) {
        // The umask may have removed the owner's permissions.
        Ok(()) => fs::set_permissions(path, Permissions::from_mode(0o700)),
        Err(_) if path.is_dir() => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let parent = path.parent().ok_or(error)?;
            make_folder(parent)?;
            make_folder(path)
        }
        Err(error) => Err(error),
    }
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
        if metadata.mode() & 0o600 != 0o600 {
            // The umask removed permissions that the next process needs to wait for the lock.
            file.set_permissions(Permissions::from_mode(0o600))?;
        }
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
