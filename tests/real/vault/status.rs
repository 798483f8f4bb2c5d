//! The state of a vault, and where its passphrase may come from.

use std::time::{Duration, Instant};

use crate::pty::Pty;
use crate::sandbox::KEYRC;
use crate::vault::Home;

#[test]
fn vault_status_shows_how_long_the_vault_stays_unlocked() {
    let home = Home::forgetful();
    home.has("a.test", "me", "t0ken");
    home.keyrc(&["vault", "lock"]).ok();
    let folder = home.path("home/.local/share/keyrc");
    let locked = home.keyrc(&["vault", "status"]).ok();
    assert!(
        locked.contains("state       locked; unlock it with `keyrc vault unlock`\n"),
        "{locked}"
    );
    assert!(locked.contains("recipients  unknown while"), "{locked}");
    home.shell("KEYRC_PASSPHRASE_FILE=../passphrase keyrc vault unlock --for 1d")
        .ok();
    let unlocked = home.keyrc(&["vault", "status"]).ok();
    assert!(
        ["24 h", "23 h 59 min"]
            .iter()
            .any(|left| unlocked.contains(&format!("state       unlocked, for {left} more\n"))),
        "{unlocked}"
    );
    assert!(
        unlocked.contains("recipients  none but the passphrase\n"),
        "{unlocked}"
    );
    assert!(
        unlocked.contains("backup key  none; add one with"),
        "{unlocked}"
    );
    let facts = home.keyrc(&["vault", "status", "--format", "json"]).ok();
    let facts: serde_json::Value = serde_json::from_str(&facts).unwrap();
    assert_eq!(facts["path"], folder.to_str().unwrap());
    assert_eq!(facts["unlocked"], true);
    assert_eq!(facts["backup_key"], false);
    assert!(
        matches!(facts["seconds_left"].as_u64(), Some(86_300..=86_400)),
        "{facts}"
    );
}

#[test]
fn status_and_doctor_ask_nothing_for_a_locked_vault() {
    let home = Home::forgetful();
    home.keyrc(&["vault", "lock"]).ok();
    for args in [
        &["status"][..],
        &["status", "--format", "json"],
        &["vault", "status"],
    ] {
        let mut pty = Pty::start(&home, KEYRC, args);
        assert!(pty.ends().success(), "{args:?}: {}", pty.seen());
        assert!(!pty.shows("Passphrase"), "{args:?}: {}", pty.seen());
        assert!(pty.shows("locked"), "{args:?}: {}", pty.seen());
    }
    let doctor = home.keyrc(&["doctor"]);
    assert!(doctor.out.contains("ok   vault      locked"), "{doctor}");
    assert!(
        doctor.out.contains("hint: run `keyrc vault unlock`"),
        "{doctor}"
    );
}

#[test]
fn a_pipe_or_a_device_in_place_of_the_passphrase_ends_in_time() {
    let home = Home::forgetful();
    home.keyrc(&["vault", "lock"]).ok();
    home.run("mkfifo", &["pipe"]).ok();
    let began = Instant::now();
    let silent = home.shell("KEYRC_TIMEOUT=1 KEYRC_PASSPHRASE_FILE=pipe keyrc list");
    assert!(
        silent
            .fails(5)
            .contains("is a pipe, and nothing was written to it in 1 s")
    );
    assert!(began.elapsed() < Duration::from_secs(10));
    for path in ["/dev/zero", "/dev/tty", "."] {
        let output = home.shell(&format!("KEYRC_PASSPHRASE_FILE={path} keyrc list"));
        assert!(output.err.contains("not a regular file"), "{output}");
    }
    for line in [
        "(sleep 1; cat ../passphrase >pipe) & KEYRC_TIMEOUT=5 KEYRC_PASSPHRASE_FILE=pipe keyrc list",
        "KEYRC_TIMEOUT=1 KEYRC_PASSPHRASE_FILE=<(sleep 2; cat ../passphrase) keyrc list",
        "KEYRC_PASSPHRASE_FILE=/dev/fd/3 keyrc list 3< <(cat ../passphrase)",
        "KEYRC_PASSPHRASE_FILE=/dev/stdin keyrc list <../passphrase",
    ] {
        home.keyrc(&["vault", "lock"]).ok();
        home.shell(line).ok();
    }
}
