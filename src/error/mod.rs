//! Every error of the library, and its message.
//!
//! No variant can hold a secret, so `Debug` is safe. Messages escape names that come from files and
//! stores. The command line adds the [hint](crate::cli) and the exit code.

mod details;
mod message;

use std::io;
use std::path::{Path, PathBuf};

use keyrc_platform::file::FileError;
use keyrc_platform::launch::{Delivery, StepError};

use crate::credential::{Account, BadLogin, Login};
use crate::file_fault::FileFault;
use crate::host::{BadHost, Host};
use crate::secret::BadSecret;
use crate::store::Fault;
use crate::tool_fault::ToolFault;

pub use details::{ByHost, Next, OutOfScope, Place, SelectBy, Side, Unfinished, WiderNetrc};

/// Why an operation failed. Holds no secret.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A text is not a host.
    Host(BadHost),
    /// A text is not a login.
    Login(BadLogin),
    /// Some bytes are not a token.
    Secret(BadSecret),
    /// An environment variable has a value that keyrc cannot use.
    Environment {
        /// The variable's name.
        variable: String,
        /// The problem with the value, without quoting it.
        problem: &'static str,
        /// The expected form of the value.
        expected: &'static str,
    },
    /// An environment variable overrides any stored token for a host.
    Shadowed {
        /// The variable's name.
        variable: String,
        /// The host.
        host: Host,
    },
    /// No source has a credential for a host, or for a login at that host.
    NotFound {
        /// The host.
        host: Host,
        /// The login, if one was requested.
        login: Option<Login>,
    },
    /// No source has a credential for any URL of a command. A URL may redirect to another host for
    /// the login.
    NotFoundForUrl {
        /// The host of the first URL.
        host: Host,
        /// The login, if one was requested.
        login: Option<Login>,
    },
    /// The only credential for a host is for other protocols or ports.
    OutOfScope(Box<OutOfScope>),
    /// `exec` does not write a netrc that would give a token to more than its scope.
    WiderNetrc(Box<WiderNetrc>),
    /// A netrc has no entry for a host.
    NotInFile {
        /// The netrc.
        path: PathBuf,
        /// The host.
        host: Host,
        /// The tools that find credentials for the host all the same, for example in a macro.
        tools: Vec<&'static str>,
    },
    /// The store has no such account to remove or select.
    NotStored {
        /// The host.
        host: Host,
        /// The login, if one was requested.
        login: Option<Login>,
    },
    /// The store holds no credential of keyrc.
    NothingStored,
    /// A host has several accounts, and none was requested.
    Several {
        /// The host.
        host: Host,
        /// The logins of its accounts.
        logins: Vec<Login>,
        /// How the user can select one of them.
        by: SelectBy,
    },
    /// The store failed.
    Store(Fault),
    /// The store cannot be used, and the netrc that could have answered was refused.
    StoreAndNetrc {
        /// Why the store cannot be used.
        store: Fault,
        /// Why the netrc was refused.
        netrc: FileFault,
    },
    /// The store returned a different value than keyrc stored for an account.
    ReadBack {
        /// The account.
        account: Account,
    },
    /// A file was not read or replaced.
    File(FileFault),
    /// Tools disagree about some entries of a netrc.
    Disagreed {
        /// The netrc.
        path: PathBuf,
        /// How many entries they disagree about.
        entries: usize,
        /// How many tools cannot read the file at all.
        lost: usize,
        /// The advice to the user.
        next: Next,
    },
    /// No tool reads some entries of a netrc as they are written.
    ReadByNone {
        /// The netrc.
        path: PathBuf,
        /// How many such entries it has. Tools agree about all others.
        entries: usize,
    },
    /// A netrc has text that is not part of an entry.
    NotEntries {
        /// The netrc.
        path: PathBuf,
        /// How many lines have such text.
        lines: usize,
    },
    /// A netrc has too many quirks to compare every tool on every host.
    TooMuch {
        /// The netrc.
        path: PathBuf,
        /// The advice for checking one host at a time.
        by_host: ByHost,
    },
    /// Some entries of a netrc were not imported, or were imported but not removed by a migration.
    NotImported {
        /// The netrc.
        path: PathBuf,
        /// How many entries were skipped.
        skipped: usize,
        /// How many entries were stored, but kept in the file.
        kept: usize,
        /// Whether tools read one of them in different ways.
        any_ambiguous: bool,
    },
    /// Some credentials were not exported.
    NotExported {
        /// How many credentials were skipped.
        credentials: usize,
    },
    /// A netrc and the store have different tokens.
    Conflict {
        /// The netrc.
        path: PathBuf,
        /// The number of accounts.
        accounts: usize,
        /// The side on which `--force` replaces a token.
        replaced: Side,
    },
    /// Two stores have different tokens.
    StoreConflict {
        /// The number of accounts.
        accounts: usize,
    },
    /// The store has another token for an account that a command would replace.
    AccountConflict {
        /// The account.
        account: Account,
    },
    /// Some checks of the system failed.
    Unhealthy {
        /// How many.
        checks: usize,
    },
    /// The location of a file or folder is unknown: this user has no home, and nothing else sets
    /// it.
    NoPlace(Place),
    /// The settings are invalid.
    Config {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1, if known.
        line: Option<usize>,
    },
    /// A prompt is needed, and there is no terminal.
    NoTerminal {
        /// The value to prompt for.
        what: &'static str,
        /// How to provide it without a terminal.
        instead: &'static str,
    },
    /// The command line asks for something impossible.
    Usage {
        /// The problem.
        problem: &'static str,
        /// The correct usage.
        instead: &'static str,
    },
    /// The user answered no. Nothing has changed.
    Declined,
    /// The user interrupted a prompt, or a signal asked the command to end.
    Interrupted,
    /// A command that changes several tokens failed before it had finished.
    Unfinished(Box<Unfinished>),
    /// A step before the start of a command failed.
    Step(StepError),
    /// `exec` cannot deliver a netrc to its command.
    Undelivered {
        /// The delivery.
        delivery: Delivery,
        /// The step that failed.
        step: StepError,
    },
    /// A command cannot be run.
    Command {
        /// Its name.
        name: String,
        /// The error of the system.
        error: io::Error,
    },
    /// A helper answers a program with a failure.
    Helper {
        /// The message; empty if the protocol has none.
        message: String,
        /// The exit code of the protocol.
        code: u8,
    },
    /// A tool is not configured, or its configuration not restored.
    Tool(Box<ToolFault>),
    /// Reading or writing failed.
    Io {
        /// The action that failed, as a verb phrase after "cannot".
        action: &'static str,
        /// The error of the system.
        error: io::Error,
    },
}

