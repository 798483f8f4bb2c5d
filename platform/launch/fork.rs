//! Child processes that are this program.

use std::io::{self, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use rustix::io::retry_on_intr;
use rustix::process::{Pid, WaitOptions, waitpid};

use crate::launch::{Obstacle, tried};

/// Does `work` in a child, and says how that went. A child that ends without a word has failed: it may have been killed.
///
/// # Safety
/// This process has one thread.
pub(crate) unsafe fn ask(work: impl FnOnce() -> Result<(), Obstacle>) -> Result<(), Obstacle> {
    let (mut answer, mut report) = tried("make a pipe", io::pipe())?;
    // SAFETY: as for this function.
    let child = unsafe {
        child(|| {
            let _ = match work() {
                Ok(()) => report.write_all(DONE.as_bytes()),
                Err(Obstacle { tried, error }) => write!(report, "{tried}\n{error}"),
            };
        })
    };
    let child = tried("start a process", child)?;
    drop(report);
    let mut said = String::new();
    let heard = answer.read_to_string(&mut said);
    // Where SIGCHLD is ignored there is nothing to be had of a child that ended, and this fails after its end.
    let _ = retry_on_intr(|| waitpid(Some(child), WaitOptions::empty()));
    tried("hear of a child", heard)?;
    match said.split_once('\n') {
        _ if said == DONE => Ok(()),
        Some((tried, why)) => Err(Obstacle {
            tried: tried.to_owned().into(),
            error: io::Error::other(why.to_owned()),
        }),
        None => tried(
            "try it out",
            Err(io::Error::other("the process that did was ended")),
        ),
    }
}

const DONE: &str = "+";

/// Runs `work` in a child, which then ends.
///
/// # Safety
/// This process has one thread. Of several, the others would not be in the child, and what they have locked would stay
/// locked there.
pub(crate) unsafe fn child(work: impl FnOnce()) -> io::Result<Pid> {
    // SAFETY: with one thread, fork(2) copies a process that is whole.
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
