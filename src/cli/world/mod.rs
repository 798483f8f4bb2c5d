//! Everything outside the program that a command reaches: streams, terminal, variables, settings,
//! stores.
//!
//! A command gets it as a parameter, so a test can replace each part. The settings and the
//! variables are read once.

mod countdown;
mod input;
mod installed;
mod keyring_unlock;
mod look;
mod machine;
mod messages;
mod new_vault;
pub(crate) mod passphrase;
mod patience;
mod printing;
mod store_choice;
mod strength;
mod terminal;
mod tools;
mod variables;

use std::cell::{OnceCell, RefCell};
use std::env;
use std::fmt;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use keyrc_platform::folder;
use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::cli::args::store::StoreRequest;
use crate::config::Config;
use crate::environment::Environment;
use crate::error::{Error, Place};
use crate::lookup::Sources;
use crate::readers::ToolSet;
use crate::secret;
use crate::store::vault::{Unlock, WORK};
use crate::store::{ChangeLock, Store};
use crate::working::WorkingDirectory;

pub use installed::installed_tools;
pub use look::Look;
pub use terminal::Terminal;
pub use variables::Variables;

pub(crate) use input::{PIPE_NETRC, TYPE_AT_PROMPT};
pub(crate) use new_vault::OpenedBy;
pub(crate) use store_choice::OpenedStore;

use messages::Messages;
use passphrase::{PassphraseSource, TRIES};
use terminal::{ProcessTerminal, unanswered};
use variables::is_netrc_content;

/// Opens a store.
pub type OpenStore = Box<dyn Fn() -> Result<Store, Error>>;

/// Finds the tools that are installed on this machine.
pub type FindTools = Box<dyn Fn() -> ToolSet>;

/// Everything outside the program that a command reaches.
pub struct World {
    /// Unbuffered: tokens go through it, and a buffer would keep a copy.
    out: RefCell<Box<dyn Write>>,
    out_look: Look,
    messages: Messages,
    /// Unbuffered, for the same reason.
    input: RefCell<Box<dyn Read>>,
    /// Whether standard input is a terminal, which shows the typed text.
    input_is_terminal: bool,
    terminal: Arc<dyn Terminal>,
    /// Tokens in environment variables.
    pub environment: Environment,
    /// The other variables.
    pub variables: Variables,
    /// The netrc that tools read, if this user has a home.
    pub netrc: Option<PathBuf>,
    /// The home of this user.
    pub home: Option<PathBuf>,
    /// The working directory.
    pub working: WorkingDirectory,
    /// The folder of the settings, if this user has a home.
    pub config_folder: Option<PathBuf>,
    /// The folder in which programs keep their settings, if this user has a home.
    pub settings_of_programs: Option<PathBuf>,
    /// The path of keyrc. If it is `None`, the path of the running program.
    pub program: Option<PathBuf>,
    /// The folder of the vault, if this user has a home.
    pub data_folder: Option<PathBuf>,
    /// The folder of keyrc's records, if this user has a home.
    pub state_folder: Option<PathBuf>,
    /// The folder of the links by which other programs call keyrc, if this user has a home.
    pub links_folder: Option<PathBuf>,
    /// How long the kernel keeps the key of a vault after it was unlocked. If zero, the kernel does
    /// not keep the key.
    pub remember_vault: Duration,
    /// scrypt's cost for the passphrase of a new vault, as a power of two.
    pub passphrase_work: u8,
    /// Opens a store that replaces those of this machine.
    pub open_store: Option<OpenStore>,
    /// Finds the installed tools, about which reports are. Without it, they are about all tools.
    pub installed_tools: Option<FindTools>,
    tools_found: OnceCell<ToolSet>,
    /// The store that the command line requests.
    pub(crate) store_request: Option<StoreRequest>,
    config: OnceCell<Config>,
    passphrases: OnceCell<Arc<PassphraseSource>>,
    store: OnceCell<OpenedStore>,
    changes: OnceCell<ChangeLock>,
    pinned: OnceCell<()>,
}

impl fmt::Debug for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("World")
            .field("environment", &self.environment)
            .field("netrc", &self.netrc)
            .finish_non_exhaustive()
    }
}

impl World {
    /// Returns a world with the stores of this machine, but without variables, files or folders.
    ///
    /// `out` and `input` must not buffer, because tokens go through them.
    pub fn new(
        out: Box<dyn Write>,
        err: Box<dyn Write + Send>,
        input: Box<dyn Read>,
        terminal: Arc<dyn Terminal>,
    ) -> Self {
        Self {
            out: RefCell::new(out),
            out_look: Look::default(),
            messages: Messages::new(err),
            input: RefCell::new(input),
            input_is_terminal: false,
            terminal,
            environment: Environment::default(),
            variables: Variables::default(),
            netrc: None,
            home: None,
            working: WorkingDirectory::default(),
            config_folder: None,
            settings_of_programs: None,
            program: None,
            data_folder: None,
            state_folder: None,
            links_folder: None,
            remember_vault: Unlock::REMEMBER,
            passphrase_work: WORK,
            open_store: None,
            installed_tools: None,
            tools_found: OnceCell::new(),
            store_request: None,
            config: OnceCell::new(),
            passphrases: OnceCell::new(),
            store: OnceCell::new(),
            changes: OnceCell::new(),
            pinned: OnceCell::new(),
        }
    }

