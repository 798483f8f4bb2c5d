//! A fixed file holds the same entries, and every reader still finds those that it found.

#![no_main]

use keyrc::netrc::Document;
use keyrc::readers::{READERS, Reader};
use keyrc::check::{EntryCheck, Verdict, check};
use keyrc::plan::Fixes;
use libfuzzer_sys::fuzz_target;

/// The maximum length of a file: each entry is tried in many forms with every reader, so long files
/// leave time for few runs.
const LONGEST: usize = 400;

fuzz_target!(|bytes: &[u8]| {
    let all: Vec<&'static Reader> = READERS.iter().collect();
    let document = Document::parse(bytes[..bytes.len().min(LONGEST)].to_vec().into());
    let fixes = Fixes::new(&document, &all).expect("a small file");
    assert_eq!(fixes.steps.is_empty(), fixes.document.bytes() == document.bytes());
    let [before, after] = [&document, &fixes.document].map(|document| {
        let mut checks = check(document, &all, &[]).expect("a small file");
        // Only `default` may have moved.
        checks.sort_by_key(|check| check.machine.is_none());
        checks
    });
    let said = |check: &EntryCheck| (check.machine.as_ref().map(|name| name.to_ascii_lowercase()), check.login.clone());
    assert_eq!(before.iter().map(said).collect::<Vec<_>>(), after.iter().map(said).collect::<Vec<_>>());
    for (before, after) in before.iter().zip(&after) {
        for (before, after) in before.views.iter().zip(&after.views) {
            let lost = before.verdict == Verdict::Same && after.verdict != Verdict::Same;
            assert!(!lost, "{}, after {:?}", before.reader.name, fixes.steps);
        }
    }
});
