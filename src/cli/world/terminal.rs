//! The terminal that questions are asked on.

use std::io;
use std::sync::OnceLock;

use keyrc_platform::Terminal as Opened;
use zeroize::Zeroizing;

use crate::error::Error;
use crate::secret::BadSecret;

/// A terminal with a user. Shared with the vault, which asks for its passphrase.
pub trait Terminal: Send + Sync {
    /// Whether there is a terminal.
    fn exists(&self) -> bool;
    /// Shows a question and reads one line, which is shown as it is typed.
    ///
    /// # Errors
    /// As [`keyrc_platform::Terminal::ask`].
    fn ask(&self, question: &str) -> io::Result<String>;
    /// Shows a question and reads one line, which is not shown.
    ///
    /// # Errors
    /// As [`keyrc_platform::Terminal::ask_hidden`].
    fn ask_hidden(&self, question: &str) -> io::Result<Zeroizing<String>>;
    /// Shows nothing that is typed from now on. Without a terminal it does nothing.
    fn hide_typing(&self) {}
    /// Shows text, such as the progress of work between two questions.
    fn show(&self, _text: &str) {}
}

/// The terminal of this process. Opened once, when it is first needed.
#[derive(Debug, Default)]
pub(super) struct ProcessTerminal {
    opened: OnceLock<Option<Opened>>,
}

impl ProcessTerminal {
    fn opened(&self) -> Option<&Opened> {
        self.opened.get_or_init(|| Opened::open().ok()).as_ref()
    }

    fn required(&self) -> io::Result<&Opened> {
        self.opened().ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl Terminal for ProcessTerminal {
    fn exists(&self) -> bool {
        self.opened().is_some()
    }

    fn ask(&self, question: &str) -> io::Result<String> {
        self.required()?.ask(question)
    }

    fn ask_hidden(&self, question: &str) -> io::Result<Zeroizing<String>> {
        self.required()?.ask_hidden(question)
    }

    fn hide_typing(&self) {
        if let Some(terminal) = self.opened() {
            // Ignore: a question hides typing again, and reports the error.
            let _ = terminal.hide_typing();
        }
    }

    fn show(&self, text: &str) {
        if let Some(terminal) = self.opened() {
            terminal.show(text);
        }
    }
}

/// The answer that Enter alone gives.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Default {
    Yes,
    No,
}

/// Asks a question, until the answer is yes or no.
///
/// # Errors
/// As [`Terminal::ask`].
pub(super) fn ask_yes_or_no(
    terminal: &dyn Terminal,
    question: &str,
    default: Default,
) -> io::Result<bool> {
    yes_or_no(question, default, |asked| {
        terminal.ask(asked).map(Zeroizing::new)
    })
}

/// As [`ask_yes_or_no`], without showing what is typed: the user may expect another question, and
/// type a secret.
pub(super) fn ask_yes_or_no_hidden(
    terminal: &dyn Terminal,
    question: &str,
    default: Default,
) -> io::Result<bool> {
    yes_or_no(question, default, |asked| terminal.ask_hidden(asked))
}

fn yes_or_no(
    question: &str,
    default: Default,
    ask: impl Fn(&str) -> io::Result<Zeroizing<String>>,
) -> io::Result<bool> {
    let choices = match default {
        Default::Yes => "[Y/n]",
        Default::No => "[y/N]",
    };
    let mut asked = format!("{question} {choices} ");
    loop {
        let answer = ask(&asked)?;
        match answer.trim().to_ascii_lowercase().as_str() {
            "y" | "yes" => return Ok(true),
            "n" | "no" => return Ok(false),
            "" => return Ok(default == Default::Yes),
            _ => asked = format!("Answer `y` or `n`. {question} {choices} "),
        }
    }
}

/// Translates a failed question: Ctrl-C and Ctrl-D stop the program.
pub(super) fn unanswered(error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::Interrupted | io::ErrorKind::UnexpectedEof => Error::Interrupted,
        io::ErrorKind::InvalidData => Error::Secret(BadSecret::NotUtf8),
        io::ErrorKind::FileTooLarge => Error::Secret(BadSecret::TooLong),
        _ => Error::Io {
            action: "ask on the terminal",
            error,
        },
    }
}
