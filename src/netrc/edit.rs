//! Changes to a netrc, as splices of its bytes. What is outside a splice stays, to the byte.

use std::ops::Range;

use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use super::fault::FaultKind;
use super::parse::Entry;
use super::quote::{self, Quoting, Unwritable};
use super::{Document, lex};
use crate::credential::Login;
use crate::host::Host;
use crate::secret::concat;

/// Why a credential was not written into a netrc.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unwritten {
    /// The login has no form that tools read.
    Login(Unwritable),
    /// The login holds a colon, which HTTP Basic cannot carry (RFC 7617).
    Colon,
    /// The password has no form that tools read.
    Password(Unwritable),
}

impl std::fmt::Display for Unwritten {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Login(why) => write!(f, "its login has no form in a netrc: {why}"),
            Self::Colon => f.write_str("its login has a colon, which HTTP cannot carry"),
            Self::Password(why) => write!(f, "its token has no form in a netrc: {why}"),
        }
    }
}

impl std::error::Error for Unwritten {}

/// How an entry is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// What the host is called.
    pub machine: MachineName,
    /// How the login is written.
    pub login: Quoting,
    /// How the password is written.
    pub password: Quoting,
}

/// What a host is called in a netrc. A netrc has no paths.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MachineName {
    /// By its name alone: most tools know no ports.
    #[default]
    Name,
    /// With its port, if it has one, as Go wants it.
    WithPort,
    /// An IPv6 address in brackets, as uv wants it.
    Bracketed,
}

impl MachineName {
    /// The name of a host.
    pub fn of(self, host: &Host) -> String {
        match (self, host.port()) {
            (Self::Name, _) => host.name().to_owned(),
            (Self::WithPort, Some(port)) => format!("{}:{port}", Self::Bracketed.of(host)),
            (Self::WithPort | Self::Bracketed, _) if host.is_ipv6() => format!("[{}]", host.name()),
            (Self::WithPort | Self::Bracketed, _) => host.name().to_owned(),
        }
    }
}

/// One replacement of bytes.
#[derive(Clone)]
struct Splice {
    range: Range<usize>,
    text: Zeroizing<Vec<u8>>,
}

/// Changes to a document, gathered and then made all at once.
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
    added: Vec<[Zeroizing<Vec<u8>>; 3]>,
    /// Where the entries are that are taken out.
    removed: Vec<Range<usize>>,
}

impl std::fmt::Debug for Edits<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Edits")
            .field("added", &self.added.len())
            .field("removed", &self.removed)
            .finish_non_exhaustive()
    }
}

impl<'d> Edits<'d> {
    /// Starts with no change.
    pub fn new(document: &'d Document) -> Self {
        Self { document, splices: Vec::new(), added: Vec::new(), removed: Vec::new() }
    }

    /// Whether nothing would change.
    pub fn is_empty(&self) -> bool {
        self.splices.is_empty() && self.added.is_empty() && self.removed.is_empty()
    }

    /// Replaces the password of an entry of this document, or adds one where it has none.
    ///
    /// # Errors
    /// [`Unwritten::Password`].
    pub fn set_password(&mut self, entry: &Entry, secret: &SecretString, quoting: Quoting) -> Result<(), Unwritten> {
        let text = write_secret(secret, quoting)?;
        let splice = match entry.password {
            Some(word) => Splice { range: word.range(), text },
            None => Splice { range: entry.end..entry.end, text: concat(&[b" password ", &text]) },
        };
        self.splices.retain(|earlier| earlier.range != splice.range);
        self.splices.push(splice);
        Ok(())
    }

    /// Adds an entry behind the others and before `default`.
    ///
    /// # Errors
    /// As [`Unwritten`] says.
    pub fn add(&mut self, host: &Host, login: &Login, secret: &SecretString, style: Style) -> Result<(), Unwritten> {
        if login.as_str().contains(':') {
            return Err(Unwritten::Colon);
        }
        let login = quote::write(login.as_str(), style.login).map_err(Unwritten::Login)?;
        let password = write_secret(secret, style.password)?;
        // A host can be a keyword, as `default` is.
        let machine = quote::write(&style.machine.of(host), Quoting::WhereNeeded).map_err(Unwritten::Login)?;
        self.added.push([machine, login, password]);
        Ok(())
    }

    /// Takes out an entry of this document, with the line breaks that belong to it. Comments between its words stay.
    pub fn remove(&mut self, entry: &Entry) {
        self.removed.push(entry.range());
    }

    /// Puts other bytes in a place of this document.
    pub(crate) fn replace(&mut self, range: Range<usize>, text: Zeroizing<Vec<u8>>) {
        self.splices.push(Splice { range, text });
    }

