//! The observed answer of a tool.

use std::fmt;

/// The answer to one question.
///
/// - `Match` has the credentials that the tool read *from the file*, even if it does not use them. A field that the
///   tool reports as missing is `None`, and an empty one is `Some("")`. HTTP Basic does not
///   distinguish them (`Some("")`), and a colon in the login looks like the separator. buf sends no
///   login, and nothing if the password is empty.
/// - `None` means that the file had no credentials. It also stands for the login of a URL with an
///   empty password, for an FTP login as `anonymous` or a prompt, and for an error that the tool
///   does not report (see `Tool::errors`).
/// - `Error` means that the tool reported that it could not read the file, crashed, or hung.
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
