//! How readers cut a file into words: one lexer, and what they do differently as data.

use std::ops::{Deref, Range};

use zeroize::{Zeroize, Zeroizing};

/// What a reader takes for a word.
#[derive(Debug)]
pub(crate) struct Syntax {
    /// The bytes between words.
    pub(crate) blanks: &'static [u8],
    /// The characters that open a quoted word; the same one closes it.
    pub(crate) quotes: &'static [u8],
    /// What a backslash does between quotes.
    pub(crate) escape: Escape,
    /// What a backslash does outside quotes.
    pub(crate) bare: Bare,
}

/// What a backslash does outside quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bare {
    /// It is a character like any other.
    Kept,
    /// The next byte is meant as it is, a blank too.
    Dropped,
    /// The same, but not at the start of a word.
    DroppedInside,
}

/// What a backslash does between quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Escape {
    /// It is a character like any other.
    Kept,
    /// The next byte is meant as it is.
    Dropped,
    /// The same, but `\n`, `\r` and `\t` are a line break, a carriage return and a tab.
    Curl,
}

/// What C's `isspace` takes for white space.
pub(crate) const C_SPACE: &[u8] = b" \t\n\x0B\x0C\r";

/// A syntax of bare words and nothing else.
pub(crate) const fn bare(blanks: &'static [u8]) -> Syntax {
    Syntax {
        blanks,
        quotes: b"",
        escape: Escape::Kept,
        bare: Bare::Kept,
    }
}

/// Some bytes of a file, or what an escape made of them; zeroed when it is ours.
#[derive(Clone)]
pub(crate) enum Text<'a> {
    /// As they stand in the file.
    Plain(&'a [u8]),
    /// Without quotes and escapes.
    Made(Vec<u8>),
}

impl Text<'_> {
    pub(crate) const EMPTY: Self = Text::Plain(b"");

    /// What C sees of it: nothing behind a NUL.
    pub(crate) fn c_string(mut self) -> Self {
        let end = c_string(&self).len();
        match &mut self {
            Self::Plain(bytes) => *bytes = &bytes[..end],
            Self::Made(bytes) => {
                bytes[end..].zeroize();
                bytes.truncate(end);
            }
        }
        self
    }
}

impl Deref for Text<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Plain(bytes) => bytes,
            Self::Made(bytes) => bytes,
        }
    }
}

impl Drop for Text<'_> {
    fn drop(&mut self) {
        if let Self::Made(bytes) = self {
            bytes.zeroize();
        }
    }
}

/// How a word was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Bare,
    Quoted,
    /// It opens with a quote, and nothing closes it.
    Open,
}

/// One word.
pub(crate) struct Word<'a> {
    /// Where it is, its quotes included.
    pub(crate) range: Range<usize>,
    pub(crate) text: Text<'a>,
    pub(crate) form: Form,
}

