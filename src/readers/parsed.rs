//! A file as a reader parsed it.

use std::fmt;

use crate::readers::choice::Choice;
use crate::readers::entries::Entries;
use crate::readers::entry::Unreadable;
use crate::readers::{Answer, Model, Query, Reader};

/// A file as one reader parsed it, ready to answer any number of questions.
///
/// It holds copies of passwords and zeroes them when it is dropped.
pub struct Parsed {
    content: Content,
    sends_login: bool,
    sends_latin_1: bool,
}

enum Content {
    Entries(Entries, Choice),
    Scan(Box<dyn Scan>),
    Unreadable,
}

/// A parsed file in which a tool scans for one host: the text that it skips depends on the host.
pub(crate) trait Scan {
    /// Returns the answer, and adds to `steps` the number of bytes that it took.
    fn answer(&self, query: &Query<'_>, steps: &mut usize) -> Answer;
}

impl fmt::Debug for Parsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parsed").finish_non_exhaustive()
    }
}

impl Content {
    fn new(model: &Model, bytes: &[u8]) -> Self {
        match *model {
            Model::Entries(parse, choice) => match parse(bytes) {
                Ok(list) => Self::Entries(Entries::new(list), choice),
                Err(Unreadable) => Self::Unreadable,
            },
            Model::EntriesBeforeError(parse, choice) => {
                let (list, end) = parse(bytes);
                let entries = Entries {
                    is_cut_short: end.is_err(),
                    ..Entries::new(list)
                };
                Self::Entries(entries, choice)
            }
            Model::Scan(prepare) => prepare(bytes).map_or(Self::Unreadable, Self::Scan),
        }
    }
}

impl Parsed {
    pub(crate) fn new(reader: &Reader, bytes: &[u8]) -> Self {
        Self {
            content: Content::new(&reader.model, bytes),
            sends_login: reader.sends_login,
            sends_latin_1: reader.sends_latin_1,
        }
    }

    /// Returns the tool's answer: [`Answer::Error`] if it cannot read the file, even if it does not
    /// report that.
    pub fn answer(&self, query: &Query<'_>) -> Answer {
        self.answer_with_steps(query).0
    }

    /// Returns the answer and the work for it: the number of entries compared, or of bytes scanned.
    #[doc(hidden)]
    pub fn answer_with_steps(&self, query: &Query<'_>) -> (Answer, usize) {
        let mut steps = 1;
        let answer = match &self.content {
            Content::Entries(entries, choice) => choice.answer(entries, query, &mut steps),
            Content::Scan(scan) => scan.answer(query, &mut steps),
            Content::Unreadable => Answer::Error,
        };
        let answer = if self.sends_latin_1 {
            answer.in_latin_1()
        } else {
            answer
        };
        let adds_nothing =
            self.sends_login && query.login.is_some_and(|login| answer.is_only_login(login));
        (if adds_nothing { Answer::None } else { answer }, steps)
    }
}
