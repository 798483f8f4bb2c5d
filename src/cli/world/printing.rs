//! What commands print: facts and lines to standard output, messages to standard error.

use std::io;

use clap::ValueEnum;

use crate::cli::world::World;
use crate::cli::world::look::Look;
use crate::error::Error;

impl World {
    /// Changes the look of standard output and standard error.
    pub fn set_look(&mut self, look: Look) {
        self.messages.set_look(look.clone());
        self.out_look = look;
    }

    /// Writes to standard output, unbuffered.
    ///
    /// # Errors
    /// [`Error::Io`], but not if the reader closed the pipe, as `head` does: the command finishes
    /// its work.
    pub(crate) fn print(&self, bytes: &[u8]) -> Result<(), Error> {
        match self.out.borrow_mut().write_all(bytes) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            done => done.map_err(|error| Error::Io {
                action: "write the output",
                error,
            }),
        }
    }

    /// Writes a line for people to standard output. A terminal gets it wrapped, and coloured by its
    /// first word: see [`Tone::of_word`].
    ///
    /// # Errors
    /// As [`print`](Self::print).
    pub(crate) fn say(&self, line: &str) -> Result<(), Error> {
        self.print(format!("{}\n", self.out_look.line(line)).as_bytes())
    }

    /// Writes a line to standard output as it is, for programs or to be copied.
    ///
    /// # Errors
    /// As [`print`](Self::print).
    pub(crate) fn say_exact(&self, line: &str) -> Result<(), Error> {
        self.print(format!("{line}\n").as_bytes())
    }

    /// The look of standard output.
    pub(crate) fn look(&self) -> &Look {
        &self.out_look
    }

    /// The look of standard error.
    pub(crate) fn look_of_messages(&self) -> &Look {
        self.messages.look()
    }

    /// Writes `keyrc: PROBLEM` to standard error, as the reason why the command failed.
    pub(crate) fn fail(&self, problem: &str) {
        self.messages.fail(problem);
    }

    /// Writes `keyrc: PROBLEM` to standard error.
    pub(crate) fn warn(&self, problem: &str) {
        self.messages.warn(problem);
    }

    /// Writes `keyrc: hint: HINT` to standard error. Commands of keyrc in the hint get the
    /// `--store` of the command line.
    pub(crate) fn hint(&self, hint: &str) {
        let hint = hint.replace("`keyrc ", &format!("`{} ", self.program()));
        self.messages.hint(&hint);
    }

    /// Returns the start of a command that uses the same store: `keyrc`, and `--store` if the
    /// command line has it.
    pub(crate) fn program(&self) -> String {
        let request = self.store_request;
        match request.and_then(|request| request.to_possible_value()) {
            Some(store) => format!("keyrc --store {}", store.get_name()),
            None => "keyrc".to_owned(),
        }
    }

    /// Writes text to standard error as it is.
    pub(crate) fn write_message(&self, text: &str) {
        self.messages.write(text);
    }

    /// Writes lines to standard error, without `keyrc:` before them.
    pub(crate) fn note(&self, text: &str) {
        self.messages.write(&self.messages.look().message(text));
    }
}
