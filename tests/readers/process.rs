//! A program with a home of its own, and an end to how long it may take.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::observed::Observed;

/// No tool takes a tenth of it where the machine has nothing else to do.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// How often a process is looked at.
const GLANCE: Duration = Duration::from_micros(700);

/// A temporary home with a `.netrc` in it.
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

    /// A program in this home, with nothing of this machine's environment but the search path.
    pub(crate) fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = clean(program.as_ref());
        command.env("HOME", self.path()).current_dir(self.path());
        command
    }
}

/// A program with no environment but the search path.
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
    /// None where it was killed.
    pub(crate) code: Option<i32>,
    pub(crate) err: String,
    /// That it crashed, or took too long.
    pub(crate) crash: Option<Observed>,
}

/// Waits for a program, and ends it and what it started when the time is over.
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

/// Ends a process and what it started, which are a group.
pub(crate) fn end(child: &mut Child) {
    let group = format!("-{}", child.id());
    let _ = Command::new("kill")
        .args(["-9", "--", &group])
        .stderr(Stdio::null())
        .status();
    child.wait().unwrap();
}

/// A netrc that no tool refuses for its permission.
pub(crate) fn write_netrc(path: &Path, bytes: &[u8]) {
    write(path, bytes);
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

/// A file that a test prepares for a program.
#[expect(clippy::disallowed_methods, reason = "nothing in it is secret")]
pub(crate) fn write(path: &Path, text: impl AsRef<[u8]>) {
    fs::write(path, text).unwrap();
}

/// What a program prints of its version: the first line.
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

/// The version of a package of Debian.
pub(crate) fn debian(package: &str) -> String {
    version("dpkg-query", &["-W", "-f", "${Version}", package])
}
