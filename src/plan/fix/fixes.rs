//! The fixes of a whole file, in the order in which they are tried.

use zeroize::Zeroizing;

use crate::check::Strays;
use crate::netrc::lines::{is_lone_return, starts_line};
use crate::netrc::{Document, Edits, Quirk};
use crate::plan::fix::Fix;
use crate::plan::fix::rewrites::{lines, spellings};
use crate::secret::concat;

/// All attempts, in the order in which they are made.
pub(super) const ATTEMPTS: [Attempt; 14] = [
    Attempt::Together(&[BYTE_ORDER_MARK]),
    Attempt::Together(&[LINE_ENDINGS]),
    Attempt::Together(&[BYTE_ORDER_MARK, LINE_ENDINGS]),
    Attempt::Together(&[LONE_RETURNS]),
    Attempt::Together(&[LINE_ENDINGS, LONE_RETURNS]),
    Attempt::Together(&[IGNORED_WORDS]),
    Attempt::Together(&[BLANK_BEFORE_COMMENT]),
    Attempt::Together(&[MACRO_END]),
    Attempt::Together(&[BYTE_ORDER_MARK, DEFAULT_LAST]),
    Attempt::Together(&[MACRO_END, DEFAULT_LAST]),
    Attempt::Together(&[DEFAULT_LAST]),
    Attempt::Entries,
    // After the entries: a rewritten entry may need no quotes.
    Attempt::Together(&[COMMENT_AFTER_QUOTE]),
    Attempt::Together(&[BLANK_BEFORE_COMMENT, COMMENT_AFTER_QUOTE]),
];

/// One attempt.
pub(super) enum Attempt {
    /// Fixes of the whole file that are made together or not at all.
    Together(&'static [FileFix]),
    /// Rewriting entries.
    Entries,
}

/// A fix of the whole file.
pub(super) struct FileFix {
    pub(super) fix: Fix,
    /// Returns the change, or `None` if there is nothing to fix.
    pub(super) change: fn(&Document) -> Option<Change<'_>>,
}

/// The edits of a fix, and the places that they fix.
pub(super) struct Change<'d> {
    pub(super) edits: Edits<'d>,
    /// Offsets for a fix of the whole file, indexes of entries for rewrites.
    pub(super) places: Vec<usize>,
}

impl<'d> Change<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        Self {
            edits: Edits::new(document),
            places: Vec::new(),
        }
    }

    fn unless_empty(self) -> Option<Self> {
        (!self.places.is_empty()).then_some(self)
    }
}

const BYTE_ORDER_MARK: FileFix = FileFix {
    fix: Fix::ByteOrderMark,
    change: remove_byte_order_mark,
};
const LINE_ENDINGS: FileFix = FileFix {
    fix: Fix::LineEndings,
    change: remove_carriage_returns,
};
const LONE_RETURNS: FileFix = FileFix {
    fix: Fix::LoneReturns,
    change: replace_lone_returns,
};
const IGNORED_WORDS: FileFix = FileFix {
    fix: Fix::IgnoredWords,
    change: remove_ignored_words,
};
const BLANK_BEFORE_COMMENT: FileFix = FileFix {
    fix: Fix::BlankBeforeComment,
    change: remove_blanks_before_comments,
};
const COMMENT_AFTER_QUOTE: FileFix = FileFix {
    fix: Fix::CommentAfterQuote,
    change: separate_comments_from_quotes,
};
const MACRO_END: FileFix = FileFix {
    fix: Fix::MacroEnd,
    change: end_macro,
};
const DEFAULT_LAST: FileFix = FileFix {
    fix: Fix::DefaultLast,
    change: move_default_to_end,
};

fn remove_byte_order_mark(document: &Document) -> Option<Change<'_>> {
    const MARK: &[u8] = "\u{FEFF}".as_bytes();
    let mut change = Change::new(document);
    if document.bytes().starts_with(MARK) {
        change.edits.replace(0..MARK.len(), Zeroizing::default());
        change.places.push(0);
    }
    change.unless_empty()
}

