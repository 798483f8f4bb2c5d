//! Input that is wrong: each gets a sentence, a hint and its exit code, and loses nothing.

use std::os::unix::fs::symlink;

use crate::world::World;
use keyrc::store::{Absence, Denial, Fault, Lock};
use keyrc_platform::file;

#[track_caller]
fn check_token(input: &[u8], sentence: &str) {
    let mut world = World::new();
    world.has("a.test", "me", "kept");
    world.input = input.to_vec();
    let done = world.run(&["login", "a.test", "-u", "me", "--token-stdin"]);
    assert_eq!((done.code, done.err.lines().next()), (2, Some(sentence)));
    assert!(done.err.contains("keyrc: hint: "), "{}", done.err);
    assert_eq!(world.stored("a.test", "me").as_deref(), Some("kept"));
}

#[test]
fn tokens_that_are_none() {
    check_token(b"", "keyrc: the token is empty");
    check_token(b"\n", "keyrc: the token is empty");
    check_token(
        b"two\nlines\n",
        "keyrc: the token has a line break or another control character",
    );
    check_token(
        b"bell\x07",
        "keyrc: the token has a line break or another control character",
    );
    check_token(
        b"nul\0",
        "keyrc: the token has a line break or another control character",
    );
    check_token(b"\xFF\xFE", "keyrc: the token is not UTF-8 text");
    check_token(
        &[b'x'; 65 * 1024],
        "keyrc: the token is longer than 65536 bytes",
    );
}

#[test]
fn the_longest_token_is_kept_whole() {
    let mut world = World::new();
    let token = "x".repeat(64 * 1024);
    world.has("a.test", "me", &token);
    assert_eq!(world.run(&["token", "a.test"]).ok(), token + "\n");
}

#[test]
fn hosts_that_are_none_are_not_repeated() {
    let mut world = World::new();
    for (host, sentence, hint) in [
        (
            "a b",
            "it has a space or a control character",
            "write a host as `api.example.com`, or its URL",
        ),
        (
            "https://me:hunter2@a.test",
            "it has a login too",
            "give the login with `-u NAME`",
        ),
        (
            "http:\\\\a.test",
            "it has a backslash or a percent sign, which programs interpret in different ways",
            "write a host as `api.example.com`, or its URL",
        ),
        (
            "://a.test",
            "it is neither a host name nor an address",
            "write a host as `api.example.com`, or its URL",
        ),
        (
            "",
            "it is empty",
            "write a host as `api.example.com`, or its URL",
        ),
        (
            "a.test:http",
            "its port is not a number from 1 to 65535",
            "write a host as `api.example.com`, or its URL",
        ),
    ] {
        for command in [
            &["token"][..],
            &["login", "-u", "me"],
            &["logout"],
            &["status"],
            &["export-netrc"],
            &["switch", "-u", "me"],
        ] {
            let args: Vec<&str> = command.iter().copied().chain([host]).collect();
            world.run(&args).expect(
                2,
                "",
                &format!("keyrc: this is not a host: {sentence}\nkeyrc: hint: {hint}\n"),
            );
        }
    }
}

#[test]
fn a_token_behind_the_host_is_refused_and_not_repeated() {
    let mut world = World::new();
    for token in [
        "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
        "01234567-89ab-cdef-0123-456789abcdef",
        "hf_abc",
    ] {
        world.typed = Some(vec!["x"]);
        world.run(&["login", "a.test", token, "-u", "me"]).expect(
            2,
            "",
            "keyrc: one of the hosts looks like a token\n\
             keyrc: hint: leave the token out: keyrc asks for it, or reads it with `--token-stdin`\n",
        );
    }
    world
        .has("localhost", "me", "1")
        .has("gitlab", "me", "1")
        .has("my_host.test", "me", "1");
}

#[test]
fn logins_that_are_none() {
    let mut world = World::new();
    let long = "x".repeat(256);
    for (login, sentence) in [
        ("", "it is empty"),
        ("a\nb", "it has a control character"),
        (
            &long,
            "it is longer than 255 bytes, the least that all keyrings hold",
        ),
    ] {
        let done = world.run(&["login", "a.test", "-u", login]);
        assert_eq!(
            (done.code, done.err),
            (
                2,
                format!(
                    "keyrc: this is not a login: {}\n",
                    sentence.split(',').next().unwrap()
                )
            )
        );
    }
}

