//! import-netrc, export-netrc, migrate.

use crate::world::World;

const FILE: &str = "# mine\nmachine a.test\n  login me\n  password one\n\nmachine b.test login me password \"t w o\"\n\
                    #theirs\nmachine c.test login you password three # note\ndefault login anonymous password x\n";

#[test]
fn a_migration_moves_what_it_can_and_leaves_the_rest_to_the_byte() {
    let mut world = World::new();
    world.write_netrc(FILE);
    let before = world.run(&["migrate", "--dry-run"]);
    assert_eq!(
        before.out,
        "would store    me at a.test\nwould store    me at b.test\nwould store    you at c.test\n\
         skipped        default: line 9: `default` is not tied to a host\n"
    );
    assert_eq!(
        (
            before.code,
            world.read_netrc().as_str(),
            world.stored("a.test", "me")
        ),
        (0, FILE, None)
    );
    assert_eq!(
        world.run(&["migrate"]).ok(),
        "stored         me at a.test\nstored         me at b.test\nstored         you at c.test\n\
         skipped        default: line 4: `default` is not tied to a host\n\
         removed 3 entries from `~/.netrc`\n\n\
         Tools will no longer find these tokens in the file. To run a tool with its token:\n  \
         keyrc exec -- curl -n https://a.test/\n\
         To restore an entry (in plain text):\n  \
         keyrc export-netrc a.test\n"
    );
    assert_eq!(
        world.read_netrc(),
        "# mine\n#theirs\n# note\ndefault login anonymous password x\n"
    );
    assert_eq!(world.stored("b.test", "me").as_deref(), Some("t w o"));
    assert_eq!(world.files(), [".netrc"]);
}

#[test]
fn a_migration_of_named_hosts_touches_no_other() {
    let mut world = World::new();
    world.write_netrc(FILE);
    world.run(&["migrate", "https://b.test/"]).ok();
    assert_eq!(
        world.read_netrc(),
        FILE.replace("\nmachine b.test login me password \"t w o\"\n", "")
    );
    assert_eq!(world.stored("a.test", "me"), None);
    assert_eq!(world.run(&["migrate", "nowhere.test"]).code, 3);
}

#[test]
fn keep_source_leaves_the_file() {
    let mut world = World::new();
    world.write_netrc(FILE);
    world.run(&["migrate", "--keep-source"]).ok();
    assert_eq!(world.read_netrc(), FILE);
    assert_eq!(world.stored("a.test", "me").as_deref(), Some("one"));
}

#[test]
fn an_import_leaves_the_file_and_a_second_one_has_nothing_to_do() {
    let mut world = World::new();
    world.write_netrc(FILE);
    world.run(&["import-netrc"]).ok();
    assert_eq!(world.read_netrc(), FILE);
    assert!(
        world
            .run(&["import-netrc"])
            .ok()
            .starts_with("already stored me at a.test\nalready stored me at b.test\n")
    );
}

#[test]
fn an_import_reads_standard_input() {
    let mut world = World::new();
    world.input = b"machine a.test login me password piped".to_vec();
    assert_eq!(
        world.run(&["import-netrc", "--file", "-"]).ok(),
        "stored         me at a.test\n"
    );
    assert_eq!(world.stored("a.test", "me").as_deref(), Some("piped"));
    assert_eq!(world.run(&["migrate", "--file", "-"]).code, 2);
}

#[test]
fn a_store_that_differs_is_a_conflict_until_someone_decides() {
    let mut world = World::new();
    world.has("a.test", "me", "stored");
    world.write_netrc(
        "machine a.test login me password file\nmachine b.test login me password two\n",
    );
    world.run(&["migrate"]).expect(
        6,
        "skipped        me at a.test: line 1: the store has a different token\nstored         me at b.test\n\
         removed 1 entry from `~/.netrc`\n\n\
         Tools will no longer find these tokens in the file. To run a tool with its token:\n  \
         keyrc exec -- curl -n https://b.test/\n\
         To restore an entry (in plain text):\n  \
         keyrc export-netrc b.test\n",
        "keyrc: `~/.netrc` and the store have different tokens for 1 account\n\
         keyrc: hint: overwrite the other token with `--force`\n",
    );
    assert_eq!(
        world.read_netrc(),
        "machine a.test login me password file\n"
    );
    assert_eq!(world.stored("a.test", "me").as_deref(), Some("stored"));
    assert!(
        world
            .run(&["migrate", "--force"])
            .ok()
            .starts_with("replaced       me at a.test\n")
    );
    assert_eq!(
        (
            world.read_netrc().as_str(),
            world.stored("a.test", "me").as_deref()
        ),
        ("", Some("file"))
    );
}