    /// The bytes of the file with every change made.
    pub fn finish(mut self) -> Zeroizing<Vec<u8>> {
        self.splice_removed();
        self.splice_added();
        // Stable: what is inserted at one place stays in its order.
        self.splices.sort_by_key(|splice| splice.range.start);
        apply(self.document.bytes(), &self.splices)
    }

    fn splice_added(&mut self) {
        if self.added.is_empty() {
            return;
        }
        let bytes = self.document.bytes();
        let line_break = line_break(bytes);
        let default = self.document.entries().iter().find(|entry| entry.is_default());
        let mut at = default.map_or(bytes.len(), |entry| blank_start(bytes, entry.start));
        let mut last = bytes[..at].last();
        // What goes from here on goes first, so that no splice stands in another.
        for gone in self.splices.iter().filter(|splice| !splice.range.is_empty()) {
            if (gone.range.start..=gone.range.end).contains(&at) {
                at = gone.range.end;
                last = gone.text.last().or(bytes[..gone.range.start].last());
            }
        }
        let mut before: Vec<u8> = Vec::new();
        if last.is_some_and(|&byte| byte != b'\n') {
            before.extend_from_slice(line_break);
        }
        let in_macro = self.document.faults().iter().any(|fault| fault.kind == FaultKind::OpenMacro);
        if in_macro && default.is_none() {
            before.extend_from_slice(line_break); // the empty line that ends the macro
        }
        self.splices.push(Splice { range: at..at, text: before.into() });
        for [machine, login, password] in std::mem::take(&mut self.added) {
            let parts: [&[u8]; 9] = [
                b"machine ",
                &machine,
                line_break,
                b"  login ",
                &login,
                line_break,
                b"  password ",
                &password,
                line_break,
            ];
            self.splices.push(Splice { range: at..at, text: concat(&parts) });
        }
    }

    /// Entries that stand behind one another with nothing but white space between go in one piece, so that the blank
    /// lines around them are looked at once.
    fn splice_removed(&mut self) {
        let bytes = self.document.bytes();
        self.removed.sort_unstable_by_key(|range| range.start);
        let mut runs: Vec<Range<usize>> = Vec::new();
        for range in std::mem::take(&mut self.removed) {
            match runs.last_mut() {
                Some(run) if range.start < run.end || is_blank(&bytes[run.end..range.start]) => {
                    run.end = run.end.max(range.end)
                }
                _ => runs.push(range),
            }
        }
        for run in runs {
            // What was to change in an entry goes with it.
            self.splices.retain(|splice| splice.range.start < run.start || splice.range.end > run.end);
            self.splices.push(removal(self.document, run));
        }
    }
}

fn write_secret(secret: &SecretString, quoting: Quoting) -> Result<Zeroizing<Vec<u8>>, Unwritten> {
    #[expect(clippy::disallowed_methods, reason = "a netrc is where it is meant to go")]
    quote::write(secret.expose_secret(), quoting).map_err(Unwritten::Password)
}

