//! Called by the name of a tool, keyrc runs the tool with its tokens.

mod alone;
mod next;
mod shell;
mod tools;
mod writers;

use std::ops::{Deref, DerefMut};
use std::path::PathBuf;

use crate::exec::{Who, World};
use crate::sandbox::finish;

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
        Self::of(Who::User, names)
    }

    pub(crate) fn of(who: Who, names: &[&str]) -> Self {
        let world = World::new(who);
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
        let line = "mkdir -p \"${1%/*}\" && cat >\"$1\" && chmod 755 \"${1%/*}\" \"$1\"";
        self.pipe(text, "/bin/bash", &["-c", line, "bash", path])
            .ok();
    }
}
