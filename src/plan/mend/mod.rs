//! What can be changed in a netrc so that more readers read it, without changing what it means to any.
//!
//! A change is tried on a copy, and every reader is asked about every entry. It is made only if some reader gains by it,
//! and none that read an entry as it is meant, or the file at all, fails to do so after, or finds what is not meant where it
//! found nothing.

mod rewrites;

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use zeroize::Zeroizing;

use crate::netrc::{Document, Edits, Entry, FaultKind, Parts, Position, line_break};
use crate::readers::{Answer, READERS, Reader};
use crate::secret::concat;

use crate::check::question::{Answers, Budget, Question, TooMuch, questions};
use crate::check::{EntryCheck, Verdict, check_within};
use crate::plan::mend::rewrites::{forms_of, lines};

/// A change that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mended {
    /// The byte order mark is gone.
    ByteOrderMark,
    /// The blank lines before a comment are gone, or the blanks at the end of the line before it.
    BlankBeforeComment,
    /// A line with nothing but `#` stands between a value in quotes and a comment.
    CommentAfterQuote,
    /// The empty line is there that ends a macro.
    MacroEnd,
    /// `default` stands behind all others.
    DefaultLast,
    /// An entry has a line for each of its parts, and its comments around it.
    Entry,
}

impl Mended {
    /// The one word for it in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::ByteOrderMark => "byte_order_mark",
            Self::BlankBeforeComment => "blank_before_comment",
            Self::CommentAfterQuote => "comment_after_quote",
            Self::MacroEnd => "macro_end",
            Self::DefaultLast => "default_last",
            Self::Entry => "entry",
        }
    }
}

impl fmt::Display for Mended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ByteOrderMark => "the byte order mark, taken out",
            Self::BlankBeforeComment => "the blank before a comment, taken out",
            Self::CommentAfterQuote => "a comment behind a value in quotes, set apart with a `#`",
            Self::MacroEnd => "a macro, ended by an empty line",
            Self::DefaultLast => "`default`, moved to the end",
            Self::Entry => "an entry, in lines of its own",
        })
    }
}

/// One change, and where it was before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MendStep {
    /// What was done.
    pub what: Mended,
    /// Where, in the file as it was.
    pub position: Position,
}

/// What can be mended.
#[derive(Debug)]
pub struct Mend {
    /// The changes, in the order in which they are made.
    pub steps: Vec<MendStep>,
    /// The file with all of them.
    pub document: Document,
}

