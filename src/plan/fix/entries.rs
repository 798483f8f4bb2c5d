//! Rewrites entries so that more readers find them.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use zeroize::Zeroizing;

use crate::netrc::{Document, Edits, Entry, Parts};
use crate::secret::concat;

use crate::check::Verdict;
use crate::check::excerpt::Excerpts;
use crate::check::question::{Answers, Budget, Question};
use crate::check::quirk::find_quirks;
use crate::plan::fix::fixes::Change;
use crate::plan::fix::rewrites::{lines, spellings};
use crate::plan::fix::trial::{Asked, Trial, is_any_worse};

/// Returns two changes of `document`, the current file of `trial`. The places in them are indexes
/// of entries.
///
/// The first change rewrites each entry that more readers find as a result. Each is tried by
/// itself, in an excerpt for its host. The second change rewrites every entry that not all readers
/// find: a part of one entry may cost a reader the others.
pub(super) fn rewrites<'d>(
    document: &'d Document,
    trial: &Trial<'_>,
    budget: &mut Budget,
) -> [Change<'d>; 2] {
    let mut best = Change::new(document);
    let mut all = Change::new(document);
    let answers = Answers::new(document, trial.all());
    let duplicate_indexes = duplicate_indexes(document);
    let is_read = |asked: &&Asked| asked.verdicts.iter().all(|it| *it == Verdict::Same);
    let excerpts = excerpts(document, trial);
    // If the budget is spent, the entries can still be rewritten together with all others.
    let mut is_spent = false;
    for asked in trial.asked().iter().filter(|asked| !is_read(asked)) {
        let index = asked.question.entry;
        let entry = &document.entries()[index];
        let Some(spellings) = spellings(document, entry) else {
            continue;
        };
        let (place, comments) = document.surroundings(entry);
        let plain = concat(&[&comments, &lines(document, &spellings[0])]);
        if **plain != document.bytes()[place.clone()] {
            all.edits.replace(place.clone(), plain);
            all.places.push(index);
        }
        let readings = 2 * spellings.len() * trial.all().len() + EXCERPT_COST;
        is_spent = is_spent || budget.spend(document.entries().len(), 1).is_err();
        if is_spent {
            continue;
        }
        let excerpt = excerpts.around(&asked.question);
        if budget
            .spend(excerpt.len() + READING_COST, readings)
            .is_err()
        {
            is_spent = true;
            continue;
        }
        let site = Site::new(excerpt, document, entry, duplicate_indexes[index]);
        if let Some(text) = site.and_then(|site| site.best(&asked.question, &answers, trial)) {
            best.edits.replace(place, text);
            best.places.push(index);
        }
    }
    [best, all]
}

/// How many times an excerpt is read, not counting the readers: to make and to parse it.
const EXCERPT_COST: usize = 4;

/// The work of a reading that does not depend on the size of the file, in bytes.
const READING_COST: usize = 32;

/// Returns excerpts. They leave out each entry that has no quirk and that every reader reads as
/// expected, apart from the readers that reject the file.
fn excerpts<'d>(document: &'d Document, trial: &Trial<'_>) -> Excerpts<'d> {
    let quirks = find_quirks(document);
    let unusual: HashSet<usize> = quirks.iter().filter_map(|found| found.entry).collect();
    let is_ordinary = |asked: &&Asked| {
        let mut verdicts = asked.verdicts.iter();
        !unusual.contains(&asked.question.entry)
            && verdicts.all(|verdict| matches!(verdict, Verdict::Same | Verdict::Lost))
    };
    let ordinary = trial.asked().iter().filter(is_ordinary);
    Excerpts::new(document, ordinary.map(|asked| &asked.question))
}

/// An entry in an excerpt of the file, and the ways to write it.
struct Site {
    excerpt: Document,
    /// The entry with its comments, in the excerpt.
    range: Range<usize>,
    comments: Zeroizing<Vec<u8>>,
    /// Never empty.
    spellings: Vec<Parts>,
}

impl Site {
    /// Finds an entry of `document` in an excerpt. Returns `None` if it cannot be rewritten there
    /// without loss.
    fn new(
        excerpt: Zeroizing<Vec<u8>>,
        document: &Document,
        entry: &Entry,
        duplicate_index: usize,
    ) -> Option<Self> {
        let excerpt = Document::parse(excerpt);
        let same = same_entry_in(&excerpt, document, entry, duplicate_index)?;
        let spellings = spellings(&excerpt, same)?;
        let (range, comments) = excerpt.surroundings(same);
        Some(Self {
            range,
            comments,
            spellings,
            excerpt,
        })
    }

    fn current(&self) -> &[u8] {
        &self.excerpt.bytes()[self.range.clone()]
    }

    /// The entry on separate lines: after its comments and, if it has any, also before them.
    fn texts(&self, spelling: &Parts) -> Vec<Zeroizing<Vec<u8>>> {
        let lines = lines(&self.excerpt, spelling);
        let mut texts = vec![concat(&[&self.comments, &lines])];
        if !self.comments.is_empty() {
            texts.push(concat(&[&lines, &self.comments]));
        }
        texts
    }

    /// The text with which the most readers find the entry, if that is more than now and no reader
    /// loses it.
    fn best(
        &self,
        question: &Question,
        answers: &Answers<'_>,
        trial: &Trial<'_>,
    ) -> Option<Zeroizing<Vec<u8>>> {
        let mut best = None;
        let current = self.verdicts_with(self.current(), question, answers);
        let mut most = trial.count_read(&current);
        for text in self
            .spellings
            .iter()
            .flat_map(|spelling| self.texts(spelling))
        {
            let verdicts = self.verdicts_with(&text, question, answers);
            let count = trial.count_read(&verdicts);
            if count > most && !is_any_worse(&current, &verdicts) {
                best = Some(text);
                most = count;
            }
        }
        best
    }

    fn verdicts_with(
        &self,
        text: &[u8],
        question: &Question,
        answers: &Answers<'_>,
    ) -> Vec<Verdict> {
        let mut edits = Edits::new(&self.excerpt);
        edits.replace(self.range.clone(), text.to_vec().into());
        let answers = answers.about(&edits.finish(), question);
        let verdicts = answers
            .iter()
            .map(|answer| Verdict::of(answer, &question.expected));
        verdicts.collect()
    }
}

/// For each entry, how many entries before it have the same bytes.
fn duplicate_indexes(document: &Document) -> Vec<usize> {
    let mut counts: HashMap<&[u8], usize> = HashMap::new();
    let mut indexes = Vec::with_capacity(document.entries().len());
    for entry in document.entries() {
        let count = counts.entry(&document.bytes()[entry.range()]).or_default();
        indexes.push(*count);
        *count += 1;
    }
    indexes
}

/// Finds an entry of `document` in an excerpt, which has all entries with the same bytes.
fn same_entry_in<'e>(
    excerpt: &'e Document,
    document: &Document,
    entry: &Entry,
    duplicate_index: usize,
) -> Option<&'e Entry> {
    let bytes = &document.bytes()[entry.range()];
    let same = |other: &&Entry| excerpt.bytes()[other.range()] == *bytes;
    excerpt.entries().iter().filter(same).nth(duplicate_index)
}
