//! A process that outlives this one for a moment, and takes away what it leaves.
//!
//! The command has this process, and may be killed, so nothing in it can clean up after it. The keeper is not its child, has
//! no terminal and none of its files, and waits for the end of the process.

use std::io;
use std::os::fd::RawFd;

use rustix::process::{getpid, setsid};

use super::{exit_watch, fork};
use crate::imp;
use crate::launch::{Obstacle, tried};

/// What there is to take away.
pub(crate) trait Remains {
    /// A descriptor that it needs.
    fn descriptor(&self) -> Option<RawFd>;

    /// Takes it away, best effort: there is nobody to tell.
    fn take_away(&self);
}

/// Watches for the end of this process, for a keeper to come.
///
/// Fails where the keeper would not outlive this process, or would be its child after all: a command that waits for the last
/// of its children would wait for it in vain.
pub(crate) fn watch() -> Result<exit_watch::Watch, Obstacle> {
    if is_reaper() {
        let why = "this process is the first of a container, or the one that its orphans go to";
        return tried("have somebody clean up", Err(io::Error::other(why)));
    }
    tried(
        "watch for the end of the command",
        exit_watch::Watch::new(getpid()),
    )
}

/// The keeper of what this process leaves, not yet started.
pub(crate) struct Keeper<R> {
    pub(crate) remains: R,
    watch: exit_watch::Watch,
}

impl<R: Remains> Keeper<R> {
    pub(crate) fn new(watch: exit_watch::Watch, remains: R) -> Self {
        Self { remains, watch }
    }

    /// Starts it as the child of a child that ends at once, so that the command has no child that it does not know of.
    ///
    /// # Safety
    /// This process has one thread. It should also know no secret yet: the keeper has a copy of its memory, environment and
    /// all, though nobody can look into that either.
    pub(crate) unsafe fn start(&self) -> Result<(), Obstacle> {
        // SAFETY: as for this function; the child has one thread too.
        unsafe { fork::ask(|| self.start_from_child()) }
    }

    /// Starts it from a child of this process that ends soon.
    ///
    /// # Safety
    /// As for [`start`](Self::start).
    pub(crate) unsafe fn start_from_child(&self) -> Result<(), Obstacle> {
        let _ = setsid();
        // SAFETY: as for this function.
        let keeper = unsafe {
            fork::child(|| {
                detach([self.remains.descriptor(), self.watch.descriptor()]);
                self.watch.wait();
                self.remains.take_away();
            })
        };
        tried("start a process", keeper).map(drop)
    }
}

/// Whether orphans are given to this process. Source: pid_namespaces(7), PR_SET_CHILD_SUBREAPER(2const).
fn is_reaper() -> bool {
    #[cfg(target_os = "linux")]
    let is_subreaper = rustix::process::child_subreaper().is_ok_and(|reaper| reaper.is_some());
    #[cfg(not(target_os = "linux"))]
    let is_subreaper = false;
    is_subreaper || getpid().is_init()
}

/// Lets go of everything that would keep something else from ending: the folder, the terminal, pipes. And takes no hint to
/// end before the command does.
fn detach(kept: [Option<RawFd>; 2]) {
    // For good: of what happens now nobody is left to be told.
    std::mem::forget(imp::block_signals());
    let _ = rustix::process::chdir(c"/");
    let mut kept = kept.map(|number| number.unwrap_or(-1));
    kept.sort_unstable();
    let mut first = 0;
    for number in kept.into_iter().filter(|number| *number >= 0) {
        close(first, number - 1);
        first = number + 1;
    }
    close(first, RawFd::MAX);
}

/// Closes all descriptors from `first` to `last`.
fn close(first: RawFd, last: RawFd) {
    if first > last {
        return;
    }
    #[cfg(target_os = "linux")]
    // SAFETY: nothing in this process uses what is closed, and close_range(2) takes no pointer.
    if unsafe { libc::syscall(libc::SYS_close_range, first, last, 0) } == 0 {
        return;
    }
    let limit = rustix::process::getrlimit(rustix::process::Resource::Nofile)
        .current
        .unwrap_or(u64::MAX)
        .min(1 << 16);
    for number in first..=last.min(RawFd::try_from(limit).unwrap_or(RawFd::MAX)) {
        // SAFETY: as above.
        unsafe { libc::close(number) };
    }
}
