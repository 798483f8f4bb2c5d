//! A local HTTP server that requires a login and a password, for the tour and for tests with real
//! tools.
//!
//! It supports HTTP Basic, GET and HEAD, one request per connection, and the files of one folder:
//! enough for curl, wget, git's dumb protocol and pip's simple index. It listens on 127.0.0.1 only,
//! serves no file outside the folder, and does not panic on any request.

#![allow(dead_code, reason = "each of its users needs a part of it")]

use std::fmt::Write as _;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How many connections are answered. A client that retries for ever is stopped by the limit.
const MAX_CONNECTIONS: usize = 10_000;

/// The longest request, in bytes.
const MAX_REQUEST: usize = 64 * 1024;

/// How long a client may be silent.
const PATIENCE: Duration = Duration::from_secs(5);

/// A request and its result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    /// The method, such as `GET`.
    pub(crate) method: String,
    /// The path and query, as sent.
    pub(crate) path: String,
    /// The login, or `None` without a valid password.
    pub(crate) login: Option<String>,
    /// The status of the response.
    pub(crate) status: u16,
}

/// A running server. Dropping it stops it.
#[derive(Debug)]
pub(crate) struct Server {
    port: u16,
    site: Arc<Site>,
    stopping: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts a server that accepts these accounts, pairs of a login and a password.
    ///
    /// It serves the files in the folder `root`, and `index.html` for a folder in it; without a
    /// `root`, a greeting for every path.
    pub(crate) fn start(accounts: &[(&str, &str)], root: Option<PathBuf>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = listener.local_addr()?.port();
        let accounts = accounts
            .iter()
            .map(|&(login, password)| (login.to_owned(), basic(login, password)))
            .collect();
        // The real path, so that a link to a file outside the folder can be detected.
        let root = root.map(|root| root.canonicalize()).transpose()?;
        let site = Arc::new(Site {
            accounts,
            root,
            log: Mutex::default(),
        });
        let stopping = Arc::new(AtomicBool::new(false));
        let (its_site, its_stopping) = (site.clone(), stopping.clone());
        let thread = thread::Builder::new()
            .name("server".into())
            .spawn(move || accept(&listener, &its_site, &its_stopping))
            .map(Some)?;
        Ok(Self {
            port,
            site,
            stopping,
            thread,
        })
    }

    /// The port on 127.0.0.1.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// The requests so far, including every request whose response was sent.
    pub(crate) fn log(&self) -> Vec<Seen> {
        self.site.log().clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stopping.store(true, Ordering::SeqCst);
        // Connect to it, because it waits for a connection. If that fails, do not wait for its
        // thread.
        let woken = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_ok();
        if let Some(thread) = self
            .thread
            .take()
            .filter(|thread| woken || thread.is_finished())
        {
            let _ = thread.join();
        }
    }
}

/// The value of the `Authorization` header for a login and a password. Source: RFC 7617.
pub(crate) fn basic(login: &str, password: &str) -> String {
    format!("Basic {}", base64(format!("{login}:{password}").as_bytes()))
}

/// Source: RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let group = byte(0) << 16 | byte(1) << 8 | byte(2);
        for digit in 0..4 {
            let at = (group >> (18 - 6 * digit) & 63) as usize;
            text.push(if digit <= chunk.len() {
                char::from(DIGITS[at])
            } else {
                '='
            });
        }
    }
    text
}

fn accept(listener: &TcpListener, site: &Arc<Site>, stopping: &AtomicBool) {
    for connection in listener.incoming().take(MAX_CONNECTIONS) {
        if stopping.load(Ordering::SeqCst) {
            return;
        }
        let (Ok(connection), site) = (connection, site.clone()) else {
            continue;
        };
        // One thread per connection: clients open connections early and stay silent for a while. If
        // no thread can be started, the connection is closed.
        let _ = thread::Builder::new()
            .name("connection".into())
            .spawn(move || serve(connection, &site));
    }
}

fn serve(mut connection: TcpStream, site: &Site) -> io::Result<()> {
    connection.set_read_timeout(Some(PATIENCE))?;
    connection.set_write_timeout(Some(PATIENCE))?;
    let request = read_head(&mut connection)?;
    let answer = match Request::parse(&request) {
        Some(request) => site.answer_and_log(&request),
        None => Answer::text(400, "this is not a request\n"),
    };
    let with_body = !request.starts_with(b"HEAD ");
    connection.write_all(answer.head().as_bytes())?;
    connection.write_all(if with_body { &answer.body } else { b"" })?;
    // Read the rest first: closing with unread bytes resets the connection, and the client may lose
    // the response.
    connection.shutdown(Shutdown::Write)?;
    io::copy(&mut connection.take(MAX_REQUEST as u64), &mut io::sink())?;
    Ok(())
}

/// Reads up to the empty line, or to the end.
fn read_head(connection: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let mut buffer = [0; 4096];
    while head.len() < MAX_REQUEST && !head.windows(4).any(|four| four == b"\r\n\r\n") {
        match connection.read(&mut buffer)? {
            0 => break,
            count => head.extend_from_slice(&buffer[..count]),
        }
    }
    Ok(head)
}

