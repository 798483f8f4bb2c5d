//! The vault and the stock age tool: users can read their tokens and add recipients without keyrc.

use std::fs;

use rexpect::session::spawn_command;

use super::{Home, PASSPHRASE};
use crate::sandbox::{Output, write};

impl Home {
    fn has_key(&self, name: &str) -> String {
        self.run("age-keygen", &["-o", name]).ok();
        self.run("age-keygen", &["-y", name]).ok().trim().to_owned()
    }

    fn has_ssh_key(&self, name: &str, kind: &str, passphrase: &str) {
        self.run(
            "ssh-keygen",
            &[
                "-q", "-t", kind, "-f", name, "-N", passphrase, "-C", "me@home",
            ],
        )
        .ok();
    }

    fn with_stock_age(&self, identity: &str) -> Output {
        self.run(
            "age",
            &["-d", "-i", identity, &self.vault().to_string_lossy()],
        )
    }
}

#[test]
fn stock_age_opens_a_vault_with_the_passphrase_and_finds_a_netrc() {
    let home = Home::new();
    home.has("a.test", "me", "one");
    home.has("b.test", "me", "two words");
    let mut command = home.command_at_terminal("age");
    command
        .args(["-d", "-o", "netrc", "-i"])
        .args([home.identity(), home.vault()]);
    command.stdin(std::process::Stdio::inherit());
    let mut session = spawn_command(command, Some(60_000)).unwrap();
    session
        .exp_string("Enter passphrase for identity file")
        .unwrap();
    session.send_line(PASSPHRASE).unwrap();
    session.exp_eof().unwrap();
    let netrc = fs::read_to_string(home.path("home/netrc")).unwrap();
    let entries: Vec<&str> = netrc
        .lines()
        .filter(|line| !line.starts_with("#keyrc:"))
        .collect();
    assert_eq!(
        entries,
        [
            "machine a.test login me password one",
            "machine b.test login me password \"two words\""
        ]
    );
    // A strict reader, which rejects the file for any error, finds the passwords.
    let line = "import netrc; n = netrc.netrc('netrc'); print(n.authenticators('a.test'), n.authenticators('b.test'))";
    let read = home.run("python3", &["-c", line]).ok();
    assert_eq!(read, "('me', '', 'one') ('me', '', 'two words')\n");
}

#[test]
fn a_recipient_that_stock_age_added_keeps_access() {
    let mut home = Home::forgetful();
    home.has("a.test", "me", "one");
    let backup = home.has_key("backup.txt");
    home.keyrc(&["vault", "recipients", "add", &backup]).ok();
    let new = home.has_key("new.txt");
    let vault = home.vault().to_string_lossy().into_owned();
    home.shell(&format!(
        "age -d -i backup.txt {vault} | age -r {new} -o anew && mv anew {vault}"
    ))
    .ok();

    let output = home.keyrc(&["token", "a.test"]).fails(4);
    assert!(output.contains("the vault is locked"), "{output}");
    home.set("KEYRC_IDENTITY", "nowhere.txt:new.txt");
    assert_eq!(home.keyrc(&["token", "a.test"]).ok(), "one\n");
    let unlocked = home.keyrc(&["vault", "unlock", "--for", "8h"]).fails(2);
    assert!(
        unlocked.contains("the kernel does not keep a key"),
        "{unlocked}"
    );
    let output = home
        .pipe(
            "two",
            crate::sandbox::KEYRC,
            &["login", "b.test", "-u", "me", "--token-stdin"],
        )
        .fails(5);
    assert!(
        output.contains("you could not have decrypted it afterwards"),
        "{output}"
    );
    assert_eq!(home.keyrc(&["list"]).ok(), "a.test  me\n");
    home.keyrc(&["vault", "recipients", "add", &new]).ok();
    home.has("b.test", "me", "two");
    // All recipients are back: the new one, the backup key, and the vault's own identity.
    for identity in ["new.txt", "backup.txt"] {
        assert!(
            home.with_stock_age(identity)
                .ok()
                .contains("machine b.test login me password two")
        );
    }
    let passphrase = home.path("passphrase").to_string_lossy().into_owned();
    home.set("KEYRC_IDENTITY", "");
    home.set("KEYRC_PASSPHRASE_FILE", &passphrase);
    assert_eq!(home.keyrc(&["token", "b.test"]).ok(), "two\n");
}

