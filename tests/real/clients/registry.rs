//! Debian's docker-registry, with one image.

use std::fs;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use tempfile::TempDir;

use crate::bus::wait_for;
use crate::clients::server::{Counts, Protected};
use crate::clients::{LOGIN, installed};
use crate::sandbox::{finish, write};

/// A running registry. Dropping it stops it.
pub(crate) struct Registry {
    folder: TempDir,
    program: Child,
    port: u16,
}

impl Drop for Registry {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

impl Registry {
    /// Starts a registry that has the image `image:1`.
    pub(crate) fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // The registry cannot choose a free port.
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        drop(listener);
        let path = |name: &str| folder.path().join(name).display().to_string();
        let settings = format!(
            "version: 0.1\n\
             log: {{level: warn, formatter: json}}\n\
             storage: {{filesystem: {{rootdirectory: {}}}}}\n\
             auth: {{htpasswd: {{realm: a, path: {}}}}}\n\
             http: {{addr: '127.0.0.1:{port}'}}\n",
            path("files"),
            path("htpasswd")
        );
        write(&folder.path().join("settings.yml"), settings);
        write(&folder.path().join("htpasswd"), "");
        let mut command = Command::new("sh");
        command.args(["-c", "exec \"$0\" serve \"$1\" >\"$2\" 2>&1"]);
        let registry = installed("bin/docker-registry");
        command.args([registry, path("settings.yml"), path("log")]);
        let program = command.stdin(Stdio::null()).spawn().unwrap();
        let registry = Self {
            folder,
            program,
            port,
        };
        wait_for("the registry", || {
            TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok()
        });
        registry.add_image();
        registry
    }

    fn add_image(&self) {
        let image = self.folder.path().join("image").display().to_string();
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/real/clients/image.py");
        finish(Command::new("python3").args([script, &image]), b"").ok();
        self.accept("setup", "setup");
        let mut command = Command::new("skopeo");
        command.args([
            "--insecure-policy",
            "copy",
            "-q",
            // docker 20.10 does not know the format of OCI.
            "--format=v2s2",
            "--dest-tls-verify=false",
            "--dest-creds=setup:setup",
            &format!("oci:{image}:1"),
            &format!("docker://{}/image:1", self.host()),
        ]);
        finish(&mut command, b"").ok();
    }
}

impl Protected for Registry {
    fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    fn accept(&self, login: &str, token: &str) {
        let mut command = Command::new("htpasswd");
        let line = finish(command.args(["-Bbn", "-C", "4", login, token]), b"").ok();
        write(&self.folder.path().join("htpasswd"), line);
    }

    /// Every path is protected, so an answer other than 401 means that the password was right.
    fn counts(&self) -> Counts {
        // The registry logs a request after it answered.
        thread::sleep(Duration::from_millis(200));
        let log = fs::read(self.folder.path().join("log")).unwrap();
        let log = String::from_utf8_lossy(&log);
        let is_answered = |line: &&str| {
            line.contains("\" 404 ") || (line.contains("\" 20") && line.contains(" HTTP/1.1"))
        };
        // Without a token, most clients send an empty login.
        let refused = format!("error authenticating user \\\"{LOGIN}\\\"");
        Counts {
            accepted: log.lines().filter(is_answered).count(),
            refused: log.matches(&refused).count(),
        }
    }
}
