//! Ciphertext of age as age's parser gets it: without armor, and with a header of bounded length.

use std::borrow::Cow;
use std::io::{self, BufRead, Read};

use age::armor::ArmoredReader;

/// The longest header, in bytes: more than 300 age recipients, or 40 of SSH-RSA.
///
/// Anyone who can write to the vault's folder can write a header, and each stanza costs time.
pub(super) const MAX_HEADER: usize = 32 << 10;

/// Why bytes are not passed to age.
#[derive(Debug)]
pub(super) enum Unusable {
    /// Their armor is damaged.
    Armor,
    /// Their header is longer than [`MAX_HEADER`].
    LongHeader,
}

/// Ciphertext without armor. Reads the whole header at once.
///
/// age's parser starts again from the first byte for each line that it reads, which takes time in
/// proportion to the square of the header.
pub(super) struct Ciphertext<'a> {
    bytes: Cow<'a, [u8]>,
    at: usize,
    /// The length of the header.
    header: usize,
}

impl<'a> Ciphertext<'a> {
    /// Takes ciphertext, armored or not.
    pub(super) fn of(sealed: &'a [u8]) -> Result<Self, Unusable> {
        let mut bytes = Cow::Borrowed(sealed);
        // The armor reader copies everything, so use it for armored files only.
        if sealed.starts_with(b"-----") {
            let mut binary = Vec::with_capacity(sealed.len());
            ArmoredReader::new(sealed)
                .read_to_end(&mut binary)
                .map_err(|_| Unusable::Armor)?;
            bytes = Cow::Owned(binary);
        }
        let header = header_length(&bytes);
        if header > MAX_HEADER {
            return Err(Unusable::LongHeader);
        }
        Ok(Self {
            bytes,
            at: 0,
            header,
        })
    }
}

/// Returns the length of the header: up to the end of the first line that starts with `---`, or of
/// the bytes otherwise.
///
/// Source: the age specification; no other line of a header can start in this way.
pub(super) fn header_length(sealed: &[u8]) -> usize {
    // Look no further than a header may be long.
    let start = &sealed[..sealed.len().min(2 * MAX_HEADER)];
    let mut length = 0;
    for line in start.split_inclusive(|&byte| byte == b'\n') {
        length += line.len();
        if line.starts_with(b"---") {
            break;
        }
    }
    length
}

impl Read for Ciphertext<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = (&self.bytes[self.at..]).read(buffer)?;
        self.at += count;
        Ok(count)
    }
}

impl BufRead for Ciphertext<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        Ok(&self.bytes[self.at..])
    }

    fn consume(&mut self, count: usize) {
        self.at += count;
    }

    /// Reads the header instead of its first line.
    fn read_until(&mut self, _: u8, line: &mut Vec<u8>) -> io::Result<usize> {
        let left = self.bytes.get(self.at..self.header).unwrap_or_default();
        line.extend_from_slice(left);
        let count = left.len();
        self.at += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_ends_after_its_line_with_the_mac() {
        let header = b"age-encryption.org/v1\n-> X25519 a\nb\n--- mac\n";
        let whole = [&header[..], b"\n---\n"].concat();
        assert_eq!(header_length(&whole), header.len());
        assert_eq!(header_length(b"abc"), 3);
    }

    #[test]
    fn a_long_header_is_refused() {
        let stanzas = b"-> a b\n\n".repeat(MAX_HEADER / 8);
        let sealed = [b"age-encryption.org/v1\n", &stanzas[..]].concat();
        assert!(matches!(Ciphertext::of(&sealed), Err(Unusable::LongHeader)));
    }
}
