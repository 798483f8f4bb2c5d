//! Files under bad conditions: a full disk, missing permissions, and a process that is killed.

use std::fs;

use crate::bus::Bus;
use crate::vault::Home;

const BEFORE: &str = "# mine\nmachine b.test login me password kept\n";

/// Runs shell commands in a mount namespace, where they can mount file systems on `HOME/disk`.
fn in_namespace(bus: &Bus, lines: &str) -> crate::sandbox::Output {
    fs::create_dir_all(bus.path("home/disk")).unwrap();
    // Root needs no user namespace; in a chroot, none can be created.
    let unshare =
        "unshare $(unshare --mount true 2>/dev/null || echo --user --map-root-user) --mount";
    bus.shell(&format!("{unshare} bash -euc {}", quoted(lines)))
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[test]
fn a_full_disk_leaves_the_old_file_and_nothing_else() {
    let bus = Bus::unlocked();
    bus.has("a.test", "me", &"x".repeat(4000));
    let done = in_namespace(
        &bus,
        "mount -t tmpfs -o size=8k,mode=700 tmpfs disk
         printf '# mine\\nmachine b.test login me password kept\\n' >disk/netrc; chmod 600 disk/netrc
         head -c 4096 /dev/zero >disk/filler 2>/dev/null || true
         keyrc export-netrc --all --file disk/netrc && exit 99 || echo status=$?
         cat disk/netrc; ls -A disk",
    );
    assert!(done.err.contains("no space left on device"), "{done}");
    assert_eq!(done.ok(), format!("status=1\n{BEFORE}filler\nnetrc\n"));
}

#[test]
fn an_unwritable_folder_leaves_the_old_file() {
    let bus = Bus::unlocked();
    bus.has("a.test", "me", "hunter2");
    let done = in_namespace(
        &bus,
        "mount -t tmpfs -o mode=700 tmpfs disk
         printf '# mine\\nmachine b.test login me password kept\\n' >disk/netrc; chmod 600 disk/netrc
         mount -o remount,ro disk
         keyrc export-netrc --all --file disk/netrc && exit 99 || echo status=$?
         cat disk/netrc; ls -A disk",
    );
    assert!(
        done.err
            .contains("disk/netrc`: cannot lock it: read-only file system"),
        "{done}"
    );
    assert_eq!(done.ok(), format!("status=1\n{BEFORE}netrc\n"));
}

#[test]
fn a_process_that_is_killed_at_any_step_leaves_the_old_file_or_the_new_one() {
    let bus = Bus::unlocked();
    bus.has("a.test", "me", "hunter2");
    let after = format!("{BEFORE}machine a.test\n  login me\n  password hunter2\n");
    // The system calls of a write. The process is killed before each: name, which call of that
    // name, and the expected file.
    let steps = [
        ("flock", 1, BEFORE),
        ("getdents64", 1, BEFORE),
        ("fsync", 1, BEFORE),
        ("rename", 1, BEFORE),
        ("fsync", 2, &after),
        ("unlink", 1, &after),
    ];
    for (call, which, left) in steps {
        bus.write_netrc(BEFORE);
        let line = format!(
            "strace -f -qq -o trace -e 'trace=/^(flock|getdents64|fsync|rename|unlink)' \
             -e 'inject=/^{call}:signal=KILL:when={which}' keyrc export-netrc --all"
        );
        let killed = bus.shell(&line);
        let trace = fs::read_to_string(bus.path("home/trace")).unwrap();
        assert_ne!(killed.code, Some(0), "{call}: {killed} {trace}");
        assert_eq!(bus.read_netrc(), left, "{call} {which}: {killed} {trace}");
        bus.write_netrc(BEFORE);
        bus.keyrc(&["export-netrc", "--all"]).ok();
        assert_eq!(bus.read_netrc(), after, "the next one does the work");
        let mut names: Vec<_> = fs::read_dir(bus.path("home"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.retain(|name| name.contains("netrc"));
        assert_eq!(
            names,
            [".netrc"],
            "{call} {which}: and removes what was left"
        );
    }
}

/// The files in the home and its folders of keyrc, without settings.
fn files(home: &Home) -> String {
    let listed = home.shell("ls -A . .local/share/keyrc");
    listed.ok().replace(".config\n", "").replace(".local\n", "")
}

#[test]
fn a_limit_on_file_sizes_leaves_the_old_files_and_nothing_else() {
    let home = Home::new();
    let entries = |from: usize, to: usize| -> String {
        let entry = |at| {
            format!(
                "machine h{at}.test login me password {}\r\n\r\n",
                "t".repeat(50)
            )
        };
        (from..to).map(entry).collect()
    };
    let netrc = entries(0, 90);
    home.write_netrc(&netrc);
    let vault = |home: &Home| fs::read(home.vault()).unwrap();
    let mut before = vault(&home);
    for (command, message) in [
        ("migrate", " of 90 tokens, and `~/.netrc` is unchanged\n"),
        (
            "import-netrc h80.test",
            "cannot write the new file: file too large\n",
        ),
        (
            "login z.test -u me --token-stdin < <(echo t0ken)",
            ": cannot write the new file: file too large\n",
        ),
        (
            "vault recipients add age14pddm8ny3z3zwsf55gqez0d0jxfnkqytn5g4v2x40yupxkuhqveswd7aqy",
            "file too large\n",
        ),
        (
            "check-netrc --fix",
            "keyrc: `~/.netrc`: cannot write the new file: file too large\n",
        ),
    ] {
        let limit = if command == "migrate" {
            (before.len() + 200) / 1024 + 1
        } else {
            0
        };
        let done = home.shell(&format!("ulimit -f {limit}; keyrc {command}"));
        assert_eq!(done.code, Some(1), "{command}: {done}");
        assert!(done.err.contains(message), "{command}: {done}");
        assert_eq!(home.read_netrc(), netrc, "{command}");
        if command != "migrate" {
            assert_eq!(vault(&home), before, "{command}");
        }
        before = vault(&home);
        assert!(
            !files(&home).contains("keyrc-"),
            "{command}: {}",
            files(&home)
        );
    }
}

#[test]
fn four_migrations_at_once_store_each_token_once() {
    let home = Home::new();
    let entries = (0..40).map(|at| format!("machine h{at}.test login me password t{at}\n"));
    home.write_netrc(&entries.collect::<String>());
    let line = "for at in 1 2 3 4; do keyrc migrate >out$at 2>&1 & pids=\"$pids $!\"; done; \
                for pid in $pids; do wait $pid || exit 1; done; keyrc list | wc -l; cat .netrc";
    assert_eq!(home.shell(line).ok(), "40\n");
}
