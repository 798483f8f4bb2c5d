//! `Debug` of every public type that holds a secret, or holds one that does, shows none of it.

use std::fmt::Debug;

use keyrc::environment::Environment;
use keyrc::lookup::{Found, Source, Sources};
use keyrc::netrc::{Document, Edits, Quoting, Style};
use keyrc::plan::{Candidates, Export, Fixes, OnConflict};
use keyrc::readers::Answer;
use keyrc::{Account, Secret};

use crate::world::World;

const MARKER: &str = "hunter2";

#[track_caller]
fn check(value: &dyn Debug) {
    for text in [format!("{value:?}"), format!("{value:#?}")] {
        // As text, and as the list of numbers that bytes are shown as.
        assert!(
            !text.contains(MARKER) && !text.contains("104, 117, 110"),
            "{text}"
        );
    }
}

#[test]
fn debug_shows_no_secret() {
    let mut world = World::new();
    world.has("a.test", "me", MARKER);
    world.write_netrc(format!(
        "machine a.test login me password {MARKER}\nmachine b.test login me password {MARKER}\n"
    ));
    let account = Account {
        host: "a.test".parse().unwrap(),
        login: "me".parse().unwrap(),
    };
    let token = keyrc::secret::from_bytes(MARKER.as_bytes()).unwrap();
    let secret = Secret {
        token: token.clone(),
        expires: Some(1),
        refresh: Some(token.clone()),
    };
    let found = Found {
        host: account.host.clone(),
        login: Some(account.login.clone()),
        secret: secret.clone(),
        source: Source::Store("memory store"),
        store_fault: None,
    };
    let file = keyrc::plain::NetrcFile::read(&world.netrc(), Default::default()).unwrap();
    let document = Document::parse(
        format!("machine a.test login me password {MARKER}")
            .into_bytes()
            .into(),
    );
    let mut edits = Edits::new(&document);
    edits
        .add(
            &"c.test".parse().unwrap(),
            &account.login,
            &token,
            Style::default(),
        )
        .unwrap();
    edits
        .set_password(&document.entries()[0], &token, Quoting::WhereNeeded)
        .unwrap();
    let environment = Environment::new([("KEYRC_TOKEN_A_TEST".into(), MARKER.into())]);
    let config = keyrc::config::Config::default();
    let sources = Sources {
        environment: &environment,
        config: &config,
        open_store: &|| Ok(world.store()),
        netrc: None,
    };
    let credentials = [(account.clone(), token.clone())];
    let import = Candidates::new(&document, &[], &[]).decide(&Default::default(), OnConflict::Skip);

    let answer = Answer::Match {
        login: Some(MARKER.into()),
        password: Some(MARKER.as_bytes().to_vec().into()),
    };

    let all: [&dyn Debug; 18] = [
        &account,
        &token,
        &secret,
        &found,
        &file,
        &document,
        &document.entries()[0],
        &edits,
        &environment,
        &sources,
        &world.memory,
        &world.store(),
        &Candidates::new(&document, &[], &[]),
        &import,
        &import.steps(),
        &Export::new(&document, &credentials, OnConflict::Replace, &[]).unwrap(),
        &answer,
        &Fixes::new(&document, &[]).unwrap(),
    ];
    all.into_iter().for_each(check);
}

#[test]
fn a_message_shows_no_secret_whatever_is_wrong() {
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
            &["export-netrc", "-n"],
            &["export-netrc", "--force", "-n"],
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
