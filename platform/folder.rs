//! Where things are kept on this system.

use std::env;
use std::path::PathBuf;

use crate::imp;

/// The netrc that tools read: `$NETRC`, else `~/.netrc`; on Windows `_netrc`, then `.netrc`, in `%HOME%` or, where that is
/// unset, in `%USERPROFILE%`.
///
/// Source: curl's and Go's search order; an empty `NETRC` counts as unset, as in curl.
pub fn netrc() -> Option<PathBuf> {
    match env::var_os("NETRC") {
        Some(path) if !path.is_empty() => Some(path.into()),
        _ => imp::netrc(),
    }
}

/// The folder of keyrc's settings: `$KEYRC_CONFIG_DIR`, else `$XDG_CONFIG_HOME/keyrc`, on macOS
/// `~/Library/Application Support/keyrc`, on Windows `%APPDATA%\keyrc`.
pub fn config() -> Option<PathBuf> {
    match env::var_os("KEYRC_CONFIG_DIR") {
        Some(path) if !path.is_empty() => Some(path.into()),
        _ => imp::config().map(|folder| folder.join("keyrc")),
    }
}

/// The folder of keyrc's own data, the vault: `$KEYRC_DATA_DIR`, else `$XDG_DATA_HOME/keyrc`, on macOS
/// `~/Library/Application Support/keyrc`, on Windows `%LOCALAPPDATA%\keyrc`.
pub fn data() -> Option<PathBuf> {
    match env::var_os("KEYRC_DATA_DIR") {
        Some(path) if !path.is_empty() => Some(path.into()),
        _ => imp::data().map(|folder| folder.join("keyrc")),
    }
}
