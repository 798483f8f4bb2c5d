//! The store that a command uses, and copies between stores.

use rexpect::session::{PtySession, spawn_command};

use crate::bus::Bus;
use crate::sandbox::{KEYRC, Output, Sandbox, write};

/// A sandbox with a passphrase file for the vault. Dropping it removes the key of its vault from
/// the kernel.
struct Forget<'a>(&'a Sandbox);

impl Drop for Forget<'_> {
    fn drop(&mut self) {
        self.0.keyrc(&["vault", "lock"]);
    }
}

fn knows_passphrase(sandbox: &mut Sandbox) {
    write(&sandbox.path("passphrase"), "correct horse");
    let path = sandbox.path("passphrase").to_string_lossy().into_owned();
    sandbox.set("KEYRC_PASSPHRASE_FILE", &path);
}

fn login(sandbox: &Sandbox, host: &str, store: &[&str]) -> Output {
    sandbox.pipe(
        "tok",
        KEYRC,
        &[&["login", host, "-u", "me", "--token-stdin"], store].concat(),
    )
}

fn settings(sandbox: &Sandbox) -> String {
    std::fs::read_to_string(sandbox.path("home/.config/keyrc/config.toml")).unwrap_or_default()
}

#[test]
fn the_first_working_store_is_pinned_and_a_failure_does_not_change_it() {
    let mut bus = Bus::unlocked();
    knows_passphrase(&mut bus);
    let _forget = Forget(&bus);
    bus.keyrc(&["list"]).ok();
    assert_eq!(settings(&bus), "", "reading pins nothing");
    assert!(login(&bus, "a.test", &[]).ok().contains("in the keyring"));
    assert_eq!(settings(&bus), "store = \"keyring\"\n");
    let elsewhere = "KEYRC_STORE=os KEYRC_CONFIG_DIR=$HOME/x KEYRC_DATA_DIR=$HOME/x keyrc vault init; cat x/config.toml";
    let output = bus.shell(elsewhere);
    assert!(
        output
            .err
            .contains("keyrc still stores tokens in the keyring")
            && !output.out.contains("store ="),
        "{output}"
    );
    // A vault exists now, and the keyring fails: the token must not go to the vault.
    let made = bus.keyrc(&["vault", "init"]);
    assert!(
        made.err
            .contains("keyrc still stores tokens in the keyring"),
        "{made}"
    );
    let address = format!("unix:path={}", bus.path("nowhere").display());
    let line = format!(
        "echo tok | DBUS_SESSION_BUS_ADDRESS={address} keyrc login b.test -u me --token-stdin"
    );
    assert!(
        bus.shell(&line)
            .fails(4)
            .starts_with("keyrc: no keyring available: there is no D-Bus session")
    );
    assert_eq!(bus.keyrc(&["list"]).ok(), "a.test  me\n");
    assert_eq!(bus.keyrc(&["list", "--store", "vault"]).ok(), "");
    // An explicit choice is used, and not pinned.
    assert!(
        login(&bus, "b.test", &["--store", "vault"])
            .ok()
            .contains("in the vault")
    );
    assert_eq!(
        bus.shell("KEYRC_STORE=vault keyrc list").ok(),
        "b.test  me\n"
    );
    assert_eq!(settings(&bus), "store = \"keyring\"\n");
    bus.keyrc(&["store", "use", "vault"]).ok();
    assert_eq!(bus.keyrc(&["list"]).ok(), "b.test  me\n");
    bus.keyrc(&["store", "use", "auto"]).ok();
    assert_eq!(bus.keyrc(&["list"]).ok(), "a.test  me\n");
}

#[test]
fn auto_chooses_the_vault_where_the_keyring_cannot_be_used() {
    for mut bus in [
        Bus::empty(),
        Bus::without_collection(),
        Bus::locked(|sandbox| sandbox.has("x.test", "me", "x")),
    ] {
        knows_passphrase(&mut bus);
        let _forget = Forget(&bus);
        bus.keyrc(&["vault", "init"]).ok();
        bus.keyrc(&["store", "use", "auto"]).ok();
        assert!(login(&bus, "a.test", &[]).ok().contains("in the vault"));
        assert_eq!(settings(&bus), "store = \"vault\"\n");
        assert_eq!(bus.keyrc(&["token", "a.test"]).ok(), "tok\n");
    }
}