#[test]
fn entries_that_cannot_be_moved_stay_with_the_reason() {
    let mut world = World::new();
    let file = "machine a.test login me password one\nmachine a.test login me password two\n\
                machine b.test password only\nmachine c.test login me\nmachine d.test login me password a\\b\n\
                machine https://e.test/ login me password x\nmachine h.test login me password p\u{1}\n\
                machine ftp.test login me password x\nmacdef init\nls\n\n";
    world.write_netrc(file);
    world.run(&["migrate"]).expect(
        5,
        "skipped        me at a.test: line 1: another entry for the same login has a different password\n                 \
         me, ********: curl-7.88, curl-8.16, curl-8.23, git, wget, wget-ftp, go, buf, netrc-parser, netrc-gem, emacs, \
         aria2, aria2-ftp, lftp, tnftp, inetutils, net-netrc\n                 \
         me, another password: wget2, python, requests, uv, bazel\n\
         skipped        b.test: line 3: it has no login\n\
         skipped        c.test: line 4: it has no password\n\
         skipped        d.test: line 5: a backslash outside quotes\n                 \
         me, ********: curl-7.88, curl-8.16, curl-8.23, git, wget2, go, buf, netrc-parser, bazel, emacs, aria2, aria2-ftp, \
         lftp\n                 \
         me, another password: wget, wget-ftp, python, requests, uv, tnftp, inetutils, net-netrc\n\
         skipped        https://e.test/: line 6: its machine is a URL, which tools will not match\n\
         skipped        h.test: line 7: a control character in a value\n                 \
         me, ********: curl-7.88, curl-8.23, git, wget, wget-ftp, wget2, python, requests, uv, go, buf, netrc-parser, \
         netrc-gem, bazel, emacs, aria2, aria2-ftp, lftp, tnftp, inetutils, net-netrc\n                 \
         me, another password: curl-8.16\n\
         stored         me at ftp.test, but kept in the file: a macro belongs to it\n",
        "keyrc: 6 entries were skipped in `~/.netrc`\n\
         keyrc: hint: pick an interpretation with `--as curl`, or fix the lines above\n",
    );
    assert_eq!(world.read_netrc(), file);
}

#[test]
fn an_entry_that_a_tool_needs_to_find_another_is_stored_and_kept() {
    let mut world = World::new();
    let file =
        "machine b.test login me password 'b\r\nmachine c.test login me password pw # note\r\n";
    world.write_netrc(file);
    let line =
        "c.test, but kept in the file: without it, uv would no longer read the entry for b.test\n";
    let dry = world.run(&["migrate", "c.test", "--dry-run"]);
    assert_eq!(
        (dry.code, dry.out),
        (5, format!("would store    me at {line}"))
    );
    let done = world.run(&["migrate", "c.test"]);
    assert_eq!(
        (done.code, done.out),
        (5, format!("stored         me at {line}"))
    );
    assert_eq!(world.read_netrc(), file);
    assert_eq!(world.stored("c.test", "me").as_deref(), Some("pw"));
}

#[test]
fn the_same_entry_twice_is_one_credential_and_both_go() {
    let mut world = World::new();
    world.write_netrc(
        "machine a.test login me password one\nmachine A.test login me password one\n",
    );
    assert!(
        world
            .run(&["migrate"])
            .ok()
            .starts_with("stored         me at a.test\nremoved 2 entries from `~/.netrc`\n")
    );
    assert_eq!(world.read_netrc(), "");
}

