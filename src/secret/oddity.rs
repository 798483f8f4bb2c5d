//! Tokens that are probably mistakes.

use std::fmt;

use secrecy::SecretString;

use crate::secret::expose;

/// A reason to doubt a token. Reveals nothing else about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Oddity {
    /// It stands for a token that should have been filled in.
    Placeholder,
    /// It starts or ends with a space.
    Blank,
    /// It has a character that cannot be seen or looks like a space.
    Invisible,
}

impl fmt::Display for Oddity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Placeholder => "looks like a placeholder that was not filled in",
            Self::Blank => "has a space at its start or end",
            Self::Invisible => "has an invisible character or an unusual space",
        })
    }
}

/// Returns a reason to doubt a token.
pub fn oddity(secret: &SecretString) -> Option<Oddity> {
    let text = expose(secret);
    if is_placeholder(text.trim()) {
        Some(Oddity::Placeholder)
    } else if text.starts_with(' ') || text.ends_with(' ') {
        Some(Oddity::Blank)
    } else if text.chars().any(is_invisible) {
        Some(Oddity::Invisible)
    } else {
        None
    }
}

/// Whether a text is a variable, a command or a name in brackets: `${TOKEN}`, `$(cat x)`,
/// `<token>`, `{{ token }}`, `%TOKEN%`, or is still in the quotes of a text processor.
fn is_placeholder(text: &str) -> bool {
    const BRACKETS: [(&str, &str); 9] = [
        ("${", "}"),
        ("$(", ")"),
        ("{{", "}}"),
        ("<", ">"),
        ("`", "`"),
        ("\u{201C}", "\u{201D}"),
        ("\u{2018}", "\u{2019}"),
        ("\u{201E}", "\u{201C}"),
        ("\u{AB}", "\u{BB}"),
    ];
    let is_inside = |(open, close): &(&str, &str)| {
        let rest = text.strip_prefix(open);
        rest.and_then(|rest| rest.strip_suffix(close))
            .is_some_and(|name| !name.is_empty())
    };
    let is_name = |name: &str| {
        name.len() >= 2
            && name.starts_with(|char: char| char.is_ascii_alphabetic())
            && name
                .bytes()
                .all(|byte| matches!(byte, b'A'..=b'Z' | b'0'..=b'9' | b'_'))
    };
    let percent = text
        .strip_prefix('%')
        .and_then(|rest| rest.strip_suffix('%'));
    BRACKETS.iter().any(is_inside)
        || text.strip_prefix('$').is_some_and(is_name)
        || percent.is_some_and(is_name)
}

/// White space other than a space, and characters without a width.
fn is_invisible(char: char) -> bool {
    let has_no_width = matches!(
        char,
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}'
    );
    has_no_width || (char.is_whitespace() && char != ' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(texts: &[&str], expected: Option<Oddity>) {
        for text in texts {
            assert_eq!(oddity(&SecretString::from(*text)), expected, "{text:?}");
        }
    }

    #[test]
    fn placeholders_and_stray_blanks_are_odd() {
        let placeholders = [
            "${CI_JOB_TOKEN}",
            "$(cat x)",
            "<Secret1>",
            "\u{201C}Secret1\u{201D}",
            "$GITHUB_TOKEN",
            "{{ token }}",
            "%TOKEN%",
        ];
        check(&placeholders, Some(Oddity::Placeholder));
        check(&[" a", "a "], Some(Oddity::Blank));
        let invisible = ["a\u{200B}", "\u{A0}a", "a\u{FEFF}b"];
        check(&invisible, Some(Oddity::Invisible));
    }

    #[test]
    fn tokens_and_passphrases_are_not_odd() {
        check(
            &[
                "ghp_abc",
                "two words",
                "$ecret",
                "p$1",
                "a<b>",
                "%",
                "$$",
                "<",
                "<>",
            ],
            None,
        );
    }
}
