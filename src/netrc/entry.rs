//! An entry of a netrc, and the values of its words.

use std::borrow::Cow;
use std::ops::Range;

use crate::netrc::keyword::Keyword;
use crate::netrc::lex::Word;
use crate::netrc::quirk::Quirk;
use crate::text::is_token;

/// One `machine` or `default` block, as positions in the file that contains it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub(crate) start: usize,
    /// One past the last byte of the last word.
    pub(crate) end: usize,
    pub(crate) machine: Option<Word>,
    pub(crate) is_default: bool,
    pub(crate) login: Option<Word>,
    pub(crate) password: Option<Word>,
    pub(crate) account: Option<Word>,
    /// Whether macros follow, which ftp(1) runs for this machine.
    pub(crate) has_macro: bool,
    /// The first quirk that makes tools read this entry in different ways.
    pub(crate) ambiguity: Option<Quirk>,
}

impl Entry {
    /// Returns the position of the entry in the file, from its keyword to its last word.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// Whether this is a `default` entry, which has no machine.
    pub fn is_default(&self) -> bool {
        self.is_default
    }

    /// Returns the first quirk that makes tools read this entry in different ways, or `None` if all
    /// agree on its meaning.
    pub fn ambiguity(&self) -> Option<Quirk> {
        self.ambiguity
    }
}

/// Whether the login of an entry is its token: it has the shape of one, or a password that marks a
/// token, or an empty password and no usual name such as `git`, or it equals the password.
///
/// GitHub and others document `login TOKEN password x-oauth-basic` and `login TOKEN password ""`.
pub(crate) fn is_token_login(login: &str, password: Option<&[u8]>) -> bool {
    const NAMES: [&str; 8] = [
        "anonymous",
        "ftp",
        "git",
        "guest",
        "oauth2",
        "root",
        "token",
        "user",
    ];
    if is_token(login) {
        return true;
    }
    match password {
        Some(b"x-oauth-basic" | b"x-oauth-token") => !login.is_empty(),
        Some(b"") => !login.is_empty() && !login.contains('@') && !NAMES.contains(&login),
        Some(password) => is_long_login(login) && is_alike(login.as_bytes(), password),
        None => false,
    }
}

/// Whether a login that equals its password may be a token: it is longer than a name such as
/// `admin`, and is not an email address, which anonymous FTP expects as the password.
pub(crate) fn is_long_login(login: &str) -> bool {
    login.len() >= 16 && !login.contains('@')
}

fn is_alike(login: &[u8], password: &[u8]) -> bool {
    login
        .trim_ascii()
        .eq_ignore_ascii_case(password.trim_ascii())
}

/// Returns the value of a word, without quotes and escapes. Copies only a word with escapes.
pub(crate) fn value(word: Word, bytes: &[u8]) -> Cow<'_, [u8]> {
    let inner = word.inner(bytes);
    if !(word.traits.quoted() && word.traits.backslash()) {
        return Cow::Borrowed(inner);
    }
    Cow::Owned(unescaped(inner))
}

/// Removes each backslash and keeps the character after it. A backslash at the very end is kept.
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

/// Returns the most important quirk of a value that makes its entry ambiguous.
pub(crate) fn quirk_of(value: Word, bytes: &[u8]) -> Option<Quirk> {
    let traits = value.traits;
    let is_bare = !traits.quoted();
    if traits.open() {
        Some(Quirk::OpenQuote)
    } else if traits.tail() {
        Some(Quirk::TextAfterQuote)
    } else if traits.control() {
        Some(Quirk::ControlByte)
    } else if traits.high() && str::from_utf8(value.inner(bytes)).is_err() {
        Some(Quirk::NotUtf8)
    } else if traits.backslash() && is_bare {
        Some(Quirk::Backslash)
    } else if traits.curl_escape() {
        Some(Quirk::CurlEscape)
    } else if traits.quoted() && value.inner(bytes).is_empty() {
        Some(Quirk::EmptyValue)
    } else if is_bare && starts_entry(value, bytes) {
        Some(Quirk::KeywordAsValue)
    } else if is_bare && bytes[value.start()] == b'#' {
        Some(Quirk::HashFirst)
    } else {
        None
    }
}

/// Whether a value is a keyword of at least five letters. `user` is not counted: W&B uses it as the
/// login of every account. Neither is `passwd`, which few readers know.
#[inline]
pub(crate) fn is_keyword(word: Word, bytes: &[u8]) -> bool {
    matches!(word.end() - word.start(), 5..=8)
        && Keyword::exact(&bytes[word.range()]).is_some_and(|found| found != Keyword::Passwd)
}

/// Whether a value is a keyword that starts an entry or a macro. Tools that scan a file for one
/// host can take it for one. Other keywords are ordinary values.
fn starts_entry(word: Word, bytes: &[u8]) -> bool {
    use Keyword::{Default, Macdef, Machine};
    let keyword = Keyword::exact(&bytes[word.range()]);
    matches!(keyword, Some(Machine | Default | Macdef))
}
