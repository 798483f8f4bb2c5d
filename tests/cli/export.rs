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
    let planned = world.run(&["export-netrc", "--all", "-n"]);
    assert_eq!((planned.code, planned.out.as_str()), (0, line));
    assert_eq!(
        world.read_netrc(),
        "# mine\nmachine a.test login me password one\n"
    );
    let side_effect =
        "keyrc: side effect: bazel can no longer read the entry for `me` at `a.test`\n";
    world
        .run(&["export-netrc", "--all"])
        .expect(0, line, side_effect);
    let after = "# mine\nmachine a.test login me password one\nmachine b.test\n  login me\n  password \"t w o\"\n";
    assert_eq!(world.read_netrc(), after);
    assert!(
        world
            .run(&["export-netrc", "--all"])
            .ok()
            .starts_with("= machine a.test")
    );
    assert_eq!(
        (world.read_netrc().as_str(), world.files()),
        (after, vec![".netrc".to_owned()])
    );
}

#[test]
fn a_side_effect_on_several_entries_is_reported_once() {
    let mut world = World::new();
    world.has("z.test", "me", "t w o");
    let entries = ('a'..='g').map(|name| format!("machine {name}.test login me password one\n"));
    world.write_netrc(entries.collect::<String>());
    world.run(&["export-netrc", "z.test"]).expect(
        0,
        "+ machine z.test login me password ********  \
         [not read by wget2, go, buf, netrc-parser, netrc-gem, bazel, aria2, aria2-ftp, lftp]\n",
        "keyrc: side effect: bazel can no longer read the entries for `me` at `a.test`, \
         `me` at `b.test`, `me` at `c.test`, `me` at `d.test`, `me` at `e.test` and 2 more\n",
    );
}

