//! The action of a signal: sigaction(2).

use std::mem::MaybeUninit;
use std::ptr;

use libc::{c_int, sigaction};

/// What the process does when it receives a signal.
#[derive(Clone, Copy)]
pub(crate) struct Action(sigaction);

impl Action {
    /// The action of a new process.
    pub(super) fn default() -> Self {
        Self::calling(libc::SIG_DFL)
    }

    /// Whether the action calls keyrc's own handler.
    pub(super) fn is(&self, handler: libc::sighandler_t) -> bool {
        self.0.sa_sigaction == handler
    }

    fn calling(handler: libc::sighandler_t) -> Self {
        // SAFETY: all fields of an action may be zero: no flags, an empty set of signals.
        let mut action: sigaction = unsafe { std::mem::zeroed() };
        action.sa_sigaction = handler;
        action.sa_flags = libc::SA_RESTART;
        Self(action)
    }

    /// Makes this the action of a signal.
    pub(super) fn set(&self, signal: c_int) {
        // SAFETY: the handlers of this crate may run at any time, and other actions come from the
        // system.
        unsafe { libc::sigaction(signal, &self.0, ptr::null_mut()) };
    }
}

/// Returns the action of a signal.
pub(crate) fn action_of(signal: c_int) -> Action {
    let mut found = MaybeUninit::<sigaction>::zeroed();
    // SAFETY: sigaction(2) writes the action to the local variable, which may be zero if it fails.
    unsafe {
        libc::sigaction(signal, ptr::null(), found.as_mut_ptr());
        Action(found.assume_init())
    }
}

/// Whether a signal is ignored.
pub(crate) fn is_ignored(signal: c_int) -> bool {
    action_of(signal).is(libc::SIG_IGN)
}

/// Whether a signal has the action of a new process.
pub(crate) fn is_default(signal: c_int) -> bool {
    action_of(signal).is(libc::SIG_DFL)
}

/// Gives a signal the action of a new process.
pub(crate) fn reset(signal: c_int) {
    Action::default().set(signal);
}

/// Calls `function` when the process receives a signal. It must call only functions that
/// signal-safety(7) names.
pub(crate) fn handle(signal: c_int, function: extern "C" fn(c_int)) {
    Action::calling(handler(function)).set(signal);
}

pub(super) fn handler(function: extern "C" fn(c_int)) -> libc::sighandler_t {
    function as *const () as libc::sighandler_t
}
