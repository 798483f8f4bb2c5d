//! Keyrings that are missing or do not answer. Each command ends within its time limit, with a
//! specific message and exit code 4.

use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::bus::{Bus, wait_for};
use crate::monitor::Monitor;
use crate::sandbox::{KEYRC, Sandbox};

/// A command that ends within this time did not wait for the default time limit of 5 s.
const AT_ONCE: Duration = Duration::from_millis(4500);

#[track_caller]
fn check(sandbox: &Sandbox, sentence: &str, within: Duration) {
    sandbox.write_netrc("machine b.test login me password x\n");
    for args in [
        &["token", "a.test"][..],
        &["list"],
        &["logout", "a.test"],
        &["export-netrc", "--all"],
    ] {
        let began = Instant::now();
        let output = sandbox.keyrc(args).fails(4);
        assert!(
            output.starts_with(&format!("keyrc: {sentence}\nkeyrc: hint: ")),
            "{args:?}: {output}"
        );
        assert!(
            began.elapsed() < within,
            "{args:?} took {:?}",
            began.elapsed()
        );
    }
    let output = sandbox
        .pipe(
            "hunter2",
            KEYRC,
            &["login", "a.test", "-u", "me", "--token-stdin"],
        )
        .fails(4);
    assert!(
        output.starts_with(&format!("keyrc: {sentence}\n")),
        "{output}"
    );
    assert!(!output.contains("hunter2"));
}

#[test]
fn a_missing_bus_is_reported() {
    check(
        &Sandbox::new(),
        "no keyring available: there is no D-Bus session",
        AT_ONCE,
    );
}

#[test]
fn an_address_without_a_bus_is_reported() {
    let mut sandbox = Sandbox::new();
    let address = format!("unix:path={}", sandbox.path("nowhere").display());
    sandbox.set("DBUS_SESSION_BUS_ADDRESS", &address);
    check(
        &sandbox,
        "no keyring available: there is no D-Bus session",
        AT_ONCE,
    );
}

#[test]
fn a_missing_daemon_is_reported() {
    check(
        &Bus::empty(),
        "no keyring available: no program provides one",
        AT_ONCE,
    );
}

#[test]
fn a_locked_collection_is_reported() {
    let bus = Bus::locked(|sandbox| sandbox.has("a.test", "me", "hunter2"));
    check(&bus, "the keyring is locked", AT_ONCE);
}

#[test]
fn a_missing_collection_is_reported() {
    let bus = Bus::without_collection();
    let output = bus
        .pipe(
            "hunter2",
            KEYRC,
            &["login", "a.test", "-u", "me", "--token-stdin"],
        )
        .fails(4);
    assert!(
        output
            .starts_with("keyrc: the keyring has no collection to store a token in\nkeyrc: hint: "),
        "{output}"
    );
    assert_eq!(
        bus.keyrc(&["token", "a.test"]).fails(3).lines().next(),
        Some("keyrc: no credential for `a.test`")
    );
}

#[test]
fn a_daemon_that_never_answers_times_out() {
    let mut bus = Bus::hanging();
    let began = Instant::now();
    let output = bus.keyrc(&["token", "a.test"]).fails(4);
    assert!(
        output.starts_with("keyrc: the keyring did not answer in 5 s\nkeyrc: hint: "),
        "{output}"
    );
    let took = began.elapsed().as_secs_f32();
    assert!((5.0..30.0).contains(&took), "{took}");
    bus.set("KEYRC_TIMEOUT", "1");
    check(&bus, "the keyring did not answer in 1 s", AT_ONCE);
}

#[test]
fn an_invalid_time_limit_is_reported() {
    let mut sandbox = Sandbox::new();
    sandbox.set("KEYRC_TIMEOUT", "soon");
    assert_eq!(
        sandbox.keyrc(&["list"]).fails(2),
        "keyrc: `KEYRC_TIMEOUT`: not a number of seconds from 1 to 3600\nkeyrc: hint: write a whole number, such as `KEYRC_TIMEOUT=30`\n"
    );
    sandbox.keyrc(&["--help"]).ok();
}

#[test]
fn a_daemon_that_dies_during_a_call_is_reported() {
    let mut bus = Bus::unlocked();
    bus.has("a.test", "me", "hunter2");
    bus.pause_keyring();
    let monitor = Monitor::start(&bus);
    let mut command = bus.command(KEYRC);
    let child = command
        .args(["token", "a.test"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    wait_for("the call", || !monitor.calls().is_empty());
    bus.stop_keyring();
    let done = child.wait_with_output().unwrap();
    let message = String::from_utf8(done.stderr).unwrap();
    assert!(
        message.starts_with("keyrc: lost the connection to the keyring\n"),
        "{message}"
    );
    assert_eq!(done.status.code(), Some(4));
}

#[test]
fn a_daemon_that_died_before_the_call_is_reported() {
    let mut bus = Bus::unlocked();
    bus.has("a.test", "me", "hunter2");
    bus.stop_keyring();
    let message = bus.keyrc(&["token", "a.test"]).fails(4);
    assert!(
        message.starts_with("keyrc: no keyring available: no program provides one\n"),
        "{message}"
    );
}

#[test]
fn an_item_that_another_process_removes_is_not_found() {
    let bus = Bus::unlocked();
    (0..5).for_each(|at| bus.has(&format!("h{at}.test"), "me", "x"));
    std::thread::scope(|scope| {
        let busy = scope.spawn(|| {
            (0..20).for_each(|at| {
                let host = format!("h{}.test", at % 5);
                bus.keyrc(&["logout", &host]).ok();
                bus.has(&host, "me", "x");
            })
        });
        while !busy.is_finished() {
            bus.keyrc(&["list"]).ok();
        }
    });
}

#[test]
fn the_environment_answers_without_opening_the_bus() {
    let mut bus = Bus::hanging();
    bus.set("KEYRC_TOKEN_A_TEST", "from-the-environment");
    let began = Instant::now();
    assert_eq!(
        bus.keyrc(&["token", "a.test"]).ok(),
        "from-the-environment\n"
    );
    assert!(
        began.elapsed() < AT_ONCE,
        "the bus was asked: {:?}",
        began.elapsed()
    );
}

#[test]
fn a_netrc_answers_with_a_warning_when_the_keyring_cannot() {
    let locked = Bus::locked(|sandbox| sandbox.has("a.test", "me", "hunter2"));
    for (sandbox, why) in [
        (&*locked, "the keyring is locked"),
        (
            &Sandbox::new(),
            "no keyring available: there is no D-Bus session",
        ),
    ] {
        sandbox.write_netrc("machine a.test login me password from-the-file\n");
        let done = sandbox.keyrc(&["token", "a.test"]);
        assert_eq!(
            done.err,
            format!("keyrc: {why}; the token is from `~/.netrc`, in plain text\n")
        );
        assert_eq!(done.ok(), "from-the-file\n");
    }
}

#[test]
fn a_migration_without_a_keyring_leaves_the_file() {
    let locked = Bus::locked(|sandbox| sandbox.has("b.test", "me", "hunter2"));
    for sandbox in [
        &*locked,
        &*Bus::empty(),
        &*Bus::without_collection(),
        &Sandbox::new(),
    ] {
        sandbox.write_netrc("machine a.test login me password one\n");
        sandbox.keyrc(&["migrate"]).fails(4);
        assert_eq!(
            sandbox.read_netrc(),
            "machine a.test login me password one\n"
        );
    }
}
