//! Files that a user names, where the path leads to something other than a private file: links and
//! folders of other users, pipes, devices, and files that another process swaps.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::time::{Duration, Instant};

use crate::sandbox::{Output, Sandbox, write};
use crate::vault::Home;

const NETRC: &str = "machine a.test login me password hunter2\n";

fn is_root() -> bool {
    fs::metadata("/proc/self").unwrap().uid() == 0
}

fn mode(path: &std::path::Path) -> u32 {
    fs::symlink_metadata(path).unwrap().mode() & 0o7777
}

/// A folder of this user, behind a link of another user.
fn foreign_link(sandbox: &Sandbox) -> String {
    fs::create_dir(sandbox.path("target")).unwrap();
    let link = sandbox.path("link");
    symlink("target", &link).unwrap();
    sandbox
        .run("chown", &["-h", "12345", &link.to_string_lossy()])
        .ok();
    link.to_string_lossy().into_owned()
}

#[test]
fn nothing_is_created_behind_a_link_of_another_user() {
    if !is_root() {
        return;
    }
    let home = Home::new();
    home.has("a.test", "me", "hunter2");
    let link = foreign_link(&home);
    let data = home.vault().parent().unwrap().display().to_string();
    for line in [
        format!("keyrc export-netrc --file {link}/netrc a.test"),
        format!("NETRC={link}/netrc keyrc export-netrc a.test"),
        format!("HOME={link} KEYRC_DATA_DIR={data} KEYRC_STORE=vault keyrc export-netrc a.test"),
        format!("KEYRC_CONFIG_DIR={link} keyrc store use vault"),
        format!("KEYRC_CONFIG_DIR={link}/new/folder keyrc store use vault"),
        format!("HOME={link} keyrc vault init"),
        format!("KEYRC_DATA_DIR={link} keyrc vault init"),
        format!("KEYRC_DATA_DIR={link}/new/folder keyrc vault init"),
        format!("XDG_CONFIG_HOME={link} keyrc store use vault"),
        format!("KEYRC_DATA_DIR=new KEYRC_STATE_DIR={link} keyrc vault init"),
        format!("KEYRC_DATA_DIR=newer XDG_STATE_HOME={link} keyrc vault init"),
    ] {
        let done = home.shell(&line);
        assert_eq!(done.code, Some(5), "{done}");
        assert!(
            done.err.contains("a link that belongs to another user"),
            "{done}"
        );
        let left = fs::read_dir(home.path("target")).unwrap().count();
        assert_eq!(left, 0, "{done}");
    }
}

/// Paths that are not files, under the names that describe them.
fn special_files(sandbox: &Sandbox) -> Vec<String> {
    sandbox.run("mkfifo", &["pipe"]).ok();
    fs::create_dir(sandbox.path("home/folder")).unwrap();
    drop(UnixListener::bind(sandbox.path("home/socket")).unwrap());
    let mut paths = ["pipe", "folder", "socket"]
        .map(|name| sandbox.path("home").join(name).display().to_string())
        .to_vec();
    paths.extend(["/dev/zero", "/dev/tty", "/proc/self/environ"].map(str::to_owned));
    paths
}

#[track_caller]
fn refused_in_time(sandbox: &Sandbox, line: &str) {
    let began = Instant::now();
    let done = sandbox.shell(line);
    let took = began.elapsed();
    assert!(took < Duration::from_secs(3), "{took:?}: {done}");
    assert!(done.err.contains("not a regular file"), "{done}");
    done.fails(5);
}

