//! The outcome of many tokens: a few lines on a terminal, and one line for each in a pipe.

use std::fmt::Write;

use keyrc::cli::Look;

use crate::world::World;

fn netrc(tokens: usize) -> String {
    (1..=tokens).fold(String::new(), |mut text, at| {
        writeln!(text, "machine h{at}.test login me password t{at}").unwrap();
        text
    })
}

fn at_terminal() -> World {
    let mut world = World::new();
    world.look = Look::of_terminal(80);
    world
}

/// Removes the colours.
fn plain(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |plain, part| {
        plain + part.split_once('m').map_or("", |(_, rest)| rest)
    })
}

#[test]
fn a_terminal_gets_a_summary_of_many_tokens() {
    let mut world = at_terminal();
    let skipped: String = (1..=9)
        .map(|at| format!("machine s{at}.test login me\n"))
        .collect();
    let other = "machine h1.test login you password \"{{TOKEN}}\"\n";
    world.has("h2.test", "me", "other");
    world.write_netrc(netrc(30) + &skipped + other);
    let done = world.run(&["migrate"]);
    assert_eq!(
        plain(&done.out).split("\n\n").next().unwrap(),
        "stored         29 tokens\n\
         skipped        me at h2.test: line 1: the store has a different token\n\
         skipped        9 entries: lines 2, 3, 4, 5, 6, 7, 8, 9 and 1 more: it has no\n               \
         password\n\
         stored         you at h1.test\n\
         me is now the default account at h1.test: it is the first in the file\n\
         removed 30 entries from `~/.netrc`"
    );
}

#[test]
fn every_token_has_a_line_in_a_pipe_and_with_verbose() {
    for (look, args) in [
        (Look::default(), &["migrate"][..]),
        (Look::of_terminal(80), &["migrate", "--verbose"]),
        (Look::of_terminal(80), &["import-netrc", "-v"]),
    ] {
        let mut world = World::new();
        world.look = look;
        world.write_netrc(netrc(30));
        let done = world.run(args);
        for at in [1, 15, 30] {
            let line = format!("stored         me at h{at}.test\n");
            assert!(plain(&done.out).contains(&line), "{args:?}: {}", done.out);
        }
    }
}

#[test]
fn few_tokens_have_a_line_each() {
    let mut world = at_terminal();
    world.write_netrc(netrc(2));
    let out = plain(&world.run(&["migrate", "-n"]).out);
    assert_eq!(
        out,
        "would store    me at h1.test\nwould store    me at h2.test\n"
    );
}

#[test]
fn many_removed_tokens_are_counted() {
    let mut world = at_terminal();
    world.write_netrc(netrc(25));
    assert_eq!(world.run(&["import-netrc"]).code, 0);
    let done = world.run(&["logout", "--all", "--yes"]);
    assert_eq!(
        plain(&done.out),
        "removed 25 tokens from the memory store\n"
    );
    assert_eq!(
        plain(&done.err),
        "keyrc: `~/.netrc` still has 25 of these tokens in plain text\n\
         keyrc: hint: remove such an entry from the file by hand\n"
    );
}
