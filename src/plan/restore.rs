//! Finds the entries that an export could not restore for every tool that reads them.

use std::collections::HashMap;
use std::fmt;

use crate::check::Verdict;
use crate::check::machine::lookup_name;
use crate::check::question::{Answers, Budget, Question};
use crate::credential::Account;
use crate::netrc::Document;
use crate::plan::candidate::Candidate;
use crate::plan::export::unreadable_by;
use crate::plan::questions::{both_ways, verdicts};
use crate::plan::reasons::Keep;
use crate::readers::{READERS, Reader};

/// Asks whether the entries of a netrc can be written back for the readers that read them.
pub struct Restore<'d> {
    document: &'d Document,
    readers: Vec<&'static Reader>,
    questions: Vec<Question>,
    answers: Answers<'d>,
    /// The entries of each account, by the host for which tools look and the login.
    accounts: HashMap<(String, Vec<u8>), Vec<usize>>,
    budget: Budget,
}

impl fmt::Debug for Restore<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Restore").finish_non_exhaustive()
    }
}

impl<'d> Restore<'d> {
    /// Prepares the questions about `document`.
    pub fn new(document: &'d Document) -> Self {
        let readers: Vec<&Reader> = READERS.iter().collect();
        let mut questions = both_ways(document);
        questions.sort_by_key(|question| question.entry);
        Self {
            document,
            questions,
            answers: Answers::new(document, &readers),
            readers,
            accounts: accounts(document),
            budget: Budget::new(),
        }
    }

    /// Returns why a candidate must stay in the file: some reader reads it there, but would not
    /// read it in a file of its own, in whichever form it is written. `None` if it can be moved.
    pub fn refuses(&mut self, candidate: &Candidate) -> Option<Keep> {
        let (account, secret) = candidate.credential()?;
        // The user chose the tool, and its reading is stored.
        let is_ambiguous = |&entry: &usize| self.document.entries()[entry].ambiguity().is_some();
        if candidate.entries.iter().any(is_ambiguous) {
            return None;
        }
        if self.has_other_entry(account, &candidate.entries) {
            return Some(Keep::SameAccount);
        }
        let Some(having) = self.having(&candidate.entries) else {
            return Some(Keep::Unchecked);
        };
        let lost = unreadable_by(account, secret, having).into_iter();
        let lost: Vec<&'static str> = lost.map(|reader| reader.name).collect();
        (!lost.is_empty()).then_some(Keep::NotRestored { readers: lost })
    }

    /// Whether the file has an entry for the account besides `entries`. An export would not write
    /// another one next to it.
    fn has_other_entry(&self, account: &Account, entries: &[usize]) -> bool {
        let login = account.login.as_str().as_bytes().to_vec();
        let key = (account.host.name().to_owned(), login);
        let all = self.accounts.get(&key);
        all.is_some_and(|all| all.iter().any(|entry| !entries.contains(entry)))
    }

    /// The readers that read one of the entries. `None` if the file is too unusual to ask.
    fn having(&mut self, entries: &[usize]) -> Option<Vec<&'static Reader>> {
        let mut having: Vec<&'static Reader> = Vec::new();
        for &entry in entries {
            let first = self.questions.partition_point(|other| other.entry < entry);
            let own = self.questions[first..].iter();
            for question in own.take_while(|question| question.entry == entry) {
                let verdicts = verdicts(&mut self.answers, question, &mut self.budget).ok()?;
                let reading = self.readers.iter().zip(verdicts);
                let reading = reading.filter(|(_, verdict)| *verdict == Verdict::Same);
                having.extend(reading.map(|(reader, _)| *reader));
            }
        }
        having.sort_by_key(|reader| reader.name);
        having.dedup();
        Some(having)
    }
}

fn accounts(document: &Document) -> HashMap<(String, Vec<u8>), Vec<usize>> {
    let mut accounts: HashMap<_, Vec<usize>> = HashMap::new();
    for (index, entry) in document.entries().iter().enumerate() {
        let [machine, login, _] = document.parts(entry);
        if let (Some(machine), Some(login)) = (machine, login) {
            let (host, _) = lookup_name(&machine);
            let key = (host, login.to_vec());
            accounts.entry(key).or_default().push(index);
        }
    }
    accounts
}
