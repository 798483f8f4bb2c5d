//! Runs a command in place of this process, with a netrc that no other command can read.
//!
//! The steps are [`prepare`], while this process has one thread and has read no secret; then
//! [`place`](Prepared::place), which writes the netrc; then [`start`].
//!
//! On Linux only a process with one thread can enter a user namespace, and the keyring's client
//! leaves threads running. [`start`] therefore executes this program again, and the new program
//! must call [`resume`] first.

use std::borrow::Cow;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::io;
use std::path::Path;

cfg_if::cfg_if! {
    if #[cfg(target_os = "linux")] {
        mod child;
        mod cleanup;
        mod exit_watch;
        mod fork;
        mod linux;
        mod memfd;
        mod mount_point;
        mod namespace;
        mod private_file;
        mod reexec;
        mod stub_netrc;
        mod unix;
        use linux as imp;
    } else if #[cfg(unix)] {
        mod child;
        mod cleanup;
        mod exit_watch;
        mod fork;
        mod other_unix;
        mod private_file;
        mod unix;
        use other_unix as imp;
    } else {
        mod windows;
        use windows as imp;
    }
}

/// How a command gets its netrc.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// At the usual path, in a mount namespace of the command. Linux only.
    Namespace,
    /// In memory, at a path in `/proc/self/fd`. Linux only.
    Memfd,
    /// In a private file, which is removed when the command has ended.
    File,
}

/// The deliveries that this operating system can support, the best first.
pub const DELIVERIES: &[Delivery] = imp::DELIVERIES;

/// A step that failed before the command could be run.
#[derive(Debug)]
pub struct StepError {
    /// The step, as a verb phrase that completes "cannot …".
    pub action: Cow<'static, str>,
    /// The error of the operating system.
    pub error: io::Error,
}

impl fmt::Display for StepError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot {}: {}", self.action, self.error)
    }
}

impl std::error::Error for StepError {}

/// Turns the error of a system call into a [`StepError`].
trait OrCannot<T> {
    /// Names the step that failed: `action` completes "cannot …".
    fn or_cannot(self, action: &'static str) -> Result<T, StepError>;
}

impl<T, E: Into<io::Error>> OrCannot<T> for Result<T, E> {
    fn or_cannot(self, action: &'static str) -> Result<T, StepError> {
        self.map_err(|error| StepError {
            action: action.into(),
            error: error.into(),
        })
    }
}

/// Why a command was not run.
#[derive(Debug)]
pub enum StartError {
    /// A step before the command failed.
    Step(StepError),
    /// The command cannot be run; [`NotFound`](io::ErrorKind::NotFound) if the program does not
    /// exist.
    Command(io::Error),
}

impl From<StepError> for StartError {
    fn from(error: StepError) -> Self {
        Self::Step(error)
    }
}

/// A delivery that works here and is ready to receive its netrc.
#[derive(Debug)]
pub struct Prepared(imp::Prepared);

/// Tests whether a delivery works here, and prepares it.
///
/// Everything that this creates is removed by [`Prepared::discard`], or when this process ends, or
/// the command that replaces it. On Windows that requires the process to end by itself: if it is
/// killed, the private file stays.
///
/// Call this while the process has one thread, because it forks on Unix-like systems, and before
/// the process reads a secret, because a forked process has a copy of its memory.
///
/// # Errors
/// [`StepError`] if the delivery does not work here.
pub fn prepare(delivery: Delivery) -> Result<Prepared, StepError> {
    imp::prepare(delivery).map(Prepared)
}

/// Tests whether a delivery works here, and leaves nothing behind. Call it under the conditions of
/// [`prepare`].
///
/// # Errors
/// [`StepError`] if the delivery does not work here.
pub fn probe(delivery: Delivery) -> Result<(), StepError> {
    imp::probe(delivery)
}

impl Prepared {
    /// Writes the netrc to where only the command will find it. No part of it is written to a file
    /// that outlives the command.
    ///
    /// # Errors
    /// [`StepError`] if the system refuses.
    pub fn place(self, netrc: &[u8]) -> Result<Placed, StepError> {
        self.0.place(netrc).map(Placed)
    }

    /// Removes the files that [`prepare`] created, for a command that gets no netrc.
    pub fn discard(self) {
        self.0.discard();
    }
}

/// A netrc that is ready for its command.
#[derive(Debug)]
pub struct Placed(imp::Placed);

impl Placed {
    /// Returns the path at which the command will find the netrc.
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

/// A command, and the secrets that it receives besides its netrc.
#[derive(Debug)]
pub struct Invocation<'a> {
    /// The program and its arguments. Not empty.
    pub command: &'a [OsString],
    /// The name that the program sees as its first argument, if it is not `command[0]`. Windows has
    /// no such name.
    pub name: Option<&'a OsStr>,
    /// Environment variables that are not secret.
    pub settings: &'a [(&'a str, OsString)],
    /// Environment variables for the command alone: names and values without NUL bytes.
    pub variables: Vec<(&'a str, SecretBytes<'a>)>,
    /// The whole standard input of the command. If `None`, the command inherits the input of this
    /// process.
    pub input: Option<SecretBytes<'a>>,
}

/// Borrowed bytes of a secret. `Debug` does not show them.
#[derive(Clone, Copy)]
pub struct SecretBytes<'a>(pub &'a [u8]);

impl fmt::Debug for SecretBytes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[REDACTED]")
    }
}

/// Runs a command in place of this process.
///
/// `NETRC` is set to the path of the netrc, or unset if the netrc is at the usual path.
///
/// Windows cannot replace a process: there this process waits for the command, then exits with its
/// status.
///
/// Returns only if the command was not run. The netrc is then removed when this process ends.
pub fn start(placed: Option<Placed>, invocation: &Invocation<'_>) -> StartError {
    match imp::start(placed.map(|placed| placed.0), invocation) {
        Ok(never) => match never {},
        Err(error) => error,
    }
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// With this exit code.
    Code(u8),
    /// By this signal.
    Signal(i32),
}

/// Runs a command as a child of this process, without a netrc of its own, and waits for its end.
/// Ctrl-C does not end this process meanwhile, and signals that are sent to it reach the command.
///
/// # Errors
/// [`StartError::Command`] if the command cannot be run.
pub fn run_and_wait(invocation: &Invocation<'_>) -> Result<Ended, StartError> {
    imp::run_and_wait(invocation)
}

/// Ends this process by the signal that ended a command. Returns if the signal does not end it.
pub fn end_by_signal(signal: i32) {
    imp::end_by_signal(signal);
}

/// Continues a [`start`] that executed this program again.
///
/// `args` are the arguments of the process, with the program name first. Returns `None` if they do
/// not come from [`start`]; otherwise it returns only if the command was not run, with the error
/// and the name of the command.
pub fn resume(args: &[OsString]) -> Option<(StartError, OsString)> {
    imp::resume(args)
}
