//! Private files: checked after they are opened, read up to a limit, and replaced as a whole.
//!
//! To change a file, [`resolve()`] its path, [`lock()`] it, [`read`] it, decide, and [`replace`]
//! it. A reader always finds either the old bytes or the new ones at the path.

mod error;
mod lock;
mod place;
mod resolve;
mod stream;
mod unfinished;

use std::ffi::OsStr;
use std::fmt;
use std::fs::{self, File, Metadata};
use std::io::{self, Read, Write};
use std::path::Path;

use zeroize::Zeroizing;

use unfinished::Unfinished;

pub use error::FileError;
pub use imp::Identity;
pub(crate) use imp::is_foreign;
pub use lock::{Lock, Wait, lock, remove_leftovers};
pub use place::check_folders;
pub use resolve::resolve;
pub use stream::read_file_or_pipe;
pub use unfinished::remove_unfinished;

cfg_if::cfg_if! {
    if #[cfg(unix)] {
        mod attributes;
        mod signals;
        mod unix;
        use unix as imp;
    } else {
        mod windows;
        use windows as imp;
        pub(crate) use windows::private_temporary;
    }
}

/// The content and the state of a file when it was read.
pub struct Snapshot {
    /// The bytes of the file, zeroed when dropped. Empty if the file did not exist.
    pub bytes: Zeroizing<Vec<u8>>,
    /// Identifies the file and its state. `None` if the file did not exist.
    pub identity: Option<Identity>,
    /// Who else can access the file.
    pub exposure: Exposure,
}

/// Prints the number of bytes in place of the bytes, which can hold secrets.
impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot")
            .field("bytes", &self.bytes.len())
            .field("identity", &self.identity)
            .field("exposure", &self.exposure)
            .finish()
    }
}

/// Who besides the owner can access a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exposure {
    /// The Unix permission bits. 0 on Windows.
    pub mode: u32,
    /// Whether its group or all users may read or write the file.
    pub open_to_others: bool,
    /// Whether its group or all users may write the file.
    pub others_can_write: bool,
    /// Whether the file belongs to a user other than this one and root.
    pub foreign: bool,
    /// Whether the file has another hard link, which keeps the old bytes when the file is replaced.
    pub other_names: bool,
}

/// Reads a whole file of at most `limit` bytes at a path that a user named. Follows links as
/// [`resolve()`] does. A file that does not exist gives an empty snapshot.
///
/// # Errors
/// As [`resolve()`] and [`read`].
pub fn read_named(path: &Path, limit: u64) -> Result<Snapshot, FileError> {
    match resolve(path) {
        Ok(real) => read(&real, limit),
        Err(error) if error.is_missing() => Ok(absent()),
        Err(error) => Err(error),
    }
}

/// Reads a whole file of at most `limit` bytes. The path must be [resolved](resolve()). A file that
/// does not exist gives an empty snapshot.
///
/// # Errors
/// [`FileError::NotAFile`], [`FileError::TooLarge`], [`FileError::Changed`] if the file was
/// replaced or grew while it was read, and [`FileError::Io`].
pub fn read(path: &Path, limit: u64) -> Result<Snapshot, FileError> {
    match open(path)? {
        Some(mut file) => snapshot(&mut file, limit),
        None => Ok(absent()),
    }
}

/// Reads a file as [`read`] does, and first removes the access of others if it belongs to this
/// user. Changes the file that was opened, whatever is at its path by then.
///
/// # Errors
/// As [`read`].
pub fn restrict_and_read(path: &Path, limit: u64) -> Result<Snapshot, FileError> {
    let Some(mut file) = open(path)? else {
        return Ok(absent());
    };
    let exposure = imp::exposure(&metadata(&file)?);
    if exposure.open_to_others && !exposure.foreign {
        imp::restrict(&file, exposure.mode).map_err(FileError::io("change its permissions"))?;
    }
    snapshot(&mut file, limit)
}

/// Opens a regular file, or returns `None` if nothing is at the path.
fn open(path: &Path) -> Result<Option<File>, FileError> {
    // Ask before opening: to open a device can have effects, and a socket cannot be opened.
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_symlink() => return Err(FileError::Changed),
        Ok(found) if !found.is_file() => return Err(FileError::NotAFile),
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(FileError::io("read its metadata")(error)),
    }
    let file = match imp::open_for_reading(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(FileError::io("open it")(error)),
    };
    // Ask the open file too: another process may have put another one at the path.
    if metadata(&file)?.is_file() {
        Ok(Some(file))
    } else {
        Err(FileError::NotAFile)
    }
}

fn metadata(file: &File) -> Result<Metadata, FileError> {
    file.metadata().map_err(FileError::io("read its metadata"))
}

fn snapshot(file: &mut File, limit: u64) -> Result<Snapshot, FileError> {
    let found = metadata(file)?;
    let size = usize::try_from(found.len()).map_err(|_| FileError::TooLarge { limit })?;
    if found.len() > limit {
        return Err(FileError::TooLarge { limit });
    }
    Ok(Snapshot {
        bytes: read_all(file, size)?,
        identity: Some(imp::identity(&found)),
        exposure: imp::exposure(&found),
    })
}

