//! No `Debug` output and no message shows a secret.
//!
//! `tests/layers` checks the `Debug` of every type in the source. Here is a sample with real
//! values, from the types that hold a secret themselves to those that hold one several levels down.

use std::fmt::Debug;

use keyrc::environment::Environment;
use keyrc::netrc::{Document, Edits, Style};
use keyrc::plan::{Candidates, Export, Fixes, OnConflict};
use keyrc::readers::Answer;
use keyrc::{Account, LoginPassword, Secret, TokenPlace};

use crate::world::World;

const MARKER: &str = "hunter2";

#[track_caller]
fn check(value: &dyn Debug) {
    for text in [format!("{value:?}"), format!("{value:#?}")] {
        assert!(!shows_marker(&text), "{text}");
    }
}

/// Whether the text has the marker, or the list of numbers as which `Debug` prints the start of its
/// bytes.
fn shows_marker(text: &str) -> bool {
    let bytes = format!("{:?}", &MARKER.as_bytes()[..3]);
    let numbers = bytes.trim_matches(['[', ']']);
    let on_one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.contains(MARKER) || on_one_line.contains(numbers)
}

#[test]
fn the_check_notices_text_and_bytes() {
    for value in [&MARKER as &dyn Debug, &MARKER.as_bytes()] {
        assert!(shows_marker(&format!("{value:?}")));
        assert!(shows_marker(&format!("{value:#?}")));
    }
}

#[test]
fn debug_shows_no_secret() {
    let token = keyrc::secret::from_bytes(MARKER.as_bytes()).unwrap();
    check(&token);
    check(&Secret {
        token: token.clone(),
        expires: Some(1),
        refresh: Some(token.clone()),
        account: Some(token.clone()),
        place: TokenPlace::Login(LoginPassword::Text(token.clone())),
        scope: keyrc::Scope::WIDE,
    });
    check(&Environment::new([(
        "KEYRC_TOKEN_A_TEST".into(),
        MARKER.into(),
    )]));
    check(&Answer::Match {
        login: Some(MARKER.into()),
        password: Some(MARKER.as_bytes().to_vec().into()),
    });
}

#[test]
fn debug_of_a_store_shows_no_secret() {
    let mut world = World::new();
    world.has("a.test", "me", MARKER);
    check(&world.memory);
    check(&world.store());
}

#[test]
fn debug_of_a_netrc_and_of_its_changes_shows_no_secret() {
    let account = Account {
        host: "c.test".parse().unwrap(),
        login: "me".parse().unwrap(),
    };
    let token = keyrc::secret::from_bytes(MARKER.as_bytes()).unwrap();
    let text = format!("machine a.test login me password {MARKER}\n");
    let document = Document::parse(text.into_bytes().into());
    check(&document);

    let mut edits = Edits::new(&document);
    edits
        .add(&account.host, &account.login, &token, Style::default())
        .unwrap();
    check(&edits);

    let candidates = Candidates::new(&document, &[], &[]);
    check(&candidates);
    check(&candidates.decide(&Default::default(), OnConflict::Skip));
    check(
        &Export::new(
            &document,
            &[(account, token.into())],
            OnConflict::Replace,
            &[],
        )
        .unwrap(),
    );
    check(&Fixes::new(&document, &[]).unwrap());
}

#[test]
fn a_message_about_a_file_shows_no_secret() {
    let mut world = World::new();
    world.has("a.test", "me", MARKER);
    for file in [
        format!("machine a.test login me password {MARKER} {MARKER}\n"),
        format!("machine a.test {MARKER} login me password x\n"),
        format!("machine a.test login me password \"{MARKER}\n"),
        format!("machine a.test login me password \"{MARKER}\"{MARKER}\n"),
        format!("machine a.test login me password {MARKER}\u{1}\n"),
        format!("machine a.test login me # login x password {MARKER}\n password {MARKER}\n"),
        format!("# machine a.test login me password {MARKER}\n"),
    ] {
        world.write_netrc(&file);
        for args in [
            &["migrate", "-n"][..],
            &["import-netrc", "-n"],
            &["export-netrc", "--all", "-n"],
            &["export-netrc", "--all", "--force", "-n"],
            &["status", "a.test"],
            &["status"],
        ] {
            let done = world.run(args);
            assert!(
                !done.err.contains(MARKER) && !done.out.contains(MARKER),
                "{args:?} of {file:?}: {} {}",
                done.out,
                done.err
            );
        }
        assert_eq!(world.read_netrc(), file);
    }
}
