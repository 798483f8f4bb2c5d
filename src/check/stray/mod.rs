//! Finds text in a netrc that is not part of an entry, and guesses its meaning.
//!
//! No guess repeats text of the file: a word in the wrong place can be a secret.

mod kind;
mod line;
mod whole;
mod word;

use std::collections::HashMap;
use std::ops::Range;

use crate::netrc::{Document, Position};

pub use kind::StrayKind;

/// Text on one line that is not part of an entry.
#[derive(Clone, Copy, Debug)]
pub struct Stray {
    /// What it probably is.
    pub kind: StrayKind,
    /// The start of the text.
    pub position: Position,
    /// Its offset in bytes.
    pub(crate) at: usize,
    /// The entry with a content that the text makes unclear, as an index into
    /// [`Document::entries`].
    entry: Option<usize>,
}

/// All text of a file that is not part of an entry.
#[derive(Debug, Default)]
pub struct Strays {
    found: Vec<Stray>,
    /// For each unclear entry, the index of the first text in it.
    by_entry: HashMap<usize, usize>,
    is_whole_file: bool,
}

impl Strays {
    /// Finds the text in `document`, at most one piece for each line and value.
    pub fn new(document: &Document) -> Self {
        if let Some(whole) = whole_file(document) {
            return Self {
                found: vec![whole],
                by_entry: HashMap::new(),
                is_whole_file: true,
            };
        }
        let mut found = Vec::with_capacity(document.strays.len());
        let mut by_entry = HashMap::new();
        for stray in &document.strays {
            let line = line::Line::new(document.bytes(), stray);
            let kind = line.kind();
            let entry = stray.entry.filter(|_| line.is_unclear(kind));
            if let Some(entry) = entry {
                by_entry.entry(entry).or_insert(found.len());
            }
            let at = stray.word.start();
            found.push(Stray {
                kind,
                position: document.position(at),
                at,
                entry,
            });
        }
        Self {
            found,
            by_entry,
            is_whole_file: false,
        }
    }

    /// Whether the file has no text outside its entries, except for words that every tool ignores.
    pub fn is_empty(&self) -> bool {
        self.outside().next().is_none() && self.by_entry.is_empty()
    }

    /// Returns the text outside the entries. Leaves out words that every tool ignores, and text
    /// because of which [an entry is unclear](Self::of_entry).
    pub fn outside(&self) -> impl Iterator<Item = &Stray> {
        let found = self.found.iter();
        found.filter(|stray| stray.entry.is_none() && !stray.kind.is_ignored())
    }

    /// Returns the first text because of which the content of an entry is unclear.
    pub fn of_entry(&self, entry: usize) -> Option<&Stray> {
        if self.is_whole_file {
            return self.found.first();
        }
        self.found.get(*self.by_entry.get(&entry)?)
    }

    /// Returns the first text inside `range` that cannot be removed, or else the first one there.
    pub(crate) fn inside(&self, range: Range<usize>) -> Option<&Stray> {
        let first = self.found.partition_point(|stray| stray.at < range.start);
        let inside = self.found[first..].iter();
        let mut inside = inside.take_while(|stray| stray.at < range.end).peekable();
        let first = inside.peek().copied();
        inside.find(|stray| !stray.kind.is_removable()).or(first)
    }

    /// Returns the ranges of the words that every tool ignores, and that can be removed.
    pub(crate) fn removable(&self, document: &Document) -> Vec<Range<usize>> {
        let found = self.found.iter();
        let removable = found.filter(|stray| stray.kind.is_removable());
        removable
            .map(|stray| stray.at..line::end_of_words(document.bytes(), stray.at))
            .collect()
    }

    /// Returns the kind of the text at an offset, or else that of the text before it.
    pub(crate) fn kind_at(&self, at: usize) -> Option<StrayKind> {
        let next = self.found.partition_point(|stray| stray.at <= at);
        let before = self.found[..next].last().or(self.found.first());
        before.map(|stray| stray.kind)
    }
}

fn whole_file(document: &Document) -> Option<Stray> {
    let kind = whole::format(document)?;
    Some(Stray {
        kind,
        position: document.position(0),
        at: 0,
        entry: None,
    })
}

#[cfg(test)]
mod tests;
