//! Text from outside, escaped for terminals, messages and shells.

mod shape;
mod userinfo;
pub(crate) mod wrap;

use std::io;
use std::path::Path;

pub(crate) use shape::{MASK, is_certain, is_token};
pub(crate) use userinfo::without_userinfo;

/// Masks every word that has the shape of a token, and escapes every character that a terminal
/// would obey, or that would hide or reorder text.
///
/// The latter are control characters (C0 and C1), bidirectional controls and invisible characters.
/// Every name from a file, a store or the command line goes through this function before it is
/// printed.
///
/// ```
/// assert_eq!(keyrc::escaped("a\u{1b}[31m"), "a\\u{1b}[31m");
/// ```
pub fn escaped(text: &str) -> String {
    visible(&shape::masked(text))
}

/// Masks every word that has the shape of a token.
pub(crate) fn masked(text: &str) -> String {
    shape::masked(text).into_owned()
}

/// Masks every word that is certainly a token.
pub(crate) fn masked_certain(text: &str) -> String {
    shape::masked_certain(text).into_owned()
}

/// Escapes as [`escaped`] does, and masks nothing: for public keys and paths.
pub(crate) fn visible(text: &str) -> String {
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

/// Returns a number with its noun, such as `2 entries`.
pub(crate) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// Returns the name among `known` that a mistyped word is most likely to be.
pub(crate) fn closest<'n>(word: &str, known: &[&'n str]) -> Option<&'n str> {
    // Two slips in a long name, one in a short name.
    let most = if word.chars().count() > 4 { 2 } else { 1 };
    let word = word.to_lowercase();
    let distances = known
        .iter()
        .map(|name| (strsim::damerau_levenshtein(&word, name), *name));
    let (_, name) = distances
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)?;
    Some(name)
}

/// Returns equivalent JSON in which the characters that [`escaped`] escapes are `\uXXXX`. ASCII
/// controls are escaped already.
pub(crate) fn escaped_json(json: &str) -> String {
    // Sized for the worst case: a string that grows leaves its old buffer on the heap, and a token
    // may be in it.
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

/// Source: Unicode Standard Annex 9 for the bidirectional controls. The rest are default-ignorable
/// format characters.
fn is_invisible(char: char) -> bool {
    matches!(
        char,
        '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}'
    )
}

/// Returns a path for a message: escaped, in backticks.
pub(crate) fn shown(path: &Path) -> String {
    // Folders are named after hashes, which have the shape of a token.
    format!("`{}`", visible(&path.to_string_lossy()))
}

/// Returns a path as one argument of a shell command.
pub(crate) fn path_argument(path: &Path) -> String {
    quoted(&path.to_string_lossy())
}

/// Returns the message of a system error in lower case, without its number.
pub(crate) fn sentence(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(chars).collect()
    })
}

/// Returns a name as one argument of a shell command, quoted if necessary. Masks it if it has the
/// shape of a token.
pub(crate) fn argument(name: &str) -> String {
    quoted(&shape::masked(name))
}

/// Returns the option that names a login, for a command in a message. A login that starts with `-`
/// needs the long form.
pub(crate) fn login_option(login: &str) -> String {
    let value = argument(login);
    if login.starts_with('-') {
        format!("--login={value}")
    } else {
        format!("-u {value}")
    }
}

fn quoted(name: &str) -> String {
    let plain = |char: char| {
        char.is_ascii_alphanumeric() || matches!(char, '.' | '_' | '-' | '@' | '+' | '/' | ':')
    };
    if !name.is_empty() && name.chars().all(plain) {
        name.to_owned()
    } else if visible(name) == name {
        format!("'{}'", name.replace('\'', r"'\''"))
    } else {
        format!("$'{}'", name.chars().map(ansi_c).collect::<String>())
    }
}

/// Returns a character as written in the quotes `$'…'` of bash, zsh and POSIX 2024, which can
/// escape invisible characters.
fn ansi_c(char: char) -> String {
    let plain = char.to_string();
    if matches!(char, '\'' | '\\') {
        format!("\\{char}")
    } else if visible(&plain) == plain {
        plain
    } else {
        plain.bytes().map(|byte| format!("\\x{byte:02x}")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{argument, escaped, login_option};

    #[test]
    fn ordinary_names_are_unchanged() {
        assert_eq!(escaped("me@example.com ä 日本"), "me@example.com ä 日本");
    }

    #[test]
    fn an_argument_is_one_word_of_a_shell() {
        for (name, expected) in [
            ("a.test", "a.test"),
            ("", "''"),
            ("it's", r"'it'\''s'"),
            ("a\nb'c\\d", r"$'a\x0ab\'c\\d'"),
            ("\u{202e}x", r"$'\xe2\x80\xaex'"),
        ] {
            assert_eq!(argument(name), expected);
        }
        assert_eq!(login_option("me"), "-u me");
        assert_eq!(login_option("-x y"), "--login='-x y'");
    }

    #[test]
    fn a_clipboard_sequence_is_escaped() {
        assert_eq!(escaped("\u{1b}]52;c;aGk=\u{7}"), "\\u{1b}]52;c;aGk=\\u{7}");
    }

    #[test]
    fn a_c1_control_is_escaped() {
        assert_eq!(escaped("\u{9b}31m"), "\\u{9b}31m");
    }

    #[test]
    fn bidirectional_and_invisible_characters_are_escaped() {
        assert_eq!(escaped("a\u{202e}b\u{200b}c"), "a\\u{202e}b\\u{200b}c");
    }
}
