//! A process that removes the files of a launch when the command has ended.
//!
//! The command replaces this process and may be killed, so code inside it cannot clean up. The
//! cleanup process is not a child of the command, has no terminal and none of its files open, and
//! waits for the command to end.

use std::io;
use std::os::fd::RawFd;

use rustix::process::{getpid, setsid};

use super::exit_watch::ExitWatch;
use super::{OrCannot, StepError, fork};
use crate::imp;

/// The work of a cleanup process.
pub(super) trait Cleanup {
    /// Returns the file descriptor that [`run`](Self::run) needs, if any. All others are closed.
    fn descriptor(&self) -> Option<RawFd>;

    /// Removes the files. Ignores errors: the command has ended, so no process can report them.
    fn run(&self);
}

/// Returns a watch on this process, for a cleanup process to wait on.
///
/// # Errors
/// Fails if this process is init or a subreaper: the orphaned cleanup process would become a child
/// of the command, and a command that waits for all its children would wait forever.
pub(super) fn watch_this_process() -> Result<ExitWatch, StepError> {
    if is_reaper() {
        let error = "this process is the init process of a container, or a subreaper";
        return Err(io::Error::other(error)).or_cannot("start a process that cleans up");
    }
    ExitWatch::new(getpid()).or_cannot("watch for the end of the command")
}

/// Whether orphaned processes become children of this one. Source: pid_namespaces(7),
/// PR_SET_CHILD_SUBREAPER(2const).
fn is_reaper() -> bool {
    #[cfg(target_os = "linux")]
    let is_subreaper = rustix::process::child_subreaper().is_ok_and(|reaper| reaper.is_some());
    #[cfg(not(target_os = "linux"))]
    let is_subreaper = false;
    is_subreaper || getpid().is_init()
}

/// A cleanup process that has not been started yet.
#[derive(Debug)]
pub(super) struct CleanupProcess<C> {
    cleanup: C,
    watch: ExitWatch,
}

impl<C: Cleanup> CleanupProcess<C> {
    /// The process will run `cleanup` when the process of `watch` has ended.
    pub(super) fn new(watch: ExitWatch, cleanup: C) -> Self {
        Self { cleanup, watch }
    }

    /// Cleans up now, in this process.
    pub(super) fn run_now(&self) {
        self.cleanup.run();
    }

    /// Starts the process as an orphan: its parent is a child of this process that exits at once.
    /// The command thus has no child that it did not start.
    ///
    /// Call this before the process reads a secret, because the cleanup process has a copy of its
    /// memory.
    ///
    /// # Safety
    /// This process must have exactly one thread.
    pub(super) unsafe fn start(&self) -> Result<(), StepError> {
        // SAFETY: the caller promises that this process has one thread; a forked child has one as
        // well.
        unsafe { fork::run_in_child(|| self.start_from_child()) }
    }

    /// Starts the process from a child of this process that is about to exit.
    ///
    /// # Safety
    /// As for [`start`](Self::start).
    pub(super) unsafe fn start_from_child(&self) -> Result<(), StepError> {
        // Ignore: this fails only if the child already leads a session.
        let _ = setsid();
        // SAFETY: the caller promises that this process has one thread.
        let process = unsafe {
            fork::spawn(|| {
                detach([self.cleanup.descriptor(), self.watch.descriptor()]);
                self.watch.wait();
                self.cleanup.run();
            })
        };
        process.or_cannot("start a process").map(drop)
    }
}

/// Releases everything that could block another process: the working directory, the terminal, and
/// all descriptors except `kept`. Blocks all signals, so that a Ctrl-C for the command does not end
/// this process.
fn detach(kept: [Option<RawFd>; 2]) {
    // Signals stay blocked until the process exits.
    std::mem::forget(imp::block_signals());
    let _ = rustix::process::chdir(c"/");
    let mut kept: Vec<RawFd> = kept.into_iter().flatten().collect();
    kept.sort_unstable();
    let mut first = 0;
    for descriptor in kept {
        close(first, descriptor - 1);
        first = descriptor + 1;
    }
    close(first, RawFd::MAX);
}

/// Closes the descriptors from `first` to `last`, both included.
fn close(first: RawFd, last: RawFd) {
    if first > last {
        return;
    }
    #[cfg(target_os = "linux")]
    // SAFETY: this process uses none of these descriptors, and close_range(2) takes no pointer.
    if unsafe { libc::syscall(libc::SYS_close_range, first, last, 0) } == 0 {
        return;
    }
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile)
        .current
        .unwrap_or(u64::MAX)
        .min(1 << 16);
    for descriptor in first..=last.min(RawFd::try_from(limit).unwrap_or(RawFd::MAX)) {
        // SAFETY: this process uses none of these descriptors, and close(2) takes no pointer.
        unsafe { libc::close(descriptor) };
    }
}
