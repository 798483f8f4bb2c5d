//! Edits a netrc by replacing ranges of bytes. All other bytes stay.

use std::fmt;
use std::ops::Range;

use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::credential::{Account, Login, Secret};
use crate::host::Host;
use crate::netrc::document::Document;
use crate::netrc::entry::Entry;
use crate::netrc::keyword::Keyword;
use crate::netrc::lines::{blank_start, is_blank};
use crate::netrc::quirk::Quirk;
use crate::netrc::quote::Quoting;
use crate::netrc::spacing::removal;
use crate::netrc::style::{Style, Unwritten};
use crate::netrc::written::{Words, lines, words, write_secret};
use crate::secret::concat;

/// The replacement of a range of bytes.
#[derive(Clone)]
struct Splice {
    range: Range<usize>,
    text: Zeroizing<Vec<u8>>,
}

impl Splice {
    fn insert(at: usize, text: Zeroizing<Vec<u8>>) -> Self {
        Self {
            range: at..at,
            text,
        }
    }
}

/// Changes to a document, collected and then made all at once.
///
/// ```
/// use keyrc::netrc::{Document, Edits, Quoting, Style};
///
/// let document = Document::parse(b"machine a.test login me password old # mine\n".to_vec().into());
/// let mut edits = Edits::new(&document);
/// edits.set_password(&document.entries()[0], &"new".into(), Quoting::WhereNeeded)?;
/// edits.add(&"b.test".parse()?, &"me".parse()?, &"other".into(), Style::default())?;
/// let edited = edits.finish();
/// assert_eq!(*edited, b"machine a.test login me password new # mine\n\
///     machine b.test\n  login me\n  password other\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Edits<'d> {
    document: &'d Document,
    splices: Vec<Splice>,
    /// The new entries.
    added: Vec<Words>,
    /// The ranges of removed entries.
    removed: Vec<Range<usize>>,
}

impl fmt::Debug for Edits<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Edits")
            .field("added", &self.added.len())
            .field("removed", &self.removed)
            .finish_non_exhaustive()
    }
}

impl<'d> Edits<'d> {
    /// Starts without changes.
    pub fn new(document: &'d Document) -> Self {
        Self {
            document,
            splices: Vec::new(),
            added: Vec::new(),
            removed: Vec::new(),
        }
    }

    /// Whether there are no changes.
    pub fn is_empty(&self) -> bool {
        self.splices.is_empty() && self.added.is_empty() && self.removed.is_empty()
    }

    /// Replaces the password of an entry of this document, or adds one if it has none.
    ///
    /// # Errors
    /// [`Unwritten::Password`].
    pub fn set_password(
        &mut self,
        entry: &Entry,
        secret: &SecretString,
        quoting: Quoting,
    ) -> Result<(), Unwritten> {
        let text = write_secret(secret, quoting)?;
        let splice = match entry.password {
            Some(word) => Splice {
                range: word.range(),
                text,
            },
            None => Splice::insert(entry.end, concat(&[b" password ", &text])),
        };
        self.splices.retain(|earlier| earlier.range != splice.range);
        self.splices.push(splice);
        Ok(())
    }

    /// Adds an entry after the other entries and before `default`.
    ///
    /// # Errors
    /// [`Unwritten`] if no tool would read the login or the password.
    pub fn add(
        &mut self,
        host: &Host,
        login: &Login,
        secret: &SecretString,
        style: Style,
    ) -> Result<(), Unwritten> {
        let account = Account {
            host: host.clone(),
            login: login.clone(),
        };
        self.add_credential(&account, &Secret::new(secret.clone()), style)
    }

    /// Adds an entry with all that a credential has, after the other entries and before `default`.
    ///
    /// # Errors
    /// [`Unwritten`] if no tool would read a part of it.
    pub fn add_credential(
        &mut self,
        account: &Account,
        secret: &Secret,
        style: Style,
    ) -> Result<(), Unwritten> {
        self.added.push(words(account, secret, style)?);
        Ok(())
    }

