//! A vault under bad conditions: changed, truncated, written by two processes at once, killed
//! during a write.

use std::fs;
use std::thread;

use super::Home;
use crate::sandbox::{KEYRC, write};

#[test]
fn a_changed_or_truncated_vault_is_refused_and_kept() {
    // Without a passphrase file: else each change of the header would cost a run of scrypt.
    let home = Home::forgetful();
    home.has("a.test", "me", "one");
    let good = fs::read(home.vault()).unwrap();
    let harmed = (0..good.len()).step_by(7).map(|at| {
        let mut bad = good.clone();
        bad[at] ^= 1;
        bad
    });
    let cut = [0, 1, 21, good.len() / 2, good.len() - 1].map(|length| good[..length].to_vec());
    let longer = [good.clone(), b"x".to_vec()].concat();
    for bad in harmed.chain(cut).chain([longer]) {
        write(&home.vault(), &bad);
        for (args, input) in [
            (&["token", "a.test"][..], ""),
            (&["login", "b.test", "-u", "me", "--token-stdin"], "two"),
        ] {
            let done = home.pipe(input, KEYRC, args);
            // A changed recipient stanza is for another recipient.
            assert!(matches!(done.code, Some(4 | 5)), "{done}");
            assert_eq!(fs::read(home.vault()).unwrap(), bad, "{done}");
        }
    }
    write(&home.vault(), &good[..good.len() - 1]);
    let output = home.keyrc(&["token", "a.test"]).fails(5);
    assert!(
        output
            .contains("vault.age` is damaged: it was modified or truncated\nkeyrc: hint: restore "),
        "{output}"
    );
    write(&home.vault(), &good);
    assert_eq!(home.keyrc(&["token", "a.test"]).ok(), "one\n");
}

#[test]
fn a_changed_identity_is_refused() {
    let home = Home::new();
    home.keyrc(&["vault", "lock"]).ok();
    let good = fs::read(home.identity()).unwrap();
    write(&home.identity(), &good[..good.len() - 1]);
    let output = home.keyrc(&["list"]).fails(5);
    assert!(output.contains("identity.age` is damaged"), "{output}");
    write(&home.identity(), "nonsense");
    home.keyrc(&["list"]).fails(5);
    fs::remove_file(home.identity()).unwrap();
    home.keyrc(&["list"]).fails(4);
}

#[test]
fn two_commands_at_once_lose_nothing() {
    let home = Home::new();
    thread::scope(|scope| {
        for who in ["x", "y"] {
            let home = &home;
            scope.spawn(move || {
                (0..100).for_each(|at| home.has(&format!("h{at}.test"), who, &format!("{who}{at}")))
            });
        }
    });
    assert_eq!(home.keyrc(&["list"]).ok().lines().count(), 200);
    for at in [0, 50, 99] {
        assert_eq!(
            home.keyrc(&["token", &format!("h{at}.test"), "-u", "y"])
                .ok(),
            format!("y{at}\n")
        );
    }
}

#[test]
fn a_process_that_is_killed_at_any_step_leaves_the_old_vault_or_the_new_one() {
    let home = Home::new();
    home.has("a.test", "me", "one");
    let steps = ["flock", "getdents64", "fsync", "rename", "unlink"]
        .into_iter()
        .flat_map(|call| [(call, 1), (call, 2)]);
    for (call, which) in steps {
        let line = format!(
            "echo two | strace -f -qq -o trace -e 'trace=/^(flock|getdents64|fsync|rename|unlink)' \
             -e 'inject=/^{call}:signal=KILL:when={which}' keyrc login b.test -u me --token-stdin"
        );
        home.shell(&line);
        let listed = home.keyrc(&["list"]).ok();
        assert!(
            ["a.test  me\n", "a.test  me\nb.test  me\n"].contains(&listed.as_str()),
            "{call} {which}: {listed}"
        );
        assert_eq!(home.keyrc(&["token", "a.test"]).ok(), "one\n");
        home.has("b.test", "me", "two");
        home.keyrc(&["logout", "b.test"]).ok();
        let mut names: Vec<_> = fs::read_dir(home.vault().parent().unwrap())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(names, ["identity.age", "vault.age"], "{call} {which}");
    }
}

