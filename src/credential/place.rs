//! The place of a token in a netrc entry, and the lines that a store holds for it.

use secrecy::SecretString;

use crate::credential::bytes;
use crate::secret;

/// The place of a token in a netrc entry. An entry is written back as it was read, because a
/// missing word and an empty one differ for some readers.
#[derive(Clone, Debug, Default)]
pub enum TokenPlace {
    /// `login NAME password TOKEN`, or `password TOKEN` if the credential has no login.
    #[default]
    Password,
    /// `login "" password TOKEN`.
    AfterEmptyLogin,
    /// `login TOKEN`, followed by this password.
    Login(LoginPassword),
}

/// The password of an entry that has the token as its login.
#[derive(Clone, Debug)]
pub enum LoginPassword {
    /// The entry has no password.
    Missing,
    /// `password ""`.
    Empty,
    /// Usually a word such as `x-oauth-basic`, but it can be a second secret.
    Text(SecretString),
}

/// `empty` or `token`.
const LOGIN: &[u8] = b"netrc_login";
const PASSWORD: &[u8] = b"netrc_password";

impl TokenPlace {
    /// Whether the token is the login of the entry.
    pub fn is_login(&self) -> bool {
        matches!(self, Self::Login(_))
    }

    /// Returns the keys and values of the lines for this place.
    pub(super) fn lines(&self) -> Vec<(&'static [u8], &[u8])> {
        let token: (&'static [u8], &[u8]) = (LOGIN, b"token");
        match self {
            Self::Password => Vec::new(),
            Self::AfterEmptyLogin => vec![(LOGIN, b"empty")],
            Self::Login(LoginPassword::Missing) => vec![token],
            Self::Login(LoginPassword::Empty) => vec![token, (PASSWORD, b"")],
            Self::Login(LoginPassword::Text(text)) => vec![token, (PASSWORD, bytes(text))],
        }
    }

    /// Adds the meaning of one line. Returns `None` if the line is unknown.
    pub(super) fn add_line(&mut self, key: &[u8], value: &[u8]) -> Option<()> {
        *self = match (&*self, key, value) {
            (Self::Password, LOGIN, b"empty") => Self::AfterEmptyLogin,
            (Self::Password, LOGIN, b"token") => Self::Login(LoginPassword::Missing),
            (Self::Login(_), PASSWORD, b"") => Self::Login(LoginPassword::Empty),
            (Self::Login(_), PASSWORD, text) => {
                Self::Login(LoginPassword::Text(secret::from_bytes(text).ok()?))
            }
            _ => return None,
        };
        Some(())
    }
}
