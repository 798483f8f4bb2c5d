//! From a store into a netrc.

use std::collections::HashMap;
use std::fmt;

use secrecy::SecretString;

use crate::credential::Account;
use crate::host::Host;
use crate::netrc::{Document, Edits, Entry, MachineName, Style};
use crate::readers::Reader;
use crate::secret;

use crate::check::question::{Answers, Budget, Question, TooMuch, questions};
use crate::check::{Verdict, check};
use crate::plan::reasons::{Skip, Unread};
use crate::plan::side_effects::{Bystander, bystanders};
use crate::plan::style::{Chosen, choose};

/// What an export does with one credential.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    pub fn word(&self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::Same => "same",
            Self::Replace => "replace",
            Self::Conflict => "conflict",
            Self::Skip(_) => "skip",
        }
    }

    /// Why it is not written, where it is not.
    pub fn reason(&self) -> Option<String> {
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
    /// The file has another login for the machine, which these tools take unless they are told the login.
    NeedsLogin(Vec<&'static str>),
    /// These tools will not read it back.
    UnreadBy(Vec<&'static str>),
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EveryPort(port) => write!(
                f,
                "for every port, not {port} alone: a netrc knows no ports"
            ),
            Self::OtherLogin => f.write_str(
                "another login for it is in the file: curl takes the first, pip the last",
            ),
            Self::NeedsLogin(tools) => {
                write!(
                    f,
                    "another login for it is in the file: unless told this one, {} will send that",
                    tools.join(", ")
                )
            }
            Self::UnreadBy(tools) => write!(f, "not read by {}", tools.join(", ")),
        }
    }
}

/// One credential, and what becomes of it.
#[derive(Clone, Debug)]
pub struct ExportStep {
    /// Whose.
    pub account: Account,
    /// What the file calls the machine.
    pub machine: MachineName,
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
    /// The entries that some of the readers that were named read no longer.
    pub bystanders: Vec<Bystander>,
}

