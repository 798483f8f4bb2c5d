//! Entries and faults: what the words of a file mean.
//!
//! Parsing never fails and never stops early. Whatever the bytes, it gives the entries that it could make out, and marks
//! each that real tools read in more than one way.

use std::borrow::Cow;
use std::ops::Range;

use crate::netrc::fault::{Fault, FaultKind, Keyword};
use crate::netrc::lex::{Lexer, Word};

/// One `machine` or `default` block, by position in the file it was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub(crate) start: usize,
    /// One past the last byte of the last word.
    pub(crate) end: usize,
    pub(crate) machine: Option<Word>,
    pub(crate) is_default: bool,
    pub(crate) login: Option<Word>,
    pub(crate) password: Option<Word>,
    pub(crate) has_account: bool,
    /// Whether macros follow, which belong to this machine for ftp(1).
    pub(crate) has_macro: bool,
    /// The first fault that gives this entry more than one reading.
    pub(crate) doubt: Option<FaultKind>,
}

impl Entry {
    /// Where in the file the entry is, from its keyword to its last word.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// Whether this is a `default` entry, which belongs to no machine.
    pub fn is_default(&self) -> bool {
        self.is_default
    }

    /// Why real tools read this entry in more than one way, if they do.
    pub fn doubt(&self) -> Option<FaultKind> {
        self.doubt
    }
}

/// The value of a word: without its quotes and escapes. A word without escapes is not copied.
pub(crate) fn value(word: Word, bytes: &[u8]) -> Cow<'_, [u8]> {
    let inner = word.inner(bytes);
    if !(word.traits.quoted() && word.traits.backslash()) {
        return Cow::Borrowed(inner);
    }
    Cow::Owned(unescaped(inner))
}

/// Each backslash gone, and what follows it kept as it is. One at the very end stands for itself.
pub(crate) fn unescaped(written: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(written.len());
    let mut at = 0;
    while at < written.len() {
        at += usize::from(written[at] == b'\\' && at + 1 < written.len());
        plain.push(written[at]);
        at += 1;
    }
    plain
}

/// The entries of a file in its order, found one at a time. Reads nothing twice, and allocates for faults, macros and comments only.
#[derive(Debug)]
pub(crate) struct Entries<'a> {
    lexer: Lexer<'a>,
    /// The keyword that ended the entry before.
    next: Option<(Word, Keyword, bool)>,
    pub(crate) faults: Vec<Fault>,
    pub(crate) comments: Vec<Word>,
    /// Where each macro starts.
    pub(crate) macro_starts: Vec<usize>,
    /// Where each macro ends that has an end, its empty line included.
    pub(crate) macro_ends: Vec<usize>,
    /// Where the last word or comment ended, to tell how many line breaks stand before a comment.
    last_end: usize,
}

