//! The main job from end to end: tokens out of a netrc into a store, and back for a tool that knows nothing else.
//!
//! ```sh
//! cargo run --release --example tour
//! ```
//!
//! It runs the real commands in a temporary home, on a store in the memory of this process, and lets the real curl, where
//! there is one, log in to a server on the loopback. It never opens the person's own keyring, and never reads or writes
//! their netrc. It fails if anything comes out otherwise than it says.

mod server;

use std::error::Error;
use std::fs::File;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::Arc;
use std::time::Duration;

use keyrc::cli::{self, Ctx, Terminal};
use keyrc::store::memory::Memory;
use keyrc::store::{Naming, Patience, Store};
use keyrc_platform::file;
use secrecy::ExposeSecret;
use tempfile::TempDir;
use zeroize::Zeroizing;

use server::Server;

/// The netrc of someone who has had it for a while. The last entry is for the server of the tour.
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

fn main() -> ExitCode {
    let done = Tour::new().and_then(|mut tour| {
        tour.show()?;
        tour.end()
    });
    let Err(error) = done else { return ExitCode::SUCCESS };
    // Where nobody can be told there is still the exit status.
    let _ = writeln!(io::stderr(), "tour: {error}");
    ExitCode::FAILURE
}

struct Tour {
    out: File,
    home: TempDir,
    netrc: PathBuf,
    store: Memory,
    server: Server,
}

impl Tour {
    fn new() -> Done<Self> {
        let home = tempfile::Builder::new().prefix("keyrc-tour-").tempdir()?;
        let netrc = home.path().join(if cfg!(windows) { "_netrc" } else { ".netrc" });
        file::replace(&file::resolve(&netrc)?, None, NETRC.as_bytes())?;
        let server = Server::start(&[("tour", TOKENS[2])], None)?;
        Ok(Self { out: keyrc_platform::stdout()?, home, netrc, store: Memory::new(), server })
    }

    fn show(&mut self) -> Done {
        let home = self.home.path().display().to_string();
        self.say(&format!("A tour of keyrc, with {home} for a home, which is removed at the end."))?;
        self.say("The store is the memory of this process and ends with it: your own keyring is not touched.")?;
        self.migrate()?;
        self.step("To hand a token to a tool that reads nothing but a netrc, it goes back, and no other with it:")?;
        self.keyrc(&["export-netrc", "127.0.0.1"])?;
        self.log_in()
    }

    fn migrate(&mut self) -> Done {
        self.step("A netrc with three tokens in plain text:")?;
        self.show_netrc()?;
        self.keyrc(&["status"])?;
        self.step("What a migration would do, and then the migration:")?;
        self.keyrc(&["migrate", "--dry-run"])?;
        expect(self.netrc()? == NETRC, "a dry run changed the netrc")?;
        self.keyrc(&["migrate"])?;
        self.step("The tokens are out of the file, and what else was in it is as it was:")?;
        self.show_netrc()?;
        let left = self.netrc()?;
        expect(!TOKENS.iter().any(|token| left.contains(token)), "there is a token left in the netrc")?;
        expect(left.starts_with("# work\n"), "the comment went out of the netrc")?;
        self.keyrc(&["list"])
    }

    /// A tool gets in with the netrc, and does not without.
    fn log_in(&mut self) -> Done {
        let url = format!("http://{}:{}/", Ipv4Addr::LOCALHOST, self.server.port());
        let without = self.curl(&["-qsS", "-w", "%{http_code}\\n", &url])?;
        if without.is_some() {
            self.step("curl, without the netrc and with it:")?;
        } else {
            self.step("There is no curl here, so the tour asks the server by itself, without the netrc and with it:")?;
        }
        self.request(without, "-qsS", &url, None)?;
        let header = self.header()?;
        let with = self.curl(&["-qnsS", "-w", "%{http_code}\\n", &url])?;
        self.request(with, "-qnsS", &url, Some(&header))?;
        let seen: Vec<_> = self.server.log().into_iter().map(|seen| (seen.status, seen.login)).collect();
        expect(seen == [(401, None), (200, Some("tour".into()))], "the server saw something else than was shown")
    }
}
