//! Readers that take a file word by word: a keyword, and the word behind it as its value.

use zeroize::Zeroizing;

use super::seen::{Choice, Entries, Seen};
use super::words::{Bare, C_SPACE, Escape, Form, Syntax, Text, Words, bare, c_string};
use super::{Answer, Query};

/// CPython's reader since 3.11, which is strict: what it does not know ends it. uv has a port of it.
///
/// The end of a word counts as read, and with it the line break that is there. So a comment is skipped as a whole only
/// where no line break was read since the word before: not behind a blank line, and not behind a blank at the end of a line.
pub(super) fn python(bytes: &[u8], query: &Query<'_>, choice: &Choice) -> Answer {
    let Some(text) = python_text(bytes) else { return Answer::Error };
    strict(&text, Dialect::Python).map_or(Answer::Error, |entries| choice.choose(&entries, query))
}

/// requests, and pip with it: CPython's reader, but an account stands in for a login.
pub(super) fn requests(bytes: &[u8], query: &Query<'_>, choice: &Choice) -> Answer {
    let Some(text) = python_text(bytes) else { return Answer::Error };
    let Ok(mut entries) = strict(&text, Dialect::Python) else { return Answer::Error };
    for entry in &mut entries {
        let has = |part: &Option<Text<'_>>| part.as_ref().is_some_and(|text| !text.is_empty());
        if !has(&entry.login) && has(&entry.account) {
            entry.login = entry.account.take();
        }
    }
    choice.choose(&entries, query)
}

/// uv's port of CPython's reader: a comment at the top may have any number of words, and a macro ends at the end.
pub(super) fn uv(bytes: &[u8], query: &Query<'_>, choice: &Choice) -> Answer {
    // What is not UTF-8 becomes U+FFFD, and a backslash at the end stands before a space.
    let escapes = bytes.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1;
    let text = Zeroizing::new(String::from_utf8_lossy(bytes).into_owned() + if escapes { " " } else { "" });
    strict(text.as_bytes(), Dialect::Uv).map_or(Answer::Error, |entries| choice.choose(&entries, query))
}

/// A file as Python reads text: UTF-8, and a carriage return is a line break.
fn python_text(bytes: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    str::from_utf8(bytes).ok()?;
    let mut text = Zeroizing::new(Vec::with_capacity(bytes.len()));
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => {}
            b'\r' => text.push(b'\n'),
            _ => text.push(*byte),
        }
    }
    Some(text)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Dialect {
    Python,
    Uv,
}

static PYTHON: Syntax = Syntax { blanks: b" \t\r\n", quotes: b"\"", escape: Escape::Dropped, bare: Bare::Dropped };

fn strict(bytes: &[u8], dialect: Dialect) -> Entries<'_> {
    let mut words = Words::new(bytes, &PYTHON);
    let mut entries: Vec<Seen<'_>> = Vec::new();
    // The entry that is being read is the last one, while there is one.
    let mut in_entry = false;
    loop {
        let from = words.at;
        let (at, word) = python_word(&mut words);
        let same_line = !bytes[from..words.at].contains(&b'\n');
        match (&*word, in_entry) {
            (b"", _) => return Ok(entries),
            ([b'#', rest @ ..], inside) => {
                if same_line && (inside || rest.is_empty() || dialect == Dialect::Uv) {
                    words.line();
                }
            }
            (b"machine", _) => {
                let name = python_word(&mut words).1;
                if name.is_empty() {
                    return Err(at);
                }
                entries.push(Seen::under(name).filled());
                in_entry = true;
            }
            (b"default", _) => {
                entries.push(Seen::default().filled());
                in_entry = true;
            }
            (b"macdef", _) => {
                python_word(&mut words);
                if !skip_python_macro(&mut words, dialect) {
                    return Err(at);
                }
                in_entry = false;
            }
            (keyword @ (b"login" | b"user" | b"account" | b"password"), true) => {
                let value = python_word(&mut words).1;
                if let Some(entry) = entries.last_mut() {
                    match keyword {
                        b"account" => entry.account = Some(value),
                        b"password" => entry.password = Some(value),
                        _ => entry.login = Some(value),
                    }
                }
            }
            _ => return Err(at),
        }
    }
}

/// The next word and where it starts, with the blank that ends it; empty at the end.
fn python_word<'a>(words: &mut Words<'a>) -> (usize, Text<'a>) {
    let Some(word) = words.next() else { return (words.at, Text::EMPTY) };
    if word.form == Form::Bare {
        words.step();
    }
    (word.range.start, word.text)
}

fn skip_python_macro(words: &mut Words<'_>, dialect: Dialect) -> bool {
    loop {
        let line = words.line();
        match dialect {
            Dialect::Python if line.is_empty() => return false,
            Dialect::Python if line == b"\n" => return true,
            Dialect::Uv if line.trim_ascii().is_empty() => return true,
            _ => {}
        }
    }
}

