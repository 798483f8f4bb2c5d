//! The questions that compare two versions of a file.

use crate::check::Verdict;
use crate::check::question::{Answers, Budget, Question, TooMuch, questions};
use crate::netrc::Document;

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
