//! The terminal of this process. Questions go to the terminal itself, never to standard input or
//! output.
//!
//! From the first question on, the terminal shows nothing that is typed, until [`restore`]. A
//! question with a visible answer writes the typed characters itself.

mod line;

use std::io;

use zeroize::Zeroizing;

use line::{Effect, Line};

cfg_if::cfg_if! {
    if #[cfg(unix)] {
        mod modes;
        mod signals;
        mod unix;
        use unix as imp;
    } else {
        mod windows;
        use windows as imp;
    }
}

/// Shows the terminal's typing again, as it was before the first question, and discards typed
/// text that was not read. Does nothing if no question was asked.
///
/// A process that a signal ends does this by itself, except for SIGKILL.
pub fn restore() {
    imp::restore();
}

/// The controlling terminal, open for reading and writing.
#[derive(Debug)]
pub struct Terminal(imp::Device);

/// How the wait for typed bytes ended.
#[cfg_attr(windows, expect(dead_code, reason = "Ctrl-C is a typed byte there"))]
enum Input {
    /// This many bytes were read.
    Bytes(usize),
    /// The user pressed Ctrl-C.
    Interrupt,
    /// The process was stopped and continues, so the question has to be shown again.
    Continued,
}

/// Whether the answer to a question is shown as it is typed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Echo {
    Shown,
    Hidden,
}

impl Terminal {
    /// Opens the controlling terminal: `/dev/tty`, on Windows `CONIN$` and `CONOUT$`.
    ///
    /// # Errors
    /// The system's own error when the process has no terminal.
    pub fn open() -> io::Result<Self> {
        imp::Device::open().map(Self)
    }

    /// Hides typed text from now on, and discards text that was typed before.
    ///
    /// # Errors
    /// The system's own errors, for example for a process in the background.
    pub fn hide_typing(&self) -> io::Result<()> {
        self.0.hide()?;
        self.0.discard_input();
        Ok(())
    }

    /// Shows `question` and reads one line, which is shown as it is typed. Returns it without its
    /// line break. Ignores text that was typed before the question.
    ///
    /// # Errors
    /// [`UnexpectedEof`](io::ErrorKind::UnexpectedEof) for Ctrl-D,
    /// [`Interrupted`](io::ErrorKind::Interrupted) for Ctrl-C,
    /// [`InvalidData`](io::ErrorKind::InvalidData) for text that is not UTF-8,
    /// [`FileTooLarge`](io::ErrorKind::FileTooLarge) for more than 64 KiB, and the system's own
    /// errors.
    pub fn ask(&self, question: &str) -> io::Result<String> {
        let mut answer = self.answer(question, Echo::Shown)?;
        Ok(std::mem::take(&mut *answer))
    }

    /// Shows `question` and reads one line without showing it, as [`ask`](Self::ask) does
    /// otherwise.
    ///
    /// # Errors
    /// As [`ask`](Self::ask).
    pub fn ask_hidden(&self, question: &str) -> io::Result<Zeroizing<String>> {
        self.answer(question, Echo::Hidden)
    }

    /// Writes text to the terminal. Ignores errors.
    pub fn show(&self, text: &str) {
        // Ignore: the text is not needed to answer a question.
        let _ = self.0.write(text.as_bytes());
    }

    fn answer(&self, question: &str, echo: Echo) -> io::Result<Zeroizing<String>> {
        let _asking = self.0.start_asking();
        let line = loop {
            self.hide_typing()?;
            if self.0.was_interrupted() {
                return Err(io::ErrorKind::Interrupted.into());
            }
            self.0.write(question.as_bytes())?;
            match self.read_line(echo) {
                Ok(Some(line)) => break line,
                // The shell has written to the terminal meanwhile: ask anew.
                Ok(None) => {}
                Err(error) => {
                    self.show("\n");
                    return Err(error);
                }
            }
        };
        self.show("\n");
        let mut bytes = line.finish().ok_or(io::ErrorKind::FileTooLarge)?;
        match String::from_utf8(std::mem::take(&mut *bytes)) {
            Ok(text) => Ok(Zeroizing::new(text)),
            Err(error) => {
                drop(Zeroizing::new(error.into_bytes()));
                Err(io::ErrorKind::InvalidData.into())
            }
        }
    }

    /// Reads a line. Returns `None` if the process was stopped meanwhile.
    fn read_line(&self, echo: Echo) -> io::Result<Option<Line>> {
        let mut line = Line::new(self.0.keys()?);
        let mut buffer = Zeroizing::new([0; 1024]);
        loop {
            let count = match self.0.read(&mut buffer[..])? {
                Input::Bytes(count) => count,
                Input::Interrupt => return Err(io::ErrorKind::Interrupted.into()),
                Input::Continued => return Ok(None),
            };
            let mut echoed = Zeroizing::new(Vec::with_capacity(3 * count));
            let mut ended = None;
            for &byte in &buffer[..count] {
                let before = line.bytes().len();
                match line.push(byte) {
                    Effect::Added => echoed.extend(shown(&line.bytes()[before..])),
                    Effect::Erased(erased) => {
                        let width = width(&shown(&erased));
                        echoed.extend("\u{8} \u{8}".repeat(width).as_bytes());
                    }
                    Effect::Line => ended = Some(Ok(())),
                    Effect::End => ended = Some(Err(io::ErrorKind::UnexpectedEof)),
                    Effect::Interrupt => ended = Some(Err(io::ErrorKind::Interrupted)),
                }
                if ended.is_some() {
                    // Text typed after the line is discarded before the next question.
                    break;
                }
            }
            if echo == Echo::Shown {
                self.0.write(&echoed)?;
            }
            if let Some(ended) = ended {
                ended?;
                return Ok(Some(line));
            }
        }
    }
}

/// Returns typed bytes as a terminal shows them: a control character as `^` and a letter.
fn shown(typed: &[u8]) -> Vec<u8> {
    let mut shown = Vec::with_capacity(typed.len());
    for &byte in typed {
        if byte.is_ascii_control() {
            shown.extend([b'^', byte ^ 0x40]);
        } else {
            shown.push(byte);
        }
    }
    shown
}

/// The columns of shown bytes. Like the system's own editor, takes each character for one column.
fn width(shown: &[u8]) -> usize {
    let is_start = |byte: &&u8| **byte & 0b1100_0000 != 0b1000_0000;
    shown.iter().filter(is_start).count()
}
