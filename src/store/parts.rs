//! Long values, split into several items. The first item has the number of parts, the length and a
//! checksum.

use std::borrow::Cow;

use keyring_core::Error;
use zeroize::Zeroizing;

/// The start of the first item of a split value. No value starts like this, because a token has no
/// control characters.
const HEADER: &str = "\u{1}keyrc-parts ";

/// A value as items hold it.
pub(super) struct Split<'v> {
    /// The content of the account's own item.
    pub(super) first: Cow<'v, [u8]>,
    /// The contents of the numbered items.
    pub(super) rest: Vec<&'v [u8]>,
}

/// Splits a value into items of at most `limit` bytes. Leaves a value whole if it fits.
pub(super) fn split(value: &[u8], limit: Option<usize>) -> Split<'_> {
    match limit {
        Some(limit) if value.len() > limit => {
            let rest: Vec<&[u8]> = value.chunks(limit).collect();
            let header = format!(
                "{HEADER}{} {} {:016x}",
                rest.len(),
                value.len(),
                checksum(value)
            );
            Split {
                first: header.into_bytes().into(), // no secret
                rest,
            }
        }
        _ => Split {
            first: value.into(),
            rest: Vec::new(),
        },
    }
}

/// Joins a value from its first item, and fetches the parts by number. Returns `None` if a part is
/// missing or does not match: then the value is damaged.
pub(super) fn join(
    first: Zeroizing<Vec<u8>>,
    mut fetch: impl FnMut(usize) -> Result<Vec<u8>, Error>,
) -> Result<Option<Zeroizing<Vec<u8>>>, Error> {
    let Some(header) = first.strip_prefix(HEADER.as_bytes()) else {
        return Ok(Some(first));
    };
    let Some((count, length, sum)) = read_header(header) else {
        return Ok(None);
    };
    let mut value = Zeroizing::new(Vec::with_capacity(length));
    for number in 1..=count {
        match fetch(number).map(Zeroizing::new) {
            Ok(part) if value.len() + part.len() <= length => value.extend_from_slice(&part),
            Ok(_) | Err(Error::NoEntry) => return Ok(None),
            Err(error) => return Err(error),
        }
    }
    Ok(Some(value).filter(|value| value.len() == length && checksum(value) == sum))
}

fn read_header(header: &[u8]) -> Option<(usize, usize, u64)> {
    let mut words = str::from_utf8(header).ok()?.split(' ');
    let (count, length) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
    let sum = u64::from_str_radix(words.next()?, 16).ok()?;
    // The longest value is a token, a refresh token of the same size, and their names.
    let sane = count <= length && length <= 3 * crate::secret::MAX_SECRET && words.next().is_none();
    sane.then_some((count, length, sum))
}

/// FNV-1a. Detects parts from different writes. It need not resist forgery: the store protects its
/// items.
fn checksum(value: &[u8]) -> u64 {
    value.iter().fold(0xcbf2_9ce4_8422_2325, |sum, &byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(split: &Split<'_>) -> Option<Zeroizing<Vec<u8>>> {
        let fetch = |number: usize| {
            split
                .rest
                .get(number - 1)
                .map(|part| part.to_vec())
                .ok_or(Error::NoEntry)
        };
        join(split.first.to_vec().into(), fetch).expect("the only error is a missing part")
    }

    #[test]
    fn a_value_that_fits_stays_whole() {
        let value = vec![b'x'; 2560];
        assert!(split(&value, Some(2560)).rest.is_empty());
        assert!(split(&value, None).rest.is_empty());
        assert_eq!(joined(&split(&value, Some(2560))).as_deref(), Some(&value));
    }

    #[test]
    fn a_long_value_is_joined_again() {
        for length in [2561, 5120, 5121, 65536] {
            let value: Vec<u8> = (0..length).map(|at| b'a' + (at % 26) as u8).collect();
            let parts = split(&value, Some(2560));
            assert_eq!(parts.rest.len(), value.len().div_ceil(2560));
            assert_eq!(joined(&parts).as_deref(), Some(&value));
        }
    }

    #[test]
    fn a_missing_swapped_or_longer_part_is_damage() {
        let value: Vec<u8> = (0..6000).map(|at| b'a' + (at % 26) as u8).collect();
        let whole = || split(&value, Some(2560));
        let missing = Split {
            rest: whole().rest[..2].to_vec(),
            ..whole()
        };
        let mut swapped = whole();
        swapped.rest.swap(0, 1);
        let longer = Split {
            rest: vec![&value[..]; 3],
            ..whole()
        };
        for (what, broken) in [
            ("missing", missing),
            ("swapped", swapped),
            ("longer", longer),
        ] {
            assert!(joined(&broken).is_none(), "{what}");
        }
    }

    #[test]
    fn an_invalid_header_is_damage() {
        for header in [
            "",
            "x",
            "1 2",
            "1 2 g",
            "9999999999 9999999999 0",
            "1 2 3 4",
            "5 2 0",
        ] {
            let first = format!("{HEADER}{header}").into_bytes().into();
            let broken = Split {
                first,
                rest: vec![b"xx"; 5],
            };
            assert!(joined(&broken).is_none(), "{header:?}");
        }
    }
}
