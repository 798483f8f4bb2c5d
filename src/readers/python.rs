//! The models of CPython's module netrc, of requests, which uses it, and of uv, which has a port of
//! it.

use zeroize::Zeroizing;

use crate::readers::entry::{ReaderEntry, Unreadable};
use crate::readers::text::{Text, Value, ends_in_escape, lossy};
use crate::readers::words::{BareBackslash, Form, QuotedBackslash, Syntax, Words};

/// Parses a file like CPython since 3.11, which refuses unknown words.
pub(crate) fn python(bytes: &[u8]) -> Result<Vec<ReaderEntry>, Unreadable> {
    parse(&decoded(bytes)?, Dialect::Python)
}

/// Parses a file like requests and pip: like CPython, but an account replaces an empty login.
pub(crate) fn requests(bytes: &[u8]) -> Result<Vec<ReaderEntry>, Unreadable> {
    let mut entries = python(bytes)?;
    for entry in &mut entries {
        if is_empty(&entry.login) && !is_empty(&entry.account) {
            entry.login = entry.account.take();
        }
    }
    Ok(entries)
}

fn is_empty(part: &Option<Value>) -> bool {
    part.as_ref().is_none_or(|part| part.is_empty())
}

/// Parses a file like uv, whose port differs in comments and macros.
pub(crate) fn uv(bytes: &[u8]) -> Result<Vec<ReaderEntry>, Unreadable> {
    let mut text = lossy(bytes);
    if ends_in_escape(bytes) {
        // uv takes a backslash at the end for an escaped space.
        text.push(' ');
    }
    parse(text.as_bytes(), Dialect::Uv)
}

/// Decodes a file as Python reads text: it must be UTF-8, and a carriage return becomes a line
/// break.
fn decoded(bytes: &[u8]) -> Result<Value, Unreadable> {
    if str::from_utf8(bytes).is_err() {
        return Err(Unreadable);
    }
    let mut text = Zeroizing::new(Vec::with_capacity(bytes.len()));
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => {}
            b'\r' => text.push(b'\n'),
            _ => text.push(*byte),
        }
    }
    Ok(text)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Dialect {
    Python,
    Uv,
}

static PYTHON: Syntax = Syntax {
    separators: b" \t\r\n",
    quotes: b"\"",
    quoted_backslash: QuotedBackslash::Escapes,
    bare_backslash: BareBackslash::Escapes,
};

fn parse(bytes: &[u8], dialect: Dialect) -> Result<Vec<ReaderEntry>, Unreadable> {
    let mut words = Words::new(bytes, &PYTHON);
    let mut entries: Vec<ReaderEntry> = Vec::new();
    let mut in_entry = false;
    loop {
        let before = words.at;
        let word = next_word(&mut words);
        let is_same_line = !bytes[before..words.at].contains(&b'\n');
        match &*word {
            b"" => return Ok(entries),
            [b'#', comment @ ..] => {
                let is_long = in_entry || comment.is_empty() || dialect == Dialect::Uv;
                if is_long && is_same_line {
                    words.line();
                }
            }
            b"machine" => {
                let name = next_word(&mut words);
                if name.is_empty() {
                    return Err(Unreadable);
                }
                entries.push(ReaderEntry::for_machine_or_default(name).with_empty_parts());
                in_entry = true;
            }
            b"default" => {
                entries.push(ReaderEntry::default_entry().with_empty_parts());
                in_entry = true;
            }
            b"macdef" => {
                next_word(&mut words);
                skip_macro(&mut words, dialect)?;
                in_entry = false;
            }
            keyword @ (b"login" | b"user" | b"account" | b"password") if in_entry => {
                let value = next_word(&mut words);
                let part = if keyword == b"user" {
                    b"login"
                } else {
                    keyword
                };
                if let Some(entry) = entries.last_mut() {
                    entry.set(part, value);
                }
            }
            _ => return Err(Unreadable),
        }
    }
}

/// Returns the next word, or an empty one at the end.
///
/// It moves past the byte that ends a bare word. Where that is a line break, CPython takes the next
/// line for the rest of the same line, which is why it refuses a comment after a blank line, or
/// after a space at the end of a line.
fn next_word<'a>(words: &mut Words<'a>) -> Text<'a> {
    let Some(word) = words.next() else {
        return Text::EMPTY;
    };
    if word.form == Form::Bare {
        words.step();
    }
    word.text
}

fn skip_macro(words: &mut Words<'_>, dialect: Dialect) -> Result<(), Unreadable> {
    loop {
        let line = words.line();
        match dialect {
            Dialect::Python if line.is_empty() => return Err(Unreadable),
            Dialect::Python if line == b"\n" => return Ok(()),
            Dialect::Uv if line.trim_ascii().is_empty() => return Ok(()),
            _ => {}
        }
    }
}
