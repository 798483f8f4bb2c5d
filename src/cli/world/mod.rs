//! The world a command runs in: handed to it, so that a test can hand it another.

pub(crate) mod countdown;
pub(crate) mod passphrase;
pub(crate) mod store_choice;

use std::cell::OnceCell;
use std::fmt;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use keyrc_platform::{folder, terminal};
use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::config::{self, Config};
use crate::environment::Environment;
use crate::error::Error;
use crate::lookup::Sources;
use crate::netrc::Document;
use crate::store::{Patience, Store};

use crate::cli::world::store_choice::{Asked, Opened};

/// Someone who can be asked.
pub trait Terminal {
    /// Whether there is anyone.
    fn exists(&self) -> bool;
    /// Asks for a line that is shown while it is typed.
    fn ask(&self, question: &str) -> io::Result<String>;
    /// Asks for a line that is not.
    fn ask_hidden(&self, question: &str) -> io::Result<Zeroizing<String>>;
}

/// Opens a store.
pub type OpenStore = Box<dyn Fn() -> Result<Store, Error>>;

/// The world.
pub struct World {
    /// Standard output. It must not buffer: tokens go through it.
    pub out: Box<dyn Write>,
    /// Standard error.
    pub err: Box<dyn Write>,
    /// Standard input. It must not buffer.
    pub input: Box<dyn Read>,
    /// The person.
    pub terminal: Box<dyn Terminal>,
    /// The tokens in the environment.
    pub environment: Environment,
    /// The netrc that tools read.
    pub netrc: Option<PathBuf>,
    /// Where the settings are.
    pub config_folder: Option<PathBuf>,
    /// Where the vault is.
    pub data_folder: Option<PathBuf>,
    /// Opens a store in the place of those of this machine.
    pub open_store: Option<OpenStore>,
    /// Which store the command line asks for.
    pub(crate) asked_store: Option<Asked>,
    pub(crate) store: OnceCell<Opened>,
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World")
            .field("environment", &self.environment)
            .field("netrc", &self.netrc)
            .finish_non_exhaustive()
    }
}

struct RealTerminal;

impl Terminal for RealTerminal {
    fn exists(&self) -> bool {
        terminal::exists()
    }

    fn ask(&self, question: &str) -> io::Result<String> {
        terminal::ask(question)
    }

    fn ask_hidden(&self, question: &str) -> io::Result<Zeroizing<String>> {
        terminal::ask_hidden(question)
    }
}

impl World {
    /// A world with the stores of this machine, no environment and no files, where nobody is there to ask.
    pub fn new(
        out: Box<dyn Write>,
        err: Box<dyn Write>,
        input: Box<dyn Read>,
        terminal: Box<dyn Terminal>,
    ) -> Self {
        Self {
            out,
            err,
            input,
            terminal,
            environment: Environment::default(),
            netrc: None,
            config_folder: None,
            data_folder: None,
            open_store: None,
            asked_store: None,
            store: OnceCell::new(),
        }
    }

    /// The world of this process.
    ///
    /// # Errors
    /// When it was started without one of its three streams.
    pub fn of_process() -> io::Result<Self> {
        let (out, err) = (keyrc_platform::stdout()?, keyrc_platform::stderr()?);
        let input = keyrc_platform::stdin()?;
        let mut world = Self::new(
            Box::new(out),
            Box::new(err),
            Box::new(input),
            Box::new(RealTerminal),
        );
        world.environment = Environment::of_process();
        world.netrc = folder::netrc();
        world.config_folder = config::folder().ok();
        world.data_folder = folder::data();
        Ok(world)
    }

    pub(crate) fn config(&self) -> Result<Config, Error> {
        self.config_folder
            .as_deref()
            .map_or_else(|| Ok(Config::default()), Config::read)
    }

    pub(crate) fn config_folder(&self) -> Result<&Path, Error> {
        self.config_folder.as_deref().ok_or(Error::NoPlace {
            what: "the settings folder",
            set_by: "KEYRC_CONFIG_DIR",
        })
    }

    /// The netrc that was named, or the one that tools read.
    pub(crate) fn netrc(&self, named: Option<&Path>) -> Result<PathBuf, Error> {
        named
            .or(self.netrc.as_deref())
            .map(Path::to_owned)
            .ok_or(Error::NoPlace {
                what: "the netrc",
                set_by: "`--file PATH`",
            })
    }

