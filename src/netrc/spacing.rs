//! The lines, blanks and comments around entries: what goes with one, and what stays.

use std::ops::Range;

use zeroize::Zeroizing;

use crate::netrc::Document;
use crate::netrc::entry::Entry;
use crate::netrc::lines::{
    blank_lines, blank_start, follows_blank_line, line_before, line_break, line_break_before,
    spaces, strip_return,
};
use crate::secret::concat;

/// What goes when the entries in `range` go: their lines, and the blank lines that would be left over. Comments that
/// stand between their words stay, each on a line of its own.
///
/// A blank line directly before a comment makes pip and uv refuse the whole file, so none may arise here.
pub(crate) fn removal(
    document: &Document,
    range: Range<usize>,
) -> (Range<usize>, Zeroizing<Vec<u8>>) {
    let bytes = document.bytes();
    // The empty line that ends a macro is no blank line to spare.
    let floor = document.macro_floor(range.start);
    let kept = kept_comments(document, &range);
    let mut start = blank_start(bytes, range.start);
    let starts_line = start == 0 || bytes[start - 1] == b'\n';
    let mut end = range.end + spaces(&bytes[range.end..]);
    let ends_line = end == bytes.len() || bytes[end] == b'\n';
    match (starts_line, ends_line) {
        (true, true) => end = (end + 1).min(bytes.len()),
        (true, false) => {}
        // The line break stays: it ends what stands before the entry on its line.
        (false, true) if kept.is_empty() => {
            start -= bytes[..start]
                .iter()
                .rev()
                .take_while(|byte| matches!(byte, b' ' | b'\t'))
                .count();
            return (start..strip_return(bytes, range.end, end), kept);
        }
        (false, _) if kept.is_empty() => return (range.start..end, kept),
        (false, _) => {
            let end = if ends_line {
                (end + 1).min(bytes.len())
            } else {
                end
            };
            return (range.start..end, concat(&[line_break(bytes), &kept]));
        }
    }
    let blank_before = start == 0 || follows_blank_line(bytes, start);
    if blank_before && ends_line {
        end += blank_lines(&bytes[end..]);
    }
    let comment_next = !kept.is_empty() || bytes.get(end + spaces(&bytes[end..])) == Some(&b'#');
    if comment_next || end == bytes.len() {
        while start > floor && follows_blank_line(bytes, start) {
            start = line_before(bytes, start);
        }
    }
    // Blanks at the end of the line before a comment do the same harm as a blank line.
    let line_end = start - line_break_before(bytes, start);
    let blanks = bytes[..line_end]
        .iter()
        .rev()
        .take_while(|byte| matches!(byte, b' ' | b'\t'))
        .count();
    if comment_next && blanks > 0 && line_end - blanks >= floor {
        return (line_end - blanks..end, concat(&[line_break(bytes), &kept]));
    }
    (start..end, kept)
}

impl Document {
    /// The white space before a place, but for the empty line that ends a macro.
    pub(crate) fn gap_before(&self, at: usize) -> Range<usize> {
        let bytes = self.bytes();
        let start = bytes[..at]
            .iter()
            .rposition(|byte| !byte.is_ascii_whitespace())
            .map_or(0, |last| last + 1);
        start.max(self.macro_floor(at))..at
    }

    /// The lines of an entry, with a comment behind it on the last one, and the comments among them, a line each.
    pub(crate) fn surroundings(&self, entry: &Entry) -> (Range<usize>, Zeroizing<Vec<u8>>) {
        let bytes = self.bytes();
        let start = blank_start(bytes, entry.start);
        let behind = entry.end + spaces(&bytes[entry.end..]);
        let next = self
            .comments
            .partition_point(|comment| comment.start() < behind);
        let trailing = self
            .comments
            .get(next)
            .filter(|comment| comment.start() == behind);
        let end = trailing.map_or(behind, |comment| comment.end());
        let comments = kept_comments(self, &(entry.start..end));
        // What shares a line with the entry gets lines of its own.
        let end = if bytes.get(end) == Some(&b'\n') {
            end + 1
        } else {
            end
        };
        (start..end, comments)
    }
}

/// The comments inside `range`, a line each.
fn kept_comments(document: &Document, range: &Range<usize>) -> Zeroizing<Vec<u8>> {
    let (bytes, mut lines) = (document.bytes(), Vec::new());
    let first = document
        .comments
        .partition_point(|comment| comment.start() < range.start);
    for comment in document.comments[first..]
        .iter()
        .take_while(|comment| comment.start() < range.end)
    {
        lines.extend([bytes[comment.range()].trim_ascii_end(), line_break(bytes)]);
    }
    concat(&lines)
}
