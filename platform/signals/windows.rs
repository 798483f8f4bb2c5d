//! Windows has no signals: Ctrl-C ends the process with the default handler.

pub(super) fn start_deferring() {}

pub(super) fn stop_deferring() {}

pub(super) fn is_end_requested() -> bool {
    false
}

pub(super) fn end_if_requested() {}
