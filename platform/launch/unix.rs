//! Executes a command in place of this process, on all Unix-like systems.

use std::convert::Infallible;
use std::ffi::{OsStr, OsString};
use std::io::{self, PipeReader, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};

use super::{Invocation, OrCannot, SecretBytes, StartError, StepError};
use crate::imp;

/// Executes the command, with `NETRC` set to the path `netrc` if there is one.
pub(super) fn start(
    netrc: Option<&Path>,
    invocation: &Invocation<'_>,
) -> Result<Infallible, StartError> {
    let mut command = command(invocation.command)?;
    if let Some(name) = invocation.name {
        command.arg0(name);
    }
    for (name, value) in invocation.settings {
        command.env(name, value);
    }
    if let Some(netrc) = netrc {
        command.env("NETRC", netrc);
    }
    for (name, value) in &invocation.variables {
        command.env(name, OsStr::from_bytes(value.0));
    }
    if let Some(input) = invocation.input {
        command.stdin(pipe_containing(input)?);
    }
    Err(StartError::Command(imp::execute(&mut command)))
}

/// Returns the command for a program and its arguments. Fails if `words` is empty.
pub(super) fn command(words: &[OsString]) -> Result<Command, StartError> {
    let (program, args) = words
        .split_first()
        .ok_or(StartError::Command(io::ErrorKind::InvalidInput.into()))?;
    let mut command = Command::new(program);
    command.args(args);
    Ok(command)
}

/// Returns the reading end of a pipe that holds `secret` and is closed for writing.
pub(super) fn pipe_containing(secret: SecretBytes<'_>) -> Result<PipeReader, StepError> {
    write_pipe(secret.0).or_cannot("pass the token on standard input")
}

fn write_pipe(bytes: &[u8]) -> io::Result<PipeReader> {
    let (reader, mut writer) = io::pipe()?;
    // A pipe holds 64 KiB on Linux, and a token of that length may have a prefix.
    #[cfg(target_os = "linux")]
    if bytes.len() > 64 << 10 {
        rustix::pipe::fcntl_setpipe_size(&writer, bytes.len())?;
    }
    // No process reads from the pipe yet, so a full pipe must fail instead of blocking.
    fcntl_setfl(&writer, fcntl_getfl(&writer)? | OFlags::NONBLOCK)?;
    writer.write_all(bytes)?;
    Ok(reader)
}
