//! Why an entry is not imported or exported, or stays in the file.

use std::fmt;

use crate::check::StrayKind;
use crate::credential::BadLogin;
use crate::host::BadHost;
use crate::netrc::{Quirk, Unwritten};
use crate::secret::BadSecret;
use crate::text::escaped;

/// Why an entry is not imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ImportSkip {
    /// It is a `default` entry, which has no host.
    Default,
    /// Tools read it in different ways.
    Ambiguous(Quirk),
    /// Other words in it may belong to its login or password.
    Unclear(StrayKind),
    /// Its machine is not a host.
    Host(BadHost),
    /// Tools do not find its machine.
    Machine(Quirk),
    /// Its machine is a URL or has a path.
    Url,
    /// It has no login.
    NoLogin,
    /// Its login is a token, which must not become the name of an item.
    TokenLogin,
    /// Its login cannot be stored.
    Login(BadLogin),
    /// It has no password.
    NoPassword,
    /// Its password cannot be stored.
    Token(BadSecret),
    /// Another entry of the same account has a different password.
    SeveralTokens,
    /// The chosen readers find nothing in it, or different things.
    NoSingleReading,
    /// The file has too many ambiguous entries to ask the readers about each.
    TooMany,
    /// It has a second password, FTP's `account`, and a credential has only one.
    Account,
}

impl ImportSkip {
    /// Whether the entry holds a secret that the user probably wants to import.
    pub fn is_fault(self) -> bool {
        !matches!(self, Self::Default | Self::NoPassword)
    }
}

impl fmt::Display for ImportSkip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("`default` is not tied to a host"),
            Self::Ambiguous(quirk) => quirk.fmt(f),
            Self::Unclear(stray) => write!(f, "{stray}; {}", stray.fix()),
            Self::Host(why) => write!(f, "its machine is not a host: {why}"),
            Self::Machine(quirk) => write!(f, "{quirk}; {}", quirk.fix()),
            Self::Url => f.write_str("its machine is a URL, which tools will not match"),
            Self::NoLogin => f.write_str("it has no login"),
            Self::TokenLogin => f.write_str("its login is a token"),
            Self::Login(why) => write!(f, "its login cannot be stored: {why}"),
            Self::NoPassword => f.write_str("it has no password"),
            Self::Token(why) => write!(f, "it cannot be stored: {why}"),
            Self::SeveralTokens => {
                f.write_str("another entry for the same login has a different password")
            }
            Self::NoSingleReading => {
                f.write_str("the tool given with `--as` does not read a login and a token from it")
            }
            Self::TooMany => f.write_str("the file has too many ambiguous entries to check"),
            Self::Account => {
                f.write_str("it has an `account`, a second password that would be lost")
            }
        }
    }
}

/// Why a migration keeps an entry in the file although its token is in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Keep {
    /// A macro follows it. Without the entry, the macro would belong to the previous one.
    Macro,
    /// It holds more than the stored token, such as a second password.
    MoreWords,
    /// Without it, some tools would no longer read another entry.
    SideEffect {
        /// The machine of the other entry; `None` for `default`. Escape it before printing.
        machine: Option<String>,
        /// The names of the readers that would lose it.
        readers: Vec<&'static str>,
    },
    /// Without it, some tools would use another entry for its host, which stays in the file.
    OtherEntry {
        /// The names of the readers.
        readers: Vec<&'static str>,
    },
    /// Without it, some tools would read other text of the file as credentials for a host, such as
    /// a comment or a macro.
    OtherText {
        /// The host; `None` for every other host. Escape it before printing.
        machine: Option<String>,
        /// The names of the readers.
        readers: Vec<&'static str>,
    },
    /// The file has another entry for the same account, which cannot be moved, and an export would
    /// write nothing next to it.
    SameAccount,
    /// An export cannot write it in a form that every tool reads that reads it now.
    NotRestored {
        /// The names of the readers.
        readers: Vec<&'static str>,
    },
    /// The file is too unusual to check whether its removal harms other entries.
    Unchecked,
}

