//! Properties of fixes, on random files. `tests/cli/fixing.rs` has the bytes of each fix.

use keyrc::netrc::Document;
use keyrc::plan::Fixes;
use keyrc::readers::{Answer, Query, READERS, Reader};
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

/// The readers that find an entry, asked for its host with or without its login.
fn read_by(
    document: &Document,
    (host, login, password): &Triple,
    with_login: bool,
) -> Vec<&'static str> {
    let (Some(host), Some(login), Some(Ok(password))) = (host, login, password) else {
        return Vec::new();
    };
    if !can_be_asked_for(host) {
        return Vec::new();
    }
    let query = Query {
        host,
        port: None,
        login: Some(login.as_str()).filter(|_| with_login),
    };
    let expected = Answer::Match {
        login: Some(login.clone().into()),
        password: Some(password.clone().into_bytes().into()),
    };
    let reads = |reader: &&Reader| reader.read(document.bytes(), &query) == expected;
    READERS
        .iter()
        .filter(reads)
        .map(|reader| reader.name)
        .collect()
}

/// The readers that no longer find an entry after the fixes.
fn lost(bytes: &[u8], with_login: bool) -> Vec<String> {
    let before = document(bytes);
    let after = Fixes::new(&before, &all()).unwrap().document;
    let lost = |triple: &Triple| {
        let now = read_by(&after, triple, with_login);
        let then = read_by(&before, triple, with_login).into_iter();
        then.filter(|reader| !now.contains(reader))
            .map(|reader| format!("{reader}: {triple:?}"))
            .collect::<Vec<_>>()
    };
    triples(&before).iter().flat_map(lost).collect()
}

fn count(bytes: &[u8], text: &str) -> usize {
    bytes
        .windows(text.len())
        .filter(|window| *window == text.as_bytes())
        .count()
}

fn all() -> Vec<&'static Reader> {
    READERS.iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_entry_holds_the_same(bytes in prop_oneof![1 => files(), 3 => odd_files()]) {
        let before = document(&bytes);
        let after = Fixes::new(&before, &all()).unwrap().document;
        prop_assert_eq!(triples(&before), triples(&after));
    }

    #[test]
    fn no_reader_loses_an_entry(bytes in prop_oneof![1 => files(), 3 => odd_files()]) {
        prop_assert_eq!(lost(&bytes, false), [""; 0], "{:?}", String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn no_reader_asked_for_a_login_loses_an_entry(bytes in odd_files()) {
        prop_assert_eq!(lost(&bytes, true), [""; 0], "{:?}", String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn every_comment_and_every_macro_stays(bytes in odd_files()) {
        let before = document(&bytes);
        let fixes = Fixes::new(&before, &all()).unwrap();
        for text in [
            "# note 1", "# note 2", "# note 3", "# note 4", "# note 5", "# note 6", "# note 8",
            "# login x password y", "# machine a.test login x password y", "macdef init", "\nls", "account ac",
        ] {
            prop_assert_eq!(count(&bytes, text), count(fixes.document.bytes(), text), "{}", text);
        }
        // Outside an entry it gets a space, because pip would refuse the file otherwise.
        let glued = |bytes: &[u8]| count(bytes, "#note 7") + count(bytes, "# note 7");
        prop_assert_eq!(glued(&bytes), glued(fixes.document.bytes()));
    }

    #[test]
    fn a_second_run_changes_nothing(bytes in odd_files()) {
        let once = Fixes::new(&document(&bytes), &all()).unwrap().document;
        let twice = Fixes::new(&once, &all()).unwrap();
        let shown = String::from_utf8_lossy;
        prop_assert_eq!(shown(twice.document.bytes()), shown(once.bytes()), "{:?}", twice.steps);
        prop_assert!(twice.steps.is_empty());
    }

    #[test]
    fn a_file_without_steps_does_not_change(bytes in odd_files()) {
        let fixes = Fixes::new(&document(&bytes), &all()).unwrap();
        prop_assert_eq!(fixes.steps.is_empty(), fixes.document.bytes() == &bytes[..]);
    }
}
