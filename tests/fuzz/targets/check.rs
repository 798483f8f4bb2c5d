//! A check of a large file, which reads only excerpts, gives the same results as reading the whole
//! file.

#![no_main]
#![allow(clippy::disallowed_methods, reason = "the values are compared")]

use std::collections::BTreeSet;

use keyrc::netrc::Document;
use keyrc::readers::{Answer, Query, READERS};
use keyrc::check::{Verdict, check};
use keyrc::{ExposeSecret, Host};
use libfuzzer_sys::fuzz_target;

/// The maximum number of bytes without the padding.
const LONGEST: usize = 400;

/// The padding that makes a file large: 5 KB before the bytes, and 5 KB after them.
fn padding(name: &str) -> Vec<u8> {
    let entry = |at| format!("machine {name}{at}.test\n  login user{at}\n  password pw{at}\n").into_bytes();
    (0..90).flat_map(entry).collect()
}

fuzz_target!(|bytes: &[u8]| {
    let (before, bytes) = (padding("before"), &bytes[..bytes.len().min(LONGEST)]);
    let (start, end) = (before.len(), before.len() + bytes.len() + 1);
    let document = Document::parse([&before, bytes, b"\n", &padding("behind")].concat().into());
    let entries = document.entries();
    let host = |name: &str| name.parse::<Host>().ok().filter(|host| host.path().is_empty());
    let hosts: Vec<_> = entries.iter().map(|entry| host(&document.machine(entry)?)).collect();
    // The entries among the bytes, and the neighbours.
    let near = entries.partition_point(|entry| entry.range().start < start).saturating_sub(1)
        ..entries.partition_point(|entry| entry.range().start < end).saturating_add(1).min(entries.len());
    let requested: Vec<Host> = hosts[near].iter().flatten().take(3).cloned().collect();
    if requested.is_empty() {
        return;
    }
    let all: Vec<_> = READERS.iter().collect();
    for found in check(&document, &all, &requested).expect("few hosts") {
        let (entry, Some(host)) = (&entries[found.entry], &hosts[found.entry]) else { continue };
        if !requested.contains(host) {
            continue; // an entry without a port, asked about with the requested port
        }
        let same = |other: &Option<Host>| other.as_ref().is_some_and(|other| other.name() == host.name());
        let logins = entries.iter().zip(&hosts).filter(|(_, host)| same(host)).map(|(entry, _)| document.login(entry));
        let several = logins.collect::<BTreeSet<_>>().len() > 1;
        let login = document.login(entry);
        let secret = document.secret(entry).transpose();
        let (Ok(secret), false) = (secret, login.as_ref().is_some_and(|login| login.contains('\u{FFFD}'))) else {
            continue; // bytes that are no text
        };
        let expected = Answer::Match {
            login: login.as_ref().map(|login| login.as_bytes().to_vec()),
            password: secret.map(|secret| secret.expose_secret().as_bytes().to_vec().into()),
        };
        let query = Query { host: host.name(), port: host.port(), login: login.as_deref().filter(|_| several) };
        for view in &found.views {
            let same = view.reader.read_with_errors(document.bytes(), &query) == expected;
            assert_eq!(view.verdict == Verdict::Same, same, "{}, {host}", view.reader.name);
        }
    }
});
