//! The reported health of the keyring, for each state that occurs on real machines.

use std::io::Write;
use std::time::{Duration, Instant};

use keyrc_platform::{create_collection, health, unlock};

use crate::bus::{Bus, wait_for};
use crate::fake::{Behaviour, Fake, closing_bus, mute_bus};
use crate::sandbox::{Sandbox, finish};

const LIMIT: Duration = Duration::from_secs(2);

/// Runs the test below in a process of its own: the address of the bus is in the environment, which
/// all tests of a process share.
fn ask(sandbox: &Sandbox, what: &str) -> String {
    let mut command = sandbox.command(&std::env::current_exe().unwrap().to_string_lossy());
    command
        .args(["--exact", "health::asked", "--ignored", "--nocapture"])
        .env("KEYRC_TEST_ASK", what);
    let began = Instant::now();
    let done = finish(&mut command, b"").ok();
    assert!(
        began.elapsed() < LIMIT + Duration::from_secs(10),
        "{what} took {:?}",
        began.elapsed()
    );
    let answer = done
        .lines()
        .find_map(|line| Some(line.split_once("answer: ")?.1.to_owned()));
    answer.unwrap_or_else(|| panic!("{done}"))
}

#[test]
#[ignore = "the other tests run it"]
fn asked() {
    let mut ticks = Vec::new();
    let mut tick = |left: Duration| ticks.push(left.as_secs_f64().ceil() as u64);
    let answer = match std::env::var("KEYRC_TEST_ASK").as_deref() {
        Ok("health") => format!("{:?}", health(LIMIT)),
        Ok("version") => format!(
            "{:?}",
            health(LIMIT).owner.and_then(|owner| owner.version(LIMIT))
        ),
        Ok("unlock") => format!("{:?}", (unlock(LIMIT, &mut tick), &ticks)),
        Ok("make") => format!(
            "{:?}",
            (create_collection("Login", LIMIT, &mut tick), &ticks)
        ),
        _ => return,
    };
    keyrc_platform::stdout()
        .unwrap()
        .write_all(format!("\nanswer: {answer}\n").as_bytes())
        .unwrap();
}

#[track_caller]
fn check(sandbox: &Sandbox, parts: &[&str]) {
    let health = ask(sandbox, "health");
    for part in parts {
        assert!(health.contains(part), "{part} is not in {health}");
    }
}

const GNOME: &str = "program: \"gnome-keyring-daemon\", pid: ";
const LOGIN: &str =
    "collection: Some(\"/org/freedesktop/secrets/collection/login\"), label: Some(\"Login\")";

#[test]
fn each_state_of_a_real_keyring_is_reported() {
    check(
        &Sandbox::new(),
        &["state: Err(NoBus), bus: false, owner: None"],
    );
    check(
        &Bus::empty(),
        &["state: Err(NoService), bus: true, owner: None, activatable: false"],
    );
    check(
        &Bus::unlocked(),
        &["state: Ok(()), bus: true", GNOME, LOGIN],
    );
    let locked = Bus::locked(|sandbox| sandbox.has("a.test", "me", "hunter2"));
    check(&locked, &["state: Err(Locked), bus: true", GNOME, LOGIN]);
    check(
        &Bus::without_collection(),
        &[
            "state: Err(NoCollection), bus: true",
            GNOME,
            "collection: None, label: None",
        ],
    );
    check(
        &Bus::hanging(),
        &[
            "state: Err(TimedOut { waited: 2s }), bus: true",
            "program: \"dbus-test-tool\"",
            "collection: None",
        ],
    );
}

#[test]
fn an_address_without_a_socket_is_not_a_bus() {
    for address in [
        "",
        "nonsense",
        "autolaunch:",
        "unix:path=/nowhere/bus",
        "tcp:host=127.0.0.1,port=1",
    ] {
        let mut sandbox = Sandbox::new();
        sandbox.set("DBUS_SESSION_BUS_ADDRESS", address);
        check(&sandbox, &["state: Err(NoBus), bus: false"]);
    }
}

#[test]
fn a_bus_that_refuses_the_connection_is_reported() {
    check(
        &mute_bus(),
        &["state: Err(TimedOut { waited: 2s }), bus: false, owner: None"],
    );
    check(
        &closing_bus(),
        &["state: Err(Denied), bus: false, owner: None"],
    );
}