#[test]
fn an_export_adds_and_keeps_and_says_so() {
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
fn an_export_never_overwrites_another_token_unasked() {
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
fn an_export_to_standard_output_is_a_netrc_and_nothing_else() {
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
fn what_a_netrc_cannot_say_is_not_written() {
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
    assert!(done.err.contains("a netrc knows no paths"), "{}", done.err);
    assert!(
        done.err
            .contains("its login has a colon, which HTTP cannot carry"),
        "{}",
        done.err
    );
    assert!(
        done.err.contains("this machine is written already"),
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
fn one_account_of_a_host_is_written_and_another_in_the_file_is_mentioned() {
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
fn an_export_makes_the_file_and_nobody_else_can_read_it() {
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
fn the_link_of_a_dotfile_collection_stays_a_link() {
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
fn an_entry_with_an_account_stays_and_its_second_password_with_it() {
    let mut world = World::new();
    world.write_netrc("machine ftp.test login me password one account two\n");
    let done = world.run(&["migrate"]);
    assert_eq!(
        (done.code, done.out.as_str()),
        (
            5,
            "skipped        ftp.test: line 1: it has an `account`, a second password that would be lost\n"
        )
    );
    assert_eq!(
        world.read_netrc(),
        "machine ftp.test login me password one account two\n"
    );
}

#[test]
fn what_tools_stumble_over_outside_entries_is_said_once() {
    let mut world = World::new();
    world.has("b.test", "me", "one");
    world.write_netrc("junk words\nmachine a.test login me password one\n\n# note\n\n# more\n# machine c.test login me password hunter2\n");
    let said = "keyrc: `~/.netrc`:1:1: an unknown keyword; remove it\n\
                keyrc: `~/.netrc`:4:1: a blank line or trailing spaces before a comment; remove the blank line or the spaces\n\
                keyrc: `~/.netrc`:7:1: a comment that contains a credential; remove it: some tools read it as an entry\n";
    assert_eq!(world.run(&["export-netrc", "-n"]).err, said);
    assert_eq!(world.run(&["import-netrc"]).err, said);
    let left = "keyrc: `~/.netrc`:1:1: an unknown keyword; remove it\n\
                keyrc: `~/.netrc`:3:1: a blank line or trailing spaces before a comment; remove the blank line or the spaces\n\
                keyrc: `~/.netrc`:6:1: a comment that contains a credential; remove it: some tools read it as an entry\n";
    assert_eq!(world.run(&["migrate"]).err, left);
}

#[test]
fn a_dry_run_says_what_the_real_run_says() {
    let file = "machine a.test login me password one\nmachine ftp.test login me password x\nmacdef init\nls\n\n";
    let run = |args: &[&str]| {
        let mut world = World::new();
        world.write_netrc(file);
        let done = world.run(args);
        (
            done.code,
            done.err,
            done.out.replace("would store    ", "stored         "),
        )
    };
    let (code, err, dry) = run(&["migrate", "--dry-run"]);
    let (real_code, real_err, real) = run(&["migrate"]);
    assert_eq!((code, err), (real_code, real_err));
    assert!(real.starts_with(&dry) && code == 5, "{dry} and {real}");
}

#[test]
fn a_token_that_another_process_stores_meanwhile_is_a_conflict() {
    use keyrc::apply::{self, ImportOutcome};
    use keyrc::plan::{Candidates, OnConflict};
    let mut world = World::new();
    world.write_netrc(
        "machine a.test login me password one\nmachine b.test login me password two\n",
    );
    let file = keyrc::plain::NetrcFile::read(&world.netrc(), Default::default()).unwrap();
    let store = world.store();
    let candidates = Candidates::new(file.document(), &[], &[]);
    let stored = apply::look_up(&candidates, &store, || {}).unwrap();
    let plan = candidates.decide(&stored, OnConflict::Skip);

    world.has("a.test", "me", "theirs");
    let outcomes = apply::import(&plan, &store, || {}).unwrap();
    assert_eq!(outcomes, [ImportOutcome::Conflict, ImportOutcome::Stored]);
    assert_eq!(world.stored("a.test", "me").as_deref(), Some("theirs"));

    world.has("b.test", "me", "theirs too");
    let outcomes = apply::read_back(&plan, &outcomes, &store).unwrap();
    assert_eq!(outcomes, [ImportOutcome::Conflict; 2]);
}

#[test]
fn a_host_that_the_file_has_nothing_for_is_said() {
    let mut world = World::new();
    world.write_netrc("machine a.test login me password one\n");
    for host in ["a.test:8443", "https://a.test/path", "b.test"] {
        let done = world.run(&["migrate", host]);
        assert_eq!(done.code, 3, "{host}: {}", done.err);
        assert!(
            done.err.starts_with("keyrc: `~/.netrc` has no entry for `"),
            "{}",
            done.err
        );
    }
    let missing = world
        .home
        .path()
        .join("typo")
        .to_string_lossy()
        .into_owned();
    for command in ["migrate", "import-netrc"] {
        let done = world.run(&[command, "--file", &missing]);
        assert_eq!(
            (done.code, done.err.as_str()),
            (
                1,
                "keyrc: `~/typo`: cannot open it: no such file or directory\n"
            )
        );
    }
}

#[test]
fn another_name_of_the_file_is_mentioned() {
    let mut world = World::new();
    world.write_netrc("machine a.test login me password one\n");
    std::fs::hard_link(world.netrc(), world.home.path().join("copy")).unwrap();
    let done = world.run(&["migrate"]);
    assert_eq!(
        (done.code, done.err.as_str()),
        (
            0,
            "keyrc: `~/.netrc` has another name (a hard link), which still has the old content\n"
        )
    );
}
