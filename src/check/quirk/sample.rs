//! Small files, each with one quirk and otherwise ordinary, and the expected answers of readers.

use crate::readers::{Answer, Query};

/// The hosts of the ordinary entries before and after a sample, and their login and password.
pub(super) const BEFORE: &str = "b.test";
pub(super) const AFTER: &str = "a.test";
pub(super) const LOGIN: &str = "me";
pub(super) const PASSWORD: &str = "pw";

/// The host of most samples.
pub(super) const HOST: &str = "t.test";

/// A piece of a file, and the question that a reader is asked about it.
#[derive(Clone)]
pub(crate) struct Sample {
    text: Vec<u8>,
    place: Place,
    pub(super) query: Query<'static>,
    /// The login and password of the entry; `None` if the quirk does not belong to an entry.
    expected: Option<(&'static str, Vec<u8>)>,
}

/// The position of a sample among the ordinary entries.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    First,
    Between,
    Last,
}

/// A quirk outside every entry.
pub(super) fn text(text: impl Into<Vec<u8>>) -> Sample {
    Sample {
        expected: None,
        ..entry(text)
    }
}

/// An entry for [`HOST`] with [`LOGIN`] and [`PASSWORD`].
pub(super) fn entry(text: impl Into<Vec<u8>>) -> Sample {
    Sample {
        text: text.into(),
        place: Place::Between,
        query: Query {
            host: HOST,
            port: None,
            login: None,
        },
        expected: Some((LOGIN, PASSWORD.into())),
    }
}

/// The same entry at the start of the file and between others.
pub(super) fn anywhere(text: impl Into<Vec<u8>>) -> Vec<Sample> {
    let sample = entry(text);
    vec![sample.clone().at(Place::First), sample]
}

/// An entry with a password, as written and as it should be read.
pub(super) fn password(written: &str, password: &str) -> Sample {
    entry(format!(
        "machine t.test\n  login me\n  password {written}\n"
    ))
    .expect(LOGIN, password.as_bytes())
}

/// An entry with a password of this length, in bytes.
pub(super) fn long(length: usize) -> Sample {
    let text = "x".repeat(length);
    password(&text, &text)
}

/// Two `default` entries with different passwords.
pub(super) fn two_defaults() -> Vec<Sample> {
    anywhere("default\n  login me\n  password pw\ndefault\n  login me\n  password px\n")
}

/// The lines of an ordinary entry.
pub(super) fn lines(host: &str) -> String {
    format!("machine {host}\n  login {LOGIN}\n  password {PASSWORD}\n")
}

/// The lines of another entry for [`HOST`], with another password.
pub(super) fn other_entry(login: &str) -> String {
    format!("machine {HOST}\n  login {login}\n  password px\n")
}

impl Sample {
    /// Returns the file: the sample and two ordinary entries.
    pub(super) fn file(&self) -> Vec<u8> {
        let (before, after) = (lines(BEFORE), lines(AFTER));
        let (before, after) = (before.as_bytes(), after.as_bytes());
        match self.place {
            Place::First => [&self.text, before, after].concat(),
            Place::Between => [before, &self.text, after].concat(),
            Place::Last => [before, after, &self.text].concat(),
        }
    }

    /// Returns the answer of a reader that handles the quirk; `None` if the quirk does not belong
    /// to an entry.
    pub(super) fn expected(&self) -> Option<Answer> {
        let (login, password) = self.expected.as_ref()?;
        Some(answer(login, password))
    }

    pub(super) fn at(self, place: Place) -> Self {
        Self { place, ..self }
    }

    pub(super) fn expect(self, login: &'static str, password: &[u8]) -> Self {
        Self {
            expected: Some((login, password.into())),
            ..self
        }
    }

    pub(super) fn ask_host(mut self, host: &'static str) -> Self {
        self.query.host = host;
        self
    }

    pub(super) fn ask_port(mut self, port: u16) -> Self {
        self.query.port = Some(port);
        self
    }

    pub(super) fn ask_login(mut self, login: &'static str) -> Self {
        self.query.login = Some(login);
        self
    }
}

/// The answer about an ordinary entry.
pub(super) fn ordinary() -> Answer {
    answer(LOGIN, PASSWORD.as_bytes())
}

fn answer(login: &str, password: &[u8]) -> Answer {
    Answer::Match {
        login: Some(login.into()),
        password: Some(password.to_vec().into()),
    }
}
