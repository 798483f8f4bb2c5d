//! Servers for the tools that `keyrc exec` runs, besides the one for HTTP.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

use crate::ftp_talk::{self, Login};

/// Serves every connection to a new port until the process ends. Returns the port.
fn listen(serve: impl Fn(TcpStream) -> io::Result<()> + Send + 'static) -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for connection in listener.incoming() {
            let _ = connection.and_then(&serve);
        }
    });
    port
}

/// Redirects every HTTP request to another URL. Returns its port.
pub(crate) fn redirector(to: String) -> u16 {
    listen(move |mut connection| {
        let mut lines = BufReader::new(connection.try_clone()?).lines();
        while lines
            .next()
            .transpose()?
            .is_some_and(|line| !line.is_empty())
        {}
        write!(
            connection,
            "HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        )
    })
}

/// An FTP server that accepts every login. Returns its port and the logins.
pub(crate) fn ftp() -> (u16, Arc<Mutex<Vec<Login>>>) {
    let log = Arc::<Mutex<Vec<Login>>>::default();
    let its_log = log.clone();
    (
        listen(move |connection| ftp_talk::serve(connection, &its_log)),
        log,
    )
}

/// TLS in front of a port of this machine, until it is dropped.
pub(crate) struct Front {
    program: Child,
    port: u16,
}

impl Front {
    /// `folder` gets `certificate.pem`, which is good for 127.0.0.1.
    pub(crate) fn start(folder: &Path, to: u16) -> Self {
        let (certificate, key) = (folder.join("certificate.pem"), folder.join("key.pem"));
        let mut openssl = Command::new("openssl");
        openssl.args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-days",
            "2",
        ]);
        openssl
            .args([
                "-subj",
                "/CN=exec",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-keyout",
            ])
            .arg(&key)
            .arg("-out");
        assert!(
            openssl
                .arg(&certificate)
                .stderr(Stdio::null())
                .status()
                .unwrap()
                .success()
        );
        let driver = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/readers/drivers/tls.py");
        let mut python = Command::new("python3");
        python
            .arg(driver)
            .arg(&certificate)
            .arg(&key)
            .arg("0")
            .arg(to.to_string())
            .stdout(Stdio::piped());
        let mut program = python.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(program.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let port = line
            .trim_end()
            .strip_prefix("ready ")
            .and_then(|port| port.parse().ok());
        Self {
            program,
            port: port.unwrap_or_else(|| panic!("the front of TLS says {line:?}")),
        }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}
