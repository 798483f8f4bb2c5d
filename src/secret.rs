//! The only place that creates a [`SecretString`]: which bytes are a secret, and how they are read
//! without leaving copies.

use std::fmt;
use std::io::Read;

use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

mod oddity;

pub use oddity::{Oddity, oddity};

/// The longest secret, in bytes.
pub const MAX_SECRET: usize = 64 * 1024;

/// Why some bytes are not a secret. Reveals nothing about the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadSecret {
    /// There are no bytes.
    Empty,
    /// There are more bytes than [`MAX_SECRET`].
    TooLong,
    /// They contain a control character, such as a line break, a tab or a NUL.
    Control,
    /// They are not UTF-8.
    NotUtf8,
}

impl fmt::Display for BadSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the token is empty"),
            Self::TooLong => write!(f, "the token is longer than {MAX_SECRET} bytes"),
            Self::Control => f.write_str("the token has a line break or another control character"),
            Self::NotUtf8 => f.write_str("the token is not UTF-8 text"),
        }
    }
}

impl std::error::Error for BadSecret {}

/// Creates a secret from UTF-8 without control characters, 1 byte to [`MAX_SECRET`].
///
/// Copies the bytes once, exactly sized. The caller zeroes its own copy.
///
/// # Errors
/// [`BadSecret`].
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

/// As [`from_bytes`], but empty input gives an empty secret. Helper protocols allow one: git stores
/// an empty password for a server that knows its user by other means.
///
/// # Errors
/// [`BadSecret`], never [`BadSecret::Empty`].
pub(crate) fn from_bytes_or_empty(bytes: &[u8]) -> Result<SecretString, BadSecret> {
    match bytes {
        [] => Ok(SecretString::from(Box::<str>::default())),
        bytes => from_bytes(bytes),
    }
}

/// Whether a secret is empty.
pub(crate) fn is_empty(secret: &SecretString) -> bool {
    expose(secret).is_empty()
}

/// Reads a secret to the end of `input`, which must not buffer. Drops one line break at the end
/// and one byte order mark at the start, which PowerShell writes.
///
/// # Errors
/// The outer error is that of reading; the inner one is [`BadSecret`].
pub fn from_reader(mut input: impl Read) -> std::io::Result<Result<SecretString, BadSecret>> {
    // Room for the longest secret, its line break, and one more byte to detect a longer input.
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
    let text = without_line_break(&buffer[..filled]);
    Ok(from_bytes(
        text.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(text),
    ))
}

/// Returns the bytes without one line break at the end.
pub(crate) fn without_line_break(bytes: &[u8]) -> &[u8] {
    bytes
        .strip_suffix(b"\r\n")
        .or_else(|| bytes.strip_suffix(b"\n"))
        .unwrap_or(bytes)
}

/// Compares two secrets in a time that depends only on their lengths.
pub fn equal(one: &SecretString, other: &SecretString) -> bool {
    expose(one)
        .as_bytes()
        .ct_eq(expose(other).as_bytes())
        .into()
}

/// Concatenates `parts` into a buffer of the final size: a buffer that grows leaves its old memory,
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

/// How much of the stack to overwrite, in bytes. The deepest calls of the store and of age used a
/// third of it, measured.
const USED_STACK: usize = 128 << 10;

/// Overwrites the bytes that earlier calls of the caller have left on the stack. Ciphers and copies
/// keep pieces of a secret in variables and saved registers that nothing zeroes.
#[inline(never)]
pub(crate) fn wipe_stack() {
    let mut stack = [0_u8; USED_STACK];
    // The compiler must assume that the array is used.
    std::hint::black_box(&mut stack);
}

#[expect(
    clippy::disallowed_methods,
    reason = "it is only compared with another secret, or checked for being empty"
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
