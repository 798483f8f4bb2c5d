//! The netrc document: bytes in, bytes out, and every byte that is not edited stays.
//!
//! The phases are [`lex`](self) (words), parse (entries and faults), and edit (splices). No phase does I/O, none fails on
//! any input, and none prints. A password leaves this module as a secret, or not at all.
//!
//! What is not kept: nothing. [`Document::bytes`] is what was parsed, to the byte.

mod comment;
mod edit;
pub(crate) mod entry;
pub(crate) mod keyword;
pub(crate) mod lex;
pub(crate) mod lines;
mod parse;
mod quirk;
mod quote;
mod scan;
mod spacing;
mod style;
mod word;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::fmt;

use secrecy::SecretString;
use zeroize::Zeroizing;

pub use edit::Edits;
pub use entry::Entry;
pub use keyword::Keyword;
pub(crate) use lines::line_break;
pub use quirk::{FoundQuirk, Quirk};
pub use quote::{MAX_VALUE, Quoting, Unwritable};
pub(crate) use quote::{own_text, write};
pub use style::{MachineName, Style, Unwritten};

use crate::credential::Login;
use crate::host::Host;
use crate::secret::{self, BadSecret};
use entry::{unescaped, value};
use lex::{Lexer, Word};
use parse::Entries;

/// A netrc: its bytes, and what they mean. Its `Debug` shows no byte of the file.
pub struct Document {
    bytes: Zeroizing<Vec<u8>>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) quirks: Vec<FoundQuirk>,
    pub(crate) comments: Vec<Word>,
    /// Where each macro starts.
    pub(crate) macro_starts: Vec<usize>,
    /// Where each macro ends that has an end, its empty line included.
    macro_ends: Vec<usize>,
    /// Where each line starts; made when a position is first asked for.
    lines: OnceCell<Vec<usize>>,
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Document")
            .field("bytes", &format_args!("[{} bytes]", self.bytes.len()))
            .field("entries", &self.entries.len())
            .field("quirks", &self.quirks)
            .finish()
    }
}

/// A place in a file as editors count: both from 1, the column in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The byte in the line.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

impl Document {
    /// Parses any bytes. What cannot be understood becomes a [`FoundQuirk`], and is kept all the same.
    pub fn parse(bytes: Zeroizing<Vec<u8>>) -> Self {
        let mut found = Entries::new(&bytes);
        let entries: Vec<Entry> = found.by_ref().collect();
        let Entries {
            mut quirks,
            comments,
            macro_starts,
            macro_ends,
            ..
        } = found;
        let others = entries.split_last().map_or(&[][..], |(_, others)| others);
        let early_defaults = others.iter().filter(|entry| entry.is_default);
        quirks.extend(early_defaults.map(|entry| FoundQuirk {
            quirk: Quirk::DefaultNotLast,
            at: entry.start,
            entry: None,
        }));
        quirks.sort_by_key(|found| found.at);
        Self {
            bytes,
            entries,
            quirks,
            comments,
            macro_starts,
            macro_ends,
            lines: OnceCell::new(),
        }
    }

    /// The bytes that were parsed, all of them.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The `machine` and `default` entries, in the order of the file.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Returns the quirks that the parser notices, in file order. `check` finds others.
    pub fn quirks(&self) -> &[FoundQuirk] {
        &self.quirks
    }

    /// The first entry for a host, and for a login where one is given. Never `default`, which is for every host.
    pub fn find(&self, host: &Host, login: Option<&str>) -> Option<&Entry> {
        self.entries
            .iter()
            .find(|entry| is_for(entry, &self.bytes, host, login))
    }