/// A position in some bytes that moves forward a word at a time.
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

    /// The next word. What ends it is not consumed.
    pub(crate) fn next(&mut self) -> Option<Word<'a>> {
        self.skip(self.syntax.blanks);
        self.here()
    }

    /// The word that starts right here; `None` at the end, and an empty one before a blank.
    pub(crate) fn here(&mut self) -> Option<Word<'a>> {
        let first = *self.bytes.get(self.at)?;
        Some(if self.syntax.quotes.contains(&first) {
            self.quoted(first)
        } else {
            self.bare()
        })
    }

    /// Moves over some bytes.
    pub(crate) fn skip(&mut self, bytes: &[u8]) {
        self.at += self.bytes[self.at..]
            .iter()
            .take_while(|byte| bytes.contains(byte))
            .count();
    }

    /// Moves to the first of some bytes, or to the end.
    pub(crate) fn skip_to(&mut self, bytes: &[u8]) {
        self.at += self.bytes[self.at..]
            .iter()
            .take_while(|byte| !bytes.contains(byte))
            .count();
    }

    /// Moves over one byte, if there is one.
    pub(crate) fn step(&mut self) {
        self.at = (self.at + 1).min(self.bytes.len());
    }

    /// The rest of the line with its line break, which is moved over. Empty at the end and nowhere else.
    pub(crate) fn line(&mut self) -> &'a [u8] {
        let rest = &self.bytes[self.at..];
        let end = rest
            .iter()
            .position(|&byte| byte == b'\n')
            .map_or(rest.len(), |found| found + 1);
        self.at += end;
        &rest[..end]
    }

    fn bare(&mut self) -> Word<'a> {
        let (start, syntax) = (self.at, self.syntax);
        let first = usize::from(syntax.bare == Bare::DroppedInside);
        let escapes =
            |at: usize, byte: u8| byte == b'\\' && syntax.bare != Bare::Kept && at >= start + first;
        let rest = &self.bytes[start..];
        let special =
            |(at, byte): (usize, &u8)| syntax.blanks.contains(byte) || escapes(start + at, *byte);
        let plain = rest
            .iter()
            .enumerate()
            .position(special)
            .unwrap_or(rest.len());
        self.at += plain;
        if !self
            .bytes
            .get(self.at)
            .is_some_and(|&byte| escapes(self.at, byte))
        {
            return Word {
                range: start..self.at,
                text: Text::Plain(&rest[..plain]),
                form: Form::Bare,
            };
        }
        let mut text = self.room(start);
        text.extend_from_slice(&rest[..plain]);
        while let Some(&byte) = self
            .bytes
            .get(self.at)
            .filter(|byte| !syntax.blanks.contains(byte))
        {
            self.at += 1;
            text.extend(if escapes(self.at - 1, byte) {
                self.take()
            } else {
                Some(byte)
            });
        }
        Word {
            range: start..self.at,
            text: Text::Made(text),
            form: Form::Bare,
        }
    }

    fn quoted(&mut self, quote: u8) -> Word<'a> {
        let start = self.at;
        self.at += 1;
        let rest = &self.bytes[self.at..];
        let escape = self.syntax.escape;
        let escapes = |byte: u8| byte == b'\\' && escape != Escape::Kept;
        let plain = rest
            .iter()
            .position(|&byte| byte == quote || escapes(byte))
            .unwrap_or(rest.len());
        self.at += plain;
        if self.bytes.get(self.at) == Some(&quote) {
            self.at += 1;
            return Word {
                range: start..self.at,
                text: Text::Plain(&rest[..plain]),
                form: Form::Quoted,
            };
        }
        let mut text = self.room(start);
        text.extend_from_slice(&rest[..plain]);
        let mut form = Form::Open;
        while let Some(byte) = self.take() {
            if byte == quote {
                form = Form::Quoted;
                break;
            }
            let meant = match (escapes(byte), escape) {
                (false, _) => Some(byte),
                (true, Escape::Curl) => self.take().map(unescaped),
                (true, _) => self.take(),
            };
            text.extend(meant);
        }
        Word {
            range: start..self.at,
            text: Text::Made(text),
            form,
        }
    }

    fn take(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.at).copied();
        self.at += usize::from(byte.is_some());
        byte
    }

    /// A buffer for what an escape makes of the word at `start`. It is as large as the word can get: one that grew would
    /// leave its old self, secret and all, on the heap.
    fn room(&self, start: usize) -> Vec<u8> {
        let mut end = Words {
            bytes: self.bytes,
            at: self.at,
            syntax: self.syntax,
        };
        let quote = self.bytes[start];
        let quoted = self.syntax.quotes.contains(&quote);
        while let Some(byte) = end.take() {
            match byte {
                b'\\' => _ = end.take(),
                _ if quoted && byte == quote => break,
                _ if !quoted && self.syntax.blanks.contains(&byte) => break,
                _ => {}
            }
        }
        Vec::with_capacity(end.at - start)
    }
}

fn unescaped(byte: u8) -> u8 {
    match byte {
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        other => other,
    }
}

