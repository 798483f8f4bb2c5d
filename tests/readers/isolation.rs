//! A network namespace in which the ports 80, 443 and 21 are free, names resolve to the loopback
//! interface, and nothing else is reachable. The default ports matter: at any other port, Go and
//! lftp look for `host:port`.

use std::fmt::Write as _;
use std::os::unix::process::CommandExt;
use std::process::Command;

use crate::case::HOSTS;
use crate::process::write;

/// The variable that is set in the process inside the namespace.
const INSIDE: &str = "KEYRC_READERS_INSIDE";

/// Returns whether this process is inside. If not, runs the test of this name inside, and fails if
/// that fails.
///
/// The process inside has no terminal, so that tools cannot prompt for a password, and default
/// signal actions, even if the tests run under `nohup`.
pub(crate) fn entered(test: &str) -> bool {
    if std::env::var_os(INSIDE).is_some() {
        return true;
    }
    let folder = tempfile::tempdir().unwrap();
    let hosts = folder.path().join("hosts");
    let mut text = String::from("127.0.0.1 localhost\n");
    for host in HOSTS.iter().filter(|host| !host.starts_with("127.")) {
        let _ = writeln!(text, "127.0.0.1 {host}");
    }
    write(&hosts, text);
    let enter = "ip link set lo up && mount --bind \"$1\" /etc/hosts && shift && exec \"$@\"";
    let mut command = Command::new("env");
    command.args(["--default-signal", "setsid", "--wait"]);
    command.args(["unshare", "--net", "--mount"]);
    // A user who is not root becomes root in the namespace.
    if !is_root() {
        command.arg("--map-root-user");
    }
    command
        .args(["sh", "-c", enter, "sh"])
        .arg(&hosts)
        .arg(std::env::current_exe().unwrap());
    command
        .args(["--exact", test, "--nocapture"])
        .env(INSIDE, "1")
        .process_group(0);
    let status = command
        .status()
        .expect("setsid and unshare, of util-linux, start");
    assert!(status.success(), "inside, the test failed: {status}");
    false
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout == b"0\n"
}
