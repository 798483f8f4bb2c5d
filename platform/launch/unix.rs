//! What all Unix-like systems have: a file that is removed, and a program in the place of another.

use std::convert::Infallible;
use std::env;
use std::ffi::{OsStr, OsString};
use std::fs::{self, OpenOptions, Permissions};
use std::io::{self, PipeReader, Write};
use std::os::fd::RawFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Command;

use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use tempfile::{Builder, TempDir};

use super::cleanup::{self, Keeper, Remains};
use crate::imp;
use crate::launch::{Obstacle, Secret, Start, StartError, tried};

/// A place for a netrc in a private folder, which goes when this process ends.
#[derive(Debug)]
pub(crate) struct InFile(PathBuf);

impl InFile {
    /// In the runtime folder, which is in memory where there is one, else in that for temporary files.
    pub(crate) fn prepare() -> Result<Self, Obstacle> {
        let runtime = env::var_os("XDG_RUNTIME_DIR")
            .map(PathBuf::from)
            .filter(|folder| folder.is_absolute());
        let watch = cleanup::watch()?;
        // A signal between the folder and its keeper would leave it.
        let _blocked = imp::block_signals();
        let make = |parent: PathBuf| {
            Builder::new()
                .prefix("keyrc-")
                .tempdir_in(parent)
                .map(TempDir::keep)
        };
        let in_runtime = runtime.and_then(|folder| make(folder).ok());
        let folder = tried(
            "make a private folder",
            in_runtime.map_or_else(|| make(env::temp_dir()), Ok),
        )?;
        let file = folder.join("netrc");
        let keep = || {
            // Whatever the umask is. Until then there is nothing in it.
            tried(
                "make the folder private",
                fs::set_permissions(&folder, Permissions::from_mode(0o700)),
            )?;
            let keeper = Keeper::new(
                watch,
                Folder {
                    file: file.clone(),
                    folder: folder.clone(),
                },
            );
            // SAFETY: launch::prepare() is called by a process with one thread.
            unsafe { keeper.start() }
        };
        if let Err(obstacle) = keep() {
            let _ = fs::remove_dir(&folder);
            return Err(obstacle);
        }
        Ok(Self(file))
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    pub(crate) fn write(&self, netrc: &[u8]) -> Result<(), Obstacle> {
        let write = || -> io::Result<()> {
            let mut file = OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(&self.0)?;
            // A umask can have taken away even the owner's rights.
            file.set_permissions(Permissions::from_mode(0o600))?;
            file.write_all(netrc)
        };
        tried("write the netrc", write())
    }
}

struct Folder {
    file: PathBuf,
    folder: PathBuf,
}

impl Remains for Folder {
    fn descriptor(&self) -> Option<RawFd> {
        None
    }

    fn take_away(&self) {
        let _ = fs::remove_file(&self.file);
        let _ = fs::remove_dir(&self.folder);
    }
}

/// Executes the command. `netrc` is the value of `NETRC`.
pub(crate) fn start(netrc: Option<&Path>, start: &Start<'_>) -> Result<Infallible, StartError> {
    let mut command = command(start.command)?;
    command.envs(netrc.map(|netrc| ("NETRC", netrc)));
    command.envs(
        start
            .variables
            .iter()
            .map(|(name, value)| (name, OsStr::from_bytes(value.0))),
    );
    if let Some(input) = start.input {
        command.stdin(pipe_with(input)?);
    }
    Err(StartError::Command(imp::execute(&mut command)))
}

pub(crate) fn command(words: &[OsString]) -> Result<Command, StartError> {
    let (program, args) = words
        .split_first()
        .ok_or(StartError::Command(io::ErrorKind::InvalidInput.into()))?;
    let mut command = Command::new(program);
    command.args(args);
    Ok(command)
}

/// A pipe from which a secret can be read, and then its end.
pub(crate) fn pipe_with(secret: Secret<'_>) -> Result<PipeReader, Obstacle> {
    let make = || -> io::Result<PipeReader> {
        let (reader, mut writer) = io::pipe()?;
        // A pipe of Linux holds 64 KiB, and a token can be as long, with a word before it.
        #[cfg(target_os = "linux")]
        if secret.0.len() > 64 << 10 {
            rustix::pipe::fcntl_setpipe_size(&writer, secret.0.len())?;
        }
        // There is nobody yet who would read what it does not hold.
        fcntl_setfl(&writer, fcntl_getfl(&writer)? | OFlags::NONBLOCK)?;
        writer.write_all(secret.0)?;
        Ok(reader)
    };
    tried("hand over the token on standard input", make())
}
