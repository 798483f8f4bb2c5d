//! `keyrc store unlock`: the keyring is unlocked from a terminal.

use rexpect::session::{PtySession, spawn_command};

use crate::bus::{Bus, PASSWORD};

/// Starts `keyrc store unlock` on a terminal of its own.
fn start(bus: &Bus) -> PtySession {
    let mut command = bus.command_at_terminal(crate::sandbox::KEYRC);
    command.args(["store", "unlock"]).env("TERM", "dumb");
    command.stdin(std::process::Stdio::inherit());
    spawn_command(command, Some(20_000)).unwrap()
}

fn locked() -> Bus {
    Bus::locked(|sandbox| {
        sandbox.has("a.test", "me", "tok");
    })
}

#[test]
fn the_hint_for_a_locked_keyring_unlocks_it() {
    let bus = locked();
    let refused = bus.keyrc(&["token", "a.test"]);
    assert!(
        refused
            .err
            .contains("unlock it with `keyrc store unlock` in a terminal"),
        "{refused}"
    );
    let mut session = start(&bus);
    session.exp_string("Password of the keyring: ").unwrap();
    session.send_line("wrong").unwrap();
    session.exp_string("wrong password").unwrap();
    session.exp_string("Password of the keyring: ").unwrap();
    session.send_line(PASSWORD).unwrap();
    let seen = session.exp_string("the keyring is unlocked").unwrap();
    assert!(!seen.contains(PASSWORD), "{seen}");
    session.exp_eof().unwrap();
    assert_eq!(bus.keyrc(&["token", "a.test"]).ok(), "tok\n");
    let again = bus.keyrc(&["store", "unlock"]).ok();
    assert_eq!(again, "the keyring is unlocked\n");
}

#[test]
fn wrong_passwords_leave_the_keyring_locked() {
    let bus = locked();
    let mut session = start(&bus);
    for _ in 0..3 {
        session.exp_string("Password of the keyring: ").unwrap();
        session.send_line("wrong").unwrap();
    }
    session.exp_string("keyrc: the keyring is locked").unwrap();
    session.exp_eof().unwrap();
    assert_eq!(bus.keyrc(&["token", "a.test"]).code, Some(4));
}

#[test]
fn without_a_terminal_no_password_is_asked_for() {
    let output = locked().keyrc(&["store", "unlock"]);
    assert_eq!(output.code, Some(2), "{output}");
    assert!(output.err.contains("run it in a terminal"), "{output}");
}
