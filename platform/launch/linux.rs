//! Linux: namespaces, and files in memory.

use std::convert::Infallible;
use std::ffi::{OsStr, OsString};
use std::fs::{self, File, Permissions};
use std::io::{self, Read, Seek, Write};
use std::os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use rustix::fs::{MemfdFlags, SealFlags, fcntl_add_seals, fcntl_get_seals, memfd_create};
use rustix::io::{Errno, FdFlags, fcntl_getfd, fcntl_setfd};
use zeroize::Zeroizing;

use super::cleanup::Remains;
use super::mount_point::Point;
use super::namespace;
use super::unix::{self, InFile};
use crate::imp;
use crate::launch::{Obstacle, Start, StartError, Way, tried};

pub(crate) const WAYS: &[Way] = &[Way::Namespace, Way::Memfd, Way::File];

/// The first argument of this program when it goes on with a start. Then: the descriptor of the netrc, that of the
/// variables, the path, `--`, and the command.
const RESUME: &str = "--resume-exec";

/// Stands for the descriptor of variables that there are none of.
const NONE: &str = "-";

#[derive(Debug)]
pub(crate) enum Ready {
    Namespace(File, PathBuf),
    Memfd(File),
    File(InFile),
}

#[derive(Debug)]
pub(crate) enum Laid {
    Namespace(File, PathBuf),
    Memfd(File, PathBuf),
    File(InFile),
}

pub(crate) fn prepare(way: Way) -> Result<Ready, Obstacle> {
    Ok(match way {
        Way::Namespace => {
            let memory = in_memory()?;
            // A signal between the point and its keeper would leave it.
            let _blocked = imp::block_signals();
            let point = Point::prepare(&home_netrc()?)?;
            // SAFETY: launch::prepare() is called by a process with one thread.
            let rehearsed = unsafe { namespace::rehearse(&point) };
            if let (Err(_), Some(keeper)) = (&rehearsed, &point.keeper) {
                keeper.remains.take_away();
            }
            rehearsed?;
            Ready::Namespace(memory, point.path)
        }
        Way::Memfd => {
            try_out(way)?;
            Ready::Memfd(in_memory()?)
        }
        Way::File => Ready::File(InFile::prepare()?),
    })
}

pub(crate) fn try_out(way: Way) -> Result<(), Obstacle> {
    match way {
        Way::Namespace => {
            in_memory()?;
            // SAFETY: launch::try_out() is called by a process with one thread.
            unsafe {
                namespace::rehearse(&Point {
                    path: home_netrc()?,
                    keeper: None,
                })
            }
        }
        Way::Memfd => {
            in_memory()?;
            tried(
                "find /proc",
                fs::symlink_metadata("/proc/self/fd").map(drop),
            )
        }
        Way::File => Ok(()),
    }
}

fn home_netrc() -> Result<PathBuf, Obstacle> {
    tried(
        "tell where the home folder is",
        imp::netrc().ok_or(io::ErrorKind::NotFound),
    )
}

impl Ready {
    pub(crate) fn lay(self, netrc: &[u8]) -> Result<Laid, Obstacle> {
        Ok(match self {
            Self::Namespace(memory, path) => Laid::Namespace(sealed(memory, netrc)?, path),
            Self::Memfd(memory) => {
                let path = format!("/proc/self/fd/{}", memory.as_raw_fd());
                Laid::Memfd(sealed(memory, netrc)?, path.into())
            }
            Self::File(file) => {
                file.write(netrc)?;
                Laid::File(file)
            }
        })
    }
}

impl Laid {
    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::Namespace(_, path) | Self::Memfd(_, path) => path,
            Self::File(file) => file.path(),
        }
    }
}

pub(crate) fn start(laid: Option<Laid>, start: &Start<'_>) -> Result<Infallible, StartError> {
    match laid {
        Some(Laid::Namespace(netrc, path)) => start_again(&netrc, &path, start),
        Some(laid) => {
            if let Laid::Memfd(file, _) = &laid {
                inherit(file)?;
            }
            unix::start(Some(laid.path()), start)
        }
        None => unix::start(None, start),
    }
}

/// Executes this program again, in this process: its threads are gone then, and so is everything it knew.
fn start_again(netrc: &File, path: &Path, start: &Start<'_>) -> Result<Infallible, StartError> {
    let variables = variables_in_memory(start)?;
    inherit(netrc)?;
    let mut command = Command::new("/proc/self/exe");
    command.arg0("keyrc").arg(RESUME);
    command.arg(netrc.as_raw_fd().to_string());
    command.arg(
        variables
            .as_ref()
            .map_or_else(|| NONE.to_owned(), |file| file.as_raw_fd().to_string()),
    );
    command.arg(path).arg("--").args(start.command);
    if let Some(input) = start.input {
        command.stdin(unix::pipe_with(input)?);
    }
    let error = imp::execute(&mut command);
    Err(Obstacle {
        tried: "start keyrc anew".into(),
        error,
    }
    .into())
}

