//! How an entry can be written anew.

use zeroize::Zeroizing;

use crate::netrc::{Document, Entry, FaultKind, Parts, Quoting, line_break, write};
use crate::secret::concat;

/// How the words of an entry can be written: machine, login and password, as many as it has. `None` for an entry that says
/// more than these, or something that has no certain meaning.
pub(crate) fn forms_of(document: &Document, entry: &Entry) -> Option<Vec<Parts>> {
    if entry.has_account
        || entry.machine.is_none() != entry.is_default()
        || !says_all(document, entry)
    {
        return None;
    }
    let [machine, login, password] = document.parts(entry);
    let text = |part: Option<Zeroizing<Vec<u8>>>| -> Option<Vec<Option<Zeroizing<Vec<u8>>>>> {
        let Some(part) = part else {
            return Some(vec![None]);
        };
        let part = str::from_utf8(&part).ok()?;
        let forms =
            [Quoting::WhereNeeded, Quoting::Always].map(|quoting| write(part, quoting).ok());
        let mut forms: Vec<_> = forms
            .into_iter()
            .map(|form| form.map(Some))
            .collect::<Option<_>>()?;
        forms.dedup();
        Some(forms)
    };
    let machine = text(machine.map(|machine| machine.to_ascii_lowercase().into()))?;
    let (logins, passwords) = (text(login)?, text(password)?);
    let machine = machine.into_iter().next()?;
    let mut found = Vec::new();
    for login in &logins {
        for password in &passwords {
            found.push([machine.clone(), login.clone(), password.clone()]);
        }
    }
    Some(found)
}

/// Whether its parts are all that an entry says: no other word is in it that would be lost, and nothing of no certain
/// meaning. [`Entry::doubt`] knows the first fault only.
fn says_all(document: &Document, entry: &Entry) -> bool {
    let range = entry.range();
    let clear = |kind| matches!(kind, FaultKind::RareKeyword | FaultKind::LiveComment);
    let faults = document
        .faults()
        .iter()
        .filter(|fault| fault.in_entry && range.contains(&fault.at));
    entry.doubt().is_none_or(clear)
        && faults.map(|fault| fault.kind).all(clear)
        && !document.says_more(entry)
}

/// An entry in lines of its own.
pub(crate) fn lines(document: &Document, words: Parts) -> Zeroizing<Vec<u8>> {
    let line_break = line_break(document.bytes());
    let [machine, login, password] = &words;
    let mut parts: Vec<&[u8]> = Vec::new();
    match machine {
        Some(machine) => parts.extend([b"machine ", &machine[..], line_break]),
        None => parts.extend([&b"default"[..], line_break]),
    }
    for (keyword, value) in [(&b"  login "[..], login), (b"  password ", password)] {
        if let Some(value) = value {
            parts.extend([keyword, value, line_break]);
        }
    }
    concat(&parts)
}
