//! lftp's reader.

use crate::readers::choice::Seen;
use crate::readers::words::{C_SPACE, Syntax, Text, Words, bare, c_string};
use crate::readers::{Answer, Query};

/// lftp 4.9: words of `scanf`, which come in pieces of 255 bytes, and a macro that ends at a blank line.
///
/// A login forgets the password before it, and then the first password counts. The case of a login makes no difference.
pub(crate) fn lftp(bytes: &[u8], query: &Query<'_>) -> Answer {
    static LFTP: Syntax = bare(C_SPACE);
    let mut words = Words::new(bytes, &LFTP);
    let piece = |words: &mut Words<'_>| {
        let start = words.at
            + bytes[words.at..]
                .iter()
                .take_while(|byte| C_SPACE.contains(byte))
                .count();
        words.at = start
            + bytes[start..]
                .iter()
                .take(255)
                .take_while(|byte| !C_SPACE.contains(byte))
                .count();
        Some(start..words.at).filter(|piece| !piece.is_empty())
    };
    let mut entries = vec![];
    while let Some(word) = piece(&mut words) {
        match &bytes[word] {
            [b'#', ..] => _ = words.line(),
            b"macdef" => {
                words.line();
                while !words.line().iter().all(|byte| b" \t\n".contains(byte)) {}
            }
            b"default" => entries.push(Seen::default()),
            keyword @ (b"machine" | b"login" | b"password" | b"account") => {
                let Some(value) = piece(&mut words) else {
                    break;
                };
                let value = c_string(&bytes[value]);
                match (keyword, entries.last_mut()) {
                    (b"machine", _) => entries.push(Seen::of(Text::Plain(value))),
                    (b"login", Some(entry)) => {
                        (entry.login, entry.password) = (Some(Text::Plain(value)), None)
                    }
                    (b"password", Some(entry)) => {
                        _ = entry.password.get_or_insert_with(|| octal(value))
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
    let is = |text: &Option<Text<'_>>, wanted: &str| {
        text.as_ref()
            .is_some_and(|text| text.eq_ignore_ascii_case(wanted.as_bytes()))
    };
    let has_login = |entry: &&Seen<'_>| {
        query
            .login
            .map_or(entry.login.is_some(), |login| is(&entry.login, login))
    };
    match entries
        .iter()
        .filter(|entry| is(&entry.machine, query.host))
        .find(has_login)
    {
        Some(entry) if entry.password.is_some() => entry.answer(),
        _ => Answer::None,
    }
}

/// A password with its octal escapes replaced; `\0` stays.
fn octal(bytes: &[u8]) -> Text<'_> {
    if !bytes
        .windows(2)
        .any(|pair| pair[0] == b'\\' && matches!(pair[1], b'0'..=b'7'))
    {
        return Text::Plain(bytes);
    }
    let mut made = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes[at + 1..]
            .iter()
            .take(3)
            .take_while(|byte| matches!(byte, b'0'..=b'7'))
            .count();
        let code = bytes[at + 1..][..digits]
            .iter()
            .fold(0_u32, |code, digit| code * 8 + u32::from(digit - b'0'));
        if bytes[at] == b'\\' && code as u8 != 0 {
            made.push(code as u8);
            at += 1 + digits;
        } else {
            made.push(bytes[at]);
            at += 1;
        }
    }
    Text::Made(made)
}
