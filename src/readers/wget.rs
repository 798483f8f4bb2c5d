//! The models of wget, and of wget2, which has little in common with it.

use zeroize::Zeroizing;

use crate::readers::choice::{Choice, DefaultEntry, RequestedLogin, Requires};
use crate::readers::entry::{ReaderEntry, Unreadable};
use crate::readers::text::{Text, c_string};
use crate::readers::words::{BareBackslash, C_SPACE, Form, QuotedBackslash, Syntax, Words};

/// How wget chooses an entry for HTTP.
pub(crate) const HTTP: Choice = Choice {
    any_case: true,
    login: RequestedLogin::MustMatch,
    requires: Requires::Password,
    ..Choice::FIRST
};

/// How wget chooses an entry for FTP.
pub(crate) const FTP: Choice = Choice {
    any_case: true,
    default: DefaultEntry::FirstWithoutLogin,
    login: RequestedLogin::MustMatch,
    ..Choice::FIRST
};

/// Parses a file like wget 1.21: line by line. A word that starts with `#` comments out the rest of
/// its line, even in the place of a value.
pub(crate) fn wget(bytes: &[u8]) -> Result<Vec<ReaderEntry>, Unreadable> {
    let mut parser = Wget {
        entries: Vec::new(),
        keyword: b"",
    };
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        parser.line(c_string(line));
    }
    // wget drops entries without a login.
    parser.entries.retain(|entry| entry.login.is_some());
    Ok(parser.entries)
}

static WGET: Syntax = Syntax {
    separators: C_SPACE,
    quotes: b"\"",
    quoted_backslash: QuotedBackslash::Escapes,
    bare_backslash: BareBackslash::Escapes,
};

struct Wget {
    entries: Vec<ReaderEntry>,
    /// The keyword that waits for its value, or `macdef` within a macro. It is empty otherwise.
    keyword: &'static [u8],
}

impl Wget {
    fn line(&mut self, line: &[u8]) {
        let mut words = Words::new(line, &WGET);
        words.skip(C_SPACE);
        if self.keyword == b"macdef" {
            if words.peek().is_some() {
                return;
            }
            self.keyword = b"";
        }
        while self.keyword != b"macdef" {
            words.skip(C_SPACE);
            if words.peek() == Some(b'#') {
                break;
            }
            let Some(word) = words.next() else { break };
            if word.form == Form::Quoted {
                // wget overwrites the byte after a closing quote.
                words.step();
            }
            self.word(word.text);
        }
    }

    fn word(&mut self, word: Text<'_>) {
        match (std::mem::take(&mut self.keyword), self.entries.last_mut()) {
            (b"", _) => self.keyword(&word),
            (b"machine", _) => self.entries.push(ReaderEntry::for_machine(word)),
            (keyword @ (b"login" | b"password"), Some(entry)) => entry.set(keyword, word),
            _ => {}
        }
    }

    fn keyword(&mut self, word: &[u8]) {
        match word {
            b"default" => self.entries.push(ReaderEntry::default_entry()),
            b"machine" => self.keyword = b"machine",
            b"login" => self.keyword = b"login",
            b"password" => self.keyword = b"password",
            b"macdef" => self.keyword = b"macdef",
            b"account" | b"port" | b"force" => self.keyword = b"account",
            _ => {}
        }
    }
}

/// How wget2 chooses an entry.
pub(crate) const WGET2: Choice = Choice {
    requires: Requires::Either,
    ..Choice::LAST
};

/// Parses a file like wget2 1.99: pairs on a line, without quotes. The first of two values counts.
pub(crate) fn wget2(bytes: &[u8]) -> Result<Vec<ReaderEntry>, Unreadable> {
    static WGET2: Syntax = Syntax::bare(C_SPACE);
    let mut entries = Vec::new();
    let mut in_macro = false;
    for line in bytes.split(|&byte| byte == b'\n') {
        let mut words = Words::new(c_string(line), &WGET2);
        words.skip(C_SPACE);
        match words.peek() {
            Some(b'#') => continue,
            None => in_macro = false,
            Some(_) => {}
        }
        if !in_macro {
            in_macro = wget2_line(&mut words, &mut entries);
        }
    }
    Ok(entries)
}

