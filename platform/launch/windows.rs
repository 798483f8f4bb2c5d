//! Windows: a private file, and this process waits for the command.

use std::convert::Infallible;
use std::ffi::{OsStr, OsString};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::{Builder, TempDir};
use windows_sys::Win32::System::Console::SetConsoleCtrlHandler;
use windows_sys::core::BOOL;

use crate::imp;
use crate::launch::{Obstacle, Start, StartError, Way, tried};

pub(crate) const WAYS: &[Way] = &[Way::File];

/// A private folder, and the netrc in it.
#[derive(Debug)]
pub(crate) struct InFile(TempDir, PathBuf);

pub(crate) use InFile as Ready;
pub(crate) use InFile as Laid;

pub(crate) fn prepare(way: Way) -> Result<Ready, Obstacle> {
    try_out(way)?;
    let folder = tried(
        "make a private folder",
        Builder::new().prefix("keyrc-").tempdir(),
    )?;
    let file = folder.path().join("netrc");
    Ok(InFile(folder, file))
}

pub(crate) fn try_out(way: Way) -> Result<(), Obstacle> {
    match way {
        Way::File => Ok(()),
        Way::Namespace | Way::Memfd => {
            tried("do that on this system", Err(io::ErrorKind::Unsupported))
        }
    }
}

impl InFile {
    pub(crate) fn path(&self) -> &Path {
        &self.1
    }

    pub(crate) fn lay(self, netrc: &[u8]) -> Result<Self, Obstacle> {
        let write = || -> io::Result<()> {
            let mut file = imp::private_temporary(self.0.path(), OsStr::new("netrc"))?;
            file.write_all(netrc)?;
            file.persist(&self.1)?;
            Ok(())
        };
        tried("write the netrc", write())?;
        Ok(self)
    }
}

pub(crate) fn start(laid: Option<Laid>, start: &Start<'_>) -> Result<Infallible, StartError> {
    let (program, args) = start
        .command
        .split_first()
        .ok_or(StartError::Command(io::ErrorKind::InvalidInput.into()))?;
    let mut command = Command::new(program);
    command
        .args(args)
        .envs(laid.as_ref().map(|laid| ("NETRC", laid.path())));
    for (name, value) in &start.variables {
        let value = str::from_utf8(value.0)
            .map_err(|_| StartError::Command(io::ErrorKind::InvalidData.into()))?;
        command.env(name, value);
    }
    if start.input.is_some() {
        command.stdin(Stdio::piped());
    }
    // SAFETY: the handler calls nothing, and stays for as long as this process.
    unsafe { SetConsoleCtrlHandler(Some(stays), 1) };
    let mut child = command.spawn().map_err(StartError::Command)?;
    // It has a copy of the variables.
    drop(command);
    if let (Some(input), Some(mut pipe)) = (start.input, child.stdin.take()) {
        // A command that ends before it reads closes the pipe; its status tells.
        let _ = pipe.write_all(input.0);
    }
    let status = child.wait().map_err(StartError::Command)?;
    if let Some(InFile(folder, _)) = laid {
        let what = format!("remove `{}`, which has a token", folder.path().display());
        folder.close().map_err(|error| Obstacle {
            tried: what.into(),
            error,
        })?;
    }
    std::process::exit(status.code().unwrap_or(1))
}

/// Ctrl-C is the command's. Not as SetConsoleCtrlHandler(NULL) has it, which a command would inherit.
unsafe extern "system" fn stays(_: u32) -> BOOL {
    1
}

pub(crate) fn resume(_: &[OsString]) -> Option<(StartError, OsString)> {
    None
}
