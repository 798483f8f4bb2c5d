//! Compares the answers of each reader with the entries of a netrc, and explains the differences.

mod budget;
mod cause;
pub(crate) mod excerpt;
mod hidden;
pub(crate) mod machine;
pub(crate) mod mention;
mod placeholder;
pub(crate) mod question;
pub(crate) mod quirk;
mod stray;
mod verdict;

pub use budget::TooMuch;
pub use cause::Cause;
pub use hidden::finders;
pub use quirk::{Harm, Outcome};
pub use stray::{Stray, StrayKind, Strays};
pub use verdict::Verdict;

use std::rc::Rc;

use crate::host::Host;
use crate::netrc::{Document, Position};
use crate::readers::{Answer, Location, Reader};

use crate::check::question::{Answers, Budget, MOST_ENTRIES, questions};

/// How one reader reads one entry.
#[derive(Clone, Debug)]
pub struct View {
    /// The reader.
    pub reader: &'static Reader,
    /// How its answer compares with the entry.
    pub verdict: Verdict,
    /// Why the verdict is not [`Verdict::Same`], if known.
    pub cause: Option<Cause>,
}

/// How the readers read one entry.
#[derive(Clone, Debug)]
pub struct EntryCheck {
    /// The index of the entry in [`Document::entries`].
    pub entry: usize,
    /// The start of the entry.
    pub position: Position,
    /// Whether it is a `default` entry.
    pub is_default: bool,
    /// The machine; `None` for `default`, and if it is missing. Untrusted text: escape it before
    /// printing it.
    pub machine: Option<String>,
    /// The login. Untrusted text: escape it before printing it.
    pub login: Option<String>,
    /// Whether the password stands for a token that was never filled in, such as `${TOKEN}`.
    pub has_placeholder: bool,
    /// The text because of which the content of the entry is unclear.
    pub unclear: Option<Stray>,
    /// The view of each reader, in the order of the readers.
    pub views: Vec<View>,
}

impl EntryCheck {
    /// Whether the content of the entry is clear and every reader reads it.
    pub fn agrees(&self) -> bool {
        self.unclear.is_none() && self.views.iter().all(|view| view.verdict == Verdict::Same)
    }
}

/// Asks `readers` about the entries for `hosts`, or about all entries if `hosts` is empty.
///
/// # Errors
/// [`TooMuch`] if the file has more than 10,000 such entries, or if it is too large and has too
/// many quirks. Checking one host at a time avoids it.
pub fn check(
    document: &Document,
    readers: &[&'static Reader],
    hosts: &[Host],
) -> Result<Vec<EntryCheck>, TooMuch> {
    let mut checks = check_within(&mut Budget::short(), document, readers, hosts)?;
    let strays = Strays::new(document);
    for check in &mut checks {
        check.unclear = strays.of_entry(check.entry).copied();
    }
    if checks.iter().any(|check| !check.agrees()) {
        cause::explain(document, readers, hosts, &strays, &mut checks);
    }
    Ok(checks)
}

/// Updates the results of the readers that refuse a file if other users can access it.
pub fn refuse_open_file(checks: &mut [EntryCheck], location: Location) {
    for view in checks.iter_mut().flat_map(|check| &mut check.views) {
        if view.reader.refuses_open_file(location) {
            view.verdict = Verdict::Refused;
            view.cause = None;
        }
    }
}

/// Like [`check`], but without causes, and within a given budget.
pub(crate) fn check_within(
    budget: &mut Budget,
    document: &Document,
    readers: &[&'static Reader],
    hosts: &[Host],
) -> Result<Vec<EntryCheck>, TooMuch> {
    let mut answers = Answers::new(document, readers);
    let questions = questions(document, hosts);
    if questions.len() > MOST_ENTRIES {
        return Err(TooMuch);
    }
    let mut checks = Vec::with_capacity(questions.len());
    for question in &questions {
        let entry = &document.entries()[question.entry];
        let found = answers.to(question, budget)?;
        let view = |(reader, answer): (_, &Rc<Answer>)| View {
            reader,
            verdict: Verdict::of(answer, &question.expected),
            cause: None,
        };
        checks.push(EntryCheck {
            entry: question.entry,
            position: document.position(entry.range().start),
            is_default: entry.is_default(),
            machine: document.shown_machine(entry),
            login: document.shown_login(entry).map(Into::into),
            has_placeholder: document.parts(entry)[2]
                .as_ref()
                .is_some_and(|password| placeholder::is_placeholder(password)),
            unclear: None,
            views: readers
                .iter()
                .copied()
                .zip(found.iter())
                .map(view)
                .collect(),
        });
    }
    Ok(checks)
}
