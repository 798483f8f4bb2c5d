//! Emacs's reader.

use secrecy::{ExposeSecret, SecretSlice};
use zeroize::Zeroizing;

use crate::readers::choice::{Choice, Seen};
use crate::readers::words::{Bare, Escape, Form, Syntax, Text, Words};
use crate::readers::{Answer, Query};

/// Emacs's auth-source: the words in pairs, between either kind of quote, and `#` at the start of a word is a comment.
///
/// A pair that is not below a `machine` makes an entry for every host. A password `gpg:…` is meant to be decrypted.
pub(crate) fn emacs(bytes: &[u8], query: &Query<'_>, choice: &Choice) -> Answer {
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
        let Some((entry, names)) = entries.last_mut() else {
            break;
        };
        let name = [b"login".as_slice(), b"account", b"user"]
            .iter()
            .position(|name| **name == *keyword);
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
        query
            .login
            .is_none_or(|wanted| name.is_none_or(|name| **name == *wanted.as_bytes()))
    };
    let entries: Vec<_> = entries
        .into_iter()
        .filter(|(_, names)| is_wanted(names))
        .map(|(entry, _)| entry)
        .collect();
    match choice.choose(&entries, query) {
        Answer::Match {
            password: Some(password),
            ..
        } if is_sealed(&password) => Answer::Error,
        found => found,
    }
}

fn is_sealed(password: &SecretSlice<u8>) -> bool {
    #[expect(clippy::disallowed_methods, reason = "the first bytes are looked at")]
    password
        .expose_secret()
        .get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case(b"gpg:"))
}

/// A file as Emacs has it in a buffer: without byte order mark, and with its line ends if the first three are alike. What is
/// not UTF-8 is Latin-1, unless the mark or a byte says otherwise; then it stays as it is.
fn emacs_text(bytes: &[u8]) -> Zeroizing<Vec<u8>> {
    let marked = bytes.starts_with(b"\xEF\xBB\xBF");
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
    let end = ends
        .first()
        .copied()
        .filter(|first| ends.iter().all(|end| end == first))
        .unwrap_or(b"\n");
    let latin = !marked
        && str::from_utf8(bytes).is_err()
        && !bytes.iter().any(|byte| matches!(byte, 0x80..0xA0));
    let mut text = Zeroizing::new(Vec::with_capacity(2 * bytes.len()));
    let mut rest = bytes;
    while let [first, behind @ ..] = rest {
        rest = behind;
        match first {
            b'\r' if end == b"\r" => text.push(b'\n'),
            b'\r' if end == b"\r\n" && rest.first() == Some(&b'\n') => {}
            0x80.. if latin => {
                text.extend_from_slice(char::from(*first).encode_utf8(&mut [0; 4]).as_bytes())
            }
            byte => text.push(*byte),
        }
    }
    text
}

static EMACS: Syntax = Syntax {
    blanks: b" \t\n",
    quotes: b"'\"",
    escape: Escape::Kept,
    bare: Bare::Kept,
};

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
