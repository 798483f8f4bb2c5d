//! Stores that fail or hold damaged items: each fault gets a message and its exit code, and loses
//! nothing.

use std::collections::HashSet;
use std::time::Duration;

use keyrc::store::{Absence, Denial, Fault, Lock};

use crate::world::World;

#[test]
fn a_fault_of_the_store_leaves_the_file_unchanged() {
    let text = "machine a.test login me password one\nmachine b.test login me password two\n";
    for calls in 0..12 {
        let mut world = World::new();
        world.write_netrc(text);
        world.memory.fail_after(calls, || {
            keyring_core::Error::NoStorageAccess("disconnected".into())
        });
        let done = world.run(&["migrate"]);
        if done.code == 0 {
            assert!(
                calls >= 8,
                "a migration makes at least 8 calls, not {calls}"
            );
            continue;
        }
        assert_eq!(
            (done.code, world.read_netrc().as_str()),
            (4, text),
            "after {calls} calls: {}",
            done.err
        );
        assert_eq!(world.files(), [".netrc"], "no temporary files remain");
        world.run(&["migrate"]).ok();
        assert_eq!(world.read_netrc(), "");
    }
}

#[test]
fn each_fault_has_its_own_message() {
    let faults = [
        Fault::Absent(Absence::Bus),
        Fault::Absent(Absence::Service),
        Fault::Absent(Absence::Collection),
        Fault::Locked(Lock::Keyring),
        Fault::Denied(Denial::System),
        Fault::Disconnected,
        Fault::Malformed,
        Fault::TimedOut {
            waited: Duration::from_secs(5),
        },
        Fault::Other("another fault".into()),
    ];
    let mut messages = HashSet::new();
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
        assert!(messages.insert(world.run(&["list"]).err), "{fault:?}");
    }
}

#[test]
fn an_account_with_two_items_is_an_error() {
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
            Some("keyrc: the store has more than one item for me at a.test")
        )
    );
}

/// A world whose store has a damaged item for `me` at `a.test`.
fn world_with_damaged_item() -> World {
    let world = World::new();
    world.memory.insert(
        &[
            ("service", "keyrc:a.test"),
            ("username", "me"),
            ("application", "keyrc"),
        ],
        b"hunter2\nand more",
    );
    world
}

#[test]
fn a_damaged_item_is_replaced_only_with_force() {
    let mut world = world_with_damaged_item();
    world.write_netrc("machine a.test login me password one\n");
    let done = world.run(&["migrate"]);
    assert_eq!(done.code, 6, "{}", done.err);
    assert_eq!(world.read_netrc(), "machine a.test login me password one\n");
    world.run(&["migrate", "--force"]).ok();
    assert_eq!(world.stored("a.test", "me").as_deref(), Some("one"));
}

#[test]
fn a_damaged_item_is_reported_and_not_printed() {
    let mut world = world_with_damaged_item();
    for args in [
        &["token", "a.test"][..],
        &["export-netrc", "--all", "--file", "-"],
    ] {
        let done = world.run(args);
        assert_eq!((done.code, done.out.as_str()), (1, ""));
        assert_eq!(
            done.err,
            "keyrc: the stored value for me at a.test is damaged\nkeyrc: hint: store the token again with \
             `keyrc login a.test -u me`, or remove it with `keyrc logout a.test -u me`\n"
        );
    }
}

#[test]
fn a_refused_netrc_is_named_where_the_store_cannot_answer() {
    let mut world = World::new();
    world.write_netrc_with_mode("machine a.test login me password one\n", 0o644);
    world.fault = Some(Fault::Absent(Absence::Bus));
    for args in [
        &["token", "a.test"][..],
        &["exec", "a.test", "--", "true"],
        &["token", "a.test", "--format", "json"],
    ] {
        world.run(args).expect(
            4,
            "",
            "keyrc: no keyring available: there is no D-Bus session; your netrc was not read either: \
             `~/.netrc` is open to others (mode 0644)\nkeyrc: hint: run `chmod 600 ~/.netrc`\n",
        );
    }
}

#[test]
fn an_error_of_the_keyring_that_repeats_the_token_is_not_printed() {
    let mut world = World::new();
    // After the two searches for known accounts.
    world.memory.fail_after(2, || {
        keyring_core::Error::PlatformFailure("cannot store hunter2-hunter2 here".into())
    });
    world.input = b"hunter2-hunter2".to_vec();
    let done = world.run(&["login", "a.test", "-u", "me", "--token-stdin"]);
    assert_eq!(done.code, 4, "{}", done.err);
    assert!(!done.err.contains("hunter2"), "{}", done.err);
}

/// A world with a usable account, a damaged one, and one with two items.
fn world_with_unusable_items() -> World {
    let mut world = World::new();
    world.has("a.test", "me", "hunter2");
    world.has("z.test", "me", "hunter3");
    for (service, value) in [
        ("keyrc:damaged.test", "x\ny=z"),
        ("keyrc:twice.test", "one"),
        ("keyrc:twice.test", "two"),
    ] {
        let attributes = [
            ("service", service),
            ("username", "me"),
            ("application", "keyrc"),
        ];
        world.memory.insert(&attributes, value.as_bytes());
    }
    world
}

#[test]
fn unusable_items_do_not_keep_other_accounts_from_an_export() {
    let mut world = world_with_unusable_items();
    let done = world.run(&["export-netrc", "--all"]);
    assert_eq!(done.code, 1, "{}", done.err);
    let file = world.read_netrc();
    assert!(
        file.contains("hunter2") && file.contains("hunter3"),
        "{file}"
    );
    for text in [
        "the stored value for me at damaged.test is damaged",
        "`keyrc login damaged.test -u me`",
        "the store has more than one item for me at twice.test",
        "`keyrc logout twice.test -u me`",
    ] {
        assert!(done.err.contains(text), "{}", done.err);
    }
}

#[test]
fn logout_removes_unusable_items() {
    let mut world = world_with_unusable_items();
    world.run(&["logout", "twice.test"]).ok();
    world.run(&["logout", "damaged.test", "-u", "me"]).ok();
    let list = world.run(&["list"]).ok();
    assert!(
        !list.contains("twice") && !list.contains("damaged"),
        "{list}"
    );
    let mut world = world_with_unusable_items();
    world.run(&["logout", "--all", "--yes"]).ok();
    assert_eq!(world.run(&["list"]).out, "");
}

#[test]
fn an_account_with_two_items_does_not_stop_a_migration() {
    let mut world = world_with_unusable_items();
    let twice = "machine twice.test\n  login me\n  password one\n";
    let file = format!("{twice}machine b.test\n  login me\n  password four\n");
    world.write_netrc(&file);
    let done = world.run(&["migrate"]);
    assert_eq!(done.code, 6, "{}{}", done.out, done.err);
    assert_eq!(world.stored("b.test", "me").as_deref(), Some("four"));
    world.run(&["migrate", "--force"]).ok();
    assert_eq!(world.stored("twice.test", "me").as_deref(), Some("one"));
}
