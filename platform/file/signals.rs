//! Removes the unfinished files of a process that a signal ends, such as Ctrl-C.
//!
//! The handler calls only functions that signal-safety(7) names, and reads paths that are never
//! freed.

use std::ffi::CString;
use std::mem::MaybeUninit;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, Ordering::SeqCst};

use libc::{c_char, c_int, sigaction as Action};

/// The signals that a user or the system ends a process with. SIGKILL cannot be handled.
const ENDING: [c_int; 5] = [
    libc::SIGHUP,
    libc::SIGINT,
    libc::SIGQUIT,
    libc::SIGTERM,
    libc::SIGXCPU,
];

/// The actions that the handler of each of [`ENDING`] has replaced. They are never freed.
static REPLACED: [AtomicPtr<Action>; ENDING.len()] =
    [const { AtomicPtr::new(ptr::null_mut()) }; ENDING.len()];

/// The paths to remove. There are rarely more than two at a time: a lock and a temporary file.
static PATHS: [AtomicPtr<c_char>; 16] = [const { AtomicPtr::new(ptr::null_mut()) }; 16];

/// Whether the handler has run before. Then another handler has called it again.
static HAS_RUN: AtomicBool = AtomicBool::new(false);

/// As long as it lives, a signal that ends the process removes the file.
#[derive(Debug)]
pub(super) struct RemovedOnSignal(Option<usize>);

impl RemovedOnSignal {
    pub(super) fn new(path: &Path) -> Self {
        let Ok(path) = CString::new(path.as_os_str().as_bytes()) else {
            return Self(None);
        };
        // Leak the path: the handler may be reading it when this is dropped.
        let path = path.into_raw();
        let take = |slot: &AtomicPtr<c_char>| {
            slot.compare_exchange(ptr::null_mut(), path, SeqCst, SeqCst)
                .is_ok()
        };
        let slot = PATHS.iter().position(take);
        install();
        Self(slot)
    }
}

impl Drop for RemovedOnSignal {
    fn drop(&mut self) {
        if let Some(slot) = self.0 {
            PATHS[slot].store(ptr::null_mut(), SeqCst);
        }
    }
}

/// Installs the handlers, unless they are. A signal that is ignored stays ignored.
fn install() {
    for (signal, replaced) in ENDING.into_iter().zip(&REPLACED) {
        let current = action_of(signal);
        let is_known = [libc::SIG_IGN, handler()].contains(&current.sa_sigaction);
        if !is_known {
            replaced.store(Box::into_raw(Box::new(current)), SeqCst);
            set_action(signal, &action(handler()));
        }
    }
}

/// Removes the files, and has the signal do what it did before.
extern "C" fn on_end(signal: c_int) {
    for path in &PATHS {
        let path = path.load(SeqCst);
        if !path.is_null() {
            // SAFETY: `RemovedOnSignal` has stored a string that is never freed.
            unsafe { libc::unlink(path) };
        }
    }
    let index = ENDING.iter().position(|&other| other == signal);
    let replaced = index.map_or(ptr::null_mut(), |index| REPLACED[index].load(SeqCst));
    // The handler that this one has replaced may have replaced this one since, and call it again.
    if replaced.is_null() || HAS_RUN.swap(true, SeqCst) {
        set_action(signal, &action(libc::SIG_DFL));
    } else {
        // SAFETY: `install` has stored a pointer to an action that is never freed or changed.
        set_action(signal, unsafe { &*replaced });
    }
    // The signal is blocked while its handler runs, and is delivered when it returns.
    // SAFETY: raise(3) takes a number.
    unsafe { libc::raise(signal) };
}

fn handler() -> libc::sighandler_t {
    on_end as extern "C" fn(c_int) as *const () as libc::sighandler_t
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
    // SAFETY: the handler in this file may run at any time, and other actions come from the system.
    unsafe { libc::sigaction(signal, action, ptr::null_mut()) };
}
