//! Windows.

use std::env;
use std::fs::{File, OpenOptions};
use std::io;
use std::os::windows::io::AsHandle;
use std::path::PathBuf;

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

pub(crate) fn open_terminal() -> io::Result<(File, File)> {
    let input = OpenOptions::new().read(true).write(true).open("CONIN$")?;
    let output = OpenOptions::new().read(true).write(true).open("CONOUT$")?;
    Ok((input, output))
}

/// Shows `question` on the console and reads a line without showing it.
///
/// rpassword opens the console itself: it reads UTF-16 only from a console that it has opened.
pub(crate) fn ask_hidden(_input: &File, _output: &File, question: &str) -> io::Result<String> {
    rpassword::prompt_password(question)
}

/// Holds nothing: Windows has no SIGINT. A console program receives Ctrl-C as an event.
pub(crate) struct HeldInterrupts;

pub(crate) fn hold_interrupts() -> HeldInterrupts {
    HeldInterrupts
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
