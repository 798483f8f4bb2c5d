//! Programs with their own home directory and a time limit.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::observed::Observed;

/// The time limit. On an idle machine, every tool needs less than a tenth of it.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// How often to check whether a process has ended.
const GLANCE: Duration = Duration::from_micros(700);

/// A temporary home directory with a `.netrc`.
pub(crate) struct Home(tempfile::TempDir);

impl Home {
    pub(crate) fn new(netrc: &[u8]) -> Self {
        let home = Self(tempfile::Builder::new().prefix("home").tempdir().unwrap());
        write_netrc(&home.netrc(), netrc);
        home
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn netrc(&self) -> PathBuf {
        self.path().join(".netrc")
    }

    /// Returns a command with this home directory, and with only PATH from the environment.
    pub(crate) fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = clean(program.as_ref());
        command.env("HOME", self.path()).current_dir(self.path());
        command
    }
}

/// Returns a command with only PATH from the environment.
pub(crate) fn clean(program: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap())
        .env("LC_ALL", "C.UTF-8");
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// How a process ended.
pub(crate) struct Finished {
    /// The exit code, or `None` if a signal ended the process.
    pub(crate) code: Option<i32>,
    pub(crate) err: String,
    /// A crash or a timeout.
    pub(crate) crash: Option<Observed>,
}

/// Waits for a program. After the time limit, ends it together with its child processes.
pub(crate) fn finish(command: &mut Command, home: &Home) -> Finished {
    let log = home.path().join(".stderr");
    let file = fs::OpenOptions::new()
        .create_new(true)
        .write(true)
        .open(&log)
        .unwrap();
    let mut child = command
        .stderr(file)
        .process_group(0)
        .spawn()
        .unwrap_or_else(|error| {
            panic!(
                "{}: {error}; tests/readers/install.sh installs what is needed",
                command.get_program().display()
            )
        });
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break Some(status);
        }
        if start.elapsed() > PATIENCE {
            end(&mut child);
            break None;
        }
        thread::sleep(GLANCE);
    };
    let err = String::from_utf8_lossy(&fs::read(&log).unwrap()).into_owned();
    let crash = match status {
        None => Some(Observed::error("it hangs")),
        Some(status) => status
            .signal()
            .map(|signal| Observed::error(format_args!("it ended by signal {signal}"))),
    };
    Finished {
        code: status.and_then(|status| status.code()),
        err,
        crash,
    }
}

/// Ends a process and its child processes, which share a process group.
pub(crate) fn end(child: &mut Child) {
    let group = format!("-{}", child.id());
    let _ = Command::new("kill")
        .args(["-9", "--", &group])
        .stderr(Stdio::null())
        .status();
    child.wait().unwrap();
}

/// Writes a netrc with permissions that every tool accepts.
pub(crate) fn write_netrc(path: &Path, bytes: &[u8]) {
    write(path, bytes);
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

/// Writes a file for a program.
#[expect(clippy::disallowed_methods, reason = "nothing in it is secret")]
pub(crate) fn write(path: &Path, text: impl AsRef<[u8]>) {
    fs::write(path, text).unwrap();
}

/// Returns the first line that a program prints for its version.
pub(crate) fn version(program: impl AsRef<Path>, args: &[&str]) -> String {
    let program = program.as_ref();
    let mut command = clean(program);
    command
        .args(args)
        .env("HOME", "/nonexistent")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let done = command.output().unwrap_or_else(|error| {
        panic!(
            "{}: {error}; tests/readers/install.sh installs what is needed",
            program.display()
        )
    });
    let text = if done.stdout.is_empty() {
        done.stderr
    } else {
        done.stdout
    };
    let text = String::from_utf8_lossy(&text).into_owned();
    text.lines().next().unwrap_or_default().trim().to_owned()
}

/// Returns the version of a Debian package.
pub(crate) fn debian(package: &str) -> String {
    version("dpkg-query", &["-W", "-f", "${Version}", package])
}
