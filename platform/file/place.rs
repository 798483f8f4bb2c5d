//! Who can put another file at a path.

use std::fs;
use std::path::Path;

use super::{FileError, imp};
use crate::imp::home;

/// Checks that no other user can replace the file at `path`, which must be
/// [resolved](super::resolve()): every folder above it belongs to this user or to root, and others
/// can write to it only if its sticky bit keeps them from renaming files, as in `/tmp`.
///
/// A folder that this user's own group can write is accepted: many systems give each user a group.
/// The folders above the home are not examined, because a user depends on them for everything else.
/// Does nothing on Windows.
///
/// # Errors
/// [`FileError::OpenFolder`], and [`FileError::Io`] if a folder cannot be examined.
pub fn check_folders(path: &Path) -> Result<(), FileError> {
    let home = home().and_then(|home| fs::canonicalize(home).ok());
    for folder in path.ancestors().skip(1) {
        let found = fs::metadata(folder).map_err(FileError::io("examine its folder"))?;
        if imp::others_can_replace_files_in(&found) {
            let folder = folder.to_owned();
            return Err(FileError::OpenFolder { folder });
        }
        if home.as_deref() == Some(folder) {
            break;
        }
    }
    Ok(())
}
