//! Removes imported entries from a netrc so that tools still find all others.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use zeroize::Zeroizing;

use crate::netrc::{Document, Edits, Position};
use crate::readers::{Answer, READERS, Reader};

use crate::check::Verdict;
use crate::check::mention::{Mention, mentions};
use crate::check::question::{Answers, Budget, Key, Question, TooMuch};
use crate::plan::fix::tidy;
use crate::plan::questions::{both_ways, is_of_entry, verdicts};
use crate::plan::reasons::Keep;

/// A netrc without some of its entries.
#[derive(Debug)]
pub struct Removal {
    document: Document,
    removed: BTreeSet<usize>,
    kept: HashMap<usize, Keep>,
}

impl Removal {
    /// Removes groups of entries, given by their indexes into [`Document::entries`].
    ///
    /// Removes either all entries of a group or none. Every reader that finds one of the remaining
    /// entries in `document` finds it after the removal too. A group is [kept](Self::kept) if its
    /// removal would prevent that.
    pub fn new(document: &Document, groups: &[&[usize]]) -> Self {
        let mut search = Search::new(document);
        search.remove(groups);
        Self {
            document: Document::parse(without_lone_mark(search.after)),
            removed: search.removed,
            kept: search.kept,
        }
    }

    /// Keeps a group in the file. `entry` is its first entry.
    #[must_use]
    pub fn keeping(mut self, entry: usize, keep: Keep) -> Self {
        self.kept.insert(entry, keep);
        self
    }

    /// The file after the removal.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Whether no entry is removed.
    pub fn is_empty(&self) -> bool {
        self.removed.is_empty()
    }

    /// How many entries are removed.
    pub fn len(&self) -> usize {
        self.removed.len()
    }

    /// Whether the entry is removed.
    pub fn removes(&self, entry: usize) -> bool {
        self.removed.contains(&entry)
    }

    /// Why a group is kept, given its first entry. `None` if it is removed.
    pub fn kept(&self, entry: usize) -> Option<&Keep> {
        self.kept.get(&entry)
    }

    /// The position after the removal of an entry that is not removed.
    pub fn position(&self, entry: usize) -> Position {
        let index = entry - self.removed.range(..entry).count();
        let start = self.document.entries().get(index);
        self.document
            .position(start.map_or(0, |entry| entry.range().start))
    }
}

/// Returns the bytes without their byte order mark if only blanks follow it.
fn without_lone_mark(bytes: Zeroizing<Vec<u8>>) -> Zeroizing<Vec<u8>> {
    match bytes.strip_prefix("\u{feff}".as_bytes()) {
        Some(rest) if rest.trim_ascii().is_empty() => rest.to_vec().into(),
        _ => bytes,
    }
}

/// How many times a trial reads the file, not counting the readers: to edit, parse and excerpt it.
const TRIAL_COST: usize = 4;

/// A search for as many groups as can be removed.
struct Search<'d> {
    document: &'d Document,
    readers: Vec<&'static Reader>,
    questions: Vec<Question>,
    mentions: Vec<Mention>,
    answers: Answers<'d>,
    budget: Budget,
    /// The bytes without the entries in `removed`.
    after: Zeroizing<Vec<u8>>,
    removed: BTreeSet<usize>,
    kept: HashMap<usize, Keep>,
}

impl<'d> Search<'d> {
    fn new(document: &'d Document) -> Self {
        let readers: Vec<&Reader> = READERS.iter().collect();
        Self {
            document,
            questions: both_ways(document),
            mentions: mentions(document),
            answers: Answers::new(document, &readers),
            readers,
            budget: Budget::new(),
            after: document.bytes().to_vec().into(),
            removed: BTreeSet::new(),
            kept: HashMap::new(),
        }
    }

    /// Removes all of `groups` if no reader loses another entry. Otherwise tries each half of them.
    fn remove(&mut self, groups: &[&[usize]]) {
        let Some(first) = groups.first() else {
            return;
        };
        let mut removed = self.removed.clone();
        removed.extend(groups.iter().copied().flatten());
        match self.without(&removed) {
            Ok(Trial::Harmless(after)) => {
                self.after = after;
                self.removed = removed;
            }
            Ok(Trial::Harmful(keep)) if groups.len() == 1 => {
                self.kept.insert(first[0], keep);
            }
            Ok(Trial::Harmful(_)) => {
                let (left, right) = groups.split_at(groups.len() / 2);
                self.remove(left);
                self.remove(right);
            }
            Err(TooMuch) => {
                let unchecked = groups.iter().map(|group| (group[0], Keep::Unchecked));
                self.kept.extend(unchecked);
            }
        }
    }

    /// Tries to remove exactly these entries.
    fn without(&mut self, removed: &BTreeSet<usize>) -> Result<Trial, TooMuch> {
        let bytes = self.document.bytes();
        self.budget.spend(bytes.len(), TRIAL_COST)?;
        let mut edits = Edits::new(self.document);
        for &entry in removed {
            edits.remove(&self.document.entries()[entry]);
        }
        let plain = edits.finish();
        let Some(harm) = self.harm(&plain, removed)? else {
            return Ok(Trial::Harmless(plain));
        };
        let tidy = tidy(&Document::parse(plain));
        Ok(match self.harm(&tidy, removed)? {
            None => Trial::Harmless(tidy),
            Some(_) => Trial::Harmful(harm),
        })
    }

