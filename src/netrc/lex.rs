//! Words, quoted words and comments: where each starts and ends, and nothing of what they mean.

use std::num::NonZeroU32;
use std::ops::Range;

/// What a word is made of, gathered while it is scanned so that nobody has to look at its bytes again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Traits(u8);

impl Traits {
    const SPACE: u8 = 1;
    /// No word has white space in its traits, so the bit is free for what is no word.
    const COMMENT: u8 = Self::SPACE;
    const BACKSLASH: u8 = 2;
    const CONTROL: u8 = 4;
    const HIGH: u8 = 8;
    const QUOTED: u8 = 16;
    const OPEN: u8 = 32;
    const TAIL: u8 = 64;
    const CURL_ESCAPE: u8 = 128;

    fn has(self, flag: u8) -> bool {
        self.0 & flag != 0
    }

    /// A comment, and no word at all.
    #[inline]
    pub(crate) fn comment(self) -> bool {
        self.has(Self::COMMENT)
    }

    /// Written in double quotes.
    pub(crate) fn quoted(self) -> bool {
        self.has(Self::QUOTED)
    }

    /// Holds a backslash: outside quotes that is an escape for half of the readers and a character for the others.
    pub(crate) fn backslash(self) -> bool {
        self.has(Self::BACKSLASH)
    }

    /// Holds a byte below 0x20 or 0x7F.
    pub(crate) fn control(self) -> bool {
        self.has(Self::CONTROL)
    }

    /// Holds a byte above 0x7F.
    pub(crate) fn high(self) -> bool {
        self.has(Self::HIGH)
    }

    /// Starts with a quote that its line does not end.
    pub(crate) fn open(self) -> bool {
        self.has(Self::OPEN)
    }

    /// Goes on after the closing quote.
    pub(crate) fn tail(self) -> bool {
        self.has(Self::TAIL)
    }

    /// Holds `\n`, `\r` or `\t` inside quotes: a line end or a tab for curl, the letter for everyone else.
    pub(crate) fn curl_escape(self) -> bool {
        self.has(Self::CURL_ESCAPE)
    }
}

/// One word of the file, or one comment, by position. Small enough to be handed over in registers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    start: u32,
    end: NonZeroU32,
    pub(crate) traits: Traits,
}

impl Word {
    fn new(start: usize, end: usize, traits: u8) -> Self {
        // A lexer is never given more bytes than MAX_BYTES, and no word is empty.
        let end = NonZeroU32::new(end as u32).unwrap_or(NonZeroU32::MAX);
        Self {
            start: start as u32,
            end,
            traits: Traits(traits),
        }
    }

    /// The first byte; the opening quote of a quoted word, the `#` of a comment.
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

