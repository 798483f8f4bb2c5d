//! Process watches by kqueue(2), on macOS and the BSDs.

use std::io;
use std::os::fd::RawFd;
use std::ptr;

use rustix::event::kqueue::{Event, EventFilter, EventFlags, ProcessEvents, kevent, kqueue};
use rustix::io::retry_on_intr;
use rustix::process::Pid;

/// Waits for a process to end.
#[derive(Debug)]
pub(in crate::launch) struct ExitWatch(Pid);

impl ExitWatch {
    /// Watches `process`.
    pub(in crate::launch) fn new(process: Pid) -> io::Result<Self> {
        Ok(Self(process))
    }

    /// Returns `None`: this watch needs no descriptor until [`wait`](Self::wait) is called.
    pub(in crate::launch) fn descriptor(&self) -> Option<RawFd> {
        None
    }

    /// Blocks until the process has ended. Can be called in a forked child.
    ///
    /// Returns at once if the system cannot wait: a netrc removed too early is better than one that
    /// stays.
    pub(in crate::launch) fn wait(&self) {
        // A child does not inherit a queue, so the queue cannot be made in `new`.
        let Ok(queue) = kqueue() else { return };
        let filter = EventFilter::Proc {
            pid: self.0,
            flags: ProcessEvents::EXIT,
        };
        let exit = Event::new(filter, EventFlags::ADD, ptr::null_mut());
        let mut received = [exit];
        // If the process has already ended, the call fails, which is an end as well.
        // SAFETY: the event names no descriptor that could be closed, and its data pointer is null.
        let _ = retry_on_intr(|| unsafe { kevent(&queue, &[exit], &mut received[..], None) });
    }
}
