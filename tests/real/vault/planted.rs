//! Files that someone else put into the folder of a vault.

use std::fs;

use super::Home;
use crate::sandbox::{KEYRC, write};

/// Prints a Bech32 text without data for the prefix in its argument.
const BECH32: &str = "import sys
A = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
def polymod(values):
    c = 1
    for v in values:
        top = c >> 25
        c = (c & 0x1ffffff) << 5 ^ v
        for i, g in enumerate([0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]):
            c ^= g if (top >> i) & 1 else 0
    return c
def encode(hrp):
    expanded = [ord(c) >> 5 for c in hrp] + [0] + [ord(c) & 31 for c in hrp]
    m = polymod(expanded + [0] * 6) ^ 1
    return hrp + '1' + ''.join(A[m >> 5 * (5 - i) & 31] for i in range(6))
print(encode(sys.argv[1]))";

#[test]
fn a_planted_file_with_a_long_header_is_refused_at_once() {
    let home = Home::forgetful();
    let age = "age-encryption.org/v1\n";
    let long = 250 << 10;
    let many = format!("{age}{}", "-> a\n\n".repeat(long / 6));
    let body = format!(
        "{age}-> a\n{}",
        format!("{}\n", "A".repeat(64)).repeat(long / 65)
    );
    let argument = format!("{age}-> {}", "a".repeat(long));
    let recipients = format!(
        "{age}{}--- {}\n",
        format!("-> X25519 {0}\n{0}\n", "A".repeat(43)).repeat(long / 98),
        "A".repeat(43)
    );
    let armored = home.path("home/plain");
    for planted in [&many, &body, &argument, &recipients] {
        write(&armored, planted);
        let armor = "(echo -----BEGIN AGE ENCRYPTED FILE-----; base64 -w64 plain; \
                     echo -----END AGE ENCRYPTED FILE-----) >armored; cat armored";
        let armored = home.shell(armor).ok();
        for file in [planted, &armored] {
            for path in [home.vault(), home.identity()] {
                let good = fs::read(&path).unwrap();
                write(&path, file);
                home.keyrc(&["vault", "lock"]).ok();
                let began = std::time::Instant::now();
                let output = home.keyrc(&["list"]).fails(5);
                let took = began.elapsed().as_secs_f32();
                let is_refused = output.contains("has too long a header")
                    || output.contains("identity.age`: larger than 65536 bytes");
                assert!(is_refused, "{output}");
                // The bound is for a build without optimisation, and a busy machine.
                assert!(took < 0.5, "{took}");
                write(&path, good);
            }
        }
    }
}

#[test]
fn a_vault_with_too_many_recipients_is_not_written() {
    let home = Home::with_key();
    let before = fs::read(home.vault()).unwrap();
    let line = "for i in $(seq 350); do age-keygen 2>/dev/null | age-keygen -y; done >many; \
                KEYRC_DATA_DIR=new keyrc vault init -i mine -R many";
    let output = home.shell(line).fails(1);
    assert!(output.starts_with("keyrc: too many recipients"), "{output}");
    let line = "for i in $(seq 40); do cat many; done >more; KEYRC_DATA_DIR=new keyrc vault init -i mine -R more";
    let began = std::time::Instant::now();
    home.shell(line).fails(1);
    assert!(began.elapsed().as_secs() < 3);
    assert_eq!(fs::read(home.vault()).unwrap(), before);
}

#[test]
fn the_name_of_a_plugin_cannot_lead_elsewhere() {
    let home = Home::with_key();
    let both = format!("{BECH32}; print(encode('age-plugin-' + sys.argv[1][4:] + '-').upper())");
    for name in ["..", "a.b", "../x", "a_b", "a+b"] {
        let name = format!("age1{name}");
        let printed = home.run("python3", &["-c", &both, &name]).ok();
        let (recipient, identity) = printed.trim().split_once('\n').unwrap();
        let output = home.keyrc(&["vault", "recipients", "add", recipient]);
        assert!(matches!(output.code, Some(2 | 5)), "{output}");
        assert!(!output.err.contains("find"), "no search in PATH: {output}");
        write(&home.path("home/plugin"), format!("{identity}\n"));
        home.keyrc(&["vault", "lock"]).ok();
        let output = home.shell("KEYRC_IDENTITY=plugin keyrc list").fails(5);
        assert!(output.contains("is not an identity"), "{output}");
    }
}

