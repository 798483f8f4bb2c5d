//! What can be changed in a netrc so that more readers read it, without changing what it means to any.
//!
//! A change is tried on a copy, and every reader is asked about every entry. It is made only if some reader gains by it,
//! and none that read an entry as it is meant before fails to do so after.

use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use zeroize::Zeroizing;

use crate::netrc::readers::{READERS, Reader};
use crate::netrc::slices::Slices;
use crate::netrc::{Document, Edits, Entry, FaultKind, Position, Quoting, line_break, write};
use crate::secret::concat;

use super::check::{Asked, MOST, TooMuch, Verdict, asked, check};

/// A change that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mended {
    /// The byte order mark is gone.
    ByteOrderMark,
    /// The blank lines before a comment are gone, or the blanks at the end of the line before it.
    BlankBeforeComment,
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
        let mut mend = Self { steps: Vec::new(), document: Document::parse(copy(document.bytes())) };
        for what in [Mended::ByteOrderMark, Mended::BlankBeforeComment, Mended::MacroEnd, Mended::DefaultLast] {
            let places = change(document, what).map(|(_, places)| places);
            if let (Some((edits, _)), Some(places)) = (change(&mend.document, what), places) {
                let after = Document::parse(edits.finish());
                mend.keep_if_better(after, readers, what, places.into_iter().map(|at| document.position(at)))?;
            }
        }
        let (edits, entries) = rewritten(&mend.document, readers)?;
        if !edits.is_empty() {
            let after = Document::parse(edits.finish());
            // Whatever was moved, the entries with a machine are in the order that they had.
            let before: Vec<_> = document.entries().iter().filter(|entry| !entry.is_default()).collect();
            let place = |at: usize| {
                let nth = mend.document.entries()[..at].iter().filter(|entry| !entry.is_default()).count();
                let default = || document.entries().iter().find(|entry| entry.is_default());
                let entry = if mend.document.entries()[at].is_default() { default() } else { before.get(nth).copied() };
                document.position(entry.map_or(0, |entry| entry.range().start))
            };
            let places: Vec<Position> = entries.into_iter().map(place).collect();
            mend.keep_if_better(after, readers, Mended::Entry, places.into_iter())?;
        }
        Ok(mend)
    }

    fn keep_if_better(
        &mut self,
        after: Document,
        readers: &[&'static Reader],
        what: Mended,
        places: impl Iterator<Item = Position>,
    ) -> Result<(), TooMuch> {
        if is_better(&self.document, &after, readers)? {
            self.document = after;
            self.steps.extend(places.map(|position| MendStep { what, position }));
        }
        Ok(())
    }
}

fn copy(bytes: &[u8]) -> Zeroizing<Vec<u8>> {
    bytes.to_vec().into()
}

/// Whether some of `readers` gain, no reader at all loses, and the entries say what they said.
fn is_better(before: &Document, after: &Document, readers: &[&'static Reader]) -> Result<bool, TooMuch> {
    let all: Vec<&'static Reader> = READERS.iter().collect();
    let said = |document: &Document| {
        let mut parts: Vec<_> =
            document.entries().iter().map(|entry| (entry.is_default(), document.parts(entry))).collect();
        for (_, [machine, ..]) in &mut parts {
            machine.iter_mut().for_each(|machine| machine.make_ascii_lowercase());
        }
        // Only `default` may have moved.
        parts.sort_by_key(|(is_default, _)| *is_default);
        parts
    };
    if said(before) != said(after) {
        return Ok(false);
    }
    let mut verdicts = [check(before, &all, None)?, check(after, &all, None)?];
    for checks in &mut verdicts {
        checks.sort_by_key(|check| (check.machine.is_none(), check.entry));
    }
    let [before, after] = verdicts;
    let mut gains = false;
    for (before, after) in before.iter().zip(&after) {
        for (before, after) in before.views.iter().zip(&after.views) {
            match (before.verdict, after.verdict) {
                (Verdict::Same, Verdict::Same) => {}
                (Verdict::Same, _) => return Ok(false),
                (_, Verdict::Same) => gains |= readers.contains(&before.reader),
                _ => {}
            }
        }
    }
    Ok(gains)
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
                let text = if gap.start == 0 { &b""[..] } else { line_break(bytes) };
                edits.replace(gap, copy(text));
            }
            places
        }
        Mended::MacroEnd => {
            let places = faults(document, FaultKind::OpenMacro);
            let ends_line = bytes.ends_with(b"\n");
            let text = concat(&[if ends_line { b"" } else { line_break(bytes) }, line_break(bytes)]);
            edits.replace(bytes.len()..bytes.len(), text);
            places
        }
        Mended::DefaultLast => {
            let default = document.entries().iter().find(|entry| entry.is_default())?;
            let text = lines(document, default, forms_of(document, default)?.into_iter().next()?);
            let break_before: &[u8] = if bytes.ends_with(b"\n") { b"" } else { line_break(bytes) };
            edits.remove(default);
            edits.replace(bytes.len()..bytes.len(), concat(&[break_before, &text]));
            vec![default.range().start]
        }
        Mended::ByteOrderMark | Mended::Entry => return None,
    };
    (!places.is_empty()).then_some((edits, places))
}

fn faults(document: &Document, kind: FaultKind) -> Vec<usize> {
    document.faults().iter().filter(|fault| fault.kind == kind).map(|fault| fault.at).collect()
}

