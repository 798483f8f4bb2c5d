//! Signals while typing is hidden: a process that ends or stops first restores the terminal.
//!
//! The handlers call only functions that signal-safety(7) names, and read statics that do not
//! change while a handler is installed.

use std::mem::MaybeUninit;
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering::SeqCst};

use libc::{c_int, sigaction as Action};

use super::modes::{Wake, end_question, hide_typing_again, show_typing, wake};

/// The signals whose default action ends the process. SIGPIPE is ignored in Rust programs, and
/// SIGKILL cannot be handled.
const ENDING: [c_int; 11] = [
    libc::SIGHUP,
    libc::SIGINT,
    libc::SIGQUIT,
    libc::SIGABRT,
    libc::SIGALRM,
    libc::SIGTERM,
    libc::SIGUSR1,
    libc::SIGUSR2,
    libc::SIGXCPU,
    libc::SIGVTALRM,
    libc::SIGPROF,
];

/// The actions that the handler of each of [`ENDING`] has replaced. They are never freed.
static REPLACED: [AtomicPtr<Action>; ENDING.len()] =
    [const { AtomicPtr::new(ptr::null_mut()) }; ENDING.len()];

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
    for (signal, replaced) in ENDING.into_iter().zip(&REPLACED) {
        let current = action_of(signal);
        if is(&current, libc::SIG_IGN) || is(&current, handler(on_end)) {
            continue;
        }
        // Leak the action: a handler may be reading the one before.
        replaced.store(Box::into_raw(Box::new(current)), SeqCst);
        set_action(signal, &action(handler(on_end)));
    }
    if is(&action_of(libc::SIGTSTP), libc::SIG_DFL) {
        set_action(libc::SIGTSTP, &action(handler(on_stop)));
    }
    if is(&action_of(libc::SIGCONT), libc::SIG_DFL) {
        set_action(libc::SIGCONT, &action(handler(on_continue)));
    }
}

/// Whether the system lets this process change the terminal while it is in the background.
pub(super) fn is_background_allowed() -> bool {
    is(&action_of(libc::SIGTTOU), libc::SIG_IGN)
}

/// Restores the terminal, and has the signal do what it did before.
extern "C" fn on_end(signal: c_int) {
    if signal == libc::SIGINT && ASKING.load(SeqCst) {
        return wake(Wake::Interrupt);
    }
    show_typing();
    if ASKING.load(SeqCst) {
        end_question();
    }
    let index = ENDING.iter().position(|&other| other == signal);
    let replaced = index.map_or(ptr::null_mut(), |index| REPLACED[index].load(SeqCst));
    if replaced.is_null() {
        set_action(signal, &action(libc::SIG_DFL));
    } else {
        // SAFETY: `install` has stored a pointer to an action that is never freed or changed.
        set_action(signal, unsafe { &*replaced });
    }
    // The signal is blocked while its handler runs, and is delivered when it returns.
    // SAFETY: raise(3) takes a number.
    unsafe { libc::raise(signal) };
}

/// Restores the terminal while the process is stopped by Ctrl-Z.
extern "C" fn on_stop(signal: c_int) {
    show_typing();
    set_action(signal, &action(libc::SIG_DFL));
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
    set_action(signal, &action(handler(on_stop)));
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

fn handler(function: extern "C" fn(c_int)) -> libc::sighandler_t {
    function as *const () as libc::sighandler_t
}

fn is(action: &Action, handler: libc::sighandler_t) -> bool {
    action.sa_sigaction == handler
}

fn action(handler: libc::sighandler_t) -> Action {
    // SAFETY: all fields of an action may be zero: no flags, an empty set of signals.
    let mut action: Action = unsafe { std::mem::zeroed() };
    action.sa_sigaction = handler;
    action.sa_flags = libc::SA_RESTART;
    action
}

fn action_of(signal: c_int) -> Action {
    let mut found = MaybeUninit::<Action>::zeroed();
    // SAFETY: sigaction(2) writes the action to the local variable, which may be zero if it fails.
    unsafe {
        libc::sigaction(signal, ptr::null(), found.as_mut_ptr());
        found.assume_init()
    }
}

fn set_action(signal: c_int, action: &Action) {
    // SAFETY: the handlers in this file may run at any time, and other actions come from the
    // system.
    unsafe { libc::sigaction(signal, action, ptr::null_mut()) };
}