const OTHER: &str = "is not the one that you used before";

impl Home {
    /// Replaces the vault by one that another program encrypted to these recipients.
    fn plant(&self, recipients: &[&str], listed: &str) {
        let text = format!(
            "#keyrc:own={listed}\n#keyrc:recipient={listed}\nmachine a.test login me password planted\n"
        );
        let vault = self.vault().display().to_string();
        let mut args = vec!["-o", vault.as_str()];
        for recipient in recipients {
            args.extend(["-r", *recipient]);
        }
        self.pipe(&text, "age", &args).ok();
    }

    fn ssh_key(&self) -> String {
        self.run(
            "ssh-keygen",
            &["-q", "-t", "ed25519", "-N", "", "-f", "ssh"],
        )
        .ok();
        fs::read_to_string(self.path("home/ssh.pub")).unwrap()
    }

    /// Every command reports the planted vault each time, and none writes to it.
    #[track_caller]
    fn reports_a_planted_vault(&mut self, identities: &str) {
        self.set("KEYRC_IDENTITY", identities);
        let planted = fs::read(self.vault()).unwrap();
        for args in [
            &["token", "a.test"][..],
            &["list"],
            &["token", "a.test"],
            &["vault", "recipients", "list"],
            &["status", "a.test"],
            &["exec", "a.test", "--", "true"],
        ] {
            let done = self.keyrc(args);
            assert!(done.err.contains(OTHER), "{identities}: {done}");
        }
        for args in [
            &["login", "b.test", "-u", "me", "--token-stdin"][..],
            &["logout", "a.test"],
            &["vault", "recipients", "add", "age1"],
        ] {
            let done = self.pipe("two", KEYRC, args);
            assert!(
                done.err.contains("you have not accepted"),
                "{identities}: {done}"
            );
            assert!(
                done.err.contains("`keyrc vault trust`"),
                "{identities}: {done}"
            );
            done.fails(6);
        }
        assert_eq!(fs::read(self.vault()).unwrap(), planted);
    }
}

#[test]
fn a_planted_vault_is_reported_whatever_identity_opens_it() {
    let mut home = Home::without_vault();
    let ssh = home.ssh_key();
    let (new, theirs) = (home.key("new"), home.key("theirs"));
    home.keyrc(&["vault", "init", "-i", "ssh"]).ok();
    home.has("a.test", "me", "one");
    let good = fs::read(home.vault()).unwrap();
    for recipients in [&[ssh.trim()][..], &[&new], &[ssh.trim(), &new]] {
        home.plant(recipients, &theirs);
        for identities in ["ssh:new", "new:ssh"] {
            home.reports_a_planted_vault(identities);
            home.keyrc(&["vault", "lock"]).ok();
            home.reports_a_planted_vault(identities);
        }
    }
    write(&home.vault(), &good);
    let done = home.keyrc(&["token", "a.test"]);
    assert_eq!(done.err, "");
    assert_eq!(done.ok(), "one\n");
}

