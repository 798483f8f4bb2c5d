//! Any bytes are a netrc: parsing keeps all bytes, every position is in the file, and a lookup in
//! one pass finds the same entry as the document.

#![no_main]
#![allow(clippy::disallowed_methods, reason = "the values are compared")]

use keyrc::netrc::{Document, Edits, Position, credentials};
use keyrc::{ExposeSecret, Host};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let document = Document::parse(bytes.to_vec().into());
    assert_eq!(document.bytes(), bytes);
    assert_eq!(*Edits::new(&document).finish(), bytes, "an edit of nothing");
    let mut behind = 0;
    for entry in document.entries() {
        let range = entry.range();
        assert!(behind <= range.start && range.start < range.end && range.end <= bytes.len(), "{range:?}");
        assert_eq!(document.position(range.start), position(bytes, range.start));
        behind = range.end;
    }
    let places: Vec<usize> = document.quirks().iter().map(|fault| fault.at).collect();
    assert!(places.is_sorted() && places.last().is_none_or(|last| *last < bytes.len()), "{places:?}");
    for &at in &places {
        assert_eq!(document.position(at), position(bytes, at));
    }
    for entry in document.entries().iter().take(8) {
        let host = document.machine(entry).and_then(|machine| machine.parse::<Host>().ok());
        if let Some(host) = host.filter(|host| host.path().is_empty()) {
            look_up(&document, &host);
        }
    }
});

/// Line and column. A carriage return ends a line too, unless it is one of at most two before a line
/// feed.
fn position(bytes: &[u8], at: usize) -> Position {
    let ends_line = |&end: &usize| {
        let belongs_to_feed = matches!(bytes[end + 1..], [b'\n', ..] | [b'\r', b'\n', ..]);
        bytes[end] == b'\n' || bytes[end] == b'\r' && !belongs_to_feed
    };
    let starts: Vec<usize> = (0..at).filter(ends_line).map(|end| end + 1).collect();
    Position { line: starts.len() + 1, column: at - starts.last().unwrap_or(&0) + 1 }
}

fn look_up(document: &Document, host: &Host) {
    let sure = document.all(host, None).filter(|entry| entry.ambiguity().is_none());
    let in_document: Vec<(String, String)> = sure
        .filter_map(|entry| {
            let login = document.login(entry)?.parse::<keyrc::Login>().ok()?;
            Some((login.as_str().to_owned(), document.secret(entry)?.ok()?.expose_secret().to_owned()))
        })
        .collect();
    let in_one_pass: Vec<(String, String)> = credentials(document.bytes(), host)
        .map(|(login, secret)| (login.as_str().to_owned(), secret.expose_secret().to_owned()))
        .collect();
    assert_eq!(in_document, in_one_pass);
}
