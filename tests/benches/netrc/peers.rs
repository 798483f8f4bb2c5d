//! Readers in other languages, each in a process of its own that measures its time: Python's netrc
//! module, and a Go program.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A reader, or the reason why it is left out.
pub(crate) type Peer = (&'static str, Result<Vec<PathBuf>, String>);

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/benches/netrc");

/// The commands that start the installed readers.
pub(crate) fn find() -> [Peer; 2] {
    let python = match version(Path::new("python3"), "--version") {
        Ok(()) => Ok(vec!["python3".into(), Path::new(FOLDER).join("peer.py")]),
        Err(why) => Err(why),
    };
    [
        ("Python, netrc.netrc(file)", python),
        ("Go, lines, fields, pairs as cmd/go", compiled()),
    ]
}

/// The program in Go, compiled by the `go` of tests/readers or that of the path.
fn compiled() -> Result<Vec<PathBuf>, String> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/readers/python/bin/go");
    let go = if own.exists() { own } else { "go".into() };
    version(&go, "version")?;
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let program = target.join("netrc-peer-go");
    let done = Command::new(&go)
        .args(["build", "-o"])
        .args([&program, &Path::new(FOLDER).join("peer.go")])
        // Download nothing, and leave nothing in the user's home.
        .envs([
            ("GOCACHE", target.join("go-cache")),
            ("GOPATH", target.join("go")),
        ])
        .envs([
            ("GOTOOLCHAIN", "local"),
            ("GO111MODULE", "off"),
            ("GOTELEMETRY", "off"),
            ("CGO_ENABLED", "0"),
        ])
        .output();
    match done {
        Ok(done) if done.status.success() => Ok(vec![program]),
        Ok(done) => Err(String::from_utf8_lossy(&done.stderr).trim().to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

fn version(program: &Path, argument: &str) -> Result<(), String> {
    match Command::new(program).arg(argument).output() {
        Ok(done) if done.status.success() => Ok(()),
        Ok(done) => Err(format!(
            "`{} {argument}`: {}",
            program.display(),
            done.status
        )),
        Err(error) => Err(format!("`{}`: {error}", program.display())),
    }
}

/// The version of a reader, and its median in seconds.
pub(crate) fn time(command: &[PathBuf], text: &str, host: &str, rounds: usize) -> (String, f64) {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    let done = Command::new(&command[0])
        .args(&command[1..])
        .arg(file.path())
        .args([host, &rounds.to_string()])
        .output()
        .unwrap();
    let (out, error) = (
        String::from_utf8(done.stdout).unwrap(),
        String::from_utf8_lossy(&done.stderr),
    );
    let (version, median) = out
        .trim()
        .split_once(' ')
        .unwrap_or_else(|| panic!("{command:?}: {error}"));
    (version.to_owned(), median.parse().unwrap())
}
