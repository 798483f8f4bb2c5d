//! Terminals on Linux, macOS and the BSDs.

use std::fs::{File, OpenOptions};
use std::io::{self, PipeReader, Read, Write};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::retry_on_intr;
use rustix::termios::{QueueSelector, SpecialCodeIndex, tcflush};

use super::Input;
use super::line::Keys;
use super::modes::{self, Wake};
use super::signals;

/// How long no byte may arrive before a question is asked. A terminal sends a long paste in pieces.
const QUIET: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 10_000_000,
};

/// How often to wait for it: a key that is held down is never quiet.
const QUIET_TRIES: usize = 20;

/// The most empty reads after [`poll`] reported input. A stop of the process discards the input in
/// between; a closed terminal never has input again.
const EMPTY_READS: usize = 8;

/// The controlling terminal.
#[derive(Debug)]
pub(super) struct Device(File);

impl Device {
    pub(super) fn open() -> io::Result<Self> {
        let terminal = OpenOptions::new().read(true).write(true).open("/dev/tty")?;
        Ok(Self(terminal))
    }

    pub(super) fn hide(&self) -> io::Result<()> {
        let modes = modes::modes(&self.0)?;
        // The system stops a process in the background here until it is in the foreground, unless
        // the signal is ignored.
        if !modes.is_in_foreground() && signals::is_background_allowed() {
            return Err(io::Error::other("keyrc runs in the background"));
        }
        signals::install();
        modes.hide()
    }

    /// Discards typed text, until nothing more arrives.
    pub(super) fn discard_input(&self) {
        discard(&self.0);
    }

    /// Ctrl-C interrupts the question until the result is dropped, and not the process.
    pub(super) fn start_asking(&self) -> signals::Asking {
        signals::Asking::start()
    }

    pub(super) fn keys(&self) -> io::Result<Keys> {
        let codes = &modes::modes(&self.0)?.before.special_codes;
        Ok(Keys {
            end: codes[SpecialCodeIndex::VEOF],
            erase: codes[SpecialCodeIndex::VERASE],
            erase_word: codes[SpecialCodeIndex::VWERASE],
            erase_line: codes[SpecialCodeIndex::VKILL],
            interrupt: 0,
        })
    }

    pub(super) fn write(&self, bytes: &[u8]) -> io::Result<()> {
        (&self.0).write_all(bytes)
    }

    /// Whether Ctrl-C was pressed. Forgets that the process was stopped before.
    pub(super) fn was_interrupted(&self) -> bool {
        let woken = modes::modes(&self.0).ok().map(|modes| &modes.woken);
        matches!(woken.and_then(woken_by), Some(Input::Interrupt))
    }

    /// Waits for typed bytes or a signal.
    pub(super) fn read(&self, buffer: &mut [u8]) -> io::Result<Input> {
        let modes = modes::modes(&self.0)?;
        let mut empty_reads = 0;
        loop {
            let mut ready = [
                PollFd::new(&self.0, PollFlags::IN),
                PollFd::new(&modes.woken, PollFlags::IN),
            ];
            retry_on_intr(|| poll(&mut ready, None))?;
            if !ready[1].revents().is_empty()
                && let Some(input) = woken_by(&modes.woken)
            {
                return Ok(input);
            }
            if ready[0].revents().is_empty() {
                continue;
            }
            match (&self.0).read(buffer) {
                Ok(0) if empty_reads == EMPTY_READS => {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                Ok(0) => empty_reads += 1,
                Ok(count) => return Ok(Input::Bytes(count)),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// The signals that came since the last call. An interrupt counts most.
fn woken_by(mut woken: &PipeReader) -> Option<Input> {
    let mut bytes = [0; 64];
    let count = woken.read(&mut bytes).ok()?;
    let signals = &bytes[..count];
    if signals.contains(&(Wake::Interrupt as u8)) {
        return Some(Input::Interrupt);
    }
    (count > 0).then_some(Input::Continued)
}

fn discard(terminal: &File) {
    for _ in 0..QUIET_TRIES {
        let _ = tcflush(terminal, QueueSelector::IFlush);
        let mut ready = [PollFd::new(terminal, PollFlags::IN)];
        match poll(&mut ready, Some(&QUIET)) {
            Ok(1..) if ready[0].revents() == PollFlags::IN => {}
            Err(rustix::io::Errno::INTR) => {}
            _ => break,
        }
    }
    // On a busy machine, poll(2) may not see typed text yet.
    let _ = tcflush(terminal, QueueSelector::IFlush);
}

pub(super) fn restore() {
    modes::stop_hiding();
    if let Some(modes) = modes::hidden_modes()
        && modes.is_in_foreground()
    {
        discard(&modes.terminal);
    }
    modes::show_typing();
}
