//! A credential: an account, its secret, and the bytes that a store holds for it.

use std::fmt;
use std::str::FromStr;

use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::host::Host;
use crate::secret;

mod place;
mod scope;

pub use place::{LoginPassword, TokenPlace};
pub use scope::{PortScope, ProtocolScope, Scope};

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

/// An account at a host. A secret belongs to one account.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Account {
    /// The host.
    pub host: Host,
    /// The name of the account.
    pub login: Login,
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.login, self.host)
    }
}

/// A token, and what belongs to it. Its `Debug` shows no secret.
#[derive(Clone, Debug)]
pub struct Secret {
    /// The token or password.
    pub token: SecretString,
    /// When the token expires, in seconds since 1970-01-01 UTC.
    pub expires: Option<i64>,
    /// An OAuth refresh token. keyrc stores it and never uses it.
    pub refresh: Option<SecretString>,
    /// The value of `account` in a netrc entry: a second password, of FTP.
    pub account: Option<SecretString>,
    /// The place of the token in a netrc entry.
    pub place: TokenPlace,
    /// The protocols and ports that the token is for.
    pub scope: Scope,
}

/// The names that git uses for these lines. Source: gitcredentials(7), git-credential(1).
const EXPIRY: &[u8] = b"password_expiry_utc";
const REFRESH: &[u8] = b"oauth_refresh_token";
/// The keyword of a netrc.
const ACCOUNT: &[u8] = b"account";

impl Secret {
    /// Returns a secret that is only a token.
    pub fn new(token: SecretString) -> Self {
        Self {
            token,
            expires: None,
            refresh: None,
            account: None,
            place: TokenPlace::Password,
            scope: Scope::default(),
        }
    }

    /// Returns the bytes that a store holds: the bare token, so that other programs can show it,
    /// and one `key=value` line for each other fact, only where there is one.
    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        let expires = self.expires.map(|at| at.to_string());
        let mut lines: Vec<(&[u8], &[u8])> = Vec::new();
        lines.extend(expires.as_ref().map(|at| (EXPIRY, at.as_bytes())));
        lines.extend(self.refresh.as_ref().map(|text| (REFRESH, bytes(text))));
        lines.extend(self.account.as_ref().map(|text| (ACCOUNT, bytes(text))));
        lines.extend(self.scope.lines());
        lines.extend(self.place.lines());
        let mut parts = vec![bytes(&self.token)];
        for (key, value) in &lines {
            parts.extend([b"\n", *key, b"=", *value]);
        }
        secret::concat(&parts)
    }

    /// Parses the bytes that a store holds. Accepts one line break at the end, as other programs
    /// write it.
    ///
    /// Returns `None` if the first line is not a [secret](crate::secret::from_bytes), or another
    /// line is unknown.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let mut lines = secret::without_line_break(bytes).split(|&byte| byte == b'\n');
        let mut found = Self::new(secret::from_bytes(lines.next()?).ok()?);
        for line in lines {
            let at = line.iter().position(|&byte| byte == b'=')?;
            found.add_fact(&line[..at], &line[at + 1..])?;
        }
        Some(found)
    }

    /// Adds the fact of one line. Returns `None` if the line is unknown.
    fn add_fact(&mut self, key: &[u8], value: &[u8]) -> Option<()> {
        match key {
            EXPIRY => self.expires = Some(str::from_utf8(value).ok()?.parse().ok()?),
            REFRESH => self.refresh = Some(secret::from_bytes(value).ok()?),
            ACCOUNT => self.account = Some(secret::from_bytes(value).ok()?),
            _ => self
                .scope
                .add_line(key, value)
                .or_else(|| self.place.add_line(key, value))?,
        }
        Some(())
    }
}

#[expect(clippy::disallowed_methods, reason = "the result goes into a store")]
fn bytes(text: &SecretString) -> &[u8] {
    text.expose_secret().as_bytes()
}

/// The content of a store for one account.
#[derive(Debug)]
pub enum Stored {
    /// Nothing.
    Absent,
    /// An item that is not a credential.
    Damaged,
    /// A credential.
    Credential(Secret),
}

impl Stored {
    /// Whether the token equals this one. Ignores all other facts. Compares in constant time.
    pub fn is_token(&self, token: &SecretString) -> bool {
        matches!(self, Self::Credential(found) if secret::equal(&found.token, token))
    }

    /// Whether it is exactly this secret, with all its facts. Compares in constant time.
    pub fn is_secret(&self, secret: &Secret) -> bool {
        matches!(self, Self::Credential(found) if bool::from(found.encode().ct_eq(&secret.encode())))
    }
}

#[cfg(test)]
mod tests;