#[test]
fn a_planted_vault_with_its_own_key_is_reported() {
    let mut home = Home::without_vault();
    let ssh = home.ssh_key();
    home.keyrc(&["vault", "init", "-i", "ssh"]).ok();
    home.has("a.test", "me", "one");
    // Another keyrc makes a vault for the same recipient, and both of its files are planted.
    let theirs = home.key("theirs");
    home.shell(&format!(
        "export KEYRC_DATA_DIR=$HOME/evil KEYRC_CONFIG_DIR=$HOME/evil KEYRC_STATE_DIR=$HOME/evil KEYRC_STORE=vault
         keyrc vault init -i theirs -r '{}' && echo planted | keyrc login a.test -u me --token-stdin
         cp evil/vault.age evil/identity.age .local/share/keyrc/",
        ssh.trim()
    ))
    .ok();
    home.reports_a_planted_vault("ssh");
    assert!(!theirs.is_empty());
    // The user may know who did it.
    home.keyrc(&["vault", "trust"]).fails(2);
    home.keyrc(&["vault", "trust", "--yes"]).ok();
    let done = home.keyrc(&["token", "a.test"]);
    assert_eq!(done.err, "");
    assert_eq!(done.ok(), "planted\n");
    home.has("b.test", "me", "two");
}

#[test]
fn a_vault_with_a_passphrase_cannot_be_planted_unseen() {
    let mut home = Home::without_vault();
    let (backup, theirs) = (home.key("backup"), home.key("theirs"));
    home.keyrc(&["vault", "init", "-r", &backup]).ok();
    home.has("a.test", "me", "one");
    home.plant(&[&backup], &theirs);
    home.keyrc(&["token", "a.test"]).fails(4);
    home.reports_a_planted_vault("backup");
}

#[test]
fn a_recipient_that_someone_else_added_is_reported() {
    let home = Home::with_key();
    let theirs = home.key("theirs");
    let text = home
        .run(
            "age",
            &["-d", "-i", "mine", &home.vault().to_string_lossy()],
        )
        .ok();
    let own = text
        .lines()
        .next()
        .unwrap()
        .split('=')
        .nth(1)
        .unwrap()
        .to_owned();
    let mine = home.run("age-keygen", &["-y", "mine"]).ok();
    home.pipe(
        &format!("#keyrc:recipient={theirs}\n{text}"),
        "age",
        &[
            "-r",
            &own,
            "-r",
            mine.trim(),
            "-o",
            &home.vault().to_string_lossy(),
        ],
    )
    .ok();
    for _ in 0..2 {
        let done = home.keyrc(&["token", "a.test"]);
        assert!(done.err.contains("keys that you have not named"), "{done}");
        assert!(done.err.contains(&theirs), "{done}");
    }
    home.pipe(
        "x",
        KEYRC,
        &["login", "b.test", "-u", "me", "--token-stdin"],
    )
    .fails(6);
    home.keyrc(&["vault", "trust", "--yes"]).ok();
    assert_eq!(home.keyrc(&["token", "a.test"]).err, "");
    home.has("b.test", "me", "two");
}

#[test]
fn a_planted_recipient_starts_no_plugin() {
    let mut home = Home::with_key();
    let mine = home.run("age-keygen", &["-y", "mine"]).ok();
    let plugin = home.path("home/age-plugin-evil");
    write(&plugin, "#!/bin/sh\ntouch $HOME/started\n");
    fs::set_permissions(&plugin, std::os::unix::fs::PermissionsExt::from_mode(0o700)).unwrap();
    // age1evil in Bech32, without data.
    let evil = bech32(&home, "age1evil");
    let text = format!(
        "#keyrc:recipient={}\n#keyrc:recipient={evil}\nmachine a.test login me password planted\n",
        mine.trim()
    );
    let login = "PATH=$HOME:$PATH; echo x | keyrc login b.test -u me --token-stdin";
    for state in ["kept", "deleted"] {
        home.pipe(
            &text,
            "age",
            &["-r", mine.trim(), "-o", &home.vault().to_string_lossy()],
        )
        .ok();
        let add = format!(
            "PATH=$HOME:$PATH; keyrc vault recipients add {}",
            home.key(state)
        );
        home.shell(login).fails(6);
        home.shell(&add).fails(6);
        assert!(!home.path("home/started").exists(), "{state}");
        // Without a record, nothing but the list in the vault names the plugin.
        let _ = fs::remove_dir_all(home.path("home/.local/state"));
        let _ = fs::remove_file(home.identity());
    }
    // The user names it.
    home.set("KEYRC_DATA_DIR", "new");
    home.shell(&format!(
        "PATH=$HOME:$PATH; keyrc vault init -i mine -r {evil}"
    ));
    assert!(home.path("home/started").exists());
}

