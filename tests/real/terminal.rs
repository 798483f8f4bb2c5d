//! A user at a real terminal.

use std::process::Command;
use std::time::Duration;

use rexpect::session::{PtySession, spawn_command};

use crate::bus::Bus;
use crate::fake::{Behaviour, Fake};
use crate::pty::Pty;
use crate::sandbox::{KEYRC, Sandbox};

/// A shell in the sandbox, on a terminal of its own.
fn shell(bus: &Bus) -> PtySession {
    let mut command: Command = bus.command_at_terminal("bash");
    command
        .args(["--norc", "--noprofile"])
        .env("PS1", "READY ")
        .env("KEYRC", KEYRC)
        .env("TERM", "dumb");
    // The terminal becomes the standard input, which a sandbox closes by default.
    command.stdin(std::process::Stdio::inherit());
    let mut session = spawn_command(command, Some(20_000)).unwrap();
    session.exp_string("READY ").unwrap();
    session
}

/// Ends the shell. Dropping a session waits for its process.
fn leave(mut session: PtySession) {
    session.send_line("exit").unwrap();
    session.exp_eof().unwrap();
}

#[test]
fn a_token_is_asked_for_without_an_echo() {
    let bus = Bus::unlocked();
    let mut session = shell(&bus);
    session
        .send_line("$KEYRC login a.test -u me; echo \"status=$?\"")
        .unwrap();
    session.exp_string("Token for me at a.test: ").unwrap();
    std::thread::sleep(Duration::from_millis(200));
    session.send_line("hunter2").unwrap();
    let seen = session
        .exp_string("stored the token for me at a.test in the keyring")
        .unwrap();
    assert!(!seen.contains("hunter2"), "{seen}");
    session.exp_string("status=0").unwrap();
    leave(session);
    assert_eq!(bus.keyrc(&["token", "a.test"]).ok(), "hunter2\n");
}

#[test]
fn the_question_goes_to_the_terminal_when_the_streams_are_redirected() {
    let bus = Bus::unlocked();
    let mut session = shell(&bus);
    session
        .send_line("$KEYRC login a.test </dev/null >out 2>err; echo \"status=$?\"")
        .unwrap();
    session.exp_string("Login at a.test: ").unwrap();
    session.send_line("me").unwrap();
    session.exp_string("Token for me at a.test: ").unwrap();
    std::thread::sleep(Duration::from_millis(200));
    session.send_line("hunter2").unwrap();
    session.exp_string("status=0").unwrap();
    leave(session);
    assert_eq!(std::fs::read_to_string(bus.path("home/err")).unwrap(), "");
    assert_eq!(
        bus.keyrc(&["token", "a.test", "-u", "me"]).ok(),
        "hunter2\n"
    );
}

#[test]
fn ctrl_c_ends_the_prompt_and_restores_the_echo() {
    let bus = Bus::unlocked();
    let mut session = shell(&bus);
    // The terminal of a test starts without echo, unlike a user's.
    session
        .send_line("stty echo; stty -a | grep -c ' echo '; $KEYRC login a.test -u me; echo \"status=$?\"; stty -a")
        .unwrap();
    session.exp_string("1").unwrap();
    session.exp_string("Token for me at a.test: ").unwrap();
    std::thread::sleep(Duration::from_millis(200));
    session.send_control('c').unwrap();
    session.exp_string("keyrc: interrupted").unwrap();
    session.exp_string("status=130").unwrap();
    session.exp_regex(r"[^-]isig").unwrap();
    session.exp_regex(r" echo ").unwrap();
    leave(session);
    assert_eq!(bus.keyrc(&["list"]).ok(), "");
}

#[test]
fn a_countdown_is_shown_while_the_window_of_a_locked_keyring_is_open() {
    let fake = Fake::new(Behaviour::Ignores);
    let mut session = shell(&fake);
    session
        .send_line("KEYRC_TIMEOUT=3 $KEYRC token a.test; echo \"status=$?\"")
        .unwrap();
    for left in [3, 2, 1] {
        let line = format!(
            "\rkeyrc: the keyring is locked; its own window asks for the password: {left} s left"
        );
        session.exp_string(&line).unwrap();
    }
    session
        .exp_string("\rkeyrc: the keyring is locked, and its password was not entered in 3 s\r\n")
        .unwrap();
    session.exp_string("status=4").unwrap();
    leave(session);
}

#[test]
fn a_command_continues_when_the_keyring_is_unlocked() {
    let fake = Fake::new(Behaviour::Agrees(Duration::from_millis(1500)));
    let mut session = shell(&fake);
    session
        .send_line("$KEYRC list; echo \"status=$?\"")
        .unwrap();
    session.exp_string(": 60 s left").unwrap();
    session.exp_string(": 59 s left").unwrap();
    session.exp_string("\ra.test  me\r\n").unwrap();
    session.exp_string("status=0").unwrap();
    leave(session);
}

#[test]
fn no_countdown_is_written_to_a_file() {
    let fake = Fake::new(Behaviour::Ignores);
    let mut session = shell(&fake);
    session
        .send_line("KEYRC_TIMEOUT=2 $KEYRC token a.test 2>err; echo \"status=$?\"")
        .unwrap();
    session.exp_string("status=4").unwrap();
    leave(session);
    let output = std::fs::read_to_string(fake.path("home/err")).unwrap();
    let lines: Vec<&str> = output.lines().collect();
    assert!(lines[0].starts_with("keyrc: waiting up to "), "{output}");
    assert_eq!(
        lines[1],
        "keyrc: the keyring is locked, and its password was not entered in 2 s"
    );
    assert!(
        lines.len() == 3 && lines[2].starts_with("keyrc: hint: "),
        "{output}"
    );
}

#[test]
fn a_program_without_a_terminal_names_the_option_to_use() {
    let bus = Bus::unlocked();
    let output = bus.run(KEYRC, &["login", "a.test", "-u", "me"]).fails(2);
    assert_eq!(
        output,
        "keyrc: there is no terminal to ask for the token\nkeyrc: hint: pipe it in, and add `--token-stdin`\n"
    );
}

#[test]
fn a_secret_is_not_read_from_a_terminal_on_standard_input() {
    let sandbox = Sandbox::new();
    let token = "leave out `--token-stdin`, and type the token at the prompt";
    let netrc = "pipe a netrc in, as in `gpg -d netrc.gpg | keyrc import-netrc --file -`";
    let commands: [(&[&str], &str); 5] = [
        (&["login", "a.test", "-u", "me", "--token-stdin"], token),
        (&["login", "a.test", "--with-token"], token),
        (&["import-netrc", "--file", "-"], netrc),
        (&["check-netrc", "-"], netrc),
        (&["check-netrc", "--file", "-"], netrc),
    ];
    for (args, hint) in commands {
        let mut pty = Pty::start(&sandbox, KEYRC, args);
        assert_eq!(pty.ends().code(), Some(2), "{args:?}: {}", pty.seen());
        let expected = format!("keyrc: standard input is a terminal\r\nkeyrc: hint: {hint}\r\n");
        assert_eq!(pty.seen(), expected, "{args:?}");
    }
}
