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
            b"password" | b"secret" => self.entry.password = Some(with_line_feeds(value)),
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

/// Emacs encrypts passwords in memory, and converts carriage returns when it decrypts them.
fn with_line_feeds(mut password: Value) -> Value {
    for byte in password.iter_mut().filter(|byte| **byte == b'\r') {
        *byte = b'\n';
    }
    password
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
    let bytes_after_mark = without_mark.unwrap_or(bytes);
    let line_break = line_break(bytes_after_mark);
    let is_latin1 = without_mark.is_none()
        && str::from_utf8(bytes).is_err()
        && !bytes.iter().any(|byte| matches!(byte, 0x80..0xA0));
    let mut text = Zeroizing::new(Vec::with_capacity(2 * bytes.len()));
    let mut rest = bytes_after_mark;
    while let [first, after @ ..] = rest {
        rest = after;
        match first {
            b'\r' if line_break == b"\r" => text.push(b'\n'),
            b'\r' if line_break == b"\r\n" && rest.first() == Some(&b'\n') => {}
            0x80.. if is_latin1 => {
                let char = char::from(*first);
                text.extend_from_slice(char.encode_utf8(&mut [0; 2]).as_bytes());
            }
            byte => text.push(*byte),
        }
    }
    text
}

/// Returns the line break that Emacs converts: that of the first three lines, if they agree.
fn line_break(bytes: &[u8]) -> &'static [u8] {
    let mut breaks: Vec<&'static [u8]> = Vec::new();
    let mut at = 0;
    while breaks.len() < 3 && at < bytes.len() {
        let found: &[u8] = match bytes[at..] {
            [b'\r', b'\n', ..] => b"\r\n",
            [b'\r', ..] => b"\r",
            [b'\n', ..] => b"\n",
            _ => b"",
        };
        at += found.len().max(1);
        breaks.extend(Some(found).filter(|found| !found.is_empty()));
    }
    match breaks.first() {
        Some(first) if breaks.iter().all(|other| other == first) => first,
        _ => b"\n",
    }
}
