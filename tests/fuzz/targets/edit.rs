//! Edits of any file: bytes outside of the edits are unchanged, and a file without quirks has the
//! entries of a simple list with the same edits.

#![no_main]
#![allow(clippy::disallowed_methods, reason = "the values are compared")]

use arbitrary::{Result, Unstructured};
use keyrc::netrc::{Document, Edits, Entry, Quirk, Quoting, Style};
use keyrc::{ExposeSecret, SecretString};
use libfuzzer_sys::fuzz_target;

/// A divisor of the byte `0`, so that a seed can be written by hand.
const TOKENS: [&str; 12] =
    ["new", "p w", "\"", "\\", "a\\n", "#x", "ä", "machine", "'", "x\"y\\z", "default", "e\u{301}\u{feff}"];

fuzz_target!(|bytes: &[u8]| {
    let _ = edit(Unstructured::new(bytes));
});

fn edit(mut input: Unstructured<'_>) -> Result<()> {
    let count = input.int_in_range(0..=3)?;
    let operations = (0..count).map(|_| input.arbitrary()).collect::<Result<Vec<[u8; 3]>>>()?;
    let before = Document::parse(input.take_rest().to_vec().into());
    let (entries, mut edits) = (before.entries(), Edits::new(&before));
    let mut says: Vec<_> = entries.iter().map(|entry| Some(parts(&before, entry))).collect();
    let (mut touched, mut added, mut removes) = (vec![false; entries.len()], Vec::new(), false);
    for [kind, which, token] in operations {
        let (at, token) = (usize::from(which) % entries.len().max(1), TOKENS[usize::from(token) % TOKENS.len()]);
        let quoting = if which % 2 == 0 { Quoting::WhereNeeded } else { Quoting::Always };
        let secret = SecretString::from(token);
        match (kind % 3, entries.get(at)) {
            (1, Some(entry)) => {
                edits.set_password(entry, &secret, quoting).expect("a token that can be written");
                says[at].iter_mut().for_each(|parts| parts[2] = Some(token.to_owned()));
                touched[at] = true;
            }
            (2, Some(entry)) => {
                edits.remove(entry);
                (says[at], touched[at], removes) = (None, true, true);
            }
            _ => {
                let (host, login) = (format!("h{}.test", added.len()), TOKENS[usize::from(which) % TOKENS.len()]);
                let style = Style { password: quoting, ..Style::default() };
                let (at, who) = (host.parse().expect("a host"), login.parse().expect("a login"));
                edits.add(&at, &who, &secret, style).expect("a token that can be written");
                added.push(Some([host, login.to_owned(), token.to_owned()].map(Some)));
            }
        }
    }
    let after = Document::parse(edits.finish());
    let exact = !removes && added.is_empty();
    stays(&before, after.bytes(), &touched, exact);
    let sound = before.quirks().is_empty();
    // A quote in an earlier word may pair with a quote that is written later in the file.
    let closed = before.quirks().iter().all(|fault| !matches!(fault.quirk, Quirk::UnknownWord | Quirk::OpenQuote));
    let sure =
        exact && closed && entries.iter().zip(touched).all(|(entry, touched)| !touched || entry.ambiguity().is_none());
    if sound || sure {
        let place = entries.iter().position(Entry::is_default).unwrap_or(entries.len());
        says.splice(place..place, added);
        let found: Vec<_> = after.entries().iter().map(|entry| parts(&after, entry)).collect();
        assert_eq!(found, says.into_iter().flatten().collect::<Vec<_>>());
        assert!(!sound || after.quirks().is_empty(), "{:?}", after.quirks());
    }
    Ok(())
}

/// Machine, login and password.
fn parts(document: &Document, entry: &Entry) -> [Option<String>; 3] {
    let secret = document.secret(entry).and_then(|secret| Some(secret.ok()?.expose_secret().to_owned()));
    [document.machine(entry).map(Into::into), document.login(entry).map(Into::into), secret]
}

/// Bytes without spaces and `#`, which are added where a tool would reject a file because of a
/// comment.
fn bare(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().copied().filter(|byte| !matches!(byte, b'#' | b' ' | b'\t' | b'\r' | b'\n')).collect()
}

/// Whether the text contains the pieces in order, and starts and ends with them if it is exact.
fn holds(mut after: &[u8], pieces: &[&[u8]], exact: bool) -> bool {
    if exact && !(after.starts_with(pieces[0]) && after.ends_with(pieces[pieces.len() - 1])) {
        return false;
    }
    pieces.iter().all(|piece| {
        let found = || after.windows(piece.len()).position(|part| part == *piece);
        let Some(at) = (if piece.is_empty() { Some(0) } else { found() }) else { return false };
        after = &after[at + piece.len()..];
        true
    })
}

/// Checks that the text outside of the edits is kept in order. White space around an added or
/// removed entry may change.
fn stays(before: &Document, after: &[u8], touched: &[bool], exact: bool) {
    let (bytes, mut pieces, mut from) = (before.bytes(), Vec::new(), 0);
    for (entry, touched) in before.entries().iter().zip(touched) {
        // New entries come before `default`.
        if *touched || !exact && entry.is_default() {
            pieces.push(&bytes[from..entry.range().start]);
            from = if *touched { entry.range().end } else { entry.range().start };
        }
    }
    pieces.push(&bytes[from..]);
    let trimmed: Vec<&[u8]> = pieces.iter().map(|piece| if exact { piece } else { piece.trim_ascii() }).collect();
    let bared: Vec<Vec<u8>> = pieces.into_iter().map(bare).collect();
    let bared: Vec<&[u8]> = bared.iter().map(Vec::as_slice).collect();
    let has_comments = before.bytes().contains(&b'#');
    assert!(holds(after, &trimmed, exact) || has_comments && holds(&bare(after), &bared, exact));
}
