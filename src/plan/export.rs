//! From a store into a netrc.

use std::collections::HashSet;
use std::fmt;

use secrecy::SecretString;

use crate::credential::Account;
use crate::netrc::{Document, Edits, Entry, FaultKind, Unwritten};
use crate::secret;

/// Why a credential is not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Skip {
    /// A netrc has no paths.
    Path,
    /// A netrc has no ports, and another credential of this export already has the machine's name.
    SameMachine,
    /// The file has an entry for it that tools read in more than one way.
    Doubt(FaultKind),
    /// The file has entries for it with different passwords.
    TwoPasswords,
    /// It has no form that tools read.
    Unwritten(Unwritten),
}

impl fmt::Display for Skip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path => f.write_str("a netrc knows no paths"),
            Self::SameMachine => f.write_str("a netrc knows no ports, and this machine is written already"),
            Self::Doubt(kind) => write!(f, "its entry in the file has {kind}"),
            Self::TwoPasswords => f.write_str("the file has entries with different passwords for it"),
            Self::Unwritten(why) => why.fmt(f),
        }
    }
}

/// What an export does with one credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportAction {
    /// The file gets an entry.
    Add,
    /// The file has it already.
    Same,
    /// The file has another password for it, and it is to be replaced.
    Replace,
    /// The file has another password for it, and nobody said which is right.
    Conflict,
    /// It is not written.
    Skip(Skip),
}

impl ExportAction {
    /// The one word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Same => "same",
            Self::Replace => "replace",
            Self::Conflict => "conflict",
            Self::Skip(_) => "skip",
        }
    }

    /// Why it is not written, where it is not.
    pub fn reason(self) -> Option<String> {
        match self {
            Self::Conflict => Some("the file has another token".to_owned()),
            Self::Skip(why) => Some(why.to_string()),
            _ => None,
        }
    }
}

/// What a person should know about an entry that is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The credential is for one port, and tools will send it to every port of the machine.
    EveryPort(u16),
    /// The file has another login for the machine: curl takes the first, pip the last.
    OtherLogin,
    /// These tools will not read it back.
    UnreadBy(Vec<&'static str>),
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EveryPort(port) => write!(f, "for every port, not {port} alone: a netrc knows no ports"),
            Self::OtherLogin => f.write_str("another login for it is in the file: curl takes the first, pip the last"),
            Self::UnreadBy(tools) => write!(f, "not read by {}", tools.join(", ")),
        }
    }
}

/// One credential, and what becomes of it.
#[derive(Clone, Debug)]
pub struct ExportStep {
    /// Whose.
    pub account: Account,
    /// What is done.
    pub action: ExportAction,
    /// What a person should know.
    pub notes: Vec<Note>,
}

/// What an export would do, and the edit that does it.
#[derive(Debug)]
pub struct Export<'d> {
    /// The steps, in the order of the credentials.
    pub steps: Vec<ExportStep>,
    /// The edit; empty when the file has everything already.
    pub edits: Edits<'d>,
}

impl<'d> Export<'d> {
    /// Plans to write `credentials` into `document`. With `force` the store wins where the two differ.
    pub fn new(document: &'d Document, credentials: &[(Account, SecretString)], force: bool) -> Self {
        let mut edits = Edits::new(document);
        let mut machines = HashSet::new();
        let steps = credentials.iter().map(|(account, secret)| {
            let mut notes = Vec::new();
            let action = if !account.host.path().is_empty() {
                ExportAction::Skip(Skip::Path)
            } else if !machines.insert(account.host.name()) {
                ExportAction::Skip(Skip::SameMachine)
            } else {
                decide(document, account, secret, force, &mut edits, &mut notes)
                    .unwrap_or_else(|why| ExportAction::Skip(Skip::Unwritten(why)))
            };
            if let (Some(port), ExportAction::Add | ExportAction::Replace) = (account.host.port(), action) {
                notes.insert(0, Note::EveryPort(port));
            }
            ExportStep { account: account.clone(), action, notes }
        });
        Self { steps: steps.collect(), edits }
    }
}

fn decide(
    document: &Document,
    account: &Account,
    secret: &SecretString,
    force: bool,
    edits: &mut Edits<'_>,
    notes: &mut Vec<Note>,
) -> Result<ExportAction, Unwritten> {
    let login = account.login.as_str();
    let mine: Vec<&Entry> = document.all(&account.host, Some(login)).collect();
    if let Some(kind) = mine.iter().find_map(|entry| entry.doubt()) {
        return Ok(ExportAction::Skip(Skip::Doubt(kind)));
    }
    let mut unread_by = Vec::new();
    let action = match &mine[..] {
        [] => {
            unread_by = edits.add(&account.host, &account.login, secret)?;
            if document.find(&account.host, None).is_some() {
                notes.push(Note::OtherLogin);
            }
            ExportAction::Add
        }
        [first, others @ ..] => {
            let has = |entry: &Entry, secret| has_password(document, entry, secret);
            if has(first, secret) && others.iter().all(|entry| has(entry, secret)) {
                ExportAction::Same
            } else if !others.is_empty() {
                ExportAction::Skip(Skip::TwoPasswords)
            } else if force || document.secret(first).is_none() {
                unread_by = edits.set_password(first, secret)?;
                ExportAction::Replace
            } else {
                ExportAction::Conflict
            }
        }
    };
    if !unread_by.is_empty() {
        notes.push(Note::UnreadBy(unread_by));
    }
    Ok(action)
}

fn has_password(document: &Document, entry: &Entry, secret: &SecretString) -> bool {
    matches!(document.secret(entry), Some(Ok(found)) if secret::equal(&found, secret))
}
