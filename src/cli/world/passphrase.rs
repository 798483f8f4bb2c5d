//! The source of the passphrase of a vault: a file if one is named, else the terminal.

use std::io;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use keyrc_platform::file;
use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::cli::world::World;
use crate::cli::world::messages::Messages;
use crate::cli::world::strength;
use crate::cli::world::terminal::{self, Terminal};
use crate::cli::world::variables::VariablePath;
use crate::file_fault::FileFault;
use crate::secret;
use crate::store::vault::{Ask, Busy};
use crate::store::{Fault, Lock, Patience, VaultFault};
use crate::text::{escaped, sentence, shown};

/// How often a user can mistype before a command fails, as in sudo.
pub(super) const TRIES: usize = 3;

/// Reads passphrases from a file or asks for them on the terminal.
#[derive(Clone)]
pub(crate) struct PassphraseSource {
    file: Option<VariablePath>,
    /// The content of the file. Kept, because a pipe can be read only once.
    read: OnceLock<SecretString>,
    /// How long to wait for a pipe in place of the file to get a writer.
    wait: Duration,
    terminal: Arc<dyn Terminal>,
    messages: Messages,
}

impl World {
    /// Returns the source of passphrases: the file that KEYRC_PASSPHRASE_FILE names, else the
    /// terminal.
    pub(crate) fn passphrase_source(&self) -> Arc<PassphraseSource> {
        let new = || {
            Arc::new(PassphraseSource {
                file: self.variables.passphrase_file(),
                ..self.terminal_passphrases()
            })
        };
        self.passphrases.get_or_init(new).clone()
    }

    /// Returns the terminal as the source of passphrases, even if KEYRC_PASSPHRASE_FILE is set.
    pub(crate) fn terminal_passphrases(&self) -> PassphraseSource {
        PassphraseSource {
            file: None,
            read: OnceLock::new(),
            // An invalid time limit is reported when a store is opened.
            wait: self
                .patience()
                .map_or(Patience::TOOL, |patience| patience.limit()),
            terminal: self.terminal.clone(),
            messages: self.messages.clone(),
        }
    }
}

impl PassphraseSource {
    /// Returns the passphrase for a new vault: typed twice, generated, or the content of the file.
    ///
    /// # Errors
    /// [`VaultFault::NoTerminal`] without a terminal, [`VaultFault::Mistyped`], and as
    /// [`Ask::passphrase`].
    pub(crate) fn new_passphrase(&self) -> Result<SecretString, Fault> {
        if let Some(file) = &self.file {
            let passphrase = self.read_file(file)?;
            if let Some(reason) = strength::weakness(&passphrase) {
                let file = shown(&file.path);
                self.messages
                    .warn(&format!("the passphrase in {file} is weak: {reason}"));
            }
            return Ok(passphrase);
        }
        if !self.terminal.exists() {
            return Err(VaultFault::NoTerminal.into());
        }
        for _ in 0..TRIES {
            let Some(first) = self.choose_passphrase()? else {
                return self.generate();
            };
            let second = self.ask_hidden("Repeat the passphrase: ")?;
            if second.is_some_and(|second| secret::equal(&first, &second)) {
                return Ok(first);
            }
            self.messages.warn("the two passphrases differ");
        }
        Err(VaultFault::Mistyped.into())
    }

    /// Asks for a new passphrase until it is strong, or the user insists on a weak one. Returns
    /// `None` for an empty one.
    fn choose_passphrase(&self) -> Result<Option<SecretString>, Fault> {
        loop {
            let question = "New passphrase for the vault (empty to generate one): ";
            let Some(passphrase) = self.ask_hidden(question)? else {
                return Ok(None);
            };
            let Some(reason) = strength::weakness(&passphrase) else {
                return Ok(Some(passphrase));
            };
            self.messages
                .warn(&format!("this passphrase is weak: {reason}"));
            let default = terminal::Default::No;
            if terminal::ask_yes_or_no_hidden(&*self.terminal, "Use it anyway?", default)
                .map_err(|error| unanswered(&error))?
            {
                return Ok(Some(passphrase));
            }
        }
    }

