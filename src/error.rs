//! Every error of the library, and its message.
//!
//! No variant can hold a secret, so `Debug` is safe. Messages escape names that come from files and stores. The command
//! line adds the [hint](crate::cli) and the exit code.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use keyrc_platform::file::FileError;
use keyrc_platform::launch::StepError;

use crate::credential::{Account, BadLogin, Login};
use crate::host::{BadHost, Host};
use crate::netrc::{Position, Quirk};
use crate::secret::BadSecret;
use crate::store::Fault;
use crate::text::{count, escaped, sentence, shown};

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
        /// What is wrong with the value, without quoting it.
        problem: &'static str,
        /// What the value should look like.
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
    /// There is no credential for a host with its port, but there is one for the host without it.
    OtherPort {
        /// The host with its port.
        host: Host,
        /// The host that has a credential.
        other: Host,
    },
    /// A netrc has no entry for a host.
    NotInFile {
        /// The netrc.
        path: PathBuf,
        /// The host.
        host: Host,
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
        /// Whether the settings can name one of them as the default.
        can_set_default: bool,
    },
    /// The store failed.
    Store(Fault),
    /// The store returned a different value than keyrc stored for an account.
    ReadBack {
        /// The account.
        account: Account,
    },
    /// A file could not be read or replaced.
    File {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        error: FileError,
    },
    /// Other users can access a file that holds secrets.
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// A file that holds secrets belongs to another user.
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// A netrc has a quirk that keeps keyrc from adding an entry.
    Netrc {
        /// The netrc.
        path: PathBuf,
        /// Where the quirk is.
        position: Position,
        /// The quirk.
        kind: Quirk,
    },
    /// Tools disagree about some entries of a netrc.
    Disagreed {
        /// The netrc.
        path: PathBuf,
        /// How many entries they disagree about.
        entries: usize,
        /// What the user can do.
        next: Next,
    },
    /// A netrc has too many quirks to compare every tool on every host.
    TooMuch {
        /// The netrc.
        path: PathBuf,
        /// Whether checking a single host would help.
        one_host_helps: bool,
    },
    /// Some entries of a netrc were not imported.
    NotImported {
        /// The netrc.
        path: PathBuf,
        /// How many entries were skipped.
        entries: usize,
        /// Whether tools read one of them in different ways.
        ambiguous: bool,
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
        /// For how many accounts.
        accounts: usize,
    },
    /// Two stores have different tokens.
    StoreConflict {
        /// For how many accounts.
        accounts: usize,
    },
    /// Some checks of the system failed.
    Unhealthy {
        /// How many.
        checks: usize,
    },
    /// The location of a file or folder is unknown.
    NoPlace {
        /// What has no location.
        what: &'static str,
        /// The option or variable that sets the location.
        set_by: &'static str,
    },
    /// The settings are invalid.
    Config {
        /// The file.
        path: PathBuf,
        /// The line, counted from 1, if known.
        line: Option<usize>,
    },
    /// The user has to be asked for something, and there is no terminal.
    NoTerminal {
        /// What the user would be asked for.
        what: &'static str,
        /// How to provide it without a terminal.
        instead: &'static str,
    },
    /// The command line asks for something impossible.
    Usage {
        /// What is wrong.
        problem: &'static str,
        /// What to write instead.
        instead: &'static str,
    },
    /// The user interrupted a prompt.
    Interrupted,
    /// The system cannot start a command in the requested way.
    Obstacle(StepError),
    /// A command cannot be run.
    Command {
        /// Its name.
        name: String,
        /// What the system reported.
        error: io::Error,
    },
    /// Reading or writing failed.
    Io {
        /// What failed, as it follows "cannot".
        action: &'static str,
        /// What the system reported.
        error: io::Error,
    },
}

/// What the user can do about a netrc that tools read in different ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Let keyrc fix some of it.
    Fix,
    /// Check it for fewer tools.
    Narrow,
    /// Nothing beyond what the output says about each entry.
    Nothing,
}

