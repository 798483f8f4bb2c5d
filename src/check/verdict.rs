//! How the answer of a reader compares with the content of an entry.

use std::fmt;

use crate::readers::Answer;

/// How a reader reads an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It reads the content of the entry.
    Same,
    /// It reads another password.
    OtherPassword,
    /// It reads another login.
    OtherLogin,
    /// It finds nothing.
    Nothing,
    /// It rejects the whole file.
    Lost,
    /// It refuses the file, because users other than the owner can access it.
    Refused,
    /// It finds the content, and fails because it cannot send it.
    Unsendable,
}

impl Verdict {
    /// Compares an answer with the expected one.
    pub(crate) fn of(answer: &Answer, expected: &Answer) -> Self {
        match (answer, expected) {
            (found, expected) if found == expected => Self::Same,
            (Answer::Error, _) => Self::Lost,
            (Answer::Unsendable, _) => Self::Unsendable,
            (
                Answer::Match { login: found, .. },
                Answer::Match {
                    login: expected, ..
                },
            ) if found.as_deref().unwrap_or_default()
                != expected.as_deref().unwrap_or_default() =>
            {
                Self::OtherLogin
            }
            (Answer::Match { .. }, _) => Self::OtherPassword,
            (Answer::None, _) => Self::Nothing,
        }
    }

    /// Returns the verdict as one word, for JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::OtherPassword => "other_password",
            Self::OtherLogin => "other_login",
            Self::Nothing => "none",
            Self::Lost | Self::Refused => "error",
            Self::Unsendable => "unsendable",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Same => "read",
            Self::OtherPassword => "a different password",
            Self::OtherLogin => "a different login",
            Self::Nothing => "nothing",
            Self::Lost => "nothing, the whole file is lost",
            Self::Refused => "nothing, because others can access the file",
            Self::Unsendable => "an error: it cannot send the value",
        })
    }
}
