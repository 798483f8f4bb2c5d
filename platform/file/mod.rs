//! Private files: opened and then checked, read with a bound, replaced whole and never edited.
//!
//! A file is replaced in this order: resolve the link, [`lock`], [`read`], decide, [`replace`]. At every moment of
//! that, the path holds the old bytes or the new ones.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use crate::imp;
pub use crate::imp::Identity;

/// Why a file could not be read or replaced. Holds no byte of the file.
#[derive(Debug)]
pub enum FileError {
    /// The path is a link, and what it points at does not exist.
    Dangling,
    /// The path is a link that another user made, who could point it elsewhere.
    ForeignLink,
    /// The path is a folder, a pipe or a device.
    NotAFile,
    /// The file is larger than the bound, in bytes.
    TooLarge(u64),
    /// Another process holds the lock, and did so for as long as was waited.
    Busy(Duration),
    /// The file is no longer the one that was read.
    Changed,
    /// The system refused; the first part says what was tried, as a verb.
    Io(&'static str, io::Error),
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Dangling => f.write_str("a link to a file that does not exist"),
            Self::ForeignLink => f.write_str("a link that belongs to another user"),
            Self::NotAFile => f.write_str("not a regular file"),
            Self::TooLarge(limit) => write!(f, "larger than {limit} bytes"),
            Self::Busy(_) => f.write_str("locked by another process"),
            Self::Changed => f.write_str("changed while it was worked on"),
            Self::Io(tried, error) => write!(f, "cannot {tried}: {error}"),
        }
    }
}

impl std::error::Error for FileError {}

/// What was at a path at one moment.
#[derive(Debug)]
pub struct Snapshot {
    /// The bytes; zeroed when dropped. Empty when there was no file.
    pub bytes: Zeroizing<Vec<u8>>,
    /// Which file it was; `None` when there was none.
    pub identity: Option<Identity>,
    /// Who else could read it.
    pub exposure: Exposure,
}

/// Who besides its owner can get at a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exposure {
    /// The permission bits, on systems that have them; else 0.
    pub mode: u32,
    /// Whether its group or everyone may read or write it.
    pub open_to_others: bool,
    /// Whether it belongs to someone who is neither this user nor root.
    pub foreign: bool,
    /// Whether the file has another name, under which an old version stays when this name gets a new one.
    pub other_names: bool,
}

/// The path behind a link, so that a replacement lands in the folder of the real file and the link stays.
///
/// For a path where there is nothing, the answer is that path in the real folder.
///
/// # Errors
/// [`FileError::Dangling`] and [`FileError::ForeignLink`] as they say; [`FileError::Io`] when a folder on the way cannot
/// be searched or does not exist.
pub fn resolve(path: &Path) -> Result<PathBuf, FileError> {
    let found = match fs::symlink_metadata(path) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return resolve_absent(path),
        Err(error) => return Err(FileError::Io("look at it", error)),
    };
    check_links(path)?;
    fs::canonicalize(path).map_err(|error| match error.kind() {
        // The links of /proc/self/fd are to pipes and terminals, which have no path.
        io::ErrorKind::NotFound if fs::metadata(path).is_ok() => FileError::NotAFile,
        io::ErrorKind::NotFound if found.is_symlink() => FileError::Dangling,
        _ => FileError::Io("resolve it", error),
    })
}

/// Refuses a path on which any link, of a folder or of a link that another points at, belongs to somebody else.
fn check_links(path: &Path) -> Result<(), FileError> {
    let failed = |error| FileError::Io("resolve it", error);
    let mut path = std::path::absolute(path).map_err(failed)?;
    // As many as Linux follows before it gives up.
    for _ in 0..40 {
        let mut parts = path.components();
        let mut real = PathBuf::new();
        let link = parts.by_ref().find_map(|part| {
            real.push(part);
            fs::symlink_metadata(&real)
                .ok()
                .filter(fs::Metadata::is_symlink)
        });
        match link {
            None => return Ok(()),
            Some(link) if imp::is_foreign(&link) => return Err(FileError::ForeignLink),
            Some(_) => {
                let target = fs::read_link(&real).map_err(failed)?;
                real.pop();
                path = real.join(target).join(parts.as_path());
            }
        }
    }
    Ok(())
}

fn resolve_absent(path: &Path) -> Result<PathBuf, FileError> {
    let no_name = || FileError::Io("resolve it", io::ErrorKind::InvalidInput.into());
    let name = path.file_name().ok_or_else(no_name)?;
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let folder =
        fs::canonicalize(folder).map_err(|error| FileError::Io("find its folder", error))?;
    Ok(folder.join(name))
}

/// Reads a whole file of at most `limit` bytes. Where there is no file the snapshot is empty and has no identity.
///
/// Everything it tells is about the handle that was read, so a file put in its place meanwhile cannot lie.
///
/// # Errors
/// [`FileError::NotAFile`], [`FileError::TooLarge`], [`FileError::Changed`] when it grew while it was read, and
/// [`FileError::Io`].
pub fn read(path: &Path, limit: u64) -> Result<Snapshot, FileError> {
    let mut file = match imp::open_for_reading(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let bytes = Zeroizing::new(Vec::new());
            return Ok(Snapshot {
                bytes,
                identity: None,
                exposure: Exposure::default(),
            });
        }
        // Windows refuses to open a folder as a file at all.
        Err(_) if path.is_dir() => return Err(FileError::NotAFile),
        Err(error) => return Err(FileError::Io("open it", error)),
    };
    let found = file
        .metadata()
        .map_err(|error| FileError::Io("look at it", error))?;
    if !found.is_file() {
        return Err(FileError::NotAFile);
    }
    if found.len() > limit {
        return Err(FileError::TooLarge(limit));
    }
    let size = usize::try_from(found.len()).map_err(|_| FileError::TooLarge(limit))?;
    // One byte more than the file has: a vector that grew would leave its old buffer, secrets and all, on the heap,
    // and a filled spare byte means that the file grew.
    let mut bytes = Zeroizing::new(vec![0; size + 1]);
    let mut filled = 0;
    loop {
        match file.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(FileError::Io("read it", error)),
        }
    }
    if filled > size {
        return Err(FileError::Changed);
    }
    bytes.truncate(filled);
    Ok(Snapshot {
        bytes,
        identity: Some(imp::identity(&found)),
        exposure: imp::exposure(&found),
    })
}