#[test]
fn export_overwrites_a_different_token_only_with_force() {
    let mut world = World::new();
    world.has("a.test", "me", "new");
    world.write_netrc("machine a.test login me password old # keep\n");
    let done = world.run(&["export-netrc", "--all"]);
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
        world.run(&["export-netrc", "--all", "--force"]).ok(),
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
    world.run(&["export-netrc", "--all", "--file", "-"]).expect(
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
    let done = world.run(&["export-netrc", "--all", "--file", "-"]);
    assert_eq!(
        (done.code, done.out.as_str()),
        (
            1,
            "machine b.test\n  login me:you\n  password two\nmachine c.test\n  login me\n  password x\n"
        )
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
        done.err.ends_with("keyrc: 2 credentials were skipped\n"),
        "{}",
        done.err
    );
}

#[test]
fn an_ipv6_host_is_written_without_brackets() {
    let mut world = World::new();
    world.has("[::1]", "me", "one");
    world.run(&["export-netrc", "--all", "--file", "-"]).expect(
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
         [the file has another login for this host, used by curl-7.88, curl-8.16, curl-8.23, git, emacs, lftp, tnftp, \
         net-netrc unless you name this one]  \
         [not read by wget, wget-ftp, go, buf, netrc-parser, netrc-gem, aria2, aria2-ftp, inetutils]\n",
        "keyrc: side effect: wget2, python, requests, uv, bazel can no longer read the entry for `other` at `a.test`\n",
    );
}

#[test]
fn export_creates_a_file_that_only_the_user_can_read() {
    use std::os::unix::fs::PermissionsExt;
    let mut world = World::new();
    world.has("a.test", "me", "one");
    world.run(&["export-netrc", "--all"]).ok();
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
    world.run(&["export-netrc", "--all"]).ok();
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
    let done = world.run(&["export-netrc", "--all", "-n"]).ok();
    assert_eq!(
        done,
        "+ machine a.test login me password ********  [not read by tnftp]\n"
    );
}

#[test]
fn a_host_with_several_accounts_does_not_block_the_others() {
    let mut world = World::new();
    world
        .has("a.test", "al", "one")
        .has("a.test", "bo", "two")
        .has("b.test", "me", "three");
    world.run(&["export-netrc", "--all"]).expect(
        1,
        "+ machine b.test login me password ********\n",
        "keyrc: skipped `a.test`, which has several accounts: `al`, `bo`\n\
         keyrc: hint: write every account of each host with `--all-logins`\n\
         keyrc: 2 credentials were skipped\n",
    );
    assert_eq!(
        world.read_netrc(),
        "machine b.test\n  login me\n  password three\n"
    );
    let json = world
        .run(&["export-netrc", "--all", "--format", "json"])
        .out;
    assert!(
        json.contains(r#""reason":"the host has several accounts""#),
        "{json}"
    );
}

#[test]
fn export_of_everything_names_the_accounts_that_are_not_the_default_of_their_host() {
    let mut world = World::new();
    world
        .has("a.test", "octo", "one")
        .has("a.test", "work", "two");
    world.run(&["switch", "a.test", "-u", "octo"]).ok();
    let left_out = "keyrc: skipped `work` at `a.test`: it is not the default account\n\
                    keyrc: hint: write every account of each host with `--all-logins`\n\
                    keyrc: 1 credential was skipped\n";
    let octo = "machine a.test\n  login octo\n  password one\n";
    let to_output = world.run(&["export-netrc", "--all", "--file", "-"]);
    to_output.expect(1, octo, left_out);
    let line = "+ machine a.test login octo password ********\n";
    world
        .run(&["export-netrc", "--all", "-n"])
        .expect(1, line, left_out);
    let json = ["export-netrc", "--all", "-n", "--format", "json"];
    let json: serde_json::Value = serde_json::from_str(&world.run(&json).out).unwrap();
    assert_eq!(json["entries"][1]["login"], "work");
    assert_eq!(json["entries"][1]["action"], "skip");
    assert_eq!(
        json["entries"][1]["reason"],
        "it is not the default account"
    );
    world
        .run(&["export-netrc", "--all"])
        .expect(1, line, left_out);
    assert_eq!(world.read_netrc(), octo);
    let named = world.run(&["export-netrc", "a.test"]);
    assert_eq!(named.code, 0, "{}", named.err);
    let all = world.run(&["export-netrc", "--all", "--all-logins"]);
    assert_eq!(all.code, 0, "{}", all.err);
    assert!(world.read_netrc().contains("login work"));
}

#[test]
fn several_logins_of_a_host_are_written_in_the_requested_order() {
    let entry =
        |login: &str, token: &str| format!("machine a.test\n  login {login}\n  password {token}\n");
    let mut world = World::new();
    world
        .has("a.test", "al", "one")
        .has("a.test", "bo", "t w o")
        .has("a.test", "cy", "three");
    let run = |world: &mut World, args: &[&str]| {
        let done = world.run(&[&["export-netrc", "--file", "-"], args].concat());
        assert_eq!(done.code, 0, "{}", done.err);
        done.out
    };
    let (al, bo, cy) = (
        entry("al", "one"),
        entry("bo", "\"t w o\""),
        entry("cy", "three"),
    );
    assert_eq!(
        run(&mut world, &["a.test", "-u", "bo", "-u", "al"]),
        [&bo[..], &al].concat()
    );
    world.run(&["switch", "a.test", "-u", "cy"]).ok();
    let all = [&cy[..], &al, &bo].concat();
    assert_eq!(run(&mut world, &["a.test", "--all-logins"]), all);
    assert_eq!(run(&mut world, &["--all", "--all-logins"]), all);
    assert_eq!(run(&mut world, &["a.test"]), cy);
    let missing = world.run(&["export-netrc", "a.test", "-u", "al", "-u", "nobody"]);
    assert_eq!(missing.code, 3);
}

#[test]
fn export_of_everything_asks_on_a_terminal() {
    let mut world = World::new();
    world.has("a.test", "me", "one");
    let line = "+ machine a.test login me password ********\n";
    let question = "Write 1 token to `~/.netrc` in plain text? [y/N] \n";
    assert_eq!(world.run(&["export-netrc"]).code, 2);
    world.typed = Some(vec!["n"]);
    world.run(&["export-netrc", "--all"]).expect(
        1,
        line,
        &format!("{question}keyrc: nothing was changed\n"),
    );
    assert!(!world.netrc().exists());
    world.typed = Some(vec!["y"]);
    world
        .run(&["export-netrc", "--all"])
        .expect(0, line, question);
    assert!(world.netrc().exists());
    world.typed = Some(vec![]);
    world.run(&["export-netrc", "--all", "--yes"]).ok();
    world.run(&["export-netrc", "a.test"]).ok();
}
