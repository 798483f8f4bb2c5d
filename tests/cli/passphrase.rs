//! The passphrase of a vault, typed on a terminal or read from a file.

use crate::world::World;

const FIRST: &str = "correct horse";
const WRONG: &str = "battery staple";

/// A world that keeps its tokens in a vault with the passphrase [`FIRST`].
fn world_with_vault() -> World {
    let mut world = World::new();
    world.real_stores = true;
    world.typed = Some(vec![FIRST, FIRST]);
    assert_eq!(world.run(&["vault", "init"]).code, 0, "a vault can be made");
    world
}

fn store(world: &mut World, host: &str, typed: Vec<&'static str>) -> crate::world::Output {
    world.typed = Some(typed);
    world.run(&["login", host, "-u", "me"])
}

#[test]
fn a_new_vault_asks_for_its_passphrase_twice() {
    let mut world = World::new();
    world.real_stores = true;
    world.typed = Some(vec![FIRST, FIRST]);
    world.run(&["vault", "init"]).expect(
        0,
        "created the vault in `~/vault`\nkeyrc stores tokens in it from now on\n",
        "New passphrase for the vault: \nRepeat the passphrase: \n",
    );
}

#[test]
fn a_mistyped_confirmation_makes_no_vault() {
    let mut world = World::new();
    world.real_stores = true;
    world.typed = Some(vec![FIRST, WRONG]);
    let output = world.run(&["vault", "init"]);
    assert_eq!(output.code, 1, "{}", output.err);
    assert!(
        output.err.contains("keyrc: the two passphrases differ\n"),
        "{}",
        output.err
    );
    assert!(!world.home.path().join("vault/vault.age").exists());
}

#[test]
fn a_locked_vault_asks_once_for_each_command() {
    let mut world = world_with_vault();
    store(&mut world, "a.test", vec![FIRST, "hunter2"]).expect(
        0,
        "stored the token for me at a.test in the vault\n",
        "Passphrase of the vault: \nToken for me at a.test: \n",
    );
    world.typed = Some(vec![FIRST]);
    world
        .run(&["token", "a.test"])
        .expect(0, "hunter2\n", "Passphrase of the vault: \n");
}

#[test]
fn a_wrong_passphrase_can_be_corrected_twice() {
    let mut world = world_with_vault();
    let again = "keyrc: wrong passphrase\nPassphrase of the vault: \n";
    world.typed = Some(vec![WRONG, WRONG, FIRST]);
    world.run(&["list"]).expect(
        0,
        "",
        &format!("Passphrase of the vault: \n{again}{again}keyrc: no tokens are stored\n"),
    );
    world.typed = Some(vec![WRONG, WRONG, WRONG, FIRST]);
    let output = world.run(&["list"]);
    assert_eq!(output.code, 4, "{}", output.err);
    assert!(
        output.err.contains("wrong passphrase for the vault"),
        "{}",
        output.err
    );
}

#[test]
fn without_a_terminal_a_locked_vault_is_an_error() {
    let mut world = world_with_vault();
    let output = world.run(&["list"]);
    assert_eq!(output.code, 4, "{}", output.err);
    assert!(
        output.err.contains("KEYRC_PASSPHRASE_FILE"),
        "{}",
        output.err
    );
}

#[test]
fn a_file_answers_in_place_of_the_terminal() {
    let mut world = world_with_vault();
    let file = world.home.path().join("passphrase");
    #[expect(clippy::disallowed_methods, reason = "the file that the program reads")]
    std::fs::write(&file, FIRST).unwrap();
    let variable = (
        "KEYRC_PASSPHRASE_FILE".to_owned(),
        file.to_str().unwrap().to_owned(),
    );
    world.environment = vec![variable];
    world
        .run(&["list"])
        .expect(0, "", "keyrc: no tokens are stored\n");
}

#[test]
fn the_passphrase_can_be_changed() {
    let mut world = world_with_vault();
    world.typed = Some(vec![FIRST, WRONG, WRONG]);
    world.run(&["vault", "passwd"]).expect(
        0,
        "changed the passphrase of the vault\n",
        "Passphrase of the vault: \nNew passphrase for the vault: \nRepeat the passphrase: \n",
    );
    world.typed = Some(vec![WRONG]);
    assert_eq!(world.run(&["list"]).code, 0);
}
