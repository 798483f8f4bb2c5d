//! The models of CPython's module netrc, of requests, which uses it, and of uv, which has a port of
//! it.

use zeroize::Zeroizing;

use crate::readers::choice::{Choice, HostName, RequestedLogin, Requires};
use crate::readers::entry::{ReaderEntry, Unreadable};
use crate::readers::text::{Text, Value, ends_in_escape, lossy};
use crate::readers::words::{BareBackslash, Form, QuotedBackslash, Syntax, Words};

/// Parses a file like CPython since 3.11, which refuses unknown words.
pub(crate) fn python(bytes: &[u8]) -> Result<Vec<ReaderEntry>, Unreadable> {
    parse(&decoded(bytes)?, Dialect::Python)
}

/// How wandb chooses an entry: it asks the module netrc for `host:port`.
pub(crate) const WANDB: Choice = Choice {
    name: HostName::WithPort,
    ..Choice::LAST
};

/// How requests chooses an entry.
pub(crate) const REQUESTS: Choice = Choice {
    requires: Requires::Either,
    ..Choice::LAST
};

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

/// How uv chooses an entry.
pub(crate) const UV: Choice = Choice {
    name: HostName::Bracketed,
    login: RequestedLogin::MustMatch,
    ..Choice::LAST
};

/// Parses a file like uv, which differs from CPython in comments and macros.
pub(crate) fn uv(bytes: &[u8]) -> Result<Vec<ReaderEntry>, Unreadable> {
    let mut text = lossy(bytes);
    if ends_in_escape(bytes) {
        // uv reads a backslash at the end as an escaped space.
        text.push(' ');
    }
    parse(text.as_bytes(), Dialect::Uv)
}

/// Decodes a file as Python reads text: it must be UTF-8, and a carriage return becomes a line
/// break.
pub(super) fn decoded(bytes: &[u8]) -> Result<Value, Unreadable> {
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
    let mut parser = Parser {
        words: Words::new(bytes, &PYTHON),
        dialect,
        entries: Vec::new(),
        in_entry: false,
    };
    loop {
        let before = parser.words.at;
        let word = next_word(&mut parser.words);
        let read = &bytes[before..parser.words.at];
        match &*word {
            b"" => return Ok(parser.entries),
            [b'#', comment @ ..] => parser.skip_comment(comment, read),
            keyword => parser.read_keyword(keyword)?,
        }
    }
}

struct Parser<'a> {
    words: Words<'a>,
    dialect: Dialect,
    entries: Vec<ReaderEntry>,
    in_entry: bool,
}

impl Parser<'_> {
    /// Skips the rest of a comment after its first word.
    ///
    /// CPython does that only if it `read` no line break for that word. The byte that ends a word
    /// is read with it, so a comment may follow on the next line, but not after an empty line or a
    /// space at the end of a line: the rest of such a comment is read as keywords.
    fn skip_comment(&mut self, first_word: &[u8], read: &[u8]) {
        let is_skipped = self.in_entry || first_word.is_empty() || self.dialect == Dialect::Uv;
        if is_skipped && !read.contains(&b'\n') {
            self.words.line();
        }
    }

    fn read_keyword(&mut self, keyword: &[u8]) -> Result<(), Unreadable> {
        match keyword {
            b"machine" => {
                let name = next_word(&mut self.words);
                if name.is_empty() {
                    return Err(Unreadable);
                }
                self.start(ReaderEntry::for_machine_or_default(name));
            }
            b"default" => self.start(ReaderEntry::default_entry()),
            b"macdef" => {
                next_word(&mut self.words);
                skip_macro(&mut self.words, self.dialect)?;
                self.in_entry = false;
            }
            b"login" | b"user" | b"account" | b"password" if self.in_entry => {
                let value = next_word(&mut self.words);
                let part = if keyword == b"user" {
                    b"login"
                } else {
                    keyword
                };
                if let Some(entry) = self.entries.last_mut() {
                    entry.set(part, value);
                }
            }
            _ => return Err(Unreadable),
        }
        Ok(())
    }

    fn start(&mut self, entry: ReaderEntry) {
        self.entries.push(entry.with_empty_parts());
        self.in_entry = true;
    }
}

/// Returns the next word, or an empty one at the end. It moves past the byte that ends a bare word.
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
