//! The models of Go, and of buf, which is written in Go.

use crate::readers::choice::{Choice, DefaultEntry, HostName, Requires};
use crate::readers::entry::{ReaderEntry, Unreadable};
use crate::readers::text::Text;

/// How cmd/go chooses an entry.
pub(crate) const GO: Choice = Choice {
    name: HostName::WithPort,
    requires: Requires::Both,
    ..Choice::FIRST
};

/// Parses a file like cmd/go: the words of each line in pairs. An entry counts only with machine,
/// login and password.
pub(crate) fn go(bytes: &[u8]) -> Result<Vec<ReaderEntry>, Unreadable> {
    let mut entries = Vec::new();
    let mut unfinished: Option<ReaderEntry> = None;
    let mut in_macro = false;
    for line in bytes.split(|&byte| byte == b'\n') {
        if in_macro {
            in_macro = !line.is_empty();
            continue;
        }
        let words = go_words(line);
        for pair in words.chunks_exact(2) {
            match (pair[0], &mut unfinished) {
                (b"machine", entry) => {
                    *entry = Some(ReaderEntry::for_machine(Text::Borrowed(pair[1])));
                }
                (b"macdef", _) => in_macro = true,
                // Go drops a login or password that comes before its machine.
                (keyword @ (b"login" | b"password"), Some(entry)) => {
                    entry.set(keyword, Text::Borrowed(pair[1]));
                }
                _ => {}
            }
            entries.extend(unfinished.take_if(|entry| is_finished(entry)));
        }
        if words.len() % 2 == 1 && words.last() == Some(&b"default".as_slice()) {
            break;
        }
    }
    Ok(entries)
}

fn is_finished(entry: &ReaderEntry) -> bool {
    entry.login.is_some() && entry.password.is_some()
}

/// Splits a line at Unicode white space. Bytes that are not UTF-8 belong to words.
fn go_words(line: &[u8]) -> Vec<&[u8]> {
    let mut words = Vec::new();
    let mut start = None;
    let mut at = 0;
    for chunk in line.utf8_chunks() {
        for (offset, char) in chunk.valid().char_indices() {
            match (char.is_whitespace(), start) {
                (true, Some(from)) => {
                    words.push(&line[from..at + offset]);
                    start = None;
                }
                (false, None) => start = Some(at + offset),
                _ => {}
            }
        }
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            start = start.or(Some(at));
            at += chunk.invalid().len();
        }
    }
    words.extend(start.map(|from| &line[from..]));
    words
}

/// The longest token that buf reads, in bytes. It ignores the rest of the file from a longer one
/// on.
const MAX_TOKEN: usize = 64 * 1024;

/// How buf chooses an entry.
pub(crate) const BUF: Choice = Choice {
    name: HostName::WithPort,
    default: DefaultEntry::First,
    ..Choice::FIRST
};

/// Parses a file like buf. `machine` and `default` start an entry anywhere; after that, every
/// fourth token is a keyword.
pub(crate) fn buf(bytes: &[u8]) -> Result<Vec<ReaderEntry>, Unreadable> {
    let tokens = buf_tokens(bytes);
    let starts = tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| starts_buf_entry(token))
        .map(|(at, _)| at)
        .chain([tokens.len()])
        .collect::<Vec<_>>();
    let mut entries = Vec::new();
    for pair in starts.windows(2) {
        let (start, end) = (pair[0], pair[1]);
        let (name, first_key) = if *tokens[start] == *b"default" {
            (tokens[start], start + 2)
        } else {
            (*tokens.get(start + 2).ok_or(Unreadable)?, start + 4)
        };
        let mut entry = ReaderEntry::for_machine_or_default(Text::Borrowed(name));
        for keyword in [b"login".as_slice(), b"password"] {
            let mut keys = (first_key..end.saturating_sub(2)).step_by(4);
            let key = keys.find(|&key| *tokens[key] == *keyword);
            entry.set(
                keyword,
                Text::Borrowed(key.map_or(b"", |key| tokens[key + 2])),
            );
        }
        entries.push(entry);
    }
    Ok(entries)
}

fn starts_buf_entry(token: &[u8]) -> bool {
    matches!(token, b"machine" | b"default")
}

/// Splits a file into words and the white space between them. A comment is one token with the white
/// space around it.
fn buf_tokens(bytes: &[u8]) -> Vec<&[u8]> {
    let mut tokens = Vec::new();
    let mut rest = bytes;
    while let Some(first) = rest.first() {
        let is_regex_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | 0x0C | b'\r');
        let end = if rest.get(count(rest, is_regex_space)) == Some(&b'#') {
            buf_comment_end(rest)
        } else if is_latin1_space(first) {
            count(rest, is_latin1_space)
        } else {
            count(rest, |byte| !is_latin1_space(byte))
        };
        if end > MAX_TOKEN {
            break;
        }
        tokens.push(&rest[..end]);
        rest = &rest[end..];
    }
    tokens
}

/// Whether a byte is white space for buf, which reads each byte as a Latin-1 character.
fn is_latin1_space(byte: &u8) -> bool {
    matches!(byte, 9..=13 | b' ' | 0x85 | 0xA0)
}

/// Returns the end of the comment, with space before it, at the start of `rest`: after its line and
/// the space there.
fn buf_comment_end(rest: &[u8]) -> usize {
    let line = count(rest, |byte| *byte != b'\n');
    line + count(&rest[line..], is_latin1_space)
}

/// Returns the number of leading bytes that satisfy a condition.
fn count(bytes: &[u8], condition: impl Fn(&u8) -> bool) -> usize {
    bytes.iter().take_while(|byte| condition(byte)).count()
}
