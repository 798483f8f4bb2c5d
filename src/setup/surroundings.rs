//! The folders and variables of the machine that decide where configuration files are.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The variables that decide where tools keep their configuration, or that override it.
pub const VARIABLES: [&str; 19] = [
    "AWS_CONFIG_FILE",
    "AWS_PROFILE",
    "AWS_SHARED_CREDENTIALS_FILE",
    "CARGO_HOME",
    "DOCKER_CONFIG",
    "GIT_CONFIG_GLOBAL",
    "GOAUTH",
    "GOENV",
    "KUBECONFIG",
    "NPM_CONFIG_USERCONFIG",
    "PATH",
    "PIP_CONFIG_FILE",
    "REGISTRY_AUTH_FILE",
    "TF_CLI_CONFIG_FILE",
    "UV_CONFIG_FILE",
    "VIRTUAL_ENV",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_RUNTIME_DIR",
];

/// Where this user's files are.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// The home of the user.
    pub home: PathBuf,
    /// The folder for settings of this system: `~/.config`, `~/Library/Application Support` or
    /// `%APPDATA%`.
    pub settings: PathBuf,
    /// The absolute path of keyrc.
    pub program: String,
    /// keyrc's folder for links and scripts.
    pub links: PathBuf,
    /// The values of [`VARIABLES`] that are set and not empty.
    pub variables: BTreeMap<&'static str, String>,
}

impl Surroundings {
    /// Returns the value of one of [`VARIABLES`].
    pub fn variable(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(String::as_str)
    }

    /// Returns the path in one of [`VARIABLES`].
    pub fn path_in(&self, name: &str) -> Option<PathBuf> {
        self.variable(name).map(PathBuf::from)
    }

    /// Returns `$XDG_CONFIG_HOME`, or `~/.config`. Some tools use it on every system.
    pub fn xdg_config(&self) -> PathBuf {
        let folder = self.path_in("XDG_CONFIG_HOME");
        let folder = folder.filter(|folder| folder.is_absolute());
        folder.unwrap_or_else(|| self.home.join(".config"))
    }

    /// Whether keyrc is a program of Windows.
    pub fn is_windows(&self) -> bool {
        self.program.ends_with(".exe")
    }

    /// Returns the program as one word of a POSIX shell.
    pub fn program_in_shell(&self) -> String {
        in_shell(Path::new(&self.program))
    }
}

/// Returns a path as one word of a POSIX shell.
pub fn in_shell(path: &Path) -> String {
    let path = path.to_string_lossy();
    let is_plain = |char: char| char.is_ascii_alphanumeric() || "/._-+@:".contains(char);
    if !path.is_empty() && path.chars().all(is_plain) {
        path.into_owned()
    } else {
        format!("'{}'", path.replace('\'', r"'\''"))
    }
}
