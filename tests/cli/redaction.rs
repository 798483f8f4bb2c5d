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
        authtype: None,
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

/// The commands that print entries of the netrc.
const REPORTS: [&[&str]; 6] = [
    &["check-netrc"],
    &["migrate", "--dry-run"],
    &["import-netrc", "--dry-run"],
    &["status", "a.test"],
    &["doctor"],
    &["export-netrc", "a.test", "--dry-run"],
];

/// Runs each report, as text and as JSON, on a netrc. Returns everything that they print.
fn reports(world: &mut World, netrc: &str) -> String {
    world.write_netrc(netrc);
    let mut all = String::new();
    for args in REPORTS {
        for format in ["text", "json"] {
            let args = [args, &["--format", format]].concat();
            let done = world.run(&args);
            all += &format!("$ {args:?}\n{}{}", done.out, done.err);
        }
    }
    assert_eq!(world.read_netrc(), netrc);
    all
}

#[test]
fn a_password_in_a_machine_is_not_shown() {
    let mut world = World::new();
    for machine in [
        "me:hunter2@a.test",
        "hunter2@a.test",
        "https://me:hunter2@a.test/",
        "HTTPS://hunter2@a.test",
        "https://me:hunter2/x@a.test/x",
        "ftp://me:hunter2@x@a.test:21/x",
    ] {
        for rest in ["login x password y", "login x", "password y", ""] {
            let netrc = format!("machine {machine} {rest}\nmachine b.test login x password y\n");
            let all = reports(&mut world, &netrc);
            assert!(!all.contains(MARKER), "{netrc}{all}");
            assert!(all.contains("********@"), "{netrc}{all}");
        }
    }
}

#[test]
fn the_login_of_an_entry_without_a_password_is_not_shown() {
    let mut world = World::new();
    world.has("a.test", "me", "one");
    for entry in [
        "machine a.test login me:hunter2",
        "machine a.test login hunter2",
        "machine a.test login hunter2 password",
        "machine a.test password login hunter2",
        "machine a.test login \"hunter2\"",
        "machine a.test user hunter2",
        "machine a.test account x login hunter2",
        "machine a.test\n  login hunter2\n  password",
        "default login hunter2",
    ] {
        for rest in [
            "",
            "\n",
            "\nmachine b.test login x password y\n",
            "\n# login hunter2\n",
        ] {
            let netrc = format!("{entry}{rest}");
            let all = reports(&mut world, &netrc);
            assert!(!all.contains(MARKER), "{netrc}\n{all}");
        }
    }
}

#[test]
fn the_login_of_an_entry_with_a_password_is_shown() {
    let mut world = World::new();
    let all = reports(&mut world, "machine a.test login me password x\n");
    assert!(all.contains("me at a.test"), "{all}");
}

/// The content of a netrc, in place of the path of one.
const CONTENTS: [&str; 5] = [
    "machine a.test login me password hunter2",
    "default login me password hunter2",
    "login me passwd hunter2",
    "machine a.test\nhunter2",
    "/hunter2/x\r/y",
];

#[test]
fn a_netrc_in_place_of_its_path_is_refused_and_not_shown() {
    let mut world = World::new();
    for content in CONTENTS {
        world.environment = vec![("NETRC".to_owned(), content.to_owned())];
        for args in [
            &["check-netrc"][..],
            &["migrate"],
            &["doctor"],
            &["status"],
            &["token", "a.test"],
            &["export-netrc", "--all"],
            &["login", "a.test", "-u", "me", "--token-stdin"],
        ] {
            world.run(args).expect(
                2,
                "",
                "keyrc: NETRC contains the text of a netrc, not a path\n\
                 keyrc: hint: write the netrc to a file, and set NETRC to its path\n",
            );
        }
    }
    assert!(world.files().is_empty());
}

#[test]
fn a_netrc_in_place_of_the_name_of_a_file_is_refused_and_not_shown() {
    let mut world = World::new();
    world.has("a.test", "me", "one");
    for content in CONTENTS {
        for args in [
            &["check-netrc", "--file"][..],
            &["migrate", "--file"],
            &["import-netrc", "--file"],
            &["export-netrc", "--all", "--file"],
        ] {
            let args = [args, &[content]].concat();
            world.run(&args).expect(
                2,
                "",
                "keyrc: the name of the file is the text of a netrc, not a path\n\
                 keyrc: hint: write the netrc to a file, or pipe it to \
                 `keyrc import-netrc --file -`\n",
            );
        }
        let done = world.run(&["check-netrc", content]);
        assert!(done.code == 2 && !done.err.contains(MARKER), "{done:?}");
    }
}

#[test]
fn a_path_with_the_words_of_a_netrc_is_a_path() {
    let mut world = World::new();
    for path in [
        "machine",
        "/home/my machine/netrc",
        "x/password",
        "my-machine netrc",
    ] {
        world.environment = vec![("NETRC".to_owned(), path.to_owned())];
        assert_ne!(world.run(&["status"]).code, 2, "{path}");
    }
}
