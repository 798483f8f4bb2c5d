//! Standard error, shared by a command and the callbacks that report while a store is busy.

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use crate::cli::world::look::{Look, Tone};
use crate::text::masked_certain;

/// A handle to standard error. Clones write to the same stream.
#[derive(Clone)]
pub(crate) struct Messages {
    writer: Arc<Mutex<Box<dyn Write + Send>>>,
    is_terminal: bool,
    look: Look,
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
            look: Look::default(),
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
            look: Look::of_stream(&stderr),
            ..Self::new(Box::new(stderr))
        })
    }

    /// Whether standard error is a terminal, so that a line can be rewritten.
    pub(crate) fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    /// The look of the stream.
    pub(crate) fn look(&self) -> &Look {
        &self.look
    }

    /// Changes the look of the stream.
    pub(super) fn set_look(&mut self, look: Look) {
        self.look = look;
    }

    /// Shows paths in the folder `home` with `~`.
    pub(super) fn shorten_home(&mut self, home: &Path) {
        self.look = std::mem::take(&mut self.look).with_home(home);
    }

    /// Reports why a command failed.
    pub(crate) fn fail(&self, problem: &str) {
        self.report(Tone::Bad, "keyrc:", problem);
    }

    /// Reports a problem, or anything else the user should know.
    pub(crate) fn warn(&self, problem: &str) {
        self.report(Tone::Caution, "keyrc:", problem);
    }

    /// Prints a hint about the problem that was reported last.
    pub(crate) fn hint(&self, hint: &str) {
        self.report(Tone::Hint, "keyrc: hint:", hint);
    }

    fn report(&self, tone: Tone, label: &str, text: &str) {
        // A token may be in a name that was typed in the wrong place.
        let text = masked_certain(text);
        let text = self.look.message(&format!("{label} {text}"));
        let text = text.strip_prefix(label).unwrap_or(&text);
        self.write(&format!("{}{text}\n", self.look.paint(tone, label)));
    }

    /// Writes text as it is.
    pub(crate) fn write(&self, text: &str) {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        // Ignore: stderr may be closed.
        let _ = writer.write_all(text.as_bytes());
    }
}
