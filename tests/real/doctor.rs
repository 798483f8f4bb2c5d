//! `keyrc doctor` on machines with and without problems.

use serde_json::Value;

use crate::bus::Bus;
use crate::sandbox::Sandbox;
use crate::vault::Home;

/// The findings by name, and whether all are good.
fn examine(sandbox: &Sandbox) -> (bool, impl Fn(&str) -> Value + use<>) {
    let done = sandbox.keyrc(&["doctor", "--format", "json"]);
    let output: Value =
        serde_json::from_str(&done.out).unwrap_or_else(|error| panic!("{error}: {done}"));
    let healthy = output["healthy"] == true;
    assert_eq!(done.code, Some(if healthy { 0 } else { 1 }), "{done}");
    (healthy, move |name: &str| {
        let checks = output["checks"].as_array().unwrap();
        checks
            .iter()
            .find(|check| check["check"] == name)
            .cloned()
            .unwrap_or_else(|| panic!("{name}: {output}"))
    })
}

#[test]
fn a_working_keyring_is_tried_and_left_unchanged() {
    let bus = Bus::unlocked();
    let (healthy, found) = examine(&bus);
    assert!(healthy);
    let keyring = found("keyring");
    assert_eq!(
        (&keyring["verdict"], &keyring["state"]),
        (&"ok".into(), &"works".into())
    );
    assert!(
        keyring["version"]
            .as_str()
            .unwrap()
            .starts_with("gnome-keyring-daemon: "),
        "{keyring}"
    );
    assert!(keyring["milliseconds"]["store"].as_f64().unwrap() > 0.0);
    assert_eq!(found("store")["store"], "keyring");
    assert_eq!(found("vault")["exists"], false);
    assert_eq!(bus.keyrc(&["list"]).ok(), "");
    assert_eq!(
        bus.run("secret-tool", &["search", "--all", "application", "keyrc"])
            .out,
        ""
    );
    let text = bus.keyrc(&["doctor"]).ok();
    assert!(
        text.lines()
            .any(|line| line.starts_with("ok   keyring    works: stored a token in ")),
        "{text}"
    );
}

#[test]
fn each_state_of_a_keyring_is_named() {
    let states = [
        (Bus::empty(), "absent"),
        (Bus::without_collection(), "absent"),
        (
            Bus::locked(|sandbox| sandbox.has("a.test", "me", "x")),
            "locked",
        ),
        (Bus::hanging(), "timed out"),
    ];
    for (bus, state) in states {
        let (healthy, found) = examine(&bus);
        assert_eq!(healthy, state == "locked", "a lock is no fault");
        assert_eq!(found("keyring")["state"], state);
    }
    let (healthy, found) = examine(&Sandbox::new());
    assert!(!healthy);
    assert_eq!(found("store")["verdict"], "bad");
    assert!(
        found("store")["hint"]
            .as_str()
            .unwrap()
            .contains("`keyrc vault init`")
    );
}

#[test]
fn only_an_unlocked_vault_is_tried() {
    let home = Home::forgetful();
    let (healthy, found) = examine(&home);
    assert!(healthy, "no keyring is needed");
    assert_eq!(found("vault")["state"], "works");
    assert_eq!(home.keyrc(&["list"]).ok(), "");
    home.keyrc(&["vault", "lock"]).ok();
    let (healthy, found) = examine(&home);
    assert!(healthy, "a lock that is closed does its work");
    assert_eq!(
        (&found("vault")["state"], &found("vault")["unlocked"]),
        (&"locked".into(), &false.into())
    );
}

#[test]
fn doctor_reports_the_surroundings_of_the_stores() {
    use std::os::unix::fs::PermissionsExt;
    let mut home = Home::new();
    home.write_netrc("machine a.test login me password x\n");
    home.set("KEYRC_TOKEN_A_TEST", "secret-from-a-variable");
    let (healthy, found) = examine(&home);
    assert!(healthy);
    assert_eq!(
        (&found("netrc")["entries"], &found("netrc")["mode"]),
        (&1.into(), &"0600".into())
    );
    assert_eq!(found("variables")["variables"][0], "KEYRC_TOKEN_A_TEST");
    assert!(!home.keyrc(&["doctor"]).out.contains("secret-from"));
    std::fs::set_permissions(home.netrc(), std::fs::Permissions::from_mode(0o644)).unwrap();
    let (healthy, found) = examine(&home);
    assert!(!healthy);
    assert_eq!(
        (&found("netrc")["verdict"], &found("netrc")["mode"]),
        (&"bad".into(), &"0644".into())
    );
    crate::sandbox::write(
        &home.path("home/.config/keyrc/config.toml"),
        "store = \"cellar\"\n",
    );
    assert_eq!(examine(&home).1("settings")["verdict"], "bad");
}

#[test]
fn migrate_is_suggested_only_where_it_moves_something() {
    let sandbox = Sandbox::new();
    for (netrc, hint) in [
        ("default login anonymous password x\n", Value::Null),
        ("machine a.test login me\n", Value::Null),
        ("# nothing\n", Value::Null),
        (
            "machine a.test login me password x\ndefault login anonymous password x\n",
            "move them with `keyrc migrate`".into(),
        ),
    ] {
        sandbox.write_netrc(netrc);
        let (_, found) = examine(&sandbox);
        assert_eq!(found("netrc")["hint"], hint, "{netrc}");
    }
}
