//! The items in the keyring as other programs see them.

use std::thread;
use std::time::Duration;

use crate::bus::{Bus, wait_for};
use crate::monitor::Monitor;
use crate::sandbox::write;

#[test]
fn other_programs_find_what_keyrc_stores_and_the_reverse() {
    let bus = Bus::unlocked();
    bus.has("api.example.com", "me", "hunter2");
    let found = bus.run(
        "secret-tool",
        &[
            "lookup",
            "service",
            "keyrc:api.example.com",
            "username",
            "me",
        ],
    );
    assert_eq!(found.ok(), "hunter2");
    let shown = bus
        .run("secret-tool", &["search", "--all", "application", "keyrc"])
        .ok();
    assert!(shown.contains("label = api.example.com (me)"), "{shown}");

    let attributes = ["service", "keyrc:other.example.com", "username", "you"];
    bus.pipe(
        "swordfish",
        "secret-tool",
        &[&["store", "--label=mine"][..], &attributes].concat(),
    )
    .ok();
    assert_eq!(
        bus.keyrc(&["token", "other.example.com"]).ok(),
        "swordfish\n"
    );
    assert_eq!(
        bus.keyrc(&["token", "other.example.com", "-u", "you"]).ok(),
        "swordfish\n"
    );
    bus.keyrc(&["status", "other.example.com"]).ok();
    assert_eq!(
        bus.keyrc(&["list"]).ok(),
        "api.example.com    me\nother.example.com  you\n"
    );
}

#[test]
fn only_items_of_keyrc_are_listed_and_removed() {
    let bus = Bus::unlocked();
    for attributes in [
        ["service", "gh:github.com", "username", "me"],
        ["application", "other", "service", "keyrc"],
    ] {
        bus.pipe(
            "theirs",
            "secret-tool",
            &[&["store", "--label=theirs"][..], &attributes].concat(),
        )
        .ok();
    }
    for (host, login) in [
        ("a.test", "me"),
        ("a.test", "jöhn@example.com"),
        ("[::1]:8080/path", "me"),
        ("b.test", "a b/c#d%"),
    ] {
        bus.has(host, login, &format!("{host}-{login}"));
    }
    let listed = "[::1]:8080/path  me\na.test           jöhn@example.com\na.test           me\nb.test           a b/c#d%\n";
    assert_eq!(bus.keyrc(&["list"]).ok(), listed);
    assert_eq!(bus.keyrc(&["token", "b.test"]).ok(), "b.test-a b/c#d%\n");
    bus.keyrc(&["logout", "--all"]).ok();
    assert_eq!(bus.keyrc(&["list"]).ok(), "");
    let left = bus
        .run(
            "secret-tool",
            &["search", "--all", "service", "gh:github.com"],
        )
        .ok();
    assert!(left.contains("secret = theirs"), "{left}");
    assert_eq!(
        bus.run("secret-tool", &["lookup", "application", "other"])
            .ok(),
        "theirs"
    );
}

#[test]
fn a_new_token_replaces_the_old_one() {
    let bus = Bus::unlocked();
    bus.has("a.test", "me", "one");
    bus.has("a.test", "me", "two");
    assert_eq!(bus.keyrc(&["token", "a.test"]).ok(), "two\n");
    let all = bus.run(
        "secret-tool",
        &["search", "--all", "service", "keyrc:a.test"],
    );
    assert_eq!(all.ok().matches("secret = ").count(), 1);
}

#[test]
fn the_longest_token_is_read_back_whole() {
    let bus = Bus::unlocked();
    let token: String = (0..64 * 1024)
        .map(|at| char::from(b'!' + (at % 94) as u8))
        .collect();
    bus.has("a.test", "me", &token);
    assert_eq!(bus.keyrc(&["token", "a.test"]).ok(), token + "\n");
}

#[test]
fn two_programs_at_once_lose_nothing() {
    let bus = Bus::unlocked();
    thread::scope(|scope| {
        for half in 0..2 {
            let bus = &bus;
            scope.spawn(move || {
                (0..10).for_each(|at| bus.has(&format!("h{half}-{at}.test"), "me", "x"))
            });
        }
    });
    assert_eq!(bus.keyrc(&["list"]).ok().lines().count(), 20);
}

#[test]
fn a_token_costs_five_calls_on_the_bus() {
    let bus = Bus::unlocked();
    bus.has("a.test", "me", "hunter2");
    for args in [&["token", "a.test", "-u", "me"][..], &["token", "a.test"]] {
        let monitor = Monitor::start(&bus);
        bus.keyrc(args).ok();
        let has = |name: &str| monitor.calls().iter().any(|call| call == name);
        wait_for("the last call", || has("GetSecret"));
        thread::sleep(Duration::from_millis(100));
        assert_eq!(
            monitor.calls(),
            ["OpenSession", "SearchItems", "Get", "GetSecret"],
            "and Hello, which opens every connection"
        );
    }
}

/// The hosts that `secret-tool` finds by the mark of keyrc.
fn marked(bus: &Bus) -> Vec<String> {
    let found = bus.run("secret-tool", &["search", "--all", "application", "keyrc"]);
    let all = format!("{}{}", found.out, found.err);
    let service = |line: &str| line.strip_prefix("attribute.service = ").map(str::to_owned);
    let mut hosts: Vec<String> = all.lines().filter_map(service).collect();
    hosts.sort();
    hosts
}

