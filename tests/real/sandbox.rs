//! A private home, and commands that run in it and inherit only PATH from the environment.

use std::fmt;
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub(crate) const KEYRC: &str = env!("CARGO_BIN_EXE_keyrc");

/// The result of a command. A failing test prints all of it.
pub(crate) struct Output {
    line: String,
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "$ {}\n{}{}exit {:?}",
            self.line, self.out, self.err, self.code
        )
    }
}

impl Output {
    /// The standard output of a command that succeeded.
    #[track_caller]
    pub(crate) fn ok(self) -> String {
        assert_eq!(self.code, Some(0), "{self}");
        self.out
    }

    #[track_caller]
    pub(crate) fn fails(self, code: i32) -> String {
        assert_eq!(self.code, Some(code), "{self}");
        self.err
    }
}

pub(crate) struct Sandbox {
    folder: tempfile::TempDir,
    variables: Vec<(String, String)>,
    /// The path of the program, if it is not the one that was built.
    program: Option<PathBuf>,
    /// The words before every command, such as `setpriv … --`.
    runner: Vec<String>,
}

impl Sandbox {
    pub(crate) fn new() -> Self {
        let sandbox = Self {
            folder: tempfile::tempdir().unwrap(),
            variables: Vec::new(),
            program: None,
            runner: Vec::new(),
        };
        for name in ["home", "run"] {
            fs::create_dir(sandbox.path(name)).unwrap();
            fs::set_permissions(sandbox.path(name), fs::Permissions::from_mode(0o700)).unwrap();
        }
        sandbox
    }

    /// Sets a variable for every command.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.variables.push((name.into(), value.into()));
    }

    /// Runs commands as another user, who has the program at another path.
    pub(crate) fn run_by(&mut self, runner: &[&str], program: PathBuf) {
        (self.runner, self.program) = (
            runner.iter().map(|word| (*word).to_owned()).collect(),
            Some(program),
        );
    }

    fn program(&self) -> &Path {
        self.program.as_deref().unwrap_or(Path::new(KEYRC))
    }

    /// A path in the sandbox. `home` is the home, `run` the runtime folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn netrc(&self) -> PathBuf {
        self.path("home/.netrc")
    }

    pub(crate) fn write_netrc(&self, text: &str) {
        write(&self.netrc(), text);
        fs::set_permissions(self.netrc(), fs::Permissions::from_mode(0o600)).unwrap();
    }

    pub(crate) fn read_netrc(&self) -> String {
        fs::read_to_string(self.netrc()).unwrap()
    }

    /// A command in this sandbox, in its home, with no standard input and no terminal.
    pub(crate) fn command(&self, program: &str) -> Command {
        self.prepared(&["setsid", "--wait"], program)
    }

    /// The same for a test that gives it a terminal.
    pub(crate) fn command_at_terminal(&self, program: &str) -> Command {
        self.prepared(&[], program)
    }

    /// Resets signals to their default actions, because a process under `nohup` or in the
    /// background inherits ignored signals.
    fn prepared(&self, first: &[&str], program: &str) -> Command {
        let mut command = Command::new("env");
        command
            .arg("--default-signal")
            .args(first)
            .args(&self.runner)
            .arg(program)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("LC_ALL", "C.UTF-8");
        command
            .env("HOME", self.path("home"))
            .env("XDG_RUNTIME_DIR", self.path("run"));
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command.current_dir(self.path("home")).stdin(Stdio::null());
        command
    }

    pub(crate) fn keyrc(&self, args: &[&str]) -> Output {
        self.run(&self.program().to_string_lossy(), args)
    }

    pub(crate) fn run(&self, program: &str, args: &[&str]) -> Output {
        finish(self.command(program).args(args), b"")
    }

    /// Runs with `input` on standard input.
    pub(crate) fn pipe(&self, input: &str, program: &str, args: &[&str]) -> Output {
        finish(
            self.command(program).args(args).stdin(Stdio::piped()),
            input.as_bytes(),
        )
    }

    /// Runs a line of shell, where `keyrc` is the program.
    pub(crate) fn shell(&self, line: &str) -> Output {
        let folder = self
            .program()
            .parent()
            .unwrap()
            .to_string_lossy()
            .into_owned();
        let line = format!("PATH={folder}:$PATH; set -o pipefail; {line}");
        finish(self.command("bash").args(["-c", &line]), b"")
    }

    pub(crate) fn has(&self, host: &str, login: &str, token: &str) {
        self.pipe(
            token,
            &self.program().to_string_lossy(),
            &["login", host, "-u", login, "--token-stdin"],
        )
        .ok();
    }
}

/// Writes a file that a test prepares for the program.
#[expect(clippy::disallowed_methods, reason = "what the program is to find")]
pub(crate) fn write(path: &Path, text: impl AsRef<[u8]>) {
    fs::write(path, text).unwrap();
}

pub(crate) fn finish(command: &mut Command, input: &[u8]) -> Output {
    let line = format!("{command:?}");
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("{line}: {error}; tests/run installs what is needed"));
    if let Some(mut pipe) = child.stdin.take() {
        // A program that fails before it reads closes the pipe. Its exit status shows that.
        let _ = pipe.write_all(input);
    }
    let done = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Output {
        line,
        code: done.status.code(),
        out: text(done.stdout),
        err: text(done.stderr),
    }
}
