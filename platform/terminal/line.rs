//! The line that a user types, and the keys that edit it.

use zeroize::Zeroizing;

/// The longest line, in bytes: a token of 64 KiB.
pub(super) const LONGEST: usize = 64 << 10;

/// A terminal in bracketed paste mode puts `ESC [ 200 ~` and `ESC [ 201 ~` around a paste. The byte
/// that differs is not compared.
const BRACKET: [u8; 6] = *b"\x1b[20?~";

/// Erases a character, whatever the terminal's own key for it.
const BACKSPACE: u8 = 0x08;
/// What most keyboards send for the same.
const DELETE: u8 = 0x7f;

/// The bytes of the keys that edit a line. 0 stands for a key that is switched off.
#[derive(Clone, Copy, Debug)]
pub(super) struct Keys {
    /// Ends the input.
    pub(super) end: u8,
    /// Erases the last character.
    pub(super) erase: u8,
    /// Erases the last word.
    pub(super) erase_word: u8,
    /// Erases the line.
    pub(super) erase_line: u8,
    /// Interrupts the program. 0 if the system turns it into a signal.
    pub(super) interrupt: u8,
}

impl Keys {
    /// The keys of a console, and of most terminals.
    #[cfg(any(windows, test))]
    pub(super) const USUAL: Self = Self {
        end: 0x04,
        erase: DELETE,
        erase_word: 0x17,
        erase_line: 0x15,
        interrupt: 0x03,
    };
}

/// What a typed byte did.
#[cfg_attr(test, derive(PartialEq, Eq))]
pub(super) enum Effect {
    /// It was added, or waits for the bytes that follow.
    Added,
    /// It erased bytes from the end.
    Erased(Zeroizing<Vec<u8>>),
    /// It ended the line.
    Line,
    /// It ended the input, on an empty line.
    End,
    /// It interrupts the program.
    Interrupt,
}

/// A line that is being typed. Zeroed when dropped.
pub(super) struct Line {
    keys: Keys,
    /// Never grows beyond its first capacity, which would leave a copy on the heap.
    bytes: Zeroizing<Vec<u8>>,
    /// How many bytes of [`BRACKET`] were typed last, and the one that it leaves open.
    bracket: (usize, u8),
    is_too_long: bool,
}

impl Line {
    /// Returns an empty line.
    pub(super) fn new(keys: Keys) -> Self {
        Self {
            keys,
            bytes: Zeroizing::new(Vec::with_capacity(LONGEST)),
            bracket: (0, 0),
            is_too_long: false,
        }
    }

    /// Adds a typed byte, or edits the line if it is an editing key.
    pub(super) fn push(&mut self, byte: u8) -> Effect {
        let (matched, open) = self.bracket;
        let continues = match BRACKET[matched] {
            b'?' => matches!(byte, b'0' | b'1'),
            expected => byte == expected,
        };
        if continues && matched + 1 == BRACKET.len() {
            self.bracket = (0, 0);
            return Effect::Added;
        }
        if continues {
            let open = if BRACKET[matched] == b'?' { byte } else { open };
            self.bracket = (matched + 1, open);
            return Effect::Added;
        }
        self.bracket = (0, 0);
        for &expected in &BRACKET[..matched] {
            self.add(if expected == b'?' { open } else { expected });
        }
        if matched > 0 && byte == BRACKET[0] {
            self.bracket = (1, 0);
            return Effect::Added;
        }
        self.edit(byte)
    }

    fn edit(&mut self, byte: u8) -> Effect {
        let keys = self.keys;
        match byte {
            b'\r' | b'\n' => Effect::Line,
            0 => self.add(0),
            _ if byte == keys.interrupt => Effect::Interrupt,
            _ if byte == keys.end && self.bytes.is_empty() => Effect::End,
            // As in a terminal's own editor: it does not end the line.
            _ if byte == keys.end => Effect::Added,
            BACKSPACE | DELETE => self.erase(self.last_character()),
            _ if byte == keys.erase => self.erase(self.last_character()),
            _ if byte == keys.erase_word => self.erase(self.last_word()),
            _ if byte == keys.erase_line => self.erase(0),
            _ => self.add(byte),
        }
    }

    fn add(&mut self, byte: u8) -> Effect {
        if self.bytes.len() < LONGEST {
            self.bytes.push(byte);
        } else {
            self.is_too_long = true;
        }
        Effect::Added
    }

