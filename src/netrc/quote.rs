//! Writes values so that as many tools as possible read them back.
//!
//! Source: 1,262 values measured with 33 tools. `docs/netrc.md` has the results.

use std::fmt;

use zeroize::Zeroizing;

use crate::netrc::keyword::Keyword;

/// The longest value, in bytes, that does not harm other entries. curl 8.11.1 and later refuse a
/// file with a longer one.
pub const MAX_VALUE: usize = 4095;

/// Why a value is not written to a netrc: no tool would read it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unwritable {
    /// It is empty.
    Empty,
    /// It contains a control character.
    Control,
}

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("it is empty"),
            Self::Control => f.write_str("it has a control character"),
        }
    }
}

/// Whether a value is written in quotes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Quoting {
    /// Without quotes if a bare word can hold the value, otherwise as [`Always`](Self::Always).
    #[default]
    WhereNeeded,
    /// In double quotes, with `"` and `\` escaped.
    Always,
}

/// Returns a value as it is written to a netrc.
///
/// # Errors
/// [`Unwritable`] if tools would not read it.
pub(crate) fn write(value: &str, quoting: Quoting) -> Result<Zeroizing<Vec<u8>>, Unwritable> {
    if value.is_empty() {
        return Err(Unwritable::Empty);
    }
    if value.chars().any(char::is_control) {
        return Err(Unwritable::Control);
    }
    Ok(if quoting == Quoting::Always {
        quoted(value)
    } else {
        own_text(value)
    })
}

/// Returns a value, of any length, as it is written to a file that only keyrc reads. The value must
/// not be empty or contain a control character.
pub(crate) fn own_text(value: &str) -> Zeroizing<Vec<u8>> {
    if !value.is_empty() && is_bare(value) {
        value.as_bytes().to_vec().into()
    } else {
        quoted(value)
    }
}

fn is_bare(value: &str) -> bool {
    let is_word = |char: char| match char {
        '\\' => false,
        _ if char.is_ascii() => char.is_ascii_graphic(),
        _ => !char.is_whitespace() && !char.is_control(),
    };
    value.chars().all(is_word)
        && !value.starts_with(['"', '#'])
        && Keyword::exact(value.as_bytes()).is_none_or(|found| found == Keyword::User)
}

fn quoted(value: &str) -> Zeroizing<Vec<u8>> {
    // Sized for the worst case: a vector that grows leaves its old buffer, with the secret, on the
    // heap.
    let mut text = Zeroizing::new(Vec::with_capacity(2 * value.len() + 2));
    text.push(b'"');
    for byte in value.bytes() {
        if matches!(byte, b'"' | b'\\') {
            text.push(b'\\');
        }
        text.push(byte);
    }
    text.push(b'"');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &str, expected: &str) {
        let written = write(value, Quoting::WhereNeeded).expect("a value that can be written");
        assert_eq!(String::from_utf8_lossy(&written), expected);
    }

    #[test]
    fn common_tokens_are_not_quoted() {
        for token in [
            "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
            "a.b-c_d/e+f==",
            "01234567-89ab",
            "a:b@c",
        ] {
            check(token, token);
        }
    }

    #[test]
    fn values_that_a_bare_word_cannot_hold_are_quoted() {
        check("p w", r#""p w""#);
        check(r#""x"#, r#""\"x""#);
        check(r"a\b", r#""a\\b""#);
        check("'x", "'x");
        check("#x", r##""#x""##);
        check("pä", "pä");
        check("machine", "\"machine\"");
        check("user", "user");
        check("pa\"ss", "pa\"ss");
        check("pa#ss", "pa#ss");
    }

    #[test]
    fn a_plain_value_can_be_quoted() {
        assert_eq!(
            write("a,b", Quoting::Always).as_deref().map(Vec::as_slice),
            Ok(&b"\"a,b\""[..])
        );
    }

    #[test]
    fn values_that_no_tool_reads_are_refused() {
        assert_eq!(
            write("", Quoting::WhereNeeded).err(),
            Some(Unwritable::Empty)
        );
        assert_eq!(
            write("a\nb", Quoting::WhereNeeded).err(),
            Some(Unwritable::Control)
        );
        assert_eq!(
            write("a\u{85}b", Quoting::WhereNeeded).err(),
            Some(Unwritable::Control)
        );
    }
}
