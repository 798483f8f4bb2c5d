//! Programs on Windows. Scripts such as `curl.cmd` are not searched.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};

pub(super) fn file_name(name: &str) -> OsString {
    format!("{name}.exe").into()
}

pub(super) fn this() -> io::Result<PathBuf> {
    env::current_exe()
}

/// Returns the path, because the standard library has no file number. keyrc recognizes its own hard
/// links by their content.
pub(super) fn identity(path: &Path, _found: &Metadata) -> String {
    let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    path.to_string_lossy().to_lowercase().replace(' ', "?")
}

pub(super) fn is_executable(_path: &Path) -> bool {
    true
}

pub(super) fn is_of_other_user(_home: &OsStr) -> bool {
    false
}

pub(super) fn needs_home() -> bool {
    false
}