fn absent() -> Snapshot {
    Snapshot {
        bytes: Zeroizing::default(),
        identity: None,
        exposure: Exposure::default(),
    }
}

/// Reads a file of at most `size` bytes.
fn read_all(file: &mut File, size: usize) -> Result<Zeroizing<Vec<u8>>, FileError> {
    // Allocate once: a vector that grows leaves copies of the secrets in freed memory. If the file
    // fills the one extra byte, it has grown.
    let mut bytes = Zeroizing::new(vec![0; size + 1]);
    let mut filled = 0;
    loop {
        match file.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            // Only special files of the kernel, such as /proc/kmsg, make a reader wait.
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                return Err(FileError::NotAFile);
            }
            Err(error) => return Err(FileError::io("read it")(error)),
        }
    }
    if filled > size {
        // The files of /proc have a size of 0 and content all the same.
        let is_virtual = size == 0 && metadata(file)?.len() == 0;
        return Err(if is_virtual {
            FileError::NotAFile
        } else {
            FileError::Changed
        });
    }
    bytes.truncate(filled);
    Ok(bytes)
}

/// Who can access a new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewMode {
    /// Its owner alone, with the permissions that the owner had before.
    Owner,
    /// Everyone who could access the old file. A file without an old one is private.
    Kept,
    /// Its owner alone, who can also run it.
    Program,
}

/// Writes a new file to `path`, which must be [resolved](resolve()), if the file there is still
/// `expected`.
///
/// The new file is private from its creation, and is synced to the disk before it gets its name. It
/// keeps the owner's permissions, the access list and the extended attributes of the old one.
///
/// # Errors
/// [`FileError::Changed`] if another process changed the file since it was read, and
/// [`FileError::Io`], for example for a full disk. The old file stays and no temporary file is
/// left. After [`FileError::Unsynced`], the new file is in place.
pub fn replace(path: &Path, expected: Option<&Identity>, bytes: &[u8]) -> Result<(), FileError> {
    replace_with_mode(path, expected, bytes, NewMode::Owner)
}

/// As [`replace`], with a choice of the permissions of the new file.
///
/// # Errors
/// As [`replace`].
pub fn replace_with_mode(
    path: &Path,
    expected: Option<&Identity>,
    bytes: &[u8],
    mode: NewMode,
) -> Result<(), FileError> {
    let (folder, name) = split(path)?;
    let mut temporary = imp::private_temporary(folder, &lock::temporary_prefix(name))
        .map_err(FileError::io("create a new file next to it"))?;
    let _unfinished = Unfinished::new(temporary.path());
    temporary
        .write_all(bytes)
        .map_err(FileError::io("write the new file"))?;
    if expected.is_some() {
        match imp::keep_attributes(path, temporary.as_file(), mode) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(FileError::Changed),
            kept => kept.map_err(FileError::io("keep its permissions and attributes")),
        }?;
    }
    if mode == NewMode::Program {
        imp::make_executable(temporary.as_file()).map_err(FileError::io("make it executable"))?;
    }
    temporary
        .as_file()
        .sync_all()
        .map_err(FileError::io("sync the new file to the disk"))?;
    if identity(path)?.as_ref() != expected {
        return Err(FileError::Changed);
    }
    let renamed = match expected {
        Some(_) => temporary.persist(path),
        None => temporary.persist_noclobber(path),
    };
    renamed.map_err(|failed| match failed.error.kind() {
        io::ErrorKind::AlreadyExists => FileError::Changed,
        _ => FileError::io("replace it with the new file")(failed.error),
    })?;
    imp::sync_folder(folder).map_err(|error| FileError::Unsynced { error })
}

/// Returns the identity of the file at `path`, which must be [resolved](resolve()), or `None` if
/// there is no file.
///
/// # Errors
/// [`FileError::Io`].
pub fn identity(path: &Path) -> Result<Option<Identity>, FileError> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => Ok(Some(imp::identity(&metadata))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(FileError::io("read its metadata")(error)),
    }
}

/// Whether users other than the owner and root can replace files in a folder. A folder that cannot
/// be examined counts as such.
pub fn others_can_replace_files_in(folder: &Path) -> bool {
    match fs::metadata(folder) {
        Ok(found) => imp::others_can_replace_files_in(&found),
        Err(_) => true,
    }
}

/// Creates the folder at `path` and its missing parents, for their owner alone.
///
/// # Errors
/// [`FileError::ForeignLink`] for a link of another user on the path, and [`FileError::Io`].
pub fn make_folder(path: &Path) -> Result<(), FileError> {
    resolve::check_links(path)?;
    imp::make_folder(path).map_err(FileError::io("create its folder"))
}

fn split(path: &Path) -> Result<(&Path, &OsStr), FileError> {
    match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) => Ok((folder, name)),
        _ => Err(FileError::NotAFile),
    }
}