impl Keep {
    /// Returns the reason with other names for its readers, unless `names` leaves no reader.
    #[must_use]
    pub fn with_names(&self, names: impl Fn(&[&'static str]) -> Vec<&'static str>) -> Self {
        let mut keep = self.clone();
        if let Self::SideEffect { readers, .. }
        | Self::OtherEntry { readers }
        | Self::OtherText { readers, .. }
        | Self::NotRestored { readers } = &mut keep
        {
            let named = names(readers);
            if !named.is_empty() {
                *readers = named;
            }
        }
        keep
    }
}

impl fmt::Display for Keep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Macro => f.write_str("a macro belongs to it"),
            Self::MoreWords => f.write_str("it holds more than the stored token"),
            Self::SideEffect { machine, readers } => {
                let entry = match machine {
                    Some(machine) => format!("the entry for {}", escaped(machine)),
                    None => "`default`".to_owned(),
                };
                write!(
                    f,
                    "without it, {} would no longer read {entry}",
                    readers.join(", ")
                )
            }
            Self::OtherEntry { readers } => {
                let readers = readers.join(", ");
                write!(
                    f,
                    "without it, {readers} would use another entry for the same host"
                )
            }
            Self::OtherText { machine, readers } => {
                let host = machine.as_deref().map_or("other hosts".into(), escaped);
                let readers = readers.join(", ");
                write!(
                    f,
                    "without it, {readers} would read a comment, a macro or other text differently for {host}"
                )
            }
            Self::SameAccount => f.write_str("another entry for the same account cannot be moved"),
            Self::NotRestored { readers } => {
                let readers = readers.join(", ");
                write!(f, "{readers} could not read it if keyrc wrote it again")
            }
            Self::Unchecked => {
                f.write_str("the file is too unusual to check whether removing it is safe")
            }
        }
    }
}

/// Why an export does not write a credential.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Skip {
    /// It is for a path, and a netrc has no paths.
    Path,
    /// It is for an opaque service, and a netrc has only hosts.
    Service,
    /// Its token is empty. Some readers take an empty password for a missing one.
    EmptyToken,
    /// It is for a port, a netrc has no ports, and the credential for another port of the host is
    /// already written.
    SameMachine,
    /// The file has an entry for it that tools read in different ways.
    Ambiguous(Quirk),
    /// The file has several entries for it with different passwords.
    TwoPasswords,
    /// It cannot be written to a netrc.
    Unwritten(Unwritten),
    /// No way to write it suits all required readers.
    NoForm(Unread),
    /// Some required readers would not read it in this file.
    NotHere(Unread),
    /// Its token is so long that these readers would lose other credentials of the export.
    CostsOthers(Vec<&'static str>),
    /// No reader would read it anywhere in this file; with the quirk that causes this, if known.
    ReadByNone(Option<Quirk>),
}

impl fmt::Display for Skip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path => f.write_str("a netrc has no paths"),
            Self::Service => f.write_str("a netrc has only hosts, and this is a service"),
            Self::EmptyToken => f.write_str("its token is empty"),
            Self::SameMachine => f.write_str(
                "a netrc has no ports, and the token for another port of this host comes first",
            ),
            Self::Ambiguous(quirk) => write!(f, "tools disagree about its entry: {quirk}"),
            Self::TwoPasswords => {
                f.write_str("the file has several entries for it with different passwords")
            }
            Self::Unwritten(why) => why.fmt(f),
            Self::NoForm(unread) => write!(f, "not readable in any form by {unread}"),
            Self::NotHere(unread) => write!(f, "not readable in this file by {unread}"),
            Self::CostsOthers(readers) => write!(
                f,
                "its token is too long: {} could not read the other entries; export this host separately",
                readers.join(", ")
            ),
            Self::ReadByNone(None) => f.write_str("not readable in this file by any tool"),
            Self::ReadByNone(Some(quirk)) => {
                write!(f, "not readable in this file by any tool: {quirk}")
            }
        }
    }
}

/// The readers that would not read an entry correctly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The names of the readers.
    pub readers: Vec<&'static str>,
    /// The quirk that the first reader misreads, if known.
    pub quirk: Option<Quirk>,
}

impl fmt::Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.readers.join(", "))?;
        match self.quirk {
            Some(quirk) => write!(f, ": {quirk}"),
            None => Ok(()),
        }
    }
}