    fn erase(&mut self, start: usize) -> Effect {
        // Too long a paste cannot be made right by erasing its end: the middle is missing.
        if start == 0 {
            self.is_too_long = false;
        }
        let erased = Zeroizing::new(self.bytes[start..].to_vec());
        self.bytes[start..].fill(0);
        self.bytes.truncate(start);
        Effect::Erased(erased)
    }

    /// The start of the last character.
    fn last_character(&self) -> usize {
        let is_start = |byte: &u8| byte & 0b1100_0000 != 0b1000_0000;
        self.bytes.iter().rposition(is_start).unwrap_or(0)
    }

    /// The start of the last word.
    fn last_word(&self) -> usize {
        let is_space = |byte: &u8| byte.is_ascii_whitespace();
        let Some(end) = self.bytes.iter().rposition(|byte| !is_space(byte)) else {
            return 0;
        };
        let space = self.bytes[..end].iter().rposition(is_space);
        space.map_or(0, |at| at + 1)
    }

    /// The bytes that were typed.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns the line, or `None` if it is longer than [`LONGEST`].
    pub(super) fn finish(mut self) -> Option<Zeroizing<Vec<u8>>> {
        let typed = Zeroizing::new(std::mem::take(&mut *self.bytes));
        (!self.is_too_long).then_some(typed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Types `text` and returns the effect of its last byte, and the line.
    fn type_in(text: &[u8]) -> (Effect, Option<Vec<u8>>) {
        let mut line = Line::new(Keys::USUAL);
        let mut effect = Effect::Added;
        for &byte in text {
            effect = line.push(byte);
        }
        (effect, line.finish().map(|bytes| bytes.to_vec()))
    }

    #[track_caller]
    fn typed(text: &[u8], expected: &[u8]) {
        let (effect, line) = type_in(text);
        assert!(effect == Effect::Line);
        assert_eq!(line.as_deref(), Some(expected));
    }

    #[test]
    fn a_line_ends_with_return_or_line_feed() {
        typed(b"hunter2\r", b"hunter2");
        typed(b"hunter2\n", b"hunter2");
        typed(b"\n", b"");
    }

    #[test]
    fn keys_erase_a_character_a_word_and_the_line() {
        typed(b"hunter3\x7f2\n", b"hunter2");
        typed("häß\u{8}\u{8}i\n".as_bytes(), b"hi");
        typed(b"\x7f\x7fa\n", b"a");
        typed(b"one two  \x17three\n", b"one three");
        typed(b"one\x17two\n", b"two");
        typed(b"one two\x15three\n", b"three");
    }

    #[test]
    fn ctrl_d_ends_the_input_on_an_empty_line_only() {
        assert!(type_in(b"\x04").0 == Effect::End);
        assert!(type_in(b"a\x7f\x04").0 == Effect::End);
        typed(b"a\x04b\n", b"ab");
    }

    #[test]
    fn ctrl_c_interrupts() {
        assert!(type_in(b"abc\x03").0 == Effect::Interrupt);
    }

    #[test]
    fn the_brackets_of_a_paste_are_not_part_of_the_line() {
        typed(b"\x1b[200~hunter2\x1b[201~\n", b"hunter2");
        typed(b"a\x1b[200~b\x1b[201~\x1b[200~c\x1b[201~d\n", b"abcd");
        // Everything else stays, so that the caller can refuse it.
        typed(b"\x1b[20~\x1b[D\n", b"\x1b[20~\x1b[D");
        typed(b"\x1b\x1b[200~a\n", b"\x1ba");
        typed(b"a\x1b[201\n", b"a\x1b[201");
    }

    #[test]
    fn a_line_longer_than_the_longest_token_is_not_cut_short() {
        let mut text = vec![b'x'; LONGEST];
        text.push(b'\n');
        typed(&text, &[b'x'; LONGEST]);
        text.insert(0, b'x');
        assert!(type_in(&text) == (Effect::Line, None));
        // Erasing the last character does not bring back the ones that were not kept.
        text.insert(LONGEST + 1, 0x7f);
        assert!(type_in(&text) == (Effect::Line, None));
        text.splice(LONGEST + 1..LONGEST + 2, *b"\x15short");
        typed(&text, b"short");
    }
}
