//! Plans to write credentials from a store into a netrc.
//!
//! A plan is tried on a copy of the file before anything is written: every reader is asked about
//! the new entries and about the entries that were there before. If readers would not find the new
//! entries, other places in the file are tried.

mod draft;
mod form;
mod place;
mod preference;
mod trial;

use std::collections::HashMap;
use std::fmt;

use secrecy::ExposeSecret;

use crate::check::question::TooMuch;
use crate::credential::{Account, Secret};
use crate::netrc::{Document, Edits, MAX_VALUE, MachineName};
use crate::plan::OnConflict;
use crate::plan::reasons::Skip;
use crate::plan::side_effects::SideEffect;
use crate::readers::{READERS, Reader};

use draft::{Change, Draft};
use form::choose_form;
pub(super) use form::unreadable_by;
use preference::Preference;
use trial::{Trial, Tried};

/// The changes that an export would make to a netrc.
#[derive(Debug)]
pub struct Export<'d> {
    /// One step per credential, in their order.
    pub steps: Vec<ExportStep>,
    /// The changes to the file; empty if it already contains every credential.
    pub edits: Edits<'d>,
    /// Entries that the export does not write, and that some tools no longer read correctly after
    /// it.
    pub side_effects: Vec<SideEffect>,
}

/// One credential of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportStep {
    /// The account that the credential is for.
    pub account: Account,
    /// The fields of the entry on one line, with everything secret masked.
    pub fields: String,
    /// How the file names the host.
    pub machine: MachineName,
    /// The action of the export.
    pub action: ExportAction,
    /// Limitations of the written entry that the user should know.
    pub notes: Vec<Note>,
}

/// The action of an export for one credential.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportAction {
    /// Adds an entry.
    Add,
    /// Nothing: the file already contains the credential.
    Same,
    /// Replaces the password in the file.
    Replace,
    /// Nothing: the file has another password, and replacing it was not requested.
    Conflict,
    /// Nothing, for this reason.
    Skip(Skip),
}