/// The variables of a command, as `NAME=VALUE` with a NUL behind each; `None` where there are none.
fn variables_in_memory(start: &Start<'_>) -> Result<Option<File>, Obstacle> {
    if start.variables.is_empty() {
        return Ok(None);
    }
    let length = start
        .variables
        .iter()
        .map(|(name, value)| name.len() + value.0.len() + 2)
        .sum();
    let mut bytes = Zeroizing::new(Vec::with_capacity(length));
    for (name, value) in &start.variables {
        for part in [name.as_bytes(), b"=", value.0, b"\0"] {
            bytes.extend_from_slice(part);
        }
    }
    let file = sealed(in_memory()?, &bytes)?;
    inherit(&file)?;
    Ok(Some(file))
}

pub(crate) fn resume(args: &[OsString]) -> Option<(StartError, OsString)> {
    let [_, word, netrc, variables, path, dashes, command @ ..] = args else {
        return None;
    };
    let program = command.first()?.clone();
    if word != RESUME || dashes != "--" || netrc == variables {
        return None;
    }
    let netrc = handed_over(netrc)?;
    let variables = if variables == NONE {
        None
    } else {
        Some(handed_over(variables)?)
    };
    let Err(error) = go_on(netrc, variables, Path::new(path), command);
    Some((error, program))
}

fn go_on(
    netrc: File,
    variables: Option<File>,
    path: &Path,
    command: &[OsString],
) -> Result<Infallible, StartError> {
    namespace::enter(path, &netrc)?;
    drop(netrc);
    let variables = tried(
        "read the variables",
        variables.map_or_else(|| Ok(Zeroizing::default()), read),
    )?;
    let mut command = unix::command(command)?;
    command.env_remove("NETRC");
    for pair in variables
        .split(|byte| *byte == 0)
        .filter(|pair| !pair.is_empty())
    {
        let mut parts = pair.splitn(2, |byte| *byte == b'=').map(OsStr::from_bytes);
        if let (Some(name), Some(value)) = (parts.next(), parts.next()) {
            command.env(name, value);
        }
    }
    Err(StartError::Command(imp::execute(&mut command)))
}

fn read(mut file: File) -> io::Result<Zeroizing<Vec<u8>>> {
    let length = usize::try_from(file.metadata()?.len()).unwrap_or(0);
    // Sized before it is filled, so that no memory that it grew out of keeps a secret.
    let mut bytes = Zeroizing::new(vec![0; length]);
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// A file that is nowhere but in memory. Source: memfd_create(2).
fn in_memory() -> Result<File, Obstacle> {
    let make = || -> io::Result<File> {
        let flags = MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING;
        let made = match memfd_create("netrc", flags | MemfdFlags::NOEXEC_SEAL) {
            // Linux before 6.3. From then on vm.memfd_noexec can ask for it.
            Err(Errno::INVAL) => memfd_create("netrc", flags),
            made => made,
        };
        let file = File::from(made?);
        // Made for everybody, which aria2, tnftp, gem and CPython refuse.
        file.set_permissions(Permissions::from_mode(0o600))?;
        Ok(file)
    };
    tried("make a file in memory", make())
}

/// Writes a file in memory, which nobody can change then.
fn sealed(mut memory: File, bytes: &[u8]) -> Result<File, Obstacle> {
    let mut write = || -> io::Result<()> {
        memory.write_all(bytes)?;
        memory.rewind()?;
        fcntl_add_seals(
            &memory,
            SealFlags::WRITE | SealFlags::GROW | SealFlags::SHRINK | SealFlags::SEAL,
        )?;
        Ok(())
    };
    tried("write a file in memory", write())?;
    Ok(memory)
}

/// Lets what is executed in the place of this process have the file.
fn inherit(file: &File) -> Result<(), Obstacle> {
    let keep = || fcntl_setfd(file, fcntl_getfd(file)?.difference(FdFlags::CLOEXEC));
    tried("hand a file over", keep())
}

/// A file that [`start_again`] made; `None` for any other descriptor.
fn handed_over(number: &OsStr) -> Option<File> {
    let number: RawFd = number.to_str()?.parse().ok().filter(|number| *number > 2)?;
    // SAFETY: its seals are asked for and a flag is set, which fails without harm where no such descriptor is open.
    let borrowed = unsafe { BorrowedFd::borrow_raw(number) };
    let seals = fcntl_get_seals(borrowed).ok()?;
    if !seals.contains(SealFlags::WRITE | SealFlags::SEAL) {
        return None;
    }
    fcntl_setfd(borrowed, FdFlags::CLOEXEC).ok()?;
    // SAFETY: it is open, it was handed to this process for this, and nothing else here knows of it: the caller has seen
    // to it that the two numbers differ.
    Some(unsafe { OwnedFd::from_raw_fd(number) }.into())
}
