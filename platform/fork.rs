//! Child processes that are this program.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rustix::io::retry_on_intr;
use rustix::process::{Pid, WaitOptions, waitpid};

/// Runs `work` in a child, which then ends.
///
/// In a process with several threads the others are not in the child, and what they have locked stays locked: there
/// `work` may do nothing but call the system, and may not even allocate.
pub(crate) fn child(work: impl FnOnce()) -> io::Result<Pid> {
    // SAFETY: the child keeps to what its caller promised, and never comes back from here.
    match unsafe { libc::fork() } {
        -1 => Err(io::Error::last_os_error()),
        0 => {
            let done = catch_unwind(AssertUnwindSafe(work));
            // SAFETY: it ends this process without running anything that the parent registered for its own end.
            unsafe { libc::_exit(i32::from(done.is_err())) }
        }
        number => Pid::from_raw(number).ok_or_else(|| io::ErrorKind::NotFound.into()),
    }
}

/// Waits until a child has ended.
pub(crate) fn wait(child: Pid) {
    // Where SIGCHLD is ignored there is nothing to be had of a child that ended, and this fails after its end.
    let _ = retry_on_intr(|| waitpid(Some(child), WaitOptions::empty()));
}
