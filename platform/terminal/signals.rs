//! Signals while typing is hidden: a process that ends or stops first restores the terminal.
//!
//! The handlers call only functions that signal-safety(7) names, and read statics that do not
//! change while a handler is installed.

use std::ptr;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

use libc::c_int;

use super::modes::{Wake, end_question, hide_typing_again, show_typing, wake};
use crate::signals;

/// Whether a question waits for its answer.
static ASKING: AtomicBool = AtomicBool::new(false);

/// As long as it lives, Ctrl-C interrupts the question and not the process.
pub(super) struct Asking(());

impl Asking {
    pub(super) fn start() -> Self {
        ASKING.store(true, SeqCst);
        Self(())
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        ASKING.store(false, SeqCst);
    }
}

/// Installs the handlers, unless they are. A signal that is ignored stays ignored.
pub(super) fn install() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        signals::on_interrupt(interrupt_question);
        signals::before_end(restore);
    });
    if signals::is_default(libc::SIGTSTP) {
        signals::handle(libc::SIGTSTP, on_stop);
    }
    if signals::is_default(libc::SIGCONT) {
        signals::handle(libc::SIGCONT, on_continue);
    }
}

/// Whether the system lets this process change the terminal while it is in the background.
pub(super) fn is_background_allowed() -> bool {
    signals::is_ignored(libc::SIGTTOU)
}

/// Ends the question that waits for an answer, if one does.
fn interrupt_question() -> bool {
    let is_asking = ASKING.load(SeqCst);
    if is_asking {
        wake(Wake::Interrupt);
    }
    is_asking
}

/// Restores the terminal before the process ends.
fn restore() {
    show_typing();
    if ASKING.load(SeqCst) {
        end_question();
    }
}

/// Restores the terminal while the process is stopped by Ctrl-Z.
extern "C" fn on_stop(signal: c_int) {
    show_typing();
    signals::reset(signal);
    // SAFETY: a signal set may be zeroed, the calls write to the two local sets only, and raise(3)
    // takes a number. The process stops when the signal is unblocked.
    unsafe {
        let (mut this, mut before) = (std::mem::zeroed(), std::mem::zeroed());
        libc::sigemptyset(&mut this);
        libc::sigaddset(&mut this, signal);
        libc::raise(signal);
        libc::pthread_sigmask(libc::SIG_UNBLOCK, &this, &mut before);
        libc::pthread_sigmask(libc::SIG_SETMASK, &before, ptr::null_mut());
    }
    signals::handle(signal, on_stop);
    // The system does not stop a process without a shell that could continue it, and sends it no
    // SIGCONT.
    on_continue(signal);
}

/// Hides typing again, and shows the question again.
extern "C" fn on_continue(_: c_int) {
    hide_typing_again();
    if ASKING.load(SeqCst) {
        wake(Wake::Continued);
    }
}