    /// Runs `work` with the sources of tokens, in their order.
    pub(crate) fn with_sources<T>(
        &self,
        work: impl FnOnce(&Sources<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let config = self.config()?;
        work(&Sources {
            environment: &self.environment,
            config: &config,
            open_store: &|| self.store(),
            netrc: self.netrc.as_deref(),
        })
    }

    /// Writes to standard output, past any buffer.
    pub(crate) fn print(&mut self, bytes: &[u8]) -> Result<(), Error> {
        match self.out.write_all(bytes) {
            // Whoever read our output has seen enough, as `head` has: no error, and what is left to do is still done.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            done => done.map_err(|error| Error::Io {
                action: "write the output",
                error,
            }),
        }
    }

    /// Writes a line to standard output.
    pub(crate) fn say(&mut self, line: &str) -> Result<(), Error> {
        self.print(format!("{line}\n").as_bytes())
    }

    /// Says on standard error what is wrong. Nothing can be done when that is closed.
    pub(crate) fn warn(&mut self, what: &str) {
        self.note(&format!("keyrc: {what}\n"));
    }

    /// Says on standard error what to do.
    pub(crate) fn hint(&mut self, hint: &str) {
        self.note(&format!("keyrc: hint: {hint}\n"));
    }

    /// Writes text to standard error as it is.
    pub(crate) fn note(&mut self, text: &str) {
        let _ = self.err.write_all(text.as_bytes());
    }

    /// The token from standard input or, hidden, from the terminal.
    pub(crate) fn read_token(
        &mut self,
        from_input: bool,
        question: &str,
    ) -> Result<SecretString, Error> {
        if from_input {
            let read = crate::secret::from_reader(&mut self.input);
            return Ok(read.map_err(|error| Error::Io {
                action: "read standard input",
                error,
            })??);
        }
        if !self.terminal.exists() {
            return Err(Error::NoTerminal {
                what: "the token",
                instead: "pipe it in, and add `--token-stdin`",
            });
        }
        let typed = self.terminal.ask_hidden(question).map_err(asked)?;
        Ok(crate::secret::from_bytes(typed.as_bytes())?)
    }

    /// The netrc on standard input.
    pub(crate) fn read_netrc(&mut self, limit: u64) -> Result<Document, Error> {
        // As large as it may get: a vector that grew would leave its old buffer, secrets and all, on the heap.
        let mut bytes = Zeroizing::new(Vec::with_capacity(
            usize::try_from(limit.min(64 << 20)).unwrap_or(0) + 1,
        ));
        let read = (&mut self.input)
            .take(limit.saturating_add(1))
            .read_to_end(&mut bytes);
        read.map_err(|error| Error::Io {
            action: "read standard input",
            error,
        })?;
        if bytes.len() as u64 > limit {
            return Err(Error::File {
                path: "-".into(),
                error: keyrc_platform::file::FileError::TooLarge(limit),
            });
        }
        Ok(Document::parse(bytes))
    }

    /// A line that the person types; `instead` is what to use where there is nobody to ask.
    pub(crate) fn read_line(
        &mut self,
        what: &'static str,
        instead: &'static str,
        question: &str,
    ) -> Result<String, Error> {
        if !self.terminal.exists() {
            return Err(Error::NoTerminal { what, instead });
        }
        self.terminal.ask(question).map_err(asked)
    }
}

pub(crate) fn asked(error: io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::Interrupted | io::ErrorKind::UnexpectedEof => Error::Interrupted,
        io::ErrorKind::InvalidData => Error::Secret(crate::secret::BadSecret::NotUtf8),
        _ => Error::Io {
            action: "ask on the terminal",
            error,
        },
    }
}

/// What `KEYRC_TIMEOUT` says in seconds; else 5 s, and up to 60 s where there is a person who may be unlocking the
/// keyring.
pub(crate) fn patience() -> Result<Patience, Error> {
    let patience = if terminal::exists() {
        with_person()
    } else {
        Patience::new(Patience::TOOL)
    };
    let Some(value) = std::env::var_os("KEYRC_TIMEOUT").filter(|value| !value.is_empty()) else {
        return Ok(patience);
    };
    match value.to_str().and_then(|seconds| seconds.parse().ok()) {
        Some(seconds @ 1..=3600) => Ok(patience.up_to(Duration::from_secs(seconds))),
        _ => Err(Error::Environment {
            variable: "KEYRC_TIMEOUT".into(),
            problem: "not a number of seconds",
            expected: "write a whole number from 1 to 3600",
        }),
    }
}

fn with_person() -> Patience {
    let patience = Patience::with_person(|left| {
        let left = left.as_secs();
        let notice = format!(
            "keyrc: waiting for the keyring, {left} s at the most; is it asking for its password?\n"
        );
        // Nobody to tell is no reason to stop waiting.
        let _ = keyrc_platform::stderr().and_then(|mut err| err.write_all(notice.as_bytes()));
    });
    // A line that is rewritten is for a screen: a file would have them all.
    if io::stderr().is_terminal() {
        patience.counting_down(countdown::show)
    } else {
        patience
    }
}
