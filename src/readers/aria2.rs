//! aria2's reader.

use crate::readers::choice::{Broken, Choice, Entries, Seen};
use crate::readers::words::{Syntax, Text, Words, bare, c_text};
use crate::readers::{Answer, Query};

/// aria2 1.36: a line at a time, blanks are spaces and tabs, and only a `#` in the first column is a comment.
pub(crate) fn aria2(bytes: &[u8], query: &Query<'_>, choice: &Choice) -> Answer {
    aria2_entries(&c_text(bytes, 4095))
        .map_or(Answer::Error, |entries| choice.choose(&entries, query))
}

fn aria2_entries(bytes: &[u8]) -> Entries<'_> {
    static ARIA2: Syntax = bare(b" \t");
    let mut entries: Vec<Seen<'_>> = Vec::new();
    let mut keyword: &[u8] = b"";
    let mut lines = bytes.split(|&byte| byte == b'\n');
    while let Some(line) = lines.next() {
        if line.first() == Some(&b'#') {
            continue;
        }
        let mut words = Words::new(line, &ARIA2);
        while let Some(word) = words.next() {
            let text = strip(&line[word.range]);
            if text.is_empty() {
                continue;
            }
            match (keyword, text, entries.last_mut()) {
                (b"macdef", ..) => {
                    keyword = b"";
                    lines
                        .by_ref()
                        .find(|line| matches!(line.first(), None | Some(b'\r')));
                }
                (b"machine" | b"login" | b"password" | b"account", _, Some(entry)) => {
                    entry.set(keyword, Text::Plain(text));
                    keyword = b"";
                }
                (_, b"machine", _) => {
                    entries.push(Seen::default());
                    keyword = b"machine";
                }
                (_, b"default", _) => entries.push(Seen::default()),
                (.., None) => return Err(Broken),
                (_, b"login" | b"password" | b"account" | b"macdef", _) => keyword = text,
                _ => {}
            }
        }
    }
    // An unfinished word at the end of the file.
    if keyword.is_empty() {
        Ok(entries)
    } else {
        Err(Broken)
    }
}

fn strip(word: &[u8]) -> &[u8] {
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    let start = word.iter().take_while(|byte| is_blank(byte)).count();
    let end = word.len()
        - word[start..]
            .iter()
            .rev()
            .take_while(|byte| is_blank(byte))
            .count();
    &word[start..end]
}
