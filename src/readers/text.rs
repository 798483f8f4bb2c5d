//! Bytes of a file as readers handle them: borrowed from it, or copied and zeroed.

use std::ops::Deref;

use zeroize::{Zeroize, Zeroizing};

/// A part of a file that a reader keeps. It can be a password, so it is zeroed when it is dropped.
pub(crate) type Value = Zeroizing<Vec<u8>>;

/// Some bytes of a file, or a copy of them without quotes and escapes.
#[derive(Clone)]
pub(crate) enum Text<'a> {
    Borrowed(&'a [u8]),
    Owned(Value),
}

impl Text<'_> {
    pub(crate) const EMPTY: Self = Text::Borrowed(b"");

    pub(crate) fn into_owned(self) -> Value {
        match self {
            Self::Borrowed(bytes) => bytes.to_vec().into(),
            Self::Owned(bytes) => bytes,
        }
    }

    /// Cuts the text at its first NUL, where a C string ends.
    pub(crate) fn into_c_string(mut self) -> Self {
        let end = c_string(&self).len();
        match &mut self {
            Self::Borrowed(bytes) => *bytes = &bytes[..end],
            Self::Owned(bytes) => {
                bytes[end..].zeroize();
                bytes.truncate(end);
            }
        }
        self
    }
}

impl Deref for Text<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Borrowed(bytes) => bytes,
            Self::Owned(bytes) => bytes,
        }
    }
}

/// Decodes UTF-8 and replaces each invalid sequence by U+FFFD. The string has room for one more
/// byte.
pub(crate) fn lossy(bytes: &[u8]) -> Zeroizing<String> {
    // Computed first: a string that grows leaves its old buffer, secrets included, on the heap.
    let length: usize = bytes
        .utf8_chunks()
        .map(|chunk| chunk.valid().len() + replacement(chunk.invalid()).len())
        .sum();
    let mut text = Zeroizing::new(String::with_capacity(length + 1));
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.push_str(replacement(chunk.invalid()));
    }
    text
}

fn replacement(invalid: &[u8]) -> &'static str {
    if invalid.is_empty() { "" } else { "\u{FFFD}" }
}

/// Whether the last byte is a backslash that is not itself escaped.
pub(crate) fn ends_in_escape(bytes: &[u8]) -> bool {
    let backslashes = bytes
        .iter()
        .rev()
        .take_while(|byte| **byte == b'\\')
        .count();
    backslashes % 2 == 1
}

/// The bytes before the first NUL, where a C string ends.
pub(crate) fn c_string(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|&byte| byte == 0);
    &bytes[..end.unwrap_or(bytes.len())]
}

/// Takes a line from `rest` as C's `fgets` does: up to and including a line break, and at most
/// `most` bytes.
pub(crate) fn take_c_line<'a>(rest: &mut &'a [u8], most: usize) -> &'a [u8] {
    let line_break = rest.iter().take(most).position(|&byte| byte == b'\n');
    let end = line_break.map_or(most.min(rest.len()), |found| found + 1);
    let (line, after) = rest.split_at(end);
    *rest = after;
    line
}

/// A file as a C program gets it from `fgets` with a buffer for `most` bytes: a NUL hides the rest
/// of its piece, line break included.
pub(crate) fn c_text(bytes: &[u8], most: usize) -> Text<'_> {
    if !bytes.contains(&0) {
        return Text::Borrowed(bytes);
    }
    let mut text = Zeroizing::new(Vec::with_capacity(bytes.len()));
    let mut rest = bytes;
    while !rest.is_empty() {
        text.extend_from_slice(c_string(take_c_line(&mut rest, most)));
    }
    Text::Owned(text)
}
