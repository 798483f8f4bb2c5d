//! A tour of keyrc: moves tokens from a netrc to a vault, and runs a tool with one of them.
//!
//! ```sh
//! cargo run --release --example tour
//! ```
//!
//! It runs the real commands in a temporary home, each in its own process, with a real vault. If
//! curl is installed, curl logs in to a local server, else this program does. The tour never opens your keyring, and never
//! reads or writes your netrc. It fails if a command does not do what the tour announces.

mod server;

use std::error::Error;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

use keyrc::cli::{self, World};
use keyrc_platform::{file, launch};
use secrecy::ExposeSecret;
use tempfile::TempDir;

use server::Server;

/// A typical netrc. The last entry is for the server of the tour.
const NETRC: &str = "\
# work
machine api.example.com login me@example.com password tour-token-1
machine git.example.org
    login me
    password tour-token-2

machine 127.0.0.1 login tour password tour-token-3
";
const TOKENS: [&str; 3] = ["tour-token-1", "tour-token-2", "tour-token-3"];

type Done<T = ()> = Result<T, Box<dyn Error>>;

/// Makes this program behave as keyrc, so that keyrc need not be installed.
const AS_KEYRC: &str = "--as-keyrc";

/// Makes this program request the URL in its next argument, as `curl -n` does.
const REQUEST: &str = "request";

fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().collect();
    // `keyrc exec` executes this program again to enter a namespace.
    if let Some((error, program)) = launch::resume(&args) {
        return failed(format!("cannot run {program:?}: {error:?}").into());
    }
    let done = match args.get(1).and_then(|word| word.to_str()) {
        Some(AS_KEYRC) => return as_keyrc(),
        Some(REQUEST) => args
            .get(2)
            .and_then(|url| url.to_str())
            .ok_or_else(|| "the URL is missing".into())
            .and_then(request),
        None if args.len() == 1 => {
            Tour::new().and_then(|mut tour| tour.show().and_then(|()| tour.end()))
        }
        _ => Err("the tour takes no arguments".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failed(error),
    }
}

fn failed(error: Box<dyn Error>) -> ExitCode {
    // Ignore: stderr may be closed, and the exit status still reports the failure.
    let _ = writeln!(io::stderr(), "tour: {error}");
    ExitCode::FAILURE
}

fn as_keyrc() -> ExitCode {
    keyrc_platform::harden();
    match World::of_process() {
        Ok(mut world) => ExitCode::from(cli::run(std::env::args_os().skip(1), &mut world)),
        Err(_) => ExitCode::FAILURE,
    }
}

struct Tour {
    out: File,
    home: TempDir,
    netrc: PathBuf,
    server: Server,
}

impl Tour {
    fn new() -> Done<Self> {
        let home = tempfile::Builder::new().prefix("keyrc-tour-").tempdir()?;
        let netrc = home
            .path()
            .join(if cfg!(windows) { "_netrc" } else { ".netrc" });
        file::replace(&file::resolve(&netrc)?, None, NETRC.as_bytes())?;
        file::replace(
            &file::resolve(&home.path().join("passphrase"))?,
            None,
            b"correct horse battery staple\n",
        )?;
        let server = Server::start(&[("tour", TOKENS[2])], None)?;
        Ok(Self {
            out: keyrc_platform::stdout()?,
            home,
            netrc,
            server,
        })
    }

    fn show(&mut self) -> Done {
        let home = self.home.path().display().to_string();
        self.say(&format!(
            "A tour of keyrc in a temporary home, {home}, which is removed at the end."
        ))?;
        self.say(
            "The tokens go into a vault, an encrypted file in that home. Your keyring is not used.",
        )?;
        self.migrate()?;
        self.log_in()?;
        self.step("The netrc is as before:")?;
        self.show_netrc()?;
        let left = self.netrc()?;
        expect(
            !TOKENS.iter().any(|token| left.contains(token)),
            "a token went into the netrc",
        )
    }

