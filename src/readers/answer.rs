//! The question that a reader is asked, and its answer.

use std::fmt;

use secrecy::{ExposeSecret, SecretSlice};
use zeroize::Zeroizing;

/// A question to a reader: the credentials for a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Query<'a> {
    /// The host, in lower case; an IPv6 address has no brackets.
    pub host: &'a str,
    /// The port of the URL, unless it is the default port of its scheme.
    pub port: Option<u16>,
    /// The requested login, as in `https://me@example.com/`.
    pub login: Option<&'a str>,
}

/// The answer of a reader to a question.
///
/// `Debug` shows neither login nor password: in a malformed file, either can be a piece of the file
/// with secrets in it.
pub enum Answer {
    /// Credentials. A missing part is equal to an empty one, since few tools distinguish them.
    Match {
        /// The login, in any bytes.
        login: Option<Vec<u8>>,
        /// The password, in any bytes.
        password: Option<SecretSlice<u8>>,
    },
    /// The file has no credentials for the host.
    None,
    /// The tool cannot read the file.
    Error,
    /// The tool finds credentials, but fails because it cannot encode them for a request.
    Unsendable,
}

impl Answer {
    /// Returns the answer of a tool that sends text in Latin-1: the bytes that it sends, or
    /// [`Answer::Unsendable`] if a character is not in Latin-1.
    pub(crate) fn in_latin_1(self) -> Self {
        let Self::Match { login, password } = self else {
            return self;
        };
        let encoded = |part: Option<&[u8]>| part.map(latin_1).transpose();
        let password = password.as_ref().map(|_| exposed(&password));
        match (encoded(login.as_deref()), encoded(password)) {
            (Ok(login), Ok(password)) => Self::Match {
                login: login.map(|login| login.to_vec()),
                password: password.map(|password| SecretSlice::from(password.to_vec())),
            },
            _ => Self::Unsendable,
        }
    }

    /// Whether this is a match with an empty password and this login.
    pub(crate) fn is_only_login(&self, expected: &str) -> bool {
        match self {
            Self::Match {
                login: Some(login),
                password,
            } => login == expected.as_bytes() && exposed(password).is_empty(),
            _ => false,
        }
    }

    /// Whether both are matches with the same password.
    pub(crate) fn has_password_of(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Match { password, .. }, Self::Match { password: its, .. }) => {
                exposed(password) == exposed(its)
            }
            _ => false,
        }
    }
}

impl PartialEq for Answer {
    /// Compares the credentials that a server would receive: a missing part is equal to an empty
    /// one.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::None, Self::None)
            | (Self::Error, Self::Error)
            | (Self::Unsendable, Self::Unsendable) => true,
            (
                Self::Match { login, password },
                Self::Match {
                    login: other_login,
                    password: other_password,
                },
            ) => {
                login.as_deref().unwrap_or_default() == other_login.as_deref().unwrap_or_default()
                    && exposed(password) == exposed(other_password)
            }
            _ => false,
        }
    }
}

impl Eq for Answer {}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("None"),
            Self::Error => f.write_str("Error"),
            Self::Unsendable => f.write_str("Unsendable"),
            Self::Match { login, password } => {
                let login = login.as_ref().map(Vec::len);
                f.debug_struct("Match")
                    .field("login_bytes", &login)
                    .field("password", &password.is_some())
                    .finish()
            }
        }
    }
}

/// Encodes UTF-8 in Latin-1. Fails at a character that Latin-1 does not have.
fn latin_1(text: &[u8]) -> Result<Zeroizing<Vec<u8>>, ()> {
    let mut encoded = Zeroizing::new(Vec::with_capacity(text.len()));
    for char in str::from_utf8(text).map_err(|_| ())?.chars() {
        encoded.push(u8::try_from(char).map_err(|_| ())?);
    }
    Ok(encoded)
}

fn exposed(password: &Option<SecretSlice<u8>>) -> &[u8] {
    #[expect(clippy::disallowed_methods, reason = "answers are compared")]
    password
        .as_ref()
        .map_or(b"", |password| password.expose_secret())
}
