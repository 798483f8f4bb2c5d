//! A credential: an account, its secret, and the bytes that a store holds for it.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::host::Host;
use crate::secret;

mod header;
mod login;
mod place;
mod scope;

pub use header::HeaderForm;
pub(crate) use header::{describe_header, header, is_scheme};
pub(crate) use login::NO_LOGIN;
pub use login::{BadLogin, Login};
pub use place::{LoginPassword, TokenPlace};
pub use scope::{PortScope, ProtocolScope, Scope};

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
    /// The scheme with which the token is sent, such as `Bearer`, if the program that stored it
    /// named one.
    pub authtype: Option<String>,
    /// The place of the token in a netrc entry.
    pub place: TokenPlace,
    /// The protocols and ports that the token is for.
    pub scope: Scope,
}

/// The names that git uses for these lines. Source: gitcredentials(7), git-credential(1).
const EXPIRY: &[u8] = b"password_expiry_utc";
const REFRESH: &[u8] = b"oauth_refresh_token";
const AUTHTYPE: &[u8] = b"authtype";
/// The keyword of a netrc.
const ACCOUNT: &[u8] = b"account";
/// Marks an empty token: not every store can hold an empty value, and an empty item is damaged.
const EMPTY_TOKEN: (&[u8], &[u8]) = (b"token", b"empty");

impl Secret {
    /// Returns a secret that is only a token.
    pub fn new(token: SecretString) -> Self {
        Self {
            token,
            expires: None,
            refresh: None,
            account: None,
            authtype: None,
            place: TokenPlace::Password,
            scope: Scope::default(),
        }
    }

    /// Whether this has the token and everything else that `entry`, from a netrc, has, except for
    /// its scope. Compares in constant time.
    pub fn covers(&self, entry: &Self) -> bool {
        let of_entry = |secret: &Self| {
            let account = secret.account.clone().filter(|_| entry.account.is_some());
            let (token, place) = (secret.token.clone(), secret.place.clone());
            Self {
                account,
                place,
                ..Self::new(token)
            }
            .encode()
        };
        of_entry(self).ct_eq(&of_entry(entry)).into()
    }

    /// Returns the bytes that a store holds: the bare token, so that other programs can show it,
    /// and one `key=value` line for each other fact, only where there is one.
    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        let expires = self.expires.map(|at| at.to_string());
        let mut lines: Vec<(&[u8], &[u8])> = Vec::new();
        lines.extend(secret::is_empty(&self.token).then_some(EMPTY_TOKEN));
        lines.extend(expires.as_ref().map(|at| (EXPIRY, at.as_bytes())));
        lines.extend(self.refresh.as_ref().map(|text| (REFRESH, bytes(text))));
        lines.extend(self.account.as_ref().map(|text| (ACCOUNT, bytes(text))));
        lines.extend(
            self.authtype
                .as_ref()
                .map(|text| (AUTHTYPE, text.as_bytes())),
        );
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
    /// line is unknown. The first line is empty only if another line says so.
    pub fn decode(bytes: &[u8]) -> Option<Self> {
        let mut lines = secret::without_line_break(bytes).split(|&byte| byte == b'\n');
        let mut found = Self::new(secret::from_bytes_or_empty(lines.next()?).ok()?);
        let is_empty = secret::is_empty(&found.token);
        let mut is_marked_empty = false;
        for line in lines {
            let at = line.iter().position(|&byte| byte == b'=')?;
            match (&line[..at], &line[at + 1..]) {
                EMPTY_TOKEN => is_marked_empty = true,
                (key, value) => found.add_fact(key, value)?,
            }
        }
        (is_empty == is_marked_empty).then_some(found)
    }

    /// Adds the fact of one line. Returns `None` if the line is unknown.
    fn add_fact(&mut self, key: &[u8], value: &[u8]) -> Option<()> {
        match key {
            EXPIRY => self.expires = Some(str::from_utf8(value).ok()?.parse().ok()?),
            REFRESH => self.refresh = Some(secret::from_bytes(value).ok()?),
            AUTHTYPE => {
                let name = str::from_utf8(value).ok().filter(|name| is_scheme(name))?;
                self.authtype = Some(name.to_owned());
            }
            ACCOUNT => self.account = Some(secret::from_bytes(value).ok()?),
            _ => self
                .scope
                .add_line(key, value)
                .or_else(|| self.place.add_line(key, value))?,
        }
        Some(())
    }
}

impl From<SecretString> for Secret {
    fn from(token: SecretString) -> Self {
        Self::new(token)
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
    /// An item that is not a credential, or more than one item.
    Damaged,
    /// A credential.
    Credential(Secret),
}

impl Stored {
    /// Whether the token equals this one. Ignores all other facts. Compares in constant time.
    pub fn is_token(&self, token: &SecretString) -> bool {
        matches!(self, Self::Credential(found) if secret::equal(&found.token, token))
    }

    /// Whether it is a credential that [covers](Secret::covers) this entry of a netrc.
    pub fn covers(&self, entry: &Secret) -> bool {
        matches!(self, Self::Credential(found) if found.covers(entry))
    }

    /// Whether it is a credential that covers this entry of a netrc and its scope.
    pub fn serves(&self, entry: &Secret) -> bool {
        match self {
            Self::Credential(found) => found.covers(entry) && found.scope.includes(entry.scope),
            Self::Absent | Self::Damaged => false,
        }
    }

    /// Whether it is exactly this secret, with all its facts. Compares in constant time.
    pub fn is_secret(&self, secret: &Secret) -> bool {
        matches!(self, Self::Credential(found) if bool::from(found.encode().ct_eq(&secret.encode())))
    }
}

#[cfg(test)]
mod tests;
