//! The readers of Go, and of buf, which is written in it.

use crate::readers::choice::{Broken, Entries, Seen};
use crate::readers::words::Text;

/// Go's reader: the words of each line in pairs, and an entry counts once it has machine, login and password.
pub(crate) fn go(bytes: &[u8]) -> Entries<'_> {
    let (mut entries, mut entry, mut in_macro) = (Vec::new(), None, false);
    for line in bytes.split(|&byte| byte == b'\n') {
        if in_macro {
            in_macro = !line.is_empty();
            continue;
        }
        let words = go_words(line);
        for pair in words.chunks_exact(2) {
            let value = Text::Plain(pair[1]);
            match (pair[0], &mut entry) {
                (b"machine", entry) => *entry = Some(Seen::of(value)),
                (b"macdef", _) => in_macro = true,
                // A value that comes before its machine is lost with it.
                (b"login", Some(entry)) => entry.login = Some(value),
                (b"password", Some(entry)) => entry.password = Some(value),
                _ => {}
            }
            if entry
                .as_ref()
                .is_some_and(|entry| entry.login.is_some() && entry.password.is_some())
            {
                entries.extend(entry.take());
            }
        }
        if words.len() % 2 == 1 && words.last() == Some(&&b"default"[..]) {
            break;
        }
    }
    Ok(entries)
}

/// The words of a line: between blanks of Unicode, and bytes that are not UTF-8 are none.
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

/// The longest token of buf's reader, in bytes; what stands behind a longer one is not read.
const LONGEST: usize = 64 * 1024;

/// buf's reader. `machine` and `default` start an entry wherever they stand; then each fourth token is a keyword.
pub(crate) fn buf(bytes: &[u8]) -> Entries<'_> {
    let tokens = buf_tokens(bytes);
    let starts = |token: &[u8]| matches!(token, b"machine" | b"default");
    let mut entries = Vec::new();
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| starts(token)) {
        let is_default = **token == *b"default";
        let (name, first) = if is_default {
            (*token, at + 2)
        } else {
            (*tokens.get(at + 2).ok_or(Broken)?, at + 4)
        };
        let end = tokens[at + 1..]
            .iter()
            .position(|token| starts(token))
            .map_or(tokens.len(), |next| at + 1 + next);
        let value = |keyword: &[u8]| {
            let found = (first..end.saturating_sub(2))
                .step_by(4)
                .find(|&key| *tokens[key] == *keyword);
            found.map_or(Text::EMPTY, |key| Text::Plain(tokens[key + 2]))
        };
        let (login, password) = (Some(value(b"login")), Some(value(b"password")));
        entries.push(Seen {
            login,
            password,
            ..Seen::under(Text::Plain(name))
        });
    }
    Ok(entries)
}

/// Blanks and words in turn; a comment, the blanks before it and those behind it are one token.
fn buf_tokens(bytes: &[u8]) -> Vec<&[u8]> {
    // A byte is taken for a character of Latin-1.
    let blank = |byte: &u8| matches!(byte, 9..=13 | b' ' | 0x85 | 0xA0);
    let (mut tokens, mut rest) = (Vec::new(), bytes);
    while let [first, ..] = rest {
        let blanks = rest.iter().take_while(|byte| blank(byte)).count();
        let regex_blanks = rest
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | 0x0C | b'\r'))
            .count();
        let end = if rest.get(regex_blanks) == Some(&b'#') {
            comment_end(rest, blank)
        } else if blank(first) {
            blanks
        } else {
            rest.iter().position(blank).unwrap_or(rest.len())
        };
        if end > LONGEST {
            break;
        }
        tokens.push(&rest[..end]);
        rest = &rest[end..];
    }
    tokens
}

/// Where a comment ends that `rest` starts with, or the blanks before it: at its first line break, and what is blank there.
fn comment_end(rest: &[u8], blank: impl Fn(&u8) -> bool) -> usize {
    let line = rest
        .iter()
        .position(|&byte| byte == b'\n')
        .unwrap_or(rest.len());
    line + rest[line..].iter().take_while(|byte| blank(byte)).count()
}
