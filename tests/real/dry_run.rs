//! A dry run makes no store, and a file is read before a store is made.

use crate::bus::Bus;
use crate::pty::Pty;
use crate::sandbox::{KEYRC, Sandbox};

const ENTRY: &str = "machine a.test login me password one\n";

/// Runs a command at a terminal, which must ask nothing. Returns what it shows.
fn unasked(sandbox: &Sandbox, args: &[&str], code: i32) -> String {
    let mut pty = Pty::start(sandbox, KEYRC, args);
    let status = pty.ends();
    let seen = pty.seen();
    assert_eq!(status.code(), Some(code), "{args:?}: {seen}");
    assert!(!seen.contains("[Y/n]"), "{args:?}: {seen}");
    let vault = sandbox.path("home/.local/share/keyrc/vault.age");
    assert!(!vault.exists(), "{args:?}: {seen}");
    seen
}

#[test]
fn a_dry_run_makes_no_vault_and_no_collection() {
    let bus = Bus::without_collection();
    let sandbox = Sandbox::new();
    for (sandbox, made) in [(&sandbox, "vault"), (&*bus, "collection in the keyring")] {
        sandbox.write_netrc(ENTRY);
        for args in [
            &["migrate", "--dry-run"][..],
            &["import-netrc", "-n"],
            &["migrate", "-n", "--keep-source"],
        ] {
            let seen = unasked(sandbox, args, 0);
            assert!(seen.contains("would store    me at a.test"), "{seen}");
            let plan =
                format!("this dry run assumes a new {made}, which keyrc would offer to create");
            assert!(seen.replace("\r\n", " ").contains(&plan), "{seen}");
        }
        assert_eq!(sandbox.keyrc(&["migrate", "--dry-run"]).code, Some(0));
    }
}

#[test]
fn a_file_is_checked_before_a_store_is_made() {
    let sandbox = Sandbox::new();
    let seen = unasked(&sandbox, &["migrate"], 0);
    assert!(seen.contains("has no entries"), "{seen}");
    unasked(&sandbox, &["migrate", "--file", "missing"], 1);
    unasked(&sandbox, &["import-netrc", "--file", "missing"], 1);
    sandbox.write_netrc(ENTRY);
    unasked(&sandbox, &["migrate", "b.test"], 3);
    unasked(&sandbox, &["import-netrc", "b.test"], 3);
    sandbox.shell("chmod 644 .netrc").ok();
    for command in ["migrate", "import-netrc"] {
        let seen = unasked(&sandbox, &[command], 5);
        assert!(seen.contains("chmod 600"), "{seen}");
    }
}
