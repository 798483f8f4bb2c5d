//! How readers split a file into words: one lexer, and the differences between tools as data.

use std::ops::Range;

use zeroize::Zeroizing;

use crate::readers::text::Text;

#[cfg(test)]
mod tests;

/// The syntax of words in a tool.
#[derive(Debug)]
pub(crate) struct Syntax {
    /// The bytes between words.
    pub(crate) separators: &'static [u8],
    /// The bytes that open a quoted word. The same byte closes it.
    pub(crate) quotes: &'static [u8],
    /// The effect of a backslash in a quoted word.
    pub(crate) quoted_backslash: QuotedBackslash,
    /// The effect of a backslash in a bare word.
    pub(crate) bare_backslash: BareBackslash,
}

/// The effect of a backslash in a quoted word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum QuotedBackslash {
    /// It is an ordinary byte.
    Literal,
    /// The next byte is taken literally.
    Escapes,
    /// The next byte is taken literally, but `\n`, `\r` and `\t` are control characters, as in
    /// curl.
    EscapesAsInCurl,
}

/// The effect of a backslash in a bare word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BareBackslash {
    /// It is an ordinary byte.
    Literal,
    /// The next byte is taken literally, even a separator.
    Escapes,
    /// The next byte is taken literally, unless the backslash starts the word.
    EscapesAfterFirst,
}

/// The bytes for which C's `isspace` is true.
pub(crate) const C_SPACE: &[u8] = b" \t\n\x0B\x0C\r";

impl Syntax {
    /// Words between separators, without quotes and escapes.
    pub(crate) const fn bare(separators: &'static [u8]) -> Self {
        Self {
            separators,
            quotes: b"",
            quoted_backslash: QuotedBackslash::Literal,
            bare_backslash: BareBackslash::Literal,
        }
    }
}

/// How a word was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Bare,
    Quoted,
    /// It opens with a quote that is never closed.
    Unclosed,
}

/// One word.
pub(crate) struct Word<'a> {
    /// Its place in the bytes, quotes included.
    pub(crate) range: Range<usize>,
    /// Its content, without quotes and escapes.
    pub(crate) text: Text<'a>,
    pub(crate) form: Form,
}

/// A position that moves through some bytes word by word.
pub(crate) struct Words<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) at: usize,
    syntax: &'static Syntax,
}

impl<'a> Words<'a> {
    pub(crate) fn new(bytes: &'a [u8], syntax: &'static Syntax) -> Self {
        Self {
            bytes,
            at: 0,
            syntax,
        }
    }