    /// The bytes between the quotes, or all of them.
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

/// As many bytes as positions can tell apart. What is behind them in a larger file is kept, and not understood.
pub(crate) const MAX_BYTES: usize = u32::MAX as usize;

/// A position in a netrc that moves forward one word at a time. Any bytes will do.
#[derive(Clone, Debug)]
pub(crate) struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Lexer<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes: &bytes[..bytes.len().min(MAX_BYTES)],
            at: 0,
        }
    }

    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    pub(crate) fn skip(&mut self, count: usize) {
        self.at = (self.at + count).min(self.bytes.len());
    }

    /// The position of the next byte that has not been looked at.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// The next word, or comment, where a keyword may stand; there `#` starts a comment.
    #[inline(always)]
    pub(crate) fn keyword(&mut self) -> Option<Word> {
        let start = self.word_start()?;
        if self.bytes[start] != b'#' {
            return Some(self.word(start));
        }
        self.at = line_end(self.bytes, start);
        Some(Word::new(start, self.at, Traits::COMMENT))
    }

    /// The next word where a value must stand; there `#` is a character like any other.
    #[inline(always)]
    pub(crate) fn value(&mut self) -> Option<Word> {
        let start = self.word_start()?;
        Some(self.word(start))
    }

    /// Puts the position back to the start of a word that turned out to be something else.
    pub(crate) fn back_to(&mut self, word: Word) {
        self.at = word.start();
    }

    /// Moves past the body of a macro: to behind the first empty line, or to the end. Tells whether there was one.
    ///
    /// The body starts on the line after the macro's name. Source: ftp(1).
    pub(crate) fn skip_macro(&mut self) -> bool {
        let mut line = line_end(self.bytes, self.at);
        while line < self.bytes.len() {
            let next = line_end(self.bytes, line + 1);
            let text = &self.bytes[line + 1..next];
            line = next;
            if matches!(text, b"" | b"\r") {
                // A file that ends with the line break before has no empty line: nothing follows the break.
                self.at = line;
                return next < self.bytes.len();
            }
        }
        self.at = self.bytes.len();
        false
    }

    #[inline(always)]
    fn word_start(&mut self) -> Option<usize> {
        while let Some(&byte) = self.bytes.get(self.at) {
            if CLASS[byte as usize] & Traits::SPACE == 0 {
                return Some(self.at);
            }
            self.at += 1;
        }
        None
    }

    #[inline(always)]
    fn word(&mut self, start: usize) -> Word {
        if self.bytes[start] == b'"' {
            return self.quoted_word(start);
        }
        let (end, seen) = bare_end(self.bytes, start);
        self.at = end;
        Word::new(start, end, seen)
    }

    #[inline(never)]
    fn quoted_word(&mut self, start: usize) -> Word {
        let mut seen = Traits::QUOTED;
        let mut at = start + 1;
        while let Some(&byte) = self.bytes.get(at) {
            match byte {
                b'"' => {
                    let (end, tail) = bare_end(self.bytes, at + 1);
                    if end > at + 1 {
                        seen |= Traits::TAIL | tail;
                    }
                    self.at = end;
                    return Word::new(start, end, seen);
                }
                b'\n' => break,
                b'\\' => {
                    seen |= Traits::BACKSLASH;
                    at += 1;
                    match self.bytes.get(at) {
                        Some(b'n' | b'r' | b't') => seen |= Traits::CURL_ESCAPE,
                        Some(b'\n') | None => break,
                        Some(&escaped) => seen |= CLASS[escaped as usize] & !Traits::SPACE,
                    }
                }
                other => seen |= CLASS[other as usize] & !Traits::SPACE,
            }
            at += 1;
        }
        // Nobody knows where the value was meant to end. Taken as a bare word it harms nothing behind it, and its
        // traits keep anyone from believing it.
        let (end, bare) = bare_end(self.bytes, start);
        self.at = end;
        Word::new(start, end, bare | Traits::OPEN)
    }
}

/// Where the line that `at` is in ends: the position of its `\n`, or the end of the bytes.
pub(crate) fn line_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.iter()
        .position(|&byte| byte == b'\n')
        .map_or(bytes.len(), |found| at + found)
}

/// Where the bare word that goes on at `start` ends, and what is in it from there on.
#[inline(always)]
fn bare_end(bytes: &[u8], start: usize) -> (usize, u8) {
    let mut at = start;
    while let Some(sixteen) = bytes.get(at..at + 16) {
        let (first, second) = (special_bytes(&sixteen[..8]), special_bytes(&sixteen[8..]));
        // One branch for sixteen bytes, the length of most words: how many are left over is never predicted well.
        at += if first != 0 {
            first.trailing_zeros()
        } else {
            64 + second.trailing_zeros()
        } as usize
            / 8;
        if first | second != 0 {
            break;
        }
    }
    let mut seen = 0;
    while let Some(&byte) = bytes.get(at) {
        let class = CLASS[byte as usize];
        if class & Traits::SPACE != 0 {
            break;
        }
        seen |= class;
        at += 1;
    }
    (at, seen)
}

/// Eight bytes at once: the lowest bit that is set is in the first byte that [`CLASS`] says anything of, if there is one.
///
/// The arithmetic is that of "Determine if a word has a zero byte" in Bit Twiddling Hacks; what it gets wrong lies above
/// the first byte that it gets right.
#[inline]
fn special_bytes(eight: &[u8]) -> u64 {
    const LOW: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = LOW << 7;
    let Ok(eight) = eight.try_into() else {
        return HIGH;
    };
    let word = u64::from_le_bytes(eight);
    let below = |limit: u64, word: u64| word.wrapping_sub(LOW * limit) & !word;
    let equal = |byte: u8| below(1, word ^ (LOW * u64::from(byte)));
    // 0x7F and above: adding one reaches the highest bit, or it was there.
    (word | word.wrapping_add(LOW) | below(0x21, word) | equal(b'\\')) & HIGH
}

