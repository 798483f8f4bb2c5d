//! Tries an export on a copy of the file, and asks every reader about the result.

use std::collections::{HashMap, HashSet};

use crate::check::check;
use crate::check::question::{Answers, Budget, Question, TooMuch, questions};
use crate::host::Host;
use crate::netrc::{Document, Edits, Entry};
use crate::plan::export::draft::{Change, Draft, entries_of, has_secret, keeps_entries};
use crate::plan::export::place::Placement;
use crate::plan::export::{ExportAction, ExportStep};
use crate::plan::reasons::{Skip, Unread};
use crate::plan::side_effects::{Effect, SideEffect, SideEffects};
use crate::readers::{READERS, Reader};

/// The readers that misread an entry, by the index of its step.
pub(super) type ByStep = HashMap<usize, Vec<&'static Reader>>;

/// A file, and the answers of every reader before the export.
pub(super) struct Trial<'d> {
    document: &'d Document,
    /// The readers that must read each written entry. If empty, one reader of any kind suffices.
    required: Vec<&'static Reader>,
    all: Vec<&'static Reader>,
    side_effects: SideEffects<'d>,
    budget: Budget,
}

/// The result of one draft with one placement.
pub(super) struct Tried<'d> {
    pub(super) edits: Edits<'d>,
    /// The readers that do not read an entry even if they are asked for its login.
    pub(super) unread_by: ByStep,
    /// The readers that read another entry of the host unless they are asked for the login.
    pub(super) needs_login: ByStep,
    pub(super) side_effects: Vec<SideEffect>,
}

