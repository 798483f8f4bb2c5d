//! The picture in the README: what a terminal shows while a user types the commands below.
//!
//! `KEYRC_BLESS=1 cargo test --test real picture` draws it again.

use std::path::Path;
use std::process::Stdio;
use std::{env, fs};

use rexpect::session::spawn_command;

use crate::pages::machine::Machine;
use crate::pages::scenes::HEROKU;
use crate::pages::svg;
use crate::pages::terminal::utf8;
use crate::sandbox::{KEYRC, write};

const PICTURE: &str = "docs/demo.svg";

const COMMANDS: &[&str] = &[
    "cat ~/.netrc",
    "keyrc migrate",
    "cat ~/.netrc",
    "keyrc exec -- curl -n https://api.heroku.com/account",
    "keyrc list",
];

/// Marks a prompt without showing anything: the sequence with which shells tell terminals that a
/// prompt follows.
const MARK: &str = "\u{1b}]133;A\u{7}";

/// Sets the prompt, with commands in bold, and clears the screen.
const SETUP: &str =
    r"stty echo rows 24 columns 80; PS1='\[\e]133;A\a\]$ \[\e[1m\]'; PS0='\e[0m'; printf '\ec'";

#[test]
fn the_picture_shows_what_a_terminal_shows() {
    let machine = Machine::new()
        .netrc(HEROKU)
        .serves(&[("me@example.com", "c4cd94da15ea0544802c2cfd5ec4ead3")]);
    let mut terminal = vt100::Parser::default();
    terminal.process(play(&machine).as_bytes());
    let drawn = svg::draw(terminal.screen());

    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PICTURE);
    if env::var_os("KEYRC_BLESS").is_some() {
        write(&path, &drawn);
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == drawn,
        "{PICTURE} is stale: run `KEYRC_BLESS=1 cargo test --test real picture`, and look at it. The terminal showed:\n{}",
        terminal.screen().contents()
    );
}

/// A picture that loads something else is not shown by a page that forbids it, and not offline.
#[test]
fn the_picture_is_small_and_stands_alone() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(PICTURE);
    let picture = fs::read_to_string(path).unwrap();
    assert!(picture.len() < 40_000, "{} bytes", picture.len());
    for foreign in ["href", "url(", "@import", "<script", "<style", "<image"] {
        assert!(!picture.contains(foreign), "{foreign}");
    }
}

/// Types the commands. Returns everything that the terminal received.
fn play(machine: &Machine) -> String {
    let folder = Path::new(KEYRC).parent().unwrap();
    let path = env::var("PATH").unwrap();
    let mut command = machine.bus.command_at_terminal("bash");
    command
        .args(["--norc", "--noprofile"])
        .env("PATH", format!("{}:{path}", folder.display()))
        .env("TERM", "xterm-256color")
        .stdin(Stdio::inherit());
    let mut session = spawn_command(command, Some(30_000)).unwrap();
    session.send_line(SETUP).unwrap();
    let mut received = session.exp_string(MARK).unwrap();
    for command in COMMANDS {
        session.send_line(command).unwrap();
        received += &session.exp_string(MARK).unwrap();
    }
    session.send_line("exit").unwrap();
    session.exp_eof().unwrap();
    utf8(&received)
}
