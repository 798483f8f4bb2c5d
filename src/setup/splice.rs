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
        });
        new.push_str(part);
        copied = range.end;
    }
    new.push_str(&text[copied..]);
    (new, undos)
}

/// The smallest replacement that turns one text into another.
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
    let text = &new_rest[..new_rest.len() - end];
    Some(Splice::replace(start..old.len() - end, text))
}

/// Undoes the splices of a file. If the rest of the file has changed since, the inserted texts are
/// found where they are now.
///
/// # Errors
/// [`Lost`] if an inserted text changed.
pub fn undo(text: &str, undos: &[Undo]) -> Result<String, Lost> {
    let mut old = text.to_owned();
    // Undoes the last splice first, so that the offsets of the earlier splices stay right.
    for (index, undo) in undos.iter().enumerate().rev() {
        let at = place(&old, undo).ok_or(Lost { index })?;
        old.replace_range(at..at + undo.inserted.len(), &undo.removed);
    }
    Ok(old)
}

/// The shortest inserted text that is searched elsewhere than at its offset, in bytes.
const SHORTEST: usize = 12;

/// The offset of an inserted text: the recorded one, else that of the only occurrence.
fn place(text: &str, undo: &Undo) -> Option<usize> {
    let is_at = |at: usize| {
        text.get(at..)
            .is_some_and(|rest| rest.starts_with(&undo.inserted))
    };
    if undo.inserted.is_empty() {
        return None;
    }
    if is_at(undo.at) {
        return Some(undo.at);
    }
    // A part of a word, such as `local/`, may be anywhere else in the file.
    if undo.inserted.trim().len() < SHORTEST {
        return None;
    }
    let at = text.find(&undo.inserted)?;
    (text.rfind(&undo.inserted) == Some(at)).then_some(at)
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
    fn a_part_of_a_word_is_not_removed_elsewhere() {
        let (new, undos) = apply("x = /usr/bin", &[Splice::insert(9, "local/")]);
        assert_eq!(new, "x = /usr/local/bin");
        let changed = "# /srv/local/x\nx = /opt/bin";
        assert_eq!(undo(changed, &undos), Err(Lost { index: 0 }));
    }
}
