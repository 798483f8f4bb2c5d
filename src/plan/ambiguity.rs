//! What the readers make of one entry of a netrc, where they differ.

use secrecy::{SecretSlice, SecretString};

use crate::netrc::{Document, Entry};
use crate::readers::{Answer, READERS, Reader};
use crate::secret::{self, concat};

use crate::check::question::{Answers, Budget, Question, password_bytes, questions};
use crate::plan::reasons::Leave;

/// One thing that readers take an entry for. It holds no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What they have for a login.
    pub login: LoginReading,
    /// Which of the different passwords: 1 for the first reading that has one, and so on; `None` where it has none.
    pub password: Option<usize>,
    /// The readers that take it so.
    pub readers: Vec<&'static str>,
}

/// A login that a reader finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoginReading {
    /// There is none.
    Missing,
    /// A login of the file. Text from a file: escape it before a terminal sees it.
    Known(String),
    /// Something else, which can be a piece of the file with passwords in it: the first such thing, the second, and so on.
    Other(usize),
}

/// What the readers make of the entries of a file.
pub(crate) struct Readings<'d> {
    document: &'d Document,
    asked: Vec<Question>,
    chosen: Answers<'d>,
    is_chosen: bool,
    all: Answers<'d>,
    budget: Budget,
}

impl<'d> Readings<'d> {
    pub(crate) fn new(document: &'d Document, chosen: &[&'static Reader]) -> Self {
        Self {
            document,
            asked: questions(document, &[]),
            is_chosen: !chosen.is_empty(),
            chosen: Answers::new(document, chosen),
            all: Answers::new(document, &READERS.iter().collect::<Vec<_>>()),
            budget: Budget::new(),
        }
    }

    /// Whether someone said whose reading counts.
    pub(crate) fn is_chosen(&self) -> bool {
        self.is_chosen
    }

    /// Login and password of an entry, if the chosen readers find both, and all the same.
    ///
    /// A reader that is asked for one login of several, and gives another, speaks of another entry.
    pub(crate) fn chosen(&mut self, at: usize) -> Result<(String, SecretString), Leave> {
        let asked = &self.asked[at];
        let answers = self
            .chosen
            .to(asked, &mut self.budget)
            .map_err(|_| Leave::TooMany)?;
        let (Some(first), true) = (
            answers.first(),
            answers.windows(2).all(|pair| pair[0] == pair[1]),
        ) else {
            return Err(Leave::NotChosen);
        };
        let Answer::Match {
            login: Some(login),
            password: Some(password),
        } = first
        else {
            return Err(Leave::NotChosen);
        };
        // Some readers go on in the next entry, or in `default`, for what one lacks: that belongs to another host.
        let own = &self.document.bytes()[self.document.entries()[at].range()];
        if *answers != self.chosen.about(&concat(&[own, b"\n"]), asked) {
            return Err(Leave::NotChosen);
        }
        let login = str::from_utf8(login).map_err(|_| Leave::NotChosen)?;
        if asked.names_login()
            && self.document.login(&self.document.entries()[at]).as_deref() != Some(login)
        {
            return Err(Leave::NotChosen);
        }
        Ok((
            login.to_owned(),
            secret::from_bytes(password_bytes(password)).map_err(Leave::Secret)?,
        ))
    }

    /// The different things that readers take an entry for, the most common first; nothing is none of them.
    ///
    /// Empty where there are too many entries to ask for.
    pub(crate) fn all(&mut self, at: usize) -> Vec<Reading> {
        let Ok(answers) = self.all.to(&self.asked[at], &mut self.budget) else {
            return Vec::new();
        };
        let mut groups: Vec<(&Answer, Vec<&'static str>)> = Vec::new();
        for (reader, answer) in READERS.iter().zip(answers.iter()) {
            match groups.iter_mut().find(|(known, _)| *known == answer) {
                Some((_, readers)) => readers.push(reader.name),
                None => groups.push((answer, vec![reader.name])),
            }
        }
        groups.sort_by_key(|(_, readers)| std::cmp::Reverse(readers.len()));
        let is_known = |login: &str| {
            let is = |entry: &Entry| self.document.login(entry).as_deref() == Some(login);
            self.document
                .entries()
                .iter()
                .any(|entry| entry.doubt().is_none() && is(entry))
                || is(&self.document.entries()[at])
        };
        numbered(groups, is_known)
    }
}

/// Answers with numbers in the place of what may be secret.
fn numbered(
    groups: Vec<(&Answer, Vec<&'static str>)>,
    is_known: impl Fn(&str) -> bool,
) -> Vec<Reading> {
    let mut passwords: Vec<&SecretSlice<u8>> = Vec::new();
    let mut logins: Vec<&[u8]> = Vec::new();
    let mut readings = Vec::new();
    for (answer, readers) in groups {
        let Answer::Match { login, password } = answer else {
            continue;
        };
        let login = match login.as_deref().unwrap_or_default() {
            b"" => LoginReading::Missing,
            login => match str::from_utf8(login) {
                Ok(text) if is_known(text) => LoginReading::Known(text.to_owned()),
                _ => LoginReading::Other(place(&mut logins, login, |a, b| a == b)),
            },
        };
        let password = password
            .as_ref()
            .filter(|password| !password_bytes(password).is_empty());
        let password = password.map(|password| {
            place(&mut passwords, password, |a, b| {
                password_bytes(a) == password_bytes(b)
            })
        });
        readings.push(Reading {
            login,
            password,
            readers,
        });
    }
    readings
}

/// The place of a thing among those that were seen, from 1; it is added where it is new.
fn place<T: Copy>(seen: &mut Vec<T>, thing: T, same: impl Fn(T, T) -> bool) -> usize {
    if let Some(at) = seen.iter().position(|&known| same(known, thing)) {
        return at + 1;
    }
    seen.push(thing);
    seen.len()
}
