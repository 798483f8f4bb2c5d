//! The model of lftp.

use zeroize::Zeroizing;

use crate::readers::choice::{Choice, RequestedLogin, Requires};
use crate::readers::entry::{ReaderEntry, Unreadable};
use crate::readers::text::{Text, c_string};
use crate::readers::words::{C_SPACE, Syntax, Words};

/// The longest word that lftp's `scanf` reads, in bytes. The rest of a longer one is the next word.
const MAX_WORD: usize = 255;

/// How lftp chooses an entry.
pub(crate) const CHOICE: Choice = Choice {
    any_case: true,
    login: RequestedLogin::SelectsInAnyCase,
    requires: Requires::Password,
    ..Choice::FIRST
};

/// Parses a file like lftp 4.9. A macro ends at a line of spaces and tabs.
///
/// A login drops the password before it; after that, the first password counts.
pub(crate) fn lftp(bytes: &[u8]) -> Result<Vec<ReaderEntry>, Unreadable> {
    static LFTP: Syntax = Syntax::bare(C_SPACE);
    let mut words = Words::new(bytes, &LFTP);
    let mut entries: Vec<ReaderEntry> = Vec::new();
    while let Some(word) = next_word(&mut words) {
        match word {
            [b'#', ..] => _ = words.line(),
            b"macdef" => skip_macro(&mut words),
            b"default" => entries.push(ReaderEntry::default_entry()),
            b"machine" | b"login" | b"password" | b"account" => {
                let Some(value) = next_word(&mut words) else {
                    break;
                };
                set(&mut entries, word, c_string(value));
            }
            _ => {}
        }
    }
    // lftp never answers from an entry without a login.
    entries.retain(|entry| entry.login.is_some());
    Ok(entries)
}

fn next_word<'a>(words: &mut Words<'a>) -> Option<&'a [u8]> {
    words.skip(C_SPACE);
    let rest = &words.bytes[words.at..];
    let length = rest
        .iter()
        .take(MAX_WORD)
        .take_while(|byte| !C_SPACE.contains(byte))
        .count();
    words.at += length;
    Some(&rest[..length]).filter(|word| !word.is_empty())
}

fn skip_macro(words: &mut Words<'_>) {
    words.line();
    while !words.line().iter().all(|byte| b" \t\n".contains(byte)) {}
}

fn set(entries: &mut Vec<ReaderEntry>, keyword: &[u8], value: &[u8]) {
    match (keyword, entries.last_mut()) {
        (b"machine", _) => entries.push(ReaderEntry::for_machine(Text::Borrowed(value))),
        (b"login", Some(entry)) => {
            entry.set(keyword, Text::Borrowed(value));
            entry.password = None;
        }
        (b"password", Some(entry)) if entry.password.is_none() => {
            entry.set(keyword, without_octal_escapes(value));
        }
        _ => {}
    }
}

/// Replaces escapes such as `\040` by their bytes. `\0` stays as it is.
fn without_octal_escapes(bytes: &[u8]) -> Text<'_> {
    if !bytes.contains(&b'\\') {
        return Text::Borrowed(bytes);
    }
    let mut text = Zeroizing::new(Vec::with_capacity(bytes.len()));
    let mut rest = bytes;
    while let [first, after @ ..] = rest {
        let is_digit = |byte: &&u8| matches!(byte, b'0'..=b'7');
        let digits = after.iter().take(3).take_while(is_digit).count();
        let code = after[..digits]
            .iter()
            .fold(0_u32, |code, digit| code * 8 + u32::from(digit - b'0')) as u8;
        if *first == b'\\' && code != 0 {
            text.push(code);
            rest = &after[digits..];
        } else {
            text.push(*first);
            rest = after;
        }
    }
    Text::Owned(text)
}
