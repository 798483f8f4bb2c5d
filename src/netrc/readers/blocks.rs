//! Readers that keep the blanks of a file as tokens, so as to write it back, and find values by counting.

use std::ops::Range;

use super::Query;
use super::seen::{Entries, Seen};
use super::words::{C_SPACE, Text};

/// The longest token of buf's reader, in bytes; what stands behind a longer one is not read.
const LONGEST: usize = 64 * 1024;

/// buf's reader. `machine` and `default` start an entry wherever they stand; then each fourth token is a keyword.
pub(super) fn buf<'a>(bytes: &'a [u8], _: &Query<'_>) -> Entries<'a> {
    let tokens = buf_tokens(bytes);
    let starts = |token: &[u8]| matches!(token, b"machine" | b"default");
    let mut entries = Vec::new();
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| starts(token)) {
        let is_default = **token == *b"default";
        let (name, first) =
            if is_default { (*token, at + 2) } else { (*tokens.get(at + 2).ok_or(bytes.len())?, at + 4) };
        let end = tokens[at + 1..].iter().position(|token| starts(token)).map_or(tokens.len(), |next| at + 1 + next);
        let value = |keyword: &[u8]| {
            let found = (first..end.saturating_sub(2)).step_by(4).find(|&key| *tokens[key] == *keyword);
            found.map_or(Text::EMPTY, |key| Text::Plain(tokens[key + 2]))
        };
        let (login, password) = (Some(value(b"login")), Some(value(b"password")));
        entries.push(Seen { login, password, ..Seen::under(Text::Plain(name)) });
    }
    Ok(entries)
}

/// Blanks and words in turn; a comment, the blanks before it and those behind it are one token.
fn buf_tokens(bytes: &[u8]) -> Vec<&[u8]> {
    // A byte is taken for a character of Latin-1.
    let blank = |byte: &u8| matches!(byte, 9..=13 | b' ' | 0x85 | 0xA0);
    let (mut tokens, mut rest) = (Vec::new(), bytes);
    while let [first, ..] = rest {
        let blanks = rest.iter().take_while(|byte| blank(byte)).count();
        let regex_blanks = rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | 0x0C | b'\r')).count();
        let end = if rest.get(regex_blanks) == Some(&b'#') {
            comment_end(rest, blank)
        } else if blank(first) {
            blanks
        } else {
            rest.iter().position(blank).unwrap_or(rest.len())
        };
        if end > LONGEST {
            break;
        }
        tokens.push(&rest[..end]);
        rest = &rest[end..];
    }
    tokens
}

/// Where a comment ends that `rest` starts with, or the blanks before it: at its first line break, and what is blank there.
fn comment_end(rest: &[u8], blank: impl Fn(&u8) -> bool) -> usize {
    let line = rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len());
    line + rest[line..].iter().take_while(|byte| blank(byte)).count()
}

/// The netrc gem of Heroku: a `#` anywhere starts a comment. The first `login` behind a machine counts, and the first
/// `password` behind that, even where another machine stands between.
pub(super) fn gem<'a>(bytes: &'a [u8], _: &Query<'_>) -> Entries<'a> {
    if str::from_utf8(bytes).is_err() {
        return Err(0);
    }
    let mut tokens = Gem::new(bytes);
    let mut entries: Vec<Seen<'a>> = Vec::new();
    tokens.read_to(|token| matches!(token, b"machine" | b"default"));
    while let Some(keyword) = tokens.take() {
        let is_default = *keyword == *b"default";
        let mut entry = if is_default { Seen::default() } else { Seen::of(Text::Plain(tokens.value()?)) };
        let login = tokens.property(b"login")?;
        let password = tokens.property(b"password")?;
        // They are told apart by their places in a list.
        (entry.login, entry.password) = if login.is_some() { (login, password) } else { (password, None) };
        tokens.read_to(|token| matches!(token, b"machine" | b"default"));
        entries.push(entry);
    }
    // Only at the end of the file is `default` one; before that it is an entry for no host.
    for entry in entries.iter_mut().rev().skip(1).filter(|entry| entry.machine.is_none()) {
        entry.machine = Some(Text::EMPTY);
    }
    Ok(entries)
}

struct Gem<'a> {
    bytes: &'a [u8],
    tokens: Vec<Range<usize>>,
    next: usize,
    /// One past the last place of each keyword.
    last_login: usize,
    last_password: usize,
}

impl<'a> Gem<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        let tokens = gem_tokens(bytes);
        let last = |word: &[u8]| tokens.iter().rposition(|token| bytes[token.clone()] == *word).map_or(0, |at| at + 1);
        let (last_login, last_password) = (last(b"login"), last(b"password"));
        Self { bytes, tokens, next: 0, last_login, last_password }
    }

    /// The value of the next of these keywords, if there is one before the end of the file.
    fn property(&mut self, keyword: &[u8]) -> Result<Option<Text<'a>>, usize> {
        let last = if keyword == b"login" { self.last_login } else { self.last_password };
        if self.next >= last {
            return Ok(None);
        }
        self.read_to(|token| token == keyword);
        self.take();
        self.value().map(|value| Some(Text::Plain(value)))
    }

    fn peek(&self) -> Option<&'a [u8]> {
        self.tokens.get(self.next).map(|range| &self.bytes[range.clone()])
    }

    fn take(&mut self) -> Option<&'a [u8]> {
        let found = self.peek();
        self.next += usize::from(found.is_some());
        found
    }

    fn read_to(&mut self, wanted: impl Fn(&[u8]) -> bool) {
        while self.peek().is_some_and(|token| !wanted(token)) {
            self.next += 1;
        }
    }

    /// The next token that is not skipped; at the end the reader gives up.
    fn value(&mut self) -> Result<&'a [u8], usize> {
        self.read_to(|token| !is_skipped(token));
        self.take().ok_or(self.bytes.len())
    }
}

/// Whether a line of a token starts with a blank.
fn is_skipped(token: &[u8]) -> bool {
    C_SPACE.contains(&token[0]) || token.windows(2).any(|pair| pair[0] == b'\n' && C_SPACE.contains(&pair[1]))
}

/// Runs of blanks, words, and comments with the blanks before them; what comes behind a blank at a token's end joins it.
fn gem_tokens(bytes: &[u8]) -> Vec<Range<usize>> {
    let blank = |at: usize| C_SPACE.contains(&bytes[at]);
    let mut tokens: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let end = start + line.len();
        let hash = line.iter().position(|&byte| byte == b'#').map_or(end, |hash| start + hash);
        let content =
            if hash == end { end } else { (start..hash).rev().take_while(|&at| blank(at)).last().unwrap_or(hash) };
        for at in start..content {
            match tokens.last_mut() {
                Some(last) if blank(last.end - 1) == blank(at) => last.end = at + 1,
                _ => tokens.push(at..at + 1),
            }
        }
        if content < end {
            tokens.push(content..end);
        }
        start = end;
    }
    tokens
}
