//! The settings and the terminal are opened once for each command.

use rexpect::session::spawn_command;

use crate::sandbox::{KEYRC, Sandbox, write};

/// A sandbox with a vault, one token per host, and settings.
fn sandbox() -> Sandbox {
    let mut sandbox = Sandbox::new();
    write(&sandbox.path("passphrase"), "correct horse");
    let file = sandbox.path("passphrase").to_string_lossy().into_owned();
    sandbox.set("KEYRC_PASSPHRASE_FILE", &file);
    sandbox.keyrc(&["vault", "init"]).ok();
    for host in ["a.test", "b.test", "c.test"] {
        sandbox.has(host, "me", "hunter2");
    }
    sandbox.keyrc(&["switch", "a.test", "-u", "me"]).ok();
    sandbox
}

/// Counts how often a command opens a file.
fn opened(sandbox: &Sandbox, name: &str, args: &[&str]) -> usize {
    let trace = sandbox.path("trace");
    let mut strace = sandbox.command_at_terminal("strace");
    strace
        .args(["-f", "-qq", "-e", "trace=openat", "-o"])
        .arg(&trace)
        .arg(KEYRC)
        .args(args);
    // A terminal of its own, because a command opens the terminal to learn whether there is one.
    let mut session = spawn_command(strace, Some(20_000)).unwrap();
    session.exp_eof().unwrap();
    let trace = std::fs::read_to_string(trace).unwrap();
    let needle = format!("{name}\"");
    trace.lines().filter(|line| line.contains(&needle)).count()
}

#[test]
fn a_command_reads_the_settings_once() {
    let sandbox = sandbox();
    let exec = ["exec", "a.test", "b.test", "c.test", "--", "true"];
    let args: [&[&str]; 5] = [
        &["token", "a.test"],
        &["status", "a.test"],
        &["list"],
        &exec,
        &["logout", "-n", "a.test"],
    ];
    for args in args {
        assert_eq!(opened(&sandbox, "config.toml", args), 1, "{args:?}");
    }
}

#[test]
fn a_command_opens_the_terminal_at_most_once() {
    let sandbox = sandbox();
    let args: [&[&str]; 3] = [&["token", "a.test"], &["status"], &["list"]];
    for args in args {
        assert!(opened(&sandbox, "/dev/tty", args) <= 1, "{args:?}");
    }
}

#[test]
fn login_reads_the_settings_and_opens_the_terminal_once() {
    let sandbox = sandbox();
    let trace = sandbox.path("trace");
    let mut strace = sandbox.command_at_terminal("strace");
    strace.stdin(std::process::Stdio::inherit());
    strace
        .args(["-f", "-qq", "-e", "trace=openat", "-o"])
        .arg(&trace)
        .args([KEYRC, "login", "d.test"]);
    let mut session = spawn_command(strace, Some(20_000)).unwrap();
    session.exp_string("Login at d.test: ").unwrap();
    session.send_line("me").unwrap();
    session.exp_string("Token for me at d.test: ").unwrap();
    session.send_line("hunter2").unwrap();
    session.exp_string("stored the token").unwrap();
    session.exp_eof().unwrap();
    let trace = std::fs::read_to_string(trace).unwrap();
    for name in ["config.toml\"", "/dev/tty\""] {
        let opened = trace.lines().filter(|line| line.contains(name)).count();
        assert_eq!(opened, 1, "{name}: {trace}");
    }
}
