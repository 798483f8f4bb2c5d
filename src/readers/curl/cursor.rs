//! How curl 7 and 8 split a file into words while they scan it.

use crate::readers::curl::MAX_WORD;
use crate::readers::entry::Unreadable;
use crate::readers::words::{C_SPACE, Form, QuotedBackslash, Syntax, Word, Words};

/// The generations of curl that scan a file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Generation {
    Seven,
    Eight,
}

/// Where a scan is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    BetweenEntries,
    AfterMachine,
    /// In an entry for the host.
    InEntry,
    InMacro,
}

/// A position that moves through the text of a file word by word.
pub(super) struct Cursor<'a> {
    text: &'a [u8],
    at: usize,
    /// The end of the line at the position. Only curl 7 reads line by line.
    line_end: usize,
    generation: Generation,
}

static SEVEN: Syntax = Syntax {
    quotes: b"\"",
    quoted_backslash: QuotedBackslash::EscapesAsInCurl,
    ..Syntax::bare(C_SPACE)
};

static EIGHT: Syntax = Syntax {
    quotes: b"\"",
    quoted_backslash: QuotedBackslash::EscapesAsInCurl,
    ..Syntax::bare(&NOT_PRINTABLE)
};

/// The space and every byte that is not printable ASCII: curl 8 reads a word with `while(*tok > '
/// ')`, and `char` is signed.
static NOT_PRINTABLE: [u8; 161] = {
    let mut bytes = [0; 161];
    let (mut at, mut byte) = (0, 0_u16);
    while byte < 256 {
        if byte <= 0x20 || byte >= 0x80 {
            bytes[at] = byte as u8;
            at += 1;
        }
        byte += 1;
    }
    bytes
};

impl<'a> Cursor<'a> {
    pub(super) fn new(text: &'a [u8], generation: Generation) -> Self {
        Self {
            text,
            at: 0,
            line_end: 0,
            generation,
        }
    }

    pub(super) fn position(&self) -> usize {
        self.at
    }

    /// Moves to a word that is not in a macro.
    pub(super) fn move_to(&mut self, at: usize) {
        self.at = at;
        self.line_end = at;
    }

    /// Returns the next word, or `None` at the end. An empty line ends a macro.
    pub(super) fn next(&mut self, state: &mut State) -> Result<Option<Word<'a>>, Unreadable> {
        match self.generation {
            Generation::Seven => self.next_of_curl_7(state),
            Generation::Eight => self.next_of_curl_8(state),
        }
    }

    /// A word that starts with `#` comments out the rest of its line.
    fn next_of_curl_7(&mut self, state: &mut State) -> Result<Option<Word<'a>>, Unreadable> {
        loop {
            if self.at >= self.line_end && !self.start_line(state) {
                return Ok(None);
            }
            let mut words = Words::new(&self.text[..self.line_end], &SEVEN);
            words.at = self.at;
            words.skip(b" \t");
            // A carriage return, and a line break after spaces, make an empty word.
            let word = match words.peek() {
                Some(b'#') => None,
                _ => words.word_here(),
            };
            match word {
                None => self.at = self.line_end,
                Some(word) if word.form == Form::Unclosed => return Err(Unreadable),
                Some(word) => {
                    words.step();
                    self.at = words.at;
                    return Ok(Some(word));
                }
            }
        }
    }

    /// Moves to the next line that has words for the scan. Returns `false` at the end.
    fn start_line(&mut self, state: &mut State) -> bool {
        while let Some(first) = self.text.get(self.at) {
            let rest = &self.text[self.at..];
            let line_break = rest.iter().position(|&byte| byte == b'\n');
            self.line_end = line_break.map_or(self.text.len(), |found| self.at + found + 1);
            if *state != State::InMacro {
                return true;
            }
            if matches!(first, b'\n' | b'\r') {
                *state = State::BetweenEntries;
                return true;
            }
            self.at = self.line_end;
        }
        false
    }

    fn next_of_curl_8(&mut self, state: &mut State) -> Result<Option<Word<'a>>, Unreadable> {
        let mut words = Words::new(self.text, &EIGHT);
        words.at = self.at;
        loop {
            words.skip(b" \t");
            if *state == State::InMacro && matches!(words.peek(), Some(b'\n' | b'\r')) {
                *state = State::BetweenEntries;
            }
            if words.peek() != Some(b'\n') {
                break;
            }
            words.step();
        }
        let word = words.word_here();
        // curl moves past the byte that ends a word, even a line break.
        words.step();
        self.at = words.at;
        match word {
            Some(word)
                if word.form == Form::Unclosed
                    || word.range.is_empty()
                    || word.text.len() > MAX_WORD =>
            {
                Err(Unreadable)
            }
            word => Ok(word),
        }
    }
}
