//! Files with carriage returns as line ends: no change hides an entry from a tool.
//!
//! The entries are known from the generator, because a document reads such a file only in one of
//! the ways in which tools do.

use keyrc::netrc::Document;
use keyrc::plan::{Export, Fixes, OnConflict, Removal};
use keyrc::readers::{Answer, Query, READERS, Reader};
use keyrc::{Account, Secret};
use proptest::prelude::*;
use secrecy::SecretString;

use crate::document;
use crate::files::{Entry, files_with_returns};

/// An entry and a reader that finds it.
type Found = (String, &'static str);

/// The readers that find each entry, asked with and without its login.
fn found(bytes: &[u8], entries: &[Entry]) -> Vec<Found> {
    let mut found = Vec::new();
    for reader in READERS {
        let parsed = reader.parse(bytes);
        for entry in entries {
            for login in [None, Some(entry.login.as_str())] {
                let query = Query {
                    host: &entry.host,
                    port: None,
                    login,
                };
                if parsed.answer(&query) == answer(entry) {
                    found.push((format!("{} {login:?}", entry.host), reader.name));
                }
            }
        }
    }
    found
}

fn answer(entry: &Entry) -> Answer {
    Answer::Match {
        login: Some(entry.login.clone().into()),
        password: Some(entry.password.clone().into_bytes().into()),
    }
}

fn lost(before: &[u8], after: &[u8], entries: &[Entry]) -> Vec<Found> {
    let now = found(after, entries);
    let then = found(before, entries).into_iter();
    then.filter(|found| !now.contains(found)).collect()
}

fn all() -> Vec<&'static Reader> {
    READERS.iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_fix_hides_no_entry((bytes, entries) in files_with_returns()) {
        let fixes = Fixes::new(&document(&bytes), &all()).unwrap();
        let after = fixes.document.bytes();
        prop_assert_eq!(lost(&bytes, after, &entries), [], "{:?}", String::from_utf8_lossy(after));
    }

    #[test]
    fn a_removal_hides_no_other_entry((bytes, entries) in files_with_returns(), place in any::<prop::sample::Index>()) {
        let before = document(&bytes);
        prop_assume!(!before.entries().is_empty());
        let at = place.index(before.entries().len());
        let removal = Removal::new(&before, &[&[at]]);
        let removed = machine(&before, at).filter(|_| removal.removes(at));
        let others: Vec<Entry> = entries.into_iter().filter(|entry| Some(&entry.host) != removed.as_ref()).collect();
        let after = removal.document().bytes();
        prop_assert_eq!(lost(&bytes, after, &others), [], "{:?}", String::from_utf8_lossy(after));
    }

    #[test]
    fn an_export_names_each_tool_that_it_affects((bytes, entries) in files_with_returns()) {
        let before = document(&bytes);
        let account = Account { host: "new.test".parse().unwrap(), login: "me".parse().unwrap() };
        let secret = Secret::new(SecretString::from("token"));
        let export = Export::new(&before, &[(account, secret)], OnConflict::Skip, &[]).unwrap();
        let named = |(entry, reader): &Found| {
            let mut effects = export.side_effects.iter();
            effects.any(|effect| {
                effect.readers.contains(reader)
                    && effect.machine.as_deref().is_some_and(|machine| entry.starts_with(machine))
            })
        };
        let after = export.edits.clone().finish();
        let lost: Vec<Found> = lost(&bytes, &after, &entries).into_iter().filter(|found| !named(found)).collect();
        prop_assert_eq!(lost, [], "{:?}", String::from_utf8_lossy(&after));
    }
}

fn machine(document: &Document, at: usize) -> Option<String> {
    let machine = document.machine(&document.entries()[at]);
    machine.map(|machine| machine.to_ascii_lowercase())
}