impl Mend {
    /// Finds the changes by which some of `readers` gain.
    ///
    /// # Errors
    /// [`TooMuch`].
    pub fn new(document: &Document, readers: &[&'static Reader]) -> Result<Self, TooMuch> {
        let mut mend = Self {
            steps: Vec::new(),
            document: Document::parse(copy(document.bytes())),
        };
        let mut trial = Trial::new(document, readers)?;
        // One change can make way for another: Python loses a comment behind a quote as well as behind a blank line.
        loop {
            let steps = mend.steps.len();
            for together in TOGETHER {
                mend.change(document, &mut trial, together)?;
            }
            mend.rewrite(document, &mut trial)?;
            // Without the quotes there is nothing to set apart.
            for together in APART {
                mend.change(document, &mut trial, together)?;
            }
            if mend.steps.len() == steps {
                return Ok(mend);
            }
        }
    }

    /// Makes some changes, if readers gain by all of them together.
    fn change(
        &mut self,
        original: &Document,
        trial: &mut Trial<'_>,
        together: &[Mended],
    ) -> Result<(), TooMuch> {
        let mut after = Document::parse(copy(self.document.bytes()));
        let mut steps = Vec::new();
        for &what in together {
            let Some((edits, _)) = change(&after, what) else {
                return Ok(());
            };
            after = Document::parse(edits.finish_alone());
            let places = change(original, what)
                .map(|(_, places)| places)
                .unwrap_or_default();
            steps.extend(places.into_iter().map(|at| MendStep {
                what,
                position: original.position(at),
            }));
        }
        self.keep_if_better(after, trial, steps).map(drop)
    }

    /// Puts entries in lines of their own, if readers gain by it.
    fn rewrite(&mut self, original: &Document, trial: &mut Trial<'_>) -> Result<(), TooMuch> {
        let tries =
            rewritten(&self.document, trial).map(|(edits, entries)| (edits.finish(), entries));
        // Whatever was moved, the entries with a machine are in the order that they had.
        let before: Vec<_> = original
            .entries()
            .iter()
            .filter(|entry| !entry.is_default())
            .collect();
        let place = |at: usize| {
            let nth = self.document.entries()[..at]
                .iter()
                .filter(|entry| !entry.is_default())
                .count();
            let default = || original.entries().iter().find(|entry| entry.is_default());
            let entry = if self.document.entries()[at].is_default() {
                default()
            } else {
                before.get(nth).copied()
            };
            original.position(entry.map_or(0, |entry| entry.range().start))
        };
        let step = |at: usize| MendStep {
            what: Mended::Entry,
            position: place(at),
        };
        let tries = tries
            .map(|(after, entries)| (after, entries.into_iter().map(step).collect::<Vec<_>>()));
        for (after, steps) in tries.into_iter().filter(|(_, steps)| !steps.is_empty()) {
            if self.keep_if_better(Document::parse(after), trial, steps)? {
                break;
            }
        }
        Ok(())
    }

    fn keep_if_better(
        &mut self,
        after: Document,
        trial: &mut Trial<'_>,
        steps: Vec<MendStep>,
    ) -> Result<bool, TooMuch> {
        let is_better = trial.is_better(&self.document, &after)?;
        if is_better {
            self.document = after;
            self.steps.extend(steps);
        }
        Ok(is_better)
    }
}

/// Changes, in the order in which they are tried. A `default` waits for what would be in its way.
const TOGETHER: [&[Mended]; 6] = [
    &[Mended::ByteOrderMark],
    &[Mended::BlankBeforeComment],
    &[Mended::MacroEnd],
    &[Mended::ByteOrderMark, Mended::DefaultLast],
    &[Mended::MacroEnd, Mended::DefaultLast],
    &[Mended::DefaultLast],
];

/// What is tried when the entries are as they can be.
const APART: [&[Mended]; 2] = [
    &[Mended::CommentAfterQuote],
    &[Mended::BlankBeforeComment, Mended::CommentAfterQuote],
];

/// What a change is tried on: every reader, asked about every entry.
struct Trial<'r> {
    /// Those that are to gain.
    readers: &'r [&'static Reader],
    all: Vec<&'static Reader>,
    /// How it is before the change.
    before: Vec<EntryCheck>,
    /// The same, asked the other way: with a login, or without.
    otherwise: Vec<Vec<Verdict>>,
    budget: Budget,
}

impl<'r> Trial<'r> {
    fn new(document: &Document, readers: &'r [&'static Reader]) -> Result<Self, TooMuch> {
        let (all, mut budget): (Vec<&'static Reader>, _) =
            (READERS.iter().collect(), Budget::new());
        let before = in_order(check_within(&mut budget, document, &all, &[])?);
        let otherwise = asked_otherwise(&mut budget, document, &all)?;
        Ok(Self {
            readers,
            all,
            before,
            otherwise,
            budget,
        })
    }

    /// Whether some readers gain, no reader at all loses, and the entries say what they said. Then that is how it is.
    fn is_better(&mut self, before: &Document, after: &Document) -> Result<bool, TooMuch> {
        if said(before) != said(after) {
            return Ok(false);
        }
        let checks = in_order(check_within(&mut self.budget, after, &self.all, &[])?);
        let mut gains = false;
        for (before, after) in self.before.iter().zip(&checks) {
            for (before, after) in before.views.iter().zip(&after.views) {
                if is_worse(before.verdict, after.verdict) {
                    return Ok(false);
                }
                let is_gain = before.verdict != Verdict::Same && after.verdict == Verdict::Same;
                gains |= is_gain && self.readers.contains(&before.reader);
            }
        }
        if !gains {
            return Ok(false);
        }
        let otherwise = asked_otherwise(&mut self.budget, after, &self.all)?;
        gains = !self
            .otherwise
            .iter()
            .zip(&otherwise)
            .any(|(before, after)| loses(before, after));
        if gains {
            self.before = checks;
            self.otherwise = otherwise;
        }
        Ok(gains)
    }
}

fn loses(before: &[Verdict], after: &[Verdict]) -> bool {
    before
        .iter()
        .zip(after)
        .any(|(before, after)| is_worse(*before, *after))
}

/// Whether a reader loses by a change: the entry, the file, or that it finds nothing where it would find the wrong thing.
fn is_worse(before: Verdict, after: Verdict) -> bool {
    let is_wrong = matches!(after, Verdict::OtherPassword | Verdict::OtherLogin);
    before != after
        && (before == Verdict::Same
            || after == Verdict::Lost
            || before == Verdict::Nothing && is_wrong)
}

