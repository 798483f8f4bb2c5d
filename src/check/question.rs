//! Questions about the entries of a netrc, and the answers of readers.

use std::collections::HashMap;
use std::rc::Rc;

use secrecy::{ExposeSecret, SecretSlice};
use zeroize::Zeroizing;

pub(crate) use crate::check::budget::{Budget, TooMuch};
use crate::check::machine::{ANY_HOST, lookup_name, short_address};
use crate::host::Host;
use crate::netrc::{Document, Entry};
use crate::readers::{Answer, Parsed, Query, Reader};

/// The largest number of entries that a check or the search for fixes asks about.
pub(crate) const MOST_ENTRIES: usize = 10_000;

/// The work of a reader for each word of a file, in bytes that it only reads.
const WORK_PER_WORD: usize = 3;

/// Counts the words outside comment lines, which most readers skip at once.
fn count_words(bytes: &[u8]) -> usize {
    let lines = bytes.split(|byte| matches!(byte, b'\n' | b'\r'));
    let others = lines.filter(|line| line.first() != Some(&b'#'));
    others.map(words_in_line).sum()
}

fn words_in_line(line: &[u8]) -> usize {
    let words = line.split(u8::is_ascii_whitespace);
    words.filter(|word| !word.is_empty()).count()
}

/// A question about one entry, and the expected answer.
pub(crate) struct Question {
    /// The place of the entry in [`Document::entries`].
    pub(crate) entry: usize,
    pub(crate) key: Key,
    /// The content of the entry.
    pub(crate) expected: Answer,
}

/// The content of a [`Query`].
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    host: String,
    port: Option<u16>,
    login: Option<String>,
    /// The host with the path of the machine, for a tool that compares paths.
    with_path: Option<String>,
    /// The address as it is written, for a tool that does not change it.
    short_address: Option<String>,
}

impl Key {
    /// Asks for a host and perhaps a login, on the default port.
    pub(crate) fn new(host: String, login: Option<String>) -> Self {
        Self {
            host,
            port: None,
            login,
            with_path: None,
            short_address: None,
        }
    }

    /// The host that tools look for.
    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    /// Returns the question in the form that a reader accepts.
    fn query(&self, reader: &Reader) -> Query<'_> {
        let with_path = self.with_path.as_deref();
        let with_path = with_path.filter(|_| reader.compares_paths());
        let short = self.short_address.as_deref();
        let short = short.filter(|_| !reader.rewrites_addresses());
        Query {
            host: with_path.or(short).unwrap_or(&self.host),
            port: self.port,
            login: self.login.as_deref(),
        }
    }

    pub(crate) fn without_login(&self) -> Self {
        Self {
            login: None,
            ..self.clone()
        }
    }
}

impl Question {
    /// Returns the question in the form that readers accept.
    pub(crate) fn query(&self) -> Query<'_> {
        Query {
            host: &self.key.host,
            port: self.key.port,
            login: self.key.login.as_deref(),
        }
    }

    /// Whether the question requests a login, because the host has entries for several.
    pub(crate) fn names_login(&self) -> bool {
        self.key.login.is_some()
    }

    /// Returns the same question with the login of the entry if it had none, and without a login if
    /// it had one.
    pub(crate) fn with_login_toggled(mut self) -> Self {
        self.key.login = match (&self.key.login, &self.expected) {
            (None, Answer::Match { login, .. }) => login.as_deref().map(lossy),
            _ => None,
        };
        self
    }
}

fn lossy(login: &[u8]) -> String {
    String::from_utf8_lossy(login).into_owned()
}

/// Returns a question for each entry that is for one of `hosts`, or for each entry if `hosts` is
/// empty.
///
/// A question requests a login only if the host has entries for several, and it has the port of the
/// entry or of the host.
pub(crate) fn questions(document: &Document, hosts: &[Host]) -> Vec<Question> {
    let entries: Vec<AskedEntry<'_>> = document
        .entries()
        .iter()
        .map(|entry| AskedEntry::new(document, entry))
        .collect();
    let logins = logins_by_host(&entries);
    let mut questions = Vec::new();
    for (at, entry) in entries.into_iter().enumerate() {
        let mut own = hosts.iter().filter(|host| entry.is_for(host));
        let first = own.clone().next();
        let host = own.find(|host| host.port() == entry.port).or(first);
        if !hosts.is_empty() && host.is_none() {
            continue;
        }
        let several = logins
            .get(&entry.host)
            .is_some_and(|logins| logins.len() > 1);
        let login = entry.login.as_deref().map(|login| lossy(login));
        questions.push(Question {
            entry: at,
            key: Key {
                port: entry.port.or(host.and_then(Host::port)),
                login: login.filter(|_| several && !entry.entry.is_default()),
                host: entry.host,
                with_path: entry.with_path,
                short_address: entry.short_address,
            },
            expected: Answer::Match {
                login: entry.login.map(|login| login.to_vec()),
                password: entry
                    .password
                    .map(|password| SecretSlice::from(password.to_vec())),
            },
        });
    }
    questions
}