/// The position of the quote that closes the one at 0.
fn closing_quote(written: &[u8]) -> usize {
    let mut at = 1;
    while at < written.len() && written[at] != b'"' {
        at += if written[at] == b'\\' { 2 } else { 1 };
    }
    at.min(written.len())
}

/// What each byte adds to the traits of the word it is in. White space is what all measured readers split at: space,
/// tab, line feed, carriage return; form feed and vertical tab are control bytes to most of them.
static CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        class[byte] = match byte as u8 {
            b' ' | b'\t' | b'\n' | b'\r' => Traits::SPACE,
            b'\\' => Traits::BACKSLASH,
            0..0x20 | 0x7F => Traits::CONTROL,
            0x80.. => Traits::HIGH,
            _ => 0,
        };
        byte += 1;
    }
    // Inside quotes a tab or a carriage return is part of the value, and no value may hold one.
    class[b'\t' as usize] |= Traits::CONTROL;
    class[b'\r' as usize] |= Traits::CONTROL;
    class
};

#[cfg(test)]
mod tests {
    use super::*;

    /// Every word of `text` as it reads where values stand.
    fn words(text: &str) -> Vec<&str> {
        let mut lexer = Lexer::new(text.as_bytes());
        std::iter::from_fn(|| lexer.value())
            .map(|word| &text[word.range()])
            .collect()
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(words(text), expected, "in {text:?}");
    }

    #[test]
    fn white_space_separates() {
        check("a b\tc\r\nd\n\ne", &["a", "b", "c", "d", "e"]);
        check("", &[]);
        check(" \r\n\t", &[]);
    }

    #[test]
    fn quotes_keep_spaces_and_escapes_keep_quotes() {
        check(r#"x "p w" y"#, &["x", r#""p w""#, "y"]);
        check(r#""a\"b" c"#, &[r#""a\"b""#, "c"]);
        check(r#""a\\" c"#, &[r#""a\\""#, "c"]);
        check(r#"pa"ss wo"rd"#, &[r#"pa"ss"#, r#"wo"rd"#]);
        check(r#""ab"cd e"#, &[r#""ab"cd"#, "e"]);
    }

    #[test]
    fn an_open_quote_is_a_bare_word() {
        check("\"pa ss\nnext", &["\"pa", "ss", "next"]);
        check("\"", &["\""]);
        check("\"a\\", &["\"a\\"]);
    }

    #[test]
    fn a_hash_is_a_comment_where_a_keyword_may_stand() {
        let mut lexer = Lexer::new(b"# one\nx #two");
        let seen: Vec<_> = std::iter::from_fn(|| lexer.keyword())
            .map(|word| (word.range(), word.traits.comment()))
            .collect();
        assert_eq!(seen, [(0..5, true), (6..7, false), (8..12, true)]);
    }

    #[test]
    fn a_macro_ends_at_an_empty_line_or_at_the_end() {
        for (text, ended, rest) in [
            ("\ncd /\n\nnext", true, "\nnext"),
            ("\r\ncd /\r\n\r\nnext", true, "\nnext"),
            ("\ncd /\n", false, ""),
            ("\ncd /", false, ""),
            ("", false, ""),
            ("\n\nnext", true, "\nnext"),
        ] {
            let mut lexer = Lexer::new(text.as_bytes());
            assert_eq!(lexer.skip_macro(), ended, "{text:?}");
            assert_eq!(&text[lexer.at..], rest, "{text:?}");
        }
    }

    #[test]
    fn traits_tell_what_is_in_a_word() {
        let traits = |text: &str| {
            Lexer::new(text.as_bytes())
                .value()
                .map(|word| word.traits)
                .unwrap_or_default()
        };
        assert!(traits(r"a\b").backslash() && !traits(r"ab").backslash());
        assert!(traits("a\u{1}").control() && traits("\"a\tb\"").control());
        assert!(traits("ä").high() && traits("\"ä\"").high());
        assert!(traits(r#""a\nb""#).curl_escape() && !traits(r#""a\zb""#).curl_escape());
        assert!(traits(r#""ab"c"#).tail() && traits(r#""ab c"#).open());
    }
}
