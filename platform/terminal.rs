//! The terminal of this process. Questions go to the terminal itself, never to standard input or
//! output.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};

use zeroize::Zeroizing;

use crate::imp;

/// The controlling terminal, open for reading and writing.
#[derive(Debug)]
pub struct Terminal {
    input: File,
    output: File,
}

impl Terminal {
    /// Opens the controlling terminal: `/dev/tty`, on Windows `CONIN$` and `CONOUT$`.
    ///
    /// # Errors
    /// The system's own error when the process has no terminal.
    pub fn open() -> io::Result<Self> {
        let (input, output) = imp::open_terminal()?;
        Ok(Self { input, output })
    }

    /// Shows `question` and reads one line, which is shown as it is typed. Returns it without its
    /// line break.
    ///
    /// # Errors
    /// [`UnexpectedEof`](io::ErrorKind::UnexpectedEof) for Ctrl-D, and the system's own errors.
    pub fn ask(&self, question: &str) -> io::Result<String> {
        (&self.output).write_all(question.as_bytes())?;
        let mut line = String::new();
        if BufReader::new(&self.input).read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(line.trim_end_matches(['\r', '\n']).to_owned())
    }

    /// Shows `question` and reads one line without showing it.
    ///
    /// Afterwards the terminal shows typed characters again, unless this process was killed.
    ///
    /// # Errors
    /// As [`ask`](Self::ask), [`Interrupted`](io::ErrorKind::Interrupted) for Ctrl-C, and
    /// [`InvalidData`](io::ErrorKind::InvalidData) for text that is not UTF-8.
    pub fn ask_hidden(&self, question: &str) -> io::Result<Zeroizing<String>> {
        // rpassword raises SIGINT on Ctrl-C while echo is still off (7.5.4, `lib.rs`), and a
        // process that died of it would leave the terminal without echo. Ignore the signal; the
        // interruption is returned as an error.
        let _held = imp::hold_interrupts();
        let typed = imp::ask_hidden(&self.input, &self.output, question).map(Zeroizing::new)?;
        // rpassword replaces bytes that are not UTF-8, so the token would differ from the one that
        // was typed.
        if typed.contains(char::REPLACEMENT_CHARACTER) {
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok(typed)
    }
}
