//! A value that is too long for one item, in several: the first says how many follow and what they add up to.

use keyring_core::Error;
use zeroize::Zeroizing;

/// What the first item of a split value starts with. No value of ours does: none holds a control character there.
const HEADER: &str = "\u{1}keyrc-parts ";

/// A value as it goes into items. `first` goes into the account's own item, `rest` into numbered ones.
pub(super) struct Split<'v> {
    pub(super) first: Zeroizing<Vec<u8>>,
    pub(super) rest: Vec<&'v [u8]>,
}

/// Splits a value into items of at most `limit` bytes, or leaves it whole where it fits.
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
                first: header.into_bytes().into(),
                rest,
            }
        }
        _ => Split {
            first: value.to_vec().into(),
            rest: Vec::new(),
        },
    }
}

/// Puts a value together from its first item, fetching the others by number. `None` means damaged: a part is missing or
/// is not the one that was written. A part that is not there is never taken for the end.
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
    // The longest value there is: a token, a refresh token of the same size, and their names.
    let sane = count <= length && length <= 3 * crate::secret::MAX_SECRET && words.next().is_none();
    sane.then_some((count, length, sum))
}

/// FNV-1a. It tells parts of one write from those of another; the store itself keeps them from being forged.
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
        join(split.first.clone(), fetch).expect("no error but a missing part")
    }

    #[test]
    fn a_value_that_fits_is_left_whole() {
        let value = vec![b'x'; 2560];
        assert!(split(&value, Some(2560)).rest.is_empty());
        assert!(split(&value, None).rest.is_empty());
        assert_eq!(joined(&split(&value, Some(2560))).as_deref(), Some(&value));
    }

    #[test]
    fn a_longer_value_comes_back_whole() {
        for length in [2561, 5120, 5121, 65536] {
            let value: Vec<u8> = (0..length).map(|at| b'a' + (at % 26) as u8).collect();
            let parts = split(&value, Some(2560));
            assert_eq!(parts.rest.len(), value.len().div_ceil(2560));
            assert_eq!(joined(&parts).as_deref(), Some(&value));
        }
    }

    #[test]
    fn a_missing_swapped_or_foreign_part_is_damage_and_never_a_shorter_token() {
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
    fn a_header_that_is_not_ours_is_damage() {
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
