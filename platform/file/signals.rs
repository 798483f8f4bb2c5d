//! Removes the unfinished files of a process that a signal ends, such as Ctrl-C.

use std::ffi::CString;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::ptr;
use std::sync::Once;
use std::sync::atomic::{AtomicPtr, Ordering::SeqCst};

use libc::c_char;

use crate::signals;

/// The paths to remove. There are rarely more than two at a time: a lock and a temporary file.
static PATHS: [AtomicPtr<c_char>; 16] = [const { AtomicPtr::new(ptr::null_mut()) }; 16];

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
        static INSTALLED: Once = Once::new();
        INSTALLED.call_once(|| signals::before_end(remove_files));
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

/// Safe in a signal handler: calls unlink(2), and reads paths that are never freed.
fn remove_files() {
    for path in &PATHS {
        let path = path.load(SeqCst);
        if !path.is_null() {
            // SAFETY: `RemovedOnSignal` has stored a string that is never freed.
            unsafe { libc::unlink(path) };
        }
    }
}