    fn migrate(&mut self) -> Done {
        self.step("A netrc with three tokens in plain text:")?;
        self.show_netrc()?;
        self.step(
            "Make a vault. Its passphrase comes from a file, as in a container or a service:",
        )?;
        self.keyrc(&["vault", "init"])?;
        self.keyrc(&["status"])?;
        self.step("Show what a migration would do, then migrate:")?;
        self.keyrc(&["migrate", "--dry-run"])?;
        expect(self.netrc()? == NETRC, "a dry run changed the netrc")?;
        self.keyrc(&["migrate"])?;
        self.step("The tokens are gone from the file; the rest is unchanged:")?;
        self.show_netrc()?;
        let left = self.netrc()?;
        expect(
            !TOKENS.iter().any(|token| left.contains(token)),
            "a token is left in the netrc",
        )?;
        expect(
            left.starts_with("# work\n"),
            "the comment is gone from the netrc",
        )?;
        self.keyrc(&["list"])
    }

    /// Shows that a tool logs in only if keyrc gives it the token.
    fn log_in(&mut self) -> Done {
        self.step("Request a page that needs a login. The netrc has no token for it any more:")?;
        let url = format!("http://{}:{}/", Ipv4Addr::LOCALHOST, self.server.port());
        let request = client(&url)?;
        let (program, args) = request.split_first().ok_or("the client is missing")?;
        self.say(&format!("\n$ {}", line(&request)))?;
        let status = self.status_of(Command::new(program).args(args))?;
        expect(
            status == "401",
            "the server accepted a request without a login",
        )?;
        self.step("Give the token to this command only:")?;
        self.say(&format!("\n$ keyrc exec -- {}", line(&request)))?;
        let mut command = Command::new(std::env::current_exe()?);
        let status = self.status_of(command.args([AS_KEYRC, "exec", "--"]).args(&request))?;
        expect(status == "200", "the server refused the login")?;
        let log = self.server.log().into_iter();
        let seen: Vec<_> = log.map(|seen| (seen.status, seen.login)).collect();
        expect(
            seen == [(401, None), (200, Some("tour".into()))],
            "the server received other requests",
        )
    }

    /// Runs a command, shows its output, and returns the last line: the status of a response.
    fn status_of(&mut self, command: &mut Command) -> Done<String> {
        let output = self.at_home(command).output()?;
        self.out.write_all(&output.stdout)?;
        self.out.write_all(&output.stderr)?;
        let text = String::from_utf8_lossy(&output.stdout);
        Ok(text.lines().last().unwrap_or_default().to_owned())
    }

    /// Shows and runs a command of keyrc.
    fn keyrc(&mut self, args: &[&str]) -> Done {
        let line = format!("keyrc {}", args.join(" "));
        self.say(&format!("\n$ {line}"))?;
        let mut command = Command::new(std::env::current_exe()?);
        command
            .arg(AS_KEYRC)
            .args(args)
            .stdout(self.out.try_clone()?)
            .stderr(self.out.try_clone()?);
        let status = self.at_home(&mut command).status()?;
        expect(status.success(), &format!("`{line}` failed"))
    }

