//! What a mending must not change, tried on random files. Each mending to the byte is in `tests/cli/mending.rs`.

use keyrc::netrc::Document;
use keyrc::plan::Mend;
use keyrc::readers::{Answer, Query, READERS, Reader};
use proptest::prelude::*;
use secrecy::ExposeSecret;

use crate::document;
use crate::files::{files, odd_files};

/// Host, login and password of an entry; `default` has no host.
type Triple = (
    Option<String>,
    Option<String>,
    Option<Result<String, keyrc::secret::BadSecret>>,
);

/// Those of each entry, in the order of the file, but `default` last.
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

/// The readers to which an entry says what it means, asked for the host alone or with the login.
fn read_by(
    document: &Document,
    (host, login, password): &Triple,
    with_login: bool,
) -> Vec<&'static str> {
    let (Some(host), Some(login), Some(Ok(password))) = (host, login, password) else {
        return Vec::new();
    };
    let query = Query {
        host,
        port: None,
        login: Some(login.as_str()).filter(|_| with_login),
    };
    let meant = Answer::Match {
        login: Some(login.clone().into()),
        password: Some(password.clone().into_bytes().into()),
    };
    let reads = |reader: &&Reader| reader.read(document.bytes(), &query) == meant;
    READERS
        .iter()
        .filter(reads)
        .map(|reader| reader.name)
        .collect()
}

/// What was read before a mending and is not any more.
fn lost(bytes: &[u8], with_login: bool) -> Vec<String> {
    let before = document(bytes);
    let after = Mend::new(&before, &all()).unwrap().document;
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
    fn every_entry_says_what_it_said(bytes in prop_oneof![1 => files(), 3 => odd_files()]) {
        let before = document(&bytes);
        let after = Mend::new(&before, &all()).unwrap().document;
        prop_assert_eq!(triples(&before), triples(&after));
    }

    #[test]
    fn whoever_read_an_entry_reads_it_still(bytes in prop_oneof![1 => files(), 3 => odd_files()]) {
        prop_assert_eq!(lost(&bytes, false), [""; 0], "{:?}", String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn whoever_read_an_entry_by_its_login_reads_it_still(bytes in odd_files()) {
        prop_assert_eq!(lost(&bytes, true), [""; 0], "{:?}", String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn every_comment_and_every_macro_is_still_there(bytes in odd_files()) {
        let before = document(&bytes);
        let mend = Mend::new(&before, &all()).unwrap();
        for text in [
            "# note 1", "# note 2", "# note 3", "# note 4", "# note 5", "# note 6", "# note 8",
            "# login x password y", "# machine a.test login x password y", "macdef init", "\nls", "account ac",
        ] {
            prop_assert_eq!(count(&bytes, text), count(mend.document.bytes(), text), "{}", text);
        }
        // One that comes to stand outside an entry gets a blank, since pip would refuse the file without.
        let glued = |bytes: &[u8]| count(bytes, "#note 7") + count(bytes, "# note 7");
        prop_assert_eq!(glued(&bytes), glued(mend.document.bytes()));
    }

    #[test]
    fn a_second_time_changes_nothing(bytes in odd_files()) {
        let once = Mend::new(&document(&bytes), &all()).unwrap().document;
        let twice = Mend::new(&once, &all()).unwrap();
        let shown = String::from_utf8_lossy;
        prop_assert_eq!(shown(twice.document.bytes()), shown(once.bytes()), "{:?}", twice.steps);
        prop_assert!(twice.steps.is_empty());
    }

    #[test]
    fn a_file_without_steps_is_as_it_was(bytes in odd_files()) {
        let mend = Mend::new(&document(&bytes), &all()).unwrap();
        prop_assert_eq!(mend.steps.is_empty(), mend.document.bytes() == &bytes[..]);
    }
}