/// A limitation of an entry that is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The credential is for one port, and tools send it to every port of the host.
    EveryPort(u16),
    /// Servers take the part of the login before its colon as the login: HTTP Basic cannot carry a
    /// colon. Source: RFC 7617, section 2.
    ColonInLogin,
    /// The file has another login for the host, and these readers use that one unless they are
    /// asked for this login.
    NeedsLogin(Vec<&'static str>),
    /// These readers do not read the entry.
    UnreadBy(Vec<&'static str>),
}

impl<'d> Export<'d> {
    /// Plans to write `credentials` into `document`.
    ///
    /// If `readers` are given, writes only entries that all of them read. Otherwise, chooses the
    /// form and the place that most readers read, names the others in a note, and skips an entry
    /// only if no reader would read it.
    ///
    /// # Errors
    /// [`TooMuch`] if the file is too large and has too many quirks to try the plan on it.
    pub fn new(
        document: &'d Document,
        credentials: &[(Account, Secret)],
        on_conflict: OnConflict,
        readers: &[&'static Reader],
    ) -> Result<Self, TooMuch> {
        let forms: Vec<_> = credentials
            .iter()
            .map(|(account, secret)| choose_form(account, secret, readers))
            .collect();
        let mut trial = Trial::new(document, readers);
        let mut skips: HashMap<usize, Skip> = HashMap::new();
        let mut preference = Preference::default();
        // Skipping one credential can change the result for the others.
        loop {
            let draft = Draft::new(document, credentials, on_conflict, &forms, &skips);
            let tried = trial.best(&draft)?;
            let mut refused = trial.refused(&draft, &tried)?;
            if refused.is_empty() {
                refused = too_costly(&draft, &tried);
            }
            if refused.is_empty() {
                return Ok(Self::finish(draft, tried, readers));
            }
            preference.apply(&draft, refused, &mut skips);
        }
    }

    fn finish(draft: Draft<'d, '_>, tried: Tried<'d>, readers: &[&'static Reader]) -> Self {
        let names = |found: Option<&Vec<&'static Reader>>| -> Vec<&'static str> {
            let found = found.into_iter().flatten();
            found
                .filter(|reader| readers.is_empty() || readers.contains(reader))
                .map(|reader| reader.name)
                .collect()
        };
        let mut steps = draft.steps;
        for change in &draft.changes {
            let step = &mut steps[change.step];
            let host = &step.account.host;
            let has_port = step.machine.of(host) != host.name();
            if let Some(port) = host.port().filter(|_| !has_port) {
                step.notes.push(Note::EveryPort(port));
            }
            if step.account.login.as_str().contains(':') {
                step.notes.push(Note::ColonInLogin);
            }
            let unread_by = names(tried.unread_by.get(&change.step));
            let mut needs_login = names(tried.needs_login.get(&change.step));
            needs_login.retain(|name| !unread_by.contains(name));
            if !needs_login.is_empty() {
                step.notes.push(Note::NeedsLogin(needs_login));
            }
            if !unread_by.is_empty() {
                step.notes.push(Note::UnreadBy(unread_by));
            }
        }
        Self {
            steps,
            edits: tried.edits,
            side_effects: tried.side_effects,
        }
    }
}

/// Returns the steps with a long token, if they cost other steps a reader. For curl, one long token
/// hides every entry of the file.
fn too_costly(draft: &Draft<'_, '_>, tried: &Tried<'_>) -> Vec<(usize, Skip)> {
    let is_long = |change: &&Change<'_, '_>| {
        #[expect(clippy::disallowed_methods, reason = "only its length is used")]
        let length = draft.secret(change.step).token.expose_secret().len();
        length > MAX_VALUE
    };
    let (long, others): (Vec<_>, Vec<_>) = draft.changes.iter().partition(is_long);
    let lost: Vec<&'static str> = READERS
        .iter()
        .filter(|reader| {
            others.iter().any(|change| {
                let unread_by = tried.unread_by.get(&change.step);
                unread_by.is_some_and(|unread_by| unread_by.contains(reader))
                    && !change.form.unread_by.contains(reader)
            })
        })
        .map(|reader| reader.name)
        .collect();
    if long.is_empty() || lost.is_empty() {
        return Vec::new();
    }
    let skip = |change: &Change<'_, '_>| (change.step, Skip::CostsOthers(lost.clone()));
    long.into_iter().map(skip).collect()
}

impl ExportAction {
    /// Returns the action as one word, for JSON.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Same => "same",
            Self::Replace => "replace",
            Self::Conflict => "conflict",
            Self::Skip(_) => "skip",
        }
    }

    /// Returns why the credential is not written, if it is not.
    pub fn reason(&self) -> Option<String> {
        match self {
            Self::Conflict => Some("the file has another token".to_owned()),
            Self::Skip(reason) => Some(reason.to_string()),
            Self::Add | Self::Same | Self::Replace => None,
        }
    }
}

impl Note {
    /// Returns the note with other names for its readers, or `None` if `names` leaves no reader.
    pub fn with_names(&self, names: impl Fn(&[&'static str]) -> Vec<&'static str>) -> Option<Self> {
        match self {
            Self::EveryPort(_) | Self::ColonInLogin => Some(self.clone()),
            Self::NeedsLogin(readers) => Some(Self::NeedsLogin(names(readers))),
            Self::UnreadBy(readers) => Some(Self::UnreadBy(names(readers))),
        }
        .filter(|note| !note.has_no_reader())
    }

    fn has_no_reader(&self) -> bool {
        match self {
            Self::EveryPort(_) | Self::ColonInLogin => false,
            Self::NeedsLogin(readers) | Self::UnreadBy(readers) => readers.is_empty(),
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EveryPort(port) => write!(
                f,
                "tools send it to every port, not only to {port}: a netrc has no ports"
            ),
            Self::ColonInLogin => f.write_str("its login has a colon, which HTTP cannot carry"),
            Self::NeedsLogin(tools) => write!(
                f,
                "the file has another login for this host, used by {} unless you name this one",
                tools.join(", ")
            ),
            Self::UnreadBy(tools) => write!(f, "not read by {}", tools.join(", ")),
        }
    }
}
