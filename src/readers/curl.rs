//! The readers of three generations of curl. libcurl's is that of git and Nix, too.

use std::ops::ControlFlow;

use zeroize::Zeroizing;

use crate::readers::choice::{Broken, Choice, Seen};
use crate::readers::words::{Bare, Escape, Form, Syntax, Text, Word, Words, c_piece, c_string};
use crate::readers::{Answer, Query};

/// The longest word, line and file, in bytes, of curl 8. Source: `lib/netrc.c`.
const MAX_WORD: usize = 4095;
const MAX_LINE: usize = 16_383;
const MAX_FILE: usize = 128 * 1024 - 1;

/// curl 7.88 and up to 8.10, with the fixes of CVE-2024-11053 and CVE-2025-0167 as Debian has them.
///
/// A line at a time, and no line over 4,094 bytes. `#` at the start of a word drops the rest of its line.
pub(crate) fn seven(bytes: &[u8], query: &Query<'_>) -> Answer {
    static SEVEN: Syntax = Syntax {
        blanks: b" \t\n\x0B\x0C\r",
        quotes: b"\"",
        escape: Escape::Curl,
        bare: Bare::Kept,
    };
    let mut scan = Scan::new(query, Generation::Seven);
    for line in short_lines(bytes) {
        if scan.state == State::Macro {
            match line.first() {
                Some(b'\n' | b'\r') => scan.state = State::Between,
                _ => continue,
            }
        }
        let mut words = Words::new(&line, &SEVEN);
        loop {
            words.skip(b" \t");
            if words.bytes.get(words.at) == Some(&b'#') {
                break;
            }
            // A carriage return, and a line break behind blanks, make an empty word.
            let Some(word) = words.here() else { break };
            if word.form == Form::Open {
                return Answer::Error;
            }
            words.step();
            if scan.word(&word.text).is_break() {
                return scan.finish();
            }
        }
    }
    scan.finish()
}

/// The lines of a file as curl 7 gets them from a buffer of 4,096 bytes: one that is longer is lost, and one with a NUL,
/// with the line behind it. The last one gets a line break if it has none.
fn short_lines(bytes: &[u8]) -> impl Iterator<Item = Text<'_>> {
    let (mut rest, mut partial) = (bytes, false);
    std::iter::from_fn(move || {
        loop {
            if rest.is_empty() {
                return None;
            }
            let piece = c_piece(&mut rest, 4095);
            let line = c_string(piece);
            match line.last() {
                None => return None,
                Some(b'\n') if partial => partial = false,
                Some(b'\n') => return Some(Text::Plain(line)),
                Some(_) if !rest.is_empty() || piece.last() == Some(&b'\n') => partial = true,
                Some(_) if partial || line.len() + 1 >= 4096 => return None,
                Some(_) => return Some(Text::Made([line, b"\n"].concat())),
            }
        }
    })
}

/// curl 8.13 to 8.19: the whole file in memory, without the lines that start with `#`.
///
/// A bare word ends at every byte that is no printable ASCII: `char` is signed, and the loop is `while(*tok > ' ')`.
pub(crate) fn eight(bytes: &[u8], query: &Query<'_>) -> Answer {
    static EIGHT: Syntax = Syntax {
        blanks: &NOT_PRINTABLE,
        quotes: b"\"",
        escape: Escape::Curl,
        bare: Bare::Kept,
    };
    let Some(text) = loaded(bytes, Overlong::Stops) else {
        return Answer::Error;
    };
    let mut scan = Scan::new(query, Generation::Eight);
    let mut words = Words::new(&text, &EIGHT);
    while words.at < words.bytes.len() {
        words.skip(b" \t");
        let next = words.bytes.get(words.at);
        if scan.state == State::Macro && matches!(next, Some(b'\n' | b'\r')) {
            scan.state = State::Between;
        }
        match next {
            None => break,
            Some(b'\n') => {
                words.step();
                continue;
            }
            Some(_) => {}
        }
        let Some(word) = words.here() else { break };
        if word.form == Form::Open || word.range.is_empty() || word.text.len() > MAX_WORD {
            return Answer::Error;
        }
        // Whatever ends a word is passed over with it, a line break too.
        words.step();
        if scan.word(&word.text).is_break() {
            break;
        }
    }
    scan.finish()
}

