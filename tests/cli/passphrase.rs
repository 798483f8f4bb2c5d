//! The passphrase of a vault, typed on a terminal or read from a file.

use crate::world::World;

const FIRST: &str = "correct horse";
const WRONG: &str = "battery staple";

/// The question for a new passphrase.
const NEW: &str = "New passphrase for the vault (empty to generate one): \n";
/// The explanation of a vault without a second key.
const BACKUP: &str = "If you forget the passphrase, the tokens are lost.\n\
     To add a backup key, run `age-keygen -o backup.txt` and `keyrc vault recipients add age1…`\n\
     with the key that it prints, and move backup.txt off this machine.\n";

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
        &format!("{NEW}Repeat the passphrase: \n{BACKUP}"),
    );
}

#[test]
fn a_vault_that_is_not_in_the_settings_is_reported() {
    let mut world = World::new();
    world.real_stores = true;
    world.typed = Some(vec![FIRST, FIRST]);
    std::os::unix::fs::symlink("missing/folder", world.home.path().join("settings")).unwrap();
    let output = world.run(&["vault", "init"]);
    assert_eq!(output.code, 1, "{}", output.err);
    let warning = "keyrc: the vault in `~/vault` was created, but is not in the settings\n";
    assert!(output.err.contains(warning), "{}", output.err);
}

#[test]
fn a_mistyped_confirmation_is_asked_again() {
    let mut world = World::new();
    world.real_stores = true;
    world.typed = Some(vec![FIRST, WRONG, FIRST, WRONG, FIRST, FIRST]);
    let output = world.run(&["vault", "init"]);
    assert_eq!(output.code, 0, "{}", output.err);
    let again = format!("{NEW}Repeat the passphrase: \nkeyrc: the two passphrases differ\n");
    assert!(output.err.starts_with(&again.repeat(2)), "{}", output.err);
}

#[test]
fn three_mistyped_confirmations_make_no_vault() {
    let mut world = World::new();
    world.real_stores = true;
    world.typed = Some(vec![FIRST, WRONG, FIRST, WRONG, FIRST, WRONG, FIRST]);
    let output = world.run(&["vault", "init"]);
    assert_eq!(output.code, 1, "{}", output.err);
    assert!(
        output
            .err
            .ends_with("keyrc: the two passphrases differ\nkeyrc: the two passphrases differ\n"),
        "{}",
        output.err
    );
    assert!(!world.home.path().join("vault/vault.age").exists());
}

#[test]
fn a_weak_passphrase_is_used_only_if_the_user_insists() {
    let mut world = World::new();
    world.real_stores = true;
    // `yse` is neither yes nor no.
    world.typed = Some(vec!["pass1", "", "pass1", "yse", "y", "pass1"]);
    let output = world.run(&["vault", "init"]);
    assert_eq!(output.code, 0, "{}", output.err);
    let weak = "keyrc: this passphrase is weak: this is a very common password\n";
    let asked = format!("{NEW}{weak}Use it anyway? [y/N] \n");
    assert_eq!(
        output.err,
        format!(
            "{asked}{asked}Answer `y` or `n`. Use it anyway? [y/N] \nRepeat the passphrase: \n{BACKUP}"
        )
    );
    world.typed = Some(vec!["pass1"]);
    assert_eq!(world.run(&["list"]).code, 0);
}

#[test]
fn an_empty_answer_generates_a_passphrase() {
    let mut world = World::new();
    world.real_stores = true;
    world.typed = Some(vec!["", ""]);
    let output = world.run(&["vault", "init"]);
    assert_eq!(output.code, 0, "{}", output.err);
    let shown = output.err.lines().find(|line| line.starts_with("    "));
    let generated: &'static str = shown.unwrap().trim().to_owned().leak();
    assert_eq!(generated.split('-').count(), 10, "{}", output.err);
    world.typed = Some(vec!["", generated]);
    assert_eq!(world.run(&["list"]).code, 0);
}

#[test]
fn a_weak_passphrase_in_a_file_is_reported() {
    let mut world = World::new();
    world.real_stores = true;
    let file = world.home.path().join("passphrase");
    #[expect(clippy::disallowed_methods, reason = "the file that the program reads")]
    std::fs::write(&file, "pass1\n").unwrap();
    let path = file.to_str().unwrap().to_owned();
    world.environment = vec![("KEYRC_PASSPHRASE_FILE".to_owned(), path)];
    world.run(&["vault", "init"]).expect(
        0,
        "created the vault in `~/vault`\nkeyrc stores tokens in it from now on\n",
        "keyrc: the passphrase in `~/passphrase` is weak: this is a very common password\n",
    );
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
        &format!("Passphrase of the vault: \n{NEW}Repeat the passphrase: \n"),
    );
    world.typed = Some(vec![WRONG]);
    assert_eq!(world.run(&["list"]).code, 0);
}

