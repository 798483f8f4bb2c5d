//! The modes of the terminal: the user's own, and the one in which typing is hidden.
//!
//! Signal handlers use this module. The functions that they call make system calls only, those
//! that signal-safety(7) names, and read statics that do not change once they are set.

use std::fs::File;
use std::io::{self, PipeReader, PipeWriter};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};

use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
use rustix::io::retry_on_intr;
use rustix::process::getpgrp;
use rustix::termios::{
    LocalModes, OptionalActions, QueueSelector, SpecialCodeIndex, Termios, tcflush, tcgetattr,
    tcgetpgrp, tcsetattr,
};

/// The modes of this process's terminal, once a question was asked.
static MODES: OnceLock<Modes> = OnceLock::new();

/// Whether typing is to be hidden, although the terminal may be restored while the process is
/// stopped.
static HIDING: AtomicBool = AtomicBool::new(false);

/// Whether the terminal is in the hidden mode.
static HIDDEN: AtomicBool = AtomicBool::new(false);

pub(super) struct Modes {
    pub(super) terminal: File,
    pub(super) before: Termios,
    hidden: Termios,
    /// Readable when a signal ends the wait for an answer.
    pub(super) woken: PipeReader,
    waker: PipeWriter,
}

/// Why a signal ends the wait for an answer.
#[derive(Clone, Copy)]
#[repr(u8)]
pub(super) enum Wake {
    Interrupt = b'i',
    Continued = b'c',
}

/// Returns the modes of the terminal. The first call stores them.
pub(super) fn modes(terminal: &File) -> io::Result<&'static Modes> {
    if let Some(modes) = MODES.get() {
        return Ok(modes);
    }
    let modes = Modes::of(terminal)?;
    Ok(MODES.get_or_init(|| modes))
}

/// Returns the modes of the terminal if typing is hidden.
pub(super) fn hidden_modes() -> Option<&'static Modes> {
    MODES.get().filter(|_| HIDDEN.load(SeqCst))
}

impl Modes {
    fn of(terminal: &File) -> io::Result<Self> {
        let before = tcgetattr(terminal)?;
        let mut hidden = before.clone();
        // Without the system's line editor: it keeps 4,095 bytes of a line, and drops the rest.
        hidden.local_modes -=
            LocalModes::ECHO | LocalModes::ECHONL | LocalModes::ICANON | LocalModes::IEXTEN;
        hidden.local_modes |= LocalModes::ISIG;
        // Return if the read gets no data: if the process is stopped after poll(2) reports input,
        // the terminal discards that input.
        hidden.special_codes[SpecialCodeIndex::VMIN] = 0;
        hidden.special_codes[SpecialCodeIndex::VTIME] = 0;
        let (woken, waker) = io::pipe()?;
        fcntl_setfl(&woken, fcntl_getfl(&woken)? | OFlags::NONBLOCK)?;
        // A signal handler must not block.
        fcntl_setfl(&waker, fcntl_getfl(&waker)? | OFlags::NONBLOCK)?;
        Ok(Self {
            terminal: terminal.try_clone()?,
            before,
            hidden,
            woken,
            waker,
        })
    }

    /// Whether this process may use the terminal. A process in the background that changes its
    /// modes is stopped, or changes those of the program in the foreground.
    pub(super) fn is_in_foreground(&self) -> bool {
        tcgetpgrp(&self.terminal).is_ok_and(|group| group == getpgrp())
    }

    /// Hides typing, also again after the process was stopped.
    pub(super) fn hide(&self) -> io::Result<()> {
        HIDING.store(true, SeqCst);
        HIDDEN.store(true, SeqCst);
        self.set(&self.hidden)
    }

    fn set(&self, modes: &Termios) -> io::Result<()> {
        Ok(retry_on_intr(|| {
            tcsetattr(&self.terminal, OptionalActions::Now, modes)
        })?)
    }
}

/// Does not hide typing again when a stopped process continues.
pub(super) fn stop_hiding() {
    HIDING.store(false, SeqCst);
}

/// Sets the modes that the terminal had before the first question.
///
/// Safe in a signal handler: it makes system calls only, those that signal-safety(7) names.
pub(super) fn show_typing() {
    let Some(modes) = MODES.get() else { return };
    if HIDDEN.swap(false, SeqCst) && modes.is_in_foreground() {
        // Typed and not read: it may be a secret, and the shell would show and run it.
        let _ = tcflush(&modes.terminal, QueueSelector::IFlush);
        // Ignore: the terminal may have been closed.
        let _ = modes.set(&modes.before);
    }
}

/// Hides typing again, after the process was stopped. Safe in a signal handler, as [`show_typing`].
pub(super) fn hide_typing_again() {
    let Some(modes) = MODES.get() else { return };
    if HIDING.load(SeqCst) && modes.is_in_foreground() {
        HIDDEN.store(true, SeqCst);
        let _ = modes.set(&modes.hidden);
    }
}

/// Puts the next output on a line of its own. Safe in a signal handler, as [`show_typing`].
pub(super) fn end_question() {
    if let Some(modes) = MODES.get() {
        let _ = rustix::io::write(&modes.terminal, b"\n");
    }
}

/// Ends the wait for an answer. Safe in a signal handler, as [`show_typing`].
pub(super) fn wake(signal: Wake) {
    if let Some(modes) = MODES.get() {
        let _ = rustix::io::write(&modes.waker, &[signal as u8]);
    }
}
