//! The terminal is restored after every end of a question, and typing is hidden again when a
//! stopped process continues.

use std::os::unix::process::ExitStatusExt;

use rustix::process::Signal;

use crate::bus::Bus;
use crate::pty::Pty;
use crate::sandbox::KEYRC;

const QUESTION: &str = "Token for me at a.test: ";

fn asked(bus: &Bus) -> Pty {
    let pty = Pty::start(bus, KEYRC, &["login", "a.test", "-u", "me"]);
    pty.expects(QUESTION);
    assert!(!pty.has_echo());
    pty
}

/// A shell with job control.
fn shell(bus: &Bus) -> Pty {
    let pty = Pty::start(
        bus,
        "env",
        &[
            &format!("KEYRC={KEYRC}"),
            "PS1=READY ",
            "TERM=dumb",
            "bash",
            "--norc",
            "--noprofile",
            "-i",
        ],
    );
    pty.expects("READY ");
    pty
}

#[test]
fn keys_that_end_a_question_restore_the_terminal() {
    let bus = Bus::unlocked();
    for (key, message) in [
        ("\u{3}", "\r\nkeyrc: interrupted\r\n"),
        ("\u{4}", "\r\nkeyrc: interrupted\r\n"),
        ("half a t0ken\u{3}", "\r\nkeyrc: interrupted\r\n"),
        ("\u{1c}", ": \r\n"),
    ] {
        let mut pty = asked(&bus);
        pty.types(key);
        pty.ends();
        assert!(pty.is_restored(), "{key:?}");
        assert!(pty.seen().ends_with(message), "{key:?}: {:?}", pty.seen());
        assert!(!pty.shows("half"), "{:?}", pty.seen());
    }
}

#[test]
fn signals_that_end_keyrc_restore_the_terminal() {
    let bus = Bus::unlocked();
    for signal in [
        Signal::TERM,
        Signal::HUP,
        Signal::QUIT,
        Signal::ABORT,
        Signal::USR1,
    ] {
        let mut pty = asked(&bus);
        pty.types("half a t0ken");
        pty.signals(signal);
        assert_eq!(pty.ends().signal(), Some(signal.as_raw()));
        assert!(pty.is_restored(), "{signal:?}");
        assert!(pty.seen().ends_with(": \r\n"), "{:?}", pty.seen());
    }
}

#[test]
fn typing_is_hidden_again_after_a_stop() {
    let bus = Bus::unlocked();
    let mut pty = asked(&bus);
    pty.signals(Signal::STOP);
    pty.signals(Signal::CONT);
    pty.expects_times(QUESTION, 2);
    assert!(!pty.has_echo());
    // Nothing could continue a process without a shell, so it does not stop.
    pty.types("half\u{1a}");
    pty.expects_times(QUESTION, 3);
    pty.types("t0ken\r");
    assert!(pty.ends().success(), "{}", pty.seen());
    assert!(pty.is_restored() && !pty.shows("half"), "{}", pty.seen());
    assert_eq!(bus.keyrc(&["token", "a.test"]).ok(), "t0ken\n");
}

#[test]
fn a_shell_can_stop_and_continue_a_question() {
    let bus = Bus::unlocked();
    let mut pty = shell(&bus);
    pty.types("$KEYRC login a.test -u me\r");
    pty.expects(QUESTION);
    pty.types("half\u{1a}");
    pty.expects("Stopped");
    pty.expects_times("READY ", 2);
    pty.types("stty -a; echo DONE-$?\r");
    pty.expects("DONE-0");
    assert!(
        pty.shows(" echo ") && pty.shows(" icanon "),
        "{}",
        pty.seen()
    );
    pty.types("fg\r");
    pty.expects_times(QUESTION, 2);
    pty.waits_until("hiding", |pty| !pty.has_echo());
    // In the background the question stops the process again.
    pty.types("\u{1a}");
    pty.expects_times("READY ", 4);
    pty.types("bg\r");
    pty.expects_times("READY ", 5);
    pty.types("sleep 1; echo STILL\r");
    pty.expects("\r\nSTILL");
    pty.types("fg\r");
    pty.expects_times(QUESTION, 3);
    pty.waits_until("hiding", |pty| !pty.has_echo());
    pty.types("t0ken\r");
    pty.expects("stored the token");
    pty.expects_times("READY ", 7);
    pty.types("exit\r");
    pty.ends();
    assert!(!pty.shows("t0ken") && !pty.shows("half"), "{}", pty.seen());
    assert_eq!(bus.keyrc(&["token", "a.test"]).ok(), "t0ken\n");
}

#[test]
fn a_question_in_the_background_waits_for_the_foreground() {
    let bus = Bus::unlocked();
    let mut pty = shell(&bus);
    pty.types("$KEYRC login a.test -u me &\r");
    pty.expects_times("READY ", 2);
    pty.types("sleep 1; jobs\r");
    pty.expects("Stopped");
    assert!(!pty.shows(QUESTION), "{}", pty.seen());
    pty.types("fg\r");
    pty.expects(QUESTION);
    pty.types("t0ken\r");
    pty.expects("stored the token");
    pty.expects_times("READY ", 4);
    // Without the signal, the question is an error instead of a change to the shell's terminal.
    pty.types("trap '' TTOU; $KEYRC login a.test -u me & sleep 1; stty -a; echo DONE-$?\r");
    pty.expects("keyrc runs in the background");
    pty.expects("DONE-0");
    assert!(pty.shows(" echo ") && !pty.shows("t0ken"), "{}", pty.seen());
}

#[test]
fn a_key_typed_right_after_ctrl_z_does_not_suppress_the_next_question() {
    let bus = Bus::unlocked();
    let mut pty = shell(&bus);
    pty.types("$KEYRC login a.test -u me\r");
    pty.expects(QUESTION);
    for stop in 1..=8 {
        pty.waits_until("hiding", |pty| !pty.has_echo());
        pty.types("half\u{1a}\u{15}");
        pty.expects_times("Stopped", stop);
        pty.expects_times("READY ", 1 + stop);
        pty.types("fg\r");
        pty.expects_times(QUESTION, 1 + stop);
    }
    pty.waits_until("hiding", |pty| !pty.has_echo());
    pty.types("t0ken\r");
    pty.expects_times("READY ", 10);
    pty.types("exit\r");
    pty.ends();
    assert_eq!(bus.keyrc(&["token", "a.test"]).ok(), "t0ken\n");
}
