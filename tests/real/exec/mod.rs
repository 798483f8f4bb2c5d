//! `keyrc exec`: real tools that find a netrc, and nobody else who does.

mod given;
mod left;
mod servers;
mod tools;
mod unseen;
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

/// Whom a command is started by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// Whoever runs the tests.
    Runner,
    /// Somebody who is not root: the runner, or nobody's user where the runner is root.
    User,
    /// Root: the runner, or the runner where it is root to itself.
    Root,
}

/// A number that no account has a use for.
const NOBODY: u32 = 65534;

/// The program where every user may run it, for as long as somebody does.
static SHARED: Mutex<Weak<TempDir>> = Mutex::new(Weak::new());

fn shared() -> Arc<TempDir> {
    let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
    shared.upgrade().unwrap_or_else(|| {
        let folder = tempfile::Builder::new()
            .prefix("keyrc-bin")
            .tempdir()
            .unwrap();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
        // By another process: a file that a thread of this one writes could not be executed while others start programs.
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

/// A home with a vault that a key of the home opens.
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
        // Those of the runner may be closed to others.
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

    /// Waits until there is nothing of a command left: who takes it away does so a moment after its end.
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

    /// Waits until no process of keyrc is left that was started in this home.
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
        // Of a keyrc that cannot be looked into, only what it takes away can be seen.
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
