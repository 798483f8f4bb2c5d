//! What the readers make of one entry of a netrc, where they differ.

use secrecy::{ExposeSecret, SecretSlice, SecretString};

use crate::host::Host;
use crate::netrc::readers::{Answer, Query, READERS, Reader};
use crate::netrc::{Document, Entry};
use crate::secret;

use super::import::Leave;

/// One thing that readers take an entry for. It holds no secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The login; `None` where there is none, or where it is not UTF-8. Text from a file: escape it before a terminal sees it.
    pub login: Option<String>,
    /// Which of the different passwords: 1 for the first reading that has one, and so on; `None` where it has none.
    pub password: Option<usize>,
    /// The readers that take it so.
    pub readers: Vec<&'static str>,
}

/// As many bytes as are read for it, over all readers and entries.
const MOST: usize = 1 << 28;

/// What the readers make of the entries of a file.
pub(super) struct Readings<'d> {
    document: &'d Document,
    chosen: &'d [&'static Reader],
    left: usize,
}

impl<'d> Readings<'d> {
    pub(super) fn new(document: &'d Document, chosen: &'d [&'static Reader]) -> Self {
        Self { document, chosen, left: MOST }
    }

    /// Whether someone said whose reading counts.
    pub(super) fn is_chosen(&self) -> bool {
        !self.chosen.is_empty()
    }

    /// Login and password of an entry, if the chosen readers find both, and all the same.
    pub(super) fn chosen(&mut self, entry: &Entry) -> Result<(Vec<u8>, SecretString), Leave> {
        self.spend(self.chosen.len()).ok_or(Leave::TooMany)?;
        let mut answers = self.chosen.iter().map(|reader| read(self.document, entry, reader));
        let first = answers.next().ok_or(Leave::NotChosen)?;
        let (true, Answer::Match { login: Some(login), password: Some(password) }) =
            (answers.all(|answer| answer == first), first)
        else {
            return Err(Leave::NotChosen);
        };
        Ok((login, secret::from_bytes(bytes(&password)).map_err(Leave::Secret)?))
    }

    /// The different things that readers take an entry for, the most common first; nothing is none of them.
    ///
    /// Empty where there are too many entries to ask for.
    pub(super) fn all(&mut self, entry: &Entry) -> Vec<Reading> {
        if self.spend(READERS.len()).is_none() {
            return Vec::new();
        }
        let mut answers: Vec<(Answer, Vec<&'static str>)> = Vec::new();
        for reader in READERS {
            let answer = read(self.document, entry, reader);
            match answers.iter_mut().find(|(known, _)| *known == answer) {
                Some((_, readers)) => readers.push(reader.name),
                None => answers.push((answer, vec![reader.name])),
            }
        }
        answers.sort_by_key(|(_, readers)| std::cmp::Reverse(readers.len()));
        numbered(answers)
    }

    fn spend(&mut self, readers: usize) -> Option<()> {
        self.left = self.left.checked_sub(self.document.bytes().len().saturating_mul(readers))?;
        Some(())
    }
}

/// Answers with numbers in the place of their passwords.
fn numbered(answers: Vec<(Answer, Vec<&'static str>)>) -> Vec<Reading> {
    let mut passwords: Vec<SecretSlice<u8>> = Vec::new();
    let mut readings = Vec::new();
    for (answer, readers) in answers {
        let Answer::Match { login, password } = answer else { continue };
        let password = password.filter(|password| !bytes(password).is_empty()).map(|password| {
            let known = passwords.iter().position(|known| bytes(known) == bytes(&password));
            known.unwrap_or_else(|| {
                passwords.push(password);
                passwords.len() - 1
            }) + 1
        });
        let login = login.and_then(|login| String::from_utf8(login).ok()).filter(|login| !login.is_empty());
        readings.push(Reading { login, password, readers });
    }
    readings
}

/// What a reader takes for an entry. It is asked with a login where the host has several, and it has a say.
fn read(document: &Document, entry: &Entry, reader: &Reader) -> Answer {
    let machine = document.machine(entry).unwrap_or_default();
    let Ok(host) = machine.parse::<Host>() else { return Answer::None };
    let login = document.login(entry);
    let several = document.all(&host, None).any(|other| document.login(other) != login);
    let query = Query { host: host.name(), port: host.port(), login: login.as_deref().filter(|_| several) };
    reader.read_aloud(document.bytes(), &query)
}

fn bytes(password: &SecretSlice<u8>) -> &[u8] {
    #[expect(clippy::disallowed_methods, reason = "readings are compared, and one is stored")]
    password.expose_secret()
}
