//! Colours, line breaks and the short form of the home folder.

use std::process::Command;

use keyrc::cli::Look;

use crate::world::World;

#[test]
fn a_message_on_a_narrow_terminal_is_wrapped_between_words() {
    let mut world = World::new();
    world.look = Look::of_terminal(40);
    let output = world.run(&["token", "api.example.com", "-u", "me"]);
    assert_eq!(
        without_colors(&output.err),
        "keyrc: no credential for `me` at\n       `api.example.com`\n\
         keyrc: hint: store one with\n  `keyrc login api.example.com -u me`,\n       or see `keyrc list`\n"
    );
}

#[test]
fn a_terminal_gets_colours() {
    let mut world = World::new();
    world.look = Look::of_terminal(80);
    let output = world.run(&["token", "api.example.com"]);
    assert!(
        output
            .err
            .starts_with("\u{1b}[1m\u{1b}[31mkeyrc:\u{1b}[0m no credential"),
        "{:?}",
        output.err
    );
    assert!(
        output
            .err
            .contains("\n\u{1b}[36mkeyrc: hint:\u{1b}[0m store one"),
        "{:?}",
        output.err
    );
    let help = world.run(&["-h"]).ok();
    assert!(help.contains("\u{1b}[1mUsage:\u{1b}[0m"), "{help:?}");
}

/// Runs the program with its output in pipes and these variables, and returns all output.
fn piped(variables: &[(&str, &str)], args: &[&str]) -> String {
    let home = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_keyrc"))
        .args(args)
        .env_clear()
        .env("HOME", home.path())
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let home = home.path().to_str().unwrap();
    let bytes = [output.stdout, output.stderr].concat();
    let text = String::from_utf8(bytes).unwrap();
    assert!(!text.contains(home), "{text}");
    text
}

#[test]
fn a_pipe_gets_colours_only_if_they_are_forced() {
    let args = ["check-netrc", "x"];
    let escape = '\u{1b}';
    for plain in [
        &[][..],
        &[("TERM", "xterm-256color")],
        &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")],
        &[("TERM", "dumb")],
    ] {
        assert!(!piped(plain, &args).contains(escape), "{plain:?}");
    }
    assert!(piped(&[("CLICOLOR_FORCE", "1")], &args).contains(escape));
    assert!(piped(&[("CLICOLOR_FORCE", "1")], &["--help"]).contains(escape));
}

#[test]
fn paths_below_the_home_folder_start_with_a_tilde() {
    let shown = piped(&[], &["check-netrc"]);
    assert!(shown.contains("`~/.netrc`"), "{shown}");
}

#[test]
fn the_short_help_of_each_command_fits_on_a_screen() {
    let mut world = World::new();
    let definition = keyrc::cli::definition();
    let mut commands: Vec<Vec<&str>> = vec![vec![]];
    for command in definition.get_subcommands() {
        commands.push(vec![command.get_name()]);
        for inner in command.get_subcommands() {
            commands.push(vec![command.get_name(), inner.get_name()]);
        }
    }
    for mut command in commands {
        // The list of commands has a line for each of them.
        let most = if command.is_empty() { 38 } else { 30 };
        command.push("-h");
        let help = world.run(&command).ok();
        assert!(help.lines().count() <= most, "{command:?}: {help}");
        let (_, global) = help.split_once("Global options:").unwrap();
        assert!(!global.contains("\nOptions:"), "{help}");
    }
}

fn without_colors(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap().to_owned();
    for part in parts {
        plain += part.split_once('m').unwrap().1;
    }
    plain
}
