//! The plain text of a vault: a netrc, with one-word comments for data that a netrc cannot express.
//! Does no I/O.
//!
//! ```text
//! #keyrc:own=age1…                              the recipient of the vault's own identity
//! #keyrc:recipient=age1…                        another recipient that the file is encrypted to
//! machine api.example.com login me password t0ken
//! #keyrc:more=password_expiry_utc=1800000000    belongs to the token of the entry below
//! machine git.example.org:8443/team login bot password "a b"
//! machine cache.example.net password t0ken      has no login
//! ```
//!
//! More readers ignore a comment without spaces at the start of a line than any other form; we
//! measured forty. There are no blank lines: after a blank line before a comment, some readers
//! reject the whole file.

mod recipients;

use std::ops::Range;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode, percent_encode};
use zeroize::Zeroizing;

use crate::credential::NO_LOGIN;
use crate::netrc::{OwnEntry, own_entries, own_text};
use crate::secret::concat;

pub(super) use recipients::Recipients;

const MORE: &[u8] = b"#keyrc:more=";

/// Bytes that would end a word, or that some reader interprets.
const UNSAFE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'\'')
    .add(b'\\')
    .add(b'%')
    .add(b'#');

/// An entry of a vault.
pub(super) struct Item<'a> {
    bytes: &'a [u8],
    entry: OwnEntry<'a>,
}

/// Returns the entries of a vault in file order.
pub(super) fn items(bytes: &[u8]) -> impl Iterator<Item = Item<'_>> {
    own_entries(bytes).map(move |entry| Item { bytes, entry })
}

impl Item<'_> {
    /// Whether this is the entry of a machine and a login. `None` matches any, and [`NO_LOGIN`] an
    /// entry without a login.
    pub(super) fn is_for(&self, machine: Option<&str>, login: Option<&str>) -> bool {
        machine.is_none_or(|machine| *self.entry.machine == *machine.as_bytes())
            && login.is_none_or(|login| self.entry.login.as_deref() == written_login(login))
    }

    /// Returns the machine and the login, or `None` if they are not UTF-8. The login is
    /// [`NO_LOGIN`] if the entry has none.
    pub(super) fn names(&self) -> Option<(&str, &str)> {
        let machine = str::from_utf8(&self.entry.machine).ok()?;
        let login = self.entry.login.as_deref();
        let login = login.map_or(Ok(NO_LOGIN), str::from_utf8).ok()?;
        Some((machine, login))
    }

    /// Returns the stored value: the token, a line break, and the other data of the secret, as
    /// `Secret::encode` writes them.
    pub(super) fn value(&self) -> Zeroizing<Vec<u8>> {
        let password = self.entry.password();
        let above = &self.bytes[self.line_above()];
        let Some(more) = above.strip_prefix(MORE) else {
            return password;
        };
        // Decoding never makes text longer, so this buffer does not grow and leave a copy on the
        // heap.
        let mut value = Zeroizing::new(Vec::with_capacity(password.len() + 1 + more.len()));
        value.extend_from_slice(&password);
        value.push(b'\n');
        value.extend(percent_decode(more.trim_ascii_end()));
        value
    }

    /// The range of the lines that belong to this entry alone.
    fn lines(&self) -> Range<usize> {
        let above = self.line_above();
        let start = if self.bytes[above.clone()].starts_with(MORE) {
            above.start
        } else {
            self.entry.range.start
        };
        let end = self.entry.range.end;
        let line_break = self.bytes[end..].starts_with(b"\n");
        start..end + usize::from(line_break)
    }

    /// The range of the line above, with its line break; empty for the first line.
    fn line_above(&self) -> Range<usize> {
        let end = self.entry.range.start;
        let Some(text) = self.bytes[..end].strip_suffix(b"\n") else {
            return end..end;
        };
        let line_break = text.iter().rposition(|&byte| byte == b'\n');
        line_break.map_or(0, |at| at + 1)..end
    }
}

/// Returns the bytes of a vault without the entries `found`.
pub(super) fn without(bytes: &[u8], found: &[Item<'_>]) -> Zeroizing<Vec<u8>> {
    let mut kept = Vec::new();
    let mut at = 0;
    for lines in found.iter().map(Item::lines) {
        kept.push(&bytes[at..lines.start]);
        at = lines.end;
    }
    kept.push(&bytes[at..]);
    concat(&kept)
}

/// Returns the bytes of a vault with a new value for a machine and a login: in place of the entry
/// `found`, or at the end.
///
/// Returns `None` if a vault cannot hold the value: it has no text, or its first line is not UTF-8 or
/// has a control character.
pub(super) fn with(
    bytes: &[u8],
    found: Option<&Item<'_>>,
    machine: &str,
    login: &str,
    value: &[u8],
) -> Option<Zeroizing<Vec<u8>>> {
    let entry = entry_lines(machine, login, value)?;
    let at = found.map_or(bytes.len()..bytes.len(), Item::lines);
    let open_line = at.start > 0 && bytes[at.start - 1] != b'\n';
    let line_break: &[u8] = if open_line { b"\n" } else { b"" };
    Some(concat(&[
        &bytes[..at.start],
        line_break,
        &entry,
        &bytes[at.end..],
    ]))
}

fn entry_lines(machine: &str, login: &str, value: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (token, more) = match value.iter().position(|&byte| byte == b'\n') {
        Some(at) => (&value[..at], Some(&value[at + 1..])),
        None => (value, None),
    };
    let token = str::from_utf8(token).ok()?;
    let has_control = |text: &str| text.chars().any(char::is_control);
    let is_empty = token.is_empty() && more.is_none_or(<[u8]>::is_empty);
    if is_empty || [machine, login, token].into_iter().any(has_control) {
        return None;
    }
    let above = more.map_or_else(Zeroizing::default, more_line);
    let (keyword, login): (&[u8], _) = match written_login(login) {
        Some(_) => (b" login ", own_text(login)),
        None => (b"", Zeroizing::default()),
    };
    let [machine, token] = [machine, token].map(own_text);
    Some(concat(&[
        &above,
        b"machine ",
        &machine,
        keyword,
        &login,
        b" password ",
        &token,
        b"\n",
    ]))
}

/// Returns the login as an entry has it, or `None` if it stands for a missing one.
fn written_login(login: &str) -> Option<&[u8]> {
    (login != NO_LOGIN).then_some(login.as_bytes())
}

fn more_line(more: &[u8]) -> Zeroizing<Vec<u8>> {
    // Sized for the worst case: a vector that grows leaves its old buffer, secrets and all, on the
    // heap.
    let mut line = Zeroizing::new(Vec::with_capacity(MORE.len() + 3 * more.len() + 1));
    line.extend_from_slice(MORE);
    for text in percent_encode(more, UNSAFE) {
        line.extend_from_slice(text.as_bytes());
    }
    line.push(b'\n');
    line
}

#[cfg(test)]
mod tests;
