//! Real clients of the credential-helper protocols, with a server on loopback that requires a
//! credential.

mod askpass;
mod aws;
mod cargo;
mod containers;
mod git;
mod git_suite;
mod go;
mod kubectl;
mod passwords;
mod pnpm;
mod python;
mod python_keyring;
mod registry;
mod server;
mod setup;
mod terraform;
mod trial;

use std::os::unix::fs::symlink;

use crate::bus::Bus;
use crate::sandbox::{KEYRC, Sandbox};

/// The login of most tests.
pub(crate) const LOGIN: &str = "me";

/// A token that servers refuse.
pub(crate) const WRONG: &str = "wrong-token";

/// A token with characters that protocols quote.
pub(crate) const QUOTED: &str = "a\"b\\c $x%y:@/#;=,";

/// A token outside ASCII.
pub(crate) const FOREIGN: &str = "tökén-☃";

/// A token of 4 KB, as long as a large JSON Web Token.
pub(crate) fn long() -> String {
    "eyJhbGciOiJSUzI1".repeat(256)
}

/// A home with a vault that a key in the home unlocks.
pub(crate) fn vault() -> Sandbox {
    let mut home = Sandbox::new();
    home.set("KEYRC_STORE", "vault");
    prepare(&home);
    home.shell("age-keygen -o key 2>/dev/null && keyrc vault init -i key")
        .ok();
    home
}

/// A home with a keyring that `fill` filled and that is locked.
pub(crate) fn locked(fill: impl FnOnce(&Sandbox)) -> Bus {
    Bus::locked(|home| {
        prepare(home);
        fill(home);
    })
}

/// Makes the folder `bin` of the home, which comes first in the PATH of [`shell`].
fn prepare(home: &Sandbox) {
    std::fs::create_dir(home.path("home/bin")).unwrap();
}

/// Runs a line of shell with the folder `bin` of the home first in the PATH, and the installed
/// clients last. It ends after two minutes.
pub(crate) fn shell(home: &Sandbox, line: &str) -> crate::sandbox::Output {
    // A git of its own, if that of the system is too old.
    let (git, bin) = (installed("git/bin"), installed("bin"));
    let line = line.replace('\'', "'\\''");
    home.shell(&format!(
        "PATH=$HOME/bin:{git}:$PATH:{bin} timeout 120 bash -c '{line}'"
    ))
}

/// The path of something that `tests/real/clients/install.sh` installed.
pub(crate) fn installed(name: &str) -> String {
    format!("{}/target/clients/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// The path of something that `tests/readers/install.sh` installed: the newest pip, uv and Go.
pub(crate) fn newest(name: &str) -> String {
    format!("{}/target/readers/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// How a client calls keyrc.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Call {
    /// As `keyrc helper PROTOCOL`.
    Helper,
    /// By the name of a link to keyrc.
    Link,
}

impl Call {
    /// Makes a program `path`, in the home, that speaks `protocol`.
    pub(crate) fn install(self, home: &Sandbox, path: &str, protocol: &str) {
        let path = home.path("home").join(path);
        match self {
            Self::Helper => script(&path, &format!("exec '{KEYRC}' helper {protocol} \"$@\"")),
            Self::Link => symlink(KEYRC, &path).unwrap(),
        }
    }
}

/// Writes a program in shell.
pub(crate) fn script(path: &std::path::Path, line: &str) {
    let mut command = std::process::Command::new("install");
    command.args(["-m", "755", "/dev/stdin"]).arg(path);
    command.stdin(std::process::Stdio::piped());
    // Another process writes the file, so that no child of another thread inherits a descriptor
    // that is open for writing: executing the file would fail.
    crate::sandbox::finish(&mut command, format!("#!/bin/sh\n{line}\n").as_bytes()).ok();
}
