//! Windows.

use std::env;
use std::fs::File;
use std::io;
use std::os::windows::io::AsHandle;
use std::path::PathBuf;

pub(crate) fn process_and_parent() -> Vec<u32> {
    vec![std::process::id()]
}

pub(crate) fn stdin() -> io::Result<File> {
    #[expect(
        clippy::disallowed_methods,
        reason = "uses its handle and not its buffer"
    )]
    let stream = io::stdin();
    Ok(stream.as_handle().try_clone_to_owned()?.into())
}

pub(crate) fn stdout() -> io::Result<File> {
    #[expect(
        clippy::disallowed_methods,
        reason = "uses its handle and not its buffer"
    )]
    let stream = io::stdout();
    Ok(stream.as_handle().try_clone_to_owned()?.into())
}

pub(crate) fn stderr() -> io::Result<File> {
    Ok(io::stderr().as_handle().try_clone_to_owned()?.into())
}

pub(crate) fn harden() {}

pub(crate) fn home() -> Option<PathBuf> {
    folder("USERPROFILE")
}

/// Returns `_netrc`, or `.netrc` if only that exists.
pub(crate) fn netrc() -> Option<PathBuf> {
    let home = folder("HOME").or_else(home)?;
    let underscore = home.join("_netrc");
    let dot = home.join(".netrc");
    if !underscore.exists() && dot.exists() {
        Some(dot)
    } else {
        Some(underscore)
    }
}

pub(crate) fn config() -> Option<PathBuf> {
    folder("APPDATA")
}

pub(crate) fn state() -> Option<PathBuf> {
    data().map(|folder| folder.join("keyrc-state"))
}

pub(crate) fn data() -> Option<PathBuf> {
    folder("LOCALAPPDATA")
}

fn folder(variable: &str) -> Option<PathBuf> {
    env::var_os(variable)
        .filter(|value| !value.is_empty())
        .map(PathBuf::from)
}