fn asked_otherwise(
    budget: &mut Budget,
    document: &Document,
    all: &[&'static Reader],
) -> Result<Vec<Vec<Verdict>>, TooMuch> {
    let mut answers = Answers::new(document, all);
    let mut asked: Vec<_> = questions(document, &[])
        .into_iter()
        .map(Question::with_login_toggled)
        .collect();
    asked.sort_by_key(|asked| document.entries()[asked.entry].is_default());
    asked
        .iter()
        .map(|asked| Ok(verdicts(&answers.to(asked, budget)?, asked)))
        .collect()
}

/// Only `default` may move, so it comes last.
fn in_order(mut checks: Vec<EntryCheck>) -> Vec<EntryCheck> {
    checks.sort_by_key(|check| (check.machine.is_none(), check.entry));
    checks
}

/// What the entries say, `default` last.
fn said(document: &Document) -> Vec<(bool, Parts)> {
    let said = |entry: &Entry| {
        let [mut machine, login, password] = document.parts(entry);
        machine
            .iter_mut()
            .for_each(|machine| machine.make_ascii_lowercase());
        (entry.is_default(), [machine, login, password])
    };
    let mut parts: Vec<_> = document.entries().iter().map(said).collect();
    parts.sort_by_key(|(is_default, _)| *is_default);
    parts
}

fn copy(bytes: &[u8]) -> Zeroizing<Vec<u8>> {
    bytes.to_vec().into()
}

/// The edits that make one kind of change wherever it can be made, and where that is.
fn change(document: &Document, what: Mended) -> Option<(Edits<'_>, Vec<usize>)> {
    let bytes = document.bytes();
    let mut edits = Edits::new(document);
    let places: Vec<usize> = match what {
        Mended::ByteOrderMark if bytes.starts_with(b"\xEF\xBB\xBF") => {
            edits.replace(0..3, Zeroizing::default());
            vec![0]
        }
        Mended::BlankBeforeComment => {
            let places = faults(document, FaultKind::BlankBeforeComment);
            for &at in &places {
                let gap = document.gap_before(at);
                let starts_line = gap.start == 0 || bytes[gap.start - 1] == b'\n';
                let text = if starts_line {
                    &b""[..]
                } else {
                    line_break(bytes)
                };
                edits.replace(gap, copy(text));
            }
            places
        }
        Mended::CommentAfterQuote => {
            edits.set_comments_apart();
            faults(document, FaultKind::CommentAfterQuote)
        }
        Mended::MacroEnd => {
            let places = faults(document, FaultKind::OpenMacro);
            let ends_line = bytes.ends_with(b"\n");
            let text = concat(&[
                if ends_line { b"" } else { line_break(bytes) },
                line_break(bytes),
            ]);
            edits.replace(bytes.len()..bytes.len(), text);
            places
        }
        Mended::DefaultLast => {
            let (last, others) = document.entries().split_last()?;
            let default = others
                .iter()
                .find(|entry| entry.is_default())
                .filter(|_| !last.is_default())?;
            // A macro belongs to the entry before it: FTP would run it for another host.
            if default.has_macro {
                return None;
            }
            let text = lines(document, forms_of(document, default)?.into_iter().next()?);
            let break_before: &[u8] = if bytes.ends_with(b"\n") {
                b""
            } else {
                line_break(bytes)
            };
            edits.remove(default);
            edits.replace(bytes.len()..bytes.len(), concat(&[break_before, &text]));
            vec![default.range().start]
        }
        Mended::ByteOrderMark | Mended::Entry => return None,
    };
    (!places.is_empty()).then_some((edits, places))
}

fn faults(document: &Document, kind: FaultKind) -> Vec<usize> {
    document
        .faults()
        .iter()
        .filter(|fault| fault.kind == kind)
        .map(|fault| fault.at)
        .collect()
}

/// The entries that are better read in lines of their own, by their places; each is tried alone, in what of the file
/// matters for its host. Then all that are not read by everyone: what one of them has may cost a tool the others.
fn rewritten<'d>(document: &'d Document, trial: &Trial<'_>) -> [(Edits<'d>, Vec<usize>); 2] {
    let [mut alone, mut all] = [(); 2].map(|()| (Edits::new(document), Vec::new()));
    let (answers, ranks, mut budget) = (
        Answers::new(document, &trial.all),
        ranks(document),
        Budget::new(),
    );
    let verdict_of = |check: &EntryCheck| {
        (
            check.entry,
            check.views.iter().map(|view| view.verdict).collect(),
        )
    };
    let before: HashMap<usize, Vec<Verdict>> = trial.before.iter().map(verdict_of).collect();
    for asked in questions(document, &[]) {
        let before = &before[&asked.entry];
        if before.iter().all(|verdict| *verdict == Verdict::Same) {
            continue;
        }
        let entry = &document.entries()[asked.entry];
        let part = Document::parse(answers.slice(&asked));
        let Some(twin) = twin(document, entry, ranks[asked.entry], &part) else {
            continue;
        };
        let Some(forms) = forms_of(&part, twin) else {
            continue;
        };
        // What there is no time for now is tried with all, or when the first ones are mended.
        let tries = budget
            .spend(part.bytes().len(), 2 * forms.len() * trial.all.len())
            .is_ok();
        let rewrite = |(edits, places): &mut (Edits<'_>, Vec<usize>), range: Range<usize>, text| {
            let place = |at: usize| entry.range().start + at - twin.range().start;
            edits.replace(place(range.start)..place(range.end), text);
            places.push(asked.entry);
        };
        let (range, comments) = part.surroundings(twin);
        let text = concat(&[&comments, &lines(&part, forms[0].clone())]);
        if part.bytes()[range.clone()] != **text {
            rewrite(&mut all, range, text);
        }
        if tries
            && let Some((range, text)) =
                best(&part, twin, forms, &asked, &answers, before, trial.readers)
        {
            rewrite(&mut alone, range, text);
        }
    }
    [alone, all]
}