/// Reads the pairs of a line, and returns whether a macro starts in it.
fn wget2_line(words: &mut Words<'_>, entries: &mut Vec<ReaderEntry>) -> bool {
    let mut starts_macro = false;
    while words.peek().is_some() {
        let keyword = wget2_word(words);
        if *keyword == *b"default" {
            entries.push(ReaderEntry::default_entry());
            continue;
        }
        if *keyword != *b"machine" && entries.is_empty() {
            continue;
        }
        let value = wget2_word(words);
        match (&*keyword, entries.last_mut()) {
            (b"machine", _) => entries.push(ReaderEntry::for_machine_or_default(value)),
            (b"login", Some(entry)) if entry.login.is_none() => entry.set(b"login", value),
            (b"password", Some(entry)) if entry.password.is_none() => entry.set(b"password", value),
            (b"macdef", _) => starts_macro = true,
            _ => {}
        }
    }
    starts_macro
}

fn wget2_word<'a>(words: &mut Words<'a>) -> Text<'a> {
    words.next().map_or(Text::EMPTY, |word| word.text)
}

/// Parses a file like wget2 since 2.1, which removes quotes, but once it has seen one, it reads
/// each later value up to the next quote or the end of the line.
pub(crate) fn wget2_unquoting(bytes: &[u8]) -> Result<Vec<ReaderEntry>, Unreadable> {
    let mut entries: Vec<ReaderEntry> = Vec::new();
    let (mut in_macro, mut in_quotes) = (false, false);
    for line in bytes.split(|&byte| byte == b'\n') {
        let end = |byte: &&u8| **byte == b'\r';
        let line = c_string(line);
        let line = &line[..line.len() - line.iter().rev().take_while(end).count()];
        let mut rest = without_space(line);
        match rest.first() {
            Some(b'#') => continue,
            None => in_macro = false,
            Some(_) if in_macro => continue,
            Some(_) => {}
        }
        while !rest.is_empty() {
            let word = take_word(&mut rest);
            match word {
                b"default" => entries.push(ReaderEntry::default_entry()),
                b"machine" => {
                    let name = take_value(&mut rest, &mut in_quotes);
                    entries.push(ReaderEntry::for_machine_or_default(Text::Borrowed(name)));
                }
                keyword => {
                    let Some(entry) = entries.last_mut() else {
                        continue;
                    };
                    let value = take_value(&mut rest, &mut in_quotes);
                    in_macro |= keyword == b"macdef";
                    set_wget2(entry, keyword, value);
                }
            }
        }
    }
    Ok(entries)
}

/// Sets the first value of a part. Only passwords lose their backslashes.
fn set_wget2(entry: &mut ReaderEntry, keyword: &[u8], value: &[u8]) {
    match keyword {
        b"login" | b"user" if entry.login.is_none() => {
            entry.set(b"login", Text::Borrowed(value));
        }
        b"password" | b"passwd" if entry.password.is_none() => {
            entry.set(b"password", unescaped(value));
        }
        _ => {}
    }
}

fn unescaped(value: &[u8]) -> Text<'_> {
    let mut text = Zeroizing::new(Vec::with_capacity(value.len()));
    let mut bytes = value.iter();
    while let Some(&byte) = bytes.next() {
        match byte {
            b'\\' => text.extend(bytes.next()),
            _ => text.push(byte),
        }
    }
    Text::Owned(text)
}

fn without_space(bytes: &[u8]) -> &[u8] {
    let spaces = bytes.iter().take_while(|byte| C_SPACE.contains(byte));
    &bytes[spaces.count()..]
}

fn take_word<'a>(rest: &mut &'a [u8]) -> &'a [u8] {
    let text = without_space(rest);
    let end = text.iter().take_while(|byte| !C_SPACE.contains(byte));
    let (word, after) = text.split_at(end.count());
    *rest = after;
    word
}

/// Takes a value, and the quotes around it.
fn take_value<'a>(rest: &mut &'a [u8], in_quotes: &mut bool) -> &'a [u8] {
    let mut text = without_space(rest);
    if let [b'"', after @ ..] = text {
        *in_quotes = true;
        text = after;
    }
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' if *in_quotes => break,
            byte if !*in_quotes && C_SPACE.contains(byte) => break,
            _ => at += 1,
        }
    }
    let (value, after) = text.split_at(at.min(text.len()));
    *rest = match after {
        [b'"', after @ ..] if *in_quotes => after,
        after => after,
    };
    value
}