    /// Makes a command use the temporary home, and ignore the user's settings and proxy.
    fn at_home<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        let is_ours = |name: &OsString| name.to_string_lossy().starts_with("KEYRC_");
        for (name, _) in std::env::vars_os().filter(|(name, _)| is_ours(name)) {
            command.env_remove(name);
        }
        let home = self.home.path();
        command
            .stdin(Stdio::null())
            .env_remove("NETRC")
            .env("HOME", home)
            .env("no_proxy", "*")
            .env("KEYRC_STORE", "vault")
            .env("KEYRC_CONFIG_DIR", home.join("settings"))
            .env("KEYRC_DATA_DIR", home.join("data"))
            .env("KEYRC_PASSPHRASE_FILE", home.join("passphrase"))
    }

    fn netrc(&self) -> Done<String> {
        Ok(std::fs::read_to_string(&self.netrc)?)
    }

    fn show_netrc(&mut self) -> Done {
        self.say(&format!("\n$ cat {}", self.netrc.display()))?;
        self.out.write_all(self.netrc()?.as_bytes())?;
        Ok(())
    }

    /// Announces the next step.
    fn step(&mut self, what: &str) -> Done {
        self.say(&format!("\n# {what}"))
    }

    fn say(&mut self, line: &str) -> Done {
        Ok(self.out.write_all(format!("{line}\n").as_bytes())?)
    }

    fn end(mut self) -> Done {
        self.step("Lock the vault:")?;
        self.keyrc(&["vault", "lock"])?;
        let home = self.home.path().to_owned();
        self.home.close()?;
        expect(!home.exists(), "the temporary home is still there")?;
        Ok(self
            .out
            .write_all(b"\n# The temporary home and its vault are removed.\n")?)
    }
}

/// The command that requests `url` with the netrc: curl if it is installed, else this program.
fn client(url: &str) -> Done<Vec<OsString>> {
    let version = Command::new("curl").arg("--version").output();
    if !version.is_ok_and(|output| output.status.success()) {
        let program = std::env::current_exe()?.into_os_string();
        return Ok([program, REQUEST.into(), url.into()].into());
    }
    // Ignore the user's curlrc (-q, which must come first). Only on Linux is the netrc at the usual
    // path.
    let netrc: &[&str] = if cfg!(target_os = "linux") {
        &["-n"]
    } else {
        &["--netrc-file", "{}"]
    };
    let words = [&["curl", "-qsS"], netrc, &["-w", "%{http_code}\\n", url]].concat();
    Ok(words.into_iter().map(OsString::from).collect())
}

/// A command as it is typed in a shell.
fn line(words: &[OsString]) -> String {
    let quoted = |word: &OsString| match word.to_string_lossy() {
        word if word.contains('{') => format!("'{word}'"),
        word => word.into_owned(),
    };
    words.iter().map(quoted).collect::<Vec<_>>().join(" ")
}

/// Requests a URL of the tour's server, and prints the page and the status.
fn request(url: &str) -> Done {
    let (_, port) = url
        .trim_end_matches('/')
        .rsplit_once(':')
        .ok_or("no port in the URL")?;
    let mut connection = TcpStream::connect((Ipv4Addr::LOCALHOST, port.parse()?))?;
    connection.set_read_timeout(Some(Duration::from_secs(10)))?;
    let header = authorization(url)?;
    let request = format!(
        "GET / HTTP/1.1\r\nHost: {}\r\n{header}\r\n",
        Ipv4Addr::LOCALHOST
    );
    connection.write_all(request.as_bytes())?;
    let mut answer = String::new();
    connection.read_to_string(&mut answer)?;
    let (head, body) = answer
        .split_once("\r\n\r\n")
        .ok_or("the response of the server is not HTTP")?;
    let status = head.split(' ').nth(1).unwrap_or_default();
    Ok(keyrc_platform::stdout()?.write_all(format!("{body}{status}\n").as_bytes())?)
}

/// Returns the header for the netrc entry of a URL, or an empty text without an entry.
fn authorization(url: &str) -> Done<String> {
    let netrc = match std::env::var_os("NETRC") {
        Some(path) => PathBuf::from(path),
        None => PathBuf::from(std::env::var_os("HOME").ok_or("HOME is not set")?).join(".netrc"),
    };
    let bytes = std::fs::read(netrc)?;
    let Some((login, token)) = keyrc::netrc::credentials(&bytes, &url.parse()?).next() else {
        return Ok(String::new());
    };
    #[expect(clippy::disallowed_methods, reason = "the token is for this server")]
    let token = token.expose_secret();
    Ok(format!(
        "Authorization: {}\r\n",
        server::basic(login.as_str(), token)
    ))
}

fn expect(good: bool, otherwise: &str) -> Done {
    if good { Ok(()) } else { Err(otherwise.into()) }
}