/// Every byte that is no printable ASCII, and the space.
static NOT_PRINTABLE: [u8; 161] = {
    let mut bytes = [0; 161];
    let (mut at, mut byte) = (0, 0_u16);
    while byte < 256 {
        if byte <= 0x20 || byte >= 0x80 {
            bytes[at] = byte as u8;
            at += 1;
        }
        byte += 1;
    }
    bytes
};

/// What happens at a line that is too long.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Overlong {
    /// What was read until then counts.
    Stops,
    /// The whole file is refused.
    Fails,
}

/// A file as curl 8 keeps it: without comments and the blanks before each line; `None` when it is too large.
fn loaded(bytes: &[u8], overlong: Overlong) -> Option<Zeroizing<Vec<u8>>> {
    let mut text = Zeroizing::new(Vec::with_capacity(bytes.len() + 1));
    let mut rest = bytes;
    let mut line = Zeroizing::new(Vec::with_capacity(MAX_LINE.min(bytes.len()) + 1));
    while !rest.is_empty() {
        line.clear();
        // In pieces of a buffer of 128 bytes; of a piece with a NUL, only what is before that is taken.
        while !rest.is_empty() && line.last() != Some(&b'\n') {
            let piece = c_string(c_piece(&mut rest, 127));
            if line.len() + piece.len() > MAX_LINE {
                return (overlong == Overlong::Stops).then_some(text);
            }
            line.extend_from_slice(piece);
        }
        if line.last() != Some(&b'\n') {
            line.push(b'\n');
        }
        let start = line
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'\t'))
            .count();
        if line[start] != b'#' {
            if text.len() + line.len() - start > MAX_FILE {
                return None;
            }
            text.extend_from_slice(&line[start..]);
        }
    }
    Some(text)
}

