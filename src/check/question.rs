//! The entries of a netrc as questions, and what readers answer.

use std::collections::HashMap;
use std::rc::Rc;

use secrecy::{ExposeSecret, SecretSlice};

use crate::check::excerpt::{Part, Slices, lookup_name};
use crate::host::Host;
use crate::netrc::Document;
use crate::readers::{Answer, Query, Reader};

/// A host that no netrc has: an entry for every host must answer for it.
const ANY_HOST: &str = "every-other-host.invalid";

/// The file has so much that is out of the ordinary that asking every reader for every host would take too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooMuch;

/// How many bytes may still be read, over all readers and questions.
#[derive(Debug)]
pub(crate) struct Budget(usize);

impl Budget {
    /// A few seconds' worth.
    pub(crate) fn new() -> Self {
        Self(1 << 29)
    }

    pub(crate) fn spend(&mut self, bytes: usize, times: usize) -> Result<(), TooMuch> {
        self.0 = self
            .0
            .checked_sub(bytes.saturating_mul(times))
            .ok_or(TooMuch)?;
        Ok(())
    }
}

/// One entry, how a reader is asked for it, and what it should answer.
pub(crate) struct Question {
    /// Its place in [`Document::entries`].
    pub(crate) entry: usize,
    host: String,
    port: Option<u16>,
    login: Option<String>,
    pub(crate) expected: Answer,
}

impl Question {
    pub(crate) fn query(&self) -> Query<'_> {
        Query {
            host: &self.host,
            port: self.port,
            login: self.login.as_deref(),
        }
    }

    /// The same entry, asked for with its login where it is asked for without, and the other way round.
    pub(crate) fn with_login_toggled(self) -> Self {
        let login = match (&self.login, &self.expected) {
            (
                None,
                Answer::Match {
                    login: Some(login), ..
                },
            ) => Some(String::from_utf8_lossy(login).into_owned()),
            _ => None,
        };
        Self { login, ..self }
    }

    /// Whether the host has entries of other logins.
    pub(crate) fn names_login(&self) -> bool {
        self.login.is_some()
    }
}

/// The entries for `hosts`, or all where none are named. A login is asked for only where a host has several, and a port
/// where one is named, by the host or by the entry.
pub(crate) fn questions(document: &Document, hosts: &[Host]) -> Vec<Question> {
    let named = |entry| {
        let [machine, login, password] = document.parts(entry);
        let name = machine.map_or_else(
            || (ANY_HOST.to_owned(), None),
            |machine| lookup_name(&machine),
        );
        (entry, name, login, password)
    };
    let parts: Vec<_> = document.entries().iter().map(named).collect();
    // Up to two logins of each host: more make no difference.
    let mut logins: HashMap<&str, Vec<Option<&[u8]>>> = HashMap::new();
    for (_, (host, _), login, _) in &parts {
        let (known, login) = (
            logins.entry(host).or_default(),
            login.as_ref().map(|login| &login[..]),
        );
        if known.len() < 2 && !known.contains(&login) {
            known.push(login);
        }
    }
    let mut questions = Vec::new();
    for (at, (entry, (host, port), login, password)) in parts.iter().enumerate() {
        let is_for = |wanted: &&Host| {
            let same_port = port.is_none() || wanted.port().is_none() || *port == wanted.port();
            !entry.is_default() && wanted.name() == host && same_port
        };
        let wanted = hosts.iter().find(is_for);
        if !hosts.is_empty() && wanted.is_none() {
            continue;
        }
        let port = port.or(wanted.and_then(Host::port));
        let several = logins
            .get(host.as_str())
            .is_some_and(|known| known.len() > 1)
            && !entry.is_default();
        let expected = Answer::Match {
            login: login.as_ref().map(|login| login.to_vec()),
            password: password
                .as_ref()
                .map(|password| SecretSlice::from(password.to_vec())),
        };
        let login = login
            .as_ref()
            .filter(|_| several)
            .map(|login| String::from_utf8_lossy(login).into_owned());
        questions.push(Question {
            entry: at,
            host: host.clone(),
            port,
            login,
            expected,
        });
    }
    questions
}

/// Some readers, asked about one document. Each question is asked once, and of what matters for its host.
pub(crate) struct Answers<'d> {
    readers: Vec<&'static Reader>,
    /// Whether the document is not too large for the reader.
    fits: Vec<bool>,
    slices: Slices<'d>,
    known: HashMap<Key, Rc<Vec<Answer>>>,
}

/// Host, port and login of a [`Query`].
type Key = (String, Option<u16>, Option<String>);

impl<'d> Answers<'d> {
    pub(crate) fn new(document: &'d Document, readers: &[&'static Reader]) -> Self {
        let fits = readers
            .iter()
            .map(|reader| reader.fits(document.bytes()))
            .collect();
        Self {
            readers: readers.to_vec(),
            fits,
            slices: Slices::new(document),
            known: HashMap::new(),
        }
    }

    /// What each reader answers, in their order.
    pub(crate) fn to(
        &mut self,
        question: &Question,
        budget: &mut Budget,
    ) -> Result<Rc<Vec<Answer>>, TooMuch> {
        let key = (question.host.clone(), question.port, question.login.clone());
        if let Some(known) = self.known.get(&key) {
            return Ok(known.clone());
        }
        let slice = self.slices.for_host(&question.host);
        budget.spend(slice.len(), self.readers.len())?;
        let answers = Rc::new(self.about(&slice, question));
        self.known.insert(key, answers.clone());
        Ok(answers)
    }

    /// What each reader would answer if these were the bytes.
    pub(crate) fn about(&self, bytes: &[u8], question: &Question) -> Vec<Answer> {
        let query = question.query();
        let answer = |(reader, fits): (&&'static Reader, &bool)| {
            if *fits {
                reader.read_with_errors(bytes, &query)
            } else {
                Answer::Error
            }
        };
        self.readers.iter().zip(&self.fits).map(answer).collect()
    }

    /// What of the document matters for an entry.
    pub(crate) fn slice(&self, question: &Question) -> zeroize::Zeroizing<Vec<u8>> {
        match self.slices.for_host(&question.host) {
            Part::Whole(bytes) => bytes.to_vec().into(),
            Part::Some(bytes) => bytes,
        }
    }
}

/// The bytes of a password, to compare with others.
pub(crate) fn password_bytes(password: &SecretSlice<u8>) -> &[u8] {
    #[expect(
        clippy::disallowed_methods,
        reason = "readings are compared, and one is stored"
    )]
    password.expose_secret()
}