#[test]
fn a_special_file_is_refused_wherever_a_user_names_a_file() {
    let home = Home::new();
    home.has("a.test", "me", "hunter2");
    home.run("age-keygen", &["-o", "good"]).ok();
    for path in special_files(&home) {
        for line in [
            format!("keyrc migrate --file {path}"),
            format!("keyrc import-netrc --file {path}"),
            format!("keyrc export-netrc a.test --file {path}"),
            format!("keyrc check-netrc {path}"),
            format!("NETRC={path} keyrc migrate"),
            format!("KEYRC_DATA_DIR=new keyrc vault init -i {path}"),
            format!("KEYRC_DATA_DIR=new keyrc vault init -i good -R {path}"),
        ] {
            refused_in_time(&home, &line);
        }
        let other =
            "mkdir -m 700 settings data; cp good data/; cd data; age-keygen -y good >public";
        home.shell(other);
        for (name, variable) in [
            ("settings/config.toml", "KEYRC_CONFIG_DIR=$HOME/settings"),
            ("data/vault.age", "KEYRC_DATA_DIR=$HOME/data"),
        ] {
            symlink(&path, home.path("home").join(name)).unwrap();
            refused_in_time(&home, &format!("{variable} keyrc list"));
            fs::remove_file(home.path("home").join(name)).unwrap();
        }
        home.keyrc(&["vault", "lock"]).ok();
        let missing = format!("KEYRC_IDENTITY={path} KEYRC_PASSPHRASE_FILE= keyrc list");
        let done = home.shell(&missing);
        assert_eq!(done.code, Some(4), "the vault has a passphrase: {done}");
    }
}

#[test]
fn settings_and_keys_that_others_can_change_are_refused() {
    let home = Home::without_vault();
    home.run("age-keygen", &["-o", "key"]).ok();
    home.keyrc(&["vault", "init", "-i", "key"]).ok();
    home.has("a.test", "me", "hunter2");
    let key = home.path("home/key");
    let settings = home.path("home/.config/keyrc/config.toml");
    home.keyrc(&["vault", "lock"]).ok();
    let refused = |done: Output, words: &str, hint: &str| {
        assert!(
            done.err.contains(words) && done.err.contains(hint),
            "{done}"
        );
        done.fails(5);
    };
    for path in [&key, &settings] {
        let chmod = |mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        chmod(0o666);
        refused(
            home.keyrc(&["list"]),
            "open to others (mode 0666)",
            "chmod 600",
        );
        chmod(0o600);
        let folder = path.parent().unwrap();
        let before = mode(folder);
        fs::set_permissions(folder, fs::Permissions::from_mode(0o777)).unwrap();
        refused(
            home.keyrc(&["list"]),
            "other users can replace",
            "chmod go-w",
        );
        // As /tmp: others can create files there, and cannot replace those of this user.
        fs::set_permissions(folder, fs::Permissions::from_mode(0o1777)).unwrap();
        home.keyrc(&["list"]).ok();
        home.keyrc(&["vault", "lock"]).ok();
        fs::set_permissions(folder, fs::Permissions::from_mode(before)).unwrap();
        if is_root() {
            home.run("chown", &["12345", &path.to_string_lossy()]).ok();
            refused(home.keyrc(&["list"]), "belongs to another user", "ls -l");
            home.run("chown", &["0", &path.to_string_lossy()]).ok();
        }
    }
    home.keyrc(&["list"]).ok();
}

#[test]
fn permissions_are_fixed_on_the_file_that_was_opened() {
    let home = Home::new();
    write(&home.path("home/other"), "not a netrc");
    for swap in ["ln -sf other .netrc", "rm .netrc; mkfifo .netrc"] {
        let _ = fs::remove_file(home.netrc());
        write(&home.netrc(), NETRC);
        fs::set_permissions(home.netrc(), fs::Permissions::from_mode(0o644)).unwrap();
        fs::set_permissions(home.path("home/other"), fs::Permissions::from_mode(0o644)).unwrap();
        let began = Instant::now();
        home.shell(&format!(
            "(sleep 0.5; {swap}) & strace -f -qq -o trace -e trace=fchmod \
             -e inject=fchmod:delay_enter=1s:when=1 keyrc check-netrc --fix --fix-permissions; wait"
        ));
        assert!(began.elapsed() < Duration::from_secs(8), "{swap}");
        assert_eq!(mode(&home.path("home/other")), 0o644, "{swap}");
    }
}

