//! The model of Emacs.

use zeroize::Zeroizing;

use crate::readers::choice::{Choice, DefaultEntry, RequestedLogin};
use crate::readers::entry::{ReaderEntry, Unreadable};
use crate::readers::text::{Text, Value};
use crate::readers::words::{Form, Syntax, Words};

const SPACE: &[u8] = b" \t\n";

static EMACS: Syntax = Syntax {
    quotes: b"'\"",
    ..Syntax::bare(SPACE)
};

/// How Emacs chooses an entry.
pub(crate) const CHOICE: Choice = Choice {
    default: DefaultEntry::InPlace,
    login: RequestedLogin::SelectsAsInEmacs,
    encrypted_prefix: Some("gpg:"),
    ..Choice::FIRST
};

/// Parses a file like Emacs's auth-source: pairs of words, with either kind of quote. A `#` at the
/// start of a word starts a comment.
///
/// A pair before the first `machine` makes an entry for every host.
pub(crate) fn emacs(bytes: &[u8]) -> Result<Vec<ReaderEntry>, Unreadable> {
    let text = decoded(bytes);
    let mut words = Words::new(&text, &EMACS);
    let mut entries: Vec<EmacsEntry> = Vec::new();
    while let Some(keyword) = next_word(&mut words) {
        if *keyword == *b"default" {
            entries.push(EmacsEntry::default());
            continue;
        }
        let Some(value) = next_word(&mut words) else {
            break;
        };
        if *value == *b"machine" {
            return Err(Unreadable);
        }
        if *keyword == *b"machine" || entries.is_empty() {
            entries.push(EmacsEntry::default());
        }
        if let Some(entry) = entries.last_mut() {
            entry.set(&keyword, value.into_owned());
        }
    }
    Ok(entries.into_iter().map(EmacsEntry::finished).collect())
}

#[derive(Default)]
struct EmacsEntry {
    entry: ReaderEntry,
    /// The values of `login`, `account` and `user`.
    users: [Option<Value>; 3],
}

impl EmacsEntry {
    fn set(&mut self, keyword: &[u8], value: Value) {
        match keyword {
            b"machine" | b"host" => self.entry.machine = Some(value),
            // Emacs encrypts passwords in memory, and converts line breaks when it decrypts them.
            b"password" | b"secret" => self.entry.password = Some(with_line_feeds(&value)),
            b"login" => self.set_user(0, value),
            b"account" => self.set_user(1, value),
            b"user" => self.set_user(2, value),
            _ => {}
        }
    }

    /// Emacs answers the last of these values, but it compares a requested login with the first of
    /// their keywords.
    fn set_user(&mut self, keyword: usize, value: Value) {
        self.users[keyword] = Some(value.clone());
        self.entry.login = Some(value);
    }

    fn finished(self) -> ReaderEntry {
        ReaderEntry {
            compared_login: self.users.into_iter().flatten().next(),
            ..self.entry
        }
    }
}

/// Returns the next word that is not in a comment.
fn next_word<'a>(words: &mut Words<'a>) -> Option<Text<'a>> {
    words.skip(SPACE);
    while words.peek() == Some(b'#') {
        words.line();
        words.skip(SPACE);
    }
    let start = words.at;
    let word = words.word_here()?;
    if word.form == Form::Unclosed {
        // Emacs treats a quote that is not closed as an ordinary character.
        words.at = start;
        words.skip_to(SPACE);
        return Some(Text::Borrowed(&words.bytes[start..words.at]));
    }
    Some(word.text)
}

/// Decodes a file like a buffer of Emacs: without byte order mark, and with converted line breaks.
/// Text that is not UTF-8 is Latin-1; it stays as it is after a byte order mark, or with a byte
/// that Latin-1 does not use.
fn decoded(bytes: &[u8]) -> Value {
    let without_mark = bytes.strip_prefix(b"\xEF\xBB\xBF");
    let is_latin1 = without_mark.is_none()
        && str::from_utf8(bytes).is_err()
        && !bytes.iter().any(|byte| matches!(byte, 0x80..0xA0));
    let text = with_line_feeds(without_mark.unwrap_or(bytes));
    if !is_latin1 {
        return text;
    }
    let mut in_utf8 = Zeroizing::new(Vec::with_capacity(2 * text.len()));
    for &byte in text.iter() {
        let char = char::from(byte);
        in_utf8.extend_from_slice(char.encode_utf8(&mut [0; 2]).as_bytes());
    }
    in_utf8
}

/// Converts the line breaks that Emacs recognizes. A carriage return elsewhere is an ordinary
/// character, and a part of the word before it.
fn with_line_feeds(bytes: &[u8]) -> Value {
    let line_break = line_break(bytes);
    let mut text = Zeroizing::new(Vec::with_capacity(bytes.len()));
    let mut rest = bytes;
    while let [first, after @ ..] = rest {
        rest = after;
        match first {
            b'\r' if line_break == b"\r" => text.push(b'\n'),
            b'\r' if line_break == b"\r\n" && rest.first() == Some(&b'\n') => {}
            byte => text.push(*byte),
        }
    }
    text
}

/// Returns the line break that Emacs converts: none if some line ends with a line feed alone, and
/// otherwise CRLF if there is one. Source: `check_ascii` and `adjust_coding_eol_type` in coding.c.
fn line_break(bytes: &[u8]) -> &'static [u8] {
    let has_crlf = bytes.windows(2).any(|pair| pair == b"\r\n");
    let is_lone = |at: usize| bytes[at] == b'\n' && (at == 0 || bytes[at - 1] != b'\r');
    if (0..bytes.len()).any(is_lone) {
        b"\n"
    } else if has_crlf {
        b"\r\n"
    } else {
        b"\r"
    }
}