#[test]
fn nobody_to_ask() {
    let mut world = World::new();
    world.run(&["login", "a.test", "-u", "me"]).expect(
        2,
        "",
        "keyrc: there is no terminal to ask for the token\nkeyrc: hint: pipe it in, and add `--token-stdin`\n",
    );
    world.run(&["login", "a.test"]).expect(
        2,
        "",
        "keyrc: there is no terminal to ask for the login\nkeyrc: hint: name it with `-u NAME`\n",
    );
}

#[test]
fn a_person_who_gives_up() {
    let mut world = World::new();
    world.typed = Some(vec![]);
    let done = world.run(&["login", "a.test", "-u", "me"]);
    assert_eq!(
        (done.code, done.err.as_str()),
        (130, "Token for me at a.test: \nkeyrc: interrupted\n")
    );
}

#[test]
fn a_netrc_that_others_can_read() {
    for mode in [0o640, 0o604, 0o660, 0o644, 0o622] {
        let mut world = World::new();
        world.write_netrc_with_mode("machine a.test login me password one\n", mode);
        let said = format!(
            "keyrc: `~/.netrc` is open to others (mode {mode:04o})\nkeyrc: hint: run `chmod 600 ~/.netrc`\n"
        );
        world.run(&["migrate"]).expect(5, "", &said);
        world.run(&["token", "a.test"]).expect(5, "", &said);
        assert_eq!(world.read_netrc(), "machine a.test login me password one\n");
        world.run(&["migrate", "--fix-permissions"]).ok();
        assert_eq!(world.read_netrc(), "");
    }
}

#[test]
fn paths_that_are_no_netrc() {
    let mut world = World::new();
    world.has("a.test", "me", "one");
    std::fs::create_dir(world.netrc()).unwrap();
    for command in ["migrate", "export-netrc"] {
        let done = world.run(&[command]);
        assert_eq!(
            (done.code, done.err.lines().next()),
            (5, Some("keyrc: `~/.netrc`: not a regular file")),
            "{command}"
        );
    }
    std::fs::remove_dir(world.netrc()).unwrap();
    symlink("nowhere", world.netrc()).unwrap();
    for command in ["migrate", "export-netrc"] {
        let done = world.run(&[command]);
        assert_eq!(
            (done.code, done.err.lines().next()),
            (
                5,
                Some("keyrc: `~/.netrc`: a link to a file that does not exist")
            ),
            "{command}"
        );
    }
    std::fs::remove_file(world.netrc()).unwrap();
    let done = world.run(&["export-netrc", "--file", "/nowhere/at/all"]);
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
fn a_netrc_over_the_bound() {
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
        let done = world.run(&["export-netrc"]);
        assert_eq!(done.code, 0, "{}", done.err);
        assert!(done.out.starts_with("+ machine a.test"), "{}", done.out);
        let after = std::fs::read(world.netrc()).unwrap();
        let has = |text: &[u8]| after.windows(text.len()).any(|window| window == text);
        let kept = text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text);
        assert!(has(kept) && has(b"machine a.test\n  login me\n  password one\n"));
    }
}

#[test]
fn a_store_that_fails_half_way_leaves_the_file() {
    let text = "machine a.test login me password one\nmachine b.test login me password two\n";
    for calls in 0..12 {
        let mut world = World::new();
        world.write_netrc(text);
        world.memory.fail_after(calls, || {
            keyring_core::Error::NoStorageAccess("gone away".into())
        });
        let done = world.run(&["migrate"]);
        if done.code == 0 {
            assert!(calls >= 8, "every call before that matters: {calls}");
            continue;
        }
        assert_eq!(
            (done.code, world.read_netrc().as_str()),
            (4, text),
            "after {calls} calls: {}",
            done.err
        );
        assert_eq!(world.files(), [".netrc"], "nothing is left lying around");
        world.run(&["migrate"]).ok();
        assert_eq!(world.read_netrc(), "");
    }
}

