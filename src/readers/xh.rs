//! The model of xh.

use std::collections::HashMap;

use url::Host;

use crate::readers::choice::{Choice, DefaultEntry, HostName, Requires};
use crate::readers::entry::{ReaderEntry, Unreadable};
use crate::readers::text::{Text, lossy};

/// How xh chooses an entry.
pub(crate) const CHOICE: Choice = Choice {
    name: HostName::Bracketed,
    default: DefaultEntry::Last,
    requires: Requires::Both,
    ..Choice::FIRST
};

/// Parses a file like xh: words without quotes. An unknown word ends an entry, and an account
/// replaces a missing login.
pub(crate) fn xh(bytes: &[u8]) -> Result<Vec<ReaderEntry>, Unreadable> {
    let text = lossy(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes));
    let mut entries: Vec<ReaderEntry> = Vec::new();
    let mut in_entry = false;
    let mut rest = text.as_str();
    while let Some(word) = next_word(&mut rest) {
        match word {
            "default" => {
                entries.push(ReaderEntry::default_entry());
                in_entry = true;
            }
            "machine" => {
                in_entry = false;
                if let Some(Ok(host)) = next_word(&mut rest).map(Host::parse) {
                    let name = host.to_string();
                    entries.push(ReaderEntry::for_machine(Text::Borrowed(name.as_bytes())));
                    in_entry = true;
                }
            }
            "login" | "password" | "account" => {
                let value = next_word(&mut rest).unwrap_or_default();
                if let Some(entry) = entries.last_mut().filter(|_| in_entry) {
                    entry.set(word.as_bytes(), Text::Borrowed(value.as_bytes()));
                }
            }
            "macdef" => {
                in_entry = false;
                next_word(&mut rest);
                skip_line(&mut rest);
                while !rest.is_empty() && !skip_line(&mut rest).trim().is_empty() {}
            }
            word if word.starts_with('#') => _ = skip_line(&mut rest),
            _ => in_entry = false,
        }
    }
    Ok(first_complete(entries))
}

/// Keeps the first entry with a password of each host, or an incomplete one, which hides `default`.
fn first_complete(mut entries: Vec<ReaderEntry>) -> Vec<ReaderEntry> {
    let mut complete: HashMap<Vec<u8>, usize> = HashMap::new();
    for (at, entry) in entries.iter_mut().enumerate() {
        if entry.login.is_none() {
            entry.login = entry.account.take();
        }
        if let (Some(name), true) = (&entry.machine, entry.password.is_some()) {
            complete.entry(name.to_vec()).or_insert(at);
        }
    }
    let mut at = 0;
    entries.retain(|entry| {
        let is_kept = match &entry.machine {
            Some(name) => complete
                .get(name.as_slice())
                .is_none_or(|first| *first == at),
            None => entry.password.is_some(),
        };
        at += 1;
        is_kept
    });
    entries
}

fn next_word<'a>(rest: &mut &'a str) -> Option<&'a str> {
    let text = rest.trim_start();
    let (word, after) = text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()));
    *rest = after;
    Some(word).filter(|word| !word.is_empty())
}

fn skip_line<'a>(rest: &mut &'a str) -> &'a str {
    let end = rest.find('\n').map_or(rest.len(), |found| found + 1);
    let (line, after) = rest.split_at(end);
    *rest = after;
    line
}
