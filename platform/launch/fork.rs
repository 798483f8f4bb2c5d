//! Runs functions of this program in child processes.

use std::io::{self, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use rustix::io::retry_on_intr;
use rustix::process::{Pid, WaitOptions, waitpid};

use super::{OrCannot, StepError};

/// The text that a child writes to its pipe if its work succeeds.
const SUCCESS: &str = "+";

/// Runs `work` in a child process, waits for the child, and returns the result of `work`.
///
/// A child that ends without reporting a result counts as failed, because it may have been killed.
///
/// # Safety
/// As for [`spawn`].
pub(super) unsafe fn run_in_child(
    work: impl FnOnce() -> Result<(), StepError>,
) -> Result<(), StepError> {
    let (mut reader, mut writer) = io::pipe().or_cannot("make a pipe")?;
    // SAFETY: the caller promises that this process has one thread.
    let child = unsafe {
        spawn(|| {
            let _ = match work() {
                Ok(()) => writer.write_all(SUCCESS.as_bytes()),
                Err(StepError { action, error }) => write!(writer, "{action}\n{error}"),
            };
        })
    };
    let child = child.or_cannot("start a process")?;
    drop(writer);
    let mut report = String::new();
    let read = reader.read_to_string(&mut report);
    // Ignore: if SIGCHLD is ignored, this waits for the child but fails, because the kernel
    // discards its status.
    let _ = retry_on_intr(|| waitpid(Some(child), WaitOptions::empty()));
    read.or_cannot("read the result of a child process")?;
    parse_report(&report)
}

fn parse_report(report: &str) -> Result<(), StepError> {
    if report == SUCCESS {
        return Ok(());
    }
    match report.split_once('\n') {
        Some((action, error)) => Err(StepError {
            action: action.to_owned().into(),
            error: io::Error::other(error.to_owned()),
        }),
        None => Err(io::Error::other("the child process was killed"))
            .or_cannot("run a part of keyrc in a child process"),
    }
}

/// Starts a child process that runs `work` and then exits. Returns its process ID.
///
/// # Safety
/// This process must have exactly one thread: the child of a process with several threads has only
/// the one that called fork(2), and locks that the others held stay locked in it forever.
pub(super) unsafe fn spawn(work: impl FnOnce()) -> io::Result<Pid> {
    // SAFETY: the caller promises that this process has one thread, so no lock is held by another
    // one.
    match unsafe { libc::fork() } {
        -1 => Err(io::Error::last_os_error()),
        0 => {
            let done = catch_unwind(AssertUnwindSafe(work));
            // SAFETY: _exit(2) takes a number and runs no exit handler of the parent.
            unsafe { libc::_exit(i32::from(done.is_err())) }
        }
        child => Pid::from_raw(child).ok_or_else(|| io::ErrorKind::NotFound.into()),
    }
}