#[test]
fn an_empty_token_is_asked_again_and_a_replaced_one_is_named() {
    let mut world = World::new();
    world.typed = Some(vec!["", "hunter2"]);
    let again = "keyrc: the token is empty; paste it, or press Ctrl-C\n";
    let question = "Token for me at a.test: \n";
    world.run(&["login", "a.test", "-u", "me"]).expect(
        0,
        "stored the token for me at a.test in the memory store\n",
        &format!("{question}{again}{question}"),
    );
    world.typed = Some(vec!["hunter3"]);
    world.run(&["login", "a.test", "-u", "me"]).expect(
        0,
        "replaced the token for me at a.test in the memory store\n",
        question,
    );
}

#[test]
fn a_tab_in_a_passphrase_is_asked_again() {
    let mut world = world_with_vault();
    let tab = "keyrc: a passphrase has no tabs or other control characters\n";
    world.typed = Some(vec!["correct\thorse", FIRST]);
    world.run(&["list"]).expect(
        0,
        "",
        &format!(
            "Passphrase of the vault: \n{tab}Passphrase of the vault: \nkeyrc: no tokens are stored\n"
        ),
    );
}

#[test]
fn three_empty_passphrases_are_none() {
    let mut world = world_with_vault();
    world.typed = Some(vec!["", "", ""]);
    let done = world.run(&["list"]);
    assert_eq!(done.code, 1);
    assert!(
        done.err
            .ends_with("keyrc: cannot read the passphrase: no passphrase was given\n"),
        "{}",
        done.err
    );
}

#[test]
fn a_vault_that_is_accepted_already_needs_no_answer() {
    let mut world = world_with_vault();
    world.typed = Some(vec![FIRST]);
    world.run(&["vault", "trust"]).expect(
        0,
        "nothing to accept: keyrc already uses the vault in `~/vault`\n",
        "Passphrase of the vault: \n",
    );
}

#[test]
fn a_mistyped_host_is_compared_with_an_open_vault() {
    let mut world = world_with_vault();
    store(&mut world, "github.com", vec![FIRST, "hunter2"]);
    world.typed = Some(vec![FIRST]);
    let done = world.run(&["token", "www.github.com", "--store", "vault"]);
    assert!(
        done.err.ends_with("hint: did you mean `github.com`?\n"),
        "{}",
        done.err
    );
}

#[test]
fn a_passphrase_in_place_of_its_file_is_not_shown() {
    for value in [
        "hunter2 pass",
        "hunter2/pass",
        "/nowhere/hunter2",
        &"hunter2".repeat(600),
    ] {
        let mut world = world_with_vault();
        world.environment = vec![("KEYRC_PASSPHRASE_FILE".to_owned(), value.to_owned())];
        for args in [&["list"][..], &["token", "a.test"], &["vault", "unlock"]] {
            world.run(args).expect(
                1,
                "",
                "keyrc: KEYRC_PASSPHRASE_FILE names a file that does not exist\n\
                 keyrc: hint: set KEYRC_PASSPHRASE_FILE to the path of a file with the passphrase\n",
            );
        }
        for args in [
            &["doctor"][..],
            &["status"],
            &["vault", "status"],
            &["vault", "passwd"],
        ] {
            let done = world.run(args);
            assert!(
                !done.out.contains("hunter2") && !done.err.contains("hunter2"),
                "{done:?}"
            );
        }
    }
}

#[test]
fn a_passphrase_file_that_exists_is_named_with_its_variable() {
    let mut world = world_with_vault();
    let path = world.home.path().to_str().unwrap().to_owned();
    world.environment = vec![("KEYRC_PASSPHRASE_FILE".to_owned(), path)];
    world.run(&["list"]).expect(
        5,
        "",
        "keyrc: KEYRC_PASSPHRASE_FILE: `~`: not a regular file\n",
    );
}

#[test]
fn an_identity_in_place_of_its_file_is_not_shown() {
    let mut world = world_with_vault();
    world.environment = vec![(
        "KEYRC_IDENTITY".to_owned(),
        "hunter2 key:hunter2".to_owned(),
    )];
    for args in [
        &["list"][..],
        &["vault", "unlock"],
        &["doctor"],
        &["status"],
        &["vault", "status"],
    ] {
        let done = world.run(args);
        assert!(
            !done.out.contains("hunter2") && !done.err.contains("hunter2"),
            "{done:?}"
        );
    }
}
