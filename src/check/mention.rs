//! The hosts that a file names outside its entries: in comments, in macros, and in text that only
//! some tools read as an entry.

use std::collections::HashSet;

use crate::check::machine::{ANY_HOST, lookup_name};
use crate::check::question::Key;
use crate::host::Host;
use crate::netrc::{Document, Keyword};
use crate::text::MASK;

/// A question about a host that the file names outside its entries.
#[derive(Clone)]
pub(crate) struct Mention {
    /// The host for messages, masked if it may be part of a password; `None` for `default`. Escape
    /// it before printing.
    pub(crate) machine: Option<String>,
    pub(crate) key: Key,
}

/// The most questions. A file with more such text is unusual, and each question costs time.
const MOST: usize = 48;

/// Returns the questions about hosts named outside the entries: for each host, one without a login
/// and one with the login that follows the host.
pub(crate) fn mentions(document: &Document) -> Vec<Mention> {
    let mut found = Mentions {
        known: HashSet::new(),
        mentions: Vec::new(),
    };
    let mut entries = document.entries().iter().map(|entry| entry.start);
    let mut next_entry = entries.next();
    let bytes = document.bytes();
    // The mark is not a part of the first word.
    let start = if bytes.starts_with(b"\xEF\xBB\xBF") {
        3
    } else {
        0
    };
    let mut words = words(&bytes[start..])
        .map(|(at, word)| (start + at, word))
        .peekable();
    // The host of the text, if it is not an entry.
    let mut machine: Option<Option<String>> = None;
    while let Some((at, word)) = words.next() {
        while next_entry.is_some_and(|start| start < at) {
            next_entry = entries.next();
        }
        let Some(keyword) = keyword(word) else {
            continue;
        };
        let is_entry = next_entry == Some(at);
        let value = words.peek().map(|(_, word)| plain(word));
        match keyword {
            Keyword::Machine | Keyword::Default if is_entry => machine = None,
            Keyword::Machine => {
                machine = value.filter(|host| !host.is_empty()).map(Some);
                found.add(machine.as_ref(), None);
            }
            Keyword::Default => {
                machine = Some(None);
                found.add(machine.as_ref(), None);
            }
            Keyword::Login | Keyword::User => found.add(machine.as_ref(), value),
            _ => {}
        }
        if found.mentions.len() >= MOST {
            break;
        }
    }
    found.mentions
}

struct Mentions {
    known: HashSet<Key>,
    mentions: Vec<Mention>,
}

impl Mentions {
    fn add(&mut self, machine: Option<&Option<String>>, login: Option<String>) {
        let Some(machine) = machine else {
            return;
        };
        let host = match machine {
            Some(machine) => lookup_name(machine.as_bytes()).0,
            None => ANY_HOST.to_owned(),
        };
        let key = Key::new(host, login);
        if self.known.insert(key.clone()) {
            let machine = machine.as_deref().map(shown);
            self.mentions.push(Mention { machine, key });
        }
    }
}

/// The words between white space, with their places.
fn words(bytes: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut at = 0;
    let words = bytes.split(u8::is_ascii_whitespace).map(move |word| {
        let start = at;
        at += word.len() + 1;
        (start, word)
    });
    words.filter(|(_, word)| !word.is_empty())
}

/// The keyword of a word in any case, with or without quotes, a `#` or other signs before it.
fn keyword(word: &[u8]) -> Option<Keyword> {
    // The longest keyword has eight letters. Most other words are decided by their length.
    let is_letter = |byte: &u8| byte.is_ascii_alphabetic();
    let start = word.iter().position(is_letter)?;
    let letters = word[start..].iter().take_while(|byte| is_letter(byte));
    let end = start + letters.count();
    Keyword::any_case(&word[start..end]).filter(|_| end + 1 >= word.len())
}

fn plain(word: &[u8]) -> String {
    let word = String::from_utf8_lossy(word);
    let is_sign = |char| matches!(char, '"' | '\'' | '#');
    word.trim_matches(is_sign).to_owned()
}

/// Returns the host name for messages. Masks a word that does not look like a host, because it may
/// be part of a password.
fn shown(machine: &str) -> String {
    let is_known = |host: &Host| host.name().contains(['.', ':']);
    let host = Host::of_machine(machine).ok().filter(is_known);
    host.map_or_else(|| MASK.to_owned(), |host| host.name().to_owned())
}
