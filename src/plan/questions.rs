//! The questions that compare two versions of a file.

use crate::check::Verdict;
use crate::check::question::{Answers, Budget, Key, Question, TooMuch, questions};
use crate::netrc::Document;
use crate::readers::Answer;

/// Two questions for each entry of `document`: with a login and without.
pub(super) fn both_ways(document: &Document) -> Vec<Question> {
    let plain = questions(document, &[]).into_iter();
    let toggled = questions(document, &[])
        .into_iter()
        .map(Question::with_login_toggled);
    plain.chain(toggled).collect()
}

/// How the answer of each reader to `question` compares with the entry.
pub(super) fn verdicts(
    answers: &mut Answers<'_>,
    question: &Question,
    budget: &mut Budget,
) -> Result<Vec<Verdict>, TooMuch> {
    let answers = answers.to(question, budget)?;
    let verdicts = answers
        .iter()
        .map(|answer| Verdict::of(answer, &question.expected));
    Ok(verdicts.collect())
}

/// Whether an answer is the content of an entry for the host of `key`, among the entries that
/// `questions` ask about.
pub(super) fn is_of_entry<'q>(
    answer: &Answer,
    key: &Key,
    questions: impl IntoIterator<Item = &'q Question>,
) -> bool {
    let mut questions = questions.into_iter();
    questions.any(|own| own.key.host() == key.host() && own.expected == *answer)
}
