//! The faults that only a vault can have. The rest are in [`crate::store::Fault`].

use std::fmt;
use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::file_fault::FileFault;
use crate::text::{escaped, shown, visible};

/// A problem of a vault. Holds no secret, so its `Debug` is safe.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VaultFault {
    /// The folder already holds a vault.
    Exists {
        /// The folder.
        folder: PathBuf,
    },
    /// The folder holds an `identity.age` without its `vault.age`.
    Orphan {
        /// The identity file.
        path: PathBuf,
    },
    /// A new passphrase is needed, and there is no terminal to ask for it.
    NoTerminal,
    /// The user typed two different passphrases.
    Mistyped,
    /// The prompt for the passphrase failed.
    Prompt {
        /// The problem.
        problem: String,
    },
    /// The file with the passphrase does not hold one line of text.
    BadPassphraseFile {
        /// The file.
        path: PathBuf,
    },
    /// A file that an environment variable names does not exist. The value of the variable may be
    /// the secret itself, so it is not part of the fault.
    NoVariableFile {
        /// The name of the variable.
        variable: &'static str,
        /// Why the file is not found, after "a file that".
        problem: &'static str,
    },
    /// A file that an environment variable names cannot be used.
    VariableFile {
        /// The name of the variable.
        variable: &'static str,
        /// The problem of the file.
        fault: Arc<FileFault>,
    },
    /// A file was modified or truncated by something other than age.
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// The header of a file is longer than keyrc reads.
    LongHeader {
        /// The file.
        path: PathBuf,
    },
    /// The header of the vault would become longer than keyrc reads.
    TooManyRecipients,
    /// The user has not accepted this vault, so nothing is written to it.
    NotAccepted {
        /// The folder of the vault.
        folder: PathBuf,
    },
    /// The file was not read or written in time.
    Slow {
        /// How long keyrc waited.
        waited: Duration,
    },
    /// The vault does not list its recipients.
    NoRecipients,
    /// The user could not decrypt the vault after this change.
    Lockout,
    /// The recipient to remove is the only one.
    LastRecipient,
    /// The vault is not encrypted to this recipient.
    NoSuchRecipient {
        /// The start of the recipient.
        recipient: String,
    },
    /// A text is not a recipient that age supports.
    BadRecipient {
        /// The start of the text, if it looks like a public key.
        text: String,
    },
    /// A recipient needs a plugin that keyrc does not start.
    BadPlugin {
        /// The name.
        name: String,
    },
    /// A file is not an identity that age supports.
    BadIdentity {
        /// The file.
        path: PathBuf,
        /// The problem.
        problem: &'static str,
    },
    /// Only a plugin knows the recipient of this identity.
    UnknownRecipient {
        /// The identity file.
        path: PathBuf,
    },
    /// The vault has no passphrase to change: identities open it.
    NoPassphrase,
    /// A vault cannot hold this value.
    Unwritable,
    /// Encryption or decryption failed, in age's own words. They may quote a plugin: escape them
    /// for a terminal.
    Age(String),
}

impl VaultFault {
    /// Returns the fault of a file that an environment variable names. It has the path only if a file
    /// exists there.
    pub(crate) fn of_variable(variable: &'static str, fault: Arc<FileFault>) -> Self {
        use io::ErrorKind::{InvalidFilename, NotADirectory, NotFound};
        let problem = match fs::symlink_metadata(fault.path()) {
            Ok(_) => return Self::VariableFile { variable, fault },
            Err(error) => match error.kind() {
                NotFound | NotADirectory | InvalidFilename => "does not exist",
                _ => "cannot be found",
            },
        };
        Self::NoVariableFile { variable, problem }
    }
}

impl fmt::Display for VaultFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exists { folder } => write!(f, "{} already holds a vault", shown(folder)),
            Self::Orphan { path } => write!(f, "found {} but no vault.age", shown(path)),
            Self::NoTerminal => f.write_str("there is no terminal to ask for a new passphrase"),
            Self::Mistyped => f.write_str("the two passphrases differ"),
            Self::Prompt { problem } => write!(f, "cannot read the passphrase: {problem}"),
            Self::BadPassphraseFile { path } => {
                write!(f, "{} does not hold a passphrase", shown(path))
            }
            Self::NoVariableFile { variable, problem } => {
                write!(f, "{variable} names a file that {problem}")
            }
            Self::VariableFile { variable, fault } => write!(f, "{variable}: {fault}"),
            Self::Damaged { path } => {
                let path = shown(path);
                write!(f, "{path} is damaged: it was modified or truncated")
            }
            Self::LongHeader { path } => {
                write!(f, "{} has too long a header: more than 32 KiB", shown(path))
            }
            Self::TooManyRecipients => f.write_str(
                "too many recipients: the header of the vault would be over 32 KiB long",
            ),
            Self::NotAccepted { folder } => {
                let folder = shown(folder);
                write!(
                    f,
                    "nothing was written: you have not accepted the vault that is now in {folder}"
                )
            }
            Self::Slow { waited } => {
                let (waited, why) = (waited.as_secs(), "its disk is slow");
                write!(f, "the vault was not read or written in {waited} s: {why}")
            }
            Self::NoRecipients => f.write_str("the vault does not list its recipients"),
            Self::Lockout => {
                f.write_str("the vault was not changed: you could not have decrypted it afterwards")
            }
            Self::LastRecipient => f.write_str("cannot remove the last recipient of the vault"),
            Self::NoSuchRecipient { recipient } => {
                write!(f, "the vault is not encrypted to {}", visible(recipient))
            }
            Self::BadRecipient { text } => write!(f, "not a recipient: {}", escaped(text)),
            Self::BadPlugin { name } => {
                write!(f, "not the name of an age plugin: {}", escaped(name))
            }
            Self::BadIdentity { path, problem } => {
                write!(f, "{} is not an identity: {problem}", shown(path))
            }
            Self::UnknownRecipient { path } => {
                write!(f, "cannot find the recipient of {}", shown(path))
            }
            Self::NoPassphrase => f.write_str("the vault has no passphrase: identities open it"),
            Self::Unwritable => f.write_str("a vault cannot hold this value"),
            Self::Age(problem) => write!(f, "age failed: {}", escaped(problem)),
        }
    }
}

impl std::error::Error for VaultFault {}

/// Returns the start of a recipient, enough to recognise it. If the text does not look like a
/// public key, returns none of it: it may be a secret key.
pub(super) fn public_part(text: &str) -> String {
    let text = text.trim();
    if ["age1", "ssh-"].iter().any(|start| text.starts_with(start)) {
        text.chars().take(32).chain("…".chars()).collect()
    } else if text.starts_with("AGE-SECRET-KEY-") || text.starts_with("-----BEGIN") {
        "it is a private key; if you typed it in a command line, others may have seen it: replace it".into()
    } else {
        "it does not start with `age1` or `ssh-`".into()
    }
}
