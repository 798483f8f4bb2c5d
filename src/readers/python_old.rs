//! The model of CPython's module netrc up to 3.10, which splits a file with the module shlex.

use std::collections::VecDeque;

use crate::readers::entry::{ReaderEntry, Unreadable};
use crate::readers::python::decoded;
use crate::readers::text::Text;

/// Parses a file like CPython 3.10. An entry needs a password; other words are errors; a quote is
/// an ordinary character, and a character that is not printable ASCII is a word of its own.
pub(crate) fn python_old(bytes: &[u8]) -> Result<Vec<ReaderEntry>, Unreadable> {
    let bytes = decoded(bytes)?;
    let mut shlex = Shlex {
        bytes: &bytes,
        at: 0,
        pushed: VecDeque::new(),
        character: None,
        lines: 0,
    };
    let mut entries = Vec::new();
    loop {
        let lines = shlex.lines;
        let word = shlex.next();
        match word {
            b"" => return Ok(entries),
            [b'#', rest @ ..] => {
                if shlex.lines == lines && rest.is_empty() {
                    shlex.line();
                }
            }
            b"machine" => {
                let name = Text::Borrowed(shlex.next());
                entries.push(read_entry(
                    &mut shlex,
                    ReaderEntry::for_machine_or_default(name),
                )?);
            }
            b"default" => entries.push(read_entry(&mut shlex, ReaderEntry::default_entry())?),
            b"macdef" => {
                shlex.next();
                while !matches!(shlex.line(), b"" | b"\n") {}
            }
            _ => return Err(Unreadable),
        }
    }
}

fn read_entry<'a>(shlex: &mut Shlex<'a>, entry: ReaderEntry) -> Result<ReaderEntry, Unreadable> {
    let mut entry = entry;
    loop {
        let word = shlex.next();
        match word {
            b"" | b"machine" | b"default" | b"macdef" | [b'#', ..] => {
                let password = entry.password.as_ref();
                if password.is_none_or(|password| password.is_empty()) {
                    return Err(Unreadable);
                }
                shlex.pushed.push_front(word);
                return Ok(entry.with_empty_parts());
            }
            b"login" | b"user" => entry.set(b"login", Text::Borrowed(shlex.next())),
            b"account" | b"password" => entry.set(word, Text::Borrowed(shlex.next())),
            _ => return Err(Unreadable),
        }
    }
}

/// The module shlex, as the module netrc sets it up.
struct Shlex<'a> {
    bytes: &'a [u8],
    at: usize,
    /// Words that were returned.
    pushed: VecDeque<&'a [u8]>,
    /// A character that ended a word, and is read before the rest. It is not a part of the rest of
    /// its line.
    character: Option<&'a [u8]>,
    /// The number of line breaks so far.
    lines: usize,
}

impl<'a> Shlex<'a> {
    /// Returns the next word, or an empty one at the end. Moves past the white space that ends it.
    fn next(&mut self) -> &'a [u8] {
        if let Some(word) = self.pushed.pop_front() {
            return word;
        }
        let bytes = self.bytes;
        let mut start = None;
        loop {
            let Some(character) = self.character.take().or_else(|| self.take()) else {
                return start.map_or(b"", |start| &bytes[start..]);
            };
            let is_first = start.is_none();
            match character {
                b"\n" | b" " | b"\t" | b"\r" => {
                    self.lines += usize::from(character == b"\n");
                    if let Some(start) = start {
                        return &bytes[start..self.at - 1];
                    }
                }
                [b'!'..=b'~'] => start = start.or(Some(self.at - 1)),
                _ if is_first => return character,
                _ => {
                    let end = self.at - character.len();
                    self.character = Some(character);
                    return start.map_or(b"", |start| &bytes[start..end]);
                }
            }
        }
    }

    /// Returns the rest of the line with its line break, and moves past it. Its line break is not
    /// counted.
    fn line(&mut self) -> &'a [u8] {
        let rest = &self.bytes[self.at..];
        let line_break = rest.iter().position(|&byte| byte == b'\n');
        let line = &rest[..line_break.map_or(rest.len(), |found| found + 1)];
        self.at += line.len();
        line
    }

    /// Takes one character, which is UTF-8.
    fn take(&mut self) -> Option<&'a [u8]> {
        let bytes = self.bytes;
        let first = *bytes.get(self.at)?;
        let length = match first {
            0xF0.. => 4,
            0xE0.. => 3,
            0xC0.. => 2,
            _ => 1,
        };
        let start = self.at;
        self.at = (start + length).min(bytes.len());
        Some(&bytes[start..self.at])
    }
}
