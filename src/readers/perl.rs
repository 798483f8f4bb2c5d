//! The model of Perl's Net::Netrc.

use zeroize::Zeroizing;

use crate::readers::choice::{Choice, DefaultEntry, HostName, RequestedLogin};
use crate::readers::entry::{ReaderEntry, Unreadable};
use crate::readers::text::{Text, Value};
use crate::readers::words::C_SPACE;

/// How Net::Netrc chooses an entry.
pub(crate) const CHOICE: Choice = Choice {
    default: DefaultEntry::Last,
    login: RequestedLogin::Selects,
    ..Choice::FIRST
};

/// Parses a file like Net::Netrc: line by line, but a keyword without a value takes the first word
/// of the next line.
///
/// The tool loops for ever at a backslash that ends a line, anywhere in the file.
pub(crate) fn perl(bytes: &[u8]) -> Result<Vec<ReaderEntry>, Unreadable> {
    let mut entries: Vec<ReaderEntry> = Vec::new();
    let mut words: Vec<Text<'_>> = Vec::new();
    let mut in_macro = false;
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        in_macro &= line != b"\n";
        if in_macro {
            continue;
        }
        split(line.strip_suffix(b"\n").unwrap_or(line), &mut words)?;
        in_macro = read_words(&mut words, &mut entries);
    }
    Ok(entries)
}

/// How git-credential-netrc chooses an entry.
pub(crate) const GIT_CREDENTIAL: Choice = Choice {
    name: HostName::WithPort,
    default: DefaultEntry::Never,
    login: RequestedLogin::SelectsAsInEmacs,
    ..Choice::FIRST
};

/// Parses a file like git-credential-netrc, for https: it splits lines as Net::Netrc does, and a
/// keyword takes its value from its own line. A number after `port` belongs to the host.
pub(crate) fn git_credential(bytes: &[u8]) -> Result<Vec<ReaderEntry>, Unreadable> {
    let mut entries: Vec<CredentialEntry> = Vec::new();
    // `default` takes the parts after it, and answers never.
    let mut is_default = false;
    let mut in_macro = false;
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        in_macro &= line != b"\n";
        if in_macro {
            continue;
        }
        let mut words = Vec::new();
        split(line.strip_suffix(b"\n").unwrap_or(line), &mut words)?;
        let mut words = words.into_iter();
        while let Some(word) = words.next() {
            let has_entry = is_default || !entries.is_empty();
            match &*word {
                b"default" => is_default = true,
                b"machine" => {
                    is_default = false;
                    entries.push(CredentialEntry::new(words.next()));
                }
                b"macdef" if has_entry => {
                    words.next();
                    in_macro = true;
                }
                b"port" | b"protocol" | b"path" | b"host" | b"login" | b"user" | b"username"
                | b"password"
                    if has_entry =>
                {
                    let (Some(value), Some(entry)) = (words.next(), entries.last_mut()) else {
                        continue;
                    };
                    if !is_default {
                        entry.set(&word, without_slashes(value));
                    }
                }
                _ => {}
            }
        }
    }
    Ok(entries
        .into_iter()
        .filter_map(CredentialEntry::finished)
        .collect())
}

/// An entry, with the protocol that it is for.
struct CredentialEntry {
    entry: ReaderEntry,
    port: Option<Value>,
    is_other_protocol: bool,
}

impl CredentialEntry {
    fn new(name: Option<Text<'_>>) -> Self {
        Self {
            entry: name.map_or_else(ReaderEntry::default_entry, ReaderEntry::for_machine),
            port: None,
            is_other_protocol: false,
        }
    }

    fn set(&mut self, keyword: &[u8], value: Text<'_>) {
        let is_number = !value.is_empty() && value.iter().all(u8::is_ascii_digit);
        match keyword {
            b"port" if is_number => self.port = Some(value.into_owned()),
            b"port" | b"protocol" => self.is_other_protocol = *value != *b"https",
            b"host" => self.entry.set(b"machine", value),
            b"login" | b"user" | b"username" => self.entry.set(b"login", value),
            keyword => self.entry.set(keyword, value),
        }
    }

