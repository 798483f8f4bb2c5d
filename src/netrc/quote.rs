//! How a value is written so that the most tools read it back, and which tools will not.
//!
//! Source: the safe subset of the conformance matrix, made from 1,262 values through 33 tools; `docs/netrc.md` has its
//! tiers.

use std::fmt;

use zeroize::Zeroizing;

use super::fault::Keyword;

/// The longest value that any writer may emit, in bytes: curl 8.11.1 and later refuse the whole file for a longer one.
pub const MAX_VALUE: usize = 4095;

/// Why a value has no form in a netrc that tools can read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unwritable {
    /// It has no bytes.
    Empty,
    /// It is longer than [`MAX_VALUE`].
    TooLong,
    /// It holds a control character.
    Control,
}

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("it is empty"),
            Self::TooLong => write!(f, "it is longer than {MAX_VALUE} bytes, which breaks the file for curl"),
            Self::Control => f.write_str("it holds a control character"),
        }
    }
}

/// A value as it is written into a netrc.
#[derive(Debug)]
pub(crate) struct Written {
    /// The bytes, with quotes where they are needed.
    pub(crate) text: Zeroizing<Vec<u8>>,
    /// The tools that will not read back what was meant.
    pub(crate) unread_by: Vec<&'static str>,
}

/// Writes a value: bare when that is safe, else in double quotes with only `\"` and `\\` escaped.
pub(crate) fn write(value: &str) -> Result<Written, Unwritable> {
    if value.is_empty() {
        return Err(Unwritable::Empty);
    }
    if value.len() > MAX_VALUE {
        return Err(Unwritable::TooLong);
    }
    if value.chars().any(char::is_control) {
        return Err(Unwritable::Control);
    }
    Ok(Written { text: own_text(value), unread_by: lost(value, is_bare(value)) })
}

/// A value as it is written into a file that keyrc alone reads: of any length. It must hold no control character and not
/// be empty.
pub(crate) fn own_text(value: &str) -> Zeroizing<Vec<u8>> {
    if is_bare(value) { value.as_bytes().to_vec().into() } else { quoted(value) }
}

fn is_bare(value: &str) -> bool {
    value.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
        && !value.starts_with(['"', '\'', '#'])
        && Keyword::exact(value.as_bytes()).is_none_or(|found| found == Keyword::User)
}

fn quoted(value: &str) -> Zeroizing<Vec<u8>> {
    // Sized for the worst case: a vector that grew would leave its old buffer, secret and all, on the heap.
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

/// Those that keep the quotes as part of the value, or stop at a space inside them.
const NO_QUOTES: &[&str] = &["Go", "buf", "Bazel", "aria2", "lftp", "the netrc gem", "npm netrc", "Python 3.10"];
/// Those that know quotes and no escapes in them.
const NO_ESCAPES: &[&str] = &["Emacs", "cadaver", "fetchmail", "msmtp"];

fn lost(value: &str, bare: bool) -> Vec<&'static str> {
    let mut tools = Vec::new();
    let mut add = |more: &[&'static str]| {
        for tool in more {
            if !tools.contains(tool) {
                tools.push(*tool);
            }
        }
    };
    if !bare {
        add(NO_QUOTES);
        if value.contains(['"', '\\']) {
            add(NO_ESCAPES);
        }
        if value.contains('"') {
            add(&["Net::Netrc"]);
        }
    } else {
        if value.contains(['"', '\'']) {
            add(&["cadaver", "fetchmail", "msmtp"]);
        }
        if value.contains(',') {
            add(&["inetutils ftp", "tnftp"]);
        }
        if value.contains('#') {
            add(&["the netrc gem", "npm netrc"]);
        }
    }
    if value.len() > 4 && value.as_bytes()[..4].eq_ignore_ascii_case(b"gpg:") {
        add(&["Emacs"]);
    }
    // The longest value each one reads back whole, in bytes.
    for (limit, tool) in [(99, "tnftp"), (255, "lftp"), (500, "fetchmail"), (500, "msmtp"), (4000, "curl 8.10")] {
        if value.len() > limit {
            add(&[tool]);
        }
    }
    tools
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(value: &str, expected: &str) {
        let written = write(value).expect("a value that can be written");
        assert_eq!(String::from_utf8_lossy(&written.text), expected);
    }

    #[test]
    fn a_token_of_any_common_shape_is_bare_and_read_by_all() {
        for token in ["ghp_16C7e42F292c6912E7710c838347Ae178B4a", "a.b-c_d/e+f==", "01234567-89ab", "a:b@c"] {
            check(token, token);
            assert!(write(token).is_ok_and(|written| written.unread_by.is_empty()), "{token}");
        }
    }

    #[test]
    fn what_a_bare_word_cannot_hold_is_quoted() {
        check("p w", r#""p w""#);
        check(r#""x"#, r#""\"x""#);
        check(r"a\b", r#""a\\b""#);
        check("'x", r#""'x""#);
        check("#x", r##""#x""##);
        check("pä", "\"pä\"");
        check("machine", "\"machine\"");
        check("user", "user");
        check("pa\"ss", "pa\"ss");
        check("pa#ss", "pa#ss");
    }

    #[test]
    fn the_tools_that_lose_a_value_are_named() {
        let lost = |value: &str| write(value).expect("a value that can be written").unread_by;
        assert!(lost("p w").contains(&"Go"));
        assert!(lost(r"a\b").contains(&"Emacs") && !lost(r"a\b").contains(&"Net::Netrc"));
        assert!(lost("a,b").contains(&"tnftp"));
        assert_eq!(lost(&"x".repeat(100)), ["tnftp"]);
        assert_eq!(lost(&"x".repeat(99)), [""; 0]);
    }

    #[test]
    fn what_no_tool_can_read_is_refused() {
        assert_eq!(write("").err(), Some(Unwritable::Empty));
        assert_eq!(write("a\nb").err(), Some(Unwritable::Control));
        assert_eq!(write("a\u{85}b").err(), Some(Unwritable::Control));
        assert_eq!(write(&"x".repeat(4096)).err(), Some(Unwritable::TooLong));
    }
}
