//! What of a large file matters for one host, so that a check of every host does not read all of it for each.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::Document;
use super::parse::{Entry, value};

/// A smaller file is read whole.
const LARGE: usize = 8 * 1024;

/// A file in pieces of whole lines.
///
/// A piece that is one plain entry makes no difference to any reader that looks for another host; that is checked with
/// random files. Every other piece, and the one behind it, is for every host.
#[derive(Debug)]
pub(crate) struct Slices<'d> {
    document: &'d Document,
    odd: Vec<Range<usize>>,
    plain: HashMap<Vec<u8>, Vec<Range<usize>>>,
}

impl<'d> Slices<'d> {
    pub(crate) fn new(document: &'d Document) -> Self {
        Self::of(document, LARGE)
    }

    fn of(document: &'d Document, large: usize) -> Self {
        let bytes = document.bytes();
        let mut slices = Self { document, odd: Vec::new(), plain: HashMap::new() };
        if bytes.len() < large {
            slices.odd.push(0..bytes.len());
            return slices;
        }
        // An entry that starts in the middle of a line belongs to the piece of that line.
        let starts = |entry: &Entry| {
            let start = entry.start + 1 - document.position(entry.start).column;
            bytes[start..entry.start].iter().all(u8::is_ascii_whitespace).then_some(start)
        };
        let places: Vec<(usize, &Entry)> =
            document.entries.iter().filter_map(|entry| Some((starts(entry)?, entry))).collect();
        slices.odd.push(0..places.first().map_or(bytes.len(), |(start, _)| *start));
        let mut after_odd = false;
        for (at, &(start, entry)) in places.iter().enumerate() {
            let end = places.get(at + 1).map_or(bytes.len(), |(next, _)| *next);
            let plain = slices.is_plain(start..end, entry);
            match entry.machine.filter(|_| plain && !after_odd) {
                Some(machine) => {
                    let name = value(machine, bytes).to_ascii_lowercase();
                    slices.plain.entry(name).or_default().push(start..end);
                }
                None => slices.odd.push(start..end),
            }
            after_odd = !plain;
        }
        slices
    }

    fn is_plain(&self, piece: Range<usize>, entry: &Entry) -> bool {
        let (document, bytes) = (self.document, self.document.bytes());
        let has = |places: &mut dyn Iterator<Item = usize>| places.next().is_some_and(|at| at < piece.end);
        let from = |places: &[usize]| places.partition_point(|&at| at < piece.start);
        let words = [entry.machine, entry.login, entry.password];
        let plain_words =
            words.iter().all(|word| word.is_some_and(|word| word.is_plain() && word.end() - word.start() < 100));
        let comments = document.comments.partition_point(|comment| comment.start() < piece.start);
        let faults = document.faults.partition_point(|fault| fault.at < piece.start);
        plain_words
            && !entry.has_account
            && !entry.has_macro
            && entry.machine.is_some_and(|machine| !bytes[machine.range()].starts_with(b"."))
            && words.iter().flatten().all(|word| !is_odd(word.inner(bytes)))
            && bytes[entry.end..piece.end].iter().all(u8::is_ascii_whitespace)
            && piece.end > entry.end
            && !has(&mut document.comments[comments..].iter().map(|comment| comment.start()))
            && !has(&mut document.faults[faults..].iter().map(|fault| fault.at))
            && !has(&mut document.macro_starts[from(&document.macro_starts)..].iter().copied())
    }

    /// What there is for a host, in the order of the file.
    pub(crate) fn for_host(&self, host: &str) -> Cow<'d, [u8]> {
        let bytes = self.document.bytes();
        if self.plain.is_empty() {
            return Cow::Borrowed(bytes);
        }
        let own = self.plain.get(host.to_ascii_lowercase().as_bytes()).map_or(&[][..], Vec::as_slice);
        let mut pieces: Vec<&Range<usize>> = self.odd.iter().chain(own).collect();
        pieces.sort_by_key(|piece| piece.start);
        Cow::Owned(pieces.into_iter().flat_map(|piece| &bytes[piece.clone()]).copied().collect())
    }
}

/// Whether some reader makes more than one word of a value, or takes it for a comment.
fn is_odd(value: &[u8]) -> bool {
    value.first() == Some(&b'\'') || value.iter().any(|byte| matches!(byte, b'#' | b',' | b' '))
}
