//! keyrc with keyrings that misbehave. Each command ends within its time limit, with a specific
//! message and exit code 4, and no token is lost.

use std::time::{Duration, Instant};

use crate::fake::{Behaviour, Fake, closing_bus, mute_bus};
use crate::sandbox::{KEYRC, Output, Sandbox};

const NETRC: &str = "machine a.test login me password hunter2\n";

/// Less than the default time limit of 5 s, also on a busy machine.
const TIME: Duration = Duration::from_millis(4500);

fn keyrc(sandbox: &Sandbox, args: &[&str]) -> Output {
    sandbox.pipe("hunter2", KEYRC, args)
}

const READING: [&[&str]; 2] = [&["token", "a.test"], &["list"]];
const WRITING: [&[&str]; 2] = [
    &["login", "a.test", "-u", "me", "--token-stdin"],
    &["migrate"],
];

#[track_caller]
fn fails(sandbox: &Sandbox, args: &[&str], sentence: &str) {
    // A token in a netrc would be printed all the same. Here only the keyring has one.
    match args {
        ["migrate"] => sandbox.write_netrc(NETRC),
        _ => assert!(!sandbox.netrc().exists()),
    }
    let began = Instant::now();
    let done = keyrc(sandbox, args);
    let took = began.elapsed();
    assert!(
        !done.out.contains("hunter2") && !done.err.contains("hunter2"),
        "{args:?} shows the token"
    );
    assert!(!done.err.contains('\u{1b}'), "{done}");
    let output = done.fails(4);
    let lines: Vec<&str> = output.lines().collect();
    assert_eq!(lines[0], format!("keyrc: {sentence}"), "{args:?}: {output}");
    assert!(
        lines.len() == 2 && lines[1].starts_with("keyrc: hint: "),
        "{args:?}: {output}"
    );
    assert!(took < TIME, "{args:?} took {took:?}");
    if args == ["migrate"] {
        assert_eq!(sandbox.read_netrc(), NETRC);
    }
}

/// Starts a new keyring for each command, because some end after one call.
#[track_caller]
fn check(behaviour: Behaviour, sentence: &str) {
    for args in READING.into_iter().chain(WRITING) {
        fails(&Fake::new(behaviour), args, sentence);
    }
}

#[track_caller]
fn check_slow(behaviour: Behaviour) {
    for args in READING.into_iter().chain(WRITING) {
        let mut fake = Fake::new(behaviour);
        fake.set("KEYRC_TIMEOUT", "1");
        fails(&fake, args, "the keyring did not answer in 1 s");
    }
}

#[test]
fn a_keyring_that_never_answers_times_out() {
    check_slow(Behaviour::Silent);
}

#[test]
fn a_keyring_that_answers_late_times_out() {
    check_slow(Behaviour::Late(Duration::from_millis(1500)));
}

#[test]
fn a_keyring_that_leaves_during_a_call_is_reported() {
    check(Behaviour::Leaves, "lost the connection to the keyring");
}

#[test]
fn a_dismissed_window_leaves_the_keyring_locked() {
    check(Behaviour::Dismisses, "the keyring is locked");
}

#[test]
fn an_ignored_window_leaves_the_keyring_locked() {
    check(Behaviour::Ignores, "the keyring is locked");
}

#[test]
fn a_keyring_that_refuses_as_locked_is_reported() {
    check(Behaviour::Refuses, "the keyring is locked");
}

#[test]
fn answers_of_the_wrong_type_are_reported() {
    check(
        Behaviour::WrongSession,
        "the keyring gave an invalid answer",
    );
    check(Behaviour::WrongTypes, "the keyring gave an invalid answer");
}

#[test]
fn impossible_items_are_reported() {
    for args in [READING[0], WRITING[1]] {
        fails(
            &Fake::new(Behaviour::Absurd),
            args,
            "the keyring gave an invalid answer",
        );
    }
    let listed = keyrc(&Fake::new(Behaviour::Absurd), &["list"]);
    assert!(!listed.to_string().contains('\u{1b}'), "{listed}");
}

#[test]
fn a_keyring_without_a_collection_is_reported() {
    for args in WRITING {
        fails(
            &Fake::new(Behaviour::NoCollection),
            args,
            "the keyring has no collection to store a token in",
        );
    }
    let fake = Fake::new(Behaviour::NoCollection);
    assert_eq!(
        keyrc(&fake, READING[0]).fails(3).lines().next(),
        Some("keyrc: no credential for `a.test`")
    );
    assert_eq!(keyrc(&fake, READING[1]).ok(), "");
}

#[test]
fn a_silent_bus_times_out() {
    for args in READING.into_iter().chain(WRITING) {
        let mut sandbox = mute_bus();
        sandbox.set("KEYRC_TIMEOUT", "1");
        fails(&sandbox, args, "the keyring did not answer in 1 s");
    }
}

#[test]
fn a_keyring_that_denies_access_is_reported() {
    check(Behaviour::Denies, "the system denied access to the keyring");
}

#[test]
fn the_bus_of_another_user_is_reported() {
    for args in READING.into_iter().chain(WRITING) {
        fails(
            &closing_bus(),
            args,
            "the system denied access to the keyring",
        );
    }
}

#[test]
fn an_item_of_another_host_gives_no_token() {
    let exec = ["exec", "a.test", "--", "env"];
    let commands: [&[&str]; 8] = [
        &["token", "a.test"],
        &["token", "a.test", "-u", "me"],
        &["token", "a.test", "--format", "json"],
        &["token", "a.test", "-u", "me", "--format", "json"],
        &exec,
        &["login", "a.test", "-u", "me", "--token-stdin"],
        &["logout", "a.test", "-u", "me"],
        &["migrate"],
    ];
    for args in commands {
        let fake = Fake::new(Behaviour::FindsAnother);
        if args == ["migrate"] {
            fake.write_netrc(NETRC);
        }
        let done = keyrc(&fake, args);
        assert_ne!(done.code, Some(0), "{done}");
        for call in ["GetSecret", "SetSecret", "Delete", "CreateItem"] {
            assert!(
                !fake.calls().iter().any(|made| made == call),
                "{call}: {done}"
            );
        }
        if args == ["migrate"] {
            assert_eq!(fake.read_netrc(), NETRC);
        }
    }
}
