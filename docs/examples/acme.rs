//! `acme`, a complete program that uses the keyrc library to offer `login`.
//!
//! ```sh
//! acme login me              # prompts for the token; or: print-token | acme login me
//! acme token | some-tool --token-stdin
//! acme logout
//! ```
//!
//! Tokens are never passed as arguments or written to a file. `acme token` looks in the environment
//! (`KEYRC_TOKEN_API_ACME_EXAMPLE`), then the keyring, then the netrc.

use std::error::Error;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use keyrc::config::{self, Config};
use keyrc::environment::Environment;
use keyrc::lookup::{Found, Sources};
use keyrc::platform::{self, Terminal, folder};
use keyrc::store::{self, Fault, Patience, Store};
use keyrc::working::WorkingDirectory;
use keyrc::{Account, ExposeSecret, Host, Login, Secret, SecretString, secret};

#[derive(Parser)]
enum Command {
    /// Store a token, typed at a prompt or read from standard input
    Login { name: Login },
    /// Remove a token
    Logout { name: Option<Login> },
    /// Print the token
    Token,
}

fn main() -> ExitCode {
    platform::harden();
    let Err(error) = run(Command::parse()) else {
        return ExitCode::SUCCESS;
    };
    tell(&error.to_string());
    ExitCode::FAILURE
}

fn tell(text: &str) {
    // Ignore: stderr may be closed, and the exit status still reports the failure.
    let _ = platform::stderr().and_then(|mut err| writeln!(err, "acme: {text}"));
}

fn run(command: Command) -> Result<(), Box<dyn Error>> {
    let host: Host = "api.acme.example".parse()?;
    // Unbuffered: the buffer of `std::io::stdout` would keep a copy of the token.
    let mut out = platform::stdout()?;
    match command {
        Command::Login { name } => {
            open()?.set(&Account { host, login: name }, &Secret::new(read()?))?
        }
        Command::Logout { name } => {
            let store = open()?;
            store.delete(&store::choose(
                &store.accounts(&host)?,
                name.as_ref(),
                None,
            )?)?;
        }
        #[expect(clippy::disallowed_methods, reason = "the user asked to see it")]
        Command::Token => writeln!(out, "{}", find(&host)?.secret.token.expose_secret())?,
    }
    Ok(())
}

/// Opens the keyring. With a terminal it waits for the user to unlock it; without one it fails
/// after 5 seconds.
fn open() -> Result<Store, Fault> {
    let notice = |left: Duration| {
        tell(&format!(
            "waiting up to {} s for the keyring",
            left.as_secs()
        ))
    };
    Store::open(if Terminal::open().is_ok() {
        Patience::with_person(notice)
    } else {
        Patience::new(Patience::TOOL)
    })
}

fn read() -> Result<SecretString, Box<dyn Error>> {
    let input = platform::stdin()?;
    if input.is_terminal() {
        return Ok(secret::from_bytes(
            Terminal::open()?.ask_hidden("Token: ")?.as_bytes(),
        )?);
    }
    Ok(secret::from_reader(input)??)
}

/// Finds the token. Warns if it is not from the keyring because the keyring failed.
fn find(host: &Host) -> Result<Found, Box<dyn Error>> {
    let (environment, config, netrc) = (
        Environment::of_process(),
        Config::read(&config::folder()?)?,
        folder::netrc(),
    );
    let sources = Sources {
        environment: &environment,
        config: &config,
        open_store: &|| Ok(open()?),
        netrc: netrc.as_deref(),
        working: &WorkingDirectory::of_process(),
    };
    let found = sources.find(&host.clone().into(), None)?;
    if let Some(fault) = &found.store_fault {
        tell(&format!("{fault}; the token is from {}", found.source));
    }
    Ok(found)
}