/// wget 1.21: a line at a time; `#` at the start of a word drops the rest of its line, even where a value should be.
pub(super) fn wget<'a>(bytes: &'a [u8], _: &Query<'_>) -> Entries<'a> {
    static WGET: Syntax = Syntax { blanks: C_SPACE, quotes: b"\"", escape: Escape::Dropped, bare: Bare::Dropped };
    let mut entries: Vec<Seen<'_>> = Vec::new();
    let mut keyword: &[u8] = b"";
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let mut words = Words::new(c_string(line), &WGET);
        words.skip(C_SPACE);
        if keyword == b"macdef" {
            if words.at < words.bytes.len() {
                continue;
            }
            keyword = b"";
        }
        while keyword != b"macdef" {
            words.skip(C_SPACE);
            if words.bytes.get(words.at) == Some(&b'#') {
                break;
            }
            let Some(word) = words.next() else { break };
            if word.form == Form::Quoted {
                // The byte behind a closing quote is overwritten.
                words.step();
            }
            let entry = entries.last_mut();
            match (keyword, &*word.text) {
                (b"", b"default") => entries.push(Seen::default()),
                (b"", b"login") => keyword = b"login",
                (b"", b"password") => keyword = b"password",
                (b"", b"machine") => keyword = b"machine",
                (b"", b"macdef") => keyword = b"macdef",
                (b"", b"account" | b"port" | b"force") => keyword = b"account",
                (b"", _) => {}
                (b"machine", _) => (keyword, _) = (b"", entries.push(Seen::of(word.text))),
                (b"login", _) => (keyword, _) = (b"", entry.map(|entry| entry.login = Some(word.text))),
                (b"password", _) => (keyword, _) = (b"", entry.map(|entry| entry.password = Some(word.text))),
                (_, _) => keyword = b"",
            }
        }
    }
    // An entry without a login is dropped.
    entries.retain(|entry| entry.login.is_some());
    Ok(entries)
}

/// aria2 1.36: a line at a time, blanks are spaces and tabs, and only a `#` in the first column is a comment.
pub(super) fn aria2<'a>(bytes: &'a [u8], _: &Query<'_>) -> Entries<'a> {
    static ARIA2: Syntax = bare(b" \t");
    let mut entries: Vec<Seen<'_>> = Vec::new();
    let mut keyword: &[u8] = b"";
    let mut lines = bytes.split(|&byte| byte == b'\n').map(c_string);
    let place = |word: &[u8]| word.as_ptr() as usize - bytes.as_ptr() as usize;
    while let Some(line) = lines.next() {
        if line.first() == Some(&b'#') {
            continue;
        }
        let mut words = Words::new(line, &ARIA2);
        while let Some(word) = words.next() {
            let text = strip(&line[word.range]);
            if text.is_empty() {
                continue;
            }
            match (keyword, text) {
                (b"", b"machine") => (keyword, _) = (b"machine", entries.push(Seen::default())),
                (b"", b"default") => entries.push(Seen::default()),
                (b"", _) if entries.is_empty() => return Err(place(text)),
                (b"", b"login" | b"password" | b"account" | b"macdef") => keyword = text,
                (b"", _) => {}
                (b"macdef", _) => {
                    keyword = b"";
                    lines.by_ref().find(|line| matches!(line.first(), None | Some(b'\r')));
                }
                (_, _) => {
                    if let Some(entry) = entries.last_mut() {
                        match keyword {
                            b"machine" => entry.machine = Some(Text::Plain(text)),
                            b"login" => entry.login = Some(Text::Plain(text)),
                            b"password" => entry.password = Some(Text::Plain(text)),
                            _ => {}
                        }
                    }
                    keyword = b"";
                }
            }
        }
    }
    // An unfinished word at the end of the file.
    if keyword.is_empty() { Ok(entries) } else { Err(bytes.len()) }
}

fn strip(word: &[u8]) -> &[u8] {
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    let start = word.iter().take_while(|byte| is_blank(byte)).count();
    let end = word.len() - word[start..].iter().rev().take_while(|byte| is_blank(byte)).count();
    &word[start..end]
}

