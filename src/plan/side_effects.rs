//! Entries that a change to a netrc affects although it does not touch them.
//!
//! For example, a new entry can shadow one for another login of the same host, or supply the login
//! that the entry before it lacks.

use std::collections::HashSet;
use std::rc::Rc;

use crate::check::mention::{Mention, mentions};
use crate::check::question::{Answers, Budget, Key, Question, TooMuch, questions};
use crate::host::Host;
use crate::netrc::Document;
use crate::plan::questions::is_of_entry;
use crate::readers::{Answer, Reader};

/// The effect of a change on some readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// They read the entry before the change, and no longer read it after it.
    Unread,
    /// They find other credentials for the host than before, or none. It is not a host of the
    /// change.
    Changed,
    /// Like `Changed`, but for a host that the change itself touches. Before the change, the
    /// readers found no entry for this host, but for example an earlier `default` entry.
    Replaced,
}

/// An entry or a host that a change affects although it does not touch it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SideEffect {
    /// What happens to it.
    pub effect: Effect,
    /// The machine of the entry; `None` for `default`. Untrusted text: escape it before printing
    /// it.
    pub machine: Option<String>,
    /// The login of the entry, unless the effect is about a host. Untrusted text: escape it before
    /// printing it.
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
    mentions: Vec<Mention>,
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
            mentions: mentions(document),
        }
    }

    /// Returns the side effects of a change that leads to the file `after`.
    ///
    /// `replaced` contains the starts of the entries that the change replaces, and `hosts` the hosts
    /// of all entries that it writes.
    ///
    /// # Errors
    /// [`TooMuch`] if `budget` does not suffice to ask every reader.
    pub(crate) fn of(
        &mut self,
        after: &Document,
        replaced: &HashSet<usize>,
        hosts: &[&Host],
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
                        effect: Effect::Unread,
                        machine: self.document.shown_machine(entry),
                        login: self.document.shown_login(entry).map(Into::into),
                        readers: lost,
                    };
                    found.push((question.entry, effect));
                }
            }
        }
        let mut effects: Vec<_> = found.into_iter().map(|(_, effect)| effect).collect();
        effects.extend(self.changes(&mut later, hosts, budget)?);
        Ok(effects)
    }

    /// Returns the hosts for which readers found credentials outside the host's own entries, and
    /// find different ones in `later`.
    fn changes(
        &mut self,
        later: &mut Answers<'_>,
        hosts: &[&Host],
        budget: &mut Budget,
    ) -> Result<Vec<SideEffect>, TooMuch> {
        let mut effects: Vec<SideEffect> = Vec::new();
        for Mention { machine, key } in self.hosts(hosts) {
            let is_written = hosts.iter().any(|host| host.name() == key.host());
            let before = self.answers.for_key(&key, budget)?;
            let after = later.for_key(&key, budget)?;
            let readers = self.readers.iter().zip(before.iter().zip(after.iter()));
            let is_changed = |(_, (before, after)): &(_, (&Rc<Answer>, &Rc<Answer>))| {
                matches!(***before, Answer::Match { .. })
                    && before != after
                    && !is_of_entry(before, &key, &self.questions)
                    && !(is_written && self.is_of_last_default(before))
            };
            let readers = readers.filter(is_changed).map(|(reader, _)| reader.name);
            let readers: Vec<&'static str> = readers.collect();
            let known = effects.iter_mut().find(|effect| effect.machine == machine);
            match known {
                _ if readers.is_empty() => {}
                Some(known) => {
                    let new = readers
                        .into_iter()
                        .filter(|name| !known.readers.contains(name));
                    let new: Vec<&'static str> = new.collect();
                    known.readers.extend(new);
                }
                None => effects.push(SideEffect {
                    effect: if is_written {
                        Effect::Replaced
                    } else {
                        Effect::Changed
                    },
                    machine,
                    login: None,
                    readers,
                }),
            }
        }
        Ok(effects)
    }

    /// The hosts of the entries, of `written` and outside the entries.
    fn hosts(&self, written: &[&Host]) -> Vec<Mention> {
        let entries = self.questions.iter().map(|question| Mention {
            machine: self
                .document
                .shown_machine(&self.document.entries()[question.entry]),
            key: question.key.without_login(),
        });
        let written = written.iter().map(|host| Mention {
            machine: Some(host.name().to_owned()),
            key: Key::new(host.name().to_owned(), None),
        });
        let mut known = HashSet::new();
        let all = written.chain(entries).chain(self.mentions.iter().cloned());
        all.filter(|mention| known.insert(mention.key.clone()))
            .collect()
    }

    /// Whether the answer comes from a `default` entry at the end of the file. Such an entry
    /// applies only to hosts without their own entry, so each new entry takes one host away from
    /// it.
    fn is_of_last_default(&self, answer: &Answer) -> bool {
        let Some(last) = self.document.entries().len().checked_sub(1) else {
            return false;
        };
        let mut questions = self.questions.iter().filter(|own| own.entry == last);
        self.document.entries()[last].is_default() && questions.any(|own| own.expected == *answer)
    }
}
