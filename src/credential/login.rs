//! The name of an account.

use std::fmt;
use std::str::FromStr;

/// The name of an account at a host: UTF-8 without control characters, 1 to 255 bytes. Empty for
/// the account of a credential without a login, which a host has at most once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Login(String);

/// The name of the missing login in messages and in keyrings, which need a name: the Keychain
/// treats an empty one as any name. It is not a login.
pub(crate) const NO_LOGIN: &str = "(no login)";

/// Why a text is not a login.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadLogin {
    /// It is empty.
    Empty,
    /// It is longer than 255 bytes, which every keyring can hold.
    TooLong,
    /// It has a control character.
    Control,
    /// It is the text that stands for a missing login.
    Reserved,
}

impl fmt::Display for BadLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "it is empty",
            Self::TooLong => "it is longer than 255 bytes",
            Self::Control => "it has a control character",
            Self::Reserved => "`(no login)` stands for a missing login",
        })
    }
}

impl std::error::Error for BadLogin {}

impl Login {
    /// Returns the login of a credential without one.
    pub fn none() -> Self {
        Self(String::new())
    }

    /// Whether the credential has no login.
    pub fn is_none(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the login as text; empty if the credential has none.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the login as text, or `None` if the credential has none.
    pub fn name(&self) -> Option<&str> {
        Some(self.as_str()).filter(|name| !name.is_empty())
    }

    /// Returns the name of the login in messages and in keyrings.
    pub(crate) fn label(&self) -> &str {
        self.name().unwrap_or(NO_LOGIN)
    }

    /// Parses the text of [`as_str`](Self::as_str): empty for a missing login.
    pub(crate) fn of_text(text: &str) -> Result<Self, BadLogin> {
        match text {
            "" => Ok(Self::none()),
            name => name.parse(),
        }
    }

    /// Parses the name of a login in a keyring.
    pub(crate) fn of_label(label: &str) -> Result<Self, BadLogin> {
        match label {
            NO_LOGIN => Ok(Self::none()),
            name => name.parse(),
        }
    }
}

impl FromStr for Login {
    type Err = BadLogin;

    fn from_str(text: &str) -> Result<Self, BadLogin> {
        match text {
            "" => Err(BadLogin::Empty),
            _ if text.len() > 255 => Err(BadLogin::TooLong),
            _ if text.chars().any(char::is_control) => Err(BadLogin::Control),
            NO_LOGIN => Err(BadLogin::Reserved),
            _ => Ok(Self(text.to_owned())),
        }
    }
}

impl fmt::Display for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.label())
    }
}