/// The content of an entry, and the host and port under which tools look for it.
struct AskedEntry<'d> {
    entry: &'d Entry,
    host: String,
    with_path: Option<String>,
    short_address: Option<String>,
    port: Option<u16>,
    login: Option<Zeroizing<Vec<u8>>>,
    password: Option<Zeroizing<Vec<u8>>>,
}

impl<'d> AskedEntry<'d> {
    fn new(document: &Document, entry: &'d Entry) -> Self {
        let [machine, login, password] = document.parts(entry);
        let with_path = machine.as_ref().and_then(|machine| with_path(machine));
        let short_address = machine.as_ref().and_then(|machine| {
            let text = str::from_utf8(machine).ok()?.to_ascii_lowercase();
            short_address(&text).map(|_| text)
        });
        let (host, port) = match machine {
            Some(machine) => lookup_name(&machine),
            None => (ANY_HOST.to_owned(), None),
        };
        Self {
            entry,
            host,
            with_path,
            short_address,
            port,
            login,
            password,
        }
    }

    fn is_for(&self, host: &Host) -> bool {
        let is_same_port = self.port.is_none() || host.port().is_none() || self.port == host.port();
        !self.entry.is_default() && host.name() == self.host && is_same_port
    }
}

/// Returns a machine with a path, without its scheme.
fn with_path(machine: &[u8]) -> Option<String> {
    let text = str::from_utf8(machine)
        .ok()
        .filter(|text| text.contains('/'))?;
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    Some(rest.to_ascii_lowercase())
}

/// Returns the first two different logins of each host; more would make no difference.
fn logins_by_host(entries: &[AskedEntry<'_>]) -> HashMap<String, Vec<Option<Zeroizing<Vec<u8>>>>> {
    let mut logins: HashMap<String, Vec<_>> = HashMap::new();
    for entry in entries {
        let known = logins.entry(entry.host.clone()).or_default();
        if known.len() < 2 && !known.contains(&entry.login) {
            known.push(entry.login.clone());
        }
    }
    logins
}

/// The answers of some readers about one document.
///
/// Each reader parses the document once, and each question is answered once. A reader that ignores
/// requested logins is not asked again with a login.
pub(crate) struct Answers<'d> {
    document: &'d Document,
    readers: Vec<&'static Reader>,
    /// The document as each reader parses it. Empty before the first question.
    parsed: Vec<Parsed>,
    known: HashMap<Key, Rc<Vec<Rc<Answer>>>>,
}

impl<'d> Answers<'d> {
    pub(crate) fn new(document: &'d Document, readers: &[&'static Reader]) -> Self {
        Self {
            document,
            readers: readers.to_vec(),
            parsed: Vec::new(),
            known: HashMap::new(),
        }
    }

    /// The readers that are asked.
    pub(crate) fn readers(&self) -> &[&'static Reader] {
        &self.readers
    }

    /// Returns the answer of each reader, in the order of the readers.
    pub(crate) fn to(
        &mut self,
        question: &Question,
        budget: &mut Budget,
    ) -> Result<Rc<Vec<Rc<Answer>>>, TooMuch> {
        self.for_key(&question.key, budget)
    }

    /// As [`to`](Self::to), without an entry.
    pub(crate) fn for_key(
        &mut self,
        key: &Key,
        budget: &mut Budget,
    ) -> Result<Rc<Vec<Rc<Answer>>>, TooMuch> {
        if let Some(known) = self.known.get(key) {
            return Ok(known.clone());
        }
        self.parse(budget)?;
        let without_login = self.known.get(&key.without_login());
        let mut answers = Vec::with_capacity(self.parsed.len());
        for (at, (parsed, reader)) in self.parsed.iter().zip(&self.readers).enumerate() {
            if let Some(known) = without_login
                && reader.ignores_logins()
            {
                answers.push(known[at].clone());
                continue;
            }
            let (answer, steps) = parsed.answer_with_steps(&key.query(reader));
            budget.spend(steps, 1)?;
            answers.push(Rc::new(answer));
        }
        let answers = Rc::new(answers);
        self.known.insert(key.clone(), answers.clone());
        Ok(answers)
    }

    fn parse(&mut self, budget: &mut Budget) -> Result<(), TooMuch> {
        if self.parsed.is_empty() {
            let bytes = self.document.bytes();
            let work = bytes.len() + WORK_PER_WORD * count_words(bytes);
            budget.spend(work, self.readers.len())?;
            self.parsed = self
                .readers
                .iter()
                .map(|reader| reader.parse(bytes))
                .collect();
        }
        Ok(())
    }

    /// Returns the answer of each reader about bytes other than those of the document.
    pub(crate) fn about(&self, bytes: &[u8], question: &Question) -> Vec<Rc<Answer>> {
        self.readers
            .iter()
            .map(|reader| {
                reader
                    .read_with_errors(bytes, &question.key.query(reader))
                    .into()
            })
            .collect()
    }
}

/// Returns the bytes of a password, for a comparison or to store it.
pub(crate) fn password_bytes(password: &SecretSlice<u8>) -> &[u8] {
    #[expect(
        clippy::disallowed_methods,
        reason = "readings are compared, and one is stored"
    )]
    password.expose_secret()
}
