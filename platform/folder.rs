//! The standard places of files on this system.

use std::env;
use std::path::PathBuf;

use crate::imp;

/// Returns the path of the netrc that tools read, or `None` if the home folder is unknown.
///
/// It is `$NETRC`, unless that is empty; else `~/.netrc`. On Windows it is `_netrc` or `.netrc` in
/// `%HOME%`, else in `%USERPROFILE%`. Source: the search order of curl and Go.
pub fn netrc() -> Option<PathBuf> {
    from_variable("NETRC").or_else(imp::netrc)
}

/// Returns the folder in which programs keep their settings, or `None` if the home folder is unknown.
///
/// It is `$XDG_CONFIG_HOME` or `~/.config`, on macOS `~/Library/Application Support`, on Windows
/// `%APPDATA%`.
pub fn settings_of_programs() -> Option<PathBuf> {
    imp::config()
}

/// Returns the folder of keyrc's settings, or `None` if the home folder is unknown.
///
/// It is `$KEYRC_CONFIG_DIR`, else `$XDG_CONFIG_HOME/keyrc`, on macOS
/// `~/Library/Application Support/keyrc`, on Windows `%APPDATA%\keyrc`.
pub fn config() -> Option<PathBuf> {
    from_variable("KEYRC_CONFIG_DIR").or_else(|| Some(imp::config()?.join("keyrc")))
}

/// Returns the folder of keyrc's vault, or `None` if the home folder is unknown.
///
/// It is `$KEYRC_DATA_DIR`, else `$XDG_DATA_HOME/keyrc`, on macOS
/// `~/Library/Application Support/keyrc`, on Windows `%LOCALAPPDATA%\keyrc`.
pub fn data() -> Option<PathBuf> {
    from_variable("KEYRC_DATA_DIR").or_else(|| Some(imp::data()?.join("keyrc")))
}

/// Returns the folder of the links by which other programs call keyrc, or `None` if the home folder
/// is unknown.
///
/// It is `bin` in the folder of the vault.
pub fn links() -> Option<PathBuf> {
    data().map(|folder| folder.join("bin"))
}

/// Returns the folder of keyrc's records, or `None` if the home folder is unknown.
///
/// It is `$KEYRC_STATE_DIR`, else `$XDG_STATE_HOME/keyrc`, on macOS `~/.local/state/keyrc`, on
/// Windows `%LOCALAPPDATA%\keyrc-state`. It is never inside the folder of the vault.
pub fn state() -> Option<PathBuf> {
    from_variable("KEYRC_STATE_DIR").or_else(imp::state)
}

fn from_variable(name: &str) -> Option<PathBuf> {
    env::var_os(name)
        .filter(|path| !path.is_empty())
        .map(PathBuf::from)
}

/// Returns the name of the file of a program: `curl.exe` for `curl` on Windows.
pub fn program_file(program: &str) -> String {
    format!("{program}{}", env::consts::EXE_SUFFIX)
}