impl<'d> Export<'d> {
    /// Plans to write `credentials` into `document`. With `force` the store wins where the two differ.
    ///
    /// Where `readers` are named, only what all of them read is written, and in a form that they do. Else it is the form
    /// that the most read, and a note names the others.
    ///
    /// # Errors
    /// [`TooMuch`], where readers are named.
    pub fn new(
        document: &'d Document,
        credentials: &[(Account, SecretString)],
        force: bool,
        readers: &[&'static Reader],
    ) -> Result<Self, TooMuch> {
        let choose = |(account, secret): &(Account, SecretString)| choose(account, secret, readers);
        let chosen: Vec<_> = credentials.iter().map(choose).collect();
        let mut refused: HashMap<usize, Unread> = HashMap::new();
        loop {
            let mut export = Self::without(document, credentials, force, &chosen, &refused);
            if readers.is_empty() {
                return Ok(export);
            }
            let after = Document::parse(export.edits.clone().finish());
            let unread = export.unread(&after, readers)?;
            if unread.is_empty() {
                export.name_rivals(&after, readers)?;
                export.bystanders = bystanders(document, &after, readers)?;
                return Ok(export);
            }
            refused.extend(unread);
        }
    }

    /// The plan, but for the credentials that are `refused`.
    fn without(
        document: &'d Document,
        credentials: &[(Account, SecretString)],
        force: bool,
        chosen: &[Result<Chosen, Skip>],
        refused: &HashMap<usize, Unread>,
    ) -> Self {
        let mut steps: Vec<ExportStep> = Vec::with_capacity(credentials.len());
        let mut machines: HashMap<String, &Host> = HashMap::new();
        let mut changes: Vec<(usize, Style, bool, Vec<&Entry>)> = Vec::new();
        for (at, (account, secret)) in credentials.iter().enumerate() {
            let machine = chosen[at]
                .as_ref()
                .map(|chosen| chosen.style.machine)
                .unwrap_or_default();
            let mut step = ExportStep {
                account: account.clone(),
                machine,
                action: ExportAction::Add,
                notes: Vec::new(),
            };
            let entries: Vec<&Entry> = entries_of(document, account, machine).collect();
            let action = decide(document, account, secret, force, &entries).and_then(|action| {
                let Chosen {
                    style,
                    is_plain,
                    unread_by,
                } = chosen[at].clone()?;
                if let Some(unread) = refused.get(&at) {
                    return Err(Skip::NotHere(unread.clone()));
                }
                if *machines
                    .entry(style.machine.of(&account.host))
                    .or_insert(&account.host)
                    != &account.host
                {
                    return Err(Skip::SameMachine);
                }
                if matches!(action, ExportAction::Add | ExportAction::Replace) {
                    step.notes = notes(document, account, style, unread_by, entries.is_empty());
                    changes.push((at, style, is_plain, entries));
                }
                Ok(action)
            });
            step.action = action.unwrap_or_else(ExportAction::Skip);
            steps.push(step);
        }
        // Some tools see nothing behind a long value or one in quotes, so those come last.
        changes.sort_by_key(|&(_, _, is_plain, _)| !is_plain);
        let mut edits = Edits::new(document);
        for (at, style, _, entries) in changes {
            let (account, secret) = &credentials[at];
            let done = match entries.first() {
                Some(entry) => edits.set_password(entry, secret, style.password),
                None => edits.add(&account.host, &account.login, secret, style),
            };
            if let Err(why) = done {
                steps[at].action = ExportAction::Skip(Skip::Unwritten(why));
            }
        }
        Self {
            steps,
            edits,
            bystanders: Vec::new(),
        }
    }

    /// The steps whose entries some of `readers` do not read in the file as it will be.
    fn unread(
        &self,
        after: &Document,
        readers: &[&'static Reader],
    ) -> Result<Vec<(usize, Unread)>, TooMuch> {
        let checks = check(after, readers, &self.hosts())?;
        let by_start: HashMap<usize, _> = checks
            .iter()
            .map(|check| (after.entries()[check.entry].range().start, check))
            .collect();
        let mut unread = Vec::new();
        for (at, step) in self.written() {
            let entries = entries_of(after, &step.account, step.machine);
            let views = entries
                .filter_map(|entry| by_start.get(&entry.range().start))
                .flat_map(|check| &check.views);
            let bad: Vec<_> = views.filter(|view| view.verdict != Verdict::Same).collect();
            if let Some(first) = bad.first() {
                let names = bad.iter().map(|view| view.reader.name).collect();
                unread.push((
                    at,
                    Unread {
                        readers: names,
                        quirk: first.cause.map(|cause| cause.quirk),
                    },
                ));
            }
        }
        Ok(unread)
    }

    /// Says of each entry with another login beside it which of `readers` take that one, unless they are told the login.
    fn name_rivals(
        &mut self,
        after: &Document,
        readers: &[&'static Reader],
    ) -> Result<(), TooMuch> {
        let (mut answers, mut budget) = (Answers::new(after, readers), Budget::new());
        let start = |entry: &Entry| entry.range().start;
        let rivals = questions(after, &self.hosts())
            .into_iter()
            .filter(Question::names_login)
            .map(Question::with_login_toggled);
        let rivals: HashMap<usize, Question> = rivals
            .map(|asked| (start(&after.entries()[asked.entry]), asked))
            .collect();
        let mut notes = Vec::new();
        for (at, step) in self.written() {
            let own = entries_of(after, &step.account, step.machine).next();
            let others = match own.and_then(|entry| rivals.get(&start(entry))) {
                Some(asked) => {
                    let found = answers.to(asked, &mut budget)?;
                    let others = readers
                        .iter()
                        .zip(found.iter())
                        .filter(|(_, answer)| **answer != asked.expected);
                    others.map(|(reader, _)| reader.name).collect()
                }
                None => Vec::new(),
            };
            notes.push((at, others));
        }
        for (at, others) in notes {
            let notes = &mut self.steps[at].notes;
            notes.retain(|note| *note != Note::OtherLogin);
            if !others.is_empty() {
                notes.push(Note::NeedsLogin(others));
            }
        }
        Ok(())
    }

    fn hosts(&self) -> Vec<Host> {
        self.steps
            .iter()
            .map(|step| step.account.host.clone())
            .collect()
    }

    /// The steps whose entries the file will have.
    fn written(&self) -> impl Iterator<Item = (usize, &ExportStep)> {
        let is_written = |action| {
            matches!(
                action,
                &ExportAction::Add | ExportAction::Replace | ExportAction::Same
            )
        };
        self.steps
            .iter()
            .enumerate()
            .filter(move |(_, step)| is_written(&step.action))
    }
}

/// The entries for an account. One that calls the machine something else is none where tools want a special name.
fn entries_of<'a>(
    document: &'a Document,
    account: &'a Account,
    name: MachineName,
) -> impl Iterator<Item = &'a Entry> {
    let name = name.of(&account.host);
    let (is_special, all) = (
        name != account.host.name(),
        document.all(&account.host, Some(account.login.as_str())),
    );
    let has_name = move |entry: &Entry| {
        document
            .machine(entry)
            .is_some_and(|machine| machine.eq_ignore_ascii_case(&name))
    };
    all.filter(move |entry| !is_special || has_name(entry))
}

fn decide(
    document: &Document,
    account: &Account,
    secret: &SecretString,
    force: bool,
    entries: &[&Entry],
) -> Result<ExportAction, Skip> {
    if !account.host.path().is_empty() {
        return Err(Skip::Path);
    }
    if let Some(kind) = entries.iter().find_map(|entry| entry.ambiguity()) {
        return Err(Skip::Doubt(kind));
    }
    let has = |entry: &Entry| has_password(document, entry, secret);
    match entries {
        [] => Ok(ExportAction::Add),
        entries if entries.iter().all(|entry| has(entry)) => Ok(ExportAction::Same),
        [_, _, ..] => Err(Skip::TwoPasswords),
        [entry] if force || document.secret(entry).is_none() => Ok(ExportAction::Replace),
        [_] => Ok(ExportAction::Conflict),
    }
}

fn notes(
    document: &Document,
    account: &Account,
    style: Style,
    unread_by: Vec<&'static str>,
    is_new: bool,
) -> Vec<Note> {
    let mut notes = Vec::new();
    if let Some(port) = account
        .host
        .port()
        .filter(|_| style.machine.of(&account.host) == account.host.name())
    {
        notes.push(Note::EveryPort(port));
    }
    if is_new && document.find(&account.host, None).is_some() {
        notes.push(Note::OtherLogin);
    }
    if !unread_by.is_empty() {
        notes.push(Note::UnreadBy(unread_by));
    }
    notes
}

fn has_password(document: &Document, entry: &Entry, secret: &SecretString) -> bool {
    matches!(document.secret(entry), Some(Ok(found)) if secret::equal(&found, secret))
}
