//! Readers for which a line is a unit: no pair of words crosses its end.

use super::Query;
use super::seen::{Entries, Seen};
use super::words::{C_SPACE, Text, Words, bare, c_string};

/// Go's reader: the words of each line in pairs, and an entry counts once it has machine, login and password.
pub(super) fn go<'a>(bytes: &'a [u8], _: &Query<'_>) -> Entries<'a> {
    let (mut entries, mut entry, mut in_macro) = (Vec::new(), None, false);
    for line in bytes.split(|&byte| byte == b'\n') {
        if in_macro {
            in_macro = !line.is_empty();
            continue;
        }
        let words = go_words(line);
        for pair in words.chunks_exact(2) {
            let value = Text::Plain(pair[1]);
            match (pair[0], &mut entry) {
                (b"machine", entry) => *entry = Some(Seen::of(value)),
                (b"macdef", _) => in_macro = true,
                // A value that comes before its machine is lost with it.
                (b"login", Some(entry)) => entry.login = Some(value),
                (b"password", Some(entry)) => entry.password = Some(value),
                _ => {}
            }
            if entry.as_ref().is_some_and(|entry| entry.login.is_some() && entry.password.is_some()) {
                entries.extend(entry.take());
            }
        }
        if words.len() % 2 == 1 && words.last() == Some(&&b"default"[..]) {
            break;
        }
    }
    Ok(entries)
}

/// The words of a line: between blanks of Unicode, and bytes that are not UTF-8 are none.
fn go_words(line: &[u8]) -> Vec<&[u8]> {
    let mut words = Vec::new();
    let mut start = None;
    let mut at = 0;
    for chunk in line.utf8_chunks() {
        for (offset, char) in chunk.valid().char_indices() {
            match (char.is_whitespace(), start) {
                (true, Some(from)) => {
                    words.push(&line[from..at + offset]);
                    start = None;
                }
                (false, None) => start = Some(at + offset),
                _ => {}
            }
        }
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            start = start.or(Some(at));
            at += chunk.invalid().len();
        }
    }
    words.extend(start.map(|from| &line[from..]));
    words
}

/// wget2 1.99: pairs on a line, without quotes; the first of two values counts.
pub(super) fn wget2<'a>(bytes: &'a [u8], _: &Query<'_>) -> Entries<'a> {
    static WGET2: super::words::Syntax = bare(C_SPACE);
    let mut entries: Vec<Seen<'_>> = Vec::new();
    let mut in_macro = false;
    for line in bytes.split(|&byte| byte == b'\n') {
        let line = c_string(line);
        let mut words = Words::new(line, &WGET2);
        words.skip(C_SPACE);
        match line.get(words.at) {
            Some(b'#') => continue,
            None => in_macro = false,
            Some(_) => {}
        }
        if in_macro {
            continue;
        }
        while words.at < line.len() {
            let mut text = || words.next().map_or(Text::EMPTY, |word| word.text);
            let keyword = text();
            if *keyword == *b"default" {
                entries.push(Seen::default());
                continue;
            }
            if *keyword != *b"machine" && entries.is_empty() {
                continue;
            }
            let value = text();
            match (&*keyword, entries.last_mut()) {
                (b"machine", _) => entries.push(Seen::under(value)),
                (b"login", Some(entry)) => _ = entry.login.get_or_insert(value),
                (b"password", Some(entry)) => _ = entry.password.get_or_insert(value),
                (b"macdef", _) => in_macro = true,
                _ => {}
            }
        }
    }
    Ok(entries)
}

/// Heroku's `netrc-parser` for npm: a line with `machine` and a word behind it, anywhere in the line, starts an entry.
///
/// What follows on that line are pairs between single spaces; if nothing does, indented lines of two words follow.
///
/// Its regular expression takes exponential time where a carriage return is behind a `#`.
pub(super) fn netrc_parser(bytes: &[u8], _: &Query<'_>) -> Entries<'static> {
    let text = zeroize::Zeroizing::new(String::from_utf8_lossy(bytes).into_owned());
    let made = |text: &str| Text::Made(text.as_bytes().to_vec());
    let mut entries: Vec<Seen<'_>> = Vec::new();
    let mut lines = text.split('\n').peekable();
    while let Some(line) = lines.next() {
        let Some(body) = machine_body(line).ok_or(0_usize)? else { continue };
        let mut words = body.split(' ');
        let mut entry = Seen::of(made(words.next().unwrap_or_default()));
        let mut set = |key: &str, value: Option<&str>| match key {
            "login" => entry.login = value.map(made),
            "password" => entry.password = value.map(made),
            _ => {}
        };
        if body.trim_matches(js_space).contains(' ') {
            while let Some(key) = words.next() {
                set(key, words.next());
            }
        } else {
            while let Some((key, value)) = lines.peek().and_then(|line| property(line)) {
                set(key, Some(value));
                lines.next();
            }
        }
        entries.push(entry);
    }
    Ok(entries)
}

/// White space of JavaScript's regular expressions.
fn js_space(char: char) -> bool {
    char == '\u{FEFF}' || char.is_whitespace() && char != '\u{85}'
}

/// What `.` of a regular expression does not match.
fn ends_js_line(char: char) -> bool {
    matches!(char, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

/// As many characters as the regular expression gets through, if it has to try out all ways to divide them.
const TRIED: usize = 24;

/// What stands behind the first `machine` of a line that a word follows, up to a `#`; `None` inside where there is none,
/// and outside where the reader takes too long to tell.
fn machine_body(line: &str) -> Option<Option<&str>> {
    for (at, keyword) in line.match_indices("machine") {
        let behind = &line[at + keyword.len()..];
        let body = behind.trim_start_matches(js_space);
        let (body, comment) = body.split_once('#').unwrap_or((body, ""));
        if !behind.starts_with(js_space) || body.is_empty() {
            continue;
        }
        if !comment.contains(ends_js_line) {
            return Some(Some(body));
        }
        if body.chars().filter(|char| !js_space(*char)).count() > TRIED {
            return None;
        }
    }
    Some(None)
}

/// The two words of an indented line; a comment may follow them, and nothing else.
fn property(line: &str) -> Option<(&str, &str)> {
    let rest = line.trim_start_matches(js_space);
    let (key, behind) = rest.split_at(rest.find(js_space)?);
    let value = behind.trim_start_matches(js_space);
    let (value, behind) = value.split_at(value.find(js_space).unwrap_or(value.len()));
    let comment = behind.trim_start_matches(js_space);
    let commented = comment.starts_with('#') && !comment.contains(ends_js_line);
    (rest.len() < line.len() && !value.is_empty() && (behind.is_empty() || commented)).then_some((key, value))
}
