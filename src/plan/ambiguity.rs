//! The different readings of an ambiguous entry.

use std::rc::Rc;

use secrecy::{SecretSlice, SecretString};

use crate::netrc::lex::Word;
use crate::netrc::{Document, Entry, FoundQuirk, Quirk};
use crate::readers::{Answer, READERS, Reader};
use crate::secret::{self, concat};

use crate::check::Strays;
use crate::check::question::{Answers, Budget, Question, password_bytes, questions};
use crate::plan::reasons::ImportSkip;

/// One way to read an entry, and the readers that read it that way. It holds no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The login.
    pub login: LoginReading,
    /// The number of the password among the different passwords of all readings, from 1. `None`
    /// without a password.
    pub password: Option<usize>,
    /// The names of the readers.
    pub readers: Vec<&'static str>,
}

/// A login that a reader finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoginReading {
    /// It finds none.
    Missing,
    /// A login of the file. Escape it before printing: it is text from a file.
    Known(String),
    /// Other text, not shown because it can be a piece of a password. It is numbered from 1 within
    /// the readings of the entry.
    Other(usize),
}

/// Asks readers about the ambiguous entries of a document.
pub(super) struct Readings<'d> {
    document: &'d Document,
    chosen: Vec<&'static Reader>,
    strays: Strays,
    /// Created on first use, because it copies every secret of the file.
    asking: Option<Asking<'d>>,
}

struct Asking<'d> {
    /// One for each entry, in file order.
    questions: Vec<Question>,
    chosen: Answers<'d>,
    all: Answers<'d>,
    budget: Budget,
}

impl<'d> Asking<'d> {
    fn new(document: &'d Document, chosen: &[&'static Reader]) -> Self {
        let all: Vec<&Reader> = READERS.iter().collect();
        Self {
            questions: questions(document, &[]),
            chosen: Answers::new(document, chosen),
            all: Answers::new(document, &all),
            budget: Budget::new(),
        }
    }
}

impl<'d> Readings<'d> {
    /// Prepares the questions about `document`. The readers in `chosen` decide how an ambiguous
    /// entry is read.
    pub(super) fn new(document: &'d Document, chosen: &[&'static Reader]) -> Self {
        Self {
            document,
            chosen: chosen.to_vec(),
            strays: Strays::new(document),
            asking: None,
        }
    }

    /// Returns why the content of entry `at` is in doubt: tools read it in different ways, or other
    /// words may belong to it, or the next entry. Pairs such as `protocol https` are no reason, if every tool that
    /// finds the entry reads the same.
    pub(super) fn doubt(&mut self, at: usize) -> Option<ImportSkip> {
        let document = self.document;
        let entry = &document.entries()[at];
        let Some(quirk) = entry.ambiguity() else {
            let continues = self.capitals_after(at).is_some() && !self.is_read_alike(at);
            return continues.then_some(ImportSkip::Ambiguous(Quirk::Capitals));
        };
        if let Some(stray) = self.strays.of_entry(at) {
            return Some(ImportSkip::Unclear(stray.kind));
        }
        if quirks_of(document, entry).any(|found| found.quirk != Quirk::UnknownWord) {
            return Some(ImportSkip::Ambiguous(quirk));
        }
        let stray = self.strays.inside(entry.range()).copied();
        if stray.is_some_and(|stray| stray.kind.is_removable()) && self.is_read_alike(at) {
            return None;
        }
        Some(match stray.filter(|_| !self.has_chosen()) {
            Some(stray) => ImportSkip::Unclear(stray.kind),
            None => ImportSkip::Ambiguous(quirk),
        })
    }

    /// Returns the place of the reason for which entry `at` is skipped.
    pub(super) fn place(&self, at: usize, skip: ImportSkip) -> Option<usize> {
        let entry = &self.document.entries()[at];
        match skip {
            ImportSkip::Unclear(_) => {
                let stray = self.strays.of_entry(at);
                let stray = stray.or_else(|| self.strays.inside(entry.range()));
                stray.map(|stray| stray.at)
            }
            ImportSkip::Ambiguous(quirk) => quirks_of(self.document, entry)
                .find(|found| found.quirk == quirk)
                .map(|found| found.at)
                .or_else(|| self.capitals_after(at)),
            ImportSkip::Login(_) => entry.login.map(Word::start),
            ImportSkip::Token(_) => entry.password.map(Word::start),
            ImportSkip::NoSingleReading => entry
                .ambiguity()
                .and_then(|quirk| self.place(at, ImportSkip::Ambiguous(quirk))),
            _ => None,
        }
    }

    /// Returns the start of the entry after `at` if its keyword has capital letters. For many tools,
    /// such an entry is a part of the one before it.
    fn capitals_after(&self, at: usize) -> Option<usize> {
        let entry = self.document.entries().get(at + 1)?;
        let mut quirks = quirks_of(self.document, entry);
        let is_keyword =
            |found: &FoundQuirk| found.quirk == Quirk::Capitals && found.at == entry.range().start;
        quirks.any(is_keyword).then_some(entry.range().start)
    }

    /// Whether every reader that finds entry `at` finds its login and password.
    fn is_read_alike(&mut self, at: usize) -> bool {
        let asking = self.asking();
        let question = &asking.questions[at];
        let Ok(answers) = asking.all.to(question, &mut asking.budget) else {
            return false;
        };
        let is_same = |answer: &Rc<Answer>| **answer == question.expected;
        let mut found = answers
            .iter()
            .filter(|answer| matches!(***answer, Answer::Match { .. }));
        answers.iter().any(is_same) && found.all(is_same)
    }

    /// Whether any reader was chosen.
    pub(super) fn has_chosen(&self) -> bool {
        !self.chosen.is_empty()
    }

    /// Returns the login and the token that the chosen readers find in entry `at`, if they all find
    /// the same.
    pub(super) fn chosen(&mut self, at: usize) -> Result<(String, SecretString), ImportSkip> {
        let document = self.document;
        let entry = &document.entries()[at];
        let asking = self.asking();
        let question = &asking.questions[at];
        let answers = asking
            .chosen
            .to(question, &mut asking.budget)
            .map_err(|_| ImportSkip::TooMany)?;
        // Some readers continue in the next entry, or in `default`, if a part is missing. That part
        // belongs to another host, so the entry alone must give the same answers.
        let alone = concat(&[&document.bytes()[entry.range()], b"\n"]);
        if *answers != asking.chosen.about(&alone, question) {
            return Err(ImportSkip::NoSingleReading);
        }
        let (login, password) = single_match(&answers).ok_or(ImportSkip::NoSingleReading)?;
        // If a reader is asked for one of several logins and answers with a different one, it read
        // another entry.
        if question.names_login() && document.login(entry).as_deref() != Some(login) {
            return Err(ImportSkip::NoSingleReading);
        }
        let token = secret::from_bytes(password_bytes(password)).map_err(ImportSkip::Token)?;
        Ok((login.to_owned(), token))
    }

    /// Returns the different readings of entry `at`, the most common first. Readers that find
    /// nothing are left out.
    ///
    /// Empty if the file has too many ambiguous entries to ask about.
    pub(super) fn of_entry(&mut self, at: usize) -> Vec<Reading> {
        let document = self.document;
        let asking = self.asking();
        let Ok(answers) = asking.all.to(&asking.questions[at], &mut asking.budget) else {
            return Vec::new();
        };
        numbered(grouped(&answers), |login| is_known(document, at, login))
    }

    fn asking(&mut self) -> &mut Asking<'d> {
        self.asking
            .get_or_insert_with(|| Asking::new(self.document, &self.chosen))
    }
}