    /// The first entry not in `removed` that some reader finds now but not in `after`, or the first
    /// in `removed` for which some reader would find another entry, or the first host outside the
    /// entries for which some reader would find something else.
    fn harm(&mut self, after: &[u8], removed: &BTreeSet<usize>) -> Result<Option<Keep>, TooMuch> {
        let after = Document::parse(after.to_vec().into());
        let mut answers = Answers::new(&after, &self.readers);
        for question in &self.questions {
            let before = verdicts(&mut self.answers, question, &mut self.budget)?;
            if removed.contains(&question.entry) {
                let found = answers.to(question, &mut self.budget)?;
                let mistaken = self.mistaken(&before, &found);
                if !mistaken.is_empty() {
                    return Ok(Some(Keep::OtherEntry { readers: mistaken }));
                }
                continue;
            }
            let now = verdicts(&mut answers, question, &mut self.budget)?;
            let lost = readers_that_lose(&self.readers, &before, &now);
            if !lost.is_empty() {
                let entry = &self.document.entries()[question.entry];
                return Ok(Some(Keep::SideEffect {
                    machine: self.document.shown_machine(entry),
                    readers: lost,
                }));
            }
        }
        self.harm_outside(&mut answers, removed)
    }

    /// The first host outside the entries for which some reader finds other credentials in
    /// `answers` than before.
    fn harm_outside(
        &mut self,
        answers: &mut Answers<'_>,
        removed: &BTreeSet<usize>,
    ) -> Result<Option<Keep>, TooMuch> {
        for mention in &self.mentions {
            let before = self.answers.for_key(&mention.key, &mut self.budget)?;
            let after = answers.for_key(&mention.key, &mut self.budget)?;
            let readers = self.readers.iter().zip(before.iter().zip(after.iter()));
            let differs = |(_, (before, after)): &(_, (&Rc<Answer>, &Rc<Answer>))| {
                self.differs(&mention.key, [before, after], removed)
            };
            let readers: Vec<_> = readers
                .filter(differs)
                .map(|(reader, _)| reader.name)
                .collect();
            if !readers.is_empty() {
                let machine = mention.machine.clone();
                return Ok(Some(Keep::OtherText { machine, readers }));
            }
        }
        Ok(None)
    }

    /// Whether a reader loses credentials of an entry that was not removed, or finds credentials
    /// that belong neither to a remaining entry nor to `default`.
    fn differs(&self, key: &Key, [before, after]: [&Answer; 2], removed: &BTreeSet<usize>) -> bool {
        if before == after {
            return false;
        }
        let (removed, stay): (Vec<_>, Vec<_>) = {
            let questions = self.questions.iter();
            questions.partition(|own| removed.contains(&own.entry))
        };
        let is_right = || self.is_of_default(after) || is_of_entry(after, key, stay);
        match (before, after) {
            (Answer::Match { .. } | Answer::None, Answer::Match { .. }) => !is_right(),
            (Answer::Match { .. }, _) => {
                let is_default_removed = removed.iter().any(|own| self.is_default(own));
                let is_expected = is_default_removed && self.is_of_default(before);
                !is_expected && !is_of_entry(before, key, removed)
            }
            _ => false,
        }
    }

    /// The readers that find a removed entry now, and would find other credentials after its
    /// removal. Those of `default` do not count: they are for every host without an entry.
    fn mistaken(&self, before: &[Verdict], after: &[Rc<Answer>]) -> Vec<&'static str> {
        let is_mistaken = |(before, after): (&Verdict, &Rc<Answer>)| {
            *before == Verdict::Same
                && matches!(**after, Answer::Match { .. })
                && !self.is_of_default(after)
        };
        let readers = self.readers.iter().zip(before.iter().zip(after));
        readers
            .filter(|(_, answers)| is_mistaken(*answers))
            .map(|(reader, _)| reader.name)
            .collect()
    }

    /// Whether an answer has the password of a `default` entry. Some tools combine it with the
    /// requested login.
    fn is_of_default(&self, answer: &Answer) -> bool {
        let mut questions = self.questions.iter();
        questions.any(|own| self.is_default(own) && answer.has_password_of(&own.expected))
    }

    fn is_default(&self, question: &Question) -> bool {
        self.document.entries()[question.entry].is_default()
    }
}

/// The effect of removing some entries.
enum Trial {
    /// No reader loses another entry. Holds the bytes without the entries.
    Harmless(Zeroizing<Vec<u8>>),
    /// Some reader loses another entry.
    Harmful(Keep),
}

fn readers_that_lose(
    readers: &[&'static Reader],
    before: &[Verdict],
    after: &[Verdict],
) -> Vec<&'static str> {
    let verdicts = before.iter().zip(after);
    readers
        .iter()
        .zip(verdicts)
        .filter(|(_, (before, after))| **before == Verdict::Same && **after != Verdict::Same)
        .map(|(reader, _)| reader.name)
        .collect()
}
