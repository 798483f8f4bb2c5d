//! The interface through which a vault asks for passphrases.

use std::fmt;
use std::sync::Arc;

use age::Callbacks;
use secrecy::SecretString;

use crate::store::fault::Fault;

/// A source of passphrases: the user at a terminal, or a file.
pub trait Ask: Send + Sync {
    /// Asks for a passphrase of the vault, without showing it.
    ///
    /// # Errors
    /// [`Fault::Locked`] if there is no terminal, and [`Fault::Interrupted`].
    fn passphrase(&self, question: &str) -> Result<SecretString, Fault>;
    /// Asks the user for a secret of an age plugin. Returns `None` if there is no terminal.
    ///
    /// It never comes from the file with the vault's passphrase, which plugins must not see.
    fn secret(&self, _question: &str) -> Option<SecretString> {
        None
    }
    /// Asks for a line that may be shown. Returns `None` if there is no terminal.
    fn line(&self, question: &str) -> Option<String>;
    /// Prints a message.
    fn tell(&self, text: &str);
    /// Shows that work goes on, such as `unlocking`, while the result lives.
    fn busy(&self, _work: &'static str) -> Busy {
        Busy(None)
    }
    /// Whether asking again can give another answer. A user can mistype; a file cannot.
    fn can_answer_again(&self) -> bool;
}

/// Shows that work goes on until it is dropped.
pub struct Busy(pub Option<Box<dyn FnOnce()>>);

impl fmt::Debug for Busy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Busy")
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        if let Some(end) = self.0.take() {
            end();
        }
    }
}

/// Adapts [`Ask`] to the callbacks of age and its plugins.
#[derive(Clone)]
pub(super) struct Prompts(pub(super) Arc<dyn Ask>);

impl Callbacks for Prompts {
    fn display_message(&self, message: &str) {
        self.0.tell(message);
    }

    fn confirm(&self, message: &str, yes: &str, no: Option<&str>) -> Option<bool> {
        let no = no.unwrap_or("no");
        let answer = self.0.line(&format!("{message} [{yes}/{no}]: "))?;
        let answer = answer.trim();
        Some(answer.eq_ignore_ascii_case(yes) || answer.eq_ignore_ascii_case("y"))
    }

    fn request_public_string(&self, description: &str) -> Option<String> {
        self.0.line(&format!("{description}: "))
    }

    fn request_passphrase(&self, description: &str) -> Option<SecretString> {
        self.0.secret(&format!("{description}: "))
    }
}
