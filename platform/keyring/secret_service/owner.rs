//! The program that offers the service: its name, and its version.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{ChildStdout, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::Owner;

/// The programs that say their version with `--version` and do nothing else then.
const KNOWN: [&str; 6] = [
    "gnome-keyring-daemon",
    "keepassxc",
    "kwalletd5",
    "kwalletd6",
    "ksecretd",
    "oo7-daemon",
];

/// What Linux cuts the name of a process to. Source: `TASK_COMM_LEN` less one, proc(5).
const CUT: usize = 15;

/// More than any version line is long.
const LINE: u64 = 200;

/// `None` where the system does not tell, as the BSDs do without `/proc`.
///
/// Not by `/proc/PID/exe`: gnome-keyring-daemon has file capabilities, and that link of such a process is unreadable.
pub(super) fn of_process(pid: u32) -> Option<Owner> {
    let folder = Path::new("/proc").join(pid.to_string());
    let read =
        |name| Some(String::from_utf8_lossy(&fs::read(folder.join(name)).ok()?).into_owned());
    let name = read("comm")?.trim_end().to_owned();
    let command = read("cmdline").unwrap_or_default();
    Some(Owner {
        program: whole(name, &command),
        pid,
    })
}

/// A name that was cut, with its end from the first word of the command line where that goes on from it.
fn whole(name: String, command: &str) -> String {
    let program = command.split('\0').next().unwrap_or_default();
    let program = program.rsplit('/').next().unwrap_or_default();
    if name.len() >= CUT && program.starts_with(&name) {
        program.to_owned()
    } else {
        name
    }
}

pub(crate) fn version(owner: &Owner, limit: Duration) -> Option<String> {
    let program = KNOWN.into_iter().find(|known| *known == owner.program)?;
    let mut command = Command::new(program);
    // KeePassXC and KWallet do not start without a display otherwise, not even to say this.
    command.arg("--version").env("QT_QPA_PLATFORM", "offscreen");
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let said = child
        .stdout
        .take()
        .and_then(|output| first_line(output, limit));
    // Whether it has ended or not: nothing of it stays behind.
    let _ = child.kill();
    let _ = child.wait();
    said
}

fn first_line(output: ChildStdout, limit: Duration) -> Option<String> {
    let (sender, receiver) = mpsc::channel();
    let thread = thread::Builder::new()
        .name("version".into())
        .spawn(move || {
            let mut line = Vec::new();
            if BufReader::new(output.take(LINE))
                .read_until(b'\n', &mut line)
                .is_ok()
            {
                // The receiver is gone when the time was up.
                let _ = sender.send(String::from_utf8_lossy(&line).trim().to_owned());
            }
        });
    thread.ok()?;
    receiver
        .recv_timeout(limit)
        .ok()
        .filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_was_cut_is_made_whole() {
        let whole = |name: &str, command| whole(name.into(), command);
        assert_eq!(
            whole(
                "gnome-keyring-d",
                "/usr/bin/gnome-keyring-daemon\0--foreground\0"
            ),
            "gnome-keyring-daemon"
        );
        assert_eq!(
            whole("gnome-keyring-d", "something\0else\0"),
            "gnome-keyring-d"
        );
        assert_eq!(whole("gnome-keyring-d", ""), "gnome-keyring-d");
        assert_eq!(
            whole("keepassxc", "/usr/bin/keepassxc-other\0"),
            "keepassxc"
        );
    }

    #[test]
    fn this_process_has_a_name() {
        let pid = std::process::id();
        let owner = of_process(pid);
        assert_eq!(
            owner.map(|owner| owner.pid),
            Path::new("/proc/self/comm").exists().then_some(pid)
        );
    }

    #[test]
    fn a_program_that_nobody_knows_is_not_run() {
        assert_eq!(
            version(
                &Owner {
                    program: "true".into(),
                    pid: 1
                },
                Duration::from_secs(1)
            ),
            None
        );
    }
}
