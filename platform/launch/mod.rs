//! A command in the place of this process, with a netrc that no other command sees.
//!
//! First [`prepare`], while this process has one thread and knows no secret; then [lay](Ready::lay) the netrc; then
//! [`start`]. On Linux a namespace can only be entered by a process with one thread, and a keyring's client leaves threads
//! behind. So `start` executes this program once more, and that one is to call [`resume`] before anything else.

use std::borrow::Cow;
use std::ffi::OsString;
use std::fmt;
use std::io;
use std::path::Path;

cfg_if::cfg_if! {
    if #[cfg(target_os = "linux")] {
        mod cleanup;
        mod exit_watch;
        mod fork;
        mod linux;
        mod mount_point;
        mod namespace;
        mod unix;
        use linux as imp;
    } else if #[cfg(unix)] {
        mod cleanup;
        mod exit_watch;
        mod fork;
        mod other_unix;
        mod unix;
        use other_unix as imp;
    } else {
        mod windows;
        use windows as imp;
    }
}

/// How a command gets at its netrc.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// At the usual path, in a mount namespace of its own. Linux.
    Namespace,
    /// In memory, at a path in `/proc/self/fd`. Linux.
    Memfd,
    /// In a private file, which is removed when the command has ended.
    File,
}

/// The ways that this system may have, the best first.
pub const WAYS: &[Way] = imp::WAYS;

/// Why there is no way, or not this one.
#[derive(Debug)]
pub struct Obstacle {
    /// What was tried, as it stands after "cannot".
    pub tried: Cow<'static, str>,
    /// What the system said.
    pub error: io::Error,
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot {}: {}", self.tried, self.error)
    }
}

impl std::error::Error for Obstacle {}

/// Says of an error what was tried.
pub(crate) fn tried<T>(
    tried: &'static str,
    result: Result<T, impl Into<io::Error>>,
) -> Result<T, Obstacle> {
    result.map_err(|error| Obstacle {
        tried: tried.into(),
        error: error.into(),
    })
}

/// Why a command does not run.
#[derive(Debug)]
pub enum StartError {
    /// Something failed before it was tried.
    Obstacle(Obstacle),
    /// It cannot be run: [`NotFound`](io::ErrorKind::NotFound) where there is none.
    Command(io::Error),
}

impl From<Obstacle> for StartError {
    fn from(obstacle: Obstacle) -> Self {
        Self::Obstacle(obstacle)
    }
}

/// A way that is open.
#[derive(Debug)]
pub struct Ready(imp::Ready);

/// Finds out whether a way is open here, and prepares it. What it makes is gone when this process has ended; on Windows, when
/// it has ended by itself.
///
/// To be called while this process has one thread, since it forks on Unix-like systems, and before it has asked for a
/// secret.
///
/// # Errors
/// [`Obstacle`] with what stands in the way.
pub fn prepare(way: Way) -> Result<Ready, Obstacle> {
    imp::prepare(way).map(Ready)
}

/// Finds out whether a way is open here, and makes nothing that lasts. To be called as [`prepare`].
///
/// # Errors
/// [`Obstacle`] with what stands in the way.
pub fn try_out(way: Way) -> Result<(), Obstacle> {
    imp::try_out(way)
}

impl Ready {
    /// Lays a netrc down where only the command will find it. No file that outlives the command gets a byte of it.
    ///
    /// # Errors
    /// [`Obstacle`]; there is nothing to be done with what was prepared then.
    pub fn lay(self, netrc: &[u8]) -> Result<Laid, Obstacle> {
        self.0.lay(netrc).map(Laid)
    }
}

/// A netrc that waits for its command.
#[derive(Debug)]
pub struct Laid(imp::Laid);

impl Laid {
    /// Where the command will find it.
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

/// A command, and the secrets that it is handed beside its netrc.
#[derive(Debug)]
pub struct Start<'a> {
    /// The program, and its arguments. Not empty.
    pub command: &'a [OsString],
    /// Variables for the command alone: names with their values, neither of which has a NUL.
    pub variables: Vec<(&'a str, Secret<'a>)>,
    /// All that there is on its standard input; else it has that of this process.
    pub input: Option<Secret<'a>>,
}

/// A secret that is on its way to the system. Its `Debug` shows nothing.
#[derive(Clone, Copy)]
pub struct Secret<'a>(pub &'a [u8]);

impl fmt::Debug for Secret<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[REDACTED]")
    }
}

/// Starts a command in the place of this process. It has `NETRC` where that is how it finds its netrc, and has none where
/// the netrc is at the usual path.
///
/// Windows cannot replace a process: there this one waits for the command, and ends with its status.
///
/// It comes back with what failed, and nothing is laid any more.
pub fn start(laid: Option<Laid>, start: &Start<'_>) -> StartError {
    match imp::start(laid.map(|laid| laid.0), start) {
        Ok(never) => match never {},
        Err(error) => error,
    }
}

/// Goes on with a [`start`] where this program was executed for that; a command line that is not for it gives `None`.
///
/// It comes back with what failed, and with the program that was to be run.
pub fn resume(args: &[OsString]) -> Option<(StartError, OsString)> {
    imp::resume(args)
}
