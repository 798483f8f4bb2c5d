//! Accepts or refuses a change by asking every reader about every entry, before and after.

use std::rc::Rc;

use crate::netrc::{Document, Entry, Parts};
use crate::readers::{Answer, READERS, Reader};

use crate::check::Verdict;
use crate::check::mention::{Mention, mentions};
use crate::check::question::{Answers, Budget, MOST_ENTRIES, Question, TooMuch, questions};
use crate::plan::questions::{is_of_entry, verdicts};

/// The current file, with the answers of every reader.
pub(super) struct Trial<'r> {
    /// The readers that a change must help.
    readers: &'r [&'static Reader],
    all: Vec<&'static Reader>,
    /// One question for each entry.
    asked: Vec<Asked>,
    /// The same questions with a login if they had none, and without if they had one.
    toggled: Vec<Asked>,
    /// Questions about hosts outside the entries, with the answer of each reader.
    mentions: Vec<(Mention, Rc<Vec<Rc<Answer>>>)>,
    budget: Budget,
}

/// A question, and the verdict on the answer of each reader.
pub(super) struct Asked {
    pub(super) question: Question,
    pub(super) verdicts: Vec<Verdict>,
}

impl<'r> Trial<'r> {
    pub(super) fn new(
        document: &Document,
        readers: &'r [&'static Reader],
    ) -> Result<Self, TooMuch> {
        if document.entries().len() > MOST_ENTRIES {
            return Err(TooMuch);
        }
        let all: Vec<&Reader> = READERS.iter().collect();
        let mut answers = Answers::new(document, &all);
        let mut budget = Budget::short();
        let mut mentioned = Vec::new();
        for mention in mentions(document) {
            let found = answers.for_key(&mention.key, &mut budget)?;
            mentioned.push((mention, found));
        }
        Ok(Self {
            readers,
            mentions: mentioned,
            asked: ask(questions(document, &[]), &mut answers, &mut budget)?,
            toggled: ask(toggled(document), &mut answers, &mut budget)?,
            all,
            budget,
        })
    }

    /// All readers.
    pub(super) fn all(&self) -> &[&'static Reader] {
        &self.all
    }

    /// One question for each entry of the current file, and the verdict on the answer of each
    /// reader.
    pub(super) fn asked(&self) -> &[Asked] {
        &self.asked
    }

    /// Accepts the change from `before`, the current file, if it helps some of the readers, no
    /// reader loses an entry, no reader reads text outside the entries differently, and the entries
    /// keep their content. Then `after` becomes the current file.
    pub(super) fn accepts(&mut self, before: &Document, after: &Document) -> Result<bool, TooMuch> {
        if contents(before) != contents(after) {
            return Ok(false);
        }
        // The entries are the same, and so the questions about them.
        let mut answers = Answers::new(after, &self.all);
        let mut gains = false;
        for asked in &self.asked {
            let now = verdicts(&mut answers, &asked.question, &mut self.budget)?;
            if is_any_worse(&asked.verdicts, &now) {
                return Ok(false);
            }
            gains |= self.count_read(&now) > self.count_read(&asked.verdicts);
        }
        if !gains {
            return Ok(false);
        }
        for asked in &self.toggled {
            let now = verdicts(&mut answers, &asked.question, &mut self.budget)?;
            if is_any_worse(&asked.verdicts, &now) {
                return Ok(false);
            }
        }
        let mut mentioned = Vec::with_capacity(self.mentions.len());
        for (mention, before) in &self.mentions {
            let now = answers.for_key(&mention.key, &mut self.budget)?;
            let is_right = |answer: &Answer| {
                let asked = self.asked.iter().map(|asked| &asked.question);
                is_of_entry(answer, &mention.key, asked)
            };
            let mut differing = before.iter().zip(now.iter()).filter(is_read_differently);
            if differing.any(|(_, now)| !is_right(now)) {
                return Ok(false);
            }
            mentioned.push((mention.clone(), now));
        }
        self.mentions = mentioned;
        // Ask again, because the order of the entries may differ. This costs nothing now.
        self.asked = ask(questions(after, &[]), &mut answers, &mut self.budget)?;
        self.toggled = ask(toggled(after), &mut answers, &mut self.budget)?;
        Ok(true)
    }

    /// How many of the readers that a change must help find the entry.
    pub(super) fn count_read(&self, verdicts: &[Verdict]) -> usize {
        let verdicts = self.all.iter().zip(verdicts);
        verdicts
            .filter(|(reader, verdict)| **verdict == Verdict::Same && self.readers.contains(reader))
            .count()
    }
}

fn toggled(document: &Document) -> Vec<Question> {
    let questions = questions(document, &[]).into_iter();
    questions.map(Question::with_login_toggled).collect()
}

fn ask(
    questions: Vec<Question>,
    answers: &mut Answers<'_>,
    budget: &mut Budget,
) -> Result<Vec<Asked>, TooMuch> {
    let mut asked = Vec::with_capacity(questions.len());
    for question in questions {
        let verdicts = verdicts(answers, &question, budget)?;
        asked.push(Asked { question, verdicts });
    }
    Ok(asked)
}

/// Whether the change from `before` to `after` is worse for any reader.
pub(super) fn is_any_worse(before: &[Verdict], after: &[Verdict]) -> bool {
    let mut verdicts = before.iter().zip(after);
    verdicts.any(|(before, after)| is_worse(*before, *after))
}

/// Whether a reader finds other credentials in text outside the entries. A reader that could not
/// read the file at all may find some.
fn is_read_differently((before, after): &(&Rc<Answer>, &Rc<Answer>)) -> bool {
    match (&***before, &***after) {
        (Answer::Match { .. }, _) => before != after,
        (Answer::None, Answer::Match { .. }) => true,
        _ => false,
    }
}

/// Whether a reader loses the entry or the file, or finds the wrong thing where it found nothing.
fn is_worse(before: Verdict, after: Verdict) -> bool {
    let is_wrong = matches!(after, Verdict::OtherPassword | Verdict::OtherLogin);
    before != after
        && (before == Verdict::Same
            || after == Verdict::Lost
            || before == Verdict::Nothing && is_wrong)
}

/// The content of each entry in file order, with `default` last: only `default` may move.
fn contents(document: &Document) -> Vec<(bool, Parts)> {
    let entries = document.entries().iter();
    let mut contents: Vec<_> = entries.map(|entry| content(document, entry)).collect();
    contents.sort_by_key(|(is_default, _)| *is_default);
    contents
}

fn content(document: &Document, entry: &Entry) -> (bool, Parts) {
    let [mut machine, login, password] = document.parts(entry);
    if let Some(machine) = &mut machine {
        machine.make_ascii_lowercase();
    }
    (entry.is_default(), [machine, login, password])
}