    /// Returns the next word, or `None` at the end. The position is then at the byte that ended the
    /// word.
    pub(crate) fn next(&mut self) -> Option<Word<'a>> {
        self.skip(self.syntax.separators);
        self.word_here()
    }

    /// Returns the word that starts at the position: an empty one at a separator, and `None` at the
    /// end.
    pub(crate) fn word_here(&mut self) -> Option<Word<'a>> {
        let first = self.peek()?;
        Some(if self.syntax.quotes.contains(&first) {
            self.quoted(first)
        } else {
            self.bare()
        })
    }

    /// The byte at the position.
    pub(crate) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Moves past bytes of this set.
    pub(crate) fn skip(&mut self, set: &[u8]) {
        while self.peek().is_some_and(|byte| set.contains(&byte)) {
            self.at += 1;
        }
    }

    /// Moves to the next byte of this set, or to the end.
    pub(crate) fn skip_to(&mut self, set: &[u8]) {
        while self.peek().is_some_and(|byte| !set.contains(&byte)) {
            self.at += 1;
        }
    }

    /// Moves past one byte, except at the end.
    pub(crate) fn step(&mut self) {
        self.at = (self.at + 1).min(self.bytes.len());
    }

    /// Returns the rest of the line with its line break, and moves past it. It is empty only at the
    /// end.
    pub(crate) fn line(&mut self) -> &'a [u8] {
        let rest = &self.bytes[self.at..];
        let line_break = rest.iter().position(|&byte| byte == b'\n');
        let line = &rest[..line_break.map_or(rest.len(), |found| found + 1)];
        self.at += line.len();
        line
    }

    fn bare(&mut self) -> Word<'a> {
        let start = self.at;
        while let Some(byte) = self.peek()
            && !self.is_separator(byte)
            && !self.is_bare_escape(start, byte)
        {
            self.at += 1;
        }
        let plain = &self.bytes[start..self.at];
        let text = match self.peek() {
            Some(byte) if self.is_bare_escape(start, byte) => self.bare_with_escapes(start, plain),
            _ => Text::Borrowed(plain),
        };
        Word {
            range: start..self.at,
            text,
            form: Form::Bare,
        }
    }

    /// Reads the rest of a bare word from its first escape on.
    fn bare_with_escapes(&mut self, start: usize, plain: &[u8]) -> Text<'a> {
        let mut text = self.buffer(start);
        text.extend_from_slice(plain);
        while let Some(byte) = self.peek().filter(|byte| !self.is_separator(*byte)) {
            let escapes = self.is_bare_escape(start, byte);
            self.at += 1;
            text.extend(if escapes { self.take() } else { Some(byte) });
        }
        Text::Owned(text)
    }

    fn is_separator(&self, byte: u8) -> bool {
        self.syntax.separators.contains(&byte)
    }

    /// Whether the byte at the position starts an escape in the bare word that starts at `start`.
    fn is_bare_escape(&self, start: usize, byte: u8) -> bool {
        byte == b'\\'
            && match self.syntax.bare_backslash {
                BareBackslash::Literal => false,
                BareBackslash::Escapes => true,
                BareBackslash::EscapesAfterFirst => self.at > start,
            }
    }

    fn quoted(&mut self, quote: u8) -> Word<'a> {
        let start = self.at;
        self.at += 1;
        while let Some(byte) = self.peek()
            && byte != quote
            && !self.is_quoted_escape(byte)
        {
            self.at += 1;
        }
        let plain = &self.bytes[start + 1..self.at];
        let (text, form) = if self.peek() == Some(quote) {
            self.at += 1;
            (Text::Borrowed(plain), Form::Quoted)
        } else {
            self.quoted_with_escapes(start, plain)
        };
        Word {
            range: start..self.at,
            text,
            form,
        }
    }

    /// Reads the rest of a quoted word from its first escape on.
    fn quoted_with_escapes(&mut self, start: usize, plain: &[u8]) -> (Text<'a>, Form) {
        let quote = self.bytes[start];
        let mut text = self.buffer(start);
        text.extend_from_slice(plain);
        while let Some(byte) = self.take() {
            if byte == quote {
                return (Text::Owned(text), Form::Quoted);
            }
            text.extend(if self.is_quoted_escape(byte) {
                self.take_escaped()
            } else {
                Some(byte)
            });
        }
        (Text::Owned(text), Form::Unclosed)
    }

    fn is_quoted_escape(&self, byte: u8) -> bool {
        byte == b'\\' && self.syntax.quoted_backslash != QuotedBackslash::Literal
    }

    fn take_escaped(&mut self) -> Option<u8> {
        let byte = self.take()?;
        Some(match self.syntax.quoted_backslash {
            QuotedBackslash::EscapesAsInCurl => curl_escape(byte),
            QuotedBackslash::Escapes | QuotedBackslash::Literal => byte,
        })
    }

    fn take(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    /// Returns a buffer that is large enough for the word at `start`: a buffer that grows leaves
    /// its old memory, secrets included, on the heap.
    fn buffer(&self, start: usize) -> Zeroizing<Vec<u8>> {
        let first = self.bytes[start];
        let is_quoted = self.syntax.quotes.contains(&first);
        let mut end = self.at;
        while let Some(&byte) = self.bytes.get(end) {
            let is_end = if is_quoted {
                byte == first
            } else {
                self.is_separator(byte)
            };
            if is_end {
                break;
            }
            end += if byte == b'\\' { 2 } else { 1 };
        }
        Zeroizing::new(Vec::with_capacity(end - start))
    }
}

fn curl_escape(byte: u8) -> u8 {
    match byte {
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        other => other,
    }
}
