//! A migration must not hide the entries that stay in the file from any tool.

use std::collections::BTreeMap;

use keyrc::netrc::Document;
use keyrc::plan::{Candidates, ImportStep, Keep, OnConflict, Removal};
use keyrc::readers::{Answer, Query, READERS};
use proptest::prelude::*;
use secrecy::ExposeSecret;

use crate::files::{files, odd_files};
use crate::{can_be_asked_for, document};

/// Host, login and password of an entry. For `default`, a host that no other entry has.
type Content = (String, Option<String>, Option<String>);

#[expect(clippy::disallowed_methods, reason = "a test looks at it")]
fn content(document: &Document, at: usize) -> Option<Content> {
    let entry = &document.entries()[at];
    let password = match document.secret(entry) {
        None => None,
        Some(secret) => Some(secret.ok()?.expose_secret().to_owned()),
    };
    let host = match document.machine(entry) {
        Some(machine) if can_be_asked_for(&machine) => machine.to_ascii_lowercase(),
        Some(_) => return None,
        None => "every-other-host.test".to_owned(),
    };
    Some((host, document.login(entry).map(Into::into), password))
}

/// The readers that find an entry with this content, by its host alone or with its login.
fn read_by((host, login, password): &Content, document: &Document) -> Vec<String> {
    let expected = Answer::Match {
        login: login.clone().map(String::into_bytes),
        password: password.clone().map(|text| text.into_bytes().into()),
    };
    let mut names = Vec::new();
    for asked in [None, login.as_deref()] {
        let query = Query {
            host,
            port: None,
            login: asked,
        };
        let found = READERS
            .iter()
            .filter(|reader| reader.read(document.bytes(), &query) == expected);
        names.extend(found.map(|reader| format!("{} asked for {asked:?}", reader.name)));
    }
    names
}

/// The groups of entries that a migration of the whole file moves.
fn groups(document: &Document) -> Vec<Vec<usize>> {
    let plan = Candidates::new(document, &[], &[]).decide(&Default::default(), OnConflict::Skip);
    let moves = |step: &&ImportStep| step.writes() && step.candidate.keep.is_none();
    let steps = plan.steps().iter().filter(moves);
    steps.map(|step| step.candidate.entries.clone()).collect()
}

fn removal(document: &Document, groups: &[Vec<usize>]) -> Removal {
    let groups: Vec<&[usize]> = groups.iter().map(Vec::as_slice).collect();
    Removal::new(document, &groups)
}

/// The readers that lose an entry that stays in the file.
fn lost(before: &Document, removal: &Removal) -> BTreeMap<usize, Vec<String>> {
    let stay = (0..before.entries().len()).filter(|&at| !removal.removes(at));
    let mut lost = BTreeMap::new();
    for (at, content) in stay.filter_map(|at| Some((at, content(before, at)?))) {
        let now = read_by(&content, removal.document());
        let mut readers = read_by(&content, before);
        readers.retain(|reader| !now.contains(reader));
        if !readers.is_empty() {
            lost.insert(at, readers);
        }
    }
    lost
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_reader_loses_an_entry_that_stays(
        bytes in prop_oneof![1 => files(), 3 => odd_files()],
        selected in any::<u32>(),
    ) {
        let before = document(&bytes);
        let mut groups = groups(&before);
        let mut at = 0;
        groups.retain(|_| {
            at += 1;
            selected >> (at % 32) & 1 == 1
        });
        let removal = removal(&before, &groups);
        let text = String::from_utf8_lossy;
        prop_assert_eq!(lost(&before, &removal), BTreeMap::new(), "{:?} became {:?}", text(&bytes), text(removal.document().bytes()));
        // Each group is removed or kept for a reason.
        for group in &groups {
            let is_removed = group.iter().all(|&entry| removal.removes(entry));
            prop_assert_eq!(is_removed, removal.kept(group[0]).is_none());
        }
    }
}

#[track_caller]
fn check(before: &str, after: &str) {
    let before = document(before);
    let removal = removal(&before, &groups(&before));
    assert_eq!(String::from_utf8_lossy(removal.document().bytes()), after);
}

#[test]
fn a_comment_that_becomes_the_first_line_loses_its_indentation() {
    // aria2 refuses a file that starts with white space.
    check(
        "machine a.test login al password p1\n  # it is\nmachine z.test login zed password a\\b\n",
        "# it is\nmachine z.test login zed password a\\b\n",
    );
}

#[test]
fn an_entry_is_kept_if_a_reader_needs_it_to_find_another() {
    // Without the second entry, uv joins the apostrophe and the comment.
    let before = document(
        "machine b.test login me password 'b\r\nmachine c.test login me password pw # note\r\n",
    );
    let removal = removal(&before, &[vec![1]]);
    assert_eq!(removal.document().bytes(), before.bytes());
    let side_effect = Keep::SideEffect {
        machine: Some("b.test".into()),
        readers: vec!["uv"],
    };
    assert_eq!(removal.kept(1), Some(&side_effect));
}

/// The readers that find something for a host.
fn finders(bytes: &[u8], host: &str) -> Vec<&'static str> {
    let query = Query {
        host,
        port: None,
        login: None,
    };
    let finds = |reader: &&keyrc::readers::Reader| {
        matches!(reader.read(bytes, &query), Answer::Match { .. })
    };
    READERS
        .iter()
        .filter(finds)
        .map(|reader| reader.name)
        .collect()
}

#[test]
fn no_comment_becomes_an_entry() {
    // pip and uv refuse a comment without a space after its `#` outside the entries.
    for keyword in [
        "machine",
        "MACHINE",
        "\"machine\"",
        "#machine",
        "default # machine",
    ] {
        let file = format!(
            "machine a.test\n  login bo\n  password p1\n#{keyword} c.test\n#  login al\n#  password hid\n\
             machine b.test\n  login bo\n  password p2\n"
        );
        let before = document(&file);
        let removal = removal(&before, &[vec![0]]);
        let after = removal.document().bytes();
        for host in ["c.test", "other.test"] {
            let live = finders(file.as_bytes(), host);
            let mut now = finders(after, host);
            now.retain(|name| !live.contains(name));
            assert!(
                now.is_empty(),
                "{host}: {now:?}: {:?}",
                String::from_utf8_lossy(after)
            );
        }
        assert_eq!(lost(&before, &removal), BTreeMap::new());
    }
    let file = "machine a.test\n  login bo\n  password p1\n#machine c.test\n#  login al\n";
    check(file, "# #machine c.test\n#  login al\n");
}
