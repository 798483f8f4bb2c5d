//! Links by which other programs call this one under another name: symbolic links on Unix-like
//! systems; on Windows hard links, or copies on another disk.

use std::env;
use std::fs;
use std::io;
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

/// What exists at the path of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// Nothing.
    Absent,
    /// A link to the program.
    Current,
    /// A link to another file of the same name as the program, such as an older version.
    Elsewhere {
        /// The file.
        target: PathBuf,
    },
    /// A link to a file that does not exist and has the name of the program.
    Broken {
        /// The missing file.
        target: PathBuf,
    },
    /// Anything else.
    Foreign,
}

/// Returns the absolute path of the running program.
///
/// # Errors
/// The system's error, and [`NotFound`](io::ErrorKind::NotFound) if the file was removed or
/// replaced since the program started.
pub fn program() -> io::Result<PathBuf> {
    let program = env::current_exe()?;
    fs::metadata(&program)?;
    Ok(program)
}

/// Returns the file name of a link for a program of this name: `curl.exe` on Windows.
pub fn file_name(name: &str) -> String {
    format!("{name}{}", env::consts::EXE_SUFFIX)
}

/// Examines the link to `program` at `path`.
///
/// # Errors
/// The system's error if the path cannot be examined.
pub fn state(path: &Path, program: &Path) -> io::Result<LinkState> {
    imp::state(path, program)
}

/// Creates the link to `program` at `path`, or replaces a file at the path by it. Another process
/// finds the old file or the new link.
///
/// # Errors
/// The system's error.
pub fn create(path: &Path, program: &Path) -> io::Result<()> {
    let missing = || io::Error::from(io::ErrorKind::InvalidInput);
    let folder = path.parent().ok_or_else(missing)?;
    // The process ID keeps two processes from using the same temporary name.
    let temporary = folder.join(format!(".link-{}", std::process::id()));
    remove(&temporary)?;
    imp::link(&temporary, program)?;
    fs::rename(&temporary, path).inspect_err(|_| drop(remove(&temporary)))
}

/// Removes the link at `path`, if it exists.
///
/// # Errors
/// The system's error.
pub fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
