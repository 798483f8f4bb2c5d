//! check-netrc: messages about the whole file, and the arguments that name it.

use crate::check::{PLAIN, read_by_all};
use crate::snapshot::{self, transcript};
use crate::world::World;

#[test]
fn an_unreadable_file_is_reported_once() {
    let mut world = World::new();
    world.write_netrc("machine a.test login me password pw\n\n# of work\nmachine b.test login me password \"pw\"\n");
    let done = world.run(&["check-netrc", "--for", "pip,go,curl-7.88"]);
    snapshot::check("an_unreadable_file", &transcript(&done));
}

#[test]
fn an_entry_inside_a_macro_is_reported() {
    let mut world = World::new();
    let file = "machine a.test login me password pw\nmacdef init\nls\nmachine b.test login me password pw\n";
    let output = "keyrc: `~/.netrc`:4:1: an entry inside a macro; add an empty line before the entry to end the macro\n";
    for (file, code) in [(file.to_owned(), 5), (format!("{file}\n"), 0)] {
        world.write_netrc(&file);
        let done = world.run(&["check-netrc", "--for", "curl,python"]);
        assert_eq!(done.code, code);
        assert!(done.err.starts_with(output), "{}", done.err);
    }
    assert!(
        world
            .run(&["import-netrc"])
            .err
            .contains("an entry inside a macro")
    );
}

#[test]
fn a_word_with_a_slash_is_a_path() {
    let mut world = World::new();
    world.write_netrc("machine a.test login me password pw\n");
    let done = world.run(&["check-netrc", "sub/netrc"]);
    assert_eq!((done.code, done.out.as_str()), (1, ""));
    assert!(done.err.contains("sub/netrc"), "{}", done.err);
    assert_eq!(
        world
            .run(&["check-netrc", "https://a.test/x", "--for", "curl"])
            .code,
        0
    );
    let done = world.run(&["check-netrc", "b.test"]);
    assert_eq!(done.code, 3);
    assert!(
        done.err
            .ends_with("hint: show its entries with `keyrc check-netrc ~/.netrc`\n"),
        "{}",
        done.err
    );
}

#[test]
fn file_and_host_arguments_are_distinguished() {
    let mut world = World::new();
    world.write_netrc("machine a.test login me password 1\nmachine b.test login me password 2\n");
    let file = world.netrc().to_string_lossy().into_owned();
    let a = read_by_all("me at a.test (line 1)");
    let b = read_by_all("me at b.test (line 2)");
    let both = format!("{a}{b}");
    for (args, expected) in [
        (&[][..], &both),
        (&[file.as_str()], &both),
        (&["b.test"], &b),
        (&[file.as_str(), "b.test"], &b),
        (&["--file", file.as_str()], &both),
        (&["--file", file.as_str(), "https://B.test/path"], &b),
    ] {
        assert_eq!(
            world.run(&[&["check-netrc"], args].concat()).ok(),
            *expected,
            "{args:?}"
        );
    }
    for (args, expected) in [
        (&["-"][..], &a),
        (&["--file", "-"], &a),
        (&["-", "a.test"], &a),
    ] {
        world.input = b"machine a.test login me password piped\n".to_vec();
        assert_eq!(
            world.run(&[&["check-netrc"], args].concat()).ok(),
            *expected,
            "{args:?}"
        );
    }
    let twice = world.run(&["check-netrc", &file, "a.test", "--file", &file]);
    assert_eq!(
        (twice.code, twice.err.lines().next()),
        (2, Some("keyrc: the file is named twice"))
    );
}

#[test]
fn an_argument_that_is_both_a_host_and_a_file_is_the_file() {
    let mut world = World::new();
    world.write_netrc("machine cargo.toml login me password 1\n");
    let as_file = world.run(&["check-netrc", "Cargo.toml"]);
    assert!(
        as_file.err.contains("`Cargo.toml`") && !as_file.out.contains("cargo.toml"),
        "{}",
        as_file.err
    );
    let netrc = world.netrc().to_string_lossy().into_owned();
    let as_host = world
        .run(&["check-netrc", "--file", &netrc, "Cargo.toml"])
        .ok();
    assert_eq!(as_host, read_by_all("me at cargo.toml (line 1)"));
}

#[test]
fn a_host_that_is_not_in_the_file_is_reported() {
    let mut world = World::new();
    world.write_netrc(PLAIN);
    for args in [&["c.test"][..], &["c.test", "--format", "json"]] {
        let done = world.run(&[&["check-netrc"], args].concat());
        assert_eq!((done.code, done.out.as_str()), (3, ""));
        assert!(
            done.err
                .starts_with("keyrc: `~/.netrc` has no entry for `c.test`\n"),
            "{}",
            done.err
        );
    }
}
