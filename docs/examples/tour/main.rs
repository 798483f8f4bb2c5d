//! A tour of keyrc: moves tokens from a netrc to a vault, and exports one for a tool that reads
//! only a netrc.
//!
//! ```sh
//! cargo run --release --example tour
//! ```
//!
//! It runs the real commands in a temporary home, each in its own process, with a real vault. If
//! curl is installed, curl logs in to a local server. The tour never opens your keyring, and never
//! reads or writes your netrc. It fails if a command does not do what the tour announces.

mod server;

use std::error::Error;
use std::fs::File;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::time::Duration;

use keyrc::cli::{self, World};
use keyrc_platform::file;
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

/// Requests a URL, with or without the netrc, and returns the status of the response.
type Ask = fn(&mut Tour, &str, bool) -> Done<String>;

/// Makes this program behave as keyrc, so that keyrc need not be installed.
const AS_KEYRC: &str = "--as-keyrc";

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some(AS_KEYRC) {
        return as_keyrc();
    }
    let done = Tour::new().and_then(|mut tour| tour.show().and_then(|()| tour.end()));
    let Err(error) = done else {
        return ExitCode::SUCCESS;
    };
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
        self.step("Export one token for a tool that reads only a netrc:")?;
        self.keyrc(&["export-netrc", "127.0.0.1"])?;
        let back = self.netrc()?;
        expect(
            TOKENS.map(|token| back.contains(token)) == [false, false, true],
            "another token went into the netrc",
        )?;
        self.log_in()
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

    /// Shows that a tool can log in with the netrc, and not without it.
    fn log_in(&mut self) -> Done {
        let has_curl = Command::new("curl")
            .arg("--version")
            .output()
            .is_ok_and(|output| output.status.success());
        let (what, ask): (_, Ask) = if has_curl {
            (
                "Request a page that needs a login with curl, without the netrc and with it:",
                Tour::curl,
            )
        } else {
            (
                "Request a page that needs a login without curl, which is not installed:",
                Tour::request,
            )
        };
        self.step(what)?;
        let url = format!("http://{}:{}/", Ipv4Addr::LOCALHOST, self.server.port());
        expect(
            ask(self, &url, false)? == "401",
            "the server accepted a request without a login",
        )?;
        expect(
            ask(self, &url, true)? == "200",
            "the server refused the login in the netrc",
        )?;
        let seen: Vec<_> = self
            .server
            .log()
            .into_iter()
            .map(|seen| (seen.status, seen.login))
            .collect();
        expect(
            seen == [(401, None), (200, Some("tour".into()))],
            "the server received other requests",
        )
    }

    /// Requests a URL with curl.
    fn curl(&mut self, url: &str, with_netrc: bool) -> Done<String> {
        let (options, format) = (if with_netrc { "-nsS" } else { "-sS" }, "%{http_code}\\n");
        self.say(&format!("\n$ curl {options} -w '{format}' {url}"))?;
        // Ignore the user's curlrc (-q, which must come first) and proxy.
        let mut command = Command::new("curl");
        command
            .args(["-q", options, "-w", format, url])
            .env("HOME", self.home.path())
            .env("no_proxy", "*");
        let output = command.output()?;
        self.out.write_all(&output.stdout)?;
        self.out.write_all(&output.stderr)?;
        Ok(String::from_utf8_lossy(&output.stdout)
            .lines()
            .last()
            .unwrap_or_default()
            .to_owned())
    }

    /// Requests a URL as curl would.
    fn request(&mut self, url: &str, with_netrc: bool) -> Done<String> {
        let with = if with_netrc { " with the netrc" } else { "" };
        self.say(&format!("\nGET {url}{with}"))?;
        let header = if with_netrc {
            self.authorization(url)?
        } else {
            String::new()
        };
        let mut connection = TcpStream::connect((Ipv4Addr::LOCALHOST, self.server.port()))?;
        connection.set_read_timeout(Some(Duration::from_secs(10)))?;
        connection.write_all(
            format!(
                "GET / HTTP/1.1\r\nHost: {}\r\n{header}\r\n",
                Ipv4Addr::LOCALHOST
            )
            .as_bytes(),
        )?;
        let mut answer = String::new();
        connection.read_to_string(&mut answer)?;
        let (head, body) = answer
            .split_once("\r\n\r\n")
            .ok_or("the response of the server is not HTTP")?;
        let status = head.split(' ').nth(1).unwrap_or_default();
        self.say(&format!("{body}{status}"))?;
        Ok(status.to_owned())
    }

    /// Returns the header for the netrc entry of this URL.
    fn authorization(&self, url: &str) -> Done<String> {
        let bytes = self.netrc()?;
        let host = url.parse()?;
        let found = keyrc::netrc::credentials(bytes.as_bytes(), &host).next();
        let (login, token) = found.ok_or("the netrc has no entry for the server")?;
        #[expect(clippy::disallowed_methods, reason = "the token is for this server")]
        let token = token.expose_secret();
        Ok(format!(
            "Authorization: {}\r\n",
            server::basic(login.as_str(), token)
        ))
    }

    /// Shows and runs a command of keyrc.
    fn keyrc(&mut self, args: &[&str]) -> Done {
        let line = format!("keyrc {}", args.join(" "));
        self.say(&format!("\n$ {line}"))?;
        let mut command = Command::new(std::env::current_exe()?);
        command.arg(AS_KEYRC).args(args).stdin(Stdio::null());
        command
            .stdout(self.out.try_clone()?)
            .stderr(self.out.try_clone()?);
        // Ignore the user's settings and variables.
        for (name, _) in
            std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("KEYRC_"))
        {
            command.env_remove(name);
        }
        let home = self.home.path();
        command
            .env_remove("NETRC")
            .env("HOME", home)
            .env("KEYRC_STORE", "vault");
        command
            .env("KEYRC_CONFIG_DIR", home.join("settings"))
            .env("KEYRC_DATA_DIR", home.join("data"));
        command.env("KEYRC_PASSPHRASE_FILE", home.join("passphrase"));
        expect(command.status()?.success(), &format!("`{line}` failed"))
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

fn expect(good: bool, otherwise: &str) -> Done {
    if good { Ok(()) } else { Err(otherwise.into()) }
}
