//! Every reader takes any bytes, and what is mended is lost to none of them.
//!
//! Host and login are a line each, and the file is what follows.

#![no_main]
#![allow(clippy::disallowed_methods, reason = "what is found is measured")]

use keyrc::ExposeSecret;
use keyrc::netrc::Document;
use keyrc::netrc::readers::{Answer, Query, READERS, Reader};
use keyrc::plan::{EntryCheck, Mend, Verdict, check};
use libfuzzer_sys::fuzz_target;

/// More entries than this take a mending too long to try many.
const ENTRIES: usize = 12;

fuzz_target!(|bytes: &[u8]| {
    let mut lines = bytes.splitn(3, |&byte| byte == b'\n');
    let [host, login] =
        [(); 2].map(|()| String::from_utf8_lossy(lines.next().unwrap_or_default()).to_ascii_lowercase());
    let file = lines.next().unwrap_or_default();
    for reader in READERS {
        for login in [None, Some(login.as_str())] {
            let query = Query { host: &host, port: None, login };
            let answer = reader.read(file, &query);
            assert_eq!(answer, reader.read(file, &query), "{}", reader.name);
            if let Answer::Match { login: found, password } = answer {
                let most = login.map_or(0, str::len).max(3 * file.len());
                let password = password.map_or(0, |password| password.expose_secret().len());
                assert!(found.map_or(0, |found| found.len()) <= most && password <= most, "{}", reader.name);
            }
        }
    }
    let document = Document::parse(file.to_vec().into());
    if document.entries().len() <= ENTRIES {
        mend(&document);
    }
});

fn mend(document: &Document) {
    let all: Vec<&'static Reader> = READERS.iter().collect();
    let mended = Mend::new(document, &all).expect("a small file");
    let checks = [document, &mended.document].map(|document| {
        let mut checks = check(document, &all, None).expect("a small file");
        // `default` may have moved, and nothing else.
        checks.sort_by_key(|check| check.machine.is_none());
        checks
    });
    let [before, after] = &checks;
    assert_eq!(before.len(), after.len());
    let said = |check: &EntryCheck| (check.machine.as_ref().map(|name| name.to_ascii_lowercase()), check.login.clone());
    for (before, after) in before.iter().zip(after) {
        assert_eq!(said(before), said(after));
        for (before, after) in before.views.iter().zip(&after.views) {
            let lost = before.verdict == Verdict::Same && after.verdict != Verdict::Same;
            assert!(!lost, "{}, after {:?}", before.reader.name, mended.steps);
        }
    }
    assert_eq!(mended.steps.is_empty(), mended.document.bytes() == document.bytes());
}
