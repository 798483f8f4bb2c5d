//! An HTTP server that requests a password, accepts any, and records the credentials for each path.
//!
//! The path `/c/NUMBER/…` identifies a question. The server listens on port 80 and on a second
//! port. There it forwards TLS to port 443, and clients that send nothing, such as FTP clients, to
//! port 21.

use std::collections::HashMap;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

use base64::Engine as _;

use crate::case::PORT;

/// The longest request. A password of 70 kB takes 93 kB in base64.
const MAX_REQUEST: usize = 512 * 1024;

/// How long a client may send nothing.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long to wait for the first byte. An FTP client waits for a greeting; HTTP and TLS clients
/// send first.
const SILENCE: Duration = Duration::from_secs(1);

/// The number of paths without a number.
const OTHER: u64 = 0;

/// The credentials of one request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// Nothing.
    Nothing,
    /// HTTP Basic: the text before the first colon, and after it.
    Basic(Vec<u8>, Vec<u8>),
    /// `Authorization: Bearer`, from buf.
    Bearer(Vec<u8>),
}

pub(crate) struct Server {
    log: Arc<Log>,
    next: AtomicU64,
    turn: Mutex<()>,
}

/// The turn of a request without a path that tells requests apart: only one runs at a time.
pub(crate) struct Turn<'a> {
    server: &'a Server,
    _held: MutexGuard<'a, ()>,
}

#[derive(Default)]
struct Log(Mutex<HashMap<u64, Vec<Seen>>>);

impl Server {
    /// Both run until the process ends.
    pub(crate) fn start() -> Self {
        let log = Arc::new(Log::default());
        let (plain, mixed) = (log.clone(), log.clone());
        listen(80, move |connection| serve(connection, &plain));
        listen(PORT, move |connection| sort_out(connection, &mixed));
        Self {
            log,
            next: AtomicU64::new(1),
            turn: Mutex::default(),
        }
    }

    /// Returns a new number. The paths of its question start with `/c/NUMBER`.
    pub(crate) fn ask(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    /// Returns the credentials for that number, in order.
    pub(crate) fn take(&self, number: u64) -> Vec<Seen> {
        self.log
            .0
            .lock()
            .unwrap()
            .remove(&number)
            .unwrap_or_default()
    }

    /// Starts a question of a tool that takes no path. Waits until no other such question
    /// runs.
    pub(crate) fn turn(&self) -> Turn<'_> {
        let turn = Turn {
            server: self,
            _held: self.turn.lock().unwrap(),
        };
        turn.seen();
        turn
    }
}

impl Turn<'_> {
    /// Returns the credentials so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.server.take(OTHER)
    }
}

/// Serves each connection on its own thread, since clients open connections before they use them.
pub(crate) fn listen(
    port: u16,
    serve: impl Fn(TcpStream) -> io::Result<()> + Send + Sync + 'static,
) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).unwrap();
    let serve = Arc::new(serve);
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            let serve = serve.clone();
            // Ignore: the client may have closed the connection.
            thread::spawn(move || serve(connection));
        }
    });
}

fn sort_out(connection: TcpStream, log: &Log) -> io::Result<()> {
    connection.set_read_timeout(Some(SILENCE))?;
    match connection.peek(&mut [0]) {
        Ok(0) => Ok(()),
        Ok(_) => {
            let mut first = [0];
            connection.peek(&mut first)?;
            if first == [0x16] {
                pass_on(&connection, 443)
            } else {
                serve(connection, log)
            }
        }
        Err(_) => pass_on(&connection, 21),
    }
}

fn pass_on(client: &TcpStream, port: u16) -> io::Result<()> {
    client.set_read_timeout(Some(PATIENCE))?;
    let server = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    thread::scope(|scope| {
        scope.spawn(|| copy(client, &server));
        copy(&server, client);
    });
    Ok(())
}

/// Copies until one side closes, then closes the other.
fn copy(mut from: &TcpStream, mut to: &TcpStream) {
    // Ignore: either side may be closed.
    let _ = io::copy(&mut from, &mut to);
    let _ = to.shutdown(Shutdown::Write);
}

fn serve(mut connection: TcpStream, log: &Log) -> io::Result<()> {
    connection.set_read_timeout(Some(PATIENCE))?;
    connection.set_write_timeout(Some(PATIENCE))?;
    let head = read_head(&mut connection)?;
    let (number, seen) = understood(&head);
    let is_known = seen != Seen::Nothing;
    log.0.lock().unwrap().entry(number).or_default().push(seen);
    let body = "<!DOCTYPE html><html><body></body></html>\n";
    let status = if is_known {
        "200 OK"
    } else {
        "401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\""
    };
    let answer = format!(
        "HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    connection.write_all(answer.as_bytes())?;
    if !head.starts_with(b"HEAD ") {
        connection.write_all(body.as_bytes())?;
    }
    // Closing with unread data would reset the connection, and the client might lose the response.
    connection.shutdown(Shutdown::Write)?;
    io::copy(&mut connection.take(MAX_REQUEST as u64), &mut io::sink())?;
    Ok(())
}

/// Reads up to the empty line, or to the end.
fn read_head(connection: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let mut buffer = [0; 16 * 1024];
    while head.len() < MAX_REQUEST
        && !head
            .windows(4)
            .rev()
            .take(buffer.len() + 4)
            .any(|four| four == b"\r\n\r\n")
    {
        match connection.read(&mut buffer)? {
            0 => break,
            count => head.extend_from_slice(&buffer[..count]),
        }
    }
    Ok(head)
}

fn understood(head: &[u8]) -> (u64, Seen) {
    // Header values can have any bytes, but the parsed ones are ASCII.
    let head = String::from_utf8_lossy(head);
    let mut lines = head.split("\r\n");
    let target = lines
        .next()
        .and_then(|line| line.split(' ').nth(1))
        .unwrap_or_default();
    let number = target
        .strip_prefix("/c/")
        .and_then(|rest| rest.split('/').next()?.parse().ok());
    let mut headers = lines.filter_map(|line| line.split_once(':'));
    let authorization = headers.find(|(name, _)| name.eq_ignore_ascii_case("authorization"));
    (
        number.unwrap_or(OTHER),
        authorization.map_or(Seen::Nothing, |(_, value)| credentials(value.trim())),
    )
}

fn credentials(value: &str) -> Seen {
    let (scheme, rest) = value.split_once(' ').unwrap_or((value, ""));
    if scheme.eq_ignore_ascii_case("bearer") {
        return Seen::Bearer(rest.into());
    }
    let Ok(pair) = base64::engine::general_purpose::STANDARD.decode(rest.trim()) else {
        return Seen::Nothing;
    };
    let colon = pair
        .iter()
        .position(|&byte| byte == b':')
        .unwrap_or(pair.len());
    Seen::Basic(
        pair[..colon].to_vec(),
        pair.get(colon + 1..).unwrap_or_default().to_vec(),
    )
}
