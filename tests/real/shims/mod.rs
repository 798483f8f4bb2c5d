//! Called by the name of a tool, keyrc runs the tool with its tokens.

mod alone;
mod next;
mod shell;
mod tools;

use std::fs;
use std::ops::{Deref, DerefMut};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::PathBuf;
use std::process::Command;

use crate::exec::{Who, World};
use crate::sandbox::{finish, write};

/// A token with the characters that formats find difficult.
pub(crate) const TOKEN: &str = "a\"b\\c $x%y:@/#;=,";

/// A home with links to keyrc first in PATH.
pub(crate) struct Shims {
    world: World,
    path: String,
}

impl Deref for Shims {
    type Target = World;

    fn deref(&self) -> &World {
        &self.world
    }
}

impl DerefMut for Shims {
    fn deref_mut(&mut self) -> &mut World {
        &mut self.world
    }
}

impl Shims {
    /// Links with these names.
    pub(crate) fn new(names: &[&str]) -> Self {
        let world = World::new(Who::User);
        let path = world.shell("printf %s \"$PATH\"").ok();
        let mut shims = Self { world, path };
        shims
            .shell("mkdir -p -m 700 .local/share/keyrc/bin tools")
            .ok();
        for name in names {
            let link = format!("ln -s \"$(command -v keyrc)\" .local/share/keyrc/bin/{name}");
            shims.shell(&link).ok();
        }
        shims.order(&["K", "P"]);
        shims
    }

    /// The folder of the links.
    pub(crate) fn links(&self) -> PathBuf {
        self.path("home/.local/share/keyrc/bin")
    }

    /// Sets PATH. `K` is the folder of the links, `P` the PATH of the system.
    pub(crate) fn order(&mut self, folders: &[&str]) {
        let links = self.links().to_string_lossy().into_owned();
        let path: Vec<&str> = folders
            .iter()
            .map(|folder| match *folder {
                "K" => links.as_str(),
                "P" => self.path.as_str(),
                other => other,
            })
            .collect();
        let path = path.join(":");
        self.world.set("PATH", &path);
    }

    /// Runs a line of bash with the PATH of the world.
    pub(crate) fn line(&self, line: &str) -> crate::sandbox::Output {
        finish(self.command("bash").args(["-c", line]), b"")
    }

    /// Writes a script that every user may run.
    pub(crate) fn script(&self, path: &str, text: &str) {
        let path = self.path("home").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        write(&path, text);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        let folder = path.parent().unwrap();
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
    }
}

/// Makes a link at another place.
pub(crate) fn link(target: &std::path::Path, path: &std::path::Path) {
    symlink(target, path).unwrap();
}

/// Copies the program, as another process so that executing it works at once.
pub(crate) fn copy(from: &str, to: &std::path::Path) {
    finish(
        Command::new("install").args(["-m", "755", from]).arg(to),
        b"",
    )
    .ok();
}
