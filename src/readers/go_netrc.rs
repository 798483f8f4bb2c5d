//! The models of bazelisk and Git LFS, which use versions of the Go package `bgentry/go-netrc`.

use crate::readers::choice::{Choice, DefaultEntry, HostName, RequestedLogin};
use crate::readers::entry::{ReaderEntry, Unreadable};
use crate::readers::text::Text;

/// How bazelisk chooses an entry.
pub(crate) const BAZELISK: Choice = Choice {
    name: HostName::WithPort,
    default: DefaultEntry::Last,
    ..Choice::FIRST
};

/// How Git LFS chooses an entry.
pub(crate) const GIT_LFS: Choice = Choice {
    default: DefaultEntry::Last,
    login: RequestedLogin::Selects,
    ..Choice::FIRST
};

/// The longest token, in bytes. Source: Go's `bufio.Scanner`.
const MAX_TOKEN: usize = 64 * 1024;

/// Parses a file like bazelisk, which refuses unknown words.
pub(crate) fn bazelisk(bytes: &[u8]) -> Result<Vec<ReaderEntry>, Unreadable> {
    parse(bytes, UnknownWord::Refused)
}

/// Parses a file like Git LFS, which skips unknown words.
pub(crate) fn git_lfs(bytes: &[u8]) -> Result<Vec<ReaderEntry>, Unreadable> {
    parse(bytes, UnknownWord::Skipped)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum UnknownWord {
    Refused,
    Skipped,
}

/// Keywords in a macro are read, a part may not be repeated, and `default` must be the last entry.
fn parse(bytes: &[u8], unknown: UnknownWord) -> Result<Vec<ReaderEntry>, Unreadable> {
    let mut tokens = Tokens { rest: bytes };
    let mut entries: Vec<ReaderEntry> = Vec::new();
    let mut in_macro = false;
    while let Some(token) = tokens.next()? {
        let after_default = entries.last().is_some_and(|last| last.machine.is_none());
        let is_known = KEYWORDS.contains(&token.word);
        let is_inert = token.word.is_empty() || token.word.starts_with(b"#");
        if is_known || is_inert {
            in_macro &= !token.space.windows(2).any(|pair| pair == b"\n\n");
        }
        match token.word {
            _ if is_inert => {}
            b"macdef" => {
                tokens.next()?;
                in_macro = true;
            }
            b"default" | b"machine" if after_default => return Err(Unreadable),
            b"default" => entries.push(ReaderEntry::default_entry()),
            b"machine" => {
                let name = tokens.value()?;
                entries.push(ReaderEntry::for_machine(Text::Borrowed(name)));
            }
            b"login" | b"password" | b"account" => {
                let entry = entries.last_mut().ok_or(Unreadable)?;
                let is_repeated = match token.word {
                    b"login" => !is_empty(entry.login.as_deref()),
                    b"password" => !is_empty(entry.password.as_deref()),
                    _ => !is_empty(entry.account.as_deref()),
                };
                if is_repeated {
                    return Err(Unreadable);
                }
                entry.set(token.word, Text::Borrowed(tokens.value()?));
            }
            _ if in_macro || unknown == UnknownWord::Skipped => {}
            _ => return Err(Unreadable),
        }
    }
    Ok(entries)
}

const KEYWORDS: [&[u8]; 6] = [
    b"machine",
    b"default",
    b"login",
    b"password",
    b"account",
    b"macdef",
];

fn is_empty(part: Option<&Vec<u8>>) -> bool {
    part.is_none_or(Vec::is_empty)
}

/// A word with the white space before it. A word that starts with `#` is the rest of its line.
struct Token<'a> {
    space: &'a [u8],
    word: &'a [u8],
}

struct Tokens<'a> {
    rest: &'a [u8],
}

impl<'a> Tokens<'a> {
    fn next(&mut self) -> Result<Option<Token<'a>>, Unreadable> {
        let space = count_chars(self.rest, char::is_whitespace);
        let (space, rest) = self.rest.split_at(space);
        let word = if rest.first() == Some(&b'#') {
            rest.iter().take_while(|byte| **byte != b'\n').count()
        } else {
            count_chars(rest, |char| !char.is_whitespace())
        };
        let (word, rest) = rest.split_at(word);
        self.rest = rest;
        if space.len() + word.len() >= MAX_TOKEN {
            return Err(Unreadable);
        }
        Ok(Some(Token { space, word }).filter(|_| !(space.is_empty() && word.is_empty())))
    }

    /// Returns the next word, or an empty one at the end.
    fn value(&mut self) -> Result<&'a [u8], Unreadable> {
        let token = self.next()?;
        Ok(token.map_or(b"", |token| token.word.trim_ascii()))
    }
}

/// Returns the length of the leading characters that satisfy a condition. A byte that is not UTF-8
/// is U+FFFD.
fn count_chars(bytes: &[u8], condition: impl Fn(char) -> bool) -> usize {
    let mut length = 0;
    while let Some((char, bytes)) = first_char(&bytes[length..])
        && condition(char)
    {
        length += bytes;
    }
    length
}

/// Returns the first character and its length in bytes.
fn first_char(bytes: &[u8]) -> Option<(char, usize)> {
    let first = *bytes.first()?;
    if first.is_ascii() {
        return Some((char::from(first), 1));
    }
    // The first chunk of four bytes: the chunks of the whole file take time for each character.
    let chunk = bytes[..bytes.len().min(4)].utf8_chunks().next()?;
    let valid = chunk.valid().chars().next();
    Some(valid.map_or(('\u{FFFD}', 1), |char| (char, char.len_utf8())))
}
