//! What a tool made of a netrc.

use std::fmt;

/// The answer to one question.
///
/// - `Match` is what the tool got *from the file*, whether or not it is of any use to it. A field that the tool says it has
///   not is `None`; one that it has and that is empty is `Some("")`. Over HTTP Basic the two are the same, `Some("")`, and a
///   colon in the login is taken for the one behind it. buf sends no login at all, and nothing where the password is empty.
/// - `None` is that the file gave nothing. It is also what a tool says that asks with a login in the URL and sends it with an
///   empty password, what an FTP tool says that logs in as `anonymous` or asks a person, and what a tool says that could
///   not read the file and goes on without a word of it (see `Tool::errors`).
/// - `Error` is that the tool said it could not read the file, crashed, or hung.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Observed {
    Match {
        login: Option<Vec<u8>>,
        password: Option<Vec<u8>>,
    },
    None,
    Error(String),
}

impl Observed {
    pub(crate) fn found(login: impl Into<Vec<u8>>, password: impl Into<Vec<u8>>) -> Self {
        Self::Match {
            login: Some(login.into()),
            password: Some(password.into()),
        }
    }

    pub(crate) fn error(why: impl fmt::Display) -> Self {
        let why = why.to_string();
        let lines: Vec<&str> = why
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .collect();
        Self::Error(lines.join(" / ").chars().take(300).collect())
    }

    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Match { .. } => "match",
            Self::None => "none",
            Self::Error(_) => "error",
        }
    }
}
