//! The two readers of Heroku: the package for npm, and the gem.

use std::ops::Range;

use crate::readers::choice::{Broken, Entries, Seen};
use crate::readers::words::{C_SPACE, Text, lossy};

/// Heroku's `netrc-parser` for npm: a line with `machine` and a word behind it, anywhere in the line, starts an entry.
///
/// What follows on that line are pairs between single spaces; if nothing does, indented lines of two words follow.
///
/// Its regular expression takes exponential time where a carriage return is behind a `#`.
pub(crate) fn netrc_parser(bytes: &[u8]) -> Entries<'static> {
    let text = lossy(bytes);
    let made = |text: &str| Text::Made(text.as_bytes().to_vec());
    let mut entries: Vec<Seen<'_>> = Vec::new();
    let mut lines = text.split('\n').peekable();
    while let Some(line) = lines.next() {
        let Some(body) = machine_body(line).ok_or(Broken)? else {
            continue;
        };
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

/// As many places to divide a word as the regular expression gets through, if it has to try out all ways to do so: two
/// for each.
const TRIED: usize = 26;

/// What stands behind the first `machine` of a line that a word follows, up to a `#`; `None` inside where there is none,
/// and outside where the reader takes too long to tell.
fn machine_body(line: &str) -> Option<Option<&str>> {
    let last_end = line.rfind(ends_js_line);
    for (at, keyword) in line.match_indices("machine") {
        let behind = &line[at + keyword.len()..];
        if !behind.starts_with(js_space) {
            continue;
        }
        let body = behind.trim_start_matches(js_space);
        let (body, comment) = body.split_once('#').unwrap_or((body, ""));
        if body.is_empty() {
            continue;
        }
        if last_end.is_none_or(|end| end < line.len() - comment.len()) {
            return Some(Some(body));
        }
        if body
            .split(js_space)
            .map(|word| word.chars().count().saturating_sub(1))
            .sum::<usize>()
            > TRIED
        {
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
    (rest.len() < line.len() && !value.is_empty() && (behind.is_empty() || commented))
        .then_some((key, value))
}

/// The netrc gem of Heroku: a `#` anywhere starts a comment. The first `login` behind a machine counts, and the first
/// `password` behind that, even where another machine stands between.
pub(crate) fn gem(bytes: &[u8]) -> Entries<'_> {
    if str::from_utf8(bytes).is_err() {
        return Err(Broken);
    }
    let mut tokens = Gem::new(bytes);
    let mut entries: Vec<Seen<'_>> = Vec::new();
    tokens.read_to(|token| matches!(token, b"machine" | b"default"));
    while let Some(keyword) = tokens.take() {
        let is_default = *keyword == *b"default";
        let mut entry = if is_default {
            Seen::default()
        } else {
            Seen::of(Text::Plain(tokens.value()?))
        };
        let login = tokens.property(b"login")?;
        let password = tokens.property(b"password")?;
        // They are told apart by their places in a list.
        (entry.login, entry.password) = if login.is_some() {
            (login, password)
        } else {
            (password, None)
        };
        tokens.read_to(|token| matches!(token, b"machine" | b"default"));
        entries.push(entry);
    }
    // Only at the end of the file is `default` one; before that it is an entry for no host.
    for entry in entries
        .iter_mut()
        .rev()
        .skip(1)
        .filter(|entry| entry.machine.is_none())
    {
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
        let last = |word: &[u8]| {
            tokens
                .iter()
                .rposition(|token| bytes[token.clone()] == *word)
                .map_or(0, |at| at + 1)
        };
        let (last_login, last_password) = (last(b"login"), last(b"password"));
        Self {
            bytes,
            tokens,
            next: 0,
            last_login,
            last_password,
        }
    }

    /// The value of the next of these keywords, if there is one before the end of the file.
    fn property(&mut self, keyword: &[u8]) -> Result<Option<Text<'a>>, Broken> {
        let last = if keyword == b"login" {
            self.last_login
        } else {
            self.last_password
        };
        if self.next >= last {
            return Ok(None);
        }
        self.read_to(|token| token == keyword);
        self.take();
        self.value().map(|value| Some(Text::Plain(value)))
    }

    fn peek(&self) -> Option<&'a [u8]> {
        self.tokens
            .get(self.next)
            .map(|range| &self.bytes[range.clone()])
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
    fn value(&mut self) -> Result<&'a [u8], Broken> {
        self.read_to(|token| !is_skipped(token));
        self.take().ok_or(Broken)
    }
}

/// Whether a line of a token starts with a blank.
fn is_skipped(token: &[u8]) -> bool {
    C_SPACE.contains(&token[0])
        || token
            .windows(2)
            .any(|pair| pair[0] == b'\n' && C_SPACE.contains(&pair[1]))
}

/// Runs of blanks, words, and comments with the blanks before them; what comes behind a blank at a token's end joins it.
fn gem_tokens(bytes: &[u8]) -> Vec<Range<usize>> {
    let blank = |at: usize| C_SPACE.contains(&bytes[at]);
    let mut tokens: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let end = start + line.len();
        let hash = line
            .iter()
            .position(|&byte| byte == b'#')
            .map_or(end, |hash| start + hash);
        let content = if hash == end {
            end
        } else {
            (start..hash)
                .rev()
                .take_while(|&at| blank(at))
                .last()
                .unwrap_or(hash)
        };
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
