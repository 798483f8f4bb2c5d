//! A parsed netrc.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::fmt;

use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::credential::{LoginPassword, Secret, TokenPlace};
use crate::host::Host;
use crate::netrc::entry::{Entry, is_token_login, unescaped, value};
use crate::netrc::lex::Lexer;
use crate::netrc::lines::{line_break, line_starts};
use crate::netrc::matching::{is_for, secret_of};
use crate::netrc::parse::Entries;
use crate::netrc::quirk::{FoundQuirk, Quirk};
use crate::netrc::stray::StrayWord;
use crate::netrc::word::Word;
use crate::secret::BadSecret;

/// A netrc: its bytes, entries and quirks. Its `Debug` shows no byte of the file.
pub struct Document {
    bytes: Zeroizing<Vec<u8>>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) quirks: Vec<FoundQuirk>,
    pub(crate) comments: Vec<Word>,
    /// The start of each macro.
    pub(crate) macro_starts: Vec<usize>,
    /// The end of each terminated macro, after the empty line that ends it.
    macro_ends: Vec<usize>,
    /// The first word of each run of unknown words on one line.
    pub(crate) strays: Vec<StrayWord>,
    /// The start of each line. Found when a position is first requested.
    lines: OnceCell<Vec<usize>>,
    /// The line break for new lines. Found when it is first requested.
    line_break: OnceCell<&'static [u8]>,
    /// The passwords, sorted by value. Found when a login is first compared with them.
    pub(super) passwords: OnceCell<Vec<Word>>,
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

/// A line and a column, counted from 1 as in editors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The byte in the line, from 1.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// Machine, login and password of an entry. A part that the entry lacks is `None`.
pub(crate) type Parts = [Option<Zeroizing<Vec<u8>>>; 3];

impl Document {
    /// Parses any bytes. Text that is not understood becomes a [`FoundQuirk`] and is kept.
    pub fn parse(bytes: Zeroizing<Vec<u8>>) -> Self {
        let mut found = Entries::new(&bytes);
        let entries: Vec<Entry> = found.by_ref().collect();
        let Entries {
            mut quirks,
            comments,
            macro_starts,
            macro_ends,
            strays,
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
            strays: strays.words,
            lines: OnceCell::new(),
            line_break: OnceCell::new(),
            passwords: OnceCell::new(),
        }
    }

    /// Returns all bytes that were parsed.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns the `machine` and `default` entries, in file order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Returns the quirks that the parser notices, in file order. `check` finds others.
    pub fn quirks(&self) -> &[FoundQuirk] {
        &self.quirks
    }

    /// Returns the first entry for a host and, if `login` is given, for that login. Never returns
    /// `default`.
    pub fn find(&self, host: &Host, login: Option<&str>) -> Option<&Entry> {
        self.all(host, login).next()
    }

