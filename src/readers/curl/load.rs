//! Files as curl keeps them in memory.

use zeroize::Zeroizing;

use crate::readers::text::{Value, c_string, take_c_line};

/// The longest line and file that curl 8 reads, in bytes. Source: `lib/netrc.c`.
const MAX_LINE: usize = 16_383;
const MAX_FILE: usize = 128 * 1024 - 1;

/// The buffer into which curl 7 reads a line, in bytes.
const LINE_BUFFER: usize = 4096;

/// Returns the lines that curl 7 reads, each with a line break.
///
/// It drops a line that is too long for its buffer, and a line with a NUL together with the next
/// line.
pub(super) fn lines_of_curl_7(bytes: &[u8]) -> Value {
    let mut text = Zeroizing::new(Vec::with_capacity(bytes.len() + 1));
    let mut rest = bytes;
    let mut is_dropped = false;
    while !rest.is_empty() {
        let piece = take_c_line(&mut rest, LINE_BUFFER - 1);
        let line = c_string(piece);
        let is_last = rest.is_empty() && piece.last() != Some(&b'\n');
        match line.last() {
            None => break,
            Some(b'\n') if is_dropped => is_dropped = false,
            Some(b'\n') => text.extend_from_slice(line),
            Some(_) if !is_last => is_dropped = true,
            Some(_) if is_dropped || line.len() + 1 >= LINE_BUFFER => break,
            Some(_) => {
                text.extend_from_slice(line);
                text.push(b'\n');
            }
        }
    }
    text
}

/// The effect of a line that is too long for curl 8.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LongLine {
    /// curl ignores the rest of the file from that line on.
    EndsFile,
    /// curl refuses the file.
    Refused,
}

/// Returns the lines that curl 8 reads: each with a line break and without indentation, and without
/// comments. Returns `None` if it refuses the file.
pub(super) fn lines_of_curl_8(bytes: &[u8], long_line: LongLine) -> Option<Value> {
    let mut text = Zeroizing::new(Vec::with_capacity(bytes.len() + 1));
    let mut line = Zeroizing::new(Vec::with_capacity(MAX_LINE.min(bytes.len()) + 1));
    let mut rest = bytes;
    while !rest.is_empty() {
        line.clear();
        if long_line == LongLine::EndsFile && rest.first() == Some(&0) {
            // Before 8.21, an empty piece at the start of a line is the end of the file.
            return Some(text);
        }
        if !read_line(&mut rest, &mut line) {
            return (long_line == LongLine::EndsFile).then_some(text);
        }
        let is_indentation = |byte: &&u8| matches!(byte, b' ' | b'\t');
        let content = &line[line.iter().take_while(is_indentation).count()..];
        if content[0] != b'#' {
            if text.len() + content.len() > MAX_FILE {
                return None;
            }
            text.extend_from_slice(content);
        }
    }
    Some(text)
}

/// Moves one line from `rest` to `line`, and adds a missing line break. Returns `false` if the line
/// is too long.
fn read_line(rest: &mut &[u8], line: &mut Vec<u8>) -> bool {
    // curl reads into a buffer of 128 bytes, and keeps of each piece only the bytes before a NUL.
    while !rest.is_empty() && line.last() != Some(&b'\n') {
        let piece = c_string(take_c_line(rest, 127));
        if line.len() + piece.len() > MAX_LINE {
            return false;
        }
        line.extend_from_slice(piece);
    }
    if line.last() != Some(&b'\n') {
        line.push(b'\n');
    }
    true
}