    /// Returns the world of this process.
    ///
    /// # Errors
    /// If one of the three standard streams is closed.
    pub fn of_process() -> io::Result<Self> {
        let out = keyrc_platform::stdout()?;
        let input = keyrc_platform::stdin()?;
        let input_is_terminal = input.is_terminal();
        let terminal = Arc::new(ProcessTerminal::default());
        let mut world = Self {
            input_is_terminal,
            out_look: Look::of_stream(&out),
            messages: Messages::of_process()?,
            environment: Environment::of_process(),
            variables: Variables::of_process(),
            netrc: folder::netrc(),
            home: env::home_dir(),
            working: WorkingDirectory::of_process(),
            config_folder: folder::config(),
            settings_of_programs: folder::settings_of_programs(),
            data_folder: folder::data(),
            installed_tools: Some(Box::new(|| {
                installed_tools(&env::var_os("PATH").unwrap_or_default())
            })),
            state_folder: folder::state(),
            links_folder: folder::links(),
            ..Self::new(
                Box::new(out),
                Box::new(io::sink()),
                Box::new(input),
                terminal,
            )
        };
        if let Some(home) = world.home.clone() {
            world.out_look = std::mem::take(&mut world.out_look).with_home(&home);
            world.messages.shorten_home(&home);
        }
        Ok(world)
    }

    /// Returns the settings. Reads them once, at the first call. Without a folder they are empty.
    ///
    /// # Errors
    /// As [`Config::read`].
    pub(crate) fn config(&self) -> Result<&Config, Error> {
        if let Some(config) = self.config.get() {
            return Ok(config);
        }
        let config = match &self.config_folder {
            Some(folder) => Config::read(folder)?,
            None => Config::default(),
        };
        Ok(self.config.get_or_init(|| config))
    }

    /// Returns the folder of the settings, for the functions of [`Config`] that change them. They
    /// read the file again, under a lock.
    ///
    /// # Errors
    /// [`Error::NoPlace`] if this user has no home.
    pub(crate) fn config_folder(&self) -> Result<&Path, Error> {
        self.config_folder
            .as_deref()
            .ok_or(Error::NoPlace(Place::Settings))
    }

    /// Returns the folder of the links by which other programs call keyrc.
    ///
    /// # Errors
    /// [`Error::NoPlace`] if this user has no home.
    pub(crate) fn links_folder(&self) -> Result<&Path, Error> {
        self.links_folder
            .as_deref()
            .ok_or(Error::NoPlace(Place::Links))
    }

    /// Returns the path of `--file`, else that of the netrc that tools read.
    ///
    /// # Errors
    /// [`Error::NoPlace`] without `--file` if this user has no home, and [`Error::Usage`] if
    /// `--file` has the content of a netrc.
    pub(crate) fn netrc(&self, named: Option<&Path>) -> Result<PathBuf, Error> {
        if named.is_some_and(|path| is_netrc_content(path.as_os_str())) {
            return Err(Error::Usage {
                problem: "the name of the file is the text of a netrc, not a path",
                instead: "write the netrc to a file, or pipe it to `keyrc import-netrc --file -`",
            });
        }
        named
            .or(self.netrc.as_deref())
            .map(Path::to_owned)
            .ok_or(Error::NoPlace(Place::Netrc))
    }

    /// Runs `work` with the sources of tokens: environment, store, netrc.
    ///
    /// # Errors
    /// As [`config`](Self::config), and the errors of `work`.
    pub(crate) fn with_sources<T>(
        &self,
        work: impl FnOnce(&Sources<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        work(&Sources {
            environment: &self.environment,
            config: self.config()?,
            open_store: &|| self.store(),
            netrc: self.netrc.as_deref(),
            working: &self.working,
        })
    }

    /// Shows nothing that is typed on the terminal from now on, for a command that will ask.
    pub(crate) fn hide_typing(&self) {
        self.terminal.hide_typing();
    }

    /// Asks for a token on the terminal, without showing it.
    ///
    /// # Errors
    /// [`Error::NoTerminal`], [`Error::Interrupted`], and [`Error::Secret`] if it is not a token.
    pub(crate) fn ask_token(&self, question: &str) -> Result<SecretString, Error> {
        if !self.terminal.exists() {
            return Err(Error::NoTerminal {
                what: "the token",
                instead: "pipe it in, and add `--token-stdin`",
            });
        }
        let mut typed = Zeroizing::default();
        for _ in 0..TRIES {
            typed = self.terminal.ask_hidden(question).map_err(unanswered)?;
            if !typed.is_empty() {
                break;
            }
            self.warn("the token is empty; paste it, or press Ctrl-C");
        }
        Ok(secret::from_bytes(typed.as_bytes())?)
    }

    /// Asks for a line on the terminal. Without a terminal, the error names `what` and suggests
    /// `instead`.
    ///
    /// # Errors
    /// [`Error::NoTerminal`] and [`Error::Interrupted`].
    pub(crate) fn ask_line(
        &self,
        what: &'static str,
        instead: &'static str,
        question: &str,
    ) -> Result<String, Error> {
        if !self.terminal.exists() {
            return Err(Error::NoTerminal { what, instead });
        }
        self.terminal.ask(question).map_err(unanswered)
    }

    /// Asks a question on the terminal. An empty answer means yes.
    ///
    /// # Errors
    /// [`Error::Interrupted`].
    pub(crate) fn confirm(&self, question: &str) -> Result<bool, Error> {
        terminal::ask_yes_or_no(&*self.terminal, question, terminal::Default::Yes)
            .map_err(unanswered)
    }

    /// Whether there is a terminal to ask on.
    pub(crate) fn has_terminal(&self) -> bool {
        self.terminal.exists()
    }

    /// Asks on the terminal whether to go on. An empty answer means no.
    ///
    /// # Errors
    /// [`Error::Declined`] and [`Error::Interrupted`].
    pub(crate) fn agree(&self, question: &str) -> Result<(), Error> {
        let default = terminal::Default::No;
        match terminal::ask_yes_or_no(&*self.terminal, question, default).map_err(unanswered)? {
            true => Ok(()),
            false => Err(Error::Declined),
        }
    }
}