#[test]
fn a_change_of_recipients_that_is_killed_at_any_step_leaves_a_vault_that_opens() {
    let home = Home::without_vault();
    home.run("age-keygen", &["-o", "mine"]).ok();
    home.run("age-keygen", &["-o", "theirs"]).ok();
    let theirs = home.run("age-keygen", &["-y", "theirs"]).ok();
    home.keyrc(&["vault", "init", "-i", "mine"]).ok();
    home.has("a.test", "me", "one");
    for which in 1..=8 {
        for change in ["add", "remove"] {
            for call in ["rename", "fsync"] {
                let line = format!(
                    "strace -f -qq -o trace -e 'trace=/^(fsync|rename)' -e 'inject=/^{call}:signal=KILL:when={which}' \
                     keyrc vault recipients {change} {theirs}"
                );
                home.shell(&line);
                assert_eq!(
                    home.keyrc(&["token", "a.test"]).ok(),
                    "one\n",
                    "{change} {call} {which}"
                );
                home.keyrc(&["vault", "lock"]).ok();
                let done = home.keyrc(&["token", "a.test"]);
                assert!(
                    !done.err.contains("replaced it"),
                    "{change} {call} {which}: {done}"
                );
                assert_eq!(
                    home.keyrc(&["token", "a.test"]).ok(),
                    "one\n",
                    "{change} {call} {which}, from scratch"
                );
            }
        }
    }
    home.has("b.test", "me", "two");
}

#[test]
fn a_new_vault_that_is_killed_at_any_step_can_be_made_again() {
    for which in 1..=5 {
        for call in ["rename", "fsync"] {
            let home = Home::without_vault();
            home.shell(&format!(
                "strace -f -qq -o trace -e 'trace=/^(fsync|rename)' -e 'inject=/^{call}:signal=KILL:when={which}' \
                 keyrc vault init"
            ));
            if !home.vault().exists() {
                // The message for a key without its vault says so.
                let _ = fs::remove_file(home.identity());
                home.keyrc(&["vault", "init"]).ok();
            }
            home.shell("printf one | keyrc --store vault login a.test -u me --token-stdin")
                .ok();
            let done = home.keyrc(&["--store", "vault", "token", "a.test"]);
            assert_eq!(
                (done.err.as_str(), done.out.as_str()),
                ("", "one\n"),
                "{call} {which}"
            );
        }
    }
}

#[test]
fn a_foreign_vault_and_a_folder_are_refused() {
    let home = Home::new();
    if home.run("id", &["-u"]).ok().trim() == "0" {
        home.run("chown", &["12345", &home.vault().to_string_lossy()])
            .ok();
        assert!(
            home.keyrc(&["list"])
                .fails(5)
                .contains("vault.age` belongs to another user")
        );
    }
    fs::remove_file(home.vault()).unwrap();
    fs::create_dir(home.vault()).unwrap();
    let output = home.keyrc(&["list"]).fails(5);
    assert!(
        output.contains("vault.age`: not a regular file\nkeyrc: hint: move it away with `mv "),
        "{output}"
    );
}

#[test]
fn a_slow_disk_has_a_limit_and_a_message_of_its_own() {
    let mut home = Home::new();
    home.has("a.test", "me", "one");
    let slow = |limit: &str| {
        format!(
            "printf two | strace -f -qq -o trace -e trace=fsync -e inject=fsync:delay_enter={limit}:when=1 \
             keyrc login b.test -u me --token-stdin"
        )
    };
    home.shell(&slow("6s")).ok();
    assert_eq!(home.keyrc(&["token", "b.test"]).ok(), "two\n");
    home.keyrc(&["logout", "b.test"]).ok();
    home.set("KEYRC_TIMEOUT", "1");
    let output = home.shell(&slow("4s")).fails(4);
    assert!(
        output.starts_with("keyrc: the vault was not read or written in 1 s: its disk is slow\n"),
        "{output}"
    );
    assert!(output.contains("KEYRC_TIMEOUT=4"), "{output}");
    let mut names: Vec<_> = fs::read_dir(home.vault().parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["identity.age", "vault.age"]);
    assert_eq!(home.keyrc(&["list"]).ok(), "a.test  me\n");
}
