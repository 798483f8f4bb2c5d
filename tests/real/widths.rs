//! What commands print on narrow, usual and wide terminals: no line is broken in the middle of a
//! word.

use std::num::NonZeroU16;

use crate::bus::Bus;
use crate::pty::Pty;
use crate::sandbox::KEYRC;

/// A netrc with long names, and entries that tools read in different ways.
const NETRC: &str = "machine api.github.com login octocat password ghp_x\n\
    machine a-very-long-name.internal.example.com login someone.with.a.long.name@example.com password \"s3 cret\"\n\
    machine git.example.com login me password x\\y\n";

const COMMANDS: &[&str] = &[
    "doctor",
    "status",
    "status api.example.com",
    "status git.example.com",
    "status nothing.example.com",
    "list",
    "scope api.example.com -u me",
    "token api.example.com",
    "token nothing.example.com",
    "check-netrc",
    "check-netrc --all-tools",
    "check-netrc --list-tools",
    "check-netrc --fix -n",
    "migrate -n",
    "export-netrc --all -n",
    "store copy --from keyring --to vault -n",
    "vault status",
    "vault unlock",
    "exec -- curl -n https://api.example.com:8443/",
    "exec -- curl -n https://nothing.example.com/",
    "login api.example.com extra",
];

#[test]
fn no_line_is_broken_in_the_middle_of_a_word() {
    let bus = Bus::unlocked();
    bus.write_netrc(NETRC);
    bus.has("api.example.com", "me", "s3cret");
    bus.has("api.example.com", "work", "s3cret");
    bus.has(
        "a-very-long-name.internal.example.com",
        "someone.with.a.long.name@example.com",
        "s3cret",
    );
    for width in [40, 80, 200] {
        for command in COMMANDS {
            for line in shown(&bus, width, command) {
                assert!(fits(&line, width), "{width} columns, {command}: {line}");
            }
        }
    }
}

#[test]
fn the_help_fits_a_usual_terminal() {
    let bus = Bus::empty();
    let definition = keyrc::cli::definition();
    let commands = definition.get_subcommands().map(|each| each.get_name());
    for command in commands.filter(|name| *name != "complete-words") {
        for line in shown(&bus, 80, &format!("{command} --help")) {
            // A command in an example is copied, so it has no line breaks.
            let is_example = line.starts_with("  keyrc ") || line.contains(" | keyrc ");
            assert!(fits(&line, 80) || is_example, "{command}: {line}");
        }
    }
}

/// The lines that a terminal of this width receives.
fn shown(bus: &Bus, width: u16, command: &str) -> Vec<String> {
    let line = format!("stty rows 24 columns {width}; {KEYRC} {command}");
    let mut pty = Pty::start(bus, "bash", &["-c", &line]);
    pty.ends();
    let mut wide = vt100::Parser::new(
        NonZeroU16::new(1000).unwrap(),
        NonZeroU16::new(1000).unwrap(),
        0,
    );
    wide.process(pty.seen().as_bytes());
    wide.screen()
        .contents()
        .lines()
        .map(str::to_owned)
        .collect()
}

/// Whether a line fits, or is a single word or a quoted command.
fn fits(line: &str, width: u16) -> bool {
    let text = line.trim();
    let is_quoted = text.starts_with('`') && text.matches('`').count() == 2;
    line.chars().count() <= usize::from(width) || is_quoted || !text.contains(' ')
}
