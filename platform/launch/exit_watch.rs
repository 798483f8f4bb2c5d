//! The end of another process.

use std::io;
use std::os::fd::RawFd;

use rustix::process::Pid;

/// Watches a process.
pub(crate) struct Watch(imp::Watch);

impl Watch {
    pub(crate) fn new(process: Pid) -> io::Result<Self> {
        Ok(Self(imp::Watch::new(process)?))
    }

    /// The descriptor that it needs, if any.
    pub(crate) fn descriptor(&self) -> Option<RawFd> {
        self.0.descriptor()
    }

    /// Waits, in this process or in a child of it, until the process has ended.
    ///
    /// Where it cannot be waited for this comes back at once: rather no netrc than one that stays.
    pub(crate) fn wait(&self) {
        self.0.wait();
    }
}

#[cfg(target_os = "linux")]
mod imp {
    use std::io;
    use std::os::fd::{AsRawFd, OwnedFd, RawFd};

    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::io::retry_on_intr;
    use rustix::process::{Pid, PidfdFlags, pidfd_open};

    pub(super) struct Watch(OwnedFd);

    impl Watch {
        pub(super) fn new(process: Pid) -> io::Result<Self> {
            Ok(Self(pidfd_open(process, PidfdFlags::empty())?))
        }

        pub(super) fn descriptor(&self) -> Option<RawFd> {
            Some(self.0.as_raw_fd())
        }

        pub(super) fn wait(&self) {
            let _ = retry_on_intr(|| poll(&mut [PollFd::new(&self.0, PollFlags::IN)], None));
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod imp {
    use std::io;
    use std::os::fd::RawFd;
    use std::ptr;

    use rustix::event::kqueue::{Event, EventFilter, EventFlags, ProcessEvents, kevent, kqueue};
    use rustix::io::retry_on_intr;
    use rustix::process::Pid;

    pub(super) struct Watch(Pid);

    impl Watch {
        pub(super) fn new(process: Pid) -> io::Result<Self> {
            Ok(Self(process))
        }

        pub(super) fn descriptor(&self) -> Option<RawFd> {
            None
        }

        pub(super) fn wait(&self) {
            // A queue is not passed on to a child, so it is made here. Where the process has ended already, this fails.
            let Ok(queue) = kqueue() else { return };
            let filter = EventFilter::Proc {
                pid: self.0,
                flags: ProcessEvents::EXIT,
            };
            let ending = Event::new(filter, EventFlags::ADD, ptr::null_mut());
            let mut ended = [ending];
            // SAFETY: the event has no descriptor that could be closed, and its data points at nothing.
            let _ = retry_on_intr(|| unsafe { kevent(&queue, &[ending], &mut ended[..], None) });
        }
    }
}
