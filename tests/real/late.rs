//! Faults of the disk and of the output at the end of a command: the work is finished, and the
//! message is true.

use crate::bus::Bus;
use crate::sandbox::Output;

const NETRC: &str = "machine a.test login me password one\nmachine b.test login me password two\n";

const UNSYNCED: &str = "keyrc: `~/.netrc` was replaced, but may not be on the disk yet: \
                        cannot sync its folder: input/output error\n";

/// A keyring that needs no other file: the variable chooses it.
fn bus() -> Bus {
    let mut bus = Bus::unlocked();
    bus.set("KEYRC_STORE", "keyring");
    bus
}

/// Runs keyrc with an error of the second `fsync`, which is that of the folder.
fn unsynced(bus: &Bus, command: &str) -> Output {
    bus.shell(&format!(
        "strace -f -qq -o trace -e trace=fsync -e inject=fsync:error=EIO:when=2 {command}"
    ))
}

#[test]
fn a_file_that_was_replaced_is_not_called_unchanged() {
    let bus = bus();
    bus.write_netrc(NETRC);
    let migrated = unsynced(&bus, "keyrc migrate");
    assert!(
        migrated.out.contains("removed 2 entries from `~/.netrc`\n"),
        "{migrated}"
    );
    assert_eq!(migrated.fails(1), UNSYNCED);
    assert_eq!(bus.read_netrc(), "");

    let exported = unsynced(&bus, "keyrc export-netrc a.test");
    assert!(
        exported.out.starts_with("+ machine a.test login me "),
        "{exported}"
    );
    assert_eq!(exported.fails(1), UNSYNCED);
    assert!(bus.read_netrc().contains("password one"));

    bus.write_netrc("\u{feff}machine a.test login me password one\n");
    let fixed = unsynced(&bus, "keyrc check-netrc --fix");
    assert!(fixed.out.starts_with("fixed line "), "{fixed}");
    assert_eq!(fixed.fails(1), UNSYNCED);
}

#[test]
fn a_full_disk_for_the_output_does_not_stop_a_command_half_way() {
    let full = "keyrc: cannot write the output: no space left on device\n";
    let bus = bus();
    let line = "echo hunter2 | keyrc login a.test b.test c.test -u me --token-stdin >/dev/full";
    assert_eq!(bus.shell(line).fails(1), full);
    assert_eq!(bus.keyrc(&["list"]).ok().lines().count(), 3);
    bus.keyrc(&["switch", "a.test", "-u", "me"]).ok();
    let line = "keyrc logout --all --yes >/dev/full";
    assert_eq!(bus.shell(line).fails(1), full);
    assert_eq!(bus.keyrc(&["list"]).ok(), "");
    bus.write_netrc(NETRC);
    assert_eq!(bus.shell("keyrc migrate >/dev/full").fails(1), full);
    assert_eq!(bus.read_netrc(), "");
    let line = "keyrc export-netrc --all >/dev/full";
    assert_eq!(bus.shell(line).fails(1), full);
    assert!(bus.read_netrc().contains("machine b.test"));
}

#[test]
fn a_lock_that_the_system_refuses_leaves_no_file() {
    let bus = bus();
    bus.has("a.test", "me", "one");
    let line = "strace -f -qq -o trace -e trace=flock -e inject=flock:error=ENOLCK:when=1 \
                keyrc export-netrc --all";
    let refused = bus.shell(line).fails(1);
    assert!(
        refused.starts_with("keyrc: `~/.netrc`: cannot lock it: "),
        "{refused}"
    );
    assert_eq!(bus.shell("ls -A | grep lock").out, "");
}
