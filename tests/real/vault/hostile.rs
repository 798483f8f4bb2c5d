//! Attackers who want a token or want to destroy it, and users who make a mistake.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::{Home, PASSPHRASE};
use crate::sandbox::{KEYRC, write};

impl Home {
    pub(super) fn key(&self, name: &str) -> String {
        self.run("age-keygen", &["-o", name]).ok();
        self.run("age-keygen", &["-y", name]).ok().trim().to_owned()
    }

    /// A vault with a token, which the file `mine` unlocks.
    pub(super) fn with_key() -> Self {
        let home = Self::without_vault();
        home.key("mine");
        home.keyrc(&["vault", "init", "-i", "mine"]).ok();
        home.has("a.test", "me", "one");
        home
    }
}

#[test]
fn no_change_of_recipients_locks_out_the_user() {
    let home = Home::with_key();
    let (mine, theirs) = (
        home.run("age-keygen", &["-y", "mine"]).ok(),
        home.key("theirs"),
    );
    home.keyrc(&["vault", "recipients", "add", &theirs]).ok();
    let before = (
        fs::read(home.vault()).unwrap(),
        fs::read(home.identity()).unwrap(),
    );
    let output = home
        .keyrc(&["vault", "recipients", "remove", mine.trim()])
        .fails(5);
    assert!(
        output.starts_with(
            "keyrc: the vault was not changed: you could not have decrypted it afterwards\n"
        ),
        "{output}"
    );
    assert_eq!(
        (
            fs::read(home.vault()).unwrap(),
            fs::read(home.identity()).unwrap()
        ),
        before
    );
}

#[test]
fn the_first_change_encrypts_the_vault_to_whoever_opened_it() {
    let mut home = Home::without_vault();
    let (mine, theirs) = (home.key("mine"), home.key("theirs"));
    home.write_netrc("machine a.test login me password one\n");
    fs::create_dir_all(home.vault().parent().unwrap()).unwrap();
    home.run(
        "age",
        &["-r", &mine, "-o", &home.vault().to_string_lossy(), ".netrc"],
    )
    .ok();
    home.set("KEYRC_IDENTITY", "mine");
    home.set("KEYRC_STORE", "vault");
    home.keyrc(&["vault", "recipients", "add", &theirs])
        .fails(5);
    home.keyrc(&["vault", "recipients", "add", &mine]).ok();
    home.keyrc(&["vault", "recipients", "add", &theirs]).ok();
    home.keyrc(&["vault", "lock"]).ok();
    assert_eq!(home.keyrc(&["token", "a.test"]).ok(), "one\n");
}

#[test]
fn a_vault_that_another_program_replaced_is_reported() {
    let home = Home::with_key();
    let (mine, theirs) = (
        home.run("age-keygen", &["-y", "mine"]).ok(),
        home.key("theirs"),
    );
    let planted = format!("#keyrc:recipient={theirs}\nmachine a.test login me password planted\n");
    home.pipe(
        &planted,
        "age",
        &["-r", mine.trim(), "-o", &home.vault().to_string_lossy()],
    )
    .ok();
    let output = home.keyrc(&["token", "a.test"]).err;
    assert!(
        output.contains("is not the one that you used before"),
        "{output}"
    );
    // Without a record, the key in the folder still shows it.
    fs::remove_dir_all(home.path("home/.local/state")).unwrap();
    let output = home.keyrc(&["token", "a.test"]).err;
    assert!(
        output.starts_with(
            "keyrc: the vault is not encrypted to its own key: another program wrote it"
        ),
        "{output}"
    );
}

#[test]
fn an_identity_without_its_vault_is_not_replaced() {
    let home = Home::new();
    home.has("a.test", "me", "one");
    fs::rename(home.vault(), home.path("away")).unwrap();
    let output = home.keyrc(&["vault", "init"]).fails(1);
    assert!(
        output.contains("identity.age` but no vault.age"),
        "{output}"
    );
    fs::rename(home.path("away"), home.vault()).unwrap();
    home.keyrc(&["vault", "lock"]).ok();
    assert_eq!(home.keyrc(&["token", "a.test"]).ok(), "one\n");

    // The command of the hint makes room for a new vault.
    fs::remove_file(home.vault()).unwrap();
    let (_, command) = output.split_once("with `").expect("a command");
    let (command, _) = command.split_once('`').expect("the end of the command");
    home.shell(command).ok();
    home.keyrc(&["vault", "init"]).ok();
}

#[test]
fn a_recipient_can_be_removed_in_any_spelling() {
    let home = Home::without_vault();
    let (mine, theirs) = (home.key("mine"), home.key("theirs"));
    assert!(!mine.is_empty());
    home.keyrc(&[
        "vault",
        "init",
        "-i",
        "mine",
        "-r",
        &theirs.to_uppercase(),
        "-r",
        &theirs,
    ])
    .ok();
    home.keyrc(&["vault", "recipients", "remove", &theirs]).ok();
    home.has("a.test", "me", "one");
    assert_ne!(
        home.run(
            "age",
            &["-d", "-i", "theirs", &home.vault().to_string_lossy()]
        )
        .code,
        Some(0)
    );
}

