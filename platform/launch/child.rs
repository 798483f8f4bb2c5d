//! Runs a command as a child process, on all Unix-like systems.

use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::ExitStatus;
use std::sync::atomic::{AtomicI32, Ordering::SeqCst};

use libc::c_int;

use super::{Ended, Invocation, StartError, unix};
use crate::imp;
use crate::signals::{handle, is_default, reset};

/// The signals of the keyboard: the terminal sends them to the command too.
const FROM_KEYBOARD: [c_int; 2] = [libc::SIGINT, libc::SIGQUIT];

/// The signals that are passed on to the command.
const PASSED_ON: [c_int; 4] = [libc::SIGHUP, libc::SIGTERM, libc::SIGUSR1, libc::SIGUSR2];

/// The process ID of the command; 0 if none runs.
static COMMAND: AtomicI32 = AtomicI32::new(0);

extern "C" fn ignore(_signal: c_int) {}

extern "C" fn pass_on(signal: c_int) {
    let command = COMMAND.load(SeqCst);
    if command > 0 {
        // SAFETY: kill(2) is safe in a signal handler and reads no memory.
        unsafe { libc::kill(command, signal) };
    }
}

pub(super) fn run(invocation: &Invocation<'_>) -> Result<Ended, StartError> {
    let mut command = unix::command(invocation.command)?;
    if let Some(name) = invocation.name {
        command.arg0(name);
    }
    for (name, value) in invocation.settings {
        command.env(name, value);
    }
    imp::undo_harden(&mut command);
    // Handlers and not `SIG_IGN`, which the command would inherit.
    let handlers: [(&[c_int], extern "C" fn(c_int)); 2] =
        [(&FROM_KEYBOARD, ignore), (&PASSED_ON, pass_on)];
    let mut handled = Vec::new();
    for (signals, handler) in handlers {
        let signals = signals.iter().filter(|signal| is_default(**signal));
        for &signal in signals {
            handle(signal, handler);
            handled.push(signal);
        }
    }
    // A signal that arrives before the process ID is known waits.
    let blocked = imp::block_signals();
    let status = command.spawn().and_then(|mut child| {
        COMMAND.store(child.id().cast_signed(), SeqCst);
        drop(blocked);
        let status = child.wait();
        COMMAND.store(0, SeqCst);
        status
    });
    handled.into_iter().for_each(reset);
    match status {
        Ok(status) => Ok(ended(status)),
        Err(error) => Err(StartError::Command(error)),
    }
}

fn ended(status: ExitStatus) -> Ended {
    match (status.code(), status.signal()) {
        (Some(code), _) => Ended::Code(u8::try_from(code).unwrap_or(u8::MAX)),
        (None, signal) => Ended::Signal(signal.unwrap_or(libc::SIGKILL)),
    }
}

/// Ends this process by a signal.
pub(super) fn end_by_signal(signal: c_int) {
    reset(signal);
    // SAFETY: kill(2) reads no memory, and the process has no state that must be saved.
    unsafe { libc::kill(libc::getpid(), signal) };
}
