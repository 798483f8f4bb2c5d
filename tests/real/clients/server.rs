//! The servers of the clients' tests, which list how they judged each request: `server.py` for HTTP,
//! and `sockets.py`.

use std::fs;
use std::process::{Child, Command};

use serde_json::json;
use tempfile::TempDir;

use crate::bus::{quiet, wait_for};
use crate::clients::installed;
use crate::exec::servers::Front;
use crate::sandbox::write;

/// The credential that a site accepts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Accepted<'a> {
    /// `basic`, `sigv4`, or the scheme before the token in the header; empty for a bare token.
    pub(crate) scheme: &'a str,
    /// The start of the paths.
    pub(crate) path: &'a str,
    pub(crate) login: &'a str,
    pub(crate) token: &'a str,
}

/// The numbers of requests with an accepted and with a refused credential.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Requests with an accepted credential.
    pub(crate) accepted: usize,
    /// Requests with any other credential.
    pub(crate) refused: usize,
}

/// A server that requires a credential.
pub(crate) trait Protected {
    /// The host and port.
    fn host(&self) -> String;

    /// Accepts this credential only, from the next request on.
    fn accept(&self, login: &str, token: &str);

    /// The requests so far.
    fn counts(&self) -> Counts;
}

/// A running server. Dropping it stops it.
pub(crate) struct Server {
    folder: TempDir,
    program: Child,
    scheme: &'static str,
    front: Option<Front>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

impl Server {
    /// Starts a server of a class in `sites.py`.
    pub(crate) fn start(site: &str, scheme: &'static str) -> Self {
        Self::run("python3", "server.py", site, scheme)
    }

    /// Starts a server of a class in `sockets.py`.
    pub(crate) fn start_socket(protocol: &str) -> Self {
        Self::run("python3", "sockets.py", protocol, "")
    }

    /// Starts an SSH server. A session succeeds at once.
    pub(crate) fn start_ssh() -> Self {
        Self::run(&installed("python/bin/python"), "ssh.py", "", "")
    }

    fn run(python: &str, script: &str, site: &str, scheme: &'static str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("files")).unwrap();
        write(&folder.path().join("accepted.json"), "[]");
        write(&folder.path().join("log"), "");
        let mut command = Command::new(python);
        command.arg(format!(
            "{}/tests/real/clients/{script}",
            env!("CARGO_MANIFEST_DIR")
        ));
        let program = quiet(command.arg(folder.path()).arg(site));
        let port = folder.path().join("port");
        wait_for("the server's port", || port.exists());
        Self {
            folder,
            program,
            scheme,
            front: None,
        }
    }

    /// Starts the same with TLS. Its certificate is `certificate.pem` in the folder of the server.
    pub(crate) fn start_tls(site: &str, scheme: &'static str) -> Self {
        let mut server = Self::start(site, scheme);
        server.front = Some(Front::start(server.folder.path(), server.port()));
        server
    }

    /// The port on 127.0.0.1, without TLS.
    pub(crate) fn port(&self) -> u16 {
        let port = fs::read_to_string(self.folder.path().join("port")).unwrap();
        port.parse().unwrap()
    }

    /// A path in the folder of the server. `files` has the files of the site.
    pub(crate) fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// Accepts these credentials only.
    pub(crate) fn accept_all(&self, accounts: &[Accepted<'_>]) {
        let accounts: Vec<_> = accounts
            .iter()
            .map(|one| {
                json!({"scheme": one.scheme, "path": one.path, "login": one.login, "token": one.token})
            })
            .collect();
        write(&self.path("accepted.new"), json!(accounts).to_string());
        // The server may read the file now.
        fs::rename(self.path("accepted.new"), self.path("accepted.json")).unwrap();
    }

    /// The verdict, the method and the path of each request.
    pub(crate) fn log(&self) -> Vec<String> {
        let log = fs::read_to_string(self.path("log")).unwrap();
        log.lines().map(str::to_owned).collect()
    }
}

impl Protected for Server {
    fn host(&self) -> String {
        let port = self.front.as_ref().map_or_else(|| self.port(), Front::port);
        format!("127.0.0.1:{port}")
    }

    fn accept(&self, login: &str, token: &str) {
        self.accept_all(&[Accepted {
            scheme: self.scheme,
            path: "/",
            login,
            token,
        }]);
    }

    fn counts(&self) -> Counts {
        let log = self.log();
        let count = |verdict| log.iter().filter(|line| line.starts_with(verdict)).count();
        Counts {
            accepted: count("ok "),
            refused: count("bad "),
        }
    }
}