impl<'d> Trial<'d> {
    pub(super) fn new(document: &'d Document, required: &[&'static Reader]) -> Self {
        let all: Vec<&'static Reader> = READERS.iter().collect();
        Self {
            document,
            required: required.to_vec(),
            side_effects: SideEffects::new(document, &all),
            all,
            budget: Budget::new(),
        }
    }

    /// Tries the draft at the end of the file and, unless that is ideal, at other places. Returns
    /// the best result.
    pub(super) fn best(&mut self, draft: &Draft<'d, '_>) -> Result<Tried<'d>, TooMuch> {
        let mut best = self.at(draft, Placement::END)?;
        let adds_none = draft.changes.iter().all(|change| change.entry.is_some());
        if adds_none || best.is_ideal(draft) {
            return Ok(best);
        }
        for placement in Placement::alternatives(self.document) {
            // The first result is valid, so running out of time only ends the search for a better
            // one.
            match self.can_help(draft, &best, placement) {
                Ok(true) => {}
                Ok(false) => continue,
                Err(TooMuch) => break,
            }
            let Ok(tried) = self.at(draft, placement) else {
                break;
            };
            if self.cost(draft, &tried) < self.cost(draft, &best) {
                best = tried;
            }
        }
        Ok(best)
    }

    /// Returns the steps that cannot be written, with the reasons.
    ///
    /// # Errors
    /// [`TooMuch`]
    pub(super) fn refused(
        &self,
        draft: &Draft<'d, '_>,
        tried: &Tried<'d>,
    ) -> Result<Vec<(usize, Skip)>, TooMuch> {
        let refused: Vec<_> = self.refused_steps(draft, tried).collect();
        if refused.is_empty() {
            return Ok(Vec::new());
        }
        let after = Document::parse(tried.edits.clone().finish());
        let readers = if self.required.is_empty() {
            &self.all
        } else {
            &self.required
        };
        let mut reasons = Vec::new();
        for (index, step) in refused {
            let checks = check(&after, readers, std::slice::from_ref(&step.account.host))?;
            let own: HashSet<usize> = entries_of(&after, &step.account, step.machine)
                .map(|entry| entry.start)
                .collect();
            let cause = checks
                .iter()
                .filter(|check| own.contains(&after.entries()[check.entry].start))
                .flat_map(|check| &check.views)
                .find_map(|view| view.cause);
            let quirk = cause.map(|cause| cause.quirk);
            let reason = if self.required.is_empty() {
                Skip::ReadByNone(quirk)
            } else {
                let unread_by = tried.unread_by.get(&index).into_iter().flatten();
                let readers = unread_by
                    .filter(|reader| self.required.contains(reader))
                    .map(|reader| reader.name)
                    .collect();
                Skip::NotHere(Unread { readers, quirk })
            };
            reasons.push((index, reason));
        }
        Ok(reasons)
    }

    /// Compares results: fewer skipped entries, then fewer side effects, then more readers. Lower
    /// is better.
    fn cost(&self, draft: &Draft<'d, '_>, tried: &Tried<'d>) -> (usize, usize, usize) {
        (
            self.refused_steps(draft, tried).count(),
            tried
                .side_effects
                .iter()
                .filter(|effect| effect.effect != Effect::Replaced)
                .map(|effect| effect.readers.len())
                .sum(),
            tried.unread_by.values().map(Vec::len).sum(),
        )
    }

    /// Returns the steps with an entry that too few readers read.
    fn refused_steps<'s>(
        &'s self,
        draft: &'s Draft<'d, '_>,
        tried: &'s Tried<'d>,
    ) -> impl Iterator<Item = (usize, &'s ExportStep)> {
        self.checked_steps(draft).filter(|(index, _)| {
            let unread_by = tried.unread_by.get(index).map_or(&[][..], Vec::as_slice);
            if self.required.is_empty() {
                // Such an entry is written as it was, even if no reader is known to read it.
                unread_by.len() == self.all.len() && !draft.is_without_name(*index)
            } else {
                self.required
                    .iter()
                    .any(|reader| unread_by.contains(reader))
            }
        })
    }

    /// Returns the steps with entries that readers are asked about. An entry that the file already
    /// has must be read by the required readers too.
    fn checked_steps<'s>(
        &'s self,
        draft: &'s Draft<'d, '_>,
    ) -> impl Iterator<Item = (usize, &'s ExportStep)> {
        let is_checked = |action: &ExportAction| match action {
            ExportAction::Add | ExportAction::Replace => true,
            ExportAction::Same => !self.required.is_empty(),
            ExportAction::Conflict | ExportAction::Skip(_) => false,
        };
        draft
            .steps
            .iter()
            .enumerate()
            .filter(move |(_, step)| is_checked(&step.action))
    }

    /// Whether a placement can be better than the best so far: that one has side effects, or a
    /// reader that misses an entry there finds it here.
    fn can_help(
        &mut self,
        draft: &Draft<'d, '_>,
        best: &Tried<'d>,
        placement: Placement,
    ) -> Result<bool, TooMuch> {
        if !best.side_effects.is_empty() {
            return Ok(true);
        }
        let missing = best.missing(draft);
        let is_missing =
            |reader: &&&'static Reader| missing.iter().any(|(_, readers)| readers.contains(reader));
        let readers: Vec<_> = self.all.iter().filter(is_missing).copied().collect();
        let mut tried = Tried::new(draft, placement);
        let after = Document::parse(tried.edits.clone().finish());
        self.ask(&readers, draft, &after, &mut tried)?;
        Ok(missing.iter().any(|(step, readers)| {
            let still = tried.unread_by.get(step).map_or(&[][..], Vec::as_slice);
            readers.iter().any(|reader| !still.contains(reader))
        }))
    }

    /// Tries a draft with one placement.
    fn at(&mut self, draft: &Draft<'d, '_>, placement: Placement) -> Result<Tried<'d>, TooMuch> {
        let mut tried = Tried::new(draft, placement);
        if self.checked_steps(draft).next().is_none() {
            return Ok(tried);
        }
        let after = Document::parse(tried.edits.clone().finish());
        let all = self.all.clone();
        self.ask(&all, draft, &after, &mut tried)?;
        if draft.changes.is_empty() {
            return Ok(tried);
        }
        let replaced: HashSet<usize> = draft
            .changes
            .iter()
            .filter_map(|change| Some(change.entry?.start))
            .collect();
        if !keeps_entries(self.document, &after, &replaced) {
            let changed = draft.changes.iter().map(|change| change.step);
            tried
                .unread_by
                .extend(changed.map(|step| (step, self.all.clone())));
            return Ok(tried);
        }
        let hosts = draft
            .changes
            .iter()
            .map(|change| &draft.steps[change.step].account.host);
        let hosts: Vec<&Host> = hosts.collect();
        let effects = self
            .side_effects
            .of(&after, &replaced, &hosts, &mut self.budget);
        tried.side_effects = effects?;
        Ok(tried)
    }

    /// Asks readers about the entries of the checked steps.
    fn ask(
        &mut self,
        readers: &[&'static Reader],
        draft: &Draft<'d, '_>,
        after: &Document,
        tried: &mut Tried<'d>,
    ) -> Result<(), TooMuch> {
        let mut answers = Answers::new(after, readers);
        let hosts: Vec<Host> = self
            .checked_steps(draft)
            .map(|(_, step)| step.account.host.clone())
            .collect();
        let asked = by_start(after, questions(after, &hosts));
        let without_login = questions(after, &hosts)
            .into_iter()
            .filter(Question::names_login)
            .map(Question::with_login_toggled);
        let without_login = by_start(after, without_login.collect());
        let steps: Vec<usize> = self.checked_steps(draft).map(|(step, _)| step).collect();
        for index in steps {
            let own = own_entries(draft, index, after);
            if own.is_empty() {
                tried.unread_by.insert(index, readers.to_vec());
            }
            for entry in own {
                if let Some(question) = asked.get(&entry.start) {
                    let unread_by = misreading(&mut answers, question, &mut self.budget)?;
                    tried.unread_by.entry(index).or_default().extend(unread_by);
                }
                if let Some(question) = without_login.get(&entry.start) {
                    let unread_by = misreading(&mut answers, question, &mut self.budget)?;
                    tried
                        .needs_login
                        .entry(index)
                        .or_default()
                        .extend(unread_by);
                }
            }
        }
        Ok(())
    }
}