impl Error {
    /// Returns the error of reading, locking or replacing the file at `path`.
    pub(crate) fn file(path: &Path, error: FileError) -> Self {
        Self::File(FileFault::failed(path, error))
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Host(why) => Some(why),
            Self::Login(why) => Some(why),
            Self::Secret(why) => Some(why),
            Self::Store(why) | Self::StoreAndNetrc { store: why, .. } => Some(why),
            Self::File(fault) => Some(fault),
            Self::Tool(fault) => Some(fault),
            Self::Step(why) | Self::Undelivered { step: why, .. } => Some(why),
            Self::Command { error, .. } | Self::Io { error, .. } => Some(error),
            Self::Unfinished(work) => Some(&work.cause),
            _ => None,
        }
    }
}

impl From<BadHost> for Error {
    fn from(why: BadHost) -> Self {
        Self::Host(why)
    }
}

impl From<BadLogin> for Error {
    fn from(why: BadLogin) -> Self {
        Self::Login(why)
    }
}

impl From<BadSecret> for Error {
    fn from(why: BadSecret) -> Self {
        Self::Secret(why)
    }
}

impl From<FileFault> for Error {
    fn from(fault: FileFault) -> Self {
        Self::File(fault)
    }
}

impl From<ToolFault> for Error {
    fn from(fault: ToolFault) -> Self {
        Self::Tool(Box::new(fault))
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Interrupted => Self::Interrupted,
            fault => Self::Store(fault),
        }
    }
}
