//! The model of Heroku's gem `netrc` for Ruby.

use std::ops::Range;

use crate::readers::choice::{Choice, DefaultEntry};
use crate::readers::entry::{ReaderEntry, Unreadable};
use crate::readers::text::Text;
use crate::readers::words::C_SPACE;

/// How the gem chooses an entry.
pub(crate) const CHOICE: Choice = Choice {
    default: DefaultEntry::Last,
    ..Choice::FIRST
};

/// Parses a file like the gem 0.11.0. A `#` anywhere starts a comment.
///
/// The first `login` after a machine counts, and the first `password` after that, even if they
/// belong to another machine.
pub(crate) fn netrc_gem(bytes: &[u8]) -> Result<Vec<ReaderEntry>, Unreadable> {
    if str::from_utf8(bytes).is_err() {
        return Err(Unreadable);
    }
    let mut tokens = Tokens::new(bytes);
    let mut entries = Vec::new();
    tokens.skip_to(starts_entry);
    while let Some(keyword) = tokens.next() {
        let mut entry = if *keyword == *b"default" {
            ReaderEntry::default_entry()
        } else {
            ReaderEntry::for_machine(Text::Borrowed(tokens.value()?))
        };
        let login = tokens.property(b"login")?;
        let password = tokens.property(b"password")?;
        // The gem identifies them by their places in a list: without a login, the password is in
        // its place.
        let (login, password) = if login.is_some() {
            (login, password)
        } else {
            (password, None)
        };
        entry.login = login.map(|value| value.to_vec().into());
        entry.password = password.map(|value| value.to_vec().into());
        tokens.skip_to(starts_entry);
        entries.push(entry);
    }
    // `default` is for every host only at the end of the file. Before, it is for a host without a
    // name.
    for entry in entries.iter_mut().rev().skip(1) {
        entry.machine.get_or_insert_default();
    }
    Ok(entries)
}

fn starts_entry(token: &[u8]) -> bool {
    matches!(token, b"machine" | b"default")
}

struct Tokens<'a> {
    bytes: &'a [u8],
    ranges: Vec<Range<usize>>,
    next: usize,
    /// The number of tokens up to the last `login`.
    login_end: usize,
    /// The number of tokens up to the last `password`.
    password_end: usize,
}

impl<'a> Tokens<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        let ranges = token_ranges(bytes);
        let end_of = |keyword: &[u8]| {
            let is_keyword = |range: &Range<usize>| bytes[range.clone()] == *keyword;
            ranges.iter().rposition(is_keyword).map_or(0, |at| at + 1)
        };
        Self {
            bytes,
            next: 0,
            login_end: end_of(b"login"),
            password_end: end_of(b"password"),
            ranges,
        }
    }

    fn peek(&self) -> Option<&'a [u8]> {
        let range = self.ranges.get(self.next)?;
        Some(&self.bytes[range.clone()])
    }

    fn next(&mut self) -> Option<&'a [u8]> {
        let token = self.peek()?;
        self.next += 1;
        Some(token)
    }

    fn skip_to(&mut self, is_target: impl Fn(&[u8]) -> bool) {
        while self.peek().is_some_and(|token| !is_target(token)) {
            self.next += 1;
        }
    }

    /// Returns the value of the next `login` or `password`. If the rest of the file has none, the
    /// position stays.
    fn property(&mut self, keyword: &[u8]) -> Result<Option<&'a [u8]>, Unreadable> {
        let end = if keyword == b"login" {
            self.login_end
        } else {
            self.password_end
        };
        if self.next >= end {
            return Ok(None);
        }
        self.skip_to(|token| token == keyword);
        self.next();
        self.value().map(Some)
    }

    /// Returns the next token that is not white space or a comment. The gem fails at the end of the
    /// file.
    fn value(&mut self) -> Result<&'a [u8], Unreadable> {
        self.skip_to(|token| !is_skipped(token));
        self.next().ok_or(Unreadable)
    }
}

/// Whether a line of a token starts with white space.
fn is_skipped(token: &[u8]) -> bool {
    let starts_with_space = |pair: &[u8]| pair[0] == b'\n' && C_SPACE.contains(&pair[1]);
    C_SPACE.contains(&token[0]) || token.windows(2).any(starts_with_space)
}

/// Splits a file into white space, words, and comments with the white space before them. A token
/// continues on the next line if that line starts with text of the same kind.
fn token_ranges(bytes: &[u8]) -> Vec<Range<usize>> {
    let is_space = |at: usize| C_SPACE.contains(&bytes[at]);
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let end = start + line.len();
        let content_end = start + content_length(line);
        for at in start..content_end {
            match ranges.last_mut() {
                Some(last) if is_space(last.end - 1) == is_space(at) => last.end = at + 1,
                _ => ranges.push(at..at + 1),
            }
        }
        if content_end < end {
            ranges.push(content_end..end);
        }
        start = end;
    }
    ranges
}

/// The length of a line without its comment and the white space before that.
fn content_length(line: &[u8]) -> usize {
    match line.iter().position(|&byte| byte == b'#') {
        Some(hash) => {
            let before = line[..hash].iter().rev();
            hash - before.take_while(|byte| C_SPACE.contains(byte)).count()
        }
        None => line.len(),
    }
}
