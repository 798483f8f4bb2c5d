//! The main uses of a vault.

use super::{Home, PASSPHRASE};
use crate::sandbox::{KEYRC, Sandbox, write};

#[test]
fn a_vault_works_without_a_bus_a_daemon_or_a_terminal() {
    let home = Home::without_vault();
    home.write_netrc(
        "machine a.test login me password one\nmachine b.test login me password two\n",
    );
    assert_eq!(
        home.keyrc(&["vault", "init"]).ok(),
        "created the vault in `~/.local/share/keyrc`\nkeyrc stores tokens in it from now on\n"
    );
    home.keyrc(&["migrate"]).ok();
    assert_eq!(home.read_netrc(), "");
    assert_eq!(home.keyrc(&["list"]).ok(), "a.test  me\nb.test  me\n");
    assert_eq!(home.keyrc(&["token", "b.test"]).ok(), "two\n");
    home.keyrc(&["export-netrc", "a.test"]).ok();
    assert_eq!(
        home.read_netrc(),
        "machine a.test\n  login me\n  password one\n"
    );
    home.keyrc(&["logout", "b.test"]).ok();
    home.keyrc(&["token", "b.test"]).fails(3);
    for path in [home.vault(), home.identity()] {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o7777,
            0o600,
            "{}",
            path.display()
        );
    }
}

#[test]
fn every_kind_of_name_and_extra_value_is_read_back() {
    let home = Home::new();
    let names = [
        ("a.test:8443", "me"),
        ("a.test/team/x", "a b"),
        ("[::1]", "m\"e"),
        ("ü.test", "ü:ü"),
        ("default", "x"),
    ];
    for (at, (host, login)) in names.iter().enumerate() {
        home.has(host, login, &format!("tok en \"{at}\\ #"));
    }
    for (at, (host, login)) in names.iter().enumerate() {
        assert_eq!(
            home.keyrc(&["token", host, "-u", login]).ok(),
            format!("tok en \"{at}\\ #\n")
        );
    }
    home.has("a.test:8443", "me", &"x".repeat(65536));
    assert_eq!(home.keyrc(&["token", "a.test:8443"]).ok().len(), 65537);
    assert_eq!(home.keyrc(&["list"]).ok().lines().count(), names.len());
}

#[test]
fn a_locked_vault_without_a_terminal_fails_at_once() {
    let home = Home::forgetful();
    home.keyrc(&["vault", "lock"]).ok();
    for args in [
        &["token", "a.test"][..],
        &["list"],
        &["logout", "a.test"],
        &["vault", "unlock"],
        &["vault", "passwd"],
    ] {
        let output = home.keyrc(args).fails(4);
        assert_eq!(
            output,
            "keyrc: the vault is locked, and there is no terminal to ask for its passphrase\nkeyrc: hint: run \
             `keyrc vault unlock` in a terminal, or set KEYRC_PASSPHRASE_FILE to a file with the passphrase\n",
            "{args:?}"
        );
    }
    let output = home
        .pipe(
            "hunter2",
            KEYRC,
            &["login", "a.test", "-u", "me", "--token-stdin"],
        )
        .fails(4);
    assert!(!output.contains("hunter2"));
}

#[test]
fn a_wrong_passphrase_opens_nothing() {
    let mut home = Home::new();
    home.keyrc(&["vault", "lock"]).ok();
    write(&home.path("passphrase"), "correct horse battery stable");
    assert_eq!(
        home.keyrc(&["list"]).fails(4),
        "keyrc: wrong passphrase for the vault\n"
    );
    let missing = home.path("nowhere").to_string_lossy().into_owned();
    home.set("KEYRC_PASSPHRASE_FILE", &missing);
    let hint = "keyrc: hint: set KEYRC_PASSPHRASE_FILE to the path of a file with the passphrase\n";
    assert_eq!(
        home.keyrc(&["list"]).fails(1),
        format!("keyrc: KEYRC_PASSPHRASE_FILE names a file that does not exist\n{hint}")
    );
}

#[test]
fn a_passphrase_comes_through_a_pipe_or_from_systemd() {
    let mut home = Home::forgetful();
    home.has("a.test", "me", "one");
    home.keyrc(&["vault", "lock"]).ok();
    let line = format!(
        "exec 3< <(echo '{PASSPHRASE}'); KEYRC_PASSPHRASE_FILE=/dev/fd/3 keyrc token a.test"
    );
    assert_eq!(home.shell(&line).ok(), "one\n");
    home.keyrc(&["vault", "lock"]).ok();
    std::fs::create_dir(home.path("credentials")).unwrap();
    write(&home.path("credentials/keyrc-passphrase"), PASSPHRASE);
    let folder = home.path("credentials").to_string_lossy().into_owned();
    home.set("CREDENTIALS_DIRECTORY", &folder);
    assert_eq!(home.keyrc(&["token", "a.test"]).ok(), "one\n");
}

#[test]
fn a_copy_of_the_folder_works_on_another_machine() {
    let old = Home::new();
    old.has("a.test", "me", "one");
    old.shell("age-keygen -o new.txt; keyrc vault recipients add $(age-keygen -y new.txt)")
        .ok();
    let copy = |new: &Home| {
        let from = old.path("home");
        let from = from.display();
        new.shell(&format!(
            "mkdir -p .local/share && cp -r {from}/.local/share/keyrc .local/share/ && cp {from}/new.txt ."
        ))
        .ok();
        new.keyrc(&["store", "use", "vault"]).ok();
    };
    let new = Home::without_vault();
    copy(&new);
    assert_eq!(new.keyrc(&["token", "a.test"]).ok(), "one\n");
    new.has("b.test", "me", "two");
    let mut with_key = Home::without_vault();
    with_key.set("KEYRC_PASSPHRASE_FILE", "");
    let key = with_key.path("home/new.txt").to_string_lossy().into_owned();
    with_key.set("KEYRC_IDENTITY", &key);
    copy(&with_key);
    assert_eq!(with_key.keyrc(&["token", "a.test"]).ok(), "one\n");
}

#[test]
fn an_existing_vault_is_not_created_again() {
    let home = Home::new();
    home.has("a.test", "me", "one");
    let output = home.keyrc(&["vault", "init"]).fails(1);
    assert!(output.contains(" already holds a vault\n"), "{output}");
    assert_eq!(home.keyrc(&["token", "a.test"]).ok(), "one\n");
}

#[test]
fn without_a_store_the_hint_names_two_commands() {
    let output = Sandbox::new()
        .pipe(
            "hunter2",
            KEYRC,
            &["login", "a.test", "-u", "me", "--token-stdin"],
        )
        .fails(4);
    assert!(output.contains("`keyrc vault init`"), "{output}");
    let output = Sandbox::new().keyrc(&["--store", "vault", "list"]).fails(4);
    assert!(
        output.starts_with("keyrc: there is no vault in "),
        "{output}"
    );
}

#[test]
fn a_new_passphrase_needs_a_source() {
    let output = Sandbox::new().keyrc(&["vault", "init"]).fails(2);
    assert!(
        output
            .starts_with("keyrc: there is no terminal to ask for a new passphrase\nkeyrc: hint: "),
        "{output}"
    );
    let home = Home::new();
    home.has("a.test", "me", "one");
    // The new passphrase is asked for on the terminal, which is missing.
    home.keyrc(&["vault", "passwd"]).fails(2);
    assert_eq!(home.keyrc(&["token", "a.test"]).ok(), "one\n");
}
