//! The collection `session` of gnome-keyring is in memory: its items are lost when the session
//! ends. keyrc does not move tokens there.

use crate::bus::Bus;
use crate::sandbox::KEYRC;

const NETRC: &str = "machine a.test login me password one\n";

const NO_COLLECTION: &str = "keyrc: the keyring has no collection to store a token in\n";

#[test]
fn no_token_is_moved_into_memory() {
    let mut bus = Bus::unlocked();
    let set_alias = [
        "--session",
        "--print-reply",
        "--dest=org.freedesktop.secrets",
        "/org/freedesktop/secrets",
        "org.freedesktop.Secret.Service.SetAlias",
        "string:default",
        "objpath:/org/freedesktop/secrets/collection/session",
    ];
    bus.run("dbus-send", &set_alias).ok();
    bus.write_netrc(NETRC);
    for args in [&["migrate"][..], &["import-netrc"]] {
        let refused = bus.keyrc(args).fails(4);
        assert!(refused.starts_with(NO_COLLECTION), "{refused}");
    }
    bus.set("KEYRC_STORE", "keyring");
    let args = ["login", "a.test", "-u", "me", "--token-stdin"];
    for refused in [bus.keyrc(&["migrate"]), bus.pipe("one", KEYRC, &args)] {
        let refused = refused.fails(4);
        assert!(refused.starts_with(NO_COLLECTION), "{refused}");
    }
    assert_eq!(bus.read_netrc(), NETRC);
    let doctor = bus.keyrc(&["doctor"]);
    assert!(
        doctor
            .out
            .contains("bad  keyring    the keyring has no collection"),
        "{doctor}"
    );
    let all = ["search", "--all", "service", "keyrc:a.test"];
    assert_eq!(bus.run("secret-tool", &all).out, "");
}

#[test]
fn a_token_in_memory_does_not_count_as_stored() {
    let mut bus = Bus::unlocked();
    let attributes = ["service", "keyrc:a.test", "username", "me"];
    let store = ["store", "--collection=session", "--label=mine"];
    let store = [&store[..], &attributes, &["application", "keyrc"]].concat();
    bus.pipe("one", "secret-tool", &store).ok();
    bus.write_netrc(NETRC);
    bus.keyrc(&["migrate"]).ok();
    assert_eq!(bus.read_netrc(), "");
    bus.restart_keyring();
    assert_eq!(bus.keyrc(&["token", "a.test"]).ok(), "one\n");
}
