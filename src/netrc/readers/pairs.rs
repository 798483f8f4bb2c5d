//! Readers that keep the words they do not know in pairs, or go by the words of a line and keep what is left over.

use secrecy::{ExposeSecret, SecretSlice};
use zeroize::Zeroizing;

use super::seen::{Choice, Entries, Seen};
use super::words::{Bare, C_SPACE, Escape, Form, Syntax, Text, Words, bare};
use super::{Answer, Query};

/// Emacs's auth-source: the words in pairs, between either kind of quote, and `#` at the start of a word is a comment.
///
/// A pair that is not below a `machine` makes an entry for every host. A password `gpg:…` is meant to be decrypted.
pub(super) fn emacs(bytes: &[u8], query: &Query<'_>, choice: &Choice) -> Answer {
    let text = emacs_text(bytes);
    let mut words = EmacsWords(Words::new(&text, &EMACS));
    // With each entry, what it is compared by where a login is asked for: the last `login`, `account` or `user`.
    let mut entries: Vec<(Seen<'_>, [Option<Text<'_>>; 3])> = Vec::new();
    while let Some(keyword) = words.next() {
        if *keyword == *b"default" {
            entries.push((Seen::default(), [const { None }; 3]));
            continue;
        }
        let Some(value) = words.next() else { break };
        if *value == *b"machine" {
            return Answer::Error;
        }
        if *keyword == *b"machine" || entries.is_empty() {
            entries.push((Seen::default(), [const { None }; 3]));
        }
        let Some((entry, names)) = entries.last_mut() else { break };
        let name = [b"login".as_slice(), b"account", b"user"].iter().position(|name| **name == *keyword);
        match (&*keyword, name) {
            (b"machine" | b"host", _) => entry.machine = Some(value),
            (b"password" | b"secret", _) => entry.password = Some(value),
            // What comes last is the user, whatever it is called.
            (_, Some(place)) => {
                names[place] = Some(value.clone());
                entry.login = Some(value);
            }
            _ => {}
        }
    }
    let is_wanted = |names: &[Option<Text<'_>>; 3]| {
        let name = names.iter().flatten().next();
        query.login.is_none_or(|wanted| name.is_none_or(|name| **name == *wanted.as_bytes()))
    };
    let entries: Vec<_> = entries.into_iter().filter(|(_, names)| is_wanted(names)).map(|(entry, _)| entry).collect();
    match choice.choose(&entries, query) {
        Answer::Match { password: Some(password), .. } if is_sealed(&password) => Answer::Error,
        found => found,
    }
}

fn is_sealed(password: &SecretSlice<u8>) -> bool {
    #[expect(clippy::disallowed_methods, reason = "the first bytes are looked at")]
    password.expose_secret().get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"gpg:"))
}

/// A file as Emacs has it in a buffer: without byte order mark, and with its line ends if the first three are alike. What is
/// not UTF-8 is Latin-1.
fn emacs_text(bytes: &[u8]) -> Zeroizing<Vec<u8>> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut ends = Vec::new();
    let mut at = 0;
    while ends.len() < 3 && at < bytes.len() {
        let end: &[u8] = match bytes[at..] {
            [b'\r', b'\n', ..] => b"\r\n",
            [b'\r', ..] => b"\r",
            [b'\n', ..] => b"\n",
            _ => b"",
        };
        at += end.len().max(1);
        ends.extend(Some(end).filter(|end| !end.is_empty()));
    }
    let end = ends.first().copied().filter(|first| ends.iter().all(|end| end == first)).unwrap_or(b"\n");
    let latin = str::from_utf8(bytes).is_err();
    let mut text = Zeroizing::new(Vec::with_capacity(2 * bytes.len()));
    let mut rest = bytes;
    while let [first, behind @ ..] = rest {
        rest = behind;
        match first {
            b'\r' if end == b"\r" => text.push(b'\n'),
            b'\r' if end == b"\r\n" && rest.first() == Some(&b'\n') => {}
            0x80.. if latin => text.extend_from_slice(char::from(*first).encode_utf8(&mut [0; 4]).as_bytes()),
            byte => text.push(*byte),
        }
    }
    text
}

static EMACS: Syntax = Syntax { blanks: b" \t\n", quotes: b"'\"", escape: Escape::Kept, bare: Bare::Kept };

struct EmacsWords<'a>(Words<'a>);