    /// Every entry for a host, and for a login where one is given, in the order of the file. Never `default`.
    pub fn all<'d, 'q>(
        &'d self,
        host: &'q Host,
        login: Option<&'q str>,
    ) -> impl Iterator<Item = &'d Entry> + use<'d, 'q> {
        self.entries
            .iter()
            .filter(move |entry| is_for(entry, &self.bytes, host, login))
    }

    /// Where the line of a place starts.
    pub(crate) fn line_start(&self, at: usize) -> usize {
        at + 1 - self.position(at).column
    }

    /// Where the last macro ends that ends before a place, with the empty line that ends it; else the start of the file.
    pub(crate) fn macro_floor(&self, at: usize) -> usize {
        self.macro_ends
            .partition_point(|&end| end <= at)
            .checked_sub(1)
            .map_or(0, |last| self.macro_ends[last])
    }

    /// What an entry calls its machine, as text; bytes that are not UTF-8 are replaced.
    pub fn machine(&self, entry: &Entry) -> Option<Cow<'_, str>> {
        entry.machine.map(|word| text(value(word, &self.bytes)))
    }

    /// What an entry has for a login, as text; bytes that are not UTF-8 are replaced.
    pub fn login(&self, entry: &Entry) -> Option<Cow<'_, str>> {
        entry.login.map(|word| text(value(word, &self.bytes)))
    }

    /// Whether an entry has other words than those of its machine, login and password, comments aside.
    pub(crate) fn says_more(&self, entry: &Entry) -> bool {
        let parts = [entry.machine, entry.login, entry.password]
            .iter()
            .flatten()
            .count();
        let mut lexer = Lexer::new(&self.bytes[entry.range()]);
        let (mut count, mut is_value) = (0, false);
        while let Some(word) = if is_value {
            lexer.value()
        } else {
            lexer.keyword()
        } {
            if word.traits.comment() {
                continue;
            }
            count += 1;
            is_value = !(is_value || entry.is_default && count == 1);
        }
        count != 2 * parts + usize::from(entry.is_default)
    }

    /// All that the password of an entry can mean without a byte of it being lost but for quotes and escapes.
    pub(crate) fn password_readings(&self, entry: &Entry) -> Vec<Zeroizing<Vec<u8>>> {
        let Some(word) = entry.password else {
            return Vec::new();
        };
        let (written, inner) = (&self.bytes[word.range()], word.inner(&self.bytes));
        let inner = if word.traits.tail() { written } else { inner };
        [
            written.to_vec(),
            unescaped(written),
            inner.to_vec(),
            unescaped(inner),
        ]
        .map(Into::into)
        .into()
    }

    /// The comments of several words, glued to their `#`, that stand outside every entry: before the first one, or behind a
    /// macro. CPython's reader takes one for words there.
    pub(crate) fn glued_comments_outside(&self) -> Vec<usize> {
        let starts = self.comments.iter().filter(|comment| {
            let (at, text) = (
                comment.start(),
                self.bytes[comment.range()].trim_ascii_end(),
            );
            let entry = self
                .entries
                .partition_point(|entry| entry.start <= at)
                .checked_sub(1);
            let behind = self
                .macro_starts
                .partition_point(|&start| start <= at)
                .checked_sub(1);
            let is_inside = entry.map(|entry| self.entries[entry].start)
                > behind.map(|last| self.macro_starts[last]);
            !is_inside && !matches!(text.get(1), None | Some(b' ' | b'\t')) && text.contains(&b' ')
        });
        starts.map(|comment| comment.start()).collect()
    }

    /// Machine, login and password of an entry, in any bytes.
    pub(crate) fn parts(&self, entry: &Entry) -> Parts {
        [entry.machine, entry.login, entry.password]
            .map(|word| Some(value(word?, &self.bytes).into_owned().into()))
    }

    /// The password of an entry; `None` where it has none.
    ///
    /// # Errors
    /// As [`BadSecret`] says.
    pub fn secret(&self, entry: &Entry) -> Option<Result<SecretString, BadSecret>> {
        entry.password.map(|word| secret_of(word, &self.bytes))
    }

    /// The line and column of a position in bytes.
    pub fn position(&self, at: usize) -> Position {
        let lines = self.lines.get_or_init(|| {
            let breaks = self
                .bytes
                .iter()
                .enumerate()
                .filter(|&(_, &byte)| byte == b'\n');
            std::iter::once(0)
                .chain(breaks.map(|(at, _)| at + 1))
                .collect()
        });
        let line = lines.partition_point(|&start| start <= at);
        Position {
            line,
            column: 1 + at - lines[line - 1],
        }
    }
}

