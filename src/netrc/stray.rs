//! Words that are not keywords where a keyword is expected.

use crate::netrc::keyword::Keyword;
use crate::netrc::word::Word;

/// The first word of a run of unknown words on one line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StrayWord {
    pub(crate) word: Word,
    /// The index of the entry that contains it; `None` outside every entry.
    pub(crate) entry: Option<usize>,
    /// The field of the entry before it.
    pub(crate) after: Option<FieldBefore>,
}

/// A keyword of an entry and its value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FieldBefore {
    pub(crate) keyword: Keyword,
    pub(crate) value: Word,
}

/// The unknown words of a file, collected while it is parsed.
#[derive(Debug, Default)]
pub(super) struct Strays {
    pub(super) words: Vec<StrayWord>,
    /// The last field that was read in the current entry.
    pub(super) last_field: Option<FieldBefore>,
    last_end: usize,
}

impl Strays {
    /// Records an unknown word, unless it follows another one on the same line.
    pub(super) fn add(&mut self, bytes: &[u8], word: Word, entry: Option<usize>) {
        let gap = &bytes[self.last_end..word.start()];
        let follows = gap.iter().all(|byte| matches!(byte, b' ' | b'\t'));
        self.last_end = word.end();
        if follows && !self.words.is_empty() {
            return;
        }
        self.words.push(StrayWord {
            word,
            entry,
            after: self.last_field,
        });
    }
}
