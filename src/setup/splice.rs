//! Replacements of parts of a text, and how they are undone.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// One replacement in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splice {
    /// The bytes to replace, at character boundaries. Empty to insert.
    pub range: Range<usize>,
    /// The new text. Empty to remove; but only a splice with a text can be undone.
    pub text: String,
}

impl Splice {
    /// Returns a splice that inserts `text` at a byte offset.
    pub fn insert(at: usize, text: impl Into<String>) -> Self {
        Self::replace(at..at, text)
    }

    /// Returns a splice that replaces a range of bytes.
    pub fn replace(range: Range<usize>, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { range, text }
    }
}

/// The data that undoes a splice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undo {
    /// The byte offset of the inserted text in the new file.
    pub at: usize,
    /// The text that was inserted.
    pub inserted: String,
    /// The text that it replaced.
    pub removed: String,
    /// The length of the new file, in bytes.
    pub file_length: usize,
}

/// A splice that cannot be undone: its text is no longer in the file, or is there more than once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lost {
    /// The index among the splices.
    pub index: usize,
}

/// Carries out splices, which are in ascending order and do not overlap. Returns the new text, and
/// how to undo them.
pub fn apply(text: &str, splices: &[Splice]) -> (String, Vec<Undo>) {
    let mut new = String::with_capacity(text.len());
    let mut undos = Vec::with_capacity(splices.len());
    let mut copied = 0;
    for Splice { range, text: part } in splices {
        new.push_str(&text[copied..range.start]);
        undos.push(Undo {
            at: new.len(),
            inserted: part.clone(),
            removed: text[range.clone()].to_owned(),
            file_length: 0,
        });
        new.push_str(part);
        copied = range.end;
    }
    new.push_str(&text[copied..]);
    for undo in &mut undos {
        undo.file_length = new.len();
    }
    (new, undos)
}

/// The smallest replacement of whole words that turns one text into another.
pub(super) fn difference(old: &str, new: &str) -> Option<Splice> {
    if old == new {
        return None;
    }
    let mut chars = old.char_indices().zip(new.chars());
    let start = chars.find(|((_, a), b)| a != b).map(|((at, _), _)| at);
    let start = start.unwrap_or(old.len().min(new.len()));
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let ends = old_rest.chars().rev().zip(new_rest.chars().rev());
    let same = ends.take_while(|(a, b)| a == b);
    let end: usize = same.map(|(char, _)| char.len_utf8()).sum();
    // A part of a word could be found at other places of the file.
    let start = start - word_length(old[..start].chars().rev());
    let end = end - word_length(old[old.len() - end..].chars());
    let text = &new[start..new.len() - end];
    Some(Splice::replace(start..old.len() - end, text))
}

/// The length of the word that some characters start with, in bytes.
fn word_length(chars: impl Iterator<Item = char>) -> usize {
    let is_in_word = |char: &char| !char.is_whitespace() && !"\"'`=,;#[]{}()".contains(*char);
    chars.take_while(is_in_word).map(char::len_utf8).sum()
}

/// Undoes the splices of a file. If the rest of the file has changed since, the inserted texts are
/// found where they are now.
///
/// # Errors
/// [`Lost`] if an inserted text changed, or if its section has other lines by now: without the
/// header, they would belong to the section before.
pub fn undo(text: &str, undos: &[Undo]) -> Result<String, Lost> {
    let is_as_written = undos.iter().all(|undo| undo.file_length == text.len());
    let mut old = text.to_owned();
    // Undoes the last splice first, so that the offsets of the earlier splices stay right.
    for (index, undo) in undos.iter().enumerate().rev() {
        let at = match is_as_written {
            true => undo.is_at(&old, undo.at).then_some(undo.at),
            false => place(&old, undo),
        };
        let at = at.ok_or(Lost { index })?;
        old.replace_range(at..at + undo.inserted.len(), &undo.removed);
    }
    Ok(old)
}

impl Undo {
    fn is_at(&self, text: &str, at: usize) -> bool {
        let rest = text.get(at..);
        !self.inserted.is_empty() && rest.is_some_and(|rest| rest.starts_with(&self.inserted))
    }

    /// Whether the inserted text is in `text`.
    pub fn is_in(&self, text: &str) -> bool {
        text.contains(&self.inserted)
    }
}

/// The shortest inserted text that is searched elsewhere than at its offset, in bytes. A shorter one
/// may be anywhere in a file that has changed.
const SHORTEST: usize = 12;

/// The offset of the only occurrence of an inserted text in a file that has changed.
fn place(text: &str, undo: &Undo) -> Option<usize> {
    if undo.inserted.trim().len() < SHORTEST {
        return None;
    }
    let at = text.find(&undo.inserted)?;
    let is_only = text.rfind(&undo.inserted) == Some(at);
    (is_only && !leaves_lines(text, at, &undo.inserted)).then_some(at)
}

/// Whether the inserted text has a header of a section, and other lines follow in the section.
fn leaves_lines(text: &str, at: usize, inserted: &str) -> bool {
    let is_header = |line: &str| line.trim_start().starts_with('[');
    let rest = text[at + inserted.len()..].lines();
    let mut rest = rest.filter(|line| {
        let line = line.trim();
        !line.is_empty() && !line.starts_with(['#', ';'])
    });
    inserted.lines().any(is_header) && rest.next().is_some_and(|line| !is_header(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splices_are_undone_also_where_the_rest_changed() {
        let (first, second) = ("helper = keyrc", "-provider = keyrc-");
        let splices = [Splice::replace(0..1, first), Splice::insert(3, second)];
        let (new, undos) = apply("abcd", &splices);
        assert_eq!(new, format!("{first}bc{second}d"));
        assert_eq!(undo(&new, &undos).as_deref(), Ok("abcd"));
        let moved = format!("1{first}bc2{second}d");
        assert_eq!(undo(&moved, &undos).as_deref(), Ok("1abc2d"));
        let changed = format!("{first}bc-provider = other-d");
        assert_eq!(undo(&changed, &undos), Err(Lost { index: 1 }));
        let twice = format!("1{first}b{first}c{second}d");
        assert_eq!(undo(&twice, &undos), Err(Lost { index: 0 }));
    }

    #[test]
    fn a_header_stays_while_its_section_has_other_lines() {
        let (new, undos) = apply("", &[Splice::insert(0, "[global]\nkeyring-provider = x\n")]);
        let more = format!("{new}[other]\na = b\n");
        assert_eq!(undo(&more, &undos).as_deref(), Ok("[other]\na = b\n"));
        let more = format!("{new}# c\nindex-url = https://x\n");
        assert_eq!(undo(&more, &undos), Err(Lost { index: 0 }));
    }

    #[test]
    fn a_difference_is_of_whole_words() {
        let splice = difference("a = \"/usr/bin/keyrc\"", "a = \"/usr/local/bin/keyrc\"");
        assert_eq!(splice, Some(Splice::replace(5..19, "/usr/local/bin/keyrc")));
        let splice = difference("é\n", "é\né = 1\n");
        assert_eq!(splice, Some(Splice::insert(3, "é = 1\n")));
    }

    #[test]
    fn a_part_of_a_word_is_not_removed_elsewhere() {
        let (new, undos) = apply("x = /usr/bin", &[Splice::insert(9, "local/")]);
        assert_eq!(new, "x = /usr/local/bin");
        let changed = "# /srv/local/x\nx = /opt/bin";
        assert_eq!(undo(changed, &undos), Err(Lost { index: 0 }));
    }
}
