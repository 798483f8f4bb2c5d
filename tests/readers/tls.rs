//! TLS in front of the HTTP server, for tools that send passwords only over TLS.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use crate::case::HOSTS;
use crate::process::{clean, end};

/// A proxy on port 443. Dropping it ends the program.
pub(crate) struct Front {
    program: Child,
    certificate: PathBuf,
}

impl Front {
    /// Starts the proxy, and writes its key and its self-signed certificate to `folder`.
    pub(crate) fn start(folder: &Path, drivers: &Path) -> Self {
        let (key, certificate) = (folder.join("key.pem"), folder.join("certificate.pem"));
        let mut names = String::from("subjectAltName=");
        for host in HOSTS {
            let kind = if host.starts_with("127.") {
                "IP"
            } else {
                "DNS"
            };
            let comma = if names.ends_with('=') { "" } else { "," };
            let _ = write!(names, "{comma}{kind}:{host}");
        }
        let mut openssl = clean("openssl".as_ref());
        openssl.args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
        ]);
        openssl.args(["-days", "2", "-subj", "/CN=readers", "-addext", &names]);
        openssl
            .args(["-keyout".as_ref(), key.as_os_str()])
            .args(["-out".as_ref(), certificate.as_os_str()]);
        assert!(
            openssl.status().unwrap().success(),
            "openssl makes a certificate"
        );

        let mut python = clean("python3".as_ref());
        python
            .arg(drivers.join("tls.py"))
            .arg(&certificate)
            .arg(&key)
            .args(["443", "80"])
            .stdout(Stdio::piped())
            .process_group(0);
        let mut program = python.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(program.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        assert_eq!(line, "ready 443\n", "the front of TLS starts");
        Self {
            program,
            certificate,
        }
    }

    /// Returns the certificate for `SSL_CERT_FILE`.
    pub(crate) fn certificate(&self) -> &Path {
        &self.certificate
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        end(&mut self.program);
    }
}
