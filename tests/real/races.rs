//! Two keyrc processes that change the same tokens at the same moment. Neither loses a token.

use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::bus::Bus;
use crate::sandbox::{KEYRC, Output, finish};

const SCOPE: &[&str] = &["scope", "a.test", "--port", "8443"];
const SCOPE_BACK: &[&str] = &["scope", "a.test:8443", "--any"];
const TO_VAULT: &[&str] = &[
    "store",
    "copy",
    "--from=keyring",
    "--to=vault",
    "--delete-source",
];
const TO_KEYRING: &[&str] = &[
    "store",
    "copy",
    "--from=vault",
    "--to=keyring",
    "--delete-source",
];
const LOGIN: &[&str] = &["login", "a.test", "-u", "me", "--token-stdin"];

/// A keyring and a vault, of which new tokens go to `store`.
fn stores(store: &str) -> Bus {
    let mut bus = Bus::unlocked();
    let key = bus.path("key").to_string_lossy().into_owned();
    bus.run("age-keygen", &["-o", &key]).ok();
    bus.set("KEYRC_STORE", store);
    bus.keyrc(&["vault", "init", "--identity", &key]).ok();
    bus
}

fn start(bus: &Bus, args: &[&str]) -> Command {
    let mut command = bus.command(KEYRC);
    command.args(args);
    if args[0] == "login" {
        command.stdin(Stdio::piped());
    }
    command
}

/// Runs two commands, of which the second starts a little later in each round. Both may read the
/// token NEW.
fn both(bus: &Bus, one: &[&str], two: &[&str], round: u64) -> [Output; 2] {
    let (mut first, mut second) = (start(bus, one), start(bus, two));
    thread::scope(|scope| {
        let first = scope.spawn(move || finish(&mut first, b"NEW"));
        thread::sleep(Duration::from_millis(round % 10 * 3));
        let second = finish(&mut second, b"NEW");
        [first.join().unwrap(), second]
    })
}

/// The tokens of these hosts, in both stores.
fn tokens(bus: &Bus, hosts: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for store in ["keyring", "vault"] {
        for host in hosts {
            let token = bus.keyrc(&["token", host, "--store", store]);
            found.extend(token.out.lines().map(str::to_owned));
        }
    }
    found
}

fn forget(bus: &Bus) {
    for store in ["keyring", "vault"] {
        bus.keyrc(&["logout", "--all", "--yes", "--store", store]);
    }
}

/// Runs both commands in many rounds, each with the token OLD at first. The token that `login`
/// stores must be there afterwards, or else OLD.
#[track_caller]
fn check(store: &str, one: &[&str], two: &[&str]) {
    let bus = stores(store);
    let kept = if two == LOGIN { "NEW" } else { "OLD" };
    let mut lost = Vec::new();
    for round in 0..20 {
        forget(&bus);
        bus.has("a.test", "me", "OLD");
        let [first, second] = both(&bus, one, two, round);
        let found = tokens(&bus, &["a.test", "a.test:8443"]);
        if !found.iter().any(|token| token == kept) {
            lost.push(format!("round {round}: {first}\n{second}\n{found:?}"));
        }
    }
    assert!(lost.is_empty(), "{} lost\n{}", lost.len(), lost.join("\n"));
}

#[test]
fn scope_keeps_a_token_that_login_stores_in_the_keyring() {
    check("keyring", SCOPE, LOGIN);
}

#[test]
fn scope_keeps_a_token_that_login_stores_in_the_vault() {
    check("vault", SCOPE, LOGIN);
}

#[test]
fn two_scopes_keep_a_token_in_the_keyring() {
    check("keyring", SCOPE, SCOPE_BACK);
}

#[test]
fn two_scopes_keep_a_token_in_the_vault() {
    check("vault", SCOPE, SCOPE_BACK);
}

#[test]
fn a_copy_to_the_vault_keeps_a_token_that_login_stores() {
    check("keyring", TO_VAULT, LOGIN);
}

#[test]
fn a_copy_to_the_keyring_keeps_a_token_that_login_stores() {
    check("vault", TO_KEYRING, LOGIN);
}

#[test]
fn opposite_copies_keep_every_token() {
    let bus = stores("keyring");
    let hosts = ["a.test", "b.test", "c.test", "d.test"];
    let mut lost = Vec::new();
    for round in 0..10 {
        forget(&bus);
        for host in hosts {
            bus.has(host, "me", host);
        }
        let [first, second] = both(&bus, TO_VAULT, TO_KEYRING, round);
        let found = tokens(&bus, &hosts);
        if !hosts
            .iter()
            .all(|host| found.iter().any(|token| token == host))
        {
            lost.push(format!("round {round}: {first}\n{second}\n{found:?}"));
        }
    }
    assert!(lost.is_empty(), "{} lost\n{}", lost.len(), lost.join("\n"));
}

#[test]
fn a_folder_that_cannot_be_written_does_not_stop_a_change() {
    let mut bus = Bus::unlocked();
    bus.set("KEYRC_STORE", "keyring");
    // Even root cannot create a file here.
    bus.set("KEYRC_CONFIG_DIR", "/proc/self");
    bus.has("a.test", "me", "OLD");
    bus.keyrc(SCOPE).ok();
    bus.keyrc(&["logout", "a.test:8443"]).ok();
}