impl<'a> Entries<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        let mut found = Self {
            lexer: Lexer::new(bytes),
            next: None,
            faults: Vec::new(),
            comments: Vec::new(),
            macro_starts: Vec::new(),
            macro_ends: Vec::new(),
            last_end: 0,
        };
        if bytes.starts_with(b"\xEF\xBB\xBF") {
            found.lexer.skip(3);
            found.last_end = 3;
            found.fault(0, FaultKind::ByteOrderMark);
        }
        found
    }

    fn fault(&mut self, at: usize, kind: FaultKind) {
        self.faults.push(Fault {
            at,
            kind,
            in_entry: false,
        });
    }

    /// Takes note of a comment, and tells whether some tools read a credential in it.
    fn comment(&mut self, word: Word) -> bool {
        self.comments.push(word);
        let (bytes, start, end) = (self.lexer.bytes(), word.start(), word.end());
        let gap = &bytes[self.last_end..start];
        let breaks = gap.iter().filter(|&&byte| byte == b'\n').count();
        // At the start of the file one break makes a blank line; later the first one ends the line before. Blanks at the
        // end of that line do the same harm in CPython's reader.
        let blank = breaks > usize::from(self.last_end > 0)
            || breaks == 1 && self.last_end > 0 && matches!(gap[0], b' ' | b'\t');
        // CPython's reader takes the blank behind a word with it, but not behind a word in quotes.
        let quoted = breaks > 0 && ends_quoted(&bytes[..self.last_end]);
        if (blank || quoted) && !glued(&bytes[start..end]) {
            self.fault(
                start,
                if blank {
                    FaultKind::BlankBeforeComment
                } else {
                    FaultKind::CommentAfterQuote
                },
            );
        }
        let live = holds_credential(&bytes[start..end]);
        if live {
            self.fault(start, FaultKind::LiveComment);
        }
        self.last_end = end;
        live
    }

    fn read_entry(&mut self, keyword: Word, is_default: bool) -> Entry {
        let mut entry = Entry {
            start: keyword.start(),
            end: keyword.end(),
            machine: None,
            is_default,
            login: None,
            password: None,
            has_account: false,
            has_macro: false,
            doubt: None,
        };
        if !is_default {
            entry.machine = self.value(&mut entry, keyword, Keyword::Machine);
        }
        while let Some(word) = self.lexer.keyword() {
            if word.traits.comment() {
                // On the entry's own line it is live in curl 8.21, aria2 and Net::Netrc; before the password, in
                // inetutils and tnftp. On a line behind a complete entry it is nobody's.
                let gap = &self.lexer.bytes()[entry.end..word.start()];
                let inside = entry.password.is_none() || !gap.contains(&b'\n');
                if self.comment(word) && inside {
                    entry.doubt.get_or_insert(FaultKind::LiveComment);
                    // It is the fault that was just found.
                    if let Some(fault) = self.faults.last_mut() {
                        fault.in_entry = true;
                    }
                }
                continue;
            }
            self.last_end = word.end();
            match self.recognise(word) {
                Some((found @ (Keyword::Machine | Keyword::Default), loud)) => {
                    self.next = Some((word, found, loud));
                    return entry;
                }
                Some((Keyword::Macdef, _)) => {
                    entry.has_macro = true;
                    self.skip_macro(word);
                    self.skip_macros();
                    return entry;
                }
                Some((found, loud)) => {
                    if loud || matches!(found, Keyword::User | Keyword::Passwd) {
                        self.doubt(&mut entry, word, FaultKind::RareKeyword);
                    }
                    let value = self.value(&mut entry, word, found);
                    let place = match found {
                        Keyword::Login | Keyword::User => &mut entry.login,
                        Keyword::Password | Keyword::Passwd => &mut entry.password,
                        _ => {
                            entry.has_account |= value.is_some();
                            continue;
                        }
                    };
                    let repeated = place.is_some() && value.is_some();
                    *place = value.or(*place);
                    if repeated {
                        self.doubt(&mut entry, word, FaultKind::Repeated);
                    }
                }
                None => {
                    entry.end = word.end();
                    self.doubt(&mut entry, word, FaultKind::UnknownWord);
                }
            }
        }
        entry
    }

    /// The macros that stand between two entries, all of which belong to the one before.
    fn skip_macros(&mut self) {
        while self.next.is_none() {
            match self.lexer.keyword() {
                None => return,
                Some(word) if word.traits.comment() => _ = self.comment(word),
                Some(word) => {
                    self.last_end = word.end();
                    match self.recognise(word) {
                        Some((found @ (Keyword::Machine | Keyword::Default), loud)) => {
                            self.next = Some((word, found, loud));
                        }
                        Some((Keyword::Macdef, _)) => self.skip_macro(word),
                        _ => self.fault(word.start(), FaultKind::UnknownWord),
                    }
                }
            }
        }
    }

    fn skip_macro(&mut self, keyword: Word) {
        self.macro_starts.push(keyword.start());
        let name = self.lexer.value();
        if name.is_none() {
            self.fault(keyword.start(), FaultKind::MissingValue(Keyword::Macdef));
        } else if self.lexer.skip_macro() {
            self.macro_ends.push(self.lexer.position() + 1);
        } else {
            self.fault(keyword.start(), FaultKind::OpenMacro);
        }
        let body = name.map_or(self.lexer.position(), Word::end);
        if let Some(at) = entry_in(&self.lexer.bytes()[body..self.lexer.position()]) {
            self.fault(body + at, FaultKind::EntryInMacro);
        }
        // Behind the empty line that ends a macro, a comment has a blank line before it for nobody.
        self.last_end = self.lexer.position();
    }

    #[cold]
    fn doubt(&mut self, entry: &mut Entry, word: Word, kind: FaultKind) {
        self.faults.push(Fault {
            at: word.start(),
            kind,
            in_entry: true,
        });
        entry.doubt.get_or_insert(kind);
    }

    /// Reads the value of `keyword` into `entry`, and marks what makes it doubtful.
    #[inline(always)]
    fn value(&mut self, entry: &mut Entry, keyword: Word, found: Keyword) -> Option<Word> {
        entry.end = keyword.end();
        let value = self.lexer.value();
        let bytes = self.lexer.bytes();
        let is_keyword = value.is_some_and(|word| is_keyword(word, bytes));
        // `login` at the end of a line and `password` at the start of the next: somebody forgot a value.
        let next_line =
            |word: Word| is_keyword && bytes[keyword.end()..word.start()].contains(&b'\n');
        let Some(word) = value.filter(|&word| !next_line(word)) else {
            if let Some(word) = value {
                self.lexer.back_to(word);
            }
            self.doubt(entry, keyword, FaultKind::MissingValue(found));
            return None;
        };
        entry.end = word.end();
        self.last_end = word.end();
        if is_keyword || word.traits != Default::default() || bytes[word.start()] == b'#' {
            self.inspect(entry, word, found);
        }
        Some(word)
    }

    #[cold]
    fn inspect(&mut self, entry: &mut Entry, word: Word, of: Keyword) {
        let bytes = self.lexer.bytes();
        let traits = word.traits;
        let kind = if traits.open() {
            FaultKind::OpenQuote
        } else if traits.tail() {
            FaultKind::TextAfterQuote
        } else if traits.control() {
            FaultKind::ControlByte
        } else if traits.high() && std::str::from_utf8(word.inner(bytes)).is_err() {
            FaultKind::NotUtf8
        } else if traits.backslash() && !traits.quoted() {
            FaultKind::Backslash
        } else if traits.curl_escape() {
            FaultKind::CurlEscape
        } else if traits.quoted() && word.inner(bytes).is_empty() {
            FaultKind::EmptyValue
        } else if !traits.quoted() && is_keyword(word, bytes) {
            FaultKind::KeywordAsValue
        } else if !traits.quoted() && bytes[word.start()] == b'#' {
            FaultKind::HashValue
        } else {
            return;
        };
        // Nobody uses the account, so its value matters only where it takes what follows with it.
        if of != Keyword::Account || kind.hides_the_rest() || kind == FaultKind::KeywordAsValue {
            self.doubt(entry, word, kind);
        }
    }

    /// A keyword, and whether it is one for curl and JGit alone, because it has a capital letter.
    #[inline(always)]
    fn recognise(&self, word: Word) -> Option<(Keyword, bool)> {
        let text = &self.lexer.bytes()[word.range()];
        match Keyword::exact(text) {
            Some(found) => Some((found, false)),
            None => Keyword::any_case(text).map(|found| (found, true)),
        }
    }
}