    /// Replaces the token of an entry of this document, which is in the same place.
    ///
    /// # Errors
    /// [`Unwritten`].
    pub(crate) fn set_credential(
        &mut self,
        entry: &Entry,
        secret: &Secret,
        style: Style,
    ) -> Result<(), Unwritten> {
        let Some(login) = entry.login.filter(|_| secret.place.is_login()) else {
            return self.set_password(entry, &secret.token, style.password);
        };
        let token = write_secret(&secret.token, style.login)?;
        self.replace(login.range(), token);
        Ok(())
    }

    /// Adds an entry at a position of this document, which must be the start of a line outside
    /// every entry and macro.
    ///
    /// # Errors
    /// [`Unwritten`] if no tool would read the login or the password.
    pub(crate) fn insert(
        &mut self,
        at: usize,
        account: &Account,
        secret: &Secret,
        style: Style,
    ) -> Result<(), Unwritten> {
        let words = words(account, secret, style)?;
        self.replace(at..at, lines(&words, self.document.line_break()));
        Ok(())
    }

    /// Removes an entry of this document, and the line breaks that belong to it. Comments between
    /// its words stay.
    pub fn remove(&mut self, entry: &Entry) {
        self.removed.push(entry.range());
    }

    /// Replaces bytes of this document.
    pub(crate) fn replace(&mut self, range: Range<usize>, text: Zeroizing<Vec<u8>>) {
        self.splices.push(Splice { range, text });
    }

    /// Inserts a line with a lone `#` before each comment on the line after a quoted value.
    pub(crate) fn set_comments_apart(&mut self) {
        self.splices.extend(lone_hash_lines(self.document));
    }

    /// Returns the bytes of the file with all changes.
    ///
    /// pip and uv refuse a file with a comment on the line after a quoted value, or with a comment
    /// like `#old pw` outside the entries. If the changes cause one, it gets a line with a lone `#`
    /// before it, or a space after its `#`. `#machine` becomes `# #machine`: some tools read the
    /// words of a comment as an entry if one of them is a keyword.
    pub fn finish(self) -> Zeroizing<Vec<u8>> {
        let before = self.document;
        let after = Document::parse(self.finish_alone());
        let mut splices = Vec::new();
        // Tools that refuse such a comment already refuse the file before the changes.
        if comments_after_quotes(before).next().is_none() {
            splices.extend(lone_hash_lines(&after));
        }
        if before.glued_comments_outside().is_empty() {
            let comments = after.glued_comments_outside().into_iter();
            splices.extend(comments.map(|at| space_after_hash(after.bytes(), at)));
        }
        splices.sort_by_key(|splice| splice.range.start);
        apply(after.bytes(), &splices)
    }

    /// Returns the bytes of the file with only these changes, without the edits that protect
    /// comments.
    pub(crate) fn finish_alone(mut self) -> Zeroizing<Vec<u8>> {
        self.splice_removed();
        self.splice_added();
        // The sort is stable, so texts inserted at one place stay in order.
        self.splices.sort_by_key(|splice| splice.range.start);
        apply(self.document.bytes(), &self.splices)
    }

    fn splice_added(&mut self) {
        if self.added.is_empty() {
            return;
        }
        let line_break = self.document.line_break();
        let (at, last) = self.end_of_entries();
        let mut before: Vec<u8> = Vec::new();
        if last.is_some_and(|last| !matches!(last, b'\n' | b'\r')) {
            before.extend_from_slice(line_break);
        }
        if self.default().is_none() && has_open_macro(self.document) {
            before.extend_from_slice(line_break); // The empty line that ends the macro.
        }
        self.splices.push(Splice::insert(at, before.into()));
        for words in std::mem::take(&mut self.added) {
            let lines = lines(&words, line_break);
            self.splices.push(Splice::insert(at, lines));
        }
    }

