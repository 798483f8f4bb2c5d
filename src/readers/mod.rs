//! How real tools read a netrc: a model of each, as data and small functions.
//!
//! No two of them agree. Each [`Reader`] tells what one tool, in the version it names, takes from a file for a host; the
//! test suite holds it against the tool itself. A model reads any bytes in time that grows with their length, and never
//! more than it is given.

mod aria2;
mod bazel;
mod bsd;
mod choice;
mod curl;
mod emacs;
mod go;
mod heroku;
mod lftp;
mod perl;
mod python;
mod table;
mod wget;
mod words;

use std::fmt;

use secrecy::{ExposeSecret, SecretSlice};

pub use table::READERS;

use choice::{Choice, Entries};

/// A tool that reads netrc, in the version that the model is of.
pub struct Reader {
    /// One word for it, as in `--for curl-7.88`.
    pub name: &'static str,
    /// What was modelled: the version, and where it is from.
    pub version: &'static str,
    /// The tools that read like this, each of which stands for all its readers, as in `--for curl`.
    pub tools: &'static [&'static str],
    /// What it says where it cannot make sense of a file.
    pub on_error: OnError,
    /// Whether it sends the login of a URL by itself, so that an entry without a password gives it nothing more.
    sends_login: bool,
    /// Whether a login that is asked for makes a difference.
    pub logins: bool,
    /// Whether a file is not too large for it; `None` where none is.
    fits: Option<fn(&[u8]) -> bool>,
    reads: Reads,
}

/// What a tool does where it cannot make sense of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnError {
    /// It says so, and fails.
    Fails,
    /// It goes on without credentials, and says nothing.
    Silent,
    /// The same, but it fails where the file is not UTF-8.
    SilentInUtf8,
}

/// How a reader finds its answer.
enum Reads {
    /// It looks for one host, and what it skips on its way depends on that.
    Scan(fn(&[u8], &Query<'_>) -> Answer),
    /// It reads the whole file, and chooses from what it found in a copy of its own.
    Own(fn(&[u8], &Query<'_>, &Choice) -> Answer, Choice),
    /// It reads the whole file, and chooses.
    Whole(fn(&[u8]) -> Entries<'_>, Choice),
}

/// What a reader is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Query<'a> {
    /// The host, in lower case and without brackets.
    pub host: &'a str,
    /// The port of the URL, where it has one that is not the usual one.
    pub port: Option<u16>,
    /// The login, where one is asked for, as in `https://me@example.com/`.
    pub login: Option<&'a str>,
}

/// What a reader takes from a file. Its `Debug` shows neither login nor password: of a file that is not as it should be,
/// either can be a piece with secrets in it.
pub enum Answer {
    /// These credentials. A part that is missing may be empty instead: few tools know the difference.
    Match {
        /// The login, in any bytes.
        login: Option<Vec<u8>>,
        /// The password, in any bytes.
        password: Option<SecretSlice<u8>>,
    },
    /// Nothing.
    None,
    /// It gives up.
    Error,
}

impl PartialEq for Answer {
    /// Whether two answers come to the same for a server: a part that is missing is an empty one.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::None, Self::None) | (Self::Error, Self::Error) => true,
            (
                Self::Match {
                    login: a,
                    password: x,
                },
                Self::Match {
                    login: b,
                    password: y,
                },
            ) => {
                a.as_deref().unwrap_or_default() == b.as_deref().unwrap_or_default()
                    && exposed(x) == exposed(y)
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

fn exposed(password: &Option<SecretSlice<u8>>) -> &[u8] {
    #[expect(clippy::disallowed_methods, reason = "answers are compared")]
    password
        .as_ref()
        .map_or(b"", |password| password.expose_secret())
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader")
            .field("name", &self.name)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

impl PartialEq for Reader {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Reader {
    /// What the tool takes from these bytes. Where it is silent about an error, that is nothing.
    pub fn read(&self, bytes: &[u8], query: &Query<'_>) -> Answer {
        match self.read_with_errors(bytes, query) {
            Answer::Error if self.is_silent(bytes) => Answer::None,
            found => found,
        }
    }

    /// The same, but an error is one although the tool does not say so.
    pub fn read_with_errors(&self, bytes: &[u8], query: &Query<'_>) -> Answer {
        let found = match &self.reads {
            Reads::Scan(read) => read(bytes, query),
            Reads::Own(read, choice) => read(bytes, query, choice),
            Reads::Whole(read, choice) => {
                read(bytes).map_or(Answer::Error, |entries| choice.choose(&entries, query))
            }
        };
        match (&found, query.login) {
            (
                Answer::Match {
                    login: Some(login),
                    password,
                },
                Some(wanted),
            ) if self.sends_login && exposed(password).is_empty() && login == wanted.as_bytes() => {
                Answer::None
            }
            _ => found,
        }
    }

    /// Whether a file as a whole is not too large for the tool. A part of it may be read all the same.
    pub(crate) fn fits(&self, bytes: &[u8]) -> bool {
        self.fits.is_none_or(|fits| fits(bytes))
    }

    fn is_silent(&self, bytes: &[u8]) -> bool {
        match self.on_error {
            OnError::Fails => false,
            OnError::Silent => true,
            OnError::SilentInUtf8 => str::from_utf8(bytes).is_ok(),
        }
    }
}

/// The readers that a word means: that of this name, or all of a tool.
pub fn named(word: &str) -> impl Iterator<Item = &'static Reader> {
    READERS
        .iter()
        .filter(move |reader| reader.name == word || reader.tools.contains(&word))
}