#[test]
fn each_way_a_store_can_fail_has_its_own_words() {
    let faults = [
        Fault::Absent(Absence::Bus),
        Fault::Absent(Absence::Service),
        Fault::Absent(Absence::Collection),
        Fault::Locked(Lock::Keyring),
        Fault::Denied(Denial::System),
        Fault::Disconnected,
        Fault::Malformed,
        Fault::TimedOut {
            waited: std::time::Duration::from_secs(5),
        },
        Fault::Other("of its own".into()),
    ];
    let mut said = std::collections::HashSet::new();
    for fault in faults {
        let mut world = World::new();
        world.fault = Some(fault.clone());
        for args in [
            &["token", "a.test"][..],
            &["list"],
            &["logout", "a.test"],
            &["login", "a.test", "-u", "me"],
        ] {
            assert_eq!(world.run(args).code, 4, "{fault:?} {args:?}");
        }
        assert!(said.insert(world.run(&["list"]).err), "{fault:?}");
    }
}

#[test]
fn an_account_that_is_there_twice() {
    let mut world = World::new();
    for value in [b"one", b"two"] {
        world.memory.insert(
            &[
                ("service", "keyrc:a.test"),
                ("username", "me"),
                ("application", "keyrc"),
            ],
            value,
        );
    }
    let done = world.run(&["token", "a.test", "-u", "me"]);
    assert_eq!(
        (done.code, done.err.lines().next()),
        (
            1,
            Some("keyrc: the store has more than one item for this account")
        )
    );
}

#[test]
fn an_item_that_is_damaged() {
    let mut world = World::new();
    world.memory.insert(
        &[
            ("service", "keyrc:a.test"),
            ("username", "me"),
            ("application", "keyrc"),
        ],
        b"hunter2\nand more",
    );
    for args in [&["token", "a.test"][..], &["export-netrc", "--file", "-"]] {
        let done = world.run(args);
        assert_eq!((done.code, done.out.as_str()), (1, ""));
        assert_eq!(
            done.err,
            "keyrc: the stored value for this account is damaged\nkeyrc: hint: store the token again with `keyrc login HOST -u NAME`\n"
        );
    }
}

#[test]
fn names_that_would_fool_a_terminal_are_escaped() {
    let mut world = World::new();
    world.memory.insert(
        &[
            ("service", "keyrc:a.test"),
            ("username", "me\u{202e}x"),
            ("application", "keyrc"),
        ],
        b"one",
    );
    assert_eq!(world.run(&["list"]).ok(), "a.test  me\\u{202e}x\n");
    assert!(
        world
            .run(&["list", "--format", "json"])
            .ok()
            .contains(r"me\u202ex")
    );
    world.write_netrc("machine \u{9b}31m login x password y\n");
    assert!(
        world
            .run(&["import-netrc"])
            .out
            .starts_with("skipped        \\u{9b}31m: line 1: ")
    );
}

#[test]
fn settings_that_make_no_sense() {
    let mut world = World::new();
    std::fs::create_dir(world.home.path().join("settings")).unwrap();
    for (text, line) in [
        ("x = 1\n", ":1"),
        ("# c\ndefault_host = 'a b'\n", ":2"),
        ("[logins]\n'a' = 1\n", ":2"),
        ("[logins]\n'A.test' = 'me'\n", ":2"),
        ("= hunter2", ":1"),
    ] {
        #[expect(clippy::disallowed_methods, reason = "settings that a person wrote")]
        std::fs::write(world.home.path().join("settings/config.toml"), text).unwrap();
        let done = world.run(&["token", "a.test"]);
        assert_eq!(done.code, 1, "{text:?}");
        assert!(
            done.err
                .starts_with(&format!("keyrc: `~/settings/config.toml`{line}")),
            "{}",
            done.err
        );
        assert!(!done.err.contains("hunter2"), "{}", done.err);
    }
}

#[test]
fn another_process_that_works_on_the_file_is_waited_for_and_named() {
    let mut world = World::new();
    world.has("a.test", "me", "one");
    let netrc = file::resolve(&world.netrc()).unwrap();
    let lock = file::lock(&netrc, std::time::Duration::ZERO).unwrap();
    let began = std::time::Instant::now();
    world.run(&["export-netrc"]).expect(
        1,
        "",
        "keyrc: cannot lock `~/.netrc` in 2 s; another keyrc may be running\n\
         keyrc: hint: run the same command again when the other process is done\n",
    );
    assert!(began.elapsed().as_secs_f32() >= 2.0);
    drop(lock);
    world.run(&["export-netrc"]).ok();
    assert_eq!(world.files(), [".netrc"]);
}