/// Text of any bytes: what is not UTF-8 becomes U+FFFD. There is room for one more byte.
pub(crate) fn lossy(bytes: &[u8]) -> Zeroizing<String> {
    // Sized before it is filled: a string that grew would leave its old buffer, secrets and all, on the heap.
    let pieces = || {
        bytes.utf8_chunks().map(|chunk| {
            (
                chunk.valid(),
                if chunk.invalid().is_empty() {
                    ""
                } else {
                    "\u{FFFD}"
                },
            )
        })
    };
    let length: usize = pieces()
        .map(|(valid, other)| valid.len() + other.len())
        .sum();
    let mut text = Zeroizing::new(String::with_capacity(length + 1));
    pieces().for_each(|(valid, other)| text.extend([valid, other]));
    text
}

/// Whether a backslash at the end escapes what is not there.
pub(crate) fn ends_in_escape(bytes: &[u8]) -> bool {
    bytes
        .iter()
        .rev()
        .take_while(|byte| **byte == b'\\')
        .count()
        % 2
        == 1
}

/// What C sees of some bytes: nothing behind a NUL.
pub(crate) fn c_string(bytes: &[u8]) -> &[u8] {
    bytes
        .iter()
        .position(|&byte| byte == 0)
        .map_or(bytes, |end| &bytes[..end])
}

/// What `fgets` gives: up to a line break, and not more than `most` bytes.
pub(crate) fn c_piece<'a>(rest: &mut &'a [u8], most: usize) -> &'a [u8] {
    let end = rest
        .iter()
        .take(most)
        .position(|&byte| byte == b'\n')
        .map_or(most.min(rest.len()), |found| found + 1);
    let (piece, behind) = rest.split_at(end);
    *rest = behind;
    piece
}

/// A file as C gets it line by line from `fgets`: a NUL takes with it what is behind it, and with the line break the end of
/// its line.
pub(crate) fn c_text(bytes: &[u8], most: usize) -> Text<'_> {
    if !bytes.contains(&0) {
        return Text::Plain(bytes);
    }
    let (mut text, mut rest) = (Vec::with_capacity(bytes.len()), bytes);
    while !rest.is_empty() {
        text.extend_from_slice(c_string(c_piece(&mut rest, most)));
    }
    Text::Made(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    static PLAIN: Syntax = bare(b" \n");
    static CURL: Syntax = Syntax {
        blanks: b" \n",
        quotes: b"\"",
        escape: Escape::Curl,
        bare: Bare::Kept,
    };
    static PYTHON: Syntax = Syntax {
        blanks: b" \n",
        quotes: b"\"",
        escape: Escape::Dropped,
        bare: Bare::Dropped,
    };
    static EMACS: Syntax = Syntax {
        blanks: b" \n",
        quotes: b"'\"",
        escape: Escape::Kept,
        bare: Bare::Kept,
    };

    #[track_caller]
    fn check(syntax: &'static Syntax, text: &str, expected: &[&str]) {
        let mut words = Words::new(text.as_bytes(), syntax);
        let found: Vec<String> = std::iter::from_fn(|| words.next())
            .map(|word| String::from_utf8_lossy(&word.text).into_owned())
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn each_syntax_has_its_own_words() {
        let text = r#"a\b "c d" 'e f' "g\nh" i"j"#;
        check(
            &PLAIN,
            text,
            &[r"a\b", "\"c", "d\"", "'e", "f'", r#""g\nh""#, "i\"j"],
        );
        check(&CURL, text, &[r"a\b", "c d", "'e", "f'", "g\nh", "i\"j"]);
        check(&PYTHON, text, &["ab", "c d", "'e", "f'", "gnh", "i\"j"]);
        check(&EMACS, text, &[r"a\b", "c d", "e f", r"g\nh", "i\"j"]);
    }

    #[test]
    fn an_open_quote_goes_on_to_the_end() {
        check(&CURL, "\"a b\nc", &["a b\nc"]);
        check(&CURL, "\"a\\", &["a"]);
        check(&PYTHON, r"a\ b c\", &["a b", "c"]);
    }

    #[test]
    fn what_follows_a_closing_quote_is_a_word_of_its_own() {
        check(&PYTHON, "\"ab\"cd", &["ab", "cd"]);
    }
}