#[test]
fn status_names_the_store_and_the_reason() {
    let mut bus = Bus::unlocked();
    bus.set("KEYRC_STORE", "os");
    let output = bus.keyrc(&["status"]).ok();
    assert!(
        output.contains("store        keyring: 0 tokens, chosen by KEYRC_STORE\n"),
        "{output}"
    );
    bus.set("KEYRC_STORE", "nonsense");
    assert_eq!(
        bus.keyrc(&["status"]).fails(2),
        "keyrc: `KEYRC_STORE`: not a store\nkeyrc: hint: write `keyring`, `vault` or `auto`\n"
    );
    bus.set("KEYRC_STORE", "");
    bus.has("a.test", "me", "x");
    let output: serde_json::Value =
        serde_json::from_str(&bus.keyrc(&["status", "--format", "json"]).ok()).unwrap();
    assert_eq!(output["store"]["kind"], "keyring");
    assert_eq!(output["store"]["reason"], "by the settings");
}

#[test]
fn tokens_are_copied_with_their_extra_values_and_removed_on_request_only() {
    let mut bus = Bus::unlocked();
    knows_passphrase(&mut bus);
    let _forget = Forget(&bus);
    bus.has("a.test", "me", "one");
    bus.has("b.test", "me", "two");
    // The extra values of git's convention.
    let full = "three\npassword_expiry_utc=1800000000\noauth_refresh_token=again";
    let kept = [
        "--label=x",
        "service",
        "keyrc:c.test",
        "username",
        "me",
        "application",
        "keyrc",
    ];
    bus.pipe(full, "secret-tool", &[&["store"], &kept[..]].concat())
        .ok();
    bus.keyrc(&["vault", "init"]).ok();
    let there = ["store", "copy", "--from", "os", "--to", "vault"];
    let output = bus.keyrc(&[&there[..], &["-n"]].concat()).ok();
    assert_eq!(
        output,
        "would copy   me at a.test\nwould copy   me at b.test\nwould copy   me at c.test\n"
    );
    assert_eq!(bus.keyrc(&["list", "--store", "vault"]).ok(), "");
    bus.keyrc(&[&there[..], &["a.test"]].concat()).ok();
    let output = bus.keyrc(&[&there[..], &["--delete-source"]].concat()).ok();
    assert_eq!(
        output,
        "same         me at a.test\ncopied       me at b.test\ncopied       me at c.test\n"
    );
    assert_eq!(bus.keyrc(&["list"]).ok(), "");
    // A conflict changes neither store.
    bus.has("a.test", "me", "other");
    let back = [
        "store",
        "copy",
        "--from",
        "vault",
        "--to",
        "os",
        "--delete-source",
    ];
    let done = bus.keyrc(&back);
    assert!(
        done.out
            .contains("skipped      me at a.test: the stored tokens differ\n"),
        "{done}"
    );
    done.fails(6);
    assert_eq!(bus.keyrc(&["token", "a.test"]).ok(), "other\n");
    assert_eq!(
        bus.keyrc(&["list", "--store", "vault"]).ok(),
        "a.test  me\n"
    );
    bus.keyrc(&[&back[..], &["--force"]].concat()).ok();
    assert_eq!(bus.keyrc(&["token", "a.test"]).ok(), "one\n");
    assert_eq!(
        bus.run("secret-tool", &["lookup", "service", "keyrc:c.test"])
            .ok(),
        full
    );
    bus.keyrc(&["store", "copy", "--from", "os", "--to", "os"])
        .fails(2);
    bus.keyrc(&back).fails(3);
}

fn terminal(sandbox: &Sandbox, args: &[&str]) -> PtySession {
    let mut command = sandbox.command_at_terminal(KEYRC);
    command.args(args).stdin(std::process::Stdio::inherit());
    spawn_command(command, Some(30_000)).unwrap()
}

#[test]
fn a_person_without_a_keyring_is_offered_a_vault() {
    let sandbox = Sandbox::new();
    let _forget = Forget(&sandbox);
    let mut session = terminal(&sandbox, &["login", "a.test", "-u", "me"]);
    session
        .exp_string("No keyring available: there is no D-Bus session.")
        .unwrap();
    session
        .exp_string("Keep tokens in an encrypted file, the vault, instead? [Y/n] ")
        .unwrap();
    session.send_line("").unwrap();
    for question in [
        "New passphrase for the vault (empty to generate one): ",
        "Repeat the passphrase: ",
        "Token for me at a.test: ",
    ] {
        session.exp_string(question).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(200));
        session.send_line("hunter2 hunter2").unwrap();
    }
    session
        .exp_string("stored the token for me at a.test in the vault")
        .unwrap();
    session.exp_eof().unwrap();
    assert_eq!(
        sandbox.keyrc(&["token", "a.test"]).ok(),
        "hunter2 hunter2\n"
    );
    sandbox.keyrc(&["vault", "lock"]).ok();
    let mut session = terminal(&sandbox, &["token", "a.test"]);
    for (typed, next) in [
        ("wrong", "wrong passphrase"),
        ("hunter2 hunter2", "hunter2 hunter2"),
    ] {
        session.exp_string("Passphrase of the vault: ").unwrap();
        std::thread::sleep(std::time::Duration::from_millis(200));
        session.send_line(typed).unwrap();
        session.exp_string(next).unwrap();
    }
    session.exp_eof().unwrap();
}

