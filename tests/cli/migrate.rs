//! `migrate` and `import-netrc`.

use crate::snapshot::{self, transcript};
use crate::world::World;

const FILE: &str = "# mine\nmachine a.test\n  login me\n  password one\n\nmachine b.test login me password \"t w o\"\n\
                    #theirs\nmachine c.test login you password three # note\ndefault login anonymous password x\n";

#[test]
fn migrate_moves_tokens_and_changes_no_other_byte() {
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
    snapshot::check("a_migration", &transcript(&world.run(&["migrate"])));
    assert_eq!(
        world.read_netrc(),
        "# mine\n#theirs\n# note\ndefault login anonymous password x\n"
    );
    assert_eq!(world.stored("b.test", "me").as_deref(), Some("t w o"));
    assert_eq!(world.files(), [".netrc"]);
}

#[test]
fn migrate_of_one_host_changes_no_other_entry() {
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
fn keep_source_does_not_change_the_file() {
    let mut world = World::new();
    world.write_netrc(FILE);
    world.run(&["migrate", "--keep-source"]).ok();
    assert_eq!(world.read_netrc(), FILE);
    assert_eq!(world.stored("a.test", "me").as_deref(), Some("one"));
}

#[test]
fn import_does_not_change_the_file_and_a_second_import_stores_nothing() {
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
fn import_reads_standard_input() {
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
fn a_different_stored_token_is_a_conflict_without_force() {
    let mut world = World::new();
    world.has("a.test", "me", "stored");
    world.write_netrc(
        "machine a.test login me password file\nmachine b.test login me password two\n",
    );
    let done = world.run(&["migrate"]);
    snapshot::check("a_migration_with_a_conflict", &transcript(&done));
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
fn entries_that_cannot_be_moved_stay_and_the_reason_is_shown() {
    let mut world = World::new();
    let file = "machine a.test login me password one\nmachine a.test login me password two\n\
                machine c.test login me\nmachine d.test login me password a\\b\n\
                machine https://e.test/ login me password x\nmachine h.test login me password p\u{1}\n\
                machine ftp.test login me password x\nmacdef init\nls\n\n";
    world.write_netrc(file);
    let done = world.run(&["migrate"]);
    snapshot::check("entries_that_cannot_be_moved", &transcript(&done));
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
fn two_equal_entries_are_one_credential_and_both_are_removed() {
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
fn quirks_outside_entries_are_reported_once() {
    let mut world = World::new();
    world.has("b.test", "me", "one");
    world.write_netrc("junk words\nmachine a.test login me password one\n\n# note\n\n# more\n# machine c.test login me password hunter2\n");
    let text = "keyrc: `~/.netrc`: line 1: text that is not part of an entry; write `# ` before it if it is a comment\n";
    let refused = "keyrc: `~/.netrc` has text that is not part of an entry\n\
                keyrc: hint: correct or remove that text by hand\n";
    let output = "\
                keyrc: `~/.netrc`:4:1: a blank line or trailing spaces before a comment; remove the blank line or the spaces\n\
                keyrc: `~/.netrc`:7:1: a comment that contains a credential; remove it: some tools read it as an entry\n";
    assert_eq!(
        world.run(&["export-netrc", "--all", "-n"]).err,
        format!("{text}{output}")
    );
    let done = world.run(&["import-netrc"]);
    assert_eq!(
        (done.err, done.code),
        (format!("{text}{output}{refused}"), 5)
    );
    let left = "\
                keyrc: `~/.netrc`:3:1: a blank line or trailing spaces before a comment; remove the blank line or the spaces\n\
                keyrc: `~/.netrc`:6:1: a comment that contains a credential; remove it: some tools read it as an entry\n";
    let done = world.run(&["migrate"]);
    assert_eq!((done.err, done.code), (format!("{text}{left}{refused}"), 5));
}

#[test]
fn a_dry_run_prints_what_the_real_run_prints() {
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
    let stored = apply::look_up(&candidates, &store, || Ok(())).unwrap();
    let plan = candidates.decide(&stored, OnConflict::Skip);

    world.has("a.test", "me", "theirs");
    let outcomes = apply::import(&plan, &store, || Ok(())).unwrap();
    assert_eq!(outcomes, [ImportOutcome::Conflict, ImportOutcome::Stored]);
    assert_eq!(world.stored("a.test", "me").as_deref(), Some("theirs"));

    world.has("b.test", "me", "theirs too");
    let outcomes = apply::read_back(&plan, &outcomes, &store, || Ok(())).unwrap();
    assert_eq!(outcomes, [ImportOutcome::Conflict; 2]);
}

#[test]
fn a_host_without_an_entry_is_an_error() {
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
fn a_hard_link_to_the_file_is_reported() {
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

#[test]
fn a_token_in_the_place_of_the_login_is_never_shown_or_stored_as_a_name() {
    for (entry, token) in [
        (
            "login ghp_AAAAbbbbCCCCddddEEEEffff0000111122\n  password x-oauth-basic",
            "ghp_AAAA",
        ),
        ("login ghp_AAAAbbbbCCCC password \"\"", "ghp_AAAA"),
        ("login ghp_AAAAbbbbCCCC", "ghp_AAAA"),
        ("login s3cretword password x-oauth-basic", "s3cretword"),
        ("login s3cretword password \"\"", "s3cretword"),
    ] {
        let mut world = World::new();
        world.write_netrc(format!("machine a.test {entry}\n"));
        for args in [
            &["check-netrc"][..],
            &["check-netrc", "--format", "json"],
            &["migrate", "-n"],
            &["migrate"],
            &["migrate", "--format", "json"],
            &["list"],
            &["status", "a.test"],
            &["status", "a.test", "--format", "json"],
        ] {
            let done = world.run(args);
            let shown = format!("{}{}", done.out, done.err);
            assert!(!shown.contains(token), "{args:?}: {shown}");
        }
    }
}

/// Runs the last command that a migration printed, and returns the file.
#[track_caller]
fn restored(world: &mut World, printed: &str) -> String {
    let command = printed.lines().last().unwrap().trim();
    let args: Vec<&str> = command.strip_prefix("keyrc ").unwrap().split(' ').collect();
    let done = world.run(&args);
    assert_eq!(done.code, 0, "{command}: {}", done.err);
    world.read_netrc()
}

#[test]
fn the_command_that_restores_an_entry_works() {
    let entry = |host: &str, login: &str, token: &str| {
        format!("machine {host}\n  login {login}\n  password {token}\n")
    };
    let two = [entry("a.test", "bo", "one"), entry("a.test", "al", "two")].concat();
    let long = entry("a.test", "al", &"x".repeat(4300));
    for file in [&two, &entry("a.test", "a:l", "one"), &long] {
        let mut world = World::new();
        world.write_netrc(file);
        let printed = world.run(&["migrate"]).ok();
        assert_eq!(world.read_netrc(), "");
        assert_eq!(&restored(&mut world, &printed), file);
    }
}

#[test]
fn an_example_is_a_host_that_every_tool_reads() {
    let mut world = World::new();
    let long = "x".repeat(4300);
    world.write_netrc(format!(
        "machine a.test login me password {long}\nmachine b.test login me password one\n"
    ));
    let printed = world.run(&["migrate"]).ok();
    assert!(
        printed.contains("keyrc exec -- curl -n https://b.test/\n"),
        "{printed}"
    );
    assert!(
        printed.ends_with("keyrc export-netrc b.test\n"),
        "{printed}"
    );
}

#[test]
fn an_entry_is_kept_if_tools_would_use_another_one_for_its_host() {
    for (file, kept) in [
        (
            "machine b.test login FWD password one\nmachine b.test login Xte passwd two\n",
            "FWD at b.test, but kept in the file: without it, ",
        ),
        (
            "machine b.test login me password one\nmachine b.test login me password two # login you\n",
            "me at b.test, but kept in the file: another entry for the same account cannot be moved\n",
        ),
        (
            "machine b.test login me password one\nmachine b.test\n  protocol https\n  login me\n\n  password two\n",
            "me at b.test, but kept in the file: ",
        ),
    ] {
        let mut world = World::new();
        world.write_netrc(file);
        let done = world.run(&["migrate"]);
        assert_eq!(done.code, 5, "{file}");
        assert!(done.out.contains(kept), "{}", done.out);
        assert_eq!(world.read_netrc(), file);
    }
}

#[test]
fn an_entry_is_moved_although_tools_then_use_default() {
    let mut world = World::new();
    let default = "default login anonymous password x\n";
    world.write_netrc(format!("machine b.test login me password one\n{default}"));
    assert_eq!(world.run(&["migrate"]).code, 0);
    assert_eq!(world.read_netrc(), default);
}

#[test]
fn no_byte_order_mark_is_left_alone() {
    let mut world = World::new();
    world.write_netrc("\u{feff}machine a.test login me password one\n");
    world.run(&["migrate"]);
    assert_eq!(world.read_netrc().trim(), "");
    assert!(!world.read_netrc().contains('\u{feff}'));
    world.write_netrc("\u{feff}# mine\nmachine a.test login me password one\n");
    world.run(&["migrate"]);
    assert_eq!(world.read_netrc(), "\u{feff}# mine\n");
}

#[test]
fn every_tool_is_named_only_on_request() {
    let mut world = World::new();
    world.write_netrc("machine a.test login me password a\\b\n");
    let installed = world.run(&["migrate", "-n"]).out;
    let all = world.run(&["migrate", "-n", "--all-tools"]).out;
    assert!(
        installed.contains("curl-8.16") && !installed.contains("bazelisk"),
        "{installed}"
    );
    assert!(all.contains("bazelisk"), "{all}");
    assert_eq!(world.run(&["import-netrc", "-n", "--all-tools"]).code, 5);
}

#[test]
fn a_file_with_too_many_entries_is_refused_at_once() {
    let mut world = World::new();
    let hosts = (0..10_001).map(|at| format!("machine a{at}.test login me password one\n"));
    let logins = (0..501).map(|at| format!("machine a.test login l{at} password one\n"));
    for file in [hosts.collect::<String>(), logins.collect()] {
        world.write_netrc(&file);
        let done = world.run(&["migrate"]);
        assert_eq!(done.code, 5);
        assert!(done.err.contains("too many entries"), "{}", done.err);
        assert_eq!(world.read_netrc(), file);
    }
    assert!(world.store().list().unwrap().is_empty());
}

#[test]
fn the_option_that_removes_a_default_entry_is_named() {
    let mut world = World::new();
    world.write_netrc("machine a.test login me password 1\ndefault login me password 2\n");
    let hint = "keyrc: tools will use the `default` entry for the hosts that are moved\n\
                keyrc: hint: to remove the `default` entry too, add `--drop-default`\n";
    assert_eq!(world.run(&["migrate", "--dry-run"]).err, hint);
    let without = world.run(&["migrate", "--dry-run", "--drop-default"]);
    assert_eq!(without.err, "");
    assert_eq!(world.run(&["migrate", "a.test", "--dry-run"]).err, "");
    assert_eq!(world.run(&["migrate"]).err, hint);
}

#[test]
fn a_conflict_says_which_token_force_replaces() {
    let mut world = World::new();
    world.has("a.test", "me", "one");
    world.write_netrc("machine a.test login me password two\n");
    for (command, hint) in [
        (
            &["migrate"][..],
            "replace the stored token by the one in the file with `--force`",
        ),
        (
            &["import-netrc"],
            "replace the stored token by the one in the file with `--force`",
        ),
        (
            &["export-netrc", "a.test"],
            "replace the token in the file by the stored one with `--force`",
        ),
    ] {
        let done = world.run(command);
        assert_eq!(done.code, 6);
        assert!(done.err.contains(hint), "{command:?}: {}", done.err);
    }
}

/// An entry as `export-netrc` writes it.
fn entry(host: &str, login: &str, token: &str) -> String {
    format!("machine {host}\n  login {login}\n  password {token}\n")
}

#[test]
fn the_first_account_of_a_host_stays_the_first() {
    let file = "machine a.test login zed password p1\nmachine a.test login al password p2\n\
                machine a.test login mo password p3\nmachine b.test login zed password p4\n";
    let mut world = World::new();
    world.write_netrc(file);
    let said = "zed would be the default account at a.test: it is the first in the file\n";
    let before = world.run(&["migrate", "--dry-run"]).ok();
    assert!(before.ends_with(said), "{before}");
    assert_eq!(world.files(), [".netrc"]);
    let done = world.run(&["migrate"]).ok();
    let said = said.replace("would be", "is now");
    assert!(done.contains(&said), "{done}");
    assert!(!done.contains("default account at b.test"), "{done}");
    world
        .run(&["export-netrc", "--all", "--all-logins", "-y"])
        .ok();
    let all = [
        entry("a.test", "zed", "p1"),
        entry("a.test", "al", "p2"),
        entry("a.test", "mo", "p3"),
        entry("b.test", "zed", "p4"),
    ];
    assert_eq!(world.read_netrc(), all.concat());
}

#[test]
fn tools_that_use_the_last_account_are_named_if_another_is_the_last() {
    let mut world = World::new();
    world.write_netrc(
        "machine a.test login zed password p1\nmachine a.test login mo password p2\n\
         machine a.test login al password p3\n",
    );
    world.run(&["migrate"]).ok();
    let done = world.run(&["export-netrc", "a.test", "--all-logins"]).ok();
    let al = done.lines().find(|line| line.contains("login al")).unwrap();
    for tool in ["python", "requests", "uv", "wget2"] {
        assert!(al.contains(tool), "{done}");
    }
}

#[test]
fn a_migration_changes_no_default_account() {
    let mut world = World::new();
    world.has("a.test", "al", "p2");
    world.run(&["switch", "a.test", "-u", "al"]).ok();
    world
        .write_netrc("machine a.test login zed password p1\nmachine a.test login al password p2\n");
    let done = world.run(&["migrate"]).ok();
    assert!(!done.contains("default account"), "{done}");
    assert_eq!(world.run(&["token", "a.test"]).ok(), "p2\n");
}

#[test]
fn an_account_after_one_that_stays_in_the_file_is_not_the_default() {
    let mut world = World::new();
    world.write_netrc(
        "machine a.test login zed password \"p 1\\\"\nmachine a.test login al password p2\n\
         machine a.test login mo password p3\n",
    );
    let done = world.run(&["migrate"]);
    assert!(!done.out.contains("default account"), "{done:?}");
}
