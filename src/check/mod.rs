//! What each reader makes of each entry of a netrc, and why.

pub(crate) mod excerpt;
pub(crate) mod question;
pub(crate) mod quirk;

pub use question::TooMuch;
pub use quirk::{Harm, Outcome};

use std::collections::{HashMap, HashSet};
use std::fmt;

use crate::check::quirk::find_quirks;
use crate::host::Host;
use crate::netrc::{Document, FoundQuirk, Position, Quirk};
use crate::readers::{Answer, Reader};

use crate::check::question::{Answers, Budget, questions};

/// What a reader makes of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// What it says.
    Same,
    /// Another password.
    OtherPassword,
    /// Another login.
    OtherLogin,
    /// Nothing.
    Nothing,
    /// It gives up on the file.
    Lost,
}

impl Verdict {
    /// What an answer comes to, where this was meant.
    pub(crate) fn of(answer: &Answer, meant: &Answer) -> Self {
        match (answer, meant) {
            (found, meant) if found == meant => Self::Same,
            (Answer::Error, _) => Self::Lost,
            (Answer::Match { login: found, .. }, Answer::Match { login: meant, .. })
                if found.as_deref().unwrap_or_default() != meant.as_deref().unwrap_or_default() =>
            {
                Self::OtherLogin
            }
            (Answer::Match { .. }, _) => Self::OtherPassword,
            (Answer::None, _) => Self::Nothing,
        }
    }

    /// The one word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::OtherPassword => "other_password",
            Self::OtherLogin => "other_login",
            Self::Nothing => "none",
            Self::Lost => "error",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Same => "read",
            Self::OtherPassword => "a different password",
            Self::OtherLogin => "a different login",
            Self::Nothing => "nothing",
            Self::Lost => "nothing, the whole file is lost",
        })
    }
}

/// Why a reader makes something else of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cause {
    /// What it stumbles over.
    pub quirk: Quirk,
    /// Where that is.
    pub position: Position,
}

/// What one reader makes of one entry.
#[derive(Clone, Debug)]
pub struct View {
    /// The reader.
    pub reader: &'static Reader,
    /// What it makes of it.
    pub verdict: Verdict,
    /// Why, where that is known.
    pub cause: Option<Cause>,
}

/// What the readers make of one entry.
#[derive(Clone, Debug)]
pub struct EntryCheck {
    /// Its place in [`Document::entries`].
    pub entry: usize,
    /// Where it starts.
    pub position: Position,
    /// What it calls the machine; `None` for `default`. Text from a file: escape it before a terminal sees it.
    pub machine: Option<String>,
    /// Its login. Text from a file, as above.
    pub login: Option<String>,
    /// Each reader's view, in the order they were asked for.
    pub views: Vec<View>,
}

impl EntryCheck {
    /// Whether all readers see what it says.
    pub fn agrees(&self) -> bool {
        self.views.iter().all(|view| view.verdict == Verdict::Same)
    }
}

