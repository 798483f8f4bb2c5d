//! wget, and wget2, which has little in common with it.

use crate::readers::choice::{Entries, Seen};
use crate::readers::words::{Bare, C_SPACE, Escape, Form, Syntax, Text, Words, bare, c_string};

/// wget 1.21: a line at a time; `#` at the start of a word drops the rest of its line, even where a value should be.
pub(crate) fn wget(bytes: &[u8]) -> Entries<'_> {
    static WGET: Syntax = Syntax {
        blanks: C_SPACE,
        quotes: b"\"",
        escape: Escape::Dropped,
        bare: Bare::Dropped,
    };
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
            if !keyword.is_empty() {
                match (keyword, entries.last_mut()) {
                    (b"machine", _) => entries.push(Seen::of(word.text)),
                    (b"login" | b"password", Some(entry)) => entry.set(keyword, word.text),
                    _ => {}
                }
                keyword = b"";
                continue;
            }
            match &*word.text {
                b"default" => entries.push(Seen::default()),
                b"machine" => keyword = b"machine",
                b"login" => keyword = b"login",
                b"password" => keyword = b"password",
                b"macdef" => keyword = b"macdef",
                b"account" | b"port" | b"force" => keyword = b"account",
                _ => {}
            }
        }
    }
    // An entry without a login is dropped.
    entries.retain(|entry| entry.login.is_some());
    Ok(entries)
}

/// wget2 1.99: pairs on a line, without quotes; the first of two values counts.
pub(crate) fn wget2(bytes: &[u8]) -> Entries<'_> {
    static WGET2: Syntax = bare(C_SPACE);
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
