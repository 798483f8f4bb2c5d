//! CPython's reader, those who use it, and a port of it.

use zeroize::Zeroizing;

use crate::readers::choice::{Broken, Choice, Entries, Seen};
use crate::readers::words::{Bare, Escape, Form, Syntax, Text, Words, ends_in_escape, lossy};
use crate::readers::{Answer, Query};

/// CPython's reader since 3.11, which is strict: what it does not know ends it. uv has a port of it.
///
/// The end of a word counts as read, and with it the line break that is there. So a comment is skipped as a whole only
/// where no line break was read since the word before: not behind a blank line, and not behind a blank at the end of a line.
pub(crate) fn python(bytes: &[u8], query: &Query<'_>, choice: &Choice) -> Answer {
    let Some(text) = python_text(bytes) else {
        return Answer::Error;
    };
    strict(&text, Dialect::Python).map_or(Answer::Error, |entries| choice.choose(&entries, query))
}

/// requests, and pip with it: CPython's reader, but an account stands in for a login.
pub(crate) fn requests(bytes: &[u8], query: &Query<'_>, choice: &Choice) -> Answer {
    let Some(text) = python_text(bytes) else {
        return Answer::Error;
    };
    let Ok(mut entries) = strict(&text, Dialect::Python) else {
        return Answer::Error;
    };
    for entry in &mut entries {
        let has = |part: &Option<Text<'_>>| part.as_ref().is_some_and(|text| !text.is_empty());
        if !has(&entry.login) && has(&entry.account) {
            entry.login = entry.account.take();
        }
    }
    choice.choose(&entries, query)
}

/// uv's port of CPython's reader: a comment at the top may have any number of words, and a macro ends at the end.
pub(crate) fn uv(bytes: &[u8], query: &Query<'_>, choice: &Choice) -> Answer {
    // What is not UTF-8 becomes U+FFFD, and a backslash at the end stands before a space.
    let mut text = lossy(bytes);
    if ends_in_escape(bytes) {
        text.push(' ');
    }
    strict(text.as_bytes(), Dialect::Uv)
        .map_or(Answer::Error, |entries| choice.choose(&entries, query))
}

/// A file as Python reads text: UTF-8, and a carriage return is a line break.
fn python_text(bytes: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    str::from_utf8(bytes).ok()?;
    let mut text = Zeroizing::new(Vec::with_capacity(bytes.len()));
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => {}
            b'\r' => text.push(b'\n'),
            _ => text.push(*byte),
        }
    }
    Some(text)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Dialect {
    Python,
    Uv,
}

static PYTHON: Syntax = Syntax {
    blanks: b" \t\r\n",
    quotes: b"\"",
    escape: Escape::Dropped,
    bare: Bare::Dropped,
};

fn strict(bytes: &[u8], dialect: Dialect) -> Entries<'_> {
    let mut words = Words::new(bytes, &PYTHON);
    let mut entries: Vec<Seen<'_>> = Vec::new();
    // The entry that is being read is the last one, while there is one.
    let mut in_entry = false;
    loop {
        let from = words.at;
        let word = python_word(&mut words);
        let same_line = !bytes[from..words.at].contains(&b'\n');
        match (&*word, in_entry) {
            (b"", _) => return Ok(entries),
            ([b'#', rest @ ..], inside) => {
                if same_line && (inside || rest.is_empty() || dialect == Dialect::Uv) {
                    words.line();
                }
            }
            (b"machine", _) => {
                let name = python_word(&mut words);
                if name.is_empty() {
                    return Err(Broken);
                }
                entries.push(Seen::under(name).filled());
                in_entry = true;
            }
            (b"default", _) => {
                entries.push(Seen::default().filled());
                in_entry = true;
            }
            (b"macdef", _) => {
                python_word(&mut words);
                if !skip_python_macro(&mut words, dialect) {
                    return Err(Broken);
                }
                in_entry = false;
            }
            (keyword @ (b"login" | b"user" | b"account" | b"password"), true) => {
                let keyword: &[u8] = if keyword == b"user" {
                    b"login"
                } else {
                    keyword
                };
                let value = python_word(&mut words);
                if let Some(entry) = entries.last_mut() {
                    entry.set(keyword, value);
                }
            }
            _ => return Err(Broken),
        }
    }
}

/// The next word, with the blank that ends it; empty at the end.
fn python_word<'a>(words: &mut Words<'a>) -> Text<'a> {
    let Some(word) = words.next() else {
        return Text::EMPTY;
    };
    if word.form == Form::Bare {
        words.step();
    }
    word.text
}

fn skip_python_macro(words: &mut Words<'_>, dialect: Dialect) -> bool {
    loop {
        let line = words.line();
        match dialect {
            Dialect::Python if line.is_empty() => return false,
            Dialect::Python if line == b"\n" => return true,
            Dialect::Uv if line.trim_ascii().is_empty() => return true,
            _ => {}
        }
    }
}
