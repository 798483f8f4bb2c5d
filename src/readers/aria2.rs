//! The model of aria2.

use crate::readers::choice::{Choice, DefaultEntry, HostName, RequestedLogin};
use crate::readers::entry::{ReaderEntry, Unreadable};
use crate::readers::text::{Text, c_text};
use crate::readers::words::{Syntax, Words};

/// How aria2 chooses an entry for HTTP.
pub(crate) const HTTP: Choice = Choice {
    name: HostName::OrDomain,
    default: DefaultEntry::OnlyHides,
    login: RequestedLogin::SkipsFile,
    ..Choice::FIRST
};

/// How aria2 chooses an entry for FTP.
pub(crate) const FTP: Choice = Choice {
    name: HostName::OrDomain,
    default: DefaultEntry::InPlace,
    login: RequestedLogin::MustMatch,
    ..Choice::FIRST
};

/// Parses a file like aria2 1.36: line by line. Words are separated by spaces and tabs, and a
/// comment starts with `#` in the first column.
pub(crate) fn aria2(bytes: &[u8]) -> Result<Vec<ReaderEntry>, Unreadable> {
    static ARIA2: Syntax = Syntax::bare(b" \t");
    let text = c_text(bytes, 4095);
    let mut entries: Vec<ReaderEntry> = Vec::new();
    // The keyword that waits for its value.
    let mut keyword: &[u8] = b"";
    let mut lines = text.split(|&byte| byte == b'\n');
    while let Some(line) = lines.next() {
        if line.first() == Some(&b'#') {
            continue;
        }
        let mut words = Words::new(line, &ARIA2);
        while let Some(word) = words.next() {
            let word = trimmed(&line[word.range]);
            if word.is_empty() {
                continue;
            }
            if keyword == b"macdef" {
                keyword = b"";
                // The macro ends at the first empty line.
                lines
                    .by_ref()
                    .find(|line| matches!(line.first(), None | Some(b'\r')));
            } else {
                keyword = next_keyword(keyword, word, &mut entries)?;
            }
        }
    }
    match keyword {
        b"" => Ok(entries),
        _ => Err(Unreadable),
    }
}

/// Reads one word. Returns the keyword that waits for its value after that, or nothing.
fn next_keyword<'a>(
    keyword: &[u8],
    word: &'a [u8],
    entries: &mut Vec<ReaderEntry>,
) -> Result<&'a [u8], Unreadable> {
    match (keyword, word, entries.last_mut()) {
        (b"machine" | b"login" | b"password" | b"account", _, Some(entry)) => {
            entry.set(keyword, Text::Borrowed(word));
            return Ok(b"");
        }
        (_, b"machine", _) => {
            entries.push(ReaderEntry::default_entry());
            return Ok(b"machine");
        }
        (_, b"default", _) => entries.push(ReaderEntry::default_entry()),
        (.., None) => return Err(Unreadable),
        (_, b"login" | b"password" | b"account" | b"macdef", _) => return Ok(word),
        _ => {}
    }
    Ok(b"")
}

fn trimmed(word: &[u8]) -> &[u8] {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    let start = word.iter().take_while(|byte| is_space(byte)).count();
    let rest = &word[start..];
    let end = rest.iter().rev().take_while(|byte| is_space(byte)).count();
    &rest[..rest.len() - end]
}
