//! Properties of fixes, on random files. `tests/cli/fixing.rs` has the bytes of each fix.

use keyrc::netrc::Document;
use keyrc::plan::Fixes;
use keyrc::readers::{Answer, Parsed, Query, READERS, Reader};
use proptest::prelude::*;
use secrecy::ExposeSecret;

use crate::files::{files, odd_files};
use crate::{can_be_asked_for, document};

/// Host, login and password of an entry; `default` has no host.
type Triple = (
    Option<String>,
    Option<String>,
    Option<Result<String, keyrc::secret::BadSecret>>,
);

/// The content of each entry in file order, with `default` last.
fn triples(document: &Document) -> Vec<Triple> {
    #[expect(clippy::disallowed_methods, reason = "a test looks at it")]
    let entries = document.entries().iter().map(|entry| {
        let password = document
            .secret(entry)
            .map(|secret| secret.map(|secret| secret.expose_secret().to_owned()));
        let host = document
            .machine(entry)
            .map(|machine| machine.to_ascii_lowercase());
        (host, document.login(entry).map(Into::into), password)
    });
    let mut triples: Vec<Triple> = entries.collect();
    triples.sort_by_key(|(host, ..)| host.is_none());
    triples
}

/// The readers that find an entry in a parsed file, asked for its host with and without its login.
fn read_by(file: &[(&'static str, Parsed)], triple: &Triple) -> Vec<(&'static str, bool)> {
    let (Some(host), Some(login), Some(Ok(password))) = triple else {
        return Vec::new();
    };
    if !can_be_asked_for(host) {
        return Vec::new();
    }
    let expected = Answer::Match {
        login: Some(login.clone().into()),
        password: Some(password.clone().into_bytes().into()),
    };
    let mut readers = Vec::new();
    for with_login in [false, true] {
        let query = Query {
            host,
            port: None,
            login: Some(login.as_str()).filter(|_| with_login),
        };
        let found = file
            .iter()
            .filter(|(_, parsed)| parsed.answer(&query) == expected);
        readers.extend(found.map(|(reader, _)| (*reader, with_login)));
    }
    readers
}

/// The readers that no longer find an entry after the fixes.
fn lost(before: &Document, after: &Document) -> Vec<String> {
    let parse = |document: &Document| -> Vec<(&'static str, Parsed)> {
        let readers = READERS.iter();
        readers
            .map(|reader| (reader.name, reader.parse(document.bytes())))
            .collect()
    };
    let (then, now) = (parse(before), parse(after));
    let mut lost = Vec::new();
    for triple in triples(before) {
        let now = read_by(&now, &triple);
        let gone = read_by(&then, &triple)
            .into_iter()
            .filter(|found| !now.contains(found));
        lost.extend(gone.map(|(reader, with_login)| {
            format!("{reader}, asked with the login: {with_login}: {triple:?}")
        }));
    }
    lost
}

/// How often the file contains a text. A `#` inside a word is part of it and starts no comment.
fn count(bytes: &[u8], text: &str) -> usize {
    let is_found = |&at: &usize| {
        let starts_word = at == 0 || !bytes[at - 1].is_ascii_graphic();
        bytes[at..].starts_with(text.as_bytes()) && (starts_word || !text.starts_with('#'))
    };
    (0..bytes.len()).filter(is_found).count()
}

fn all() -> Vec<&'static Reader> {
    READERS.iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_reader_loses_an_entry(bytes in prop_oneof![1 => files(), 3 => odd_files()]) {
        let before = document(&bytes);
        let fixes = Fixes::new(&before, &all()).unwrap();
        prop_assert_eq!(lost(&before, &fixes.document), [""; 0], "{:?}", String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn entries_comments_and_macros_stay(bytes in prop_oneof![1 => files(), 3 => odd_files()]) {
        let before = document(&bytes);
        let fixes = Fixes::new(&before, &all()).unwrap();
        prop_assert_eq!(triples(&before), triples(&fixes.document));
        prop_assert_eq!(fixes.steps.is_empty(), fixes.document.bytes() == &bytes[..]);
        for text in [
            "# note 1", "# note 2", "# note 3", "# note 4", "# note 5", "# note 6", "# note 8",
            "# login x password y", "# machine a.test login x password y", "macdef init", "\nls", "account ac",
        ] {
            prop_assert_eq!(count(&bytes, text), count(fixes.document.bytes(), text), "{}", text);
        }
        // Outside an entry it gets a space, because pip would refuse the file otherwise.
        let glued = |bytes: &[u8]| count(bytes, "#note 7") + count(bytes, "# note 7");
        prop_assert_eq!(glued(&bytes), glued(fixes.document.bytes()));
        let twice = Fixes::new(&fixes.document, &all()).unwrap();
        let shown = String::from_utf8_lossy;
        prop_assert_eq!(shown(twice.document.bytes()), shown(fixes.document.bytes()), "{:?}", twice.steps);
        prop_assert!(twice.steps.is_empty());
    }
}
