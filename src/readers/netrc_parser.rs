//! The model of Heroku's package `netrc-parser` for npm.

use crate::readers::entry::{ReaderEntry, Unreadable};
use crate::readers::text::{Text, lossy};

/// Parses a file like `netrc-parser` 3.1.6: a line with `machine` and a word after it, anywhere in
/// the line, starts an entry.
///
/// The rest of that line has pairs between single spaces. If it has no pairs, indented lines of two
/// words follow.
pub(crate) fn netrc_parser(bytes: &[u8]) -> Result<Vec<ReaderEntry>, Unreadable> {
    let text = lossy(bytes);
    let mut entries = Vec::new();
    let mut lines = text.split('\n').peekable();
    while let Some(line) = lines.next() {
        let Some(body) = machine_body(line)? else {
            continue;
        };
        let mut words = body.split(' ');
        let name = words.next().unwrap_or_default();
        let mut entry = ReaderEntry::for_machine(Text::Borrowed(name.as_bytes()));
        if body.trim_matches(is_js_space).contains(' ') {
            while let Some(key) = words.next() {
                set(&mut entry, key, words.next());
            }
        } else {
            while let Some((key, value)) = lines.peek().and_then(|line| property(line)) {
                set(&mut entry, key, Some(value));
                lines.next();
            }
        }
        entries.push(entry);
    }
    Ok(entries)
}

fn set(entry: &mut ReaderEntry, key: &str, value: Option<&str>) {
    let value = value.map(|value| value.as_bytes().to_vec().into());
    match key {
        "login" => entry.login = value,
        "password" => entry.password = value,
        _ => {}
    }
}

/// Whether `\s` in a JavaScript regular expression matches.
fn is_js_space(char: char) -> bool {
    char == '\u{FEFF}' || char.is_whitespace() && char != '\u{85}'
}

/// Whether `.` in a JavaScript regular expression does not match.
fn is_js_line_end(char: char) -> bool {
    matches!(char, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

/// The most places to split words for which the tool's regular expression ends in time: it tries
/// two alternatives at each place, in all combinations.
const MAX_SPLITS: usize = 26;

/// Returns the text after the first `machine` of a line that is followed by a word, up to `#`.
///
/// Fails if the tool would take too long: its regular expression needs exponential time if a
/// carriage return follows a `#`.
fn machine_body(line: &str) -> Result<Option<&str>, Unreadable> {
    let last_line_end = line.rfind(is_js_line_end);
    for (at, keyword) in line.match_indices("machine") {
        let after = &line[at + keyword.len()..];
        if !after.starts_with(is_js_space) {
            continue;
        }
        let body = after.trim_start_matches(is_js_space);
        let (body, comment) = body.split_once('#').unwrap_or((body, ""));
        if body.is_empty() {
            continue;
        }
        if last_line_end.is_none_or(|end| end < line.len() - comment.len()) {
            return Ok(Some(body));
        }
        if splits(body) > MAX_SPLITS {
            return Err(Unreadable);
        }
    }
    Ok(None)
}

fn splits(body: &str) -> usize {
    body.split(is_js_space)
        .map(|word| word.chars().count().saturating_sub(1))
        .sum()
}

/// Returns the two words of an indented line. Only a comment may follow them.
fn property(line: &str) -> Option<(&str, &str)> {
    let rest = line.trim_start_matches(is_js_space);
    let is_indented = rest.len() < line.len();
    let (key, after) = rest.split_at(rest.find(is_js_space)?);
    let value = after.trim_start_matches(is_js_space);
    let (value, after) = value.split_at(value.find(is_js_space).unwrap_or(value.len()));
    let comment = after.trim_start_matches(is_js_space);
    let is_comment = comment.starts_with('#') && !comment.contains(is_js_line_end);
    let is_property = is_indented && !value.is_empty() && (after.is_empty() || is_comment);
    is_property.then_some((key, value))
}
