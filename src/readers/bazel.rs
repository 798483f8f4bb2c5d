//! The model of Bazel.

use crate::readers::choice::{Choice, DefaultEntry, Order};
use crate::readers::entry::{ReaderEntry, Unreadable};
use crate::readers::words::{C_SPACE, Syntax, Word, Words};

static BAZEL: Syntax = Syntax::bare(C_SPACE);

/// How Bazel chooses an entry.
pub(crate) const CHOICE: Choice = Choice {
    order: Order::Last,
    default: DefaultEntry::First,
    ..Choice::FIRST
};

/// Parses a file like Bazel's `NetrcParser`, which is strict. A comment starts with `#` in the
/// first column, the first entry after a `default` entry ends the file, and a macro ends at two
/// line breaks in a row.
pub(crate) fn bazel(bytes: &[u8]) -> Result<Vec<ReaderEntry>, Unreadable> {
    let mut words = Words::new(bytes, &BAZEL);
    let mut entries: Vec<ReaderEntry> = Vec::new();
    let mut in_entry = false;
    while let Some(word) = next_word(&mut words) {
        let after_default = entries.last().is_some_and(|last| last.machine.is_none());
        match &*word.text {
            b"machine" => {
                let name = next_word(&mut words).ok_or(Unreadable)?.text;
                if after_default {
                    break;
                }
                entries.push(ReaderEntry::for_machine(name).with_empty_parts());
                in_entry = true;
            }
            b"default" | b"macdef" if after_default => break,
            b"default" => {
                entries.push(ReaderEntry::default_entry().with_empty_parts());
                in_entry = true;
            }
            b"macdef" => {
                skip_macro(&mut words);
                in_entry = false;
            }
            keyword @ (b"login" | b"password" | b"account") if in_entry => {
                let value = next_word(&mut words).ok_or(Unreadable)?.text;
                if let Some(entry) = entries.last_mut() {
                    entry.set(keyword, value);
                }
            }
            _ => return Err(Unreadable),
        }
    }
    Ok(entries)
}

/// Returns the next word that is not in a comment.
fn next_word<'a>(words: &mut Words<'a>) -> Option<Word<'a>> {
    loop {
        let word = words.next()?;
        let before = words.bytes[..word.range.start].last();
        let is_in_first_column = matches!(before, None | Some(b'\n' | b'\r'));
        if !is_in_first_column || !word.text.starts_with(b"#") {
            return Some(word);
        }
        words.skip_to(b"\n\r");
    }
}

/// Moves past the first empty line, or to the end.
fn skip_macro(words: &mut Words<'_>) {
    let mut breaks = 0;
    while let Some(byte) = words.peek()
        && breaks < 2
    {
        words.step();
        match byte {
            b'\r' if words.peek() == Some(b'\n') => {}
            b'\n' | b'\r' => breaks += 1,
            byte if C_SPACE.contains(&byte) => {}
            _ => breaks = 0,
        }
    }
}
