//! Some tools read comments and macros as entries. If a change of the file changes what a tool
//! finds there, keyrc reports it.

use keyrc::readers::{Answer, Query, READERS};

use crate::generated::oracle::is_named;
use crate::world::{INSTALLED, World};

/// The tools that answer differently about the host after a change, and that the output does not
/// name. A tool that finds nothing before may find the entry of `exported`.
fn unnamed(
    before: &str,
    after: &str,
    host: &str,
    exported: &str,
    output: &str,
) -> Vec<&'static str> {
    let query = Query {
        host,
        port: None,
        login: None,
    };
    let readers = READERS
        .iter()
        .filter(|reader| INSTALLED.contains(&reader.name));
    let mut changed = Vec::new();
    for reader in readers {
        let [before, after] = [before, after].map(|bytes| reader.read(bytes.as_bytes(), &query));
        let is_lost = matches!(before, Answer::Match { .. }) && before != after;
        let is_new =
            host != exported && before == Answer::None && matches!(after, Answer::Match { .. });
        if (is_lost || is_new) && !is_named(output, reader, host) {
            changed.push(reader.name);
        }
    }
    changed
}

/// Runs commands, and returns the file and their output.
fn run(file: &str, commands: &[&[&str]]) -> (String, String) {
    let mut world = World::new();
    world.write_netrc(file);
    let mut output = String::new();
    for args in commands {
        let done = world.run(args);
        output += &format!("{}{}", done.out, done.err);
    }
    (world.read_netrc(), output)
}

#[test]
fn a_fix_keeps_an_entry_in_a_macro_that_tools_read() {
    let file = "\u{feff}macdef x\n bin\nmachine c.test\n login bo\n password p4\n\n\
                machine b.test login bo password p9\n";
    let (after, output) = run(file, &[&["check-netrc", "--fix"]]);
    assert_eq!(
        unnamed(file, &after, "c.test", "", &output),
        [""; 0],
        "{output}\n{after}"
    );
}

#[test]
fn a_migration_and_an_export_keep_an_entry_in_a_macro_that_tools_read() {
    let file = "macdef init\ncd /pub\nmachine c.test login al password p1\n\n\
                machine b.test login bo password p2\n";
    let (after, output) = run(file, &[&["migrate"], &["export-netrc", "b.test"]]);
    for host in ["b.test", "c.test"] {
        assert_eq!(
            unnamed(file, &after, host, "b.test", &output),
            [""; 0],
            "{output}\n{after}"
        );
    }
}

#[test]
fn an_export_names_the_tools_that_used_a_macro_for_its_host() {
    let file = "machine a.test login bo password p2\nmacdef init\ncd /pub\n\
                machine b.test login al password p1\n\n";
    let mut world = World::new();
    world.has("b.test", "me", "p3").write_netrc(file);
    let done = world.run(&["export-netrc", "b.test"]);
    let output = format!("{}{}", done.out, done.err);
    let after = world.read_netrc();
    assert_eq!(
        unnamed(file, &after, "b.test", "b.test", &output),
        [""; 0],
        "{output}\n{after}"
    );
}

#[test]
fn an_export_names_the_tools_that_used_an_early_default() {
    let file = "default password dp login dd\nmachine d.test login cy password p1\n\
                machine d.test login al password p2\nmachine a.test login al password p3\n";
    for exported in ["a.test", "d.test", "e.test"] {
        let mut world = World::new();
        world.has(exported, "bo", "p4").write_netrc(file);
        let done = world.run(&["export-netrc", exported]);
        let output = format!("{}{}", done.out, done.err);
        let after = world.read_netrc();
        for host in ["a.test", "d.test", exported] {
            assert_eq!(
                unnamed(file, &after, host, exported, &output),
                [""; 0],
                "{output}\n{after}"
            );
        }
    }
}

#[test]
fn a_migration_makes_no_comment_an_entry() {
    let file = "machine a.test\n  login bo\n  password p1\n#machine c.test\n#  login al\n\
                #  password hid\nmachine b.test\n  login bo\n  password p2\n";
    let (after, output) = run(file, &[&["migrate", "a.test"]]);
    assert!(!after.contains("a.test"), "{output}");
    assert_eq!(
        unnamed(file, &after, "c.test", "", &output),
        [""; 0],
        "{output}\n{after}"
    );
}