/// How many entries that are written the same stand before each.
fn ranks(document: &Document) -> Vec<usize> {
    let mut seen: HashMap<&[u8], usize> = HashMap::new();
    let rank = |entry: &Entry| {
        let count = seen.entry(&document.bytes()[entry.range()]).or_default();
        *count += 1;
        *count - 1
    };
    document.entries().iter().map(rank).collect()
}

/// An entry of a document in a part of it, which has all that are written the same.
fn twin<'p>(
    document: &Document,
    entry: &Entry,
    rank: usize,
    part: &'p Document,
) -> Option<&'p Entry> {
    let bytes = &document.bytes()[entry.range()];
    part.entries()
        .iter()
        .filter(|other| part.bytes()[other.range()] == *bytes)
        .nth(rank)
}

fn verdicts(answers: &[Answer], asked: &Question) -> Vec<Verdict> {
    answers
        .iter()
        .map(|answer| Verdict::of(answer, &asked.expected))
        .collect()
}

/// The text for an entry that the most of `readers` read, if it is more of them than now and none is lost.
fn best(
    document: &Document,
    entry: &Entry,
    forms: Vec<Parts>,
    asked: &Question,
    answers: &Answers<'_>,
    before: &[Verdict],
    readers: &[&'static Reader],
) -> Option<(Range<usize>, Zeroizing<Vec<u8>>)> {
    let count = |verdicts: &[Verdict]| {
        let same = READERS
            .iter()
            .zip(verdicts)
            .filter(|(_, verdict)| **verdict == Verdict::Same);
        same.filter(|(reader, _)| readers.contains(reader)).count()
    };
    let (range, comments) = document.surroundings(entry);
    let (mut best, mut most) = (None, count(before));
    for form in forms {
        let lines = lines(document, form);
        let around = [concat(&[&comments, &lines]), concat(&[&lines, &comments])];
        for text in around
            .into_iter()
            .take(if comments.is_empty() { 1 } else { 2 })
        {
            let mut edits = Edits::new(document);
            edits.replace(range.clone(), text.clone());
            let after = verdicts(&answers.about(&edits.finish(), asked), asked);
            if !loses(before, &after) && count(&after) > most {
                (best, most) = (Some((range.clone(), text)), count(&after));
            }
        }
    }
    best
}

/// The file without white space at its start and without blanks before comments.
pub(super) fn tidy(document: &Document) -> Zeroizing<Vec<u8>> {
    let changed = change(document, Mended::BlankBeforeComment);
    let tidy = changed.map_or_else(|| copy(document.bytes()), |(edits, _)| edits.finish());
    copy(tidy.trim_ascii_start())
}
