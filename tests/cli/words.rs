//! The words that people try: other names of commands and stores, and how to undo a choice.

use keyrc::store::{Absence, Fault};

use crate::world::World;

#[test]
fn common_names_of_other_programs_work() {
    let mut world = World::new();
    world.input = b"tok".to_vec();
    world
        .run(&["set", "a.test", "-u", "me", "--token-stdin"])
        .ok();
    assert_eq!(world.run(&["get", "a.test"]).ok(), "tok\n");
    assert_eq!(world.run(&["ls"]).ok(), "a.test  me\n");
    world.run(&["rm", "a.test"]).ok();
    assert_eq!(world.stored("a.test", "me"), None);
}

#[test]
fn list_shows_only_the_named_hosts() {
    let mut world = World::new();
    world.has("a.test", "me", "t1").has("b.test", "me", "t2");
    assert_eq!(world.run(&["list", "b.test"]).ok(), "b.test  me\n");
    assert_eq!(world.run(&["list", "c.test"]).code, 3);
}

#[test]
fn a_default_account_can_be_forgotten() {
    let mut world = World::new();
    world.has("a.test", "me", "t1").has("a.test", "you", "t2");
    world.run(&["switch", "a.test", "-u", "you"]).ok();
    assert_eq!(world.run(&["token", "a.test"]).ok(), "t2\n");
    let done = world.run(&["switch", "a.test", "--clear"]).ok();
    assert_eq!(done, "a.test has no default account now\n");
    assert_eq!(world.run(&["token", "a.test"]).code, 2);
}

#[test]
fn the_keyring_is_called_keyring() {
    let mut world = World::new();
    for store in ["keyring", "os", "vault", "auto"] {
        world.run(&["list", "--store", store]);
        world.environment = vec![("KEYRC_STORE".into(), store.into())];
        assert_ne!(world.run(&["list"]).code, 2, "{store}");
    }
    world.environment.clear();
    world.run(&["store", "use", "os"]).ok();
    let settings = std::fs::read_to_string(world.home.path().join("settings/config.toml"));
    assert_eq!(settings.unwrap(), "store = \"keyring\"\n");
    let help = world.run(&["--help"]).ok();
    assert!(help.contains("keyring") && !help.contains("os:"), "{help}");
}

#[test]
fn without_a_keyring_the_hint_names_the_vault_that_exists() {
    let mut world = World::new();
    world.fault = Some(Fault::Absent(Absence::Bus));
    let without = world.run(&["list"]).err;
    assert!(without.contains("`keyrc vault init`"), "{without}");
    world.typed = Some(vec!["correct horse battery", "correct horse battery"]);
    let made = world.run(&["vault", "init"]);
    assert_eq!(made.code, 0, "{made:?}");
    let with = world.run(&["list"]).err;
    assert!(
        with.ends_with("hint: use the vault from now on with `keyrc store use vault`\n"),
        "{with}"
    );
    world.run(&["store", "use", "vault"]).ok();
}