#[test]
fn a_new_folder_is_private_whatever_the_umask_is() {
    for umask in ["000", "022", "277", "777"] {
        let home = Home::without_vault();
        home.shell(&format!("umask {umask}; keyrc vault init")).ok();
        for folder in [".local/share/keyrc", ".config/keyrc"] {
            assert_eq!(mode(&home.path("home").join(folder)), 0o700, "{umask}");
        }
    }
}

#[test]
fn a_write_over_the_limit_on_file_sizes_leaves_nothing() {
    let home = Home::new();
    home.has("a.test", "me", &"hunter2".repeat(400));
    home.write_netrc("machine b.test login me password kept\n");
    // In units of 1024 bytes.
    let done = home.shell("ulimit -f 2; keyrc export-netrc a.test");
    assert!(done.err.contains("cannot write the new file"), "{done}");
    assert_eq!(done.code, Some(1));
    let names = fs::read_dir(home.path("home")).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let netrc: Vec<String> = names.filter(|name| name.contains("netrc")).collect();
    assert_eq!(netrc, [".netrc"]);
    assert_eq!(home.read_netrc(), "machine b.test login me password kept\n");
    // A command gets the signal back.
    let done =
        home.shell("ulimit -f 20; keyrc exec a.test -- sh -c 'head -c 90000 /dev/zero >big'");
    assert_ne!(done.code, Some(0), "{done}");
    assert_ne!(done.code, Some(1), "{done}");
}

#[test]
fn a_replaced_netrc_keeps_its_permissions_and_attributes() {
    let home = Home::new();
    home.write_netrc(NETRC);
    fs::set_permissions(home.netrc(), fs::Permissions::from_mode(0o400)).unwrap();
    // An access list in the form of the kernel: for the owner, for user 12345, and its mask.
    let set = "import os, struct
os.setxattr('.netrc', 'user.note', b'mine')
entries = [(1, 4, -1), (2, 4, 12345), (4, 0, -1), (16, 0, -1), (32, 0, -1)]
acl = struct.pack('<I', 2) + b''.join(struct.pack('<HHi', *entry) for entry in entries)
os.setxattr('.netrc', 'system.posix_acl_access', acl)";
    home.run("python3", &["-c", set]).ok();
    let listed =
        "import os; print(sorted((x, os.getxattr('.netrc', x)) for x in os.listxattr('.netrc')))";
    let before = home.run("python3", &["-c", listed]).ok();
    assert!(before.contains("posix_acl_access"), "{before}");
    home.keyrc(&["migrate"]).ok();
    assert_eq!(home.read_netrc(), "");
    assert_eq!(mode(&home.netrc()), 0o400);
    assert_eq!(home.run("python3", &["-c", listed]).ok(), before);
}

#[test]
fn a_signal_during_a_write_leaves_nothing() {
    let home = Home::new();
    home.has("a.test", "me", "hunter2");
    let before = "machine b.test login me password kept\n";
    for signal in ["INT", "TERM", "HUP", "QUIT"] {
        for command in [
            "keyrc export-netrc a.test",
            "keyrc vault recipients add $(age-keygen -y k)",
        ] {
            home.write_netrc(before);
            home.shell("rm -f k; age-keygen -o k");
            let done = home.shell(&format!(
                "strace -f -qq -o trace -e trace=fsync -e inject=fsync:signal={signal}:when=1 {command}"
            ));
            assert_ne!(done.code, Some(0), "{done}");
            assert_eq!(home.read_netrc(), before);
            let left = home.shell("find . -name '*.keyrc-*'").ok();
            assert_eq!(left, "", "{signal}: {done}");
        }
    }
    assert_eq!(home.keyrc(&["token", "a.test"]).ok(), "hunter2\n");
}

#[test]
fn the_name_of_a_file_in_place_of_a_host_is_recognised() {
    let home = Home::new();
    home.write_netrc("machine a.test login me password one\n");
    for command in ["import-netrc", "migrate"] {
        let error = home
            .shell(&format!("touch n15; keyrc {command} n15"))
            .fails(3);
        let hint = "keyrc: hint: to read the file n15 in this folder, add `--file n15`\n";
        assert!(error.ends_with(hint), "{error}");
    }
}
