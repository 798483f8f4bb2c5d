//! Windows: a private file. This process waits for the command and then removes the file.

use std::convert::Infallible;
use std::ffi::{OsStr, OsString};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::{Builder, TempDir};
use windows_sys::Win32::System::Console::SetConsoleCtrlHandler;
use windows_sys::core::BOOL;

use super::{Delivery, Ended, Invocation, OrCannot, StartError, StepError};
use crate::file::private_temporary;
use crate::terminal;

pub(super) const DELIVERIES: &[Delivery] = &[Delivery::File];

/// A private folder, and the path of the netrc in it.
#[derive(Debug)]
pub(super) struct PrivateFile {
    folder: TempDir,
    path: PathBuf,
}

pub(super) use PrivateFile as Prepared;
pub(super) use PrivateFile as Placed;

pub(super) fn prepare(delivery: Delivery) -> Result<Prepared, StepError> {
    probe(delivery)?;
    let folder = Builder::new().prefix("keyrc-").tempdir();
    let folder = folder.or_cannot("make a private folder")?;
    let path = folder.path().join("netrc");
    Ok(PrivateFile { folder, path })
}

pub(super) fn probe(delivery: Delivery) -> Result<(), StepError> {
    match delivery {
        Delivery::File => Ok(()),
        Delivery::Namespace | Delivery::Memfd => {
            Err(io::ErrorKind::Unsupported).or_cannot("do that on this system")
        }
    }
}

impl PrivateFile {
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn place(self, netrc: &[u8]) -> Result<Placed, StepError> {
        self.write(netrc).or_cannot("write the netrc")?;
        Ok(self)
    }

    /// Removes the folder.
    pub(super) fn discard(self) {
        // Ignore: the folder is empty.
        let _ = self.folder.close();
    }

    fn write(&self, netrc: &[u8]) -> io::Result<()> {
        let mut file = private_temporary(self.folder.path(), OsStr::new("netrc"))?;
        file.write_all(netrc)?;
        file.persist(&self.path)?;
        Ok(())
    }
}

pub(super) fn start(
    placed: Option<Placed>,
    invocation: &Invocation<'_>,
) -> Result<Infallible, StartError> {
    let mut command = command(placed.as_ref().map(Placed::path), invocation)?;
    terminal::restore();
    // SAFETY: the handler is a static function that calls nothing.
    unsafe { SetConsoleCtrlHandler(Some(ignore_ctrl_c), 1) };
    let mut child = command.spawn().map_err(StartError::Command)?;
    // Drop the copies of the variables: the command has its own.
    drop(command);
    if let (Some(input), Some(mut pipe)) = (invocation.input, child.stdin.take()) {
        // Ignore: a command that ends before it reads closes the pipe, and its status is reported
        // below.
        let _ = pipe.write_all(input.0);
    }
    let status = child.wait().map_err(StartError::Command)?;
    if let Some(file) = placed {
        remove(file)?;
    }
    std::process::exit(status.code().unwrap_or(1))
}

fn command(netrc: Option<&Path>, invocation: &Invocation<'_>) -> Result<Command, StartError> {
    let (program, args) = invocation
        .command
        .split_first()
        .ok_or(StartError::Command(io::ErrorKind::InvalidInput.into()))?;
    let mut command = Command::new(program);
    command.args(args);
    for (name, value) in invocation.settings {
        command.env(name, value);
    }
    if let Some(netrc) = netrc {
        command.env("NETRC", netrc);
    }
    for (name, value) in &invocation.variables {
        let value = str::from_utf8(value.0)
            .map_err(|_| StartError::Command(io::ErrorKind::InvalidData.into()))?;
        command.env(name, value);
    }
    if invocation.input.is_some() {
        command.stdin(Stdio::piped());
    }
    Ok(command)
}

fn remove(file: PrivateFile) -> Result<(), StepError> {
    let path = file.folder.path().display().to_string();
    file.folder.close().map_err(|error| StepError {
        action: format!("remove `{path}`, which contains a token").into(),
        error,
    })
}

/// Leaves Ctrl-C to the command. `SetConsoleCtrlHandler(NULL, TRUE)` would do the same, but the
/// command would inherit it.
unsafe extern "system" fn ignore_ctrl_c(_event: u32) -> BOOL {
    1
}

pub(super) fn resume(_args: &[OsString]) -> Option<(StartError, OsString)> {
    None
}

pub(super) fn run_and_wait(invocation: &Invocation<'_>) -> Result<Ended, StartError> {
    let mut command = command(None, invocation)?;
    // SAFETY: the handler is a static function that calls nothing.
    unsafe { SetConsoleCtrlHandler(Some(ignore_ctrl_c), 1) };
    let status = command.status().map_err(StartError::Command)?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(Ended::Code(code.unwrap_or(u8::MAX)))
}

pub(super) fn end_by_signal(_signal: i32) {}
