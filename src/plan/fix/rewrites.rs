//! The ways to write an entry.

use zeroize::Zeroizing;

use crate::netrc::{Document, Entry, Parts, Quirk, Quoting, write};
use crate::secret::concat;

/// Returns the ways to write the machine, login and password of an entry, the plainest first.
///
/// `None` if the entry holds anything else or has more than one meaning.
pub(super) fn spellings(document: &Document, entry: &Entry) -> Option<Vec<Parts>> {
    let is_whole = entry.machine.is_some() || entry.is_default();
    if entry.account.is_some() || !is_whole || !is_clear(document, entry) {
        return None;
    }
    let [machine, login, password] = document.parts(entry);
    let machine = match machine {
        Some(mut machine) => {
            machine.make_ascii_lowercase();
            quotings(&machine)?.into_iter().next()
        }
        None => None,
    };
    let logins = optional_quotings(login)?;
    let passwords = optional_quotings(password)?;
    let mut spellings = Vec::new();
    for login in &logins {
        for password in &passwords {
            spellings.push([machine.clone(), login.clone(), password.clone()]);
        }
    }
    Some(spellings)
}

/// Whether an entry has one meaning, and nothing but its machine, login and password.
fn is_clear(document: &Document, entry: &Entry) -> bool {
    let range = entry.range();
    let is_harmless = |quirk| {
        use Quirk::{Capitals, LiveComment, Passwd, User};
        matches!(quirk, Capitals | LiveComment | Passwd | User)
    };
    // The entry itself knows only its first quirk.
    let quirks = document.quirks();
    let first = quirks.partition_point(|found| found.at < range.start);
    let quirks = quirks[first..].iter();
    let quirks = quirks.take_while(|found| found.at < range.end);
    let mut quirks = quirks.filter(|found| found.entry.is_some());
    entry.ambiguity().is_none_or(is_harmless)
        && quirks.all(|found| is_harmless(found.quirk))
        && !document.says_more(entry)
}

fn optional_quotings(value: Option<Zeroizing<Vec<u8>>>) -> Option<Vec<Option<Zeroizing<Vec<u8>>>>> {
    match value {
        Some(value) => Some(quotings(&value)?.into_iter().map(Some).collect()),
        None => Some(vec![None]),
    }
}

/// A value without quotes, if possible, and in quotes.
fn quotings(value: &[u8]) -> Option<Vec<Zeroizing<Vec<u8>>>> {
    let value = str::from_utf8(value).ok()?;
    let mut written = Vec::new();
    for quoting in [Quoting::WhereNeeded, Quoting::Always] {
        written.push(write(value, quoting).ok()?);
    }
    written.dedup();
    Some(written)
}

/// Returns the lines of an entry, one part to a line, with the line breaks of `document`.
pub(super) fn lines(document: &Document, [machine, login, password]: &Parts) -> Zeroizing<Vec<u8>> {
    let line_break = document.line_break();
    let mut parts: Vec<&[u8]> = Vec::new();
    match machine {
        Some(machine) => parts.extend([b"machine ", &machine[..], line_break]),
        None => parts.extend([&b"default"[..], line_break]),
    }
    if let Some(login) = login {
        parts.extend([b"  login ", &login[..], line_break]);
    }
    if let Some(password) = password {
        parts.extend([b"  password ", &password[..], line_break]);
    }
    concat(&parts)
}
