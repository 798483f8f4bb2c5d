//! Files with several kinds of line ends, or with carriage returns alone. The expected results were
//! measured with the tools.

use crate::world::World;

const WINDOWS: &str = "machine a.test\r\n  login al\r\n  password p1\r\n";
const UNIX: &str = "machine b.test\n  login bo\n  password p2\n";

#[test]
fn emacs_finds_nothing_in_windows_lines_of_a_mixed_file() {
    let mut world = World::new();
    world.write_netrc([WINDOWS, UNIX].concat());
    let done = world.run(&["check-netrc", "--for", "emacs"]);
    assert_eq!(
        (done.code, done.out.as_str()),
        (
            5,
            "al at a.test (line 1): read by no tool\n  \
             emacs: nothing\n    line 1: Windows line endings; save the file with Unix line endings\n\
             bo at b.test (line 4): read by emacs\n"
        ),
        "{}",
        done.err
    );
    assert_eq!(
        world.run(&["check-netrc", "--fix", "--for", "emacs"]).ok(),
        "fixed line 1: Windows line endings\n"
    );
    assert_eq!(
        world.read_netrc(),
        [&WINDOWS.replace('\r', ""), UNIX].concat()
    );
}

#[test]
fn an_export_writes_the_line_ends_that_emacs_reads() {
    for (before, entry) in [
        (format!("{WINDOWS}# x\n"), UNIX.to_owned()),
        (format!("# x\n{WINDOWS}"), UNIX.to_owned()),
        (WINDOWS.to_owned(), UNIX.replace('\n', "\r\n")),
    ] {
        let mut world = World::new();
        world.write_netrc(&before);
        world
            .has("b.test", "bo", "p2")
            .run(&["export-netrc", "b.test", "--for", "emacs"])
            .ok();
        let after = world.read_netrc();
        assert_eq!(after.replace(&entry, ""), before, "{after:?}");
        let done = world.run(&["check-netrc", "b.test", "--for", "emacs"]).ok();
        assert!(done.ends_with("read by emacs\n"), "{done}");
    }
}

const RETURNS: &str = "machine a.test login al password p1\r# my server\r\
                       machine b.test login bo password p2\rmachine c.test login cy password p3\r";

#[test]
fn a_fix_of_a_file_with_carriage_returns_keeps_every_entry() {
    let mut world = World::new();
    world.write_netrc(RETURNS);
    let done = world.run(&["check-netrc", "--fix"]);
    assert_eq!(
        done.out,
        "fixed line 1: carriage returns without a line feed\n"
    );
    assert_eq!(world.read_netrc(), RETURNS.replace('\r', "\n"));
}

#[test]
fn an_entry_after_a_comment_that_ends_with_a_carriage_return_is_found() {
    let file = "machine a.test login al password p1\r# my server\rmachine b.test\r  login bo\r  password p2\r";
    let mut world = World::new();
    world.write_netrc(file);
    let done = world.run(&["check-netrc", "b.test", "--for", "python,git"]);
    let reason =
        "line 1: a carriage return without a line feed; save the file with Unix line endings";
    let expected = format!(
        "bo at b.test (line 3): read by 2 of 4 tools\n  \
         curl-8.23: nothing, the whole file is lost\n    {reason}\n  \
         git: nothing\n    {reason}\n"
    );
    assert_eq!((done.code, done.out), (5, expected), "{}", done.err);
    world.run(&["migrate", "b.test"]);
    assert_eq!(world.stored("b.test", "bo").as_deref(), Some("p2"));
    assert_eq!(
        world.read_netrc(),
        "machine a.test login al password p1\r# my server\r"
    );
}

#[test]
fn the_tools_that_alone_find_an_entry_are_named() {
    let file = "machine a.test login al password p1\nmacdef init\nls\nmachine h.test login bo password p2\n";
    let mut world = World::new();
    world.write_netrc(file);
    for command in ["check-netrc", "migrate"] {
        let done = world.run(&[command, "h.test"]);
        assert_eq!((done.code, done.out.as_str()), (3, ""));
        assert!(
            done.err.starts_with(
                "keyrc: only some tools find an entry for `h.test` in `~/.netrc`: buf, "
            ),
            "{}",
            done.err
        );
    }
    let done = world.run(&["check-netrc", "other.test"]);
    assert!(
        done.err
            .starts_with("keyrc: `~/.netrc` has no entry for `other.test`\n"),
        "{}",
        done.err
    );
}
