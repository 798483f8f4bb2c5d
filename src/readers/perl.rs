//! Perl's reader, Net::Netrc.

use crate::netrc::entry::unescaped;
use crate::readers::choice::{Broken, Entries, Seen};
use crate::readers::words::{C_SPACE, Syntax, Text, Words, bare};

/// Perl's Net::Netrc: a line at a time, but a word that lacks its value waits for the next line.
///
/// A backslash at the end of a line makes it loop for ever, wherever in the file that is.
pub(crate) fn perl(bytes: &[u8]) -> Entries<'_> {
    let mut entries: Vec<Seen<'_>> = Vec::new();
    let mut left: Vec<Text<'_>> = Vec::new();
    let (mut in_macro, mut has_entry) = (false, false);
    let mut rest = bytes;
    while !rest.is_empty() {
        let line = Words::new(rest, &NOTHING).line();
        rest = &rest[line.len()..];
        in_macro &= line != b"\n";
        if in_macro {
            continue;
        }
        perl_words(line.strip_suffix(b"\n").unwrap_or(line), &mut left).ok_or(Broken)?;
        let mut words = std::mem::take(&mut left).into_iter().peekable();
        while let Some(word) = words.next() {
            if *word == *b"default" {
                has_entry = true;
                entries.push(Seen::default());
                continue;
            }
            if words.peek().is_none() {
                left.push(word);
                break;
            }
            match (&*word, has_entry) {
                (b"machine", _) => {
                    has_entry = true;
                    let name = words.next().unwrap_or(Text::EMPTY);
                    entries.push(Seen::under(name));
                }
                (b"login" | b"password" | b"account", true) => {
                    let value = words.next().map(without_slashes);
                    if let (Some(entry), Some(value)) = (entries.last_mut(), value) {
                        entry.set(&word, value);
                    }
                }
                (b"macdef", true) => {
                    words.next();
                    in_macro = true;
                }
                _ => {}
            }
        }
    }
    Ok(entries)
}

static NOTHING: Syntax = bare(b"");

/// Adds the words of a line; `None` where the reader would never end.
fn perl_words<'a>(line: &'a [u8], words: &mut Vec<Text<'a>>) -> Option<()> {
    let blank = |byte: &u8| C_SPACE.contains(byte);
    let mut rest = line.trim_ascii_start();
    while let [first, ..] = rest {
        let quoted = (*first == b'"').then(|| perl_quoted(rest)).flatten();
        let (word, length) = quoted.unwrap_or_else(|| {
            let end = perl_bare(rest);
            (&rest[..end], end)
        });
        if length == 0 {
            return None;
        }
        words.push(if word.contains(&b'\\') {
            Text::Made(unescaped(word))
        } else {
            Text::Plain(word)
        });
        rest = &rest[length..];
        rest = &rest[rest.iter().take_while(|byte| blank(byte)).count()..];
    }
    Some(())
}

/// What is between quotes, and its length with them. A backslash hides a quote only where no other one could close.
fn perl_quoted(rest: &[u8]) -> Option<(&[u8], usize)> {
    let close = rest[1..].iter().position(|&byte| byte == b'"')? + 1;
    Some((&rest[1..close], close + 1))
}

fn perl_bare(rest: &[u8]) -> usize {
    let mut at = 0;
    while let Some(byte) = rest.get(at) {
        match byte {
            b'\\' if at + 1 < rest.len() => at += 2,
            b'\\' => break,
            byte if C_SPACE.contains(byte) => break,
            _ => at += 1,
        }
    }
    at
}

/// `/\` becomes `\` in a value.
fn without_slashes(value: Text<'_>) -> Text<'_> {
    let Some(first) = value.windows(2).position(|pair| pair == b"/\\") else {
        return value;
    };
    let mut made = Vec::with_capacity(value.len());
    made.extend_from_slice(&value[..first]);
    let mut at = first;
    while at < value.len() {
        at += usize::from(value[at..].starts_with(b"/\\"));
        made.push(value[at]);
        at += 1;
    }
    Text::Made(made)
}