#[test]
fn a_secret_key_given_as_a_recipient_is_not_shown() {
    let home = Home::with_key();
    home.key("other");
    let text = fs::read_to_string(home.path("home/other")).unwrap();
    let secret = text
        .lines()
        .find(|line| line.starts_with("AGE-SECRET-KEY-"))
        .unwrap();
    for args in [
        &["vault", "recipients", "add", secret][..],
        &["vault", "recipients", "remove", secret],
        &["vault", "recipients", "add", &text],
        &["--store=vault", "vault", "init", "-R", "other"],
    ] {
        let done = home.keyrc(args);
        assert!(
            !done.err.contains("AGE-SECRET") && !done.err.contains(&secret[20..30]),
            "{}",
            done.err
        );
        assert_ne!(done.code, Some(0));
    }
    let done = home.keyrc(&["vault", "recipients", "add", secret]);
    assert!(done.err.contains("it is a private key"), "{done}");
}

/// A hostile age plugin that asks for a secret and records the answer.
const PLUGIN: &str = r#"#!/usr/bin/env python3
import base64, os, sys
# It is started in a folder of its own.
said = open(os.environ["HOME"] + "/plugin-log", "a")
def read():
    line = sys.stdin.readline()
    body = ""
    while line:
        part = sys.stdin.readline()
        body += part
        if len(part.strip()) < 64: break
    said.write(line + body); said.flush()
    return line
while not read().startswith("-> done"): pass
body = base64.b64encode(b"\x1b[31mPIN\x1b]0;owned\x07").decode().rstrip("=")
print("-> request-secret\n" + body, flush=True)
read()
print("-> done\n", flush=True)
read()
"#;

#[test]
fn a_plugin_gets_no_passphrase_and_cannot_control_the_terminal() {
    let mut home = Home::forgetful();
    home.keyrc(&["vault", "lock"]).ok();
    let plugin = home.path("home/age-plugin-evil");
    write(&plugin, PLUGIN);
    fs::set_permissions(&plugin, fs::Permissions::from_mode(0o700)).unwrap();
    // An identity of the plugin in Bech32: its name without data.
    write(&home.path("home/identity"), "AGE-PLUGIN-EVIL-19J245C\n");
    home.set("KEYRC_IDENTITY", "identity");
    let passphrase = home.path("passphrase").to_string_lossy().into_owned();
    let done = home.shell(&format!(
        "PATH=$HOME:$PATH KEYRC_PASSPHRASE_FILE={passphrase} keyrc list"
    ));
    let log = fs::read_to_string(home.path("home/plugin-log"))
        .unwrap_or_else(|error| panic!("{error}: {done}"));
    assert!(
        !log.contains("-> ok\n") && log.contains("-> fail"),
        "{log}{done}"
    );
    assert!(
        !done.err.contains('\u{1b}') && !done.err.contains(PASSPHRASE),
        "{done}"
    );
}

#[test]
fn a_foreign_key_in_the_kernel_breaks_nothing() {
    let home = Home::new();
    home.has("a.test", "me", "one");
    let folder = home
        .vault()
        .parent()
        .unwrap()
        .to_string_lossy()
        .into_owned();
    for planted in ["AGE-PLUGIN-NOPE-1QQQQQQQQ8N5F6U\\n", "nonsense", "\\n", ""] {
        // add_key(2) by its number on x86-64, into the keyring of the user.
        let line = format!(
            "import ctypes; data = b'{planted}'; \
             print(ctypes.CDLL(None).syscall(248, b'user', b'keyrc:vault:{folder}', data, len(data), -4))"
        );
        if cfg!(target_arch = "x86_64") {
            home.run("python3", &["-c", &line]).ok();
        }
        assert_eq!(home.keyrc(&["token", "a.test"]).ok(), "one\n", "{planted}");
    }
}

#[test]
fn asking_for_the_status_does_not_unlock() {
    let home = Home::with_key();
    home.keyrc(&["vault", "lock"]).ok();
    home.keyrc(&["doctor"]).ok();
    assert_eq!(home.keyrc(&["vault", "lock"]).ok(), "the vault is locked\n");
    // A locked vault reports damage, too.
    let locked = Home::forgetful();
    locked.keyrc(&["vault", "lock"]).ok();
    write(&locked.vault(), "");
    locked.keyrc(&["doctor"]).fails(1);
    locked.keyrc(&["list"]).fails(5);
}

#[test]
fn a_duplicate_account_is_not_replaced_but_can_be_removed() {
    let mut home = Home::without_vault();
    let mine = home.key("mine");
    home.set("KEYRC_IDENTITY", "mine");
    home.set("KEYRC_STORE", "vault");
    home.write_netrc(
        "machine a.test login me password one\nmachine a.test login me password two\n",
    );
    fs::create_dir_all(home.vault().parent().unwrap()).unwrap();
    home.run(
        "age",
        &["-r", &mine, "-o", &home.vault().to_string_lossy(), ".netrc"],
    )
    .ok();
    home.keyrc(&["vault", "recipients", "add", &mine]).ok();
    home.pipe(
        "three",
        KEYRC,
        &["login", "a.test", "-u", "me", "--token-stdin"],
    )
    .fails(1);
    home.keyrc(&["token", "a.test", "-u", "me"]).fails(1);
    home.keyrc(&["logout", "a.test", "-u", "me"]).ok();
    assert_eq!(home.keyrc(&["list"]).ok(), "");
}

#[test]
fn a_login_in_progress_survives_a_change_of_recipients() {
    let home = Home::with_key();
    let theirs = home.key("theirs");
    let line = format!(
        "(sleep 2; printf two) | keyrc login b.test -u me --token-stdin & sleep 0.7; \
         keyrc vault recipients add {theirs}; wait $!"
    );
    home.shell(&line).ok();
    assert_eq!(home.keyrc(&["token", "b.test"]).ok(), "two\n");
}
