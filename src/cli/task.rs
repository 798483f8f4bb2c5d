//! Commands that change many tokens: their progress on the terminal, and their end by Ctrl-C.

use indicatif::{ProgressBar, ProgressStyle};
use keyrc_platform::file::FileError;
use keyrc_platform::signals;

use crate::error::{Error, Unfinished};
use crate::file_fault::FileFault;

/// How many steps a task needs before its progress is shown, and how many lines of output before a
/// terminal gets a summary. A keyring can take a second per item.
pub(crate) const MANY: usize = 20;

/// The steps of a task, counted on the terminal as `Storing tokens 12/300` if there are many.
#[derive(Debug)]
pub(crate) struct Steps {
    bar: ProgressBar,
}

impl Steps {
    /// Starts a task of `total` steps. `label` is a verb and its object.
    pub(crate) fn new(label: &'static str, total: usize) -> Self {
        if total < MANY {
            return Self {
                bar: ProgressBar::hidden(),
            };
        }
        let bar = ProgressBar::new(total as u64).with_message(label);
        // A template is valid or not whatever the terminal: without it, the bar has no label.
        if let Ok(style) = ProgressStyle::with_template("{msg} {pos}/{len} [{bar:25}]") {
            bar.set_style(style.progress_chars("=> "));
        }
        Self { bar }
    }

    /// Begins the next step.
    ///
    /// # Errors
    /// [`Error::Interrupted`] if a signal asked this process to end while that was
    /// [deferred](signals::defer).
    pub(crate) fn next(&self) -> Result<(), Error> {
        go_on()?;
        self.bar.inc(1);
        Ok(())
    }
}

/// The error of a command that failed after `done` of `total` tokens, without a file. Without any
/// token done, only Ctrl-C is reported like that.
pub(crate) fn unfinished(verb: &'static str, (done, total): (usize, usize), cause: Error) -> Error {
    if done == 0 && !matches!(cause, Error::Interrupted) {
        return cause;
    }
    Error::Unfinished(Box::new(Unfinished {
        cause,
        verb,
        done,
        total,
        file: None,
    }))
}

/// The first error that does not stop the command, such as a full disk when it writes its output.
/// The command finishes its work and then reports this error.
#[derive(Debug, Default)]
pub(crate) struct Late(Option<Error>);

impl Late {
    /// Keeps the error of a step after which the command goes on.
    pub(crate) fn keep(&mut self, done: Result<(), Error>) {
        self.0 = self.0.take().or(done.err());
    }

    /// Keeps the error of a file that was replaced, but may not be on the disk yet.
    ///
    /// # Errors
    /// Any other error: the file was not replaced.
    pub(crate) fn keep_unsynced(&mut self, replaced: Result<(), Error>) -> Result<(), Error> {
        match replaced {
            Err(Error::File(FileFault::Failed {
                error: FileError::Unsynced { .. },
                ..
            })) => {
                self.keep(replaced);
                Ok(())
            }
            replaced => replaced,
        }
    }

    /// Returns the first error that was kept.
    pub(crate) fn result(self) -> Result<(), Error> {
        self.0.map_or(Ok(()), Err)
    }
}

impl Drop for Steps {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// Fails if a signal asked this process to end while that was [deferred](signals::defer).
///
/// # Errors
/// [`Error::Interrupted`].
pub(crate) fn go_on() -> Result<(), Error> {
    if signals::is_end_requested() {
        return Err(Error::Interrupted);
    }
    Ok(())
}