impl Iterator for Entries<'_> {
    type Item = Entry;

    #[inline]
    fn next(&mut self) -> Option<Entry> {
        if self.next.is_none() {
            self.skip_macros();
        }
        let (word, found, loud) = self.next.take()?;
        let mut entry = self.read_entry(word, found == Keyword::Default);
        if loud {
            self.doubt(&mut entry, word, FaultKind::RareKeyword);
        }
        Some(entry)
    }
}

/// A keyword where a value should be. `user` is none here: W&B and others make it the login of everyone.
#[inline]
fn is_keyword(word: Word, bytes: &[u8]) -> bool {
    matches!(word.end() - word.start(), 5..=8)
        && Keyword::exact(&bytes[word.range()]).is_some_and(|found| found != Keyword::Passwd)
}

/// `#word` without a space: the one form of comment that every reader takes, also after a blank line.
fn glued(comment: &[u8]) -> bool {
    let comment = comment.trim_ascii_end();
    !comment.contains(&b' ') && !comment.contains(&b'\t')
}

/// Where a macro has a line that starts with `machine` and another word, which is no command of ftp(1).
fn entry_in(body: &[u8]) -> Option<usize> {
    let mut at = 0;
    for line in body.split_inclusive(|&byte| byte == b'\n') {
        let text = line.trim_ascii();
        let is_entry = |rest: &[u8]| matches!(rest, [b' ' | b'\t', ..]);
        if at > 0 && text.strip_prefix(b"machine").is_some_and(is_entry) {
            return Some(at + line.len() - line.trim_ascii_start().len());
        }
        at += line.len();
    }
    None
}

/// Whether the last word is one in quotes. No word goes over the end of a line.
fn ends_quoted(bytes: &[u8]) -> bool {
    if !bytes.ends_with(b"\"") {
        return false;
    }
    let start = bytes
        .iter()
        .rposition(|&byte| byte == b'\n')
        .map_or(0, |at| at + 1);
    let mut lexer = Lexer::new(&bytes[start..]);
    let last = std::iter::from_fn(|| lexer.value()).last();
    last.is_some_and(|word| word.traits.quoted() && !word.traits.tail())
}

/// Whether a comment reads like a credential, and would be one for the tools that read commented-out entries.
fn holds_credential(comment: &[u8]) -> bool {
    let mut words = comment[1..]
        .split(|byte| byte.is_ascii_whitespace())
        .filter(|word| !word.is_empty());
    words.any(|word| {
        matches!(
            Keyword::exact(word),
            Some(Keyword::Password | Keyword::Login)
        )
    }) && words.next().is_some()
}
