//! The lines that splices change, for people.

use crate::setup::Undo;

/// A changed line, without its line end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    /// The line is only in the old text.
    Removed(String),
    /// The line is only in the new text.
    Added(String),
}

/// Returns the lines of `new` that differ from the old text, in their order.
///
/// In a line that is changed in part, `…` stands for other text with quotes: it may be a secret.
pub fn changed_lines(new: &str, undos: &[Undo]) -> Vec<Line> {
    let mut lines = Vec::new();
    for undo in undos {
        let end = undo.at + undo.inserted.len();
        let start_of_line = new[..undo.at].rfind('\n').map_or(0, |at| at + 1);
        let end_of_line = new[end..].find('\n').map_or(new.len(), |at| end + at + 1);
        let before = without_quotes(&new[start_of_line..undo.at]);
        let after = without_quotes(&new[end..end_of_line]);
        let removed = format!("{before}{}{after}", undo.removed);
        let added = format!("{before}{}{after}", undo.inserted);
        let removed: Vec<&str> = removed.lines().collect();
        let added: Vec<&str> = added.lines().collect();
        let (removed, added) = without_equal_ends(&removed, &added);
        lines.extend(removed.iter().map(|line| Line::Removed((*line).to_owned())));
        lines.extend(added.iter().map(|line| Line::Added((*line).to_owned())));
    }
    lines
}

fn without_quotes(text: &str) -> &str {
    if text.contains(['"', '\'']) {
        "…"
    } else {
        text
    }
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
            changed_lines(&new, &undos),
            [
                Line::Removed("b".to_owned()),
                Line::Added("B".to_owned()),
                Line::Added("d".to_owned()),
                Line::Added("e".to_owned())
            ]
        );
        let (new, undos) = apply(old, &[Splice::insert(2, "x\n")]);
        assert_eq!(changed_lines(&new, &undos), [Line::Added("x".to_owned())]);
    }

    #[test]
    fn other_values_of_a_changed_line_are_not_shown() {
        let old = r#"{"auths":{"r":{"auth":"dXNlcjpwdw=="}}}"#;
        let (new, undos) = apply(old, &[Splice::insert(1, r#""credHelpers":{},"#)]);
        let shown = changed_lines(&new, &undos);
        assert_eq!(
            shown,
            [
                Line::Removed("{…".to_owned()),
                Line::Added(r#"{"credHelpers":{},…"#.to_owned())
            ]
        );
    }
}