/// Returns the readers that do not answer a question as expected.
fn misreading(
    answers: &mut Answers<'_>,
    question: &Question,
    budget: &mut Budget,
) -> Result<Vec<&'static Reader>, TooMuch> {
    let found = answers.to(question, budget)?;
    let answers = answers.readers().iter().zip(found.iter());
    Ok(answers
        .filter(|(_, answer)| ***answer != question.expected)
        .map(|(reader, _)| *reader)
        .collect())
}

/// Returns the questions, keyed by the start of their entry.
fn by_start(document: &Document, questions: Vec<Question>) -> HashMap<usize, Question> {
    let start = |question: &Question| document.entries()[question.entry].start;
    questions
        .into_iter()
        .map(|question| (start(&question), question))
        .collect()
}

/// Returns the unambiguous entries of `after` that have the account and the password of a step.
fn own_entries<'a>(draft: &Draft<'_, '_>, index: usize, after: &'a Document) -> Vec<&'a Entry> {
    let step = &draft.steps[index];
    entries_of(after, &step.account, step.machine)
        .filter(|entry| after.obstacle(entry).is_none())
        .filter(|entry| has_secret(after, entry, draft.secret(index)))
        .collect()
}

impl<'d> Tried<'d> {
    /// Returns a trial without answers.
    fn new(draft: &Draft<'d, '_>, placement: Placement) -> Self {
        Self {
            edits: draft.edits(placement),
            unread_by: ByStep::new(),
            needs_login: ByStep::new(),
            side_effects: Vec::new(),
        }
    }

    /// Whether no other placement can be better: the export has no side effects, and each entry is
    /// read as well as it is in an empty file.
    fn is_ideal(&self, draft: &Draft<'d, '_>) -> bool {
        self.side_effects.is_empty() && self.missing(draft).is_empty()
    }

    /// The changed steps with entries that fewer readers find than in an empty file, and those
    /// readers.
    fn missing(&self, draft: &Draft<'d, '_>) -> Vec<(usize, Vec<&'static Reader>)> {
        let of_change = |change: &Change<'_, '_>| {
            let unread_by = self.unread_by.get(&change.step).into_iter().flatten();
            let missing = unread_by.filter(|reader| !change.form.unread_by.contains(reader));
            (change.step, missing.copied().collect::<Vec<_>>())
        };
        let missing = draft.changes.iter().map(of_change);
        missing.filter(|(_, readers)| !readers.is_empty()).collect()
    }
}