#[test]
fn a_collection_is_offered_before_a_vault() {
    let bus = Bus::without_collection();
    let mut session = terminal(&bus, &["login", "a.test", "-u", "me"]);
    session
        .exp_string("The keyring has no collection for tokens. Make one? [Y/n] ")
        .unwrap();
    session.send_line("").unwrap();
    // It would ask for a password in a window, but there is no screen.
    session
        .exp_string("Keep tokens in an encrypted file, the vault, instead? [Y/n] ")
        .unwrap();
    session.send_line("no").unwrap();
    session
        .exp_string("keyrc: the keyring has no collection to store a token in")
        .unwrap();
    session
        .exp_string("keyrc: hint: run `keyrc login HOST` in a terminal to create one")
        .unwrap();
    session.exp_eof().unwrap();
}

#[test]
fn choosing_a_keyring_that_is_not_there_gives_a_warning() {
    let sandbox = Sandbox::new();
    let absent = sandbox.keyrc(&["store", "use", "keyring"]);
    assert_eq!(absent.code, Some(0), "{absent}");
    assert!(
        absent.err.starts_with(
            "keyrc: the keyring cannot be used at the moment: no keyring available: there is no \
             D-Bus session\nkeyrc: hint: store tokens in an encrypted vault with `keyrc vault init`"
        ),
        "{absent}"
    );
    assert_eq!(settings(&sandbox), "store = \"keyring\"\n");
    for bus in [Bus::unlocked(), Bus::locked(|_| ())] {
        let good = bus.keyrc(&["store", "use", "keyring"]);
        assert_eq!((good.code, good.err.as_str()), (Some(0), ""));
    }
}

#[test]
fn an_offer_can_be_declined() {
    let sandbox = Sandbox::new();
    let mut session = terminal(&sandbox, &["login", "a.test", "-u", "me"]);
    session.exp_string("[Y/n] ").unwrap();
    session.send_line("n").unwrap();
    session
        .exp_string("keyrc: no keyring available: there is no D-Bus session")
        .unwrap();
    session.exp_eof().unwrap();
    assert!(!sandbox.path("home/.local/share/keyrc").exists());
}

#[test]
fn the_passphrase_can_be_changed_at_the_terminal() {
    const FIRST: &str = "tulip ember quarry nine";
    const SECOND: &str = "violet anchor meadow six";
    let sandbox = Sandbox::new();
    let _forget = Forget(&sandbox);
    let answer = |session: &mut PtySession, answers: &[(&str, &str)]| {
        for (question, typed) in answers {
            session.exp_string(question).unwrap();
            std::thread::sleep(std::time::Duration::from_millis(200));
            session.send_line(typed).unwrap();
        }
    };
    let mut session = terminal(&sandbox, &["vault", "init"]);
    answer(
        &mut session,
        &[
            ("New passphrase", FIRST),
            ("Repeat the passphrase", "another"),
            ("New passphrase", FIRST),
            ("Repeat the passphrase", FIRST),
        ],
    );
    session.exp_string("created the vault").unwrap();
    session.exp_eof().unwrap();
    let mut session = terminal(&sandbox, &["vault", "passwd"]);
    let asked = [
        ("Passphrase of the vault", FIRST),
        ("New passphrase", SECOND),
        ("Repeat the passphrase", SECOND),
    ];
    answer(&mut session, &asked);
    session
        .exp_string("changed the passphrase of the vault")
        .unwrap();
    session.exp_eof().unwrap();
    write(&sandbox.path("passphrase"), SECOND);
    let line = format!(
        "KEYRC_PASSPHRASE_FILE={} keyrc vault unlock",
        sandbox.path("passphrase").display()
    );
    sandbox.shell(&line).ok();
}
