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
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

use crate::bus::wait_for;
use crate::sandbox::{KEYRC, Output, Sandbox, finish};

/// Whom a command is started by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// Whoever runs the tests.
    Runner,
    /// Somebody who is not root: the runner, or nobody's user where the runner is root.
    User,
    /// Root, by way of sudo where the runner is not.
    Root,
}

/// A number that no account has a use for.
const NOBODY: u32 = 65534;

/// The program where every user may run it.
static SHARED: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = tempfile::Builder::new().prefix("keyrc-bin").tempdir().unwrap().keep();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    fs::copy(KEYRC, folder.join("keyrc")).unwrap();
    folder
});

/// A home with a vault that a key of the home opens.
pub(crate) struct World {
    sandbox: Sandbox,
    who: Who,
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
        self.keyrc(&["vault", "lock"]);
        if self.who == Who::Root && !is_root() {
            let _ = Command::new("sudo").args(["rm", "-rf"]).arg(self.path("home")).status();
        }
    }
}

impl World {
    pub(crate) fn new(who: Who) -> Self {
        let mut sandbox = Sandbox::new();
        sandbox.set("KEYRC_STORE", "vault");
        let mut path = OsString::from(&*SHARED);
        path.push(":");
        // Those of the runner may be closed to others.
        path.push("/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin");
        sandbox.set("PATH", &path.to_string_lossy());
        let world = Self { sandbox, who };
        match who {
            Who::User if is_root() => {
                for name in ["", "home", "run"] {
                    std::os::unix::fs::chown(world.path(name), Some(NOBODY), Some(NOBODY)).unwrap();
                }
            }
            Who::Root if !is_root() => {
                _ = Command::new("sudo").args(["chown", "-R", "0"]).arg(world.path("home")).status()
            }
            _ => {}
        }
        world.shell("age-keygen -o key 2>/dev/null && keyrc vault init -i key").ok();
        world
    }

    /// A command of the one whose home it is.
    pub(crate) fn command(&self, program: &str) -> Command {
        match self.who {
            Who::User if is_root() => {
                let mut command = self.sandbox.command(program);
                command.uid(NOBODY).gid(NOBODY);
                command
            }
            Who::Root if !is_root() => {
                let mut command = self.sandbox.command("sudo");
                command.args(["-E", "--preserve-env=PATH,HOME", "--", program]);
                command
            }
            _ => self.sandbox.command(program),
        }
    }

    pub(crate) fn run(&self, program: &str, args: &[&str]) -> Output {
        finish(self.command(program).args(args), b"")
    }

    pub(crate) fn keyrc(&self, args: &[&str]) -> Output {
        self.run(&SHARED.join("keyrc").to_string_lossy(), args)
    }

    /// A line of shell, where `keyrc` is the program.
    pub(crate) fn shell(&self, line: &str) -> Output {
        self.run("bash", &["-c", line])
    }

    pub(crate) fn has(&self, host: &str, login: &str, token: &str) {
        let mut command = self.command("keyrc");
        command.args(["login", host, "-u", login, "--token-stdin"]).stdin(std::process::Stdio::piped());
        finish(&mut command, token.as_bytes()).ok();
    }

    /// Waits until there is nothing of a command left: who takes it away does so a moment after its end.
    pub(crate) fn is_clean(&self) {
        let nothing =
            || !self.netrc().exists() && self.path("run").read_dir().unwrap().all(|entry| !is_ours(&entry.unwrap()));
        wait_for("the end of what a command left", nothing);
        let home: Vec<_> = self.path("home").read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
        let left = home.iter().filter(|name| name.to_string_lossy().starts_with(".netrc"));
        assert_eq!(left.count(), 0, "{home:?}");
    }
}

fn is_ours(entry: &fs::DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with("keyrc-")
}

pub(crate) fn is_root() -> bool {
    finish(Command::new("id").arg("-u"), b"").ok() == "0\n"
}
