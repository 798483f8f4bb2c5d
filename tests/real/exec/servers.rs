//! Servers that the tools of `keyrc exec` ask, beside the one for HTTP.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

/// Starts to serve every connection to a port, which is told, until the process ends.
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

/// Sends every request for HTTP on to another place. Gives its port.
pub(crate) fn redirector(to: String) -> u16 {
    listen(move |mut connection| {
        let mut lines = BufReader::new(connection.try_clone()?).lines();
        while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
        write!(connection, "HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    })
}

/// Logins with their passwords.
type Logins = Vec<(String, String)>;

/// An FTP server that lets everybody in and has no files. Gives its port, and who came: login and password.
pub(crate) fn ftp() -> (u16, Arc<Mutex<Logins>>) {
    let log = Arc::<Mutex<Logins>>::default();
    let its_log = log.clone();
    let port = listen(move |mut connection| {
        connection.write_all(b"220 hello\r\n")?;
        let mut user = String::new();
        for line in BufReader::new(connection.try_clone()?).lines() {
            let line = line?;
            let (word, argument) = line.split_once(' ').unwrap_or((&line, ""));
            let answer: &[u8] = match word.to_ascii_uppercase().as_str() {
                "USER" => {
                    user = argument.to_owned();
                    b"331 and the password?\r\n"
                }
                "PASS" => {
                    its_log.lock().unwrap().push((user.clone(), argument.to_owned()));
                    b"230 come in\r\n"
                }
                "SYST" => b"215 UNIX Type: L8\r\n",
                "PWD" => b"257 \"/\"\r\n",
                "TYPE" | "CWD" | "NOOP" => b"200 so be it\r\n",
                "QUIT" => b"221 bye\r\n",
                _ => b"550 there is nothing here\r\n",
            };
            connection.write_all(answer)?;
        }
        Ok(())
    });
    (port, log)
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
        openssl.args(["-subj", "/CN=exec", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout"]).arg(&key).arg("-out");
        assert!(openssl.arg(&certificate).stderr(Stdio::null()).status().unwrap().success());
        let driver = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/readers/drivers/tls.py");
        let mut python = Command::new("python3");
        python.arg(driver).arg(&certificate).arg(&key).arg("0").arg(to.to_string()).stdout(Stdio::piped());
        let mut program = python.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(program.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim_end().strip_prefix("ready ").and_then(|port| port.parse().ok());
        Self { program, port: port.unwrap_or_else(|| panic!("the front of TLS says {line:?}")) }
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