    /// Returns all entries for a host and, if `login` is given, for that login, in file order.
    /// Leaves out `default`.
    pub fn all<'d, 'q>(
        &'d self,
        host: &'q Host,
        login: Option<&'q str>,
    ) -> impl Iterator<Item = &'d Entry> + use<'d, 'q> {
        self.entries
            .iter()
            .filter(move |entry| is_for(entry, &self.bytes, host, login))
    }

    /// Returns the machine of an entry as text. Bytes that are not UTF-8 are replaced.
    pub fn machine(&self, entry: &Entry) -> Option<Cow<'_, str>> {
        entry.machine.map(|word| text(value(word, &self.bytes)))
    }

    /// Returns the login of an entry as text. Bytes that are not UTF-8 are replaced.
    pub fn login(&self, entry: &Entry) -> Option<Cow<'_, str>> {
        entry.login.map(|word| text(value(word, &self.bytes)))
    }

    /// Whether the login of an entry is its token.
    pub(crate) fn is_token_login(&self, entry: &Entry) -> bool {
        let password = entry.password.map(|word| value(word, &self.bytes));
        let login = self.login(entry);
        login.is_some_and(|login| is_token_login(&login, password.as_deref()))
    }

    /// Returns the password of an entry, or `None` if it has none.
    ///
    /// # Errors
    /// [`BadSecret`] if the password cannot be stored.
    pub fn secret(&self, entry: &Entry) -> Option<Result<SecretString, BadSecret>> {
        entry.password.map(|word| secret_of(word, &self.bytes))
    }

    /// Returns the token of an entry with its place and the `account`, or `None` if it has none.
    ///
    /// # Errors
    /// [`BadSecret`] if a part cannot be stored.
    pub(crate) fn credential(&self, entry: &Entry) -> Option<Result<Secret, BadSecret>> {
        let is_login = self.is_token_login(entry);
        let token = if is_login {
            entry.login
        } else {
            entry.password
        };
        Some(self.credential_of(entry, token?, is_login))
    }

    fn credential_of(
        &self,
        entry: &Entry,
        token: Word,
        is_login: bool,
    ) -> Result<Secret, BadSecret> {
        let secret = |word| secret_of(word, &self.bytes);
        let is_empty = |word| value(word, &self.bytes).is_empty();
        let place = match entry.password {
            None if is_login => TokenPlace::Login(LoginPassword::Missing),
            Some(word) if is_login && is_empty(word) => TokenPlace::Login(LoginPassword::Empty),
            Some(word) if is_login => TokenPlace::Login(LoginPassword::Text(secret(word)?)),
            _ if entry.login.is_some_and(is_empty) => TokenPlace::AfterEmptyLogin,
            _ => TokenPlace::Password,
        };
        Ok(Secret {
            account: entry.account.map(secret).transpose()?,
            place,
            ..Secret::new(secret(token)?)
        })
    }

    /// Whether an entry has no login, an empty one, or the token as its login.
    pub(crate) fn has_no_name(&self, entry: &Entry) -> bool {
        self.login(entry).is_none_or(|login| login.is_empty()) || self.is_token_login(entry)
    }

    /// Returns the first quirk that makes the token of an entry or its place unclear. An empty
    /// login before the token, and an empty password after it, are clear.
    pub(crate) fn obstacle(&self, entry: &Entry) -> Option<Quirk> {
        let quirk = entry.ambiguity?;
        let at = |word: Option<Word>| word.map(Word::start);
        let empty = if self.is_token_login(entry) {
            at(entry.password)
        } else {
            at(entry.login)
        };
        let is_clear =
            |found: &FoundQuirk| found.quirk == Quirk::EmptyValue && Some(found.at) == empty;
        let range = entry.range();
        let quirks = self.quirks.iter();
        quirks
            .filter(|found| found.entry.is_some() && range.contains(&found.at))
            .find(|found| !is_clear(found))
            .map(|found| found.quirk)
            .or(Some(quirk).filter(|&quirk| quirk != Quirk::EmptyValue))
    }

    /// Returns the machine, login and password of an entry as bytes, which may not be UTF-8.
    pub(crate) fn parts(&self, entry: &Entry) -> Parts {
        [entry.machine, entry.login, entry.password]
            .map(|word| Some(value(word?, &self.bytes).into_owned().into()))
    }

    /// Whether an entry has words besides its machine, login, password and account with their
    /// keywords.
    /// Ignores comments.
    pub(crate) fn says_more(&self, entry: &Entry) -> bool {
        let parts = [entry.machine, entry.login, entry.password, entry.account];
        let pairs = parts.iter().flatten().count();
        let mut lexer = Lexer::new(&self.bytes[entry.range()]);
        let mut words = 0;
        let mut is_value = false;
        loop {
            let next = if is_value {
                lexer.value()
            } else {
                lexer.keyword()
            };
            let Some(word) = next else {
                return words != 2 * pairs + usize::from(entry.is_default);
            };
            if word.traits.comment() {
                continue;
            }
            words += 1;
            let is_default_keyword = entry.is_default && words == 1;
            is_value = !is_value && !is_default_keyword;
        }
    }

    /// Returns the password of an entry as different readers read it: with or without its quotes,
    /// and with or without its escapes.
    pub(crate) fn password_readings(&self, entry: &Entry) -> Vec<Zeroizing<Vec<u8>>> {
        let Some(word) = entry.password else {
            return Vec::new();
        };
        let written = &self.bytes[word.range()];
        let inner = if word.traits.tail() {
            written
        } else {
            word.inner(&self.bytes)
        };
        vec![
            written.to_vec().into(),
            unescaped(written).into(),
            inner.to_vec().into(),
            unescaped(inner).into(),
        ]
    }

    /// Returns the start of each comment like `#old pw`, without a space after the `#`, that is
    /// before the first entry or after a macro. CPython reads the words of such a comment as
    /// keywords.
    pub(crate) fn glued_comments_outside(&self) -> Vec<usize> {
        let comments = self.comments.iter();
        comments
            .filter(|comment| self.is_glued(comment) && !self.is_inside_entry(comment.start()))
            .map(|comment| comment.start())
            .collect()
    }

    fn is_glued(&self, comment: &Word) -> bool {
        let text = self.bytes[comment.range()].trim_ascii_end();
        !matches!(text.get(1), None | Some(b' ' | b'\t')) && text.contains(&b' ')
    }

    /// Whether an entry starts before `at`, and no macro starts between the two.
    fn is_inside_entry(&self, at: usize) -> bool {
        let entries = self.entries.partition_point(|entry| entry.start <= at);
        let macros = self.macro_starts.partition_point(|&start| start <= at);
        let entry = self.entries[..entries].last().map(|entry| entry.start);
        entry > self.macro_starts[..macros].last().copied()
    }

    /// Returns the line and column of an offset in bytes.
    pub fn position(&self, at: usize) -> Position {
        let lines = self.lines.get_or_init(|| line_starts(&self.bytes));
        let line = lines.partition_point(|&start| start <= at);
        Position {
            line,
            column: 1 + at - lines[line - 1],
        }
    }

    /// Returns the start of the line of `at`.
    pub(crate) fn line_start(&self, at: usize) -> usize {
        at + 1 - self.position(at).column
    }

    /// Returns the line break for new lines.
    pub(crate) fn line_break(&self) -> &'static [u8] {
        self.line_break.get_or_init(|| line_break(&self.bytes))
    }

    /// Returns the end of the last terminated macro before `at`, after the empty line that ends it.
    /// 0 without one.
    pub(crate) fn macro_floor(&self, at: usize) -> usize {
        let before = self.macro_ends.partition_point(|&end| end <= at);
        self.macro_ends[..before].last().copied().unwrap_or(0)
    }
}

fn text(bytes: Cow<'_, [u8]>) -> Cow<'_, str> {
    match bytes {
        Cow::Borrowed(bytes) => String::from_utf8_lossy(bytes),
        Cow::Owned(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
    }
}
