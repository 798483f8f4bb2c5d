//! What can be wrong with a vault, each with a sentence of its own and what to do about it.

use std::fmt;
use std::path::PathBuf;

use crate::text::escaped;
use crate::text::shown;

/// What is wrong with a vault. Holds no secret, so its `Debug` is safe.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VaultFault {
    /// There is none in this folder.
    Absent(PathBuf),
    /// There is one in this folder already.
    Exists(PathBuf),
    /// It is locked, and there is nobody to ask for the passphrase.
    Locked,
    /// There is no vault, and an identity that opened one.
    Orphan(PathBuf),
    /// The passphrase is not the one.
    WrongPassphrase,
    /// The passphrase is not that of this key.
    WrongPassphraseOf(PathBuf),
    /// A new passphrase is needed, and there is nobody to ask for it.
    Unasked,
    /// None of the identities opens it.
    NoIdentity,
    /// The person stopped it.
    Interrupted,
    /// The passphrase that was typed again was another one.
    Mistyped,
    /// The terminal could not be asked, and why.
    Terminal(String),
    /// This file was changed or cut short by something that could not open it.
    Damaged(PathBuf),
    /// This file belongs to another user.
    Foreign(PathBuf),
    /// It says nothing about whom to encrypt it to.
    NoRecipients,
    /// Whoever opened it could not open what would be written.
    Lockout,
    /// The last recipient, without whom nobody opens it.
    LastRecipient,
    /// It is not encrypted to this one.
    NoSuchRecipient(String),
    /// A text is not a recipient that age knows.
    BadRecipient(String),
    /// A file is not an identity that age knows, and why.
    BadIdentity(PathBuf, String),
    /// The recipient of this identity cannot be told from it.
    UnknownRecipient(PathBuf),
    /// It has no passphrase: it is opened by identities.
    NoPassphrase,
    /// A value that a vault has no place for.
    Unwritable,
    /// A file could not be read or replaced, and why.
    File(PathBuf, String),
    /// Encryption or decryption failed, in age's own words: escape them before a terminal sees them.
    Age(String),
}

impl VaultFault {
    /// Whether the vault as a whole could not be used, so that another source may answer in its place.
    pub(crate) fn is_of_the_store(&self) -> bool {
        let denied = matches!(
            self,
            Self::WrongPassphrase | Self::WrongPassphraseOf(_) | Self::NoIdentity
        );
        denied || matches!(self, Self::Absent(_) | Self::Locked)
    }

    /// The one word for it in JSON.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Absent(_) => "absent",
            Self::Locked => "locked",
            Self::WrongPassphrase | Self::WrongPassphraseOf(_) | Self::NoIdentity => "denied",
            Self::Damaged(_) => "damaged",
            _ => "failed",
        }
    }
}

impl fmt::Display for VaultFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent(folder) => write!(f, "there is no vault in {}", shown(folder)),
            Self::Exists(folder) => write!(f, "there is a vault in {} already", shown(folder)),
            Self::Locked => f.write_str(
                "the vault is locked, and there is no terminal to ask for its passphrase on",
            ),
            Self::Unasked => f.write_str("there is no terminal to ask for a new passphrase on"),
            Self::Orphan(path) => write!(
                f,
                "{} is there, and the vault that it opens is not",
                shown(path)
            ),
            Self::WrongPassphraseOf(path) => {
                write!(f, "this is not the passphrase of {}", shown(path))
            }
            Self::WrongPassphrase => f.write_str("this is not the passphrase of the vault"),
            Self::NoIdentity => {
                f.write_str("the vault is encrypted to others: no identity here opens it")
            }
            Self::Interrupted => f.write_str("stopped"),
            Self::Mistyped => f.write_str("the two passphrases differ"),
            Self::Terminal(why) => write!(f, "cannot ask for the passphrase: {why}"),
            Self::Damaged(path) => {
                write!(f, "{} is damaged: it was changed or cut short", shown(path))
            }
            Self::Foreign(path) => write!(f, "{} belongs to another user", shown(path)),
            Self::NoRecipients => f.write_str("the vault does not say whom to encrypt it to"),
            Self::Lockout => {
                f.write_str("the vault was not written: you could not have opened it again")
            }
            Self::LastRecipient => {
                f.write_str("this is the last recipient: without it nobody opens the vault")
            }
            Self::NoSuchRecipient(text) => write!(
                f,
                "the vault is not encrypted to this recipient: {}",
                escaped(text)
            ),
            Self::BadRecipient(text) => write!(f, "this is not a recipient: {}", escaped(text)),
            Self::BadIdentity(path, why) => {
                write!(f, "{} is not an identity: {}", shown(path), escaped(why))
            }
            Self::UnknownRecipient(path) => {
                write!(f, "{} does not tell its recipient", shown(path))
            }
            Self::NoPassphrase => f.write_str("the vault has no passphrase: identities open it"),
            Self::Unwritable => f.write_str("the vault has no place for this value"),
            Self::File(path, why) => write!(f, "{}: {why}", shown(path)),
            Self::Age(why) => write!(f, "age failed: {}", escaped(why)),
        }
    }
}

impl std::error::Error for VaultFault {}

/// The start of a recipient, to know it by. Of a text that does not even start like one nothing is shown: it may be a
/// secret key, given in the place of the public one.
pub(super) fn public_part(text: &str) -> String {
    let text = text.trim();
    match ["age1", "ssh-"].iter().any(|start| text.starts_with(start)) {
        true => text.chars().take(32).chain("…".chars()).collect(),
        false => "it does not start with `age1` or `ssh-`".into(),
    }
}