    /// The position for new entries, and the byte that precedes it once all other changes are made.
    fn end_of_entries(&self) -> (usize, Option<u8>) {
        let bytes = self.document.bytes();
        let default = self.default();
        let mut at = default.map_or(bytes.len(), |entry| blank_start(bytes, entry.start));
        let mut last = bytes[..at].last();
        // Move after the bytes that are replaced there, so that no splice is inside another.
        for splice in &self.splices {
            let Range { start, end } = splice.range;
            if start < end && (start..=end).contains(&at) {
                at = end;
                last = splice.text.last().or(bytes[..start].last());
            }
        }
        (at, last.copied())
    }

    fn default(&self) -> Option<&'d Entry> {
        let mut entries = self.document.entries().iter();
        entries.find(|entry| entry.is_default())
    }

    /// Removes entries with only white space between them in one piece, so that the blank lines
    /// around them are handled once.
    fn splice_removed(&mut self) {
        let bytes = self.document.bytes();
        self.removed.sort_unstable_by_key(|range| range.start);
        let mut runs: Vec<Range<usize>> = Vec::new();
        for range in std::mem::take(&mut self.removed) {
            match runs.last_mut() {
                Some(run) if range.start < run.end || is_blank(&bytes[run.end..range.start]) => {
                    run.end = run.end.max(range.end);
                }
                _ => runs.push(range),
            }
        }
        // Other changes of a removed entry are removed with it.
        self.splices.retain(|splice| {
            let run = runs.get(runs.partition_point(|run| run.end < splice.range.end));
            run.is_none_or(|run| splice.range.start < run.start)
        });
        for run in runs {
            let (range, text) = removal(self.document, run);
            self.splices.push(Splice { range, text });
        }
    }
}

fn has_open_macro(document: &Document) -> bool {
    let mut quirks = document.quirks().iter();
    quirks.any(|found| found.quirk == Quirk::OpenMacro)
}

/// The comments on the line after a quoted value.
fn comments_after_quotes(document: &Document) -> impl Iterator<Item = usize> {
    let quirks = document.quirks().iter();
    quirks
        .filter(|found| found.quirk == Quirk::CommentAfterQuote)
        .map(|found| found.at)
}

/// A line with a lone `#` before each comment on the line after a quoted value.
fn lone_hash_lines(document: &Document) -> impl Iterator<Item = Splice> {
    comments_after_quotes(document).map(|at| {
        let bytes = document.bytes();
        let start = document.line_start(at);
        Splice::insert(
            start,
            concat(&[&bytes[start..at], b"#", document.line_break()]),
        )
    })
}

/// A space after the `#` of the comment at `at`, and another `#` if its first word is a keyword.
fn space_after_hash(bytes: &[u8], at: usize) -> Splice {
    let word = bytes[at + 1..].split(u8::is_ascii_whitespace).next();
    let word = word
        .unwrap_or_default()
        .split(|byte| !byte.is_ascii_alphabetic());
    let is_keyword = word.filter_map(Keyword::any_case).next().is_some();
    let text: &[u8] = if is_keyword { b" #" } else { b" " };
    Splice::insert(at + 1, text.to_vec().into())
}

/// Returns `source` with every splice made. The splices are sorted and do not overlap.
fn apply(source: &[u8], splices: &[Splice]) -> Zeroizing<Vec<u8>> {
    let added: usize = splices.iter().map(|splice| splice.text.len()).sum();
    // Allocated once: a vector that grows leaves its old buffer, with secrets, on the heap.
    let mut edited = Zeroizing::new(Vec::with_capacity(source.len() + added));
    let mut at = 0;
    for splice in splices {
        edited.extend_from_slice(&source[at..splice.range.start]);
        edited.extend_from_slice(&splice.text);
        at = splice.range.end;
    }
    edited.extend_from_slice(&source[at..]);
    edited
}
