//! Process watches by pidfd_open(2), on Linux.

use std::io;
use std::os::fd::{AsRawFd, OwnedFd, RawFd};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::retry_on_intr;
use rustix::process::{Pid, PidfdFlags, pidfd_open};

/// Waits for a process to end.
#[derive(Debug)]
pub(in crate::launch) struct ExitWatch(OwnedFd);

impl ExitWatch {
    /// Watches `process`.
    pub(in crate::launch) fn new(process: Pid) -> io::Result<Self> {
        Ok(Self(pidfd_open(process, PidfdFlags::empty())?))
    }

    /// Returns the descriptor that must stay open until [`wait`](Self::wait) is called.
    pub(in crate::launch) fn descriptor(&self) -> Option<RawFd> {
        Some(self.0.as_raw_fd())
    }

    /// Blocks until the process has ended. Can be called in a forked child.
    ///
    /// Returns at once if the system cannot wait: a netrc removed too early is better than one that
    /// stays.
    pub(in crate::launch) fn wait(&self) {
        let _ = retry_on_intr(|| poll(&mut [PollFd::new(&self.0, PollFlags::IN)], None));
    }
}
