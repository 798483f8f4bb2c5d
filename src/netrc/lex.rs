//! Splits a netrc into words, quoted words and comments, without interpreting them.

use crate::netrc::lines::{is_line_end, line_end};
use crate::netrc::scan::{CLASS, bare_end};
use crate::netrc::word::Traits;
pub(crate) use crate::netrc::word::Word;

/// The largest file, in bytes, that a [`Word`] can hold positions of. The rest of a larger file is
/// kept, but not parsed.
pub(crate) const MAX_BYTES: usize = u32::MAX as usize;

/// Reads any bytes one word at a time.
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

    /// The position of the next unread byte.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// Reads the next word or comment where a keyword may be. There, `#` starts a comment.
    #[inline(always)]
    pub(crate) fn keyword(&mut self) -> Option<Word> {
        let start = self.word_start()?;
        if self.bytes[start] != b'#' {
            return Some(self.word(start));
        }
        self.at = line_end(self.bytes, start);
        Some(Word::new(start, self.at, Traits::COMMENT))
    }

    /// Reads the next word where a value must be. There, `#` is an ordinary character.
    #[inline(always)]
    pub(crate) fn value(&mut self) -> Option<Word> {
        let start = self.word_start()?;
        Some(self.word(start))
    }

    /// Goes back to the start of `word`, to read it again.
    pub(crate) fn back_to(&mut self, word: Word) {
        self.at = word.start();
    }

    /// Moves to the end of the first empty line, which ends a macro, or else to the end of the
    /// file. Returns whether there was an empty line.
    ///
    /// The macro starts on the line after its name. Source: ftp(1).
    pub(crate) fn skip_macro(&mut self) -> bool {
        let mut line = line_end(self.bytes, self.at);
        while line < self.bytes.len() {
            let next = line_end(self.bytes, line + 1);
            let text = &self.bytes[line + 1..next];
            line = next;
            if matches!(text, b"" | b"\r") {
                // The text after the last line break of a file is not a line.
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
                b'\n' | b'\r' if is_line_end(self.bytes, at) => break,
                b'\\' => {
                    seen |= Traits::BACKSLASH;
                    at += 1;
                    match self.bytes.get(at) {
                        Some(b'n' | b'r' | b't') => seen |= Traits::CURL_ESCAPE,
                        Some(b'\n' | b'\r') if is_line_end(self.bytes, at) => break,
                        None => break,
                        Some(&escaped) => seen |= CLASS[escaped as usize] & !Traits::SPACE,
                    }
                }
                other => seen |= CLASS[other as usize] & !Traits::SPACE,
            }
            at += 1;
        }
        // Unterminated quote: read a bare word so that later entries still parse, and set OPEN so
        // that the parser reports it.
        let (end, bare) = bare_end(self.bytes, start);
        self.at = end;
        Word::new(start, end, bare | Traits::OPEN)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every word of `text`, read as a value.
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
    fn a_word_with_an_unterminated_quote_is_bare() {
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
    fn traits_describe_the_bytes_of_a_word() {
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
