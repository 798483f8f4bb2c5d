//! Where in a netrc new entries go.

use crate::check::quirk::{Harm, Outcome, find_quirks};
use crate::netrc::{Document, FoundQuirk};
use crate::readers::READERS;

/// A position for new entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// After the last entry, but before the first `default`.
    End,
    /// At this byte, which starts a line.
    At(usize),
}

/// The positions of all new entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Placement {
    /// For entries that every reader can read past.
    pub(super) plain: Place,
    /// For entries with a long or quoted value, after which some readers find nothing.
    pub(super) other: Place,
}

impl Placement {
    /// The usual place, which does not depend on other entries.
    pub(super) const END: Self = Self {
        plain: Place::End,
        other: Place::End,
    };

    /// Returns further placements to try, in order of preference.
    pub(super) fn alternatives(document: &Document) -> Vec<Self> {
        let mut places = vec![first_harmful_line(document), start_of_file(document)];
        places.dedup();
        let places = places.into_iter().flatten().map(Place::At);
        places
            .flat_map(|place| {
                [Place::End, place].map(|other| Self {
                    plain: place,
                    other,
                })
            })
            .collect()
    }
}

/// Returns the first byte after a byte order mark.
fn start_of_file(document: &Document) -> Option<usize> {
    let has_mark = document.bytes().starts_with(b"\xEF\xBB\xBF");
    Some(if has_mark { 3 } else { 0 })
}

/// Returns the line of the first entry or comment after which some reader misses an entry.
fn first_harmful_line(document: &Document) -> Option<usize> {
    let harms = |found: &FoundQuirk| {
        READERS
            .iter()
            .any(|reader| Harm::of(found.quirk, reader).after != Outcome::Read)
    };
    let found = find_quirks(document).into_iter().find(harms)?;
    Some(free_line_before(document, found.at))
}

/// Returns the nearest line start at or before `at` that is outside every entry and macro. Comments
/// directly before an entry stay with it.
fn free_line_before(document: &Document, at: usize) -> usize {
    let entries = document.entries();
    let mut at = document.line_start(at);
    // Macros belong to the entry before them.
    let is_inside = |index: usize, at: usize| {
        let entry = &entries[index];
        entry.start < at && (at < entry.end || entry.has_macro)
    };
    while let Some(index) = entries
        .partition_point(|entry| entry.start < at)
        .checked_sub(1)
        .filter(|&index| is_inside(index, at))
        && entries
            .get(index + 1)
            .is_none_or(|next| at < next.start || at < entries[index].end)
    {
        at = document.line_start(entries[index].start);
    }
    while let Some(previous) = previous_line(document, at)
        && document.bytes()[previous..at]
            .trim_ascii_start()
            .starts_with(b"#")
    {
        at = previous;
    }
    at
}

/// Returns the start of the line before the one that starts at `at`.
fn previous_line(document: &Document, at: usize) -> Option<usize> {
    Some(document.line_start(at.checked_sub(1)?))
}