    /// Generates a passphrase, and shows it on the terminal.
    fn generate(&self) -> Result<SecretString, Fault> {
        let prompt = |problem: String| VaultFault::Prompt { problem };
        let generated = strength::generate().map_err(|error| prompt(error.to_string()))?;
        let question = Zeroizing::new(format!(
            "The passphrase of the vault is:\n\n    {}\n\n\
             Write it down: keyrc does not show it again. Then press Enter: ",
            *generated
        ));
        self.terminal
            .ask_hidden(&question)
            .map_err(|error| unanswered(&error))?;
        let bad = |_| prompt("no passphrase was generated".into());
        Ok(secret::from_bytes(generated.as_bytes()).map_err(bad)?)
    }

    fn read_file(&self, named: &VariablePath) -> Result<SecretString, Fault> {
        if let Some(read) = self.read.get() {
            return Ok(read.clone());
        }
        // One byte more than the longest passphrase and its line break, to detect a longer one.
        let limit = secret::MAX_SECRET + 3;
        let (variable, path) = (named.variable, named.path.as_path());
        let content = file::read_file_or_pipe(path, limit, self.wait).map_err(|error| {
            VaultFault::of_variable(variable, FileFault::failed(path, error).into())
        })?;
        let line = secret::without_line_break(&content);
        let passphrase = secret::from_bytes(line).map_err(|_| {
            let path = path.to_owned();
            VaultFault::BadPassphraseFile { path }
        })?;
        Ok(self.read.get_or_init(|| passphrase).clone())
    }

    fn ask_terminal(&self, question: &str) -> Result<SecretString, Fault> {
        if !self.terminal.exists() {
            return Err(Fault::Locked(Lock::Vault));
        }
        for _ in 0..TRIES {
            if let Some(passphrase) = self.ask_hidden(&escaped(question))? {
                return Ok(passphrase);
            }
        }
        let problem = "no passphrase was given".into();
        Err(VaultFault::Prompt { problem }.into())
    }

    /// Asks for a line without showing it, again if it has a tab. Returns `None` if it is empty.
    fn ask_hidden(&self, question: &str) -> Result<Option<SecretString>, Fault> {
        const PROBLEM: &str = "a passphrase has no tabs or other control characters";
        for _ in 0..TRIES {
            let typed = match self.terminal.ask_hidden(question) {
                Ok(typed) => typed,
                Err(error) => return Err(unanswered(&error)),
            };
            if typed.is_empty() {
                return Ok(None);
            }
            if let Ok(passphrase) = secret::from_bytes(typed.as_bytes()) {
                return Ok(Some(passphrase));
            }
            self.messages.warn(PROBLEM);
        }
        let problem = PROBLEM.into();
        Err(VaultFault::Prompt { problem }.into())
    }
}

fn unanswered(error: &io::Error) -> Fault {
    match error.kind() {
        io::ErrorKind::Interrupted | io::ErrorKind::UnexpectedEof => Fault::Interrupted,
        _ => VaultFault::Prompt {
            problem: sentence(error),
        }
        .into(),
    }
}

impl Ask for PassphraseSource {
    fn passphrase(&self, question: &str) -> Result<SecretString, Fault> {
        match &self.file {
            Some(file) => self.read_file(file),
            None => self.ask_terminal(question),
        }
    }

    fn secret(&self, question: &str) -> Option<SecretString> {
        self.ask_terminal(question).ok()
    }

    fn line(&self, question: &str) -> Option<String> {
        if !self.terminal.exists() {
            return None;
        }
        self.terminal.ask(&escaped(question)).ok()
    }

    fn tell(&self, text: &str) {
        self.messages.warn(&escaped(text));
    }

    fn busy(&self, work: &'static str) -> Busy {
        if self.file.is_some() || !self.terminal.exists() {
            return Busy(None);
        }
        self.terminal.show(&format!("{work}…"));
        let terminal = self.terminal.clone();
        let width = work.len() + 1;
        Busy(Some(Box::new(move || {
            terminal.show(&format!("\r{:width$}\r", ""));
        })))
    }

    fn can_answer_again(&self) -> bool {
        self.file.is_none()
    }
}
