//! The lines that splices change, for people.

use std::ops::Range;

use crate::setup::Undo;

/// A changed line, without its line end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line<'t> {
    /// The line is only in the old text.
    Removed(&'t str),
    /// The line is only in the new text.
    Added(&'t str),
}

/// Returns the lines that differ, in their order.
pub fn changed_lines<'t>(old: &'t str, new: &'t str, undos: &[Undo]) -> Vec<Line<'t>> {
    let mut lines = Vec::new();
    // The end of the lines in `new` that were compared.
    let mut compared = 0;
    let mut shift: isize = 0;
    for undo in undos {
        let in_new = undo.at..undo.at + undo.inserted.len();
        let start = undo.at.saturating_add_signed(-shift);
        let in_old = start..start + undo.removed.len();
        shift += undo.inserted.len() as isize - undo.removed.len() as isize;
        if in_new.start < compared {
            continue;
        }
        let (in_old, in_new) = (whole_lines(old, in_old), whole_lines(new, in_new));
        compared = in_new.end;
        let before: Vec<&str> = old[in_old].lines().collect();
        let after: Vec<&str> = new[in_new].lines().collect();
        let (before, after) = without_equal_ends(&before, &after);
        lines.extend(before.iter().map(|line| Line::Removed(line)));
        lines.extend(after.iter().map(|line| Line::Added(line)));
    }
    lines
}

/// Widens a range to whole lines.
fn whole_lines(text: &str, range: Range<usize>) -> Range<usize> {
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.end..].find('\n');
    let end = end.map_or(text.len(), |at| range.end + at + 1);
    start..end
}

fn without_equal_ends<'a, 't>(
    mut old: &'a [&'t str],
    mut new: &'a [&'t str],
) -> (&'a [&'t str], &'a [&'t str]) {
    while let (Some((a, old_rest)), Some((b, new_rest))) = (old.split_first(), new.split_first()) {
        if a != b {
            break;
        }
        (old, new) = (old_rest, new_rest);
    }
    while let (Some((a, old_rest)), Some((b, new_rest))) = (old.split_last(), new.split_last()) {
        if a != b {
            break;
        }
        (old, new) = (old_rest, new_rest);
    }
    (old, new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setup::{Splice, apply};

    #[test]
    fn only_changed_lines_are_shown() {
        let old = "a\nb\nc";
        let splices = [Splice::replace(2..3, "B"), Splice::insert(5, "\nd\ne\n")];
        let (new, undos) = apply(old, &splices);
        assert_eq!(
            changed_lines(old, &new, &undos),
            [
                Line::Removed("b"),
                Line::Added("B"),
                Line::Added("d"),
                Line::Added("e")
            ]
        );
        let (new, undos) = apply(old, &[Splice::insert(2, "x\n")]);
        assert_eq!(changed_lines(old, &new, &undos), [Line::Added("x")]);
    }
}
