//! `export-netrc` without `--for`.

use crate::world::World;

#[test]
fn export_adds_missing_entries_and_keeps_the_others() {
    let mut world = World::new();
    world
        .has("a.test", "me", "one")
        .has("b.test", "me", "t w o");
    world.write_netrc("# mine\nmachine a.test login me password one\n");
    let line = "= machine a.test login me password ********\n\
                + machine b.test login me password ********  \
                [not read by wget2, go, buf, netrc-parser, netrc-gem, bazel, aria2, aria2-ftp, lftp]\n";
    let planned = world.run(&["export-netrc", "-n"]);
    assert_eq!((planned.code, planned.out.as_str()), (0, line));
    assert_eq!(
        world.read_netrc(),
        "# mine\nmachine a.test login me password one\n"
    );
    let side_effect =
        "keyrc: side effect: bazel can no longer read the entry for `me` at `a.test`\n";
    world.run(&["export-netrc"]).expect(0, line, side_effect);
    let after = "# mine\nmachine a.test login me password one\nmachine b.test\n  login me\n  password \"t w o\"\n";
    assert_eq!(world.read_netrc(), after);
    assert!(
        world
            .run(&["export-netrc"])
            .ok()
            .starts_with("= machine a.test")
    );
    assert_eq!(
        (world.read_netrc().as_str(), world.files()),
        (after, vec![".netrc".to_owned()])
    );
}

#[test]
fn export_overwrites_a_different_token_only_with_force() {
    let mut world = World::new();
    world.has("a.test", "me", "new");
    world.write_netrc("machine a.test login me password old # keep\n");
    let done = world.run(&["export-netrc"]);
    assert_eq!(
        (done.code, done.out.as_str()),
        (
            6,
            "! machine a.test login me password ********  [the file has another token]\n"
        )
    );
    assert_eq!(
        world.read_netrc(),
        "machine a.test login me password old # keep\n"
    );
    assert_eq!(
        world.run(&["export-netrc", "--force"]).ok(),
        "~ machine a.test login me password ********  [not read by bazel]\n"
    );
    assert_eq!(
        world.read_netrc(),
        "machine a.test login me password new # keep\n"
    );
}

#[test]
fn export_to_standard_output_prints_only_a_netrc() {
    let mut world = World::new();
    world
        .has("a.test", "me", "one")
        .has("b.test:8443", "me", "two");
    world.run(&["export-netrc", "--file", "-"]).expect(
        0,
        "machine a.test\n  login me\n  password one\nmachine b.test\n  login me\n  password two\n",
        "keyrc: machine b.test login me password ********  [tools send it to every port, not only to 8443: a netrc has no ports]  \
         [not read by go, buf]\n",
    );
    assert!(world.files().is_empty());
}

#[test]
fn credentials_that_a_netrc_cannot_hold_are_skipped() {
    let mut world = World::new();
    world
        .has("a.test/path", "me", "one")
        .has("b.test", "me:you", "two")
        .has("c.test:1", "me", "x")
        .has("c.test:2", "me", "y");
    let done = world.run(&["export-netrc", "--file", "-"]);
    assert_eq!(
        (done.code, done.out.as_str()),
        (1, "machine c.test\n  login me\n  password x\n")
    );
    assert!(done.err.contains("a netrc has no paths"), "{}", done.err);
    assert!(
        done.err
            .contains("its login has a colon, which HTTP cannot carry"),
        "{}",
        done.err
    );
    assert!(
        done.err
            .contains("the token for another port of this host comes first"),
        "{}",
        done.err
    );
    assert!(
        done.err.ends_with("keyrc: 3 credentials were skipped\n"),
        "{}",
        done.err
    );
}

#[test]
fn an_ipv6_host_is_written_without_brackets() {
    let mut world = World::new();
    world.has("[::1]", "me", "one");
    world.run(&["export-netrc", "--file", "-"]).expect(
        0,
        "machine ::1\n  login me\n  password one\n",
        "keyrc: machine ::1 login me password ********  [not read by uv, go, buf]\n",
    );
}

#[test]
fn another_login_in_the_file_is_reported() {
    let mut world = World::new();
    world.has("a.test", "me", "one").has("a.test", "you", "two");
    assert_eq!(world.run(&["export-netrc", "a.test"]).code, 2);
    world.write_netrc("machine a.test login other password x\n");
    world.run(&["export-netrc", "a.test", "-u", "you"]).expect(
        0,
        "+ machine a.test login you password ********  \
         [the file has another login for this host: curl-7.88, curl-8.16, curl-8.23, git, emacs, lftp, tnftp, \
         net-netrc will use that one unless asked for this login]  \
         [not read by wget, wget-ftp, go, buf, netrc-parser, netrc-gem, aria2, aria2-ftp, inetutils]\n",
        "keyrc: side effect: wget2, python, requests, uv, bazel can no longer read the entry for `other` at `a.test`\n",
    );
}

#[test]
fn export_creates_a_file_that_only_the_user_can_read() {
    use std::os::unix::fs::PermissionsExt;
    let mut world = World::new();
    world.has("a.test", "me", "one");
    world.run(&["export-netrc"]).ok();
    assert_eq!(
        std::fs::metadata(world.netrc())
            .unwrap()
            .permissions()
            .mode()
            & 0o7777,
        0o600
    );
}

#[test]
fn a_symbolic_link_to_the_netrc_stays_a_link() {
    let mut world = World::new();
    world.has("a.test", "me", "one");
    let dotfiles = world.home.path().join("dotfiles");
    std::fs::create_dir(&dotfiles).unwrap();
    std::os::unix::fs::symlink("dotfiles/netrc", world.netrc()).unwrap();
    #[expect(
        clippy::disallowed_methods,
        reason = "the file that the program is to find"
    )]
    std::fs::write(dotfiles.join("netrc"), "# mine\n").unwrap();
    std::fs::set_permissions(
        dotfiles.join("netrc"),
        std::os::unix::fs::PermissionsExt::from_mode(0o600),
    )
    .unwrap();
    world.run(&["export-netrc"]).ok();
    assert!(
        std::fs::symlink_metadata(world.netrc())
            .unwrap()
            .is_symlink()
    );
    assert_eq!(
        std::fs::read_to_string(dotfiles.join("netrc")).unwrap(),
        "# mine\nmachine a.test\n  login me\n  password one\n"
    );
}

#[test]
fn tools_that_will_not_read_the_entry_are_reported() {
    let mut world = World::new();
    world.has("a.test", "me", &"x".repeat(100));
    let done = world.run(&["export-netrc", "-n"]).ok();
    assert_eq!(
        done,
        "+ machine a.test login me password ********  [not read by tnftp]\n"
    );
}