struct Request<'a> {
    method: &'a str,
    target: &'a str,
    authorization: Option<&'a str>,
}

impl<'a> Request<'a> {
    fn parse(head: &'a [u8]) -> Option<Self> {
        let end = head.windows(4).position(|four| four == b"\r\n\r\n")?;
        let mut lines = str::from_utf8(&head[..end]).ok()?.split("\r\n");
        let mut words = lines.next()?.split(' ');
        let (method, target, version) = (words.next()?, words.next()?, words.next()?);
        if words.next().is_some() || !version.starts_with("HTTP/1.") || !target.starts_with('/') {
            return None;
        }
        let mut headers = lines.filter_map(|line| line.split_once(':'));
        let authorization = headers.find(|(name, _)| name.eq_ignore_ascii_case("authorization"));
        Some(Self {
            method,
            target,
            authorization: authorization.map(|(_, value)| value.trim()),
        })
    }
}

/// The accounts and the files of a server.
#[derive(Debug)]
struct Site {
    /// Logins, and the header that each sends.
    accounts: Vec<(String, String)>,
    root: Option<PathBuf>,
    log: Mutex<Vec<Seen>>,
}

impl Site {
    fn log(&self) -> MutexGuard<'_, Vec<Seen>> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer_and_log(&self, request: &Request<'_>) -> Answer {
        let login = self.login(request.authorization);
        let answer = self.answer(request, login);
        self.log().push(Seen {
            method: request.method.to_owned(),
            path: request.target.to_owned(),
            login: login.map(str::to_owned),
            status: answer.status,
        });
        answer
    }

    fn login(&self, authorization: Option<&str>) -> Option<&str> {
        let (scheme, sent) = authorization?.split_once(' ')?;
        let is_theirs = |header: &str| {
            header
                .strip_prefix("Basic ")
                .is_some_and(|theirs| theirs == sent.trim())
        };
        let (login, _) = self.accounts.iter().find(|(_, header)| is_theirs(header))?;
        scheme.eq_ignore_ascii_case("basic").then_some(login)
    }

    fn answer(&self, request: &Request<'_>, login: Option<&str>) -> Answer {
        if !matches!(request.method, "GET" | "HEAD") {
            return Answer::text(405, "GET and HEAD are all there is\n");
        }
        let Some(login) = login else {
            return Answer::text(401, "who are you?\n");
        };
        let Some(root) = &self.root else {
            return Answer::text(200, &format!("hello, {login}\n"));
        };
        file(root, request.target)
            .and_then(|file| {
                Some(Answer {
                    status: 200,
                    kind: kind(&file),
                    body: std::fs::read(file).ok()?,
                })
            })
            .unwrap_or_else(|| Answer::text(404, "there is no such file\n"))
    }
}

/// Returns the requested file, which is always inside `root`. `root` must be a real path.
fn file(root: &Path, target: &str) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?;
    let mut file = root.to_owned();
    for name in path.split('/').filter(|name| !name.is_empty()) {
        let name = decoded(name)?;
        // A colon names a drive or a stream on Windows. `.` and `..` are not needed.
        if name.contains(['/', '\\', ':', '\0']) || matches!(&*name, "." | "..") {
            return None;
        }
        file.push(name);
    }
    if path.ends_with('/') {
        file.push("index.html");
    }
    let file = file.canonicalize().ok()?;
    (file.starts_with(root) && file.is_file()).then_some(file)
}

/// Decodes a part of a path, such as `a%20b`.
fn decoded(name: &str) -> Option<String> {
    let mut parts = name.split('%');
    let mut bytes = parts.next()?.as_bytes().to_vec();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2)?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        bytes.extend_from_slice(rest.as_bytes());
    }
    String::from_utf8(bytes).ok()
}

/// pip and wget accept only HTML as a page with links.
fn kind(file: &Path) -> &'static str {
    let is_page = file
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("html"));
    if is_page {
        "text/html; charset=utf-8"
    } else {
        "application/octet-stream"
    }
}

struct Answer {
    status: u16,
    kind: &'static str,
    body: Vec<u8>,
}

impl Answer {
    fn text(status: u16, body: &str) -> Self {
        Self {
            status,
            kind: "text/plain; charset=utf-8",
            body: body.into(),
        }
    }

    fn head(&self) -> String {
        let reason = match self.status {
            200 => "OK",
            400 => "Bad Request",
            401 => "Unauthorized",
            404 => "Not Found",
            _ => "Method Not Allowed",
        };
        let mut head = format!("HTTP/1.1 {} {reason}\r\nConnection: close\r\n", self.status);
        match self.status {
            401 => head.push_str("WWW-Authenticate: Basic realm=\"keyrc\", charset=\"UTF-8\"\r\n"),
            405 => head.push_str("Allow: GET, HEAD\r\n"),
            _ => {}
        }
        // Ignore: writing to a string cannot fail.
        let _ = write!(
            head,
            "Content-Type: {}\r\nContent-Length: {}\r\n\r\n",
            self.kind,
            self.body.len()
        );
        head
    }
}