#[test]
fn a_service_that_the_bus_can_start_is_started() {
    let daemon = "/usr/bin/gnome-keyring-daemon --foreground --components=secrets";
    check(
        &Bus::activating(daemon),
        &[
            "state: Err(NoCollection), bus: true",
            GNOME,
            "activatable: true",
        ],
    );
    check(
        &Bus::activating("/bin/false"),
        &["state: Err(NoService), bus: true, owner: None, activatable: true"],
    );
    check(
        &Bus::activating("/bin/sleep 5"),
        &["state: Err(TimedOut { waited: 2s }), bus: true, owner: None, activatable: true"],
    );
}

#[test]
fn each_misbehaving_keyring_is_reported() {
    let us = format!("pid: {} ", std::process::id());
    check(
        &Fake::new(Behaviour::Silent),
        &["state: Err(TimedOut { waited: 2s }), bus: true", &us],
    );
    check(
        &Fake::new(Behaviour::Late(Duration::from_secs(1))),
        &["state: Err(TimedOut { waited: 2s })", "collection: Some("],
    );
    check(&Fake::new(Behaviour::Leaves), &["state: Err(Disconnected)"]);
    check(
        &Fake::new(Behaviour::WrongTypes),
        &["state: Err(InvalidReply)"],
    );
    check(
        &Fake::new(Behaviour::Denies),
        &["state: Err(Denied), bus: true", &us],
    );
    check(
        &Fake::new(Behaviour::NoCollection),
        &["state: Err(NoCollection)"],
    );
    check(
        &Fake::new(Behaviour::Ignores),
        &["state: Err(Locked)", LOGIN],
    );
}

#[test]
fn asking_for_the_health_opens_no_window() {
    let fake = Fake::new(Behaviour::Ignores);
    ask(&fake, "health");
    assert_eq!(fake.calls(), ["ReadAlias", "Get", "Get"]);
}

#[test]
fn the_version_of_a_known_program_is_found() {
    let version = ask(&Bus::unlocked(), "version");
    assert!(
        version.starts_with("Some(\"gnome-keyring-daemon: "),
        "{version}"
    );
    assert_eq!(ask(&Fake::new(Behaviour::Ignores), "version"), "None");
}

#[test]
fn a_real_keyring_can_be_unlocked() {
    assert_eq!(ask(&Bus::unlocked(), "unlock"), "(Ok(()), [])");
    assert_eq!(ask(&Bus::empty(), "unlock"), "(Err(NoService), [])");
    assert_eq!(
        ask(&Bus::without_collection(), "unlock"),
        "(Err(NoCollection), [])"
    );
    assert_eq!(
        ask(&Bus::hanging(), "unlock"),
        "(Err(TimedOut { waited: 2s }), [])"
    );
    // No program can open its window.
    let locked = Bus::locked(|sandbox| sandbox.has("a.test", "me", "hunter2"));
    assert!(ask(&locked, "unlock").starts_with("(Err(Locked), "));
}

#[test]
fn a_window_that_is_answered_unlocks() {
    assert_eq!(
        ask(
            &Fake::new(Behaviour::Agrees(Duration::from_millis(1200))),
            "unlock"
        ),
        "(Ok(()), [2, 1])"
    );
    assert!(ask(&Fake::new(Behaviour::Dismisses), "unlock").starts_with("(Err(Locked), "));
    assert_eq!(
        ask(&Fake::new(Behaviour::LeavesItsWindow), "unlock"),
        "(Err(Disconnected), [])"
    );
}

#[test]
fn an_unanswered_window_is_closed() {
    let fake = Fake::new(Behaviour::Ignores);
    assert_eq!(
        ask(&fake, "unlock"),
        "(Err(Unanswered { waited: 2s }), [2, 1])"
    );
    wait_for("the end of the window", || {
        fake.calls() == ["ReadAlias", "Unlock", "Prompt", "Dismiss"]
    });
}

#[test]
fn a_missing_collection_is_created() {
    let made = ask(
        &Fake::new(Behaviour::MakesCollection(Duration::from_millis(300))),
        "make",
    );
    assert_eq!(made, "(Ok(()), [2])");
    assert!(ask(&Fake::new(Behaviour::NoCollection), "make").starts_with("(Err(NoCollection), "));
    assert_eq!(ask(&Bus::unlocked(), "make"), "(Ok(()), [])");
    assert!(ask(&Bus::without_collection(), "make").starts_with("(Err(NoCollection), "));
    assert_eq!(ask(&Bus::empty(), "make"), "(Err(NoService), [])");
}
