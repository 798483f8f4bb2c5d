//! Executes this program again to enter a namespace, which only a process with one thread can do.
//!
//! The arguments of the new program are [`RESUME`], the descriptor of the netrc, the descriptor of
//! the variables or [`NO_VARIABLES`], the path of the netrc, the command's own name if it has one,
//! `--`, and the command.

use std::convert::Infallible;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::os::fd::AsRawFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use zeroize::Zeroizing;

use super::{Invocation, OrCannot, StartError, StepError, memfd, namespace, unix};
use crate::imp;

/// The first argument of this program when it continues a start.
const RESUME: &str = "--resume-exec";

/// Replaces the descriptor of the variables if there are none.
const NO_VARIABLES: &str = "-";

/// Executes this program in place of this process, which ends its threads and discards its memory.
pub(super) fn start(
    netrc: &File,
    path: &Path,
    invocation: &Invocation<'_>,
) -> Result<Infallible, StartError> {
    let variables = variables_in_memory(invocation)?;
    let variables_number = variables.as_ref().map_or_else(
        || NO_VARIABLES.to_owned(),
        |file| file.as_raw_fd().to_string(),
    );
    memfd::inherit(netrc)?;
    let mut command = Command::new("/proc/self/exe");
    command
        .arg0("keyrc")
        .arg(RESUME)
        .arg(netrc.as_raw_fd().to_string())
        .arg(variables_number)
        .arg(path)
        .args(invocation.name)
        .arg("--")
        .args(invocation.command);
    for (name, value) in invocation.settings {
        command.env(name, value);
    }
    if let Some(input) = invocation.input {
        command.stdin(unix::pipe_containing(input)?);
    }
    let error = StepError {
        action: "start keyrc again".into(),
        error: imp::execute(&mut command),
    };
    Err(error.into())
}

/// Writes the variables as `NAME=VALUE`, each followed by a NUL, to a file that the new program
/// inherits. Returns `None` if there are none.
fn variables_in_memory(invocation: &Invocation<'_>) -> Result<Option<File>, StepError> {
    if invocation.variables.is_empty() {
        return Ok(None);
    }
    let lengths = invocation.variables.iter();
    let length = lengths.map(|(name, value)| name.len() + value.0.len() + 2);
    let mut bytes = Zeroizing::new(Vec::with_capacity(length.sum()));
    for (name, value) in &invocation.variables {
        for part in [name.as_bytes(), b"=", value.0, b"\0"] {
            bytes.extend_from_slice(part);
        }
    }
    let file = memfd::write_sealed(memfd::create()?, &bytes)?;
    memfd::inherit(&file)?;
    Ok(Some(file))
}

/// Continues [`start`] in the new program.
pub(super) fn resume(args: &[OsString]) -> Option<(StartError, OsString)> {
    let [_, word, netrc, variables, path, rest @ ..] = args else {
        return None;
    };
    let (name, command) = match rest {
        [dashes, command @ ..] if dashes == "--" => (None, command),
        [name, dashes, command @ ..] if dashes == "--" => (Some(name), command),
        _ => return None,
    };
    let program = command.first()?.clone();
    if word != RESUME || netrc == variables {
        return None;
    }
    // SAFETY: this program has just started and owns no descriptor above 2, and the two numbers
    // differ.
    let netrc = unsafe { memfd::inherited(netrc) }?;
    let variables = if variables == NO_VARIABLES {
        None
    } else {
        // SAFETY: as above.
        Some(unsafe { memfd::inherited(variables) }?)
    };
    let Err(error) = enter_and_execute(netrc, variables, Path::new(path), name, command);
    Some((error, program))
}

fn enter_and_execute(
    netrc: File,
    variables: Option<File>,
    path: &Path,
    name: Option<&OsString>,
    command: &[OsString],
) -> Result<Infallible, StartError> {
    namespace::enter(path, &netrc)?;
    drop(netrc);
    let variables = match variables {
        Some(file) => memfd::read(file).or_cannot("read the variables")?,
        None => Zeroizing::default(),
    };
    let mut command = unix::command(command)?;
    command.env_remove("NETRC");
    if let Some(name) = name {
        command.arg0(name);
    }
    for pair in variables.split(|byte| *byte == 0) {
        let mut parts = pair.splitn(2, |byte| *byte == b'=').map(OsStr::from_bytes);
        if let (Some(name), Some(value)) = (parts.next(), parts.next()) {
            command.env(name, value);
        }
    }
    Err(StartError::Command(imp::execute(&mut command)))
}
