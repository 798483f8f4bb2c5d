//! The model of npm's package `netrc` 0.1.4.

use crate::readers::choice::{Choice, DefaultEntry};
use crate::readers::entry::{ReaderEntry, Unreadable};
use crate::readers::text::{Text, lossy};

/// How the package chooses an entry.
pub(crate) const CHOICE: Choice = Choice {
    default: DefaultEntry::Never,
    ..Choice::LAST
};

/// Parses a file like the package: pairs of words; a `#` anywhere starts a comment. It fails at a
/// pair before the first `machine`.
pub(crate) fn npm_netrc(bytes: &[u8]) -> Result<Vec<ReaderEntry>, Unreadable> {
    let text = lossy(bytes);
    let lines = text.split('\n');
    let is_space = |char: char| matches!(char, ' ' | '\t' | '\r');
    let words = lines.flat_map(|line| {
        let content = line.split('#').next().unwrap_or_default();
        content.split(is_space).filter(|word| !word.is_empty())
    });
    let mut words = words;
    let mut entries: Vec<ReaderEntry> = Vec::new();
    while let (Some(key), Some(value)) = (words.next(), words.next()) {
        let value = Text::Borrowed(value.as_bytes());
        if key == "machine" {
            entries.push(ReaderEntry::for_machine(value));
        } else {
            let entry = entries.last_mut().ok_or(Unreadable)?;
            entry.set(key.as_bytes(), value);
        }
    }
    Ok(entries)
}
