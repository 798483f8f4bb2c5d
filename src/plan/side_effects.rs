//! Entries that a change to a netrc affects although it does not touch them.
//!
//! For example, a new entry can shadow one for another login of the same host, or supply the login
//! that the entry before it lacks.

use std::collections::HashSet;
use std::rc::Rc;

use crate::check::hidden::{hidden_questions, is_lost};
use crate::check::question::{Answers, Budget, Question, TooMuch, questions};
use crate::netrc::Document;
use crate::readers::{Answer, Reader};

/// An entry that some readers read before a change, and no longer read after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SideEffect {
    /// The machine of the entry; `None` for `default`. Untrusted text: escape it before printing
    /// it.
    pub machine: Option<String>,
    /// The login of the entry. Untrusted text: escape it before printing it.
    pub login: Option<String>,
    /// The names of the readers.
    pub readers: Vec<&'static str>,
}

/// Some readers, and their answers before a change of the file.
pub(crate) struct SideEffects<'d> {
    document: &'d Document,
    readers: Vec<&'static Reader>,
    answers: Answers<'d>,
    /// Each entry, asked for with and without its login. The questions about one entry are
    /// adjacent.
    questions: Vec<Question>,
    /// Questions about hosts without an entry.
    hidden: Vec<Question>,
}

impl<'d> SideEffects<'d> {
    pub(crate) fn new(document: &'d Document, readers: &[&'static Reader]) -> Self {
        let mut questions: Vec<Question> = [
            questions(document, &[]),
            questions(document, &[])
                .into_iter()
                .map(Question::with_login_toggled)
                .collect(),
        ]
        .into_iter()
        .flatten()
        .collect();
        questions.sort_by_key(|question| question.entry);
        Self {
            document,
            readers: readers.to_vec(),
            answers: Answers::new(document, readers),
            questions,
            hidden: hidden_questions(document),
        }
    }

    /// Returns the side effects of a change that leads to the file `after`.
    ///
    /// `replaced` contains the starts of the entries that the change replaces.
    ///
    /// # Errors
    /// [`TooMuch`] if `budget` does not suffice to ask every reader.
    pub(crate) fn of(
        &mut self,
        after: &Document,
        replaced: &HashSet<usize>,
        budget: &mut Budget,
    ) -> Result<Vec<SideEffect>, TooMuch> {
        let mut later = Answers::new(after, &self.readers);
        let mut found: Vec<(usize, SideEffect)> = Vec::new();
        for question in &self.questions {
            let entry = &self.document.entries()[question.entry];
            if replaced.contains(&entry.start) {
                continue;
            }
            let before = self.answers.to(question, budget)?;
            let after = later.to(question, budget)?;
            let is_lost = |(before, after): (&Rc<Answer>, &Rc<Answer>)| {
                **before == question.expected && **after != question.expected
            };
            let lost = self
                .readers
                .iter()
                .zip(before.iter().zip(after.iter()))
                .filter(|(_, answers)| is_lost(*answers))
                .map(|(reader, _)| reader.name);
            let lost: Vec<&'static str> = lost.collect();
            match found.last_mut() {
                _ if lost.is_empty() => {}
                Some((last, effect)) if *last == question.entry => {
                    let known = effect.readers.clone();
                    let new = lost.into_iter().filter(|name| !known.contains(name));
                    effect.readers.extend(new);
                }
                _ => {
                    let effect = SideEffect {
                        machine: self.document.shown_machine(entry),
                        login: self.document.shown_login(entry).map(Into::into),
                        readers: lost,
                    };
                    found.push((question.entry, effect));
                }
            }
        }
        let mut effects: Vec<_> = found.into_iter().map(|(_, effect)| effect).collect();
        effects.extend(self.on_hidden(after, &mut later, budget)?);
        Ok(effects)
    }

    /// Returns the side effects on hosts without an entry. The change can add an entry for one.
    fn on_hidden(
        &mut self,
        after: &Document,
        later: &mut Answers<'_>,
        budget: &mut Budget,
    ) -> Result<Vec<SideEffect>, TooMuch> {
        let mut effects = Vec::new();
        for question in &self.hidden {
            let before = self.answers.to(question, budget)?;
            let now = later.to(question, budget)?;
            let answers = self.readers.iter().zip(before.iter().zip(now.iter()));
            let lost = answers.filter(|(_, pair)| is_lost(*pair));
            let readers: Vec<_> = lost.map(|(reader, _)| reader.name).collect();
            let host = question.query().host;
            let is_added = || {
                host.parse()
                    .is_ok_and(|host| after.find(&host, None).is_some())
            };
            if !readers.is_empty() && !is_added() {
                effects.push(SideEffect {
                    machine: Some(host.to_owned()),
                    login: None,
                    readers,
                });
            }
        }
        Ok(effects)
    }
}