#[test]
fn a_netrc_that_stock_age_encrypted_is_a_vault() {
    let mut home = Home::without_vault();
    let key = home.has_key("key.txt");
    home.write_netrc("# mine\nmachine a.test login me password one\n");
    let vault = home.vault();
    fs::create_dir_all(vault.parent().unwrap()).unwrap();
    home.run(
        "age",
        &["-a", "-r", &key, "-o", &vault.to_string_lossy(), ".netrc"],
    )
    .ok();
    home.set("KEYRC_IDENTITY", "key.txt");
    home.set("KEYRC_STORE", "vault");
    assert_eq!(home.keyrc(&["token", "a.test"]).ok(), "one\n");
    let output = home
        .pipe(
            "two",
            crate::sandbox::KEYRC,
            &["login", "b.test", "-u", "me", "--token-stdin"],
        )
        .fails(5);
    assert!(output.contains("does not list its recipients"), "{output}");
    home.keyrc(&["vault", "recipients", "add", &key]).ok();
    home.has("b.test", "me", "two");
    let opened = home.with_stock_age("key.txt").ok();
    assert!(
        opened.contains(
            "# mine\nmachine a.test login me password one\nmachine b.test login me password two\n"
        ),
        "{opened}"
    );
}

#[test]
fn keys_of_every_kind_open_a_vault() {
    for kind in ["age", "ed25519", "rsa"] {
        let home = Home::without_vault();
        match kind {
            "age" => _ = home.has_key("key"),
            kind => home.has_ssh_key("key", kind, ""),
        }
        home.keyrc(&["vault", "init", "-i", "key"]).ok();
        home.has("a.test", "me", "one");
        assert!(
            home.with_stock_age("key")
                .ok()
                .contains("machine a.test login me password one"),
            "{kind}"
        );
        home.keyrc(&["vault", "lock"]).ok();
        assert_eq!(home.keyrc(&["token", "a.test"]).ok(), "one\n", "{kind}");
        fs::remove_file(home.path("home/key")).unwrap();
        assert_eq!(
            home.keyrc(&["token", "a.test"]).ok(),
            "one\n",
            "the kernel offers it ({kind})"
        );
        home.keyrc(&["vault", "lock"]).ok();
        let output = home.keyrc(&["token", "a.test"]).fails(1);
        assert!(
            output.contains("key`: cannot open it: no such file"),
            "{output}"
        );
    }
}

#[test]
fn an_ssh_key_asks_for_its_passphrase_once() {
    let home = Home::without_vault();
    home.has_ssh_key("key", "ed25519", PASSPHRASE);
    home.keyrc(&["vault", "init", "-i", "key"]).ok();
    home.has("a.test", "me", "one");
    home.keyrc(&["vault", "lock"]).ok();
    assert_eq!(home.keyrc(&["token", "a.test"]).ok(), "one\n");
    write(&home.path("passphrase"), "another");
    assert_eq!(
        home.keyrc(&["token", "a.test"]).ok(),
        "one\n",
        "it was not asked for again"
    );
    home.keyrc(&["vault", "lock"]).ok();
    home.keyrc(&["token", "a.test"]).fails(4);
}

#[test]
fn recipients_can_be_added_and_removed() {
    let home = Home::without_vault();
    let (mine, theirs) = (home.has_key("mine"), home.has_key("theirs"));
    home.has_ssh_key("team", "ed25519", "");
    let team = fs::read_to_string(home.path("home/team.pub"))
        .unwrap()
        .trim()
        .to_owned();
    home.keyrc(&["vault", "init", "-i", "mine", "-r", &theirs])
        .ok();
    home.run(
        "age",
        &["-d", "-i", "theirs", &home.identity().to_string_lossy()],
    )
    .ok();
    home.has("a.test", "me", "one");
    home.keyrc(&["vault", "recipients", "add", &team]).ok();
    home.keyrc(&["vault", "recipients", "add", &team]).ok();
    assert_eq!(
        home.keyrc(&["vault", "recipients", "list"]).ok(),
        format!("{mine}\n{theirs}\n{team}\n")
    );
    for identity in ["mine", "theirs", "team"] {
        home.with_stock_age(identity).ok();
        home.run(
            "age",
            &["-d", "-i", identity, &home.identity().to_string_lossy()],
        )
        .ok();
    }
    home.keyrc(&["vault", "recipients", "remove", &theirs]).ok();
    home.has("b.test", "me", "two");
    assert_ne!(home.with_stock_age("theirs").code, Some(0));
    assert_ne!(
        home.run(
            "age",
            &["-d", "-i", "theirs", &home.identity().to_string_lossy()]
        )
        .code,
        Some(0)
    );
    assert!(
        home.with_stock_age("team")
            .ok()
            .contains("machine b.test login me password two")
    );
    assert_eq!(home.keyrc(&["token", "b.test"]).ok(), "two\n");
    home.keyrc(&["vault", "recipients", "remove", &theirs])
        .fails(3);
    home.keyrc(&["vault", "recipients", "remove", &team]).ok();
    home.keyrc(&["vault", "recipients", "remove", &mine])
        .fails(1);
    home.keyrc(&["vault", "recipients", "add", "age1nonsense"])
        .fails(2);
}
