//! Changes to a netrc, as splices of its bytes. What is outside a splice stays, to the byte.

use std::ops::Range;

use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::credential::Login;
use crate::host::Host;
use crate::netrc::Document;
use crate::netrc::entry::Entry;
use crate::netrc::lines::{blank_start, is_blank, line_break};
use crate::netrc::quirk::Quirk;
use crate::netrc::quote::{self, Quoting, Unwritable};
use crate::netrc::spacing::removal;
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

/// The machine, login and password of an entry, as they are written.
type Words = [Zeroizing<Vec<u8>>; 3];

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
    added: Vec<Words>,
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
        Self {
            document,
            splices: Vec::new(),
            added: Vec::new(),
            removed: Vec::new(),
        }
    }

    /// Whether nothing would change.
    pub fn is_empty(&self) -> bool {
        self.splices.is_empty() && self.added.is_empty() && self.removed.is_empty()
    }

    /// Replaces the password of an entry of this document, or adds one where it has none.
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
            None => Splice {
                range: entry.end..entry.end,
                text: concat(&[b" password ", &text]),
            },
        };
        self.splices.retain(|earlier| earlier.range != splice.range);
        self.splices.push(splice);
        Ok(())
    }

    /// Adds an entry behind the others and before `default`.
    ///
    /// # Errors
    /// As [`Unwritten`] says.
    pub fn add(
        &mut self,
        host: &Host,
        login: &Login,
        secret: &SecretString,
        style: Style,
    ) -> Result<(), Unwritten> {
        self.added.push(words(host, login, secret, style)?);
        Ok(())
    }

    /// Adds an entry at a position of this document, which must be the start of a line outside every entry and macro.
    ///
    /// # Errors
    /// As [`Unwritten`] says.
    pub(crate) fn insert(
        &mut self,
        at: usize,
        host: &Host,
        login: &Login,
        secret: &SecretString,
        style: Style,
    ) -> Result<(), Unwritten> {
        let words = words(host, login, secret, style)?;
        let text = lines(line_break(self.document.bytes()), &words);
        self.replace(at..at, text);
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
    ///
    /// Where pip and uv would lose the file over a comment in its new place, it gets a line with a lone `#` before it, below
    /// a value in quotes, or a blank behind its own `#`, outside the entries.
    pub fn finish(self) -> Zeroizing<Vec<u8>> {
        let before = self.document;
        let after = Document::parse(self.finish_alone());
        let mut splices = Vec::new();
        // Where there is such a comment already, the file is lost anyway.
        if comments_below_quotes(before).next().is_none() {
            splices.extend(comments_below_quotes(&after).map(|at| set_apart(&after, at)));
        }
        if before.glued_comments_outside().is_empty() {
            let blank = |at| Splice {
                range: at + 1..at + 1,
                text: b" ".to_vec().into(),
            };
            splices.extend(after.glued_comments_outside().into_iter().map(blank));
        }
        splices.sort_by_key(|splice| splice.range.start);
        apply(after.bytes(), &splices)
    }

    /// Puts a line with a lone `#` before each comment on the line behind a value in quotes.
    pub(crate) fn set_comments_apart(&mut self) {
        let document = self.document;
        self.splices
            .extend(comments_below_quotes(document).map(|at| set_apart(document, at)));
    }

    /// The bytes of the file with these changes and no others.
    pub(crate) fn finish_alone(mut self) -> Zeroizing<Vec<u8>> {
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
        let default = self
            .document
            .entries()
            .iter()
            .find(|entry| entry.is_default());
        let mut at = default.map_or(bytes.len(), |entry| blank_start(bytes, entry.start));
        let mut last = bytes[..at].last();
        // What goes from here on goes first, so that no splice stands in another.
        for gone in self
            .splices
            .iter()
            .filter(|splice| !splice.range.is_empty())
        {
            if (gone.range.start..=gone.range.end).contains(&at) {
                at = gone.range.end;
                last = gone.text.last().or(bytes[..gone.range.start].last());
            }
        }
        let mut before: Vec<u8> = Vec::new();
        if last.is_some_and(|&byte| byte != b'\n') {
            before.extend_from_slice(line_break);
        }
        let in_macro = self
            .document
            .quirks()
            .iter()
            .any(|found| found.quirk == Quirk::OpenMacro);
        if in_macro && default.is_none() {
            before.extend_from_slice(line_break); // the empty line that ends the macro
        }
        self.splices.push(Splice {
            range: at..at,
            text: before.into(),
        });
        for words in std::mem::take(&mut self.added) {
            self.splices.push(Splice {
                range: at..at,
                text: lines(line_break, &words),
            });
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
        // What was to change in an entry goes with it.
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

/// Returns the words of an entry as they are written.
fn words(
    host: &Host,
    login: &Login,
    secret: &SecretString,
    style: Style,
) -> Result<Words, Unwritten> {
    if login.as_str().contains(':') {
        return Err(Unwritten::Colon);
    }
    let login = quote::write(login.as_str(), style.login).map_err(Unwritten::Login)?;
    let password = write_secret(secret, style.password)?;
    // A host can be a keyword, as `default` is.
    let machine =
        quote::write(&style.machine.of(host), Quoting::WhereNeeded).map_err(Unwritten::Login)?;
    Ok([machine, login, password])
}

/// Returns the lines of an entry with these words.
fn lines(line_break: &[u8], [machine, login, password]: &Words) -> Zeroizing<Vec<u8>> {
    concat(&[
        b"machine ",
        machine,
        line_break,
        b"  login ",
        login,
        line_break,
        b"  password ",
        password,
        line_break,
    ])
}

/// The comments on the line behind a value in quotes.
fn comments_below_quotes(document: &Document) -> impl Iterator<Item = usize> {
    document
        .quirks()
        .iter()
        .filter(|found| found.quirk == Quirk::CommentAfterQuote)
        .map(|found| found.at)
}

/// A line with a lone `#` before the comment that is there.
fn set_apart(document: &Document, at: usize) -> Splice {
    let (bytes, start) = (document.bytes(), document.line_start(at));
    Splice {
        range: start..start,
        text: concat(&[&bytes[start..at], b"#", line_break(bytes)]),
    }
}

fn write_secret(secret: &SecretString, quoting: Quoting) -> Result<Zeroizing<Vec<u8>>, Unwritten> {
    #[expect(
        clippy::disallowed_methods,
        reason = "a netrc is where it is meant to go"
    )]
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