/// Makes a file readable and writable by its owner only.
///
/// # Errors
/// [`FileError::Io`] when the system refuses, as it does for a file of somebody else.
pub fn restrict(path: &Path) -> Result<(), FileError> {
    imp::restrict(path).map_err(|error| FileError::Io("change its permissions", error))
}

/// Puts a new file with these bytes at `path`, which must be [resolved](resolve): private from its creation, on the
/// disk before it takes its name, and only if what is at `path` is still what was read (`expected`).
///
/// # Errors
/// [`FileError::Changed`], and [`FileError::Io`] for a full disk or a folder that cannot be written. Either leaves the
/// old file as it was and no other file behind; only when the folder cannot be written to the disk at the very end is
/// the new file there already.
pub fn replace(path: &Path, expected: Option<&Identity>, bytes: &[u8]) -> Result<(), FileError> {
    let (folder, name) = split(path)?;
    let mut temporary = imp::private_temporary(folder, &sibling(name, ".keyrc-tmp-"))
        .map_err(|error| FileError::Io("make a new file beside it", error))?;
    temporary
        .write_all(bytes)
        .map_err(|error| FileError::Io("write the new file", error))?;
    temporary
        .as_file()
        .sync_all()
        .map_err(|error| FileError::Io("write the new file to the disk", error))?;
    if identity(path)?.as_ref() != expected {
        return Err(FileError::Changed);
    }
    let kept = match expected {
        Some(_) => temporary.persist(path),
        None => temporary.persist_noclobber(path),
    };
    kept.map_err(|refused| match refused.error.kind() {
        io::ErrorKind::AlreadyExists => FileError::Changed,
        _ => FileError::Io("put the new file in its place", refused.error),
    })?;
    imp::sync_folder(folder).map_err(|error| FileError::Io("write its folder to the disk", error))
}

/// Which file is at `path`, which must be [resolved](resolve); `None` where there is none.
///
/// # Errors
/// [`FileError::Io`].
pub fn identity(path: &Path) -> Result<Option<Identity>, FileError> {
    match fs::symlink_metadata(path) {
        Ok(found) => Ok(Some(imp::identity(&found))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(FileError::Io("look at it", error)),
    }
}

/// Makes the folder at `path` and those above it, for its owner only.
///
/// # Errors
/// [`FileError::Io`] when the system refuses.
pub fn make_folder(path: &Path) -> Result<(), FileError> {
    imp::make_folder(path).map_err(|error| FileError::Io("make its folder", error))
}

/// Holds the lock on a file until it is dropped.
#[derive(Debug)]
pub struct Lock {
    file: File,
    path: PathBuf,
}

impl Drop for Lock {
    fn drop(&mut self) {
        imp::remove_lock(&self.path);
        // Nothing can be done about a failure, and the lock ends with the handle anyway.
        let _ = self.file.unlock();
    }
}

/// Locks the file at `path`, which must be [resolved](resolve), against other processes that do the same.
///
/// The lock is on a sibling, `.<name>.keyrc-lock`, since the file itself is about to be replaced. A process that dies lets go
/// of it. What an earlier process left half written beside the file is removed.
///
/// # Errors
/// [`FileError::Busy`] after `patience`, [`FileError::Io`] when the folder cannot be written.
pub fn lock(path: &Path, patience: Duration) -> Result<Lock, FileError> {
    let (folder, name) = split(path)?;
    let lock_path = folder.join(sibling(name, ".keyrc-lock"));
    let began = Instant::now();
    loop {
        let file = imp::open_lock(&lock_path).map_err(|error| FileError::Io("lock it", error))?;
        match file.try_lock() {
            // The holder before us removed the file as it let go: this is a lock on a name that is gone.
            Ok(()) if !imp::is_linked(&file) => continue,
            Ok(()) => {
                sweep(path);
                return Ok(Lock {
                    file,
                    path: lock_path,
                });
            }
            Err(TryLockError::WouldBlock) if began.elapsed() >= patience => {
                return Err(FileError::Busy(patience));
            }
            Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(20)),
            Err(TryLockError::Error(error)) => return Err(FileError::Io("lock it", error)),
        }
    }
}

/// Removes what a process that was killed between writing and renaming left beside the file at `path`: it may hold
/// secrets.
///
/// Only under a lock that whoever replaces that file holds, or it is that of a process at work.
pub fn sweep(path: &Path) {
    let Ok((folder, name)) = split(path) else {
        return;
    };
    let prefix = sibling(name, ".keyrc-tmp-");
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        if entry
            .file_name()
            .as_encoded_bytes()
            .starts_with(prefix.as_encoded_bytes())
        {
            // A file that stays is tried again next time.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// A hidden name beside `name` that is ours alone.
fn sibling(name: &OsStr, ending: &str) -> OsString {
    let mut sibling = OsString::from(".");
    sibling.push(name);
    sibling.push(ending);
    sibling
}

fn split(path: &Path) -> Result<(&Path, &OsStr), FileError> {
    match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) => Ok((folder, name)),
        _ => Err(FileError::NotAFile),
    }
}
