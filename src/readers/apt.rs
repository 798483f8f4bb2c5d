//! The model of apt's `auth.conf`.

use crate::readers::entry::{Unreadable, matched};
use crate::readers::names::Names;
use crate::readers::parsed::Scan;
use crate::readers::text::Value;
use crate::readers::{Answer, Query};

/// The longest path, in bytes, that is compared: each of its beginnings is looked up.
const MAX_PATH: usize = 1024;

/// Prepares a file for apt, for https. It knows neither quotes nor comments nor `default`, and the
/// name of a machine may have a scheme and the start of a path.
pub(crate) fn apt(bytes: &[u8]) -> Result<Box<dyn Scan>, Unreadable> {
    let lines = bytes.split(|&byte| byte == b'\n');
    let lines = lines.map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let words = lines.flat_map(|line| line.split(|byte| matches!(byte, b' ' | b'\t')));
    let words: Vec<Value> = words
        .filter(|word| !word.is_empty())
        .map(|word| word.to_vec().into())
        .collect();
    let mut machines = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        at += 1;
        if word.as_slice() == b"machine" {
            machines.push(at);
            at += 1;
        }
    }
    let names = machines
        .iter()
        .filter_map(|&at| Some((at, Some(without_scheme(words.get(at)?)?))));
    let names = Names::new(names);
    Ok(Box::new(Apt { words, names }))
}

struct Apt {
    words: Vec<Value>,
    /// The words that name a machine, without their scheme.
    names: Names,
}

impl Scan for Apt {
    fn answer(&self, query: &Query<'_>, steps: &mut usize) -> Answer {
        let target = query.host.strip_prefix("https://").unwrap_or(query.host);
        let (host, path) = target.split_at(target.find('/').unwrap_or(target.len()));
        let with_port = query.port.map(|port| format!("{host}:{port}"));
        let hosts = [Some(host), with_port.as_deref()];
        let prefixes = (1..=path.len().min(MAX_PATH)).map(|end| {
            let host = with_port.as_deref().unwrap_or(host);
            format!("{host}{}", String::from_utf8_lossy(&path.as_bytes()[..end]))
        });
        let names = hosts
            .into_iter()
            .flatten()
            .map(str::to_owned)
            .chain(prefixes);
        let first = names.flat_map(|name| self.find(&name)).min();
        match first {
            Some(at) => self.entry(at + 1, steps),
            None => Answer::None,
        }
    }
}

impl Apt {
    /// Returns the first place of a machine with exactly this name.
    fn find(&self, name: &str) -> Option<usize> {
        let has_name = |at: &usize| without_scheme(&self.words[*at]) == Some(name.as_bytes());
        self.names.find(name.as_bytes()).find(has_name)
    }

    /// Reads an entry. `start` is the position of the first word after its name.
    fn entry(&self, start: usize, steps: &mut usize) -> Answer {
        let (mut login, mut password) = (None, None);
        let mut words = self.words[start..].iter().map(|word| word.as_slice());
        while let Some(word) = words.next() {
            *steps += 1;
            match word {
                b"login" => login = words.next(),
                b"password" => password = words.next(),
                b"machine" => break,
                _ => {}
            }
        }
        match (login, password) {
            (None, None) => Answer::None,
            (login, password) => matched(login, password),
        }
    }
}

/// Returns the name of a machine without `https://`, or `None` if it has another scheme.
fn without_scheme(name: &[u8]) -> Option<&[u8]> {
    let has_scheme = name.windows(3).any(|part| part == b"://");
    match name.strip_prefix(b"https://") {
        Some(rest) => Some(rest),
        None if has_scheme => None,
        None => Some(name),
    }
}