/// Asks `readers` about the entries for `hosts`, or all where none are named.
///
/// # Errors
/// [`TooMuch`], which naming a host avoids.
pub fn check(
    document: &Document,
    readers: &[&'static Reader],
    hosts: &[Host],
) -> Result<Vec<EntryCheck>, TooMuch> {
    let mut checks = check_within(&mut Budget::new(), document, readers, hosts)?;
    if checks.iter().any(|check| !check.agrees()) {
        explain(document, readers, &mut checks);
    }
    Ok(checks)
}

/// The same without the causes.
pub(crate) fn check_within(
    budget: &mut Budget,
    document: &Document,
    readers: &[&'static Reader],
    hosts: &[Host],
) -> Result<Vec<EntryCheck>, TooMuch> {
    let mut answers = Answers::new(document, readers);
    let questions = questions(document, hosts);
    let mut checks = Vec::with_capacity(questions.len());
    for question in &questions {
        let entry = &document.entries()[question.entry];
        let found = answers.to(question, budget)?;
        let view = |(reader, answer)| View {
            reader,
            verdict: Verdict::of(answer, &question.expected),
            cause: None,
        };
        checks.push(EntryCheck {
            entry: question.entry,
            position: document.position(entry.range().start),
            machine: document.machine(entry).map(Into::into),
            login: document.login(entry).map(Into::into),
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

/// Finds out why, for each view that is not the same.
fn explain(document: &Document, readers: &[&'static Reader], checks: &mut [EntryCheck]) {
    let found = find_quirks(document);
    let mut own: HashMap<usize, Vec<&FoundQuirk>> = HashMap::new();
    for quirk in &found {
        if let Some(entry) = quirk.entry {
            own.entry(entry).or_default().push(quirk);
        }
    }
    for (column, reader) in readers.iter().enumerate() {
        let mut harms: HashMap<Quirk, Harm> = HashMap::new();
        let mut possible: HashMap<bool, Possible<'_>> = HashMap::new();
        let mut harm = |quirk: Quirk| {
            *harms
                .entry(quirk)
                .or_insert_with(|| Harm::of(quirk, reader))
        };
        let ends = [Outcome::Misread, Outcome::Lost].map(|outcome| {
            let behind = found
                .iter()
                .find(|found| harm(found.quirk).after == outcome);
            let mut harms_before = |found: &&FoundQuirk| harm(found.quirk).before == outcome;
            // The first place at which a reader gives up, but the last of those that take the place of what was before.
            let before = if outcome == Outcome::Lost {
                found.iter().find(&mut harms_before)
            } else {
                found.iter().rev().find(&mut harms_before)
            };
            (outcome, behind, before)
        });
        for check in checks
            .iter_mut()
            .filter(|check| check.views[column].verdict != Verdict::Same)
        {
            let lost = check.views[column].verdict == Verdict::Lost;
            let (outcome, behind, before) = ends[usize::from(lost)];
            let start = document.entries()[check.entry].range().start;
            let owned = own.get(&check.entry).map_or(&[][..], Vec::as_slice);
            let own = owned
                .iter()
                .copied()
                .find(|found| harm(found.quirk).own == outcome);
            let others = [
                behind.filter(|found| found.at < start),
                before.filter(|found| found.at > start),
            ];
            // A reader gives up at the first place that it does not understand; an entry is misread for its own sake first.
            let mut causes = own.into_iter().chain(others.into_iter().flatten());
            let cause = if lost {
                causes.min_by_key(|found| found.at)
            } else {
                causes.next()
            };
            // Else the nearest of what the reader is known to stumble over in some other form.
            let cause = cause.or_else(|| {
                let possible = possible
                    .entry(lost)
                    .or_insert_with(|| Possible::new(&found, reader, outcome));
                let own = owned
                    .iter()
                    .copied()
                    .find(|found| possible.quirks.contains(&found.quirk));
                let behind = possible.found.partition_point(|found| found.at <= start);
                let near = || {
                    possible.found[..behind]
                        .last()
                        .or_else(|| possible.found.get(behind))
                        .copied()
                };
                own.or_else(near)
            });
            check.views[column].cause = cause.map(|found| Cause {
                quirk: found.quirk,
                position: document.position(found.at),
            });
        }
    }
}

/// The quirks of a file that can have some outcome for a reader.
struct Possible<'f> {
    quirks: HashSet<Quirk>,
    found: Vec<&'f FoundQuirk>,
}

impl<'f> Possible<'f> {
    fn new(found: &'f [FoundQuirk], reader: &Reader, outcome: Outcome) -> Self {
        let mut quirks: HashSet<Quirk> = found.iter().map(|found| found.quirk).collect();
        quirks.retain(|quirk| Harm::is_possible(*quirk, reader, outcome));
        let found = found
            .iter()
            .filter(|found| quirks.contains(&found.quirk))
            .collect();
        Self { quirks, found }
    }
}
