//! The model of curl 8.21 and later, which parses the entries of all hosts.

use crate::readers::choice::{Choice, DefaultEntry, RequestedLogin, Requires};
use crate::readers::curl::MAX_WORD;
use crate::readers::curl::load::{LongLine, lines_of_curl_8};
use crate::readers::entry::{ReaderEntry, Unreadable};
use crate::readers::text::{Text, Value};
use crate::readers::words::{Form, QuotedBackslash, Syntax, Word, Words};

static CURL: Syntax = Syntax {
    quotes: b"\"",
    quoted_backslash: QuotedBackslash::EscapesAsInCurl,
    ..Syntax::bare(b" \t\r\n")
};

/// How curl chooses an entry.
pub(crate) const CHOICE: Choice = Choice {
    any_case: true,
    default: DefaultEntry::InPlace,
    login: RequestedLogin::SelectsOrCompletes,
    requires: Requires::Either,
    ..Choice::FIRST
};

/// Parses the entries up to the first error. An entry with an error in it does not answer.
pub(crate) fn entries(bytes: &[u8]) -> (Vec<ReaderEntry>, Result<(), Unreadable>) {
    let Some(text) = lines_of_curl_8(bytes, LongLine::Refused) else {
        return (Vec::new(), Err(Unreadable));
    };
    let mut parser = Parser {
        words: Words::new(&text, &CURL),
        entries: Vec::new(),
        in_entry: false,
    };
    let end = parser.run();
    let mut entries = parser.entries;
    if end.is_err() {
        entries.pop();
    }
    entries.retain(|entry| entry.login.is_some() || entry.password.is_some());
    (entries, end)
}

struct Parser<'a> {
    words: Words<'a>,
    entries: Vec<ReaderEntry>,
    in_entry: bool,
}

#[derive(Clone, Copy)]
enum Keyword {
    Machine,
    Default,
    Login,
    Password,
    Account,
    Macdef,
}

impl Parser<'_> {
    fn run(&mut self) -> Result<(), Unreadable> {
        while let Some(word) = next_word(&mut self.words)? {
            match keyword(&word) {
                Some(Keyword::Macdef) => {
                    self.in_entry = false;
                    skip_to_empty_line(&mut self.words);
                }
                Some(Keyword::Default) => self.start(ReaderEntry::default_entry()),
                Some(keyword) => {
                    let Some(value) = self.value()? else {
                        return Ok(());
                    };
                    self.set(keyword, value);
                }
                None => {}
            }
        }
        Ok(())
    }

    fn value(&mut self) -> Result<Option<Value>, Unreadable> {
        match next_word(&mut self.words)? {
            Some(word) if word.text.len() > MAX_WORD => Err(Unreadable),
            word => Ok(word.map(|word| word.text.into_owned())),
        }
    }

    fn set(&mut self, keyword: Keyword, value: Value) {
        match (keyword, self.entries.last_mut()) {
            (Keyword::Machine, _) => self.start(ReaderEntry::for_machine(Text::Owned(value))),
            (Keyword::Login, Some(entry)) if self.in_entry => entry.login = Some(value),
            (Keyword::Password, Some(entry)) if self.in_entry => entry.password = Some(value),
            _ => {}
        }
    }

    fn start(&mut self, entry: ReaderEntry) {
        self.in_entry = true;
        self.entries.push(entry);
    }
}

fn keyword(word: &Word<'_>) -> Option<Keyword> {
    let is = |keyword: &str| word.text.eq_ignore_ascii_case(keyword.as_bytes());
    match word.form {
        Form::Quoted | Form::Unclosed => None,
        Form::Bare if is("machine") => Some(Keyword::Machine),
        Form::Bare if is("default") => Some(Keyword::Default),
        Form::Bare if is("login") => Some(Keyword::Login),
        Form::Bare if is("password") => Some(Keyword::Password),
        Form::Bare if is("account") => Some(Keyword::Account),
        Form::Bare if is("macdef") => Some(Keyword::Macdef),
        Form::Bare => None,
    }
}

/// Returns the next word. Fails at a quote that is not closed, and at a carriage return without a
/// line break.
fn next_word<'a>(words: &mut Words<'a>) -> Result<Option<Word<'a>>, Unreadable> {
    loop {
        words.skip(b" \t");
        words.skip(b"\r");
        if words.peek() != Some(b'\n') {
            break;
        }
        words.step();
    }
    match words.word_here() {
        Some(word) if word.form == Form::Unclosed || word.range.is_empty() => Err(Unreadable),
        word => Ok(word),
    }
}

/// Moves to the line break of the first empty line.
fn skip_to_empty_line(words: &mut Words<'_>) {
    while words.peek().is_some() {
        words.skip_to(b"\n");
        words.step();
        words.skip(b"\r");
        if words.peek() == Some(b'\n') {
            return;
        }
    }
}
