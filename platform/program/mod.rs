//! Programs in the folders of PATH.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

cfg_if::cfg_if! {
    if #[cfg(unix)] {
        mod unix;
        use unix as imp;
    } else {
        mod windows;
        use windows as imp;
    }
}

/// Folders to search if the variable PATH is not set. Source: `_CS_PATH` of confstr(3), and the
/// folder of local programs.
const WITHOUT_PATH: &str = "/usr/local/bin:/usr/bin:/bin";

/// A file in a folder of PATH.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    /// The path, with a folder.
    pub path: PathBuf,
    /// A word that identifies the file, whatever its path.
    pub identity: String,
    /// Whether it is the running program, or a copy of it.
    pub is_this: bool,
    /// Whether this process may execute it.
    pub is_executable: bool,
}

/// Returns the files with the name of a program in the folders of PATH, in their order.
pub fn in_path(name: &str) -> Vec<Program> {
    let path = env::var_os("PATH").unwrap_or_else(|| WITHOUT_PATH.into());
    let name = imp::file_name(name);
    let this = imp::this().ok();
    let folders = env::split_paths(&path);
    folders
        .filter_map(|folder| program(&folder, &name, this.as_deref()))
        .collect()
}

fn program(folder: &Path, name: &OsString, this: Option<&Path>) -> Option<Program> {
    // An empty entry of PATH is the current folder. A name without a folder would be searched in
    // PATH again.
    let is_empty = folder.as_os_str().is_empty();
    let path = if is_empty { Path::new(".") } else { folder }.join(name);
    let found = fs::metadata(&path).ok().filter(Metadata::is_file)?;
    Some(Program {
        identity: imp::identity(&path, &found),
        is_this: this.is_some_and(|this| is_same(&path, &found, this)),
        is_executable: imp::is_executable(&path),
        path,
    })
}

/// Whether a file is a program or a copy of it.
fn is_same(path: &Path, found: &Metadata, this: &Path) -> bool {
    let Ok(own) = fs::metadata(this) else {
        return false;
    };
    if imp::identity(path, found) == imp::identity(this, &own) {
        return true;
    }
    found.len() == own.len() && matches!((fs::read(path), fs::read(this)), (Ok(a), Ok(b)) if a == b)
}

/// Whether the home folder belongs to another user than the one who runs this process, or is
/// unknown: under `sudo`, for example.
pub fn has_home_of_other_user() -> bool {
    match env::var_os("HOME") {
        Some(home) if !home.is_empty() => imp::is_of_other_user(OsStr::new(&home)),
        _ => imp::needs_home(),
    }
}