/// Removes the carriage return before each line feed. The place is that of the first.
fn remove_carriage_returns(document: &Document) -> Option<Change<'_>> {
    let pairs = document.bytes().windows(2).enumerate();
    let returns = pairs.filter(|(_, pair)| *pair == b"\r\n");
    let mut change = Change::new(document);
    for (at, _) in returns {
        change.edits.replace(at..at + 1, Zeroizing::default());
        if change.places.is_empty() {
            change.places.push(at);
        }
    }
    change.unless_empty()
}

/// Replaces each carriage return that ends a line by a line feed. The place is that of the first.
fn replace_lone_returns(document: &Document) -> Option<Change<'_>> {
    let bytes = document.bytes();
    let mut change = Change::new(document);
    for at in (0..bytes.len()).filter(|&at| is_lone_return(bytes, at)) {
        change.edits.replace(at..at + 1, b"\n".to_vec().into());
        if change.places.is_empty() {
            change.places.push(at);
        }
    }
    change.unless_empty()
}

/// Removes the words that every tool ignores, with the space before them.
fn remove_ignored_words(document: &Document) -> Option<Change<'_>> {
    let mut change = Change::new(document);
    for range in Strays::new(document).removable(document) {
        change.places.push(range.start);
        let gap = document.gap_before(range.start);
        change
            .edits
            .replace(gap.start..range.end, Zeroizing::default());
    }
    change.unless_empty()
}

fn remove_blanks_before_comments(document: &Document) -> Option<Change<'_>> {
    let bytes = document.bytes();
    let mut change = Change::new(document);
    change.places = places(document, Quirk::BlankBeforeComment);
    for &at in &change.places {
        let gap = document.gap_before(at);
        let starts_line = starts_line(bytes, gap.start);
        let text = if starts_line {
            b""
        } else {
            document.line_break()
        };
        change.edits.replace(gap, text.to_vec().into());
    }
    change.unless_empty()
}

fn separate_comments_from_quotes(document: &Document) -> Option<Change<'_>> {
    let mut change = Change::new(document);
    change.places = places(document, Quirk::CommentAfterQuote);
    change.edits.set_comments_apart();
    change.unless_empty()
}

fn end_macro(document: &Document) -> Option<Change<'_>> {
    let line_break = document.line_break();
    let mut change = Change::new(document);
    change.places = places(document, Quirk::OpenMacro);
    append(&mut change.edits, document, line_break);
    change.unless_empty()
}

fn move_default_to_end(document: &Document) -> Option<Change<'_>> {
    let (last, others) = document.entries().split_last()?;
    let default = others.iter().find(|entry| entry.is_default())?;
    // A macro belongs to the entry before it: without `default`, FTP would run it for another host.
    if last.is_default() || default.has_macro {
        return None;
    }
    let spelling = spellings(document, default)?.into_iter().next()?;
    let mut change = Change::new(document);
    change.places.push(default.range().start);
    change.edits.remove(default);
    append(&mut change.edits, document, &lines(document, &spelling));
    Some(change)
}

/// Appends lines to the file, after ending its last line.
fn append(edits: &mut Edits<'_>, document: &Document, text: &[u8]) {
    let bytes = document.bytes();
    let end = if starts_line(bytes, bytes.len()) {
        b""
    } else {
        document.line_break()
    };
    edits.replace(bytes.len()..bytes.len(), concat(&[end, text]));
}

fn places(document: &Document, quirk: Quirk) -> Vec<usize> {
    let quirks = document.quirks().iter();
    quirks
        .filter(|found| found.quirk == quirk)
        .map(|found| found.at)
        .collect()
}

/// Returns the file without white space at its start, and without blank lines or trailing spaces
/// before comments.
pub(in crate::plan) fn tidy(document: &Document) -> Zeroizing<Vec<u8>> {
    let without_blanks = match remove_blanks_before_comments(document) {
        Some(change) => change.edits.finish(),
        None => document.bytes().to_vec().into(),
    };
    without_blanks.trim_ascii_start().to_vec().into()
}
