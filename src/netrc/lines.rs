//! Lines and the white space in them. Positions are offsets in bytes.

/// Returns the line break for new lines: `\r\n` if every line feed has a carriage return before it.
/// In a mixed file it is `\n`, because Emacs then takes a carriage return for a part of a word.
pub(crate) fn line_break(bytes: &[u8]) -> &'static [u8] {
    let mut line_feeds = (0..bytes.len()).filter(|&at| bytes[at] == b'\n').peekable();
    let is_crlf = |at: usize| at > 0 && bytes[at - 1] == b'\r';
    if line_feeds.peek().is_some() && line_feeds.all(is_crlf) {
        b"\r\n"
    } else {
        b"\n"
    }
}

/// The start of each line.
pub(crate) fn line_starts(bytes: &[u8]) -> Vec<usize> {
    let breaks = (0..bytes.len()).filter(|&at| bytes[at] == b'\n');
    [0].into_iter().chain(breaks.map(|at| at + 1)).collect()
}

/// The length of the line break directly before `start`.
pub(crate) fn line_break_before(bytes: &[u8], start: usize) -> usize {
    match &bytes[..start] {
        [.., b'\r', b'\n'] => 2,
        [.., b'\n'] => 1,
        _ => 0,
    }
}

/// The end of the line of `at`: the position of its `\n`, or the end of the bytes.
pub(crate) fn line_end(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.iter()
        .position(|&byte| byte == b'\n')
        .map_or(bytes.len(), |found| at + found)
}

/// Whether a line starts at `at`.
pub(crate) fn starts_line(bytes: &[u8], at: usize) -> bool {
    at == 0 || bytes[at - 1] == b'\n'
}

/// Whether a line ends at `at`.
pub(crate) fn ends_line(bytes: &[u8], at: usize) -> bool {
    at == bytes.len() || bytes[at] == b'\n'
}

/// The start of the next line if a line ends at `at`, and otherwise `at`.
pub(crate) fn next_line(bytes: &[u8], at: usize) -> usize {
    if bytes.get(at) == Some(&b'\n') {
        at + 1
    } else {
        at
    }
}

/// The start of the line before the one that starts at `start`.
pub(crate) fn line_before(bytes: &[u8], start: usize) -> usize {
    bytes[..start - 1]
        .iter()
        .rposition(|&byte| byte == b'\n')
        .map_or(0, |found| found + 1)
}

/// `end` without the carriage return of a CRLF line break before it, but at least `least`.
pub(crate) fn strip_return(bytes: &[u8], least: usize, end: usize) -> usize {
    if end > least && bytes[end - 1] == b'\r' {
        end - 1
    } else {
        end
    }
}

/// How many spaces, tabs and carriage returns are directly before `at`.
pub(crate) fn blanks_before(bytes: &[u8], at: usize) -> usize {
    let before = bytes[..at].iter().rev();
    before
        .take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r'))
        .count()
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

/// How many spaces, tabs and carriage returns `bytes` starts with.
pub(crate) fn spaces(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r'))
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
