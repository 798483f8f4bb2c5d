//! Lines and the white space in them.

use crate::netrc::lex;

/// The line break of the file, as its first line has it.
pub(crate) fn line_break(bytes: &[u8]) -> &'static [u8] {
    match bytes.iter().position(|&byte| byte == b'\n') {
        Some(at) if at > 0 && bytes[at - 1] == b'\r' => b"\r\n",
        _ => b"\n",
    }
}

/// How many bytes the line break takes that ends directly before `start`.
pub(crate) fn line_break_before(bytes: &[u8], start: usize) -> usize {
    match &bytes[..start] {
        [.., b'\r', b'\n'] => 2,
        [.., b'\n'] => 1,
        _ => 0,
    }
}

/// The carriage return of a CRLF line end stays with its line feed.
pub(crate) fn strip_return(bytes: &[u8], least: usize, end: usize) -> usize {
    if end > least && bytes[end - 1] == b'\r' {
        end - 1
    } else {
        end
    }
}

/// `at`, or the start of its line where only blanks are between.
pub(crate) fn blank_start(bytes: &[u8], at: usize) -> usize {
    let blanks = bytes[..at]
        .iter()
        .rev()
        .take_while(|byte| matches!(byte, b' ' | b'\t'))
        .count();
    let start = at - blanks;
    if start == 0 || bytes[start - 1] == b'\n' {
        start
    } else {
        at
    }
}

/// Whether the line that ends directly before `start`, the start of a line, is blank.
pub(crate) fn follows_blank_line(bytes: &[u8], start: usize) -> bool {
    is_blank(&bytes[line_before(bytes, start)..start])
}

/// The start of the line before the one that starts at `start`.
pub(crate) fn line_before(bytes: &[u8], start: usize) -> usize {
    bytes[..start - 1]
        .iter()
        .rposition(|&byte| byte == b'\n')
        .map_or(0, |found| found + 1)
}

pub(crate) fn spaces(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r'))
        .count()
}

pub(crate) fn blank_lines(bytes: &[u8]) -> usize {
    let mut at = 0;
    while at < bytes.len() {
        let end = lex::line_end(bytes, at);
        if !is_blank(&bytes[at..end]) {
            break;
        }
        at = (end + 1).min(bytes.len());
    }
    at
}

pub(crate) fn is_blank(bytes: &[u8]) -> bool {
    bytes
        .iter()
        .all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
}
