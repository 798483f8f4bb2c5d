//! The lines and comments around an entry: which of them belong to it.

use std::ops::Range;

use zeroize::Zeroizing;

use crate::netrc::document::Document;
use crate::netrc::entry::Entry;
use crate::netrc::lines::{
    blank_lines, blank_start, blanks_before, ends_line, follows_blank_line, line_before,
    line_break_before, next_line, spaces, starts_line, strip_return,
};
use crate::secret::concat;

/// Returns the bytes to replace, and their replacement, to remove the entries in `range`.
///
/// This removes their lines and the blank lines that would be left over. Comments between their
/// words stay, each on its own line. No blank line may end up directly before a comment, because
/// pip and uv refuse such a file.
pub(crate) fn removal(
    document: &Document,
    range: Range<usize>,
) -> (Range<usize>, Zeroizing<Vec<u8>>) {
    let comments = kept_comments(document, &range);
    let start = blank_start(document.bytes(), range.start);
    if starts_line(document.bytes(), start) {
        removal_of_lines(document, start, range, comments)
    } else {
        removal_from_line(document, range, comments)
    }
}

/// Removes entries that follow something else on its line.
fn removal_from_line(
    document: &Document,
    range: Range<usize>,
    comments: Zeroizing<Vec<u8>>,
) -> (Range<usize>, Zeroizing<Vec<u8>>) {
    let bytes = document.bytes();
    let end = range.end + spaces(&bytes[range.end..]);
    if !comments.is_empty() {
        let text = concat(&[document.line_break(), &comments]);
        return (range.start..next_line(bytes, end), text);
    }
    if !ends_line(bytes, end) {
        return (range.start..end, comments);
    }
    // The line break stays: it ends the text before the entry.
    let start = range.start - blanks_before(bytes, range.start);
    (start..strip_return(bytes, range.end, end), comments)
}

/// Removes entries that start a line. `start` is the start of that line.
fn removal_of_lines(
    document: &Document,
    mut start: usize,
    range: Range<usize>,
    comments: Zeroizing<Vec<u8>>,
) -> (Range<usize>, Zeroizing<Vec<u8>>) {
    let bytes = document.bytes();
    let last = range.end + spaces(&bytes[range.end..]);
    let mut end = next_line(bytes, last);
    if ends_line(bytes, last) && (start == 0 || follows_blank_line(bytes, start)) {
        end += blank_lines(&bytes[end..]);
    }
    let next = end + spaces(&bytes[end..]);
    let comment_follows = !comments.is_empty() || bytes.get(next) == Some(&b'#');
    // Never remove the blank line that ends a macro.
    let floor = document.macro_floor(range.start);
    if comment_follows || end == bytes.len() {
        while start > floor && follows_blank_line(bytes, start) {
            start = line_before(bytes, start);
        }
    }
    // Spaces and tabs at the end of the line before a comment do the same harm as a blank line.
    let line_end = start - line_break_before(bytes, start);
    let blanks = blanks_before(bytes, line_end);
    if comment_follows && blanks > 0 && line_end - blanks >= floor {
        let text = concat(&[document.line_break(), &comments]);
        return (line_end - blanks..end, text);
    }
    (start..end, comments)
}

impl Document {
    /// The white space before `at`, without the empty line that ends a macro.
    pub(crate) fn gap_before(&self, at: usize) -> Range<usize> {
        let bytes = self.bytes();
        let last = bytes[..at]
            .iter()
            .rposition(|byte| !byte.is_ascii_whitespace());
        let start = last.map_or(0, |last| last + 1);
        start.max(self.macro_floor(at))..at
    }

    /// Returns the range of the lines of an entry, with a comment after it on the last line, and
    /// all comments in that range, each on its own line.
    pub(crate) fn surroundings(&self, entry: &Entry) -> (Range<usize>, Zeroizing<Vec<u8>>) {
        let bytes = self.bytes();
        let start = blank_start(bytes, entry.start);
        let last = entry.end + spaces(&bytes[entry.end..]);
        let next = self
            .comments
            .partition_point(|comment| comment.start() < last);
        let end = match self.comments.get(next) {
            Some(comment) if comment.start() == last => comment.end(),
            _ => last,
        };
        let comments = kept_comments(self, &(entry.start..end));
        // Without a line break after it, the entry shares its line with another, which gets its own
        // line.
        (start..next_line(bytes, end), comments)
    }
}

/// The comments inside `range`, each on its own line.
fn kept_comments(document: &Document, range: &Range<usize>) -> Zeroizing<Vec<u8>> {
    let bytes = document.bytes();
    let first = document
        .comments
        .partition_point(|comment| comment.start() < range.start);
    let mut lines = Vec::new();
    for comment in &document.comments[first..] {
        if comment.start() >= range.end {
            break;
        }
        lines.extend([
            bytes[comment.range()].trim_ascii_end(),
            document.line_break(),
        ]);
    }
    concat(&lines)
}
