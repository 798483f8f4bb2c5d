//! A credential: an account, its secret, and the bytes that a store holds for it.

use std::fmt;
use std::str::FromStr;

use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::host::Host;
use crate::secret;

/// The name of an account at a host: UTF-8 without control characters, 1 to 255 bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Login(String);

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
}

impl fmt::Display for BadLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "it is empty",
            Self::TooLong => "it is longer than 255 bytes",
            Self::Control => "it has a control character",
        })
    }
}

impl std::error::Error for BadLogin {}

impl Login {
    /// Returns the login as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Login {
    type Err = BadLogin;

    fn from_str(text: &str) -> Result<Self, BadLogin> {
        match text {
            "" => Err(BadLogin::Empty),
            _ if text.len() > 255 => Err(BadLogin::TooLong),
            _ if text.chars().any(char::is_control) => Err(BadLogin::Control),
            _ => Ok(Self(text.to_owned())),
        }
    }
}

impl fmt::Display for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
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

/// A token, with its expiry and refresh token. Its `Debug` shows no secret.
#[derive(Clone, Debug)]
pub struct Secret {
    /// The token or password.
    pub token: SecretString,
    /// When the token expires, in seconds since 1970-01-01 UTC.
    pub expires: Option<i64>,
    /// An OAuth refresh token. keyrc stores it and never uses it.
    pub refresh: Option<SecretString>,
}

/// The names that git uses for these lines. Source: gitcredentials(7), git-credential(1).
const EXPIRY: &str = "password_expiry_utc=";
const REFRESH: &str = "oauth_refresh_token=";

impl Secret {
    /// Returns a secret that is only a token.
    pub fn new(token: SecretString) -> Self {
        Self {
            token,
            expires: None,
            refresh: None,
        }
    }

    /// Returns the bytes that a store holds: the bare token, so that other programs can show it,
    /// and one line each for the expiry and the refresh token if there are any, as git writes them.
    pub fn encode(&self) -> Zeroizing<Vec<u8>> {
        #[expect(clippy::disallowed_methods, reason = "the result goes into a store")]
        let (token, refresh) = (
            self.token.expose_secret(),
            self.refresh.as_ref().map(ExposeSecret::expose_secret),
        );
        let expires = self.expires.map(|at| at.to_string()).unwrap_or_default();
        let mut parts = vec![token.as_bytes()];
        if self.expires.is_some() {
            parts.extend([b"\n", EXPIRY.as_bytes(), expires.as_bytes()]);
        }
        if let Some(refresh) = refresh {
            parts.extend([b"\n", REFRESH.as_bytes(), refresh.as_bytes()]);
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
            if let Some(at) = line.strip_prefix(EXPIRY.as_bytes()) {
                found.expires = Some(str::from_utf8(at).ok()?.parse().ok()?);
            } else {
                found.refresh =
                    Some(secret::from_bytes(line.strip_prefix(REFRESH.as_bytes())?).ok()?);
            }
        }
        Some(found)
    }
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
    /// Whether the token equals this one. Ignores the expiry and the refresh token. Compares in
    /// constant time.
    pub fn is_token(&self, token: &SecretString) -> bool {
        matches!(self, Self::Credential(found) if secret::equal(&found.token, token))
    }

    /// Whether it is exactly this secret, with its expiry and refresh token. Compares in constant
    /// time.
    pub fn is_secret(&self, secret: &Secret) -> bool {
        matches!(self, Self::Credential(found) if bool::from(found.encode().ct_eq(&secret.encode())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> SecretString {
        secret::from_bytes(text.as_bytes()).expect("a good secret")
    }

    #[test]
    fn a_bare_token_is_stored_as_it_is() {
        assert_eq!(*Secret::new(secret("hunter2")).encode(), b"hunter2");
    }

    #[test]
    fn expiry_and_refresh_token_follow_in_gits_form() {
        let kept = Secret {
            token: secret("t"),
            expires: Some(1_800_000_000),
            refresh: Some(secret("r")),
        };
        let bytes = kept.encode();
        assert_eq!(
            *bytes,
            b"t\npassword_expiry_utc=1800000000\noauth_refresh_token=r"
        );
        let read = Secret::decode(&bytes).expect("an encoded secret");
        assert!(secret::equal(&read.token, &kept.token));
        assert_eq!(read.expires, kept.expires);
        assert!(
            read.refresh
                .is_some_and(|refresh| secret::equal(&refresh, &secret("r")))
        );
    }

    #[test]
    fn a_value_with_unknown_lines_is_damaged() {
        for bytes in [
            &b""[..],
            b"\n",
            b"t\nsecond",
            b"t\npassword_expiry_utc=soon",
            b"t\noauth_refresh_token=",
            b"\xFF",
        ] {
            assert!(Secret::decode(bytes).is_none(), "{bytes:?}");
        }
        assert!(
            Secret::decode(b"t\n").is_some(),
            "another program's line break"
        );
    }

    #[test]
    fn debug_shows_no_secret() {
        let kept = Secret {
            token: secret("hunter2"),
            expires: None,
            refresh: Some(secret("hunter3")),
        };
        assert!(!format!("{kept:?}").contains("hunter"));
    }

    #[test]
    fn logins_are_printable_text() {
        assert!("me@example.com".parse::<Login>().is_ok());
        assert_eq!("".parse::<Login>(), Err(BadLogin::Empty));
        assert_eq!("a\nb".parse::<Login>(), Err(BadLogin::Control));
        assert_eq!("x".repeat(256).parse::<Login>(), Err(BadLogin::TooLong));
    }
}
