//! Lines and the white space in them. Positions are offsets in bytes.
//!
//! A line ends with a line feed, which can have carriage returns before it, or with a carriage
//! return alone, as on an old Mac. Python, requests and Emacs read such files.

/// Whether the byte at `at` ends a line.
pub(crate) fn is_line_end(bytes: &[u8], at: usize) -> bool {
    bytes[at] == b'\n' || is_lone_return(bytes, at)
}

/// Whether the byte at `at` is a carriage return without a line feed after it. One of two before a
/// line feed does not count.
pub(crate) fn is_lone_return(bytes: &[u8], at: usize) -> bool {
    bytes[at] == b'\r' && !matches!(bytes[at + 1..], [b'\n', ..] | [b'\r', b'\n', ..])
}

/// How many lines end in `bytes`.
pub(crate) fn count_line_ends(bytes: &[u8]) -> usize {
    (0..bytes.len())
        .filter(|&at| is_line_end(bytes, at))
        .count()
}

/// Whether white space contains the end of a line.
pub(crate) fn has_line_end(space: &[u8]) -> bool {
    space.contains(&b'\n') || space.contains(&b'\r')
}

/// Returns the line break for new lines: `\r\n` or `\r` if no line ends with a line feed alone. In a
/// mixed file it is `\n`, because Emacs then takes a carriage return for a part of a word.
pub(crate) fn line_break(bytes: &[u8]) -> &'static [u8] {
    let mut found: &'static [u8] = b"\n";
    for at in 0..bytes.len() {
        match bytes[at] {
            b'\n' if at == 0 || bytes[at - 1] != b'\r' => return b"\n",
            b'\n' => found = b"\r\n",
            b'\r' if found == b"\n" => found = b"\r",
            _ => {}
        }
    }
    found
}

/// The start of each line.
pub(crate) fn line_starts(bytes: &[u8]) -> Vec<usize> {
    let ends = (0..bytes.len()).filter(|&at| is_line_end(bytes, at));
    [0].into_iter().chain(ends.map(|at| at + 1)).collect()
}

/// The length of the line break directly before `start`.
pub(crate) fn line_break_before(bytes: &[u8], start: usize) -> usize {
    match &bytes[..start] {
        [.., b'\r', b'\n'] => 2,
        [.., b'\n'] => 1,
        [.., b'\r'] if is_lone_return(bytes, start - 1) => 1,
        _ => 0,
    }
}

/// The end of the line of `at`: the position of the byte that ends it, or the end of the bytes.
pub(crate) fn line_end(bytes: &[u8], at: usize) -> usize {
    let mut positions = at..bytes.len();
    positions
        .find(|&at| is_line_end(bytes, at))
        .unwrap_or(bytes.len())
}

/// Whether a line starts at `at`.
pub(crate) fn starts_line(bytes: &[u8], at: usize) -> bool {
    at == 0 || is_line_end(bytes, at - 1)
}

/// Whether a line ends at `at`.
pub(crate) fn ends_line(bytes: &[u8], at: usize) -> bool {
    at == bytes.len() || is_line_end(bytes, at)
}

/// The start of the next line if a line ends at `at`, and otherwise `at`.
pub(crate) fn next_line(bytes: &[u8], at: usize) -> usize {
    if at < bytes.len() && is_line_end(bytes, at) {
        at + 1
    } else {
        at
    }
}

/// The start of the line before the one that starts at `start`.
pub(crate) fn line_before(bytes: &[u8], start: usize) -> usize {
    let mut positions = (0..start - 1).rev();
    positions
        .find(|&at| is_line_end(bytes, at))
        .map_or(0, |found| found + 1)
}

/// `end` without the carriage return of a CRLF line break before it, but at least `least`.
pub(crate) fn strip_return(bytes: &[u8], least: usize, end: usize) -> usize {
    if end > least && bytes[end - 1] == b'\r' && !is_lone_return(bytes, end - 1) {
        end - 1
    } else {
        end
    }
}

/// How many spaces, tabs and carriage returns on the same line are directly before `at`.
pub(crate) fn blanks_before(bytes: &[u8], at: usize) -> usize {
    let before = (0..at).rev();
    before.take_while(|&at| is_blank_in_line(bytes, at)).count()
}

fn is_blank_in_line(bytes: &[u8], at: usize) -> bool {
    matches!(bytes[at], b' ' | b'\t' | b'\r') && !is_line_end(bytes, at)
}

/// The start of the line that contains `at`, if only spaces, tabs and carriage returns precede `at`
/// on it. Otherwise `at`.
pub(crate) fn blank_start(bytes: &[u8], at: usize) -> usize {
    let start = at - blanks_before(bytes, at);
    if starts_line(bytes, start) { start } else { at }
}

/// Whether the line before the one that starts at `start` is blank.
pub(crate) fn follows_blank_line(bytes: &[u8], start: usize) -> bool {
    is_blank(&bytes[line_before(bytes, start)..start])
}

/// How many spaces, tabs and carriage returns of one line `bytes` starts with.
pub(crate) fn spaces(bytes: &[u8]) -> usize {
    let positions = 0..bytes.len();
    positions
        .take_while(|&at| is_blank_in_line(bytes, at))
        .count()
}

/// The length of the blank lines that `bytes` starts with.
pub(crate) fn blank_lines(bytes: &[u8]) -> usize {
    let mut at = 0;
    while at < bytes.len() {
        let end = line_end(bytes, at);
        if !is_blank(&bytes[at..end]) {
            break;
        }
        at = next_line(bytes, end);
    }
    at
}

/// Whether `bytes` is only white space.
pub(crate) fn is_blank(bytes: &[u8]) -> bool {
    bytes
        .iter()
        .all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
}
