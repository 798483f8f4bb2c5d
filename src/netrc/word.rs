//! Words and comments of a netrc, by position.

use std::num::NonZeroU32;
use std::ops::Range;

/// The kinds of bytes in a word, collected while it is scanned so that its bytes are read once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Traits(pub(super) u8);

impl Traits {
    pub(super) const SPACE: u8 = 1;
    /// Shares the bit of white space, which no word contains.
    pub(super) const COMMENT: u8 = Self::SPACE;
    pub(super) const BACKSLASH: u8 = 2;
    pub(super) const CONTROL: u8 = 4;
    pub(super) const HIGH: u8 = 8;
    pub(super) const QUOTED: u8 = 16;
    pub(super) const OPEN: u8 = 32;
    pub(super) const TAIL: u8 = 64;
    pub(super) const CURL_ESCAPE: u8 = 128;

    fn has(self, flag: u8) -> bool {
        self.0 & flag != 0
    }

    /// Whether it is a comment instead of a word.
    #[inline]
    pub(crate) fn comment(self) -> bool {
        self.has(Self::COMMENT)
    }

    /// Whether it is in double quotes.
    pub(crate) fn quoted(self) -> bool {
        self.has(Self::QUOTED)
    }

    /// Whether it contains a backslash. Outside quotes, half of the readers treat it as an escape.
    pub(crate) fn backslash(self) -> bool {
        self.has(Self::BACKSLASH)
    }

    /// Whether it contains a byte below 0x20, or 0x7F.
    pub(crate) fn control(self) -> bool {
        self.has(Self::CONTROL)
    }

    /// Whether it contains a byte above 0x7F.
    pub(crate) fn high(self) -> bool {
        self.has(Self::HIGH)
    }

    /// Whether it starts with a quote that is not closed on its line.
    pub(crate) fn open(self) -> bool {
        self.has(Self::OPEN)
    }

    /// Whether it continues after the closing quote.
    pub(crate) fn tail(self) -> bool {
        self.has(Self::TAIL)
    }

    /// Whether it contains `\n`, `\r` or `\t` in quotes: a line end or a tab for curl, the letter
    /// for other readers.
    pub(crate) fn curl_escape(self) -> bool {
        self.has(Self::CURL_ESCAPE)
    }
}

/// One word or one comment. Small enough to be passed in registers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    start: u32,
    end: NonZeroU32,
    pub(crate) traits: Traits,
}

impl Word {
    /// A word from `start` to `end`, which is larger. Both are at most
    /// [`MAX_BYTES`](super::lex::MAX_BYTES).
    pub(super) fn new(start: usize, end: usize, traits: u8) -> Self {
        Self {
            start: start as u32,
            end: NonZeroU32::new(end as u32).unwrap_or(NonZeroU32::MAX),
            traits: Traits(traits),
        }
    }

    /// The first byte: of a quoted word the opening quote, of a comment the `#`.
    #[inline]
    pub(crate) fn start(self) -> usize {
        self.start as usize
    }

    /// One past the last byte, and past the closing quote. A comment ends before its line break.
    #[inline]
    pub(crate) fn end(self) -> usize {
        self.end.get() as usize
    }

    #[inline]
    pub(crate) fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// The bytes between the quotes, or all bytes of a bare word.
    #[inline]
    pub(crate) fn inner(self, bytes: &[u8]) -> &[u8] {
        let written = &bytes[self.range()];
        if !self.traits.quoted() {
            return written;
        }
        let close = if self.traits.tail() {
            closing_quote(written)
        } else {
            written.len() - 1
        };
        &written[1..close]
    }
}

/// The position of the quote that closes the one at 0.
fn closing_quote(written: &[u8]) -> usize {
    let mut at = 1;
    while at < written.len() && written[at] != b'"' {
        at += if written[at] == b'\\' { 2 } else { 1 };
    }
    at.min(written.len())
}
