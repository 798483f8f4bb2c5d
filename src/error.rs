//! Every failure of the program: its sentence, its hint, its exit code.
//!
//! No variant can hold a secret, so `Debug` is safe. Names that come from files and stores are escaped in the sentence.

use std::fmt;
use std::io;
use std::path::PathBuf;

use keyrc_platform::file::FileError;
use keyrc_platform::launch::Obstacle;

use crate::credential::{Account, BadLogin, Login};
use crate::host::{BadHost, Host};
use crate::netrc::{FaultKind, Position};
use crate::secret::BadSecret;
use crate::store::Fault;
use crate::text::{argument, count, escaped, path_argument, sentence, shown};

/// What went wrong.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A text is not a host.
    Host(BadHost),
    /// A text is not a login.
    Login(BadLogin),
    /// Some bytes are not a token.
    Secret(BadSecret),
    /// A variable of the environment cannot be understood; why, and how it is written.
    Environment(String, &'static str, &'static str),
    /// A variable of the environment answers for a host in the place of the store.
    Shadowed(String, Host),
    /// There is no credential for a host, or for a login there.
    NotFound(Host, Option<Login>),
    /// There is no credential for a host with its port, but one for the host.
    OtherPort(Host, Host),
    /// A netrc has no entry for a host.
    NotInFile(PathBuf, Host),
    /// The store has no such account to remove or to choose.
    NotKept(Host, Option<Login>),
    /// Nothing of ours is kept at all.
    NothingKept,
    /// A host has several accounts, and none was named.
    Several {
        /// The host.
        host: Host,
        /// Its accounts.
        logins: Vec<Login>,
        /// Whether `keyrc switch` can choose among them.
        switch: bool,
    },
    /// The store failed.
    Store(Fault),
    /// What the store gives back for an account is not what it was given.
    ReadBack(Account),
    /// A file could not be read or replaced.
    File(PathBuf, FileError),
    /// A file that holds secrets is open to others; its permission bits.
    Exposed(PathBuf, u32),
    /// A file that holds secrets belongs to somebody else.
    Foreign(PathBuf),
    /// Nothing can be added to a netrc, because of what is at this place.
    Netrc(PathBuf, Position, FaultKind),
    /// Tools do not read entries of a netrc alike; how many, and what to do about it.
    Disagreed(PathBuf, usize, Next),
    /// A netrc has too much out of the ordinary to ask every tool about every host; whether one host can be named.
    TooMuch(PathBuf, bool),
    /// Entries of a netrc were not taken over; how many, and whether it is because tools read them in more than one way.
    Left(PathBuf, usize, bool),
    /// Credentials were not written; how many.
    Skipped(usize),
    /// The file and the store disagree; about how many accounts.
    Conflict(PathBuf, usize),
    /// Two stores have different tokens; for how many accounts.
    StoreConflict(usize),
    /// Something that keyrc needs does not work; how many things.
    Unhealthy(usize),
    /// Nobody says where something is; what, and what names it.
    NoPlace(&'static str, &'static str),
    /// The settings cannot be understood; the line, where it is known.
    Config(PathBuf, Option<usize>),
    /// The command line lacks something that cannot be asked for, because there is no terminal; the flag that gives it.
    NoTerminal(&'static str, &'static str),
    /// The command line asks for what cannot be; what, and what to write instead.
    Usage(&'static str, &'static str),
    /// The person stopped it.
    Interrupted,
    /// The system does not let a command be started as it was asked for.
    Obstacle(Obstacle),
    /// A command cannot be run; its name.
    Command(String, io::Error),
    /// Reading or writing failed; what of.
    Io(&'static str, io::Error),
}

/// What there is to do about a netrc that tools do not read alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// keyrc can mend some of it.
    Mend,
    /// It can be looked at for fewer tools.
    Narrow,
    /// Nothing more than what was said of each entry.
    Nothing,
}

