//! The only maker of [`SecretString`]: what a secret may be, and how it gets into memory without leaving copies.

use std::fmt;
use std::io::Read;

use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// The longest secret, in bytes.
pub const MAX_SECRET: usize = 64 * 1024;

/// Why some bytes are not a secret. Says nothing of the bytes themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadSecret {
    /// There are none.
    Empty,
    /// There are more than [`MAX_SECRET`].
    TooLong,
    /// One of them is a control character: a line break, a tab, a NUL.
    Control,
    /// They are not UTF-8.
    NotUtf8,
}

impl fmt::Display for BadSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the token is empty"),
            Self::TooLong => write!(f, "the token is longer than {MAX_SECRET} bytes"),
            Self::Control => {
                f.write_str("the token holds a line break or another control character")
            }
            Self::NotUtf8 => f.write_str("the token is not UTF-8 text"),
        }
    }
}

impl std::error::Error for BadSecret {}

/// Makes a secret of bytes: UTF-8 without control characters, 1 byte to [`MAX_SECRET`].
///
/// The bytes are copied once, into a buffer of their exact size; whose they were must zero them.
///
/// # Errors
/// As [`BadSecret`] says.
pub fn from_bytes(bytes: &[u8]) -> Result<SecretString, BadSecret> {
    if bytes.is_empty() {
        return Err(BadSecret::Empty);
    }
    if bytes.len() > MAX_SECRET {
        return Err(BadSecret::TooLong);
    }
    let text = str::from_utf8(bytes).map_err(|_| BadSecret::NotUtf8)?;
    if text.chars().any(char::is_control) {
        return Err(BadSecret::Control);
    }
    // From<String> may reallocate and leave a copy (iqlusioninc/crates#1319); a boxed str is moved.
    Ok(SecretString::from(Box::<str>::from(text)))
}

/// Reads a secret to the end of `input`, which must not buffer. Exactly one line break at the end is dropped.
///
/// # Errors
/// As [`BadSecret`] says, within `Ok`; the outer error is that of reading.
pub fn from_reader(mut input: impl Read) -> std::io::Result<Result<SecretString, BadSecret>> {
    // Room for the longest secret, its line break, and one byte more to see that it goes on.
    let mut buffer = Zeroizing::new(vec![0; MAX_SECRET + 3]);
    let mut filled = 0;
    while filled < buffer.len() {
        match input.read(&mut buffer[filled..]) {
            Ok(0) => break,
            Ok(count) => filled += count,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(from_bytes(without_line_break(&buffer[..filled])))
}

pub(crate) fn without_line_break(bytes: &[u8]) -> &[u8] {
    bytes
        .strip_suffix(b"\r\n")
        .or_else(|| bytes.strip_suffix(b"\n"))
        .unwrap_or(bytes)
}

/// Whether two secrets are the same, in a time that depends on their lengths alone.
pub fn equal(one: &SecretString, other: &SecretString) -> bool {
    expose(one)
        .as_bytes()
        .ct_eq(expose(other).as_bytes())
        .into()
}

/// `parts` one after another, in a buffer that was sized before it was filled: one that grew would leave its old memory,
/// secrets and all, on the heap.
pub(crate) fn concat(parts: &[&[u8]]) -> Zeroizing<Vec<u8>> {
    let mut whole = Zeroizing::new(Vec::with_capacity(
        parts.iter().map(|part| part.len()).sum(),
    ));
    for part in parts {
        whole.extend_from_slice(part);
    }
    whole
}

#[expect(
    clippy::disallowed_methods,
    reason = "comparing is all that is done with it"
)]
fn expose(secret: &SecretString) -> &str {
    secret.expose_secret()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(secret: Result<SecretString, BadSecret>) -> Result<String, BadSecret> {
        secret.map(|secret| expose(&secret).to_owned())
    }

    #[test]
    fn a_secret_is_text_without_control_characters() {
        assert_eq!(
            shown(from_bytes(b"tok en \xC3\xA4")),
            Ok("tok en ä".to_owned())
        );
        assert_eq!(shown(from_bytes(b"")), Err(BadSecret::Empty));
        assert_eq!(shown(from_bytes(b"a\tb")), Err(BadSecret::Control));
        assert_eq!(shown(from_bytes(b"a\0b")), Err(BadSecret::Control));
        assert_eq!(shown(from_bytes(b"a\xC2\x85b")), Err(BadSecret::Control));
        assert_eq!(shown(from_bytes(b"\xFF")), Err(BadSecret::NotUtf8));
        assert!(from_bytes(&[b'x'; MAX_SECRET]).is_ok());
        assert_eq!(
            shown(from_bytes(&[b'x'; MAX_SECRET + 1])),
            Err(BadSecret::TooLong)
        );
    }

    #[test]
    fn exactly_one_line_break_is_dropped_from_input() {
        let read = |bytes: &[u8]| shown(from_reader(bytes).expect("a slice can be read"));
        assert_eq!(read(b"token\n"), Ok("token".to_owned()));
        assert_eq!(read(b"token\r\n"), Ok("token".to_owned()));
        assert_eq!(read(b"token"), Ok("token".to_owned()));
        assert_eq!(read(b"token\n\n"), Err(BadSecret::Control));
        assert_eq!(read(b"\n"), Err(BadSecret::Empty));
        let mut longest = vec![b'x'; MAX_SECRET];
        longest.push(b'\n');
        assert!(read(&longest).is_ok());
        longest.insert(0, b'x');
        assert_eq!(read(&longest), Err(BadSecret::TooLong));
    }

    #[test]
    fn debug_shows_nothing() {
        let secret = from_bytes(b"hunter2").expect("a good secret");
        assert!(!format!("{secret:?}").contains("hunter2"));
    }
}
