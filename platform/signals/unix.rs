//! The handler of the signals that end a process, on Linux, macOS and the BSDs.
//!
//! It calls only functions that signal-safety(7) names, and reads statics that do not change once
//! they are set.

use std::ptr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicI32, AtomicPtr, AtomicUsize, Ordering::SeqCst};

use libc::c_int;

use super::action::{Action, action_of, handle, handler, reset};

/// The signals that end the process by default. SIGPIPE is ignored in Rust programs, and
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

/// Those by which a user or the system asks a process to end.
const REQUESTS: [c_int; 3] = [libc::SIGHUP, libc::SIGINT, libc::SIGTERM];

/// The actions that the handler of each of [`ENDING`] has replaced. They are never freed.
static REPLACED: [AtomicPtr<Action>; ENDING.len()] =
    [const { AtomicPtr::new(ptr::null_mut()) }; ENDING.len()];

/// What to do before the process ends.
static BEFORE_END: [OnceLock<fn()>; 2] = [const { OnceLock::new() }; 2];

/// Gets SIGINT first, and returns whether it was for a question.
static ON_INTERRUPT: OnceLock<fn() -> bool> = OnceLock::new();

/// How many parts of the program defer the end of the process.
static DEFERRED: AtomicUsize = AtomicUsize::new(0);

/// The signal that asked the process to end; 0 if there was none.
static REQUESTED: AtomicI32 = AtomicI32::new(0);

/// Has a signal that ends the process call `step` first. `step` must be safe in a signal handler:
/// it calls only functions that signal-safety(7) names. Call this once for each step.
pub(crate) fn before_end(step: fn()) {
    let is_set = BEFORE_END.iter().any(|place| place.set(step).is_ok());
    debug_assert!(is_set, "more steps than places");
    install();
}

/// Has Ctrl-C call `claim`. If it returns true, the signal has no other effect. It must be safe in
/// a signal handler, as in [`before_end`].
pub(crate) fn on_interrupt(claim: fn() -> bool) {
    // Ignore: an earlier call has set it.
    let _ = ON_INTERRUPT.set(claim);
}

/// Installs the handler, unless it is. A signal that is ignored stays ignored.
fn install() {
    for (signal, replaced) in ENDING.into_iter().zip(&REPLACED) {
        let current = action_of(signal);
        if current.is(libc::SIG_IGN) || current.is(handler(on_end)) {
            continue;
        }
        // Leak the action: a handler may be reading the one before.
        replaced.store(Box::into_raw(Box::new(current)), SeqCst);
        handle(signal, on_end);
    }
}

pub(super) fn start_deferring() {
    install();
    DEFERRED.fetch_add(1, SeqCst);
}

pub(super) fn stop_deferring() {
    DEFERRED.fetch_sub(1, SeqCst);
}

pub(super) fn is_end_requested() -> bool {
    REQUESTED.load(SeqCst) != 0
}

pub(super) fn end_if_requested() {
    let signal = REQUESTED.load(SeqCst);
    if signal != 0 {
        end(signal);
    }
}

extern "C" fn on_end(signal: c_int) {
    let is_deferred = note(signal);
    let is_for_question = signal == libc::SIGINT || is_deferred;
    let claim = ON_INTERRUPT.get().filter(|_| is_for_question);
    let is_claimed = claim.is_some_and(|claim| claim());
    if !is_deferred && !is_claimed {
        end(signal);
    }
}

/// Notes the first signal that asks the process to end, if that is deferred. Returns whether it is.
fn note(signal: c_int) -> bool {
    DEFERRED.load(SeqCst) > 0
        && REQUESTS.contains(&signal)
        && REQUESTED
            .compare_exchange(0, signal, SeqCst, SeqCst)
            .is_ok()
}

/// Runs the steps before the end, and restores the action that the signal had before the handler
/// was installed.
fn end(signal: c_int) {
    for step in BEFORE_END.iter().filter_map(OnceLock::get) {
        step();
    }
    let index = ENDING.iter().position(|&other| other == signal);
    let replaced = index.map_or(ptr::null_mut(), |index| REPLACED[index].load(SeqCst));
    if replaced.is_null() {
        reset(signal);
    } else {
        // SAFETY: `install` has stored a pointer to an action that is never freed or changed.
        unsafe { &*replaced }.set(signal);
    }
    // A signal is blocked while its handler runs, and is delivered when it returns.
    // SAFETY: raise(3) takes a number.
    unsafe { libc::raise(signal) };
}
