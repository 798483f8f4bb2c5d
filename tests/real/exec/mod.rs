//! `keyrc exec`: real tools find the netrc, and other processes do not.

mod given;
mod left;
mod messages;
mod optional;
mod places;
mod processes;
mod scope;
pub(crate) mod servers;
mod tools;
mod unseen;
mod users_netrc;
mod ways;

use std::ffi::OsString;
use std::fs;
use std::ops::{Deref, DerefMut};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tempfile::TempDir;

use crate::bus::wait_for;
use crate::sandbox::{KEYRC, Sandbox, finish};

/// The user who runs a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// The user who runs the tests.
    Runner,
    /// A user other than root: the runner, or the user `nobody` if the runner is root.
    User,
    /// Root: the runner, or root in a user namespace of the runner.
    Root,
}

/// The user ID of `nobody`.
const NOBODY: u32 = 65534;

/// A copy of the program that every user may run. It is removed after its last use.
static SHARED: Mutex<Weak<TempDir>> = Mutex::new(Weak::new());

fn shared() -> Arc<TempDir> {
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    shared.upgrade().unwrap_or_else(|| {
        let folder = tempfile::Builder::new()
            .prefix("keyrc-bin")
            .tempdir()
            .unwrap();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
        // Another process copies the file. If this process did, a child of another thread could
        // inherit the descriptor that is open for writing, and executing the file would fail.
        finish(
            Command::new("install")
                .args(["-m", "755", KEYRC])
                .arg(folder.path()),
            b"",
        )
        .ok();
        let folder = Arc::new(folder);
        *shared = Arc::downgrade(&folder);
        folder
    })
}

/// A home with a vault that a key in the home unlocks.
pub(crate) struct World {
    sandbox: Sandbox,
    program: Arc<TempDir>,
}

impl Deref for World {
    type Target = Sandbox;

    fn deref(&self) -> &Sandbox {
        &self.sandbox
    }
}

impl DerefMut for World {
    fn deref_mut(&mut self) -> &mut Sandbox {
        &mut self.sandbox
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = self
            .command("keyrc")
            .args(["vault", "lock"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
    }
}

impl World {
    pub(crate) fn new(who: Who) -> Self {
        let (mut sandbox, program) = (Sandbox::new(), shared());
        sandbox.set("KEYRC_STORE", "vault");
        let mut path = OsString::from(program.path());
        // Other users may not be able to read the folders in the runner's PATH.
        path.push(":/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
        sandbox.set("PATH", &path.to_string_lossy());
        let nobody = NOBODY.to_string();
        let runner: &[&str] = match who {
            Who::User if is_root() => {
                for name in ["", "home", "run"] {
                    chown(sandbox.path(name), Some(NOBODY), Some(NOBODY)).unwrap();
                }
                &[
                    "setpriv",
                    "--reuid",
                    &nobody,
                    "--regid",
                    &nobody,
                    "--clear-groups",
                    "--",
                ]
            }
            Who::Root if !is_root() => &["unshare", "--user", "--map-root-user", "--"],
            _ => &[],
        };
        sandbox.run_by(runner, program.path().join("keyrc"));
        let world = Self { sandbox, program };
        world
            .shell("age-keygen -o key 2>/dev/null && keyrc vault init -i key")
            .ok();
        world
    }

    /// Waits until nothing is left of a command: the cleanup runs a moment after its end.
    pub(crate) fn is_clean(&self) {
        self.is_over();
        let names = |folder: &str| -> Vec<String> {
            let entries = self.path(folder).read_dir().unwrap();
            entries
                .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
                .collect()
        };
        let left = names("home")
            .into_iter()
            .filter(|name| name.starts_with(".netrc"));
        let left: Vec<_> = left
            .chain(
                names("run")
                    .into_iter()
                    .filter(|name| name.starts_with("keyrc-")),
            )
            .collect();
        assert_eq!(left, [""; 0]);
    }

    /// Waits until no keyrc process that was started in this home is left.
    pub(crate) fn is_over(&self) {
        let (program, home) = (
            self.program.path().join("keyrc"),
            format!("HOME={}", self.path("home").display()),
        );
        let is_ours = |process: &PathBuf| {
            let environment = fs::read(process.join("environ")).unwrap_or_default();
            fs::read_link(process.join("exe")).is_ok_and(|exe| exe == program)
                && environment
                    .split(|byte| *byte == 0)
                    .any(|variable| variable == home.as_bytes())
        };
        let processes = || {
            fs::read_dir("/proc")
                .unwrap()
                .map(|entry| entry.unwrap().path())
        };
        wait_for("the end of every keyrc", || {
            !processes().any(|process| is_ours(&process))
        });
        // If the process cannot be inspected, only the files that it removes can be seen.
        if !is_root() {
            let is_place = |path: PathBuf| {
                fs::metadata(path).is_ok_and(|found| found.len() == 0 && found.mtime() == 0)
            };
            wait_for("the end of what a command left", || !is_place(self.netrc()));
        }
    }
}

pub(crate) fn is_root() -> bool {
    finish(Command::new("id").arg("-u"), b"").ok() == "0\n"
}
