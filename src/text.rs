//! Text from outside, made safe for a terminal.

use std::io;
use std::path::Path;

/// `text` with everything that a terminal could obey, or that could make it lie, written as an escape.
///
/// That is: control characters (C0 and C1, so also ESC and what follows from it), the bidirectional controls, and the
/// characters that show as nothing. Names from files and stores go through here before a person sees them.
///
/// ```
/// assert_eq!(keyrc::text::escaped("a\u{1b}[31m"), "a\\u{1b}[31m");
/// ```
pub fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for char in text.chars() {
        if char.is_control() || is_invisible(char) {
            shown.extend(char.escape_unicode());
        } else {
            shown.push(char);
        }
    }
    shown
}

/// A number of things, in words.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// JSON that says the same, with what a terminal could obey beyond ASCII as `\uXXXX`.
pub(crate) fn escaped_json(json: &str) -> String {
    // Room for nothing but escapes: a string that grew would leave its old buffer, and a token may be in it.
    let mut shown = String::with_capacity(3 * json.len());
    for char in json.chars() {
        if char.is_ascii() || !(char.is_control() || is_invisible(char)) {
            shown.push(char);
        } else {
            char.encode_utf16(&mut [0; 2])
                .iter()
                .for_each(|unit| shown.push_str(&format!("\\u{unit:04x}")));
        }
    }
    shown
}

/// Source: Unicode Standard Annex 9 for the bidirectional controls; the rest are its default-ignorable format characters.
fn is_invisible(char: char) -> bool {
    matches!(
        char,
        '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}'
    )
}

/// A path as a message has it: escaped, and in backticks.
pub(crate) fn shown(path: &Path) -> String {
    format!("`{}`", escaped(&path.to_string_lossy()))
}

/// A path as an argument of a command that is to be pasted.
pub(crate) fn path_argument(path: &Path) -> String {
    argument(&path.to_string_lossy())
}

/// The system's own words, without the number behind them and without a capital.
pub(crate) fn sentence(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect()
    })
}

/// A name as an argument that a shell takes as one word.
pub(crate) fn argument(name: &str) -> String {
    let plain = |char: char| {
        char.is_ascii_alphanumeric() || matches!(char, '.' | '_' | '-' | '@' | '+' | '/' | ':')
    };
    if name.chars().all(plain) {
        name.to_owned()
    } else {
        format!("'{}'", escaped(name).replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn ordinary_names_stay() {
        assert_eq!(escaped("me@example.com ä 日本"), "me@example.com ä 日本");
    }

    #[test]
    fn a_clipboard_payload_is_defused() {
        assert_eq!(escaped("\u{1b}]52;c;aGk=\u{7}"), "\\u{1b}]52;c;aGk=\\u{7}");
    }

    #[test]
    fn a_c1_control_is_defused() {
        assert_eq!(escaped("\u{9b}31m"), "\\u{9b}31m");
    }

    #[test]
    fn text_cannot_run_backwards_or_hide() {
        assert_eq!(escaped("a\u{202e}b\u{200b}c"), "a\\u{202e}b\\u{200b}c");
    }
}
