//! Why an entry is not imported or exported, or stays in the file.

use std::fmt;

use crate::check::quirk::Quirk;
use crate::credential::BadLogin;
use crate::host::BadHost;
use crate::netrc::{FaultKind, Unwritten};
use crate::secret::BadSecret;

/// Why an entry stays where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Leave {
    /// `default` is for every host that has no entry, and a credential belongs to one.
    Default,
    /// Tools read the entry in more than one way.
    Doubt(FaultKind),
    /// The machine is no host.
    Host(BadHost),
    /// The machine is a URL, or has a path or the like.
    MoreThanHost,
    /// There is no login.
    NoLogin,
    /// The login is none.
    Login(BadLogin),
    /// There is no password.
    NoPassword,
    /// The password is none.
    Secret(BadSecret),
    /// Another entry for the same login has another password.
    TwoPasswords,
    /// The readers that were chosen find nothing for it, or different things.
    NotChosen,
    /// The file has too many such entries to ask the readers about all of them.
    TooMany,
    /// It has a second password, the `account` of FTP, for which a credential has no place.
    Account,
}

impl Leave {
    /// Whether a person should look at the entry: it has a secret that would be worth keeping.
    pub fn is_fault(self) -> bool {
        !matches!(self, Self::Default | Self::NoPassword)
    }
}

impl fmt::Display for Leave {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("`default` belongs to no host"),
            Self::Doubt(kind) => kind.fmt(f),
            Self::Host(why) => write!(f, "its machine is no host: {why}"),
            Self::MoreThanHost => {
                f.write_str("its machine is more than a host, and no tool finds it")
            }
            Self::NoLogin => f.write_str("it has no login"),
            Self::Login(why) => write!(f, "its login cannot be kept: {why}"),
            Self::NoPassword => f.write_str("it has no password"),
            Self::Secret(why) => write!(f, "it cannot be kept: {why}"),
            Self::TwoPasswords => {
                f.write_str("another entry for the same login has another password")
            }
            Self::NotChosen => {
                f.write_str("the tool that was named with `--as` finds no one token for it")
            }
            Self::TooMany => {
                f.write_str("the file has too many such entries to ask about all of them")
            }
            Self::Account => {
                f.write_str("it has an `account`, a second password that would be lost")
            }
        }
    }
}

/// Why an entry stays in the file that is in the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stay {
    /// A macro follows it, which would go to the entry before.
    Macro,
    /// It has more words than were read, such as a second password, and nobody else has them.
    MoreWords,
}

impl fmt::Display for Stay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Macro => "a macro belongs to it",
            Self::MoreWords => "there is more in it than was stored",
        })
    }
}

/// Why a credential is not written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Skip {
    /// A netrc has no paths.
    Path,
    /// A netrc has no ports, and a credential for another port already has the machine's name.
    SameMachine,
    /// The file has an entry for it that tools read in more than one way.
    Doubt(FaultKind),
    /// The file has entries for it with different passwords.
    TwoPasswords,
    /// It has no form that tools read.
    Unwritten(Unwritten),
    /// It has no form that all the tools read that were asked for.
    NoForm(Unread),
    /// In this file, not all the tools read it that were asked for.
    NotHere(Unread),
}

impl fmt::Display for Skip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path => f.write_str("a netrc knows no paths"),
            Self::SameMachine => {
                f.write_str("a netrc knows no ports, and this machine is written already")
            }
            Self::Doubt(kind) => write!(f, "its entry in the file has {kind}"),
            Self::TwoPasswords => {
                f.write_str("the file has entries with different passwords for it")
            }
            Self::Unwritten(why) => why.fmt(f),
            Self::NoForm(unread) => write!(f, "there is no way to write it for {unread}"),
            Self::NotHere(unread) => write!(f, "in this file it would not be read by {unread}"),
        }
    }
}

/// Readers that do not read an entry as it is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// Their names.
    pub readers: Vec<&'static str>,
    /// What the first of them stumbles over.
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
