//! The models of mise and rattler, which use the crate `netrc-rs` 0.1.2.

use std::collections::HashSet;

use crate::readers::choice::{Choice, DefaultEntry};
use crate::readers::entry::{ReaderEntry, Unreadable};
use crate::readers::text::Text;

/// How mise chooses an entry.
pub(crate) const MISE: Choice = Choice {
    any_case: true,
    default: DefaultEntry::First,
    ..Choice::FIRST
};

/// How rattler chooses an entry.
pub(crate) const RATTLER: Choice = Choice {
    default: DefaultEntry::Never,
    ..Choice::LAST
};

/// Parses a file like mise: only the first entry of a host counts, and only if it is complete.
pub(crate) fn mise(bytes: &[u8]) -> Result<Vec<ReaderEntry>, Unreadable> {
    let mut entries = netrc_rs(bytes)?;
    let mut known: HashSet<Option<Vec<u8>>> = HashSet::new();
    entries.retain(|entry| {
        let name = entry.machine.as_ref();
        let is_first = known.insert(name.map(|name| name.to_ascii_lowercase()));
        is_first && entry.login.is_some() && entry.password.is_some()
    });
    Ok(entries)
}

/// Parses a file like the crate: words without quotes, and neither comments nor unknown words.
///
/// It counts the keywords of the file, not of an entry: the second `login` of an entry is an error
/// only if no earlier entry was without.
pub(crate) fn netrc_rs(bytes: &[u8]) -> Result<Vec<ReaderEntry>, Unreadable> {
    let mut words = Words {
        rest: str::from_utf8(bytes).map_err(|_| Unreadable)?,
    };
    let mut entries: Vec<ReaderEntry> = Vec::new();
    let mut counts = [0_usize; 3];
    while let Some(word) = words.next() {
        let keyword = match word {
            "machine" => {
                let name = words.next().ok_or(Unreadable)?;
                entries.push(ReaderEntry::for_machine(Text::Borrowed(name.as_bytes())));
                continue;
            }
            "default" => {
                entries.push(ReaderEntry::default_entry());
                continue;
            }
            "macdef" => {
                words.next().ok_or(Unreadable)?;
                words.skip_macro();
                continue;
            }
            "login" => 0,
            "password" => 1,
            "account" => 2,
            _ => return Err(Unreadable),
        };
        let value = words.next().ok_or(Unreadable)?;
        counts[keyword] += 1;
        if counts[keyword] > entries.len() {
            return Err(Unreadable);
        }
        if let Some(entry) = entries.last_mut() {
            entry.set(word.as_bytes(), Text::Borrowed(value.as_bytes()));
        }
    }
    Ok(entries)
}

struct Words<'a> {
    rest: &'a str,
}

impl<'a> Words<'a> {
    fn next(&mut self) -> Option<&'a str> {
        let rest = self.rest.trim_start();
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        self.rest = after;
        Some(word).filter(|word| !word.is_empty())
    }

    /// Moves past the lines of a macro and the empty line after it. The crate skips as many
    /// characters as a line has bytes.
    fn skip_macro(&mut self) {
        let text = self.rest.trim_start();
        let mut chars = text.chars();
        for line in text.lines() {
            for _ in 0..=line.len() {
                chars.next();
            }
            if line.is_empty() {
                break;
            }
        }
        self.rest = chars.as_str();
    }
}
