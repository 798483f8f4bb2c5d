//! Files that are not safe to read or not a netrc: each gets a message, a hint and its exit code,
//! and stays as it is.

use std::os::unix::fs::symlink;

use crate::world::World;

#[test]
fn a_netrc_that_others_can_read_is_refused() {
    for mode in [0o640, 0o604, 0o660, 0o644, 0o622] {
        let mut world = World::new();
        world.write_netrc_with_mode("machine a.test login me password one\n", mode);
        let message = format!(
            "keyrc: `~/.netrc` is open to others (mode {mode:04o})\nkeyrc: hint: run `chmod 600 ~/.netrc`\n"
        );
        world.run(&["migrate"]).expect(5, "", &message);
        world.run(&["token", "a.test"]).expect(5, "", &message);
        assert_eq!(world.read_netrc(), "machine a.test login me password one\n");
        world.run(&["migrate", "--fix-permissions"]).ok();
        assert_eq!(world.read_netrc(), "");
    }
}

#[test]
fn a_path_that_is_not_a_file_is_refused() {
    let mut world = World::new();
    world.has("a.test", "me", "one");
    std::fs::create_dir(world.netrc()).unwrap();
    for command in [&["migrate"][..], &["export-netrc", "--all"]] {
        let done = world.run(command);
        assert_eq!(
            (done.code, done.err.lines().next()),
            (5, Some("keyrc: `~/.netrc`: not a regular file")),
            "{command:?}"
        );
    }
    std::fs::remove_dir(world.netrc()).unwrap();
    symlink("nowhere", world.netrc()).unwrap();
    for command in [&["migrate"][..], &["export-netrc", "--all"]] {
        let done = world.run(command);
        assert_eq!(
            (done.code, done.err.lines().next()),
            (
                5,
                Some("keyrc: `~/.netrc`: a link to a file that does not exist")
            ),
            "{command:?}"
        );
    }
    std::fs::remove_file(world.netrc()).unwrap();
    let done = world.run(&["export-netrc", "--all", "--file", "/nowhere/at/all"]);
    assert_eq!(
        (done.code, done.err.as_str()),
        (
            1,
            "keyrc: `/nowhere/at/all`: cannot find its folder: no such file or directory\n"
        )
    );
    world
        .run(&["migrate"])
        .expect(0, "", "keyrc: `~/.netrc` has no entries\n");
}

#[test]
fn a_netrc_over_the_size_limit_is_refused() {
    let mut world = World::new();
    world.write_netrc("#".repeat(2_000) + "\nmachine a.test login me password one\n");
    world.run(&["migrate", "--max-size", "1000"]).expect(
        5,
        "",
        "keyrc: `~/.netrc`: larger than 1000 bytes\n\
         keyrc: hint: if `~/.netrc` is the right file, raise the limit with `--max-size 16000`\n",
    );
    world.run(&["migrate", "--max-size", "16000"]).ok();
    world.input = vec![b'#'; 2_000];
    assert_eq!(
        world
            .run(&["import-netrc", "--file", "-", "--max-size", "1000"])
            .code,
        5
    );
}

#[test]
fn a_quirk_of_a_netrc_does_not_block_an_export() {
    for text in [
        &b"\xEF\xBB\xBFmachine b.test login me password x\n"[..],
        b"machine b.test login me password \"x\n",
        b"machine b.test login me password\n",
        b"machine b.test login me password \xFF\n",
        b"machine b.test login me password machine",
    ] {
        let mut world = World::new();
        world.has("a.test", "me", "one");
        world.write_netrc(text);
        let done = world.run(&["export-netrc", "--all"]);
        assert_eq!(done.code, 0, "{}", done.err);
        assert!(done.out.starts_with("+ machine a.test"), "{}", done.out);
        let after = std::fs::read(world.netrc()).unwrap();
        let has = |text: &[u8]| after.windows(text.len()).any(|window| window == text);
        let kept = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
        assert!(has(kept) && has(b"machine a.test\n  login me\n  password one\n"));
    }
}

#[test]
fn a_pipe_as_a_file_gets_a_hint_to_use_standard_input() {
    let mut world = World::new();
    let (reader, _writer) = std::io::pipe().unwrap();
    let path = format!("/dev/fd/{}", std::os::fd::AsRawFd::as_raw_fd(&reader));
    let done = world.run(&["import-netrc", "--file", &path]);
    assert_eq!(done.code, 5);
    assert!(
        done.err.contains("not a regular file") && done.err.contains("--file -"),
        "{}",
        done.err
    );
}

#[test]
fn a_dry_run_does_not_fix_permissions() {
    let mut world = World::new();
    world.write_netrc_with_mode("machine a.test login me password one\n", 0o644);
    assert_eq!(world.run(&["migrate", "-n", "--fix-permissions"]).code, 2);
    assert_eq!(world.run(&["migrate", "--max-size", "99999999999"]).code, 2);
    assert_eq!(world.run(&["migrate"]).code, 5);
}