    fn finished(mut self) -> Option<ReaderEntry> {
        let mut name = self.entry.machine.take()?;
        if let Some(port) = self.port {
            name = [name.as_slice(), port.as_slice()].join(&b':').into();
        }
        let entry = ReaderEntry {
            machine: Some(name),
            compared_login: self.entry.login.clone(),
            ..self.entry
        };
        Some(entry).filter(|_| !self.is_other_protocol)
    }
}

/// Reads keywords and values from `words`. Leaves a last keyword without a value in `words`.
/// Returns whether a macro starts in them.
fn read_words(words: &mut Vec<Text<'_>>, entries: &mut Vec<ReaderEntry>) -> bool {
    let mut starts_macro = false;
    let mut rest = std::mem::take(words).into_iter();
    while let Some(word) = rest.next() {
        if *word == *b"default" {
            entries.push(ReaderEntry::default_entry());
            continue;
        }
        if rest.len() == 0 {
            words.push(word);
            break;
        }
        match (&*word, entries.last_mut()) {
            (b"machine", _) => {
                let name = rest.next().unwrap_or(Text::EMPTY);
                entries.push(ReaderEntry::for_machine_or_default(name));
            }
            (b"login" | b"password" | b"account", Some(entry)) => {
                let value = rest.next().unwrap_or(Text::EMPTY);
                entry.set(&word, without_slashes(value));
            }
            (b"macdef", Some(_)) => {
                rest.next();
                starts_macro = true;
            }
            _ => {}
        }
    }
    starts_macro
}

/// Appends the words of a line.
fn split<'a>(line: &'a [u8], words: &mut Vec<Text<'a>>) -> Result<(), Unreadable> {
    let indentation = line.iter().take_while(|byte| C_SPACE.contains(byte));
    let mut rest = &line[indentation.count()..];
    while !rest.is_empty() {
        let (word, length) = quoted(rest).unwrap_or_else(|| bare(rest));
        if length == 0 {
            return Err(Unreadable);
        }
        words.push(if word.contains(&b'\\') {
            Text::Owned(unescaped(word))
        } else {
            Text::Borrowed(word)
        });
        rest = &rest[length..];
        let spaces = rest.iter().take_while(|byte| C_SPACE.contains(byte));
        rest = &rest[spaces.count()..];
    }
    Ok(())
}

/// Returns the text in quotes at the start, and its length with the quotes. Backslashes do not hide
/// the closing quote.
fn quoted(rest: &[u8]) -> Option<(&[u8], usize)> {
    let inner = rest.strip_prefix(b"\"")?;
    let close = inner.iter().position(|&byte| byte == b'"')?;
    Some((&inner[..close], close + 2))
}

/// Returns the bare word at the start, and its length.
fn bare(rest: &[u8]) -> (&[u8], usize) {
    let mut at = 0;
    while let Some(byte) = rest.get(at) {
        match byte {
            b'\\' if at + 1 < rest.len() => at += 2,
            b'\\' => break,
            byte if C_SPACE.contains(byte) => break,
            _ => at += 1,
        }
    }
    (&rest[..at], at)
}

/// Replaces each backslash and the byte after it by that byte. A backslash at the end stays.
fn unescaped(word: &[u8]) -> Value {
    let mut text = Zeroizing::new(Vec::with_capacity(word.len()));
    let mut bytes = word.iter();
    while let Some(&byte) = bytes.next() {
        match byte {
            b'\\' => text.push(*bytes.next().unwrap_or(&byte)),
            _ => text.push(byte),
        }
    }
    text
}

/// Replaces `/\` by `\`, as the tool does in values.
fn without_slashes(value: Text<'_>) -> Text<'_> {
    if !value.contains(&b'/') {
        return value;
    }
    let mut text = Zeroizing::new(Vec::with_capacity(value.len()));
    for (at, &byte) in value.iter().enumerate() {
        if byte != b'/' || value.get(at + 1) != Some(&b'\\') {
            text.push(byte);
        }
    }
    Text::Owned(text)
}