impl Error {
    /// What to do about it; a command to paste, where there is one.
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Host(BadHost::Userinfo) => "give the login with `-u NAME`".into(),
            Self::Host(_) => "write a host as `api.example.com`, or its URL".into(),
            Self::Secret(BadSecret::Empty) => {
                "pipe the token in, as in `print-token | keyrc login HOST -u NAME --token-stdin`".into()
            }
            Self::Secret(_) => format!("a token is one line of text, of at most {} bytes", crate::secret::MAX_SECRET),
            Self::Environment(_, _, how) => (*how).into(),
            Self::Shadowed(variable, _) => format!("run `unset {}` first", argument(variable)),
            Self::NotFound(host, None) => format!("store one with `keyrc login {}`", argument(host.as_str())),
            Self::NotFound(host, Some(login)) => {
                let (host, login) = (argument(host.as_str()), argument(login.as_str()));
                format!("store one with `keyrc login {host} -u {login}`, or see `keyrc list`")
            }
            Self::OtherPort(_, other) => {
                let other = argument(other.as_str());
                format!(
                    "a netrc knows no ports: to use it there too, name the host, as in `keyrc exec {other} -- COMMAND`"
                )
            }
            Self::NothingKept => {
                "store a token with `keyrc login HOST`, or bring those of a netrc in with `keyrc migrate`".into()
            }
            Self::Several { host, logins, switch } => {
                let first = logins.first().map_or("NAME".into(), |login| argument(login.as_str()));
                let host = argument(host.as_str());
                let for_good = if *switch {
                    format!(", or for good with `keyrc switch {host} -u {first}`")
                } else {
                    String::new()
                };
                format!("say which with `-u {first}`{for_good}")
            }
            Self::NotKept(..) => "see what there is with `keyrc list`".into(),
            Self::Store(fault) => return fault.hint(),
            Self::File(path, FileError::TooLarge(limit)) => {
                format!("if {} is right, raise the bound with `--max-size {}`", shown(path), limit.saturating_mul(16))
            }
            Self::File(_, FileError::NotAFile) => {
                "name a file with `--file PATH`; a pipe can be given as `--file -`".into()
            }
            Self::File(path, FileError::Dangling) => {
                format!("remove the link with `rm {}`, or make its file", path_argument(path))
            }
            Self::File(_, FileError::Busy(_)) => "run the same command again when it is done".into(),
            Self::File(_, FileError::Changed) => "run the same command again".into(),
            Self::Exposed(path, _) => format!("run `chmod 600 {}`", path_argument(path)),
            Self::Foreign(path) => format!("see whose it is with `ls -l {}`", path_argument(path)),
            Self::Netrc(path, position, _) => format!("mend line {} of {} by hand", position.line, shown(path)),
            Self::Disagreed(path, _, Next::Mend) => {
                format!("mend what can be mended with `keyrc check-netrc {} --fix`", path_argument(path))
            }
            Self::Disagreed(path, _, Next::Narrow) => {
                format!("name the tools that matter to you: `keyrc check-netrc {} --for curl,git`", path_argument(path))
            }
            Self::Disagreed(_, _, Next::Nothing) => return None,
            Self::TooMuch(path, true) => format!("look at one host: `keyrc check-netrc {} HOST`", path_argument(path)),
            Self::TooMuch(_, false) => "mend what `keyrc check-netrc FILE HOST` shows, host by host".into(),
            Self::Left(_, _, true) => {
                "say whose reading counts, as in `--as curl`, or mend the lines that are named, and run it again".into()
            }
            Self::Left(..) => "mend the lines that are named, and run the same command again".into(),
            Self::Conflict(..) | Self::StoreConflict(_) => "to let this command win, add `--force`".into(),
            Self::NoPlace(_, how) => format!("set HOME, or name it with {how}"),
            Self::NotInFile(path, _) => format!("see what it has with `keyrc check-netrc {}`", path_argument(path)),
            Self::NoTerminal(_, flag) => (*flag).into(),
            Self::Usage(_, instead) => (*instead).into(),
            Self::Command(_, why) if why.kind() == io::ErrorKind::NotFound => {
                "see how it is spelled; what only a shell knows is run as `sh -c '…'`".into()
            }
            Self::Obstacle(_) => {
                "`--via memfd` and `--via file` need less; docs/exec.md says what each way needs".into()
            }
            _ => return None,
        })
    }

    /// The exit status of the program. `docs/exit-codes.md` explains them; they are never renumbered.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Host(_) | Self::Login(_) | Self::Secret(_) | Self::Environment(..) => 2,
            Self::Several { .. } | Self::NoTerminal(..) | Self::Usage(..) | Self::NoPlace(..) => 2,
            Self::NotFound(..)
            | Self::OtherPort(..)
            | Self::NotKept(..)
            | Self::NotInFile(..)
            | Self::NothingKept
            | Self::Store(Fault::NotFound) => 3,
            Self::Store(Fault::Vault(fault)) => fault.exit_code(),
            Self::Store(fault) if fault.is_of_the_store() => 4,
            Self::File(_, FileError::Changed) => 6,
            Self::File(_, FileError::Io(..) | FileError::Busy(_)) => 1,
            Self::File(..)
            | Self::Exposed(..)
            | Self::Foreign(_)
            | Self::Netrc(..)
            | Self::Left(..) => 5,
            Self::Disagreed(..) | Self::TooMuch(..) => 5,
            Self::Conflict(..) | Self::StoreConflict(_) => 6,
            Self::Interrupted => 130,
            Self::Command(_, why) if why.kind() == io::ErrorKind::NotFound => 127,
            Self::Command(..) => 126,
            Self::Shadowed(..) | Self::Store(_) | Self::ReadBack(_) => 1,
            Self::Skipped(_)
            | Self::Unhealthy(_)
            | Self::Config(..)
            | Self::Obstacle(_)
            | Self::Io(..) => 1,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Host(why) => write!(f, "this is not a host: {why}"),
            Self::Login(why) => write!(f, "this is not a login: {why}"),
            Self::Secret(why) => why.fmt(f),
            Self::Environment(variable, why, _) => write!(f, "`{}`: {why}", escaped(variable)),
            Self::Shadowed(variable, host) => {
                write!(
                    f,
                    "the environment variable `{}` decides for `{host}`, whatever is stored",
                    escaped(variable)
                )
            }
            Self::NotFound(host, None) | Self::NotKept(host, None) => {
                write!(f, "no credential for `{host}`")
            }
            Self::NotFound(host, Some(login)) | Self::NotKept(host, Some(login)) => {
                write!(
                    f,
                    "no credential for `{}` at `{host}`",
                    escaped(login.as_str())
                )
            }
            Self::OtherPort(host, other) => {
                write!(f, "no credential for `{host}`, but one for `{other}`")
            }
            Self::NotInFile(path, host) => write!(f, "{} has no entry for `{host}`", shown(path)),
            Self::NothingKept => f.write_str("there is no credential"),
            Self::Several { host, logins, .. } => {
                let names: Vec<String> = logins
                    .iter()
                    .map(|login| format!("`{}`", escaped(login.as_str())))
                    .collect();
                write!(f, "`{host}` has several accounts: {}", names.join(", "))
            }
            Self::Store(fault) => fault.fmt(f),
            Self::ReadBack(account) => {
                write!(
                    f,
                    "the store gives back something else than it was given for {}",
                    escaped(&account.to_string())
                )
            }
            Self::File(path, FileError::Busy(waited)) => {
                write!(
                    f,
                    "cannot lock {} in {} s; another keyrc may be running",
                    shown(path),
                    waited.as_secs()
                )
            }
            Self::File(path, FileError::Io(tried, why)) => {
                write!(f, "{}: cannot {tried}: {}", shown(path), sentence(why))
            }
            Self::File(path, why) => write!(f, "{}: {why}", shown(path)),
            Self::Exposed(path, mode) => {
                write!(f, "{} is open to others (mode {mode:04o})", shown(path))
            }
            Self::Foreign(path) => write!(f, "{} belongs to another user", shown(path)),
            Self::Netrc(path, position, kind) => write!(f, "{}:{position}: {kind}", shown(path)),
            Self::Disagreed(path, entries, _) => {
                write!(
                    f,
                    "{} not read alike in {}",
                    count(*entries, "entry is", "entries are"),
                    shown(path)
                )
            }
            Self::TooMuch(path, _) => {
                write!(
                    f,
                    "{} has too many unusual places to ask every tool about every host",
                    shown(path)
                )
            }
            Self::Left(path, left, _) => {
                write!(
                    f,
                    "{} left alone in {}",
                    count(*left, "entry was", "entries were"),
                    shown(path)
                )
            }
            Self::Skipped(skipped) => {
                write!(
                    f,
                    "{} not written",
                    count(*skipped, "credential was", "credentials were")
                )
            }
            Self::Conflict(path, conflicts) => {
                write!(
                    f,
                    "{} and the store have different tokens for {}",
                    shown(path),
                    count(*conflicts, "account", "accounts")
                )
            }
            Self::StoreConflict(conflicts) => {
                write!(
                    f,
                    "the two stores have different tokens for {}",
                    count(*conflicts, "account", "accounts")
                )
            }
            Self::Unhealthy(bad) => write!(
                f,
                "{} not as it should be",
                count(*bad, "thing is", "things are")
            ),
            Self::NoPlace(what, _) => write!(f, "cannot tell where {what} is"),
            Self::Config(path, Some(line)) => {
                write!(f, "{}:{line}: not a setting that keyrc knows", shown(path))
            }
            Self::Config(path, None) => {
                write!(f, "{}: not settings that keyrc can read", shown(path))
            }
            Self::NoTerminal(what, _) => write!(f, "there is no terminal to ask for {what} on"),
            Self::Usage(what, _) => f.write_str(what),
            Self::Interrupted => f.write_str("stopped"),
            Self::Obstacle(Obstacle { tried, error }) => {
                write!(f, "cannot {tried}: {}", sentence(error))
            }
            Self::Command(program, why) => {
                write!(f, "cannot run `{}`: {}", escaped(program), sentence(why))
            }
            Self::Io(what, why) => write!(f, "cannot {what}: {}", sentence(why)),
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
            Self::File(_, why) => Some(why),
            Self::Obstacle(why) => Some(why),
            Self::Command(_, why) | Self::Io(_, why) => Some(why),
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
