//! The protocol of an FTP server that accepts every login and has no files.

use std::io::{self, BufRead, BufReader, Write};
use std::net::TcpStream;
use std::sync::Mutex;
use std::time::Duration;

/// How long a client may send nothing.
const PATIENCE: Duration = Duration::from_secs(5);

/// One login: USER, and PASS if the client sent it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Login {
    pub(crate) user: Vec<u8>,
    pub(crate) password: Option<Vec<u8>>,
}

/// Serves one connection, and records its logins.
pub(crate) fn serve(mut connection: TcpStream, log: &Mutex<Vec<Login>>) -> io::Result<()> {
    connection.set_read_timeout(Some(PATIENCE))?;
    let mut lines = BufReader::new(connection.try_clone()?);
    connection.write_all(b"220 hello\r\n")?;
    loop {
        let mut line = Vec::new();
        if lines.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        // Remove only the line break: a password may end in spaces.
        let line = line.strip_suffix(b"\n").unwrap_or(&line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let space = line
            .iter()
            .position(|&byte| byte == b' ')
            .unwrap_or(line.len());
        let argument = line.get(space + 1..).unwrap_or_default().to_vec();
        let answer: &[u8] = match &*line[..space].to_ascii_uppercase() {
            b"USER" => {
                log.lock().unwrap().push(Login {
                    user: argument,
                    password: None,
                });
                b"331 and the password?\r\n"
            }
            b"PASS" => {
                if let Some(last) = log.lock().unwrap().last_mut() {
                    last.password = Some(argument);
                }
                b"230 come in\r\n"
            }
            b"SYST" => b"215 UNIX Type: L8\r\n",
            b"PWD" => b"257 \"/\"\r\n",
            b"TYPE" | b"CWD" | b"NOOP" => b"200 so be it\r\n",
            b"QUIT" => {
                connection.write_all(b"221 bye\r\n")?;
                return Ok(());
            }
            // The login is complete, and its answer is known. No tool needs a file.
            _ => b"550 there is nothing here\r\n",
        };
        connection.write_all(answer)?;
    }
}