impl<'a> EmacsWords<'a> {
    fn next(&mut self) -> Option<Text<'a>> {
        let words = &mut self.0;
        words.skip(b" \t\n");
        while words.bytes.get(words.at) == Some(&b'#') {
            words.line();
            words.skip(b" \t\n");
        }
        let start = words.at;
        let word = words.here()?;
        if word.form == Form::Open {
            // A quote that nothing closes is a character like any other.
            words.at = start;
            words.skip_to(b" \t\n");
            return Some(Text::Plain(&words.bytes[start..words.at]));
        }
        Some(word.text)
    }
}

/// Perl's Net::Netrc: a line at a time, but a word that lacks its value waits for the next line.
///
/// A backslash at the end of a line makes it loop for ever, wherever in the file that is.
pub(super) fn perl<'a>(bytes: &'a [u8], _: &Query<'_>) -> Entries<'a> {
    let mut entries: Vec<Seen<'a>> = Vec::new();
    let mut left: Vec<Text<'a>> = Vec::new();
    let (mut in_macro, mut has_entry) = (false, false);
    let mut rest = bytes;
    while !rest.is_empty() {
        let line = Words::new(rest, &NOTHING).line();
        rest = &rest[line.len()..];
        in_macro &= line != b"\n";
        if in_macro {
            continue;
        }
        perl_words(line.strip_suffix(b"\n").unwrap_or(line), &mut left).ok_or(bytes.len() - rest.len())?;
        let mut words = std::mem::take(&mut left).into_iter().peekable();
        while let Some(word) = words.next() {
            if *word == *b"default" {
                has_entry = true;
                entries.push(Seen::default());
                continue;
            }
            if words.peek().is_none() {
                left.push(word);
                break;
            }
            match (&*word, has_entry) {
                (b"machine", _) => {
                    has_entry = true;
                    let name = words.next().unwrap_or(Text::EMPTY);
                    entries.push(Seen::under(name));
                }
                (b"login" | b"password" | b"account", true) => {
                    let value = words.next().map(without_slashes);
                    if let Some(entry) = entries.last_mut() {
                        match &*word {
                            b"login" => entry.login = value,
                            b"password" => entry.password = value,
                            _ => {}
                        }
                    }
                }
                (b"macdef", true) => {
                    words.next();
                    in_macro = true;
                }
                _ => {}
            }
        }
    }
    Ok(entries)
}

static NOTHING: Syntax = bare(b"");

/// Adds the words of a line; `None` where the reader would never end.
fn perl_words<'a>(line: &'a [u8], words: &mut Vec<Text<'a>>) -> Option<()> {
    let blank = |byte: &u8| C_SPACE.contains(byte);
    let mut rest = line.trim_ascii_start();
    while let [first, ..] = rest {
        let quoted = (*first == b'"').then(|| perl_quoted(rest)).flatten();
        let (word, length) = quoted.unwrap_or_else(|| {
            let end = perl_bare(rest);
            (&rest[..end], end)
        });
        if length == 0 {
            return None;
        }
        words.push(perl_unescaped(word));
        rest = &rest[length..];
        rest = &rest[rest.iter().take_while(|byte| blank(byte)).count()..];
    }
    Some(())
}

/// What is between quotes, and its length with them. A backslash hides a quote only where no other one could close.
fn perl_quoted(rest: &[u8]) -> Option<(&[u8], usize)> {
    let close = rest[1..].iter().position(|&byte| byte == b'"')? + 1;
    Some((&rest[1..close], close + 1))
}

fn perl_bare(rest: &[u8]) -> usize {
    let mut at = 0;
    while let Some(byte) = rest.get(at) {
        match byte {
            b'\\' if at + 1 < rest.len() => at += 2,
            b'\\' => break,
            byte if C_SPACE.contains(byte) => break,
            _ => at += 1,
        }
    }
    at
}

fn perl_unescaped(word: &[u8]) -> Text<'_> {
    if !word.contains(&b'\\') {
        return Text::Plain(word);
    }
    let mut made = Vec::with_capacity(word.len());
    let mut at = 0;
    while at < word.len() {
        at += usize::from(word[at] == b'\\' && at + 1 < word.len());
        made.push(word[at]);
        at += 1;
    }
    Text::Made(made)
}

/// `/\` becomes `\` in a value.
fn without_slashes(value: Text<'_>) -> Text<'_> {
    let Some(first) = value.windows(2).position(|pair| pair == b"/\\") else { return value };
    let mut made = Vec::with_capacity(value.len());
    made.extend_from_slice(&value[..first]);
    let mut at = first;
    while at < value.len() {
        at += usize::from(value[at..].starts_with(b"/\\"));
        made.push(value[at]);
        at += 1;
    }
    Text::Made(made)
}
