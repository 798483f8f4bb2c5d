//! Which entries an export can give back to the tools that read them.

use std::fmt;

use crate::check::Verdict;
use crate::check::question::{Answers, Budget, Question};
use crate::netrc::Document;
use crate::plan::candidate::Candidate;
use crate::plan::export::is_readable;
use crate::plan::questions::{both_ways, verdicts};
use crate::plan::reasons::Keep;
use crate::readers::{READERS, Reader};

/// Asks whether the entries of a netrc can be written back for the readers that read them.
pub struct Restore<'d> {
    document: &'d Document,
    readers: Vec<&'static Reader>,
    questions: Vec<Question>,
    answers: Answers<'d>,
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
            budget: Budget::new(),
        }
    }

    /// Returns why a candidate must stay in the file: some reader reads it there, but would not
    /// read it in a file of its own, in whichever form it is written. `None` if it can be moved.
    pub fn refuses(&mut self, candidate: &Candidate) -> Option<Keep> {
        let (account, secret) = candidate.credential()?;
        // The user chose the tool whose reading is stored.
        let is_ambiguous = |&entry: &usize| self.document.entries()[entry].ambiguity().is_some();
        if candidate.entries.iter().any(is_ambiguous) {
            return None;
        }
        let Some(having) = self.having(&candidate.entries) else {
            return Some(Keep::Unchecked);
        };
        let lost: Vec<&'static str> = having
            .into_iter()
            .filter(|reader| !is_readable(account, secret, reader))
            .map(|reader| reader.name)
            .collect();
        (!lost.is_empty()).then_some(Keep::NotRestored { readers: lost })
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