/// The hosts that `secret-tool` finds by their services.
fn stored(bus: &Bus, hosts: &[&str]) -> Vec<String> {
    let services = hosts.iter().map(|host| format!("keyrc:{host}"));
    let has =
        |service: &String| bus.run("secret-tool", &["lookup", "service", service]).code == Some(0);
    services.filter(has).collect()
}

#[test]
fn an_interrupted_migration_leaves_no_item_without_its_mark() {
    let netrc = "machine a.test login me password one\nmachine b.test login me password two\n";
    let mut was_cut_short = 0;
    for fault in ["error=EIO", "signal=KILL"] {
        for call in 1..=16 {
            let bus = Bus::unlocked();
            bus.write_netrc(netrc);
            let line = format!(
                "strace -f -qq -o trace -e trace=sendmsg -e inject=sendmsg:{fault}:when={call} keyrc migrate"
            );
            let done = bus.shell(&line);
            was_cut_short += usize::from(done.code != Some(0));
            let hosts = ["a.test", "b.test"];
            assert_eq!(marked(&bus), stored(&bus, &hosts), "{fault} {call}: {done}");
            bus.keyrc(&["migrate"]).ok();
            assert_eq!(bus.read_netrc(), "", "{fault} {call}");
            assert_eq!(bus.keyrc(&["list"]).ok(), "a.test  me\nb.test  me\n");
        }
    }
    assert!(was_cut_short >= 10, "{was_cut_short}");
}

#[test]
fn a_missing_mark_is_restored_before_an_entry_leaves_its_file() {
    let bus = Bus::unlocked();
    let attributes = ["service", "keyrc:a.test", "username", "me"];
    bus.pipe(
        "hunter2",
        "secret-tool",
        &[&["store", "--label=mine"][..], &attributes].concat(),
    )
    .ok();
    assert_eq!(bus.keyrc(&["list"]).ok(), "");
    bus.write_netrc("machine a.test login me password hunter2\n");
    bus.keyrc(&["migrate"]).ok();
    assert_eq!(bus.read_netrc(), "");
    assert_eq!(bus.keyrc(&["list"]).ok(), "a.test  me\n");
    assert_eq!(marked(&bus), ["keyrc:a.test"]);
}

#[test]
fn an_interrupted_copy_loses_no_token() {
    let tokens = [("a.test", "one\n"), ("b.test", "two\n")];
    let mut was_cut_short = 0;
    for call in 1..=12 {
        let mut bus = Bus::unlocked();
        write(&bus.path("passphrase"), "correct horse");
        let passphrase = bus.path("passphrase").to_string_lossy().into_owned();
        bus.set("KEYRC_PASSPHRASE_FILE", &passphrase);
        bus.set("KEYRC_STORE", "os");
        bus.keyrc(&["vault", "init"]).ok();
        for (host, token) in tokens {
            bus.has(host, "me", token.trim());
        }
        let line = format!(
            "strace -f -qq -o trace -e trace=sendmsg,rename -e inject=sendmsg,rename:signal=KILL:when={call} \
             keyrc store copy --from os --to vault --delete-source"
        );
        was_cut_short += usize::from(bus.shell(&line).code != Some(0));
        for (host, token) in tokens {
            let found = ["os", "vault"].map(|store| bus.keyrc(&["--store", store, "token", host]));
            assert!(
                found.iter().any(|found| found.out == token),
                "{call} {host}"
            );
        }
        bus.keyrc(&["vault", "lock"]);
    }
    assert!(was_cut_short >= 3, "{was_cut_short}");
}

#[test]
fn unusable_items_do_not_stop_other_accounts_and_can_be_removed() {
    let mut bus = Bus::unlocked();
    write(&bus.path("passphrase"), "correct horse");
    let passphrase = bus.path("passphrase").to_string_lossy().into_owned();
    bus.set("KEYRC_PASSPHRASE_FILE", &passphrase);
    bus.keyrc(&["vault", "init"]).ok();
    bus.has("a.test", "me", "hunter2");
    bus.has("z.test", "me", "hunter3");
    for (service, more, value) in [
        ("keyrc:damaged.test", "1", "aa\nbb=cc"),
        ("keyrc:twice.test", "1", "one"),
        ("keyrc:twice.test", "2", "two"),
    ] {
        let item = format!(
            "printf '{value}' | secret-tool store --label=x service {service} username me \
             application keyrc more {more}"
        );
        bus.run("sh", &["-c", &item]).ok();
    }
    let copy = [
        "store",
        "copy",
        "--from",
        "keyring",
        "--to",
        "vault",
        "--delete-source",
    ];
    let done = bus.keyrc(&copy);
    assert!(done.err.contains("me at damaged.test"), "{done}");
    done.fails(1);
    assert_eq!(
        bus.keyrc(&["list", "--store", "vault"]).ok(),
        "a.test  me\nz.test  me\n"
    );
    bus.keyrc(&["--store", "keyring", "logout", "twice.test"])
        .ok();
    bus.keyrc(&["--store", "keyring", "logout", "--all", "--yes"])
        .ok();
    assert_eq!(bus.keyrc(&["list", "--store", "keyring"]).ok(), "");
}
