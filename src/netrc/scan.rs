//! Fast search for the end of a word.

use crate::netrc::word::Traits;

/// The traits that each byte adds to its word. White space is space, tab, line feed and carriage
/// return: every measured reader splits at these. Form feed and vertical tab are control bytes for
/// most readers.
pub(super) static CLASS: [u8; 256] = {
    let mut class = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        class[byte] = match byte as u8 {
            b' ' | b'\t' | b'\n' | b'\r' => Traits::SPACE,
            b'\\' => Traits::BACKSLASH,
            0..0x20 | 0x7F => Traits::CONTROL,
            0x80.. => Traits::HIGH,
            _ => 0,
        };
        byte += 1;
    }
    // In quotes a tab or carriage return is part of the value, and a value must not contain one.
    class[b'\t' as usize] |= Traits::CONTROL;
    class[b'\r' as usize] |= Traits::CONTROL;
    class
};

/// Returns the end of the bare word that continues at `start`, and the traits of its bytes from
/// there on.
#[inline(always)]
pub(super) fn bare_end(bytes: &[u8], start: usize) -> (usize, u8) {
    let mut at = start;
    while let Some(sixteen) = bytes.get(at..at + 16) {
        let (first, second) = (special_bytes(&sixteen[..8]), special_bytes(&sixteen[8..]));
        // One branch for sixteen bytes, the length of most words, because the number of bytes left
        // over is hard to predict.
        at += if first != 0 {
            first.trailing_zeros()
        } else {
            64 + second.trailing_zeros()
        } as usize
            / 8;
        if first | second != 0 {
            break;
        }
    }
    let mut traits = 0;
    while let Some(&byte) = bytes.get(at) {
        let class = CLASS[byte as usize];
        if class & Traits::SPACE != 0 {
            break;
        }
        traits |= class;
        at += 1;
    }
    (at, traits)
}

/// Looks at eight bytes at once. The lowest bit that is set is in the first byte with a nonzero
/// [`CLASS`]. Returns 0 without such a byte.
///
/// Source: "Determine if a word has a zero byte" in Bit Twiddling Hacks. It can be wrong above the
/// first such byte only.
#[inline]
fn special_bytes(eight: &[u8]) -> u64 {
    const LOW: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = LOW << 7;
    let Ok(eight) = eight.try_into() else {
        return HIGH;
    };
    let word = u64::from_le_bytes(eight);
    let below = |limit: u64, word: u64| word.wrapping_sub(LOW * limit) & !word;
    let equal = |byte: u8| below(1, word ^ (LOW * u64::from(byte)));
    // From 0x7F on, adding one sets the highest bit, unless it is set already.
    (word | word.wrapping_add(LOW) | below(0x21, word) | equal(b'\\')) & HIGH
}