impl Error {
    /// Returns the error of reading or replacing the file at `path`.
    pub(crate) fn file(path: &Path, error: FileError) -> Self {
        Self::File {
            path: path.to_owned(),
            error,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Host(why) => write!(f, "this is not a host: {why}"),
            Self::Login(why) => write!(f, "this is not a login: {why}"),
            Self::Secret(why) => why.fmt(f),
            Self::Environment {
                variable, problem, ..
            } => write!(f, "`{}`: {problem}", escaped(variable)),
            Self::Shadowed { variable, host } => {
                write!(
                    f,
                    "the environment variable `{}` decides for `{host}`, whatever is stored",
                    escaped(variable)
                )
            }
            Self::NotFound { host, login: None } | Self::NotStored { host, login: None } => {
                write!(f, "no credential for `{host}`")
            }
            Self::NotFound {
                host,
                login: Some(login),
            }
            | Self::NotStored {
                host,
                login: Some(login),
            } => {
                write!(
                    f,
                    "no credential for `{}` at `{host}`",
                    escaped(login.as_str())
                )
            }
            Self::OtherPort { host, other } => {
                write!(f, "no credential for `{host}`, but one for `{other}`")
            }
            Self::NotInFile { path, host } => {
                write!(f, "{} has no entry for `{host}`", shown(path))
            }
            Self::NothingStored => f.write_str("there is no credential"),
            Self::Several { host, logins, .. } => {
                let names: Vec<String> = logins
                    .iter()
                    .map(|login| format!("`{}`", escaped(login.as_str())))
                    .collect();
                write!(f, "`{host}` has several accounts: {}", names.join(", "))
            }
            Self::Store(fault) => fault.fmt(f),
            Self::ReadBack { account } => {
                write!(
                    f,
                    "the store gives back something else than it was given for {}",
                    escaped(&account.to_string())
                )
            }
            Self::File {
                path,
                error: FileError::Busy { waited },
            } => {
                write!(
                    f,
                    "cannot lock {} in {} s; another keyrc may be running",
                    shown(path),
                    waited.as_secs()
                )
            }
            Self::File {
                path,
                error: FileError::Io { action, error },
            } => {
                write!(f, "{}: cannot {action}: {}", shown(path), sentence(error))
            }
            Self::File { path, error } => write!(f, "{}: {error}", shown(path)),
            Self::Exposed { path, mode } => {
                write!(f, "{} is open to others (mode {mode:04o})", shown(path))
            }
            Self::Foreign { path } => write!(f, "{} belongs to another user", shown(path)),
            Self::Netrc {
                path,
                position,
                kind,
            } => write!(f, "{}:{position}: {kind}", shown(path)),
            Self::Disagreed { path, entries, .. } => {
                write!(
                    f,
                    "{} not read alike in {}",
                    count(*entries, "entry is", "entries are"),
                    shown(path)
                )
            }
            Self::TooMuch { path, .. } => {
                write!(
                    f,
                    "{} has too many unusual places to ask every tool about every host",
                    shown(path)
                )
            }
            Self::NotImported { path, entries, .. } => {
                write!(
                    f,
                    "{} left alone in {}",
                    count(*entries, "entry was", "entries were"),
                    shown(path)
                )
            }
            Self::NotExported { credentials } => {
                write!(
                    f,
                    "{} not written",
                    count(*credentials, "credential was", "credentials were")
                )
            }
            Self::Conflict { path, accounts } => {
                write!(
                    f,
                    "{} and the store have different tokens for {}",
                    shown(path),
                    count(*accounts, "account", "accounts")
                )
            }
            Self::StoreConflict { accounts } => {
                write!(
                    f,
                    "the two stores have different tokens for {}",
                    count(*accounts, "account", "accounts")
                )
            }
            Self::Unhealthy { checks } => write!(
                f,
                "{} not as it should be",
                count(*checks, "thing is", "things are")
            ),
            Self::NoPlace { what, .. } => write!(f, "cannot tell where {what} is"),
            Self::Config {
                path,
                line: Some(line),
            } => {
                write!(f, "{}:{line}: not a setting that keyrc knows", shown(path))
            }
            Self::Config { path, line: None } => {
                write!(f, "{}: not settings that keyrc can read", shown(path))
            }
            Self::NoTerminal { what, .. } => write!(f, "there is no terminal to ask for {what} on"),
            Self::Usage { problem, .. } => f.write_str(problem),
            Self::Interrupted => f.write_str("stopped"),
            Self::Obstacle(StepError { action, error }) => {
                write!(f, "cannot {action}: {}", sentence(error))
            }
            Self::Command { name, error } => {
                write!(f, "cannot run `{}`: {}", escaped(name), sentence(error))
            }
            Self::Io { action, error } => write!(f, "cannot {action}: {}", sentence(error)),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Host(why) => Some(why),
            Self::Login(why) => Some(why),
            Self::Secret(why) => Some(why),
            Self::Store(why) => Some(why),
            Self::File { error, .. } => Some(error),
            Self::Obstacle(why) => Some(why),
            Self::Command { error, .. } | Self::Io { error, .. } => Some(error),
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

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Store(fault)
    }
}
