//! Standard error, shared by a command and the callbacks that report while a store is busy.

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::sync::{Arc, Mutex, PoisonError};

/// A handle to standard error. Clones write to the same stream.
#[derive(Clone)]
pub(crate) struct Messages {
    writer: Arc<Mutex<Box<dyn Write + Send>>>,
    is_terminal: bool,
}

impl fmt::Debug for Messages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Messages")
            .field("is_terminal", &self.is_terminal)
            .finish_non_exhaustive()
    }
}

impl Messages {
    /// Writes to `writer`, which is not a terminal.
    pub(crate) fn new(writer: Box<dyn Write + Send>) -> Self {
        Self {
            writer: Arc::new(Mutex::new(writer)),
            is_terminal: false,
        }
    }

    /// Writes to the standard error of this process.
    ///
    /// # Errors
    /// When the process was started without one.
    pub(crate) fn of_process() -> io::Result<Self> {
        let stderr = keyrc_platform::stderr()?;
        let is_terminal = stderr.is_terminal();
        Ok(Self {
            is_terminal,
            ..Self::new(Box::new(stderr))
        })
    }

    /// Whether standard error is a terminal, so that a line can be rewritten.
    pub(crate) fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    /// Reports a problem, or anything else the user should know.
    pub(crate) fn warn(&self, problem: &str) {
        self.write(&format!("keyrc: {problem}\n"));
    }

    /// Suggests what to do about the problem that was reported last.
    pub(crate) fn hint(&self, hint: &str) {
        self.write(&format!("keyrc: hint: {hint}\n"));
    }

    /// Writes text as it is.
    pub(crate) fn write(&self, text: &str) {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        // Ignore: stderr may be closed.
        let _ = writer.write_all(text.as_bytes());
    }
}
