//! The models of cadaver and msmtp. Their parser comes from fetchmail.

use zeroize::Zeroizing;

use crate::readers::choice::{Choice, DefaultEntry, RequestedLogin};
use crate::readers::entry::{ReaderEntry, Unreadable};
use crate::readers::text::{Text, Value, c_string, take_c_line};
use crate::readers::words::C_SPACE;

/// How cadaver chooses an entry.
pub(crate) const CADAVER: Choice = Choice {
    default: DefaultEntry::InPlace,
    ..Choice::FIRST
};

/// How msmtp chooses an entry.
pub(crate) const MSMTP: Choice = Choice {
    login: RequestedLogin::Selects,
    ..Choice::FIRST
};

/// Parses a file like cadaver, in pieces of at most 8,191 bytes.
pub(crate) fn cadaver(bytes: &[u8]) -> Result<Vec<ReaderEntry>, Unreadable> {
    Ok(parse(bytes, 8191))
}

/// Parses a file like msmtp, in pieces of at most 511 bytes.
pub(crate) fn msmtp(bytes: &[u8]) -> Result<Vec<ReaderEntry>, Unreadable> {
    Ok(parse(bytes, 511))
}

/// Reads lines; a longer line continues as if it were a new line. Both kinds of quotes are removed,
/// anywhere in a word, and a backslash is an ordinary byte.
fn parse(bytes: &[u8], most: usize) -> Vec<ReaderEntry> {
    let mut entries: Vec<ReaderEntry> = Vec::new();
    let mut keyword: &[u8] = b"";
    let mut rest = bytes;
    while !rest.is_empty() {
        let line = c_string(take_c_line(&mut rest, most)).trim_ascii_end();
        if line.is_empty() && keyword == b"macdef" {
            keyword = b"";
        }
        let mut line = line;
        while keyword != b"macdef"
            && let Some(word) = next_word(&mut line)
        {
            keyword = read_word(keyword, word, &mut entries);
        }
    }
    // The tools drop entries without a login.
    entries.retain(|entry| entry.login.is_some());
    entries
}

/// Reads one word. Returns the keyword that waits for its value after that, or nothing.
fn read_word(keyword: &[u8], word: Value, entries: &mut Vec<ReaderEntry>) -> &'static [u8] {
    match (keyword, entries.last_mut()) {
        (b"", _) => {}
        (b"machine", _) => {
            entries.push(ReaderEntry::for_machine(Text::Owned(word)));
            return b"";
        }
        (keyword, Some(entry)) => {
            entry.set(keyword, Text::Owned(word));
            return b"";
        }
        (_, None) => return b"",
    }
    match word.as_slice() {
        b"default" => {
            entries.push(ReaderEntry::default_entry());
            b""
        }
        b"login" | b"user" => b"login",
        b"password" | b"passwd" => b"password",
        b"macdef" => b"macdef",
        b"machine" => b"machine",
        b"account" => b"account",
        _ => b"",
    }
}

/// Takes the next word from a line. `#` at the start of a word ends the line.
fn next_word(line: &mut &[u8]) -> Option<Value> {
    let spaces = line.iter().take_while(|byte| C_SPACE.contains(byte));
    *line = &line[spaces.count()..];
    if matches!(line.first(), None | Some(b'#')) {
        return None;
    }
    let (mut quote, mut end) = (None, 0);
    while let Some(&byte) = line.get(end) {
        match quote {
            Some(open) if open == byte => quote = None,
            Some(_) => {}
            None if C_SPACE.contains(&byte) => break,
            None if is_quote(byte) => quote = Some(byte),
            None => {}
        }
        end += 1;
    }
    let (written, rest) = line.split_at(end);
    *line = rest;
    Some(without_quotes(written))
}

fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'')
}

fn without_quotes(written: &[u8]) -> Value {
    let mut word = Zeroizing::new(Vec::with_capacity(written.len()));
    let mut quote = None;
    for &byte in written {
        match quote {
            Some(open) if open == byte => quote = None,
            None if is_quote(byte) => quote = Some(byte),
            _ => word.push(byte),
        }
    }
    word
}