/// Whether curl 8 reads a file at all, which is not too large for it.
pub(crate) fn fits(bytes: &[u8]) -> bool {
    loaded(bytes, Overlong::Stops).is_some()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Generation {
    Seven,
    Eight,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Between,
    /// Behind `machine`.
    Host,
    /// In an entry that is for our host.
    Ours,
    Macro,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Awaited {
    Nothing,
    Login,
    Password,
}

/// The state machine of curl 7 and 8: an entry of another host is not understood, only searched for keywords.
struct Scan<'q> {
    query: &'q Query<'q>,
    generation: Generation,
    state: State,
    awaited: Awaited,
    matched: bool,
    ours: bool,
    has_login: bool,
    has_password: bool,
    login: Option<Text<'static>>,
    password: Option<Text<'static>>,
}

impl<'q> Scan<'q> {
    fn new(query: &'q Query<'q>, generation: Generation) -> Self {
        Self {
            query,
            generation,
            state: State::Between,
            awaited: Awaited::Nothing,
            matched: false,
            ours: false,
            has_login: false,
            has_password: false,
            login: None,
            password: None,
        }
    }

    fn word(&mut self, word: &[u8]) -> ControlFlow<()> {
        let is = |keyword: &str| word.eq_ignore_ascii_case(keyword.as_bytes());
        match self.state {
            State::Macro if word.is_empty() => self.state = State::Between,
            State::Macro => {}
            State::Between if is("macdef") => self.state = State::Macro,
            State::Between if is("machine") => {
                self.ours = false;
                self.start();
            }
            State::Between if is("default") => self.enter(),
            State::Between => {}
            State::Host if is(self.query.host) => self.enter(),
            State::Host => self.state = State::Between,
            State::Ours => return self.inside(word),
        }
        ControlFlow::Continue(())
    }

    fn inside(&mut self, word: &[u8]) -> ControlFlow<()> {
        let is = |keyword: &str| word.eq_ignore_ascii_case(keyword.as_bytes());
        match self.awaited {
            Awaited::Login => {
                match self.query.login {
                    Some(wanted) => self.ours = word == wanted.as_bytes(),
                    None => (self.ours, self.login) = (true, Some(Text::Made(word.to_vec()))),
                }
                self.has_login = true;
                self.awaited = Awaited::Nothing;
            }
            Awaited::Password => {
                self.password = Some(Text::Made(word.to_vec()));
                // curl 7 takes the password of another login: CVE-2026-8926.
                self.has_password |=
                    self.generation == Generation::Seven || self.query.login.is_none() || self.ours;
                self.awaited = Awaited::Nothing;
            }
            Awaited::Nothing if is("login") => self.awaited = Awaited::Login,
            Awaited::Nothing if is("password") => self.awaited = Awaited::Password,
            Awaited::Nothing if is("machine") => {
                if self.generation == Generation::Eight && self.has_password {
                    return ControlFlow::Break(());
                }
                self.start();
            }
            Awaited::Nothing if is("default") => {
                self.enter();
                self.password = None;
                self.login = None;
            }
            Awaited::Nothing => {}
        }
        if self.has_login && self.has_password && self.ours {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    fn enter(&mut self) {
        (self.state, self.matched) = (State::Ours, true);
    }

    fn start(&mut self) {
        (self.state, self.awaited) = (State::Host, Awaited::Nothing);
        (self.has_login, self.has_password) = (false, false);
        (self.login, self.password) = (None, None);
    }

    fn finish(mut self) -> Answer {
        if !self.matched {
            return Answer::None;
        }
        if let Some(wanted) = self.query.login {
            self.login = Some(Text::Made(wanted.as_bytes().to_vec()));
        }
        if self.password.is_none() && self.ours {
            self.password = Some(Text::EMPTY);
        }
        match (&self.login, &self.password) {
            (None, None) => Answer::None,
            _ => Seen {
                login: self.login,
                password: self.password,
                ..Seen::default()
            }
            .answer(),
        }
    }
}

/// curl 8.21 and later: every entry is understood, also that of another host. What is wrong behind the entry that answers
/// makes no difference.
pub(crate) fn scanner(bytes: &[u8], query: &Query<'_>, choice: &Choice) -> Answer {
    let Some(text) = loaded(bytes, Overlong::Fails) else {
        return Answer::Error;
    };
    let (mut entries, complete) = scanned(&text);
    if !complete {
        entries.pop();
    }
    // Where a login is asked for, an entry needs a password.
    entries
        .retain(|entry| entry.password.is_some() || entry.login.is_some() && query.login.is_none());
    for entry in entries.iter_mut().filter(|entry| entry.login.is_none()) {
        entry.login = query.login.map(|wanted| Text::Plain(wanted.as_bytes()));
    }
    match choice.choose(&entries, query) {
        Answer::None if !complete => Answer::Error,
        found => found,
    }
}

/// The entries up to the first place that curl cannot make sense of, and whether there is none.
fn scanned(text: &[u8]) -> (Vec<Seen<'_>>, bool) {
    static SCANNER: Syntax = Syntax {
        blanks: b" \t\r\n",
        quotes: b"\"",
        escape: Escape::Curl,
        bare: Bare::Kept,
    };
    let mut words = Words::new(text, &SCANNER);
    let (mut entries, mut in_entry): (Vec<Seen<'_>>, _) = (Vec::new(), false);
    loop {
        let keyword = match scanner_word(&mut words) {
            Some(Ok(word)) => word,
            found => return (entries, found.is_none()),
        };
        let is = |name: &str| {
            keyword.form == Form::Bare && keyword.text.eq_ignore_ascii_case(name.as_bytes())
        };
        if is("macdef") {
            in_entry = false;
            skip_to_empty_line(&mut words);
        } else if is("default") {
            in_entry = true;
            entries.push(Seen::default());
        } else if is("machine") || is("login") || is("password") || is("account") {
            let value = match scanner_word(&mut words) {
                Some(Ok(word)) if word.text.len() <= MAX_WORD => word.text,
                found => return (entries, found.is_none()),
            };
            match entries.last_mut() {
                _ if is("machine") => {
                    in_entry = true;
                    entries.push(Seen::of(value));
                }
                Some(entry) if in_entry && is("login") => entry.login = Some(value),
                Some(entry) if in_entry && is("password") => entry.password = Some(value),
                _ => {}
            }
        }
    }
}

/// The next word; an error where it has no end, and at a carriage return that no line break follows.
fn scanner_word<'a>(words: &mut Words<'a>) -> Option<Result<Word<'a>, Broken>> {
    loop {
        words.skip(b" \t");
        words.skip(b"\r");
        if words.bytes.get(words.at) != Some(&b'\n') {
            break;
        }
        words.step();
    }
    let word = words.here()?;
    Some(if word.form == Form::Open || word.range.is_empty() {
        Err(Broken)
    } else {
        Ok(word)
    })
}

/// Moves to the line break of the first empty line.
fn skip_to_empty_line(words: &mut Words<'_>) {
    while words.at < words.bytes.len() {
        if words.bytes[words.at] == b'\n' {
            words.step();
            words.skip(b"\r");
            if words.bytes.get(words.at) == Some(&b'\n') {
                return;
            }
        } else {
            words.step();
        }
    }
}
