//! The signals that end a process, such as Ctrl-C.
//!
//! Before a signal ends this process, the terminal is restored and unfinished files are removed. A
//! command that changes several items [defers](defer) its end, so that it can finish the current
//! item and report what it did.

cfg_if::cfg_if! {
    if #[cfg(unix)] {
        mod action;
        mod unix;
        use unix as imp;
        pub(crate) use action::{handle, is_default, is_ignored, reset};
        pub(crate) use unix::{before_end, on_interrupt};
    } else {
        mod windows;
        use windows as imp;
    }
}

/// As long as it lives, the first signal that asks this process to end is noted and does not end
/// it: SIGINT, SIGTERM or SIGHUP. A second one ends it at once.
///
/// Does nothing on Windows, where Ctrl-C ends the process.
#[derive(Debug)]
#[must_use = "the next signal ends the process once this is dropped"]
pub struct Deferred(());

/// Defers the end of this process until the result is dropped.
pub fn defer() -> Deferred {
    imp::start_deferring();
    Deferred(())
}

impl Drop for Deferred {
    fn drop(&mut self) {
        imp::stop_deferring();
    }
}

/// Whether a signal asked this process to end while its end was [deferred](defer).
pub fn is_end_requested() -> bool {
    imp::is_end_requested()
}

/// Ends this process by the signal that was noted, so that its parent sees that signal. Returns if
/// there was none.
pub fn end_if_requested() {
    imp::end_if_requested();
}
