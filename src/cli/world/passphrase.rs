//! Who knows the passphrase of a vault: a file that was named, else the person at the terminal.

use std::fs::File;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::OnceLock;

use keyrc_platform::terminal;
use secrecy::SecretString;

use crate::secret;
use crate::store::VaultFault;
use crate::store::vault::Ask;
use crate::text::escaped;

/// The person, and the file that speaks for them where there is one.
pub(crate) struct Person {
    file: Option<PathBuf>,
    /// What the file said: a pipe says it once.
    read: OnceLock<SecretString>,
}

impl Person {
    /// The passphrase is in `KEYRC_PASSPHRASE_FILE`, which may be a pipe such as `/dev/fd/3`, or among the credentials that
    /// systemd hands to a service, under the name `keyrc-passphrase`. Never in a variable itself, where every child and
    /// every crash report has it.
    pub(crate) fn of_process() -> Self {
        let named = std::env::var_os("KEYRC_PASSPHRASE_FILE")
            .filter(|path| !path.is_empty())
            .map(PathBuf::from);
        let systemd = || {
            let folder =
                std::env::var_os("CREDENTIALS_DIRECTORY").filter(|path| !path.is_empty())?;
            Some(PathBuf::from(folder).join("keyrc-passphrase")).filter(|path| path.exists())
        };
        Self {
            file: named.or_else(systemd),
            read: OnceLock::new(),
        }
    }

    /// The person alone.
    pub(crate) fn at_terminal() -> Self {
        Self {
            file: None,
            read: OnceLock::new(),
        }
    }

    /// A passphrase that does not exist yet: typed twice, or what the file says.
    pub(crate) fn new_passphrase(&self) -> Result<SecretString, VaultFault> {
        if self.file.is_none() && !terminal::exists() {
            return Err(VaultFault::Unasked);
        }
        let first = self.passphrase("New passphrase for the vault: ")?;
        if self.file.is_none() && !secret::equal(&first, &self.passphrase("The same again: ")?) {
            return Err(VaultFault::Mistyped);
        }
        Ok(first)
    }

    fn what_it_says(&self, path: &PathBuf) -> Result<SecretString, VaultFault> {
        if let Some(read) = self.read.get() {
            return Ok(read.clone());
        }
        let failed = |why: String| VaultFault::File(path.clone(), why);
        let read = File::open(path)
            .and_then(secret::from_reader)
            .map_err(|error| failed(format!("cannot read it: {error}")))?;
        let read =
            read.map_err(|_| failed("not a passphrase, which is one line of text".into()))?;
        Ok(self.read.get_or_init(|| read).clone())
    }
}

impl Ask for Person {
    fn passphrase(&self, question: &str) -> Result<SecretString, VaultFault> {
        if let Some(file) = &self.file {
            return self.what_it_says(file);
        }
        if !terminal::exists() {
            return Err(VaultFault::Locked);
        }
        let typed =
            terminal::ask_hidden(&escaped(question)).map_err(|error| match error.kind() {
                io::ErrorKind::Interrupted | io::ErrorKind::UnexpectedEof => {
                    VaultFault::Interrupted
                }
                _ => VaultFault::Terminal(error.to_string()),
            })?;
        let bad =
            |_| VaultFault::Terminal("a passphrase is one line of text, and not empty".into());
        secret::from_bytes(typed.as_bytes()).map_err(bad)
    }

    fn secret(&self, question: &str) -> Option<SecretString> {
        Self::at_terminal().passphrase(question).ok()
    }

    fn line(&self, question: &str) -> Option<String> {
        terminal::exists()
            .then(|| terminal::ask(&escaped(question)).ok())
            .flatten()
    }

    fn tell(&self, text: &str) {
        // Nobody to tell is no reason to stop.
        let text = format!("keyrc: {}\n", escaped(text));
        let _ = keyrc_platform::stderr().and_then(|mut err| err.write_all(text.as_bytes()));
    }

    fn can_answer_again(&self) -> bool {
        self.file.is_none()
    }
}
