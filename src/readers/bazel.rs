//! Bazel's reader.

use crate::readers::choice::{Broken, Entries, Seen};
use crate::readers::words::{C_SPACE, Syntax, Words, bare};

/// Bazel's reader, which is strict. A `#` in the first column is a comment, `default` is the end of the file, and a macro
/// ends at two line ends in a row.
pub(crate) fn bazel<'a>(bytes: &'a [u8]) -> Entries<'a> {
    static BAZEL: Syntax = bare(C_SPACE);
    // A line ends at a carriage return too; words do not care, but a comment and a macro do.
    let ends_line = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let mut entries: Vec<Seen<'_>> = Vec::new();
    let (mut words, mut in_entry) = (Words::new(bytes, &BAZEL), false);
    let next_word = |words: &mut Words<'a>| loop {
        let word = words.next()?;
        let first_column = word.range.start == 0 || ends_line(&bytes[word.range.start - 1]);
        if !(first_column && word.text.starts_with(b"#")) {
            return Some(word);
        }
        let rest = &bytes[words.at..];
        words.at += rest.iter().position(ends_line).unwrap_or(rest.len());
    };
    while let Some(word) = next_word(&mut words) {
        match (&*word.text, in_entry) {
            (b"machine", _) => {
                entries.push(Seen::of(next_word(&mut words).ok_or(Broken)?.text).filled());
                in_entry = true;
            }
            (b"default", _) if entries.last().is_none_or(|last| last.machine.is_some()) => {
                entries.push(Seen::default().filled());
                in_entry = true;
            }
            (b"macdef", _) if entries.last().is_none_or(|last| last.machine.is_some()) => {
                in_entry = false;
                let rest = &bytes[words.at..];
                words.at += rest.len() - behind_empty_line(rest).len();
            }
            (keyword @ (b"login" | b"password" | b"account"), true) => {
                let value = next_word(&mut words).ok_or(Broken)?.text;
                if let Some(entry) = entries.last_mut() {
                    entry.set(keyword, value);
                }
            }
            // The entry that follows `default` is not looked at any more.
            (b"default" | b"macdef", _) => break,
            _ => return Err(Broken),
        }
        if entries.len() > 1 && entries[entries.len() - 2].machine.is_none() {
            entries.pop();
            break;
        }
    }
    Ok(entries)
}

/// What stands behind the first empty line, or nothing.
fn behind_empty_line(mut rest: &[u8]) -> &[u8] {
    let mut breaks = 0;
    while let [first, behind @ ..] = rest {
        rest = behind;
        match first {
            b'\r' if behind.first() == Some(&b'\n') => continue,
            b'\n' | b'\r' => breaks += 1,
            byte if C_SPACE.contains(byte) => {}
            _ => breaks = 0,
        }
        if breaks == 2 {
            break;
        }
    }
    rest
}
