//! The model of `read_netrc` in Bazel's repository rules, such as `http_archive`.

use crate::readers::choice::{Choice, DefaultEntry, Requires};
use crate::readers::entry::{ReaderEntry, Unreadable};
use crate::readers::text::Text;

/// How a repository rule chooses an entry.
pub(crate) const CHOICE: Choice = Choice {
    default: DefaultEntry::Last,
    requires: Requires::Both,
    ..Choice::LAST
};

/// Parses a file like `read_netrc`: lines of words, where a word after a keyword is its value. A
/// `#` in the first column starts a comment, and an empty line ends a macro. It fails at an unknown
/// word.
///
/// A machine with a colon is left out: the rules cut the host of a URL at its first colon.
pub(crate) fn bazel_starlark(bytes: &[u8]) -> Result<Vec<ReaderEntry>, Unreadable> {
    let mut entries: Vec<ReaderEntry> = Vec::new();
    let mut keyword: Option<&[u8]> = None;
    let mut in_macro = false;
    for line in lines(bytes) {
        if line.starts_with(b"#") {
            continue;
        }
        if in_macro {
            in_macro = !line.is_empty();
            continue;
        }
        for word in words(line) {
            match (keyword.take(), word) {
                (Some(b"macdef"), _) => in_macro = true,
                (Some(b"machine"), name) => {
                    entries.push(ReaderEntry::for_machine(Text::Borrowed(name)));
                }
                (Some(keyword), value) => {
                    if let Some(entry) = entries.last_mut() {
                        entry.set(keyword, Text::Borrowed(value));
                    }
                }
                (None, b"machine" | b"login" | b"password" | b"account" | b"macdef") => {
                    keyword = Some(word);
                }
                (None, b"default") => entries.push(ReaderEntry::default_entry()),
                (None, _) => return Err(Unreadable),
            }
        }
    }
    let has_colon = |entry: &ReaderEntry| {
        let name = entry.machine.as_ref();
        name.is_some_and(|name| name.contains(&b':'))
    };
    entries.retain(|entry| !has_colon(entry));
    Ok(entries)
}

/// Splits at `\n`, `\r` and `\r\n`, like Starlark's `splitlines`.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
        let (line, after) = rest.split_at(end.unwrap_or(rest.len()));
        let is_pair = after.starts_with(b"\r\n");
        rest = &after[after.len().min(if is_pair { 2 } else { 1 })..];
        Some(line)
    })
}

/// Splits at spaces and tabs, and removes other white space around each word.
fn words<'l>(line: &'l [u8]) -> impl Iterator<Item = &'l [u8]> {
    let is_space = |byte: &u8| matches!(byte, b'\t' | b' ' | 0x0B | 0x0C | 0x1C..=0x1F);
    let trimmed = move |word: &'l [u8]| {
        let mut word = word;
        while let [first, rest @ ..] = word
            && is_space(first)
        {
            word = rest;
        }
        while let [rest @ .., last] = word
            && is_space(last)
        {
            word = rest;
        }
        word
    };
    line.split(|byte| matches!(byte, b'\t' | b' '))
        .map(trimmed)
        .filter(|word| !word.is_empty())
}