/// The logins and secrets that a file has for a host, in its order, found in one pass without making a [`Document`].
///
/// An entry that tools read in more than one way, or that lacks a login or a password, is passed over, and so is
/// `default`, which is for every host.
pub fn credentials<'a>(
    bytes: &'a [u8],
    host: &'a Host,
) -> impl Iterator<Item = (Login, SecretString)> + 'a {
    Entries::new(bytes)
        .filter(move |entry| entry.ambiguity.is_none() && is_for(entry, bytes, host, None))
        .filter_map(move |entry| {
            let login = str::from_utf8(&value(entry.login?, bytes))
                .ok()?
                .parse()
                .ok()?;
            Some((login, secret_of(entry.password?, bytes).ok()?))
        })
}

/// Machine, login and password of an entry, as many as there are.
pub(crate) type Parts = [Option<Zeroizing<Vec<u8>>>; 3];

/// The `machine` entries of a file that keyrc alone writes, in its order: each word means what keyrc means by it, whatever
/// other tools make of it.
pub(crate) fn own_entries(bytes: &[u8]) -> impl Iterator<Item = OwnEntry<'_>> {
    Entries::new(bytes).filter_map(move |entry| {
        let machine = value(entry.machine?, bytes);
        let login = entry
            .login
            .map_or(Cow::Borrowed(&b""[..]), |login| value(login, bytes));
        Some(OwnEntry {
            bytes,
            range: entry.range(),
            machine,
            login,
            password: entry.password,
        })
    })
}

/// One of the [`own_entries`].
pub(crate) struct OwnEntry<'a> {
    bytes: &'a [u8],
    /// Where it is.
    pub(crate) range: std::ops::Range<usize>,
    pub(crate) machine: Cow<'a, [u8]>,
    /// Empty where it has none.
    pub(crate) login: Cow<'a, [u8]>,
    password: Option<Word>,
}

impl OwnEntry<'_> {
    /// Its password; empty where it has none.
    pub(crate) fn password(&self) -> Zeroizing<Vec<u8>> {
        self.password.map_or_else(Default::default, |word| {
            value(word, self.bytes).into_owned().into()
        })
    }
}

fn secret_of(word: Word, bytes: &[u8]) -> Result<SecretString, BadSecret> {
    match value(word, bytes) {
        Cow::Borrowed(plain) => secret::from_bytes(plain),
        Cow::Owned(plain) => secret::from_bytes(&Zeroizing::new(plain)),
    }
}

#[inline]
fn is_for(entry: &Entry, bytes: &[u8], host: &Host, login: Option<&str>) -> bool {
    entry
        .machine
        .is_some_and(|machine| names(machine, bytes, host))
        && login.is_none_or(|login| {
            entry
                .login
                .is_some_and(|word| *value(word, bytes) == *login.as_bytes())
        })
}

/// Whether an entry's machine is this host. Most tools know no ports in a netrc, Go knows nothing else: both are taken.
#[inline]
fn names(word: Word, bytes: &[u8], host: &Host) -> bool {
    let (machine, name) = (value(word, bytes), host.name());
    if machine.eq_ignore_ascii_case(name.as_bytes()) {
        return true;
    }
    // What else could be meant is the name with a port, or one in another script, or an address with colons.
    let other = word.traits.high() || machine.get(name.len()) == Some(&b':') || host.is_ipv6();
    other && is_other_spelling(&machine, host)
}

#[cold]
fn is_other_spelling(machine: &[u8], host: &Host) -> bool {
    if machine
        .iter()
        .any(|byte| matches!(byte, b'/' | b'?' | b'#'))
    {
        return false;
    }
    let found: Option<Host> = str::from_utf8(machine)
        .ok()
        .and_then(|text| text.parse().ok());
    found.is_some_and(|found| {
        found.name() == host.name()
            && found.path().is_empty()
            && (found.port().is_none() || found.port() == host.port())
    })
}

fn text(bytes: Cow<'_, [u8]>) -> Cow<'_, str> {
    match bytes {
        Cow::Borrowed(bytes) => String::from_utf8_lossy(bytes),
        Cow::Owned(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
    }
}
