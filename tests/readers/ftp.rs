//! An FTP server that lets everybody in, has no files, and remembers who came.
//!
//! FTP names no path before the login, so one tool is served at a time: who asks holds the `Turn`.

use std::io::{self, BufRead, BufReader, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use crate::http::listen;

/// How long a client may say nothing.
const PATIENCE: Duration = Duration::from_secs(5);

pub(crate) struct Server {
    log: Arc<Mutex<Vec<Login>>>,
    turn: Mutex<()>,
}

/// One login: USER, and PASS if it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Login {
    pub(crate) user: Vec<u8>,
    pub(crate) password: Option<Vec<u8>>,
}

pub(crate) struct Turn<'a> {
    server: &'a Server,
    _held: MutexGuard<'a, ()>,
}

impl Server {
    pub(crate) fn start() -> Self {
        let log = Arc::<Mutex<Vec<Login>>>::default();
        let its_log = log.clone();
        listen(21, move |connection| serve(connection, &its_log));
        Self { log, turn: Mutex::default() }
    }

    /// Waits until nobody else asks.
    pub(crate) fn turn(&self) -> Turn<'_> {
        let turn = Turn { server: self, _held: self.turn.lock().unwrap() };
        self.log.lock().unwrap().clear();
        turn
    }
}

impl Turn<'_> {
    /// Who came, in order.
    pub(crate) fn seen(&self) -> Vec<Login> {
        self.server.log.lock().unwrap().clone()
    }
}

fn serve(mut connection: TcpStream, log: &Mutex<Vec<Login>>) -> io::Result<()> {
    connection.set_read_timeout(Some(PATIENCE))?;
    let mut lines = BufReader::new(connection.try_clone()?);
    connection.write_all(b"220 hello\r\n")?;
    loop {
        let mut line = Vec::new();
        if lines.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        // Only the end of the line goes: a password may end in spaces.
        let line = line.strip_suffix(b"\n").unwrap_or(&line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let space = line.iter().position(|&byte| byte == b' ').unwrap_or(line.len());
        let argument = line.get(space + 1..).unwrap_or_default().to_vec();
        let answer: &[u8] = match &*line[..space].to_ascii_uppercase() {
            b"USER" => {
                log.lock().unwrap().push(Login { user: argument, password: None });
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
            // The login is over, and no tool needs a file to have shown what it read.
            _ => b"550 there is nothing here\r\n",
        };
        connection.write_all(answer)?;
    }
}