/// The entries that are better read in lines of their own, by their places; each is tried alone, in what of the file
/// matters for its host.
fn rewritten<'d>(document: &'d Document, readers: &[&'static Reader]) -> Result<(Edits<'d>, Vec<usize>), TooMuch> {
    let (mut edits, mut places) = (Edits::new(document), Vec::new());
    let (slices, ranks) = (Slices::new(document), ranks(document));
    let mut work = 0_usize;
    for asked in asked(document, None) {
        let slice = slices.for_host(&asked.host);
        let before = verdicts(&asked, &slice);
        work = work.saturating_add(slice.len().saturating_mul(READERS.len()));
        if before.iter().all(|verdict| *verdict == Verdict::Same) {
            continue;
        }
        work = work.saturating_add(slice.len().saturating_mul(READERS.len() * TRIES));
        if work > MOST {
            return Err(TooMuch);
        }
        let entry = &document.entries()[asked.entry];
        let part = Document::parse(copy(&slice));
        let Some(twin) = twin(document, entry, ranks[asked.entry], &part) else { continue };
        if let Some((range, text)) = best(&part, twin, &asked, &before, readers) {
            let place = |at: usize| entry.range().start + at - twin.range().start;
            edits.replace(place(range.start)..place(range.end), text);
            places.push(asked.entry);
        }
    }
    Ok((edits, places))
}

/// As many forms as there are of an entry, at the most, and twice that with comments before it or behind it.
const TRIES: usize = 8;

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
fn twin<'p>(document: &Document, entry: &Entry, rank: usize, part: &'p Document) -> Option<&'p Entry> {
    let bytes = &document.bytes()[entry.range()];
    part.entries().iter().filter(|other| part.bytes()[other.range()] == *bytes).nth(rank)
}

fn verdicts(asked: &Asked, bytes: &[u8]) -> Vec<Verdict> {
    READERS.iter().map(|reader| asked.verdict(&reader.read_aloud(bytes, &asked.query()))).collect()
}

/// The text for an entry that the most of `readers` read, if it is more of them than now and none is lost.
fn best(
    document: &Document,
    entry: &Entry,
    asked: &Asked,
    before: &[Verdict],
    readers: &[&'static Reader],
) -> Option<(Range<usize>, Zeroizing<Vec<u8>>)> {
    let count = |verdicts: &[Verdict]| {
        let same = READERS.iter().zip(verdicts).filter(|(_, verdict)| **verdict == Verdict::Same);
        same.filter(|(reader, _)| readers.contains(reader)).count()
    };
    let (range, comments) = document.surroundings(entry);
    let (mut best, mut most) = (None, count(before));
    for form in forms_of(document, entry)? {
        let lines = lines(document, entry, form);
        for text in [concat(&[&comments, &lines]), concat(&[&lines, &comments])] {
            let mut edits = Edits::new(document);
            edits.replace(range.clone(), text.clone());
            let after = verdicts(asked, &edits.finish());
            let loses =
                before.iter().zip(&after).any(|(before, after)| *before == Verdict::Same && *after != Verdict::Same);
            if !loses && count(&after) > most {
                (best, most) = (Some((range.clone(), text)), count(&after));
            }
        }
    }
    best
}

/// Machine, login and password as they are written, as many as there are.
type Written = [Option<Zeroizing<Vec<u8>>>; 3];

/// How the words of an entry can be written: machine, login and password, as many as it has. `None` for an entry that says
/// more than these, or something that has no certain meaning.
fn forms_of(document: &Document, entry: &Entry) -> Option<Vec<Written>> {
    let clear = matches!(entry.doubt(), None | Some(FaultKind::RareKeyword | FaultKind::LiveComment));
    if !clear || entry.says_more() {
        return None;
    }
    let [machine, login, password] = document.parts(entry);
    let text = |part: Option<Zeroizing<Vec<u8>>>| -> Option<Vec<Option<Zeroizing<Vec<u8>>>>> {
        let Some(part) = part else { return Some(vec![None]) };
        let part = str::from_utf8(&part).ok()?;
        let forms = [Quoting::WhereNeeded, Quoting::Always].map(|quoting| write(part, quoting).ok());
        forms.into_iter().map(|form| form.map(Some)).collect()
    };
    let machine = text(machine.map(|machine| machine.to_ascii_lowercase().into()))?;
    let (logins, passwords) = (text(login)?, text(password)?);
    let machine = machine.into_iter().next()?;
    let mut found = Vec::new();
    for login in &logins {
        for password in &passwords {
            found.push([machine.clone(), login.clone(), password.clone()]);
        }
    }
    Some(found)
}

/// An entry in lines of its own.
fn lines(document: &Document, entry: &Entry, words: Written) -> Zeroizing<Vec<u8>> {
    let line_break = line_break(document.bytes());
    let [machine, login, password] = &words;
    let mut parts: Vec<&[u8]> = Vec::new();
    match machine {
        Some(machine) if !entry.is_default() => parts.extend([b"machine ", &machine[..], line_break]),
        _ => parts.extend([&b"default"[..], line_break]),
    }
    for (keyword, value) in [(&b"  login "[..], login), (b"  password ", password)] {
        if let Some(value) = value {
            parts.extend([keyword, value, line_break]);
        }
    }
    concat(&parts)
}
