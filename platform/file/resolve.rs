//! Follows links to the file that they point at.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{FileError, is_foreign};

/// How many links to follow. Linux follows as many; see path_resolution(7).
const MAX_LINKS: usize = 40;

/// Returns the path without links, so that [`replace`](super::replace) writes to the folder of the
/// real file and keeps the link.
///
/// If no file exists at the path, resolves its folder only.
///
/// # Errors
/// [`FileError::Dangling`], [`FileError::ForeignLink`], [`FileError::NotAFile`] for a link to a
/// pipe, and [`FileError::Io`] if a folder on the path does not exist or cannot be searched.
pub fn resolve(path: &Path) -> Result<PathBuf, FileError> {
    check_links(path)?;
    let metadata = match fs::symlink_metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return resolve_folder(path),
        Err(error) => return Err(FileError::io("read its metadata")(error)),
    };
    fs::canonicalize(path).map_err(|error| match error.kind() {
        // The links in /proc/self/fd may point at pipes, which have no path.
        io::ErrorKind::NotFound if fs::metadata(path).is_ok() => FileError::NotAFile,
        io::ErrorKind::NotFound if metadata.is_symlink() => FileError::Dangling,
        _ => FileError::io("resolve it")(error),
    })
}

/// Refuses a path with a link of another user on it, in any of its folders or behind another link.
/// The file itself need not exist.
pub(super) fn check_links(path: &Path) -> Result<(), FileError> {
    let mut path = std::path::absolute(path).map_err(FileError::io("resolve it"))?;
    for _ in 0..MAX_LINKS {
        let Some(target) = follow_first_link(&path)? else {
            return Ok(());
        };
        path = target;
    }
    Ok(())
}

/// Replaces the first link on the path by its target. Returns `None` if the path has no link.
fn follow_first_link(path: &Path) -> Result<Option<PathBuf>, FileError> {
    let mut real = PathBuf::new();
    let mut parts = path.components();
    while let Some(part) = parts.next() {
        real.push(part);
        let Ok(metadata) = fs::symlink_metadata(&real) else {
            continue;
        };
        if !metadata.is_symlink() {
            continue;
        }
        if is_foreign(&metadata) {
            return Err(FileError::ForeignLink);
        }
        let target = fs::read_link(&real).map_err(FileError::io("resolve it"))?;
        real.pop();
        return Ok(Some(real.join(target).join(parts.as_path())));
    }
    Ok(None)
}

/// Resolves the folder of a file that does not exist.
fn resolve_folder(path: &Path) -> Result<PathBuf, FileError> {
    let name = path
        .file_name()
        .ok_or_else(|| FileError::io("resolve it")(io::ErrorKind::InvalidInput.into()))?;
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let folder = fs::canonicalize(folder).map_err(FileError::io("find its folder"))?;
    Ok(folder.join(name))
}