/// The quirks of an entry.
fn quirks_of<'d>(document: &'d Document, entry: &Entry) -> impl Iterator<Item = &'d FoundQuirk> {
    let range = entry.range();
    let first = document
        .quirks()
        .partition_point(|found| found.at < range.start);
    let quirks = document.quirks()[first..].iter();
    let inside = quirks.take_while(move |found| found.at < range.end);
    inside.filter(|found| found.entry.is_some())
}

/// The login and password of `answers`, if all are the same match with both.
fn single_match(answers: &[Rc<Answer>]) -> Option<(&str, &SecretSlice<u8>)> {
    let (first, others) = answers.split_first()?;
    if others.iter().any(|other| other != first) {
        return None;
    }
    let Answer::Match {
        login: Some(login),
        password: Some(password),
    } = &**first
    else {
        return None;
    };
    Some((str::from_utf8(login).ok()?, password))
}

/// Groups the readers by their answers, the largest group first.
fn grouped(answers: &[Rc<Answer>]) -> Vec<(&Answer, Vec<&'static str>)> {
    let mut groups: Vec<(&Answer, Vec<&'static str>)> = Vec::new();
    for (reader, answer) in READERS.iter().zip(answers) {
        match groups.iter_mut().find(|(known, _)| **known == **answer) {
            Some((_, readers)) => readers.push(reader.name),
            None => groups.push((answer, vec![reader.name])),
        }
    }
    groups.sort_by_key(|(_, readers)| std::cmp::Reverse(readers.len()));
    groups
}

/// Whether `login` may be shown: it is the login of entry `at`, or of an entry that is not
/// ambiguous.
fn is_known(document: &Document, at: usize, login: &str) -> bool {
    let has_login = |entry: &Entry| document.login(entry).as_deref() == Some(login);
    let entries = document.entries();
    has_login(&entries[at]) && !document.may_be_token(&entries[at])
        || entries
            .iter()
            .filter(|entry| entry.ambiguity().is_none() && !document.may_be_token(entry))
            .any(has_login)
}

/// Replaces everything that may be secret by numbers.
fn numbered(
    groups: Vec<(&Answer, Vec<&'static str>)>,
    is_known: impl Fn(&str) -> bool,
) -> Vec<Reading> {
    let mut passwords: Vec<&[u8]> = Vec::new();
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
                _ => LoginReading::Other(number(&mut logins, login)),
            },
        };
        let password = password.as_ref().map(password_bytes);
        let password = password.filter(|password| !password.is_empty());
        readings.push(Reading {
            login,
            password: password.map(|password| number(&mut passwords, password)),
            readers,
        });
    }
    readings
}

/// The number of `text` among the different texts so far, from 1. Adds it if it is new.
fn number<'t>(known: &mut Vec<&'t [u8]>, text: &'t [u8]) -> usize {
    if let Some(at) = known.iter().position(|known| *known == text) {
        return at + 1;
    }
    known.push(text);
    known.len()
}