/// Bazel's reader, which is strict. A `#` in the first column is a comment, `default` is the end of the file, and a macro
/// ends at two line ends in a row.
pub(super) fn bazel<'a>(bytes: &'a [u8], _: &Query<'_>) -> Entries<'a> {
    static BAZEL: Syntax = bare(C_SPACE);
    // A line ends at a carriage return too; words do not care, but a comment and a macro do.
    let ends_line = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let mut entries: Vec<Seen<'_>> = Vec::new();
    let (mut words, mut in_entry) = (Words::new(bytes, &BAZEL), false);
    let next_word = |words: &mut Words<'a>| loop {
        let word = words.next()?;
        let first_column = word.range.start == 0 || ends_line(&bytes[word.range.start - 1]);
        if !(first_column && word.text.starts_with(b"#")) {
            return Some(word);
        }
        let rest = &bytes[words.at..];
        words.at += rest.iter().position(ends_line).unwrap_or(rest.len());
    };
    while let Some(word) = next_word(&mut words) {
        let at = word.range.start;
        match (&*word.text, in_entry) {
            (b"machine", _) => {
                entries.push(Seen::of(next_word(&mut words).ok_or(at)?.text).filled());
                in_entry = true;
            }
            (b"default", _) if entries.last().is_none_or(|last| last.machine.is_some()) => {
                entries.push(Seen::default().filled());
                in_entry = true;
            }
            (b"macdef", _) if entries.last().is_none_or(|last| last.machine.is_some()) => {
                in_entry = false;
                let rest = &bytes[words.at..];
                words.at += rest.len() - behind_empty_line(rest).len();
            }
            (keyword @ (b"login" | b"password" | b"account"), true) => {
                let value = next_word(&mut words).ok_or(at)?.text;
                if let Some(entry) = entries.last_mut() {
                    match keyword {
                        b"login" => entry.login = Some(value),
                        b"password" => entry.password = Some(value),
                        _ => {}
                    }
                }
            }
            // The entry that follows `default` is not looked at any more.
            (b"default" | b"macdef", _) => break,
            _ => return Err(at),
        }
        if entries.len() > 1 && entries[entries.len() - 2].machine.is_none() {
            entries.pop();
            break;
        }
    }
    Ok(entries)
}

/// What stands behind the first empty line, or nothing.
fn behind_empty_line(mut rest: &[u8]) -> &[u8] {
    let mut breaks = 0;
    while let [first, behind @ ..] = rest {
        rest = behind;
        match first {
            b'\r' if behind.first() == Some(&b'\n') => continue,
            b'\n' | b'\r' => breaks += 1,
            byte if C_SPACE.contains(byte) => {}
            _ => breaks = 0,
        }
        if breaks == 2 {
            break;
        }
    }
    rest
}

/// lftp 4.9: words of `scanf`, which come in pieces of 255 bytes, and a macro that ends at a blank line.
///
/// A login forgets the password before it, and then the first password counts. The case of a login makes no difference.
pub(super) fn lftp(bytes: &[u8], query: &Query<'_>) -> Answer {
    static LFTP: Syntax = bare(C_SPACE);
    let mut words = Words::new(bytes, &LFTP);
    let piece = |words: &mut Words<'_>| {
        let word = words.next()?;
        words.at = word.range.end.min(word.range.start + 255);
        Some(word.range.start..words.at)
    };
    let mut entries = vec![];
    while let Some(word) = piece(&mut words) {
        match &bytes[word] {
            [b'#', ..] => _ = words.line(),
            b"macdef" => {
                words.line();
                while !words.line().iter().all(|byte| b" \t\n".contains(byte)) {}
            }
            b"default" => entries.push(Seen::default()),
            keyword @ (b"machine" | b"login" | b"password" | b"account") => {
                let Some(value) = piece(&mut words) else { break };
                let value = c_string(&bytes[value]);
                match (keyword, entries.last_mut()) {
                    (b"machine", _) => entries.push(Seen::of(Text::Plain(value))),
                    (b"login", Some(entry)) => (entry.login, entry.password) = (Some(Text::Plain(value)), None),
                    (b"password", Some(entry)) => _ = entry.password.get_or_insert_with(|| octal(value)),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    let is = |text: &Option<Text<'_>>, wanted: &str| {
        text.as_ref().is_some_and(|text| text.eq_ignore_ascii_case(wanted.as_bytes()))
    };
    let has_login = |entry: &&Seen<'_>| query.login.map_or(entry.login.is_some(), |login| is(&entry.login, login));
    match entries.iter().filter(|entry| is(&entry.machine, query.host)).find(has_login) {
        Some(entry) if entry.password.is_some() => entry.answer(),
        _ => Answer::None,
    }
}

/// A password with its octal escapes replaced; `\0` stays.
fn octal(bytes: &[u8]) -> Text<'_> {
    if !bytes.windows(2).any(|pair| pair[0] == b'\\' && matches!(pair[1], b'0'..=b'7')) {
        return Text::Plain(bytes);
    }
    let mut made = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes[at + 1..].iter().take(3).take_while(|byte| matches!(byte, b'0'..=b'7')).count();
        let code = bytes[at + 1..][..digits].iter().fold(0_u32, |code, digit| code * 8 + u32::from(digit - b'0'));
        if bytes[at] == b'\\' && code as u8 != 0 {
            made.push(code as u8);
            at += 1 + digits;
        } else {
            made.push(bytes[at]);
            at += 1;
        }
    }
    Text::Made(made)
}
