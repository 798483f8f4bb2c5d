//! The models of wget, and of wget2, which has little in common with it.

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
