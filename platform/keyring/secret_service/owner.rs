//! The name and the version of the program that offers the service.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{ChildStdout, Command, Stdio};
use std::time::Duration;

use crate::deadline::run_with_deadline;
use crate::keyring::Owner;

/// The programs that print their version for `--version` and do nothing else.
const KNOWN: [&str; 6] = [
    "gnome-keyring-daemon",
    "keepassxc",
    "kwalletd5",
    "kwalletd6",
    "ksecretd",
    "oo7-daemon",
];

/// The longest process name that Linux keeps, in bytes. Source: `TASK_COMM_LEN` less one, proc(5).
const MAX_NAME: usize = 15;

/// The most bytes to read of a version line.
const MAX_LINE: u64 = 200;

/// Returns the program of a process, or `None` on a system without `/proc`.
///
/// Does not use `/proc/PID/exe`: gnome-keyring-daemon has file capabilities, so other processes
/// cannot read that link.
pub(super) fn of_process(pid: u32) -> Option<Owner> {
    let folder = Path::new("/proc").join(pid.to_string());
    let name = read(&folder.join("comm"))?.trim_end().to_owned();
    let command_line = read(&folder.join("cmdline")).unwrap_or_default();
    Some(Owner {
        program: full_name(name, &command_line),
        pid,
    })
}

fn read(path: &Path) -> Option<String> {
    let bytes = fs::read(path).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Completes a process name that Linux has cut off, from the first word of the command line if it
/// starts with the name.
fn full_name(name: String, command_line: &str) -> String {
    let path = command_line.split('\0').next().unwrap_or_default();
    let program = path.rsplit('/').next().unwrap_or_default();
    if name.len() >= MAX_NAME && program.starts_with(&name) {
        program.to_owned()
    } else {
        name
    }
}

/// Returns the version line of a program, as [`Owner::version`] describes.
pub(in crate::keyring) fn version(owner: &Owner, limit: Duration) -> Option<String> {
    let program = KNOWN.into_iter().find(|known| *known == owner.program)?;
    let mut child = Command::new(program)
        .arg("--version")
        // Without this, KeePassXC and KWallet need a display even for --version.
        .env("QT_QPA_PLATFORM", "offscreen")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let line = child.stdout.take().and_then(|output| {
        run_with_deadline("version", limit, move || first_line(output)).flatten()
    });
    // Ignore: the child may have exited by itself.
    let _ = child.kill();
    let _ = child.wait();
    line.filter(|line| !line.is_empty())
}

fn first_line(output: ChildStdout) -> Option<String> {
    let mut line = Vec::new();
    let mut output = BufReader::new(output.take(MAX_LINE));
    output.read_until(b'\n', &mut line).ok()?;
    Some(String::from_utf8_lossy(&line).trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_was_cut_off_is_completed() {
        let name = |name: &str, command_line| full_name(name.into(), command_line);
        assert_eq!(
            name(
                "gnome-keyring-d",
                "/usr/bin/gnome-keyring-daemon\0--foreground\0"
            ),
            "gnome-keyring-daemon"
        );
        assert_eq!(
            name("gnome-keyring-d", "something\0else\0"),
            "gnome-keyring-d"
        );
        assert_eq!(name("gnome-keyring-d", ""), "gnome-keyring-d");
        assert_eq!(name("keepassxc", "/usr/bin/keepassxc-other\0"), "keepassxc");
    }

    #[test]
    fn this_process_has_a_name() {
        let pid = std::process::id();
        let found = of_process(pid).map(|owner| owner.pid);
        let expected = Path::new("/proc/self/comm").exists().then_some(pid);
        assert_eq!(found, expected);
    }

    #[test]
    fn an_unknown_program_is_not_run() {
        let owner = Owner {
            program: "true".into(),
            pid: 1,
        };
        assert_eq!(version(&owner, Duration::from_secs(1)), None);
    }
}