#[test]
fn a_lock_that_is_a_pipe_or_a_link_is_no_lock() {
    let mut world = World::new();
    world.has("a.test", "me", "one");
    let lock = world.home.path().join("..netrc.keyrc-lock");
    std::process::Command::new("mkfifo")
        .arg(&lock)
        .status()
        .unwrap();
    let done = world.run(&["export-netrc"]);
    assert_eq!(
        (
            done.code,
            done.err
                .lines()
                .next()
                .map(|line| line.contains("cannot lock it"))
        ),
        (1, Some(true)),
        "{}",
        done.err
    );
    std::fs::remove_file(&lock).unwrap();
    symlink("nowhere", &lock).unwrap();
    assert_eq!(world.run(&["export-netrc"]).code, 1);
    assert!(!world.netrc().exists());
}

#[test]
fn a_pipe_is_not_called_a_link_to_remove() {
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
fn a_show_of_what_would_be_done_changes_no_permissions() {
    let mut world = World::new();
    world.write_netrc_with_mode("machine a.test login me password one\n", 0o644);
    assert_eq!(world.run(&["migrate", "-n", "--fix-permissions"]).code, 2);
    assert_eq!(world.run(&["migrate", "--max-size", "99999999999"]).code, 2);
    assert_eq!(world.run(&["migrate"]).code, 5);
}

#[test]
fn what_a_killed_process_left_is_removed() {
    let mut world = World::new();
    world.has("a.test", "me", "one");
    for name in [
        "..netrc.keyrc-tmp-1234ab",
        "..netrc.keyrc-tmp-99XYZ",
        "..netrc.keyrc-lock",
    ] {
        #[expect(clippy::disallowed_methods, reason = "what a killed process left")]
        std::fs::write(world.home.path().join(name), "hunter2").unwrap();
    }
    world.run(&["export-netrc"]).ok();
    assert_eq!(world.files(), [".netrc"]);
}

#[test]
fn a_file_that_changes_meanwhile_is_not_overwritten() {
    let world = World::new();
    world.write_netrc("one");
    let path = file::resolve(&world.netrc()).unwrap();
    let read = file::read(&path, 1000).unwrap();
    for (what, change) in [("edited", "two"), ("edited again", "one")] {
        std::thread::sleep(std::time::Duration::from_millis(20));
        world.write_netrc(change);
        let done = file::replace(&path, read.identity.as_ref(), b"mine");
        assert!(
            matches!(done, Err(file::FileError::Changed)),
            "{what}: {done:?}"
        );
        assert_eq!(world.read_netrc(), change);
    }
    std::fs::remove_file(&path).unwrap();
    assert!(matches!(
        file::replace(&path, read.identity.as_ref(), b"mine"),
        Err(file::FileError::Changed)
    ));
    world.write_netrc("new");
    assert!(
        matches!(
            file::replace(&path, None, b"mine"),
            Err(file::FileError::Changed)
        ),
        "made meanwhile"
    );
    assert_eq!(world.files(), [".netrc"]);
}

#[test]
fn writers_at_once_lose_nothing() {
    let world = World::new();
    let threads: Vec<_> = (0..8)
        .map(|at| {
            let path = world.netrc();
            std::thread::spawn(move || {
                for round in 0..5 {
                    let file = keyrc::plain::NetrcFile::lock(&path, Default::default()).unwrap();
                    let mut edits = keyrc::netrc::Edits::new(file.document());
                    let host = format!("h{at}-{round}.test").parse().unwrap();
                    edits
                        .add(
                            &host,
                            &"me".parse().unwrap(),
                            &"pw".into(),
                            keyrc::netrc::Style::default(),
                        )
                        .unwrap();
                    file.replace(&edits.finish()).unwrap();
                }
            })
        })
        .collect();
    threads
        .into_iter()
        .for_each(|thread| thread.join().unwrap());
    let file = keyrc::plain::NetrcFile::read(&world.netrc(), Default::default()).unwrap();
    assert_eq!(file.document().entries().len(), 40);
    assert_eq!(world.files(), [".netrc"]);
}