fn bech32(home: &Home, prefix: &str) -> String {
    home.run("python3", &["-c", BECH32, prefix])
        .ok()
        .trim()
        .to_owned()
}

#[test]
fn a_vault_without_a_record_is_accepted_once() {
    let home = Home::with_key();
    fs::remove_dir_all(home.path("home/.local/state")).unwrap();
    let done = home.keyrc(&["token", "a.test"]);
    assert_eq!(done.ok(), "one\n");
    let theirs = home.key("theirs");
    let mine = home.run("age-keygen", &["-y", "mine"]).ok();
    home.plant(&[mine.trim()], &theirs);
    let done = home.keyrc(&["token", "a.test"]);
    assert!(done.err.contains(OTHER), "{done}");
}

#[test]
fn reading_never_fails_while_the_recipients_change() {
    let home = Home::with_key();
    let theirs = home.key("theirs");
    std::thread::scope(|scope| {
        let busy = scope.spawn(|| {
            for _ in 0..15 {
                home.keyrc(&["vault", "recipients", "add", &theirs]).ok();
                home.keyrc(&["vault", "recipients", "remove", &theirs]).ok();
            }
        });
        let mut reads = 0;
        while !busy.is_finished() {
            let done = home.keyrc(&["token", "a.test"]);
            assert_eq!(
                (done.err.as_str(), done.out.as_str()),
                ("", "one\n"),
                "{done}"
            );
            reads += 1;
        }
        assert!(reads > 10);
    });
}

#[test]
fn a_planted_key_of_the_vault_is_small() {
    let mut home = Home::with_key();
    home.keyrc(&["vault", "lock"]).ok();
    home.shell(
        "for i in $(seq 800); do age-keygen 2>/dev/null; done >keys
         for i in $(seq 250); do echo -n \" -r $(age-keygen -y mine)\"; done >args
         age $(cat args) -o .local/share/keyrc/vault.age .profile 2>/dev/null ||
         echo x | age $(cat args) -o .local/share/keyrc/vault.age
         age -r $(age-keygen -y mine) -o .local/share/keyrc/identity.age keys",
    )
    .ok();
    let began = std::time::Instant::now();
    home.keyrc(&["list"]);
    assert!(began.elapsed().as_secs_f32() < 1.5, "{:?}", began.elapsed());
    home.set("KEYRC_IDENTITY", "mine");
    home.shell("head -c 100000 /dev/zero >.local/share/keyrc/identity.age");
    let output = home.keyrc(&["list"]).fails(5);
    assert!(
        output.contains("identity.age`: larger than 65536 bytes"),
        "{output}"
    );
}

#[test]
fn a_link_in_place_of_the_folder_leads_to_no_unknown_vault() {
    let home = Home::with_key();
    home.keyrc(&["vault", "lock"]).ok();
    let (theirs, mine) = (
        home.key("theirs"),
        home.run("age-keygen", &["-y", "mine"]).ok(),
    );
    home.shell("mv .local/share/keyrc real; ln -s ../../evil .local/share/keyrc; mkdir evil")
        .ok();
    home.plant(&[mine.trim()], &theirs);
    let done = home.keyrc(&["token", "a.test"]);
    assert!(done.err.contains(OTHER), "{done}");
    // The same vault under another name is known, and a folder that was moved is new.
    home.shell("rm -r .local/share/keyrc; ln -s ../../real .local/share/keyrc")
        .ok();
    let done = home.keyrc(&["token", "a.test"]);
    assert_eq!((done.err.as_str(), done.out.as_str()), ("", "one\n"));
    home.has("b.test", "me", "two");
}