/// `source` with every splice made; they are sorted and do not overlap.
fn apply(source: &[u8], splices: &[Splice]) -> Zeroizing<Vec<u8>> {
    let added: usize = splices.iter().map(|splice| splice.text.len()).sum();
    // Sized before it is filled: a vector that grew would leave its old buffer, secrets and all, on the heap.
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

/// What goes when the entries in `range` go: their lines, and the blank lines that would be left over. Comments that
/// stand between their words stay, each on a line of its own.
///
/// A blank line directly before a comment makes pip and uv refuse the whole file, so none may arise here.
fn removal(document: &Document, range: Range<usize>) -> Splice {
    let bytes = document.bytes();
    // The empty line that ends a macro is no blank line to spare.
    let floor = document.macro_floor(range.start);
    let kept = kept_comments(document, &range);
    let mut start = blank_start(bytes, range.start);
    let starts_line = start == 0 || bytes[start - 1] == b'\n';
    let mut end = range.end + spaces(&bytes[range.end..]);
    let ends_line = end == bytes.len() || bytes[end] == b'\n';
    match (starts_line, ends_line) {
        (true, true) => end = (end + 1).min(bytes.len()),
        (true, false) => {}
        // The line break stays: it ends what stands before the entry on its line.
        (false, true) if kept.is_empty() => {
            start -= bytes[..start].iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            return Splice { range: start..strip_return(bytes, range.end, end), text: kept };
        }
        (false, _) if kept.is_empty() => return Splice { range: range.start..end, text: kept },
        (false, _) => {
            let end = if ends_line { (end + 1).min(bytes.len()) } else { end };
            return Splice { range: range.start..end, text: concat(&[line_break(bytes), &kept]) };
        }
    }
    let blank_before = start == 0 || follows_blank_line(bytes, start);
    if blank_before && ends_line {
        end += blank_lines(&bytes[end..]);
    }
    let comment_next = !kept.is_empty() || bytes.get(end + spaces(&bytes[end..])) == Some(&b'#');
    if comment_next || end == bytes.len() {
        while start > floor && follows_blank_line(bytes, start) {
            start = line_before(bytes, start);
        }
    }
    // Blanks at the end of the line before a comment do the same harm as a blank line.
    let line_end = start - line_break_before(bytes, start);
    let blanks = bytes[..line_end].iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    if comment_next && blanks > 0 && line_end - blanks >= floor {
        return Splice { range: line_end - blanks..end, text: concat(&[line_break(bytes), &kept]) };
    }
    Splice { range: start..end, text: kept }
}

impl Document {
    /// The white space before a place, but for the empty line that ends a macro.
    pub(crate) fn gap_before(&self, at: usize) -> Range<usize> {
        let bytes = self.bytes();
        let start = bytes[..at].iter().rposition(|byte| !byte.is_ascii_whitespace()).map_or(0, |last| last + 1);
        start.max(self.macro_floor(at))..at
    }

    /// The lines of an entry, with a comment behind it on the last one, and the comments among them, a line each.
    pub(crate) fn surroundings(&self, entry: &Entry) -> (Range<usize>, Zeroizing<Vec<u8>>) {
        let bytes = self.bytes();
        let start = blank_start(bytes, entry.start);
        let behind = entry.end + spaces(&bytes[entry.end..]);
        let next = self.comments.partition_point(|comment| comment.start() < behind);
        let trailing = self.comments.get(next).filter(|comment| comment.start() == behind);
        let end = trailing.map_or(behind, |comment| comment.end());
        let comments = kept_comments(self, &(entry.start..end));
        // What shares a line with the entry gets lines of its own.
        let end = if bytes.get(end) == Some(&b'\n') { end + 1 } else { end };
        (start..end, comments)
    }
}

/// How many bytes the line break takes that ends directly before `start`.
fn line_break_before(bytes: &[u8], start: usize) -> usize {
    match &bytes[..start] {
        [.., b'\r', b'\n'] => 2,
        [.., b'\n'] => 1,
        _ => 0,
    }
}

/// The comments inside `range`, a line each.
fn kept_comments(document: &Document, range: &Range<usize>) -> Zeroizing<Vec<u8>> {
    let (bytes, mut lines) = (document.bytes(), Vec::new());
    let first = document.comments.partition_point(|comment| comment.start() < range.start);
    for comment in document.comments[first..].iter().take_while(|comment| comment.start() < range.end) {
        lines.extend([bytes[comment.range()].trim_ascii_end(), line_break(bytes)]);
    }
    concat(&lines)
}

/// The carriage return of a CRLF line end stays with its line feed.
fn strip_return(bytes: &[u8], least: usize, end: usize) -> usize {
    if end > least && bytes[end - 1] == b'\r' { end - 1 } else { end }
}

/// `at`, or the start of its line where only blanks are between.
fn blank_start(bytes: &[u8], at: usize) -> usize {
    let blanks = bytes[..at].iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let start = at - blanks;
    if start == 0 || bytes[start - 1] == b'\n' { start } else { at }
}

/// Whether the line that ends directly before `start`, the start of a line, is blank.
fn follows_blank_line(bytes: &[u8], start: usize) -> bool {
    is_blank(&bytes[line_before(bytes, start)..start])
}

/// The start of the line before the one that starts at `start`.
fn line_before(bytes: &[u8], start: usize) -> usize {
    bytes[..start - 1].iter().rposition(|&byte| byte == b'\n').map_or(0, |found| found + 1)
}

fn spaces(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count()
}

fn blank_lines(bytes: &[u8]) -> usize {
    let mut at = 0;
    while at < bytes.len() {
        let end = lex::line_end(bytes, at);
        if !is_blank(&bytes[at..end]) {
            break;
        }
        at = (end + 1).min(bytes.len());
    }
    at
}

fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
}

/// The line break of the file, as its first line has it.
pub(crate) fn line_break(bytes: &[u8]) -> &'static [u8] {
    match bytes.iter().position(|&byte| byte == b'\n') {
        Some(at) if at > 0 && bytes[at - 1] == b'\r' => b"\r\n",
        _ => b"\n",
    }
}
