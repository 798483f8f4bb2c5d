//! Passwords that stand for a token that was never filled in.

/// Whether a password is a placeholder, such as `${TOKEN}`, `<token>` or `“token”`.
pub(crate) fn is_placeholder(password: &[u8]) -> bool {
    let Ok(text) = str::from_utf8(password) else {
        return false;
    };
    let is_between = |start: &str, end: &str| text.starts_with(start) && text.ends_with(end);
    let lower = text.to_ascii_lowercase();
    let is_name = |name: &str| {
        name.len() > 2
            && name
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte == b'_' || byte.is_ascii_digit())
    };
    text.len() > 2
        && (is_between("${", "}")
            || is_between("$(", ")")
            || is_between("{{", "}}")
            || is_between("<", ">")
            || is_between("\u{201C}", "\u{201D}")
            || is_between("\u{2018}", "\u{2019}")
            || text.strip_prefix('$').is_some_and(is_name)
            || text
                .strip_prefix('%')
                .and_then(|text| text.strip_suffix('%'))
                .is_some_and(is_name)
            || ["your_", "your-", "my_token", "my-token"]
                .iter()
                .any(|start| lower.starts_with(start)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placeholder_is_recognized() {
        for text in [
            "${CI_JOB_TOKEN}",
            "$CI_JOB_TOKEN",
            "<Secret1>",
            "\u{201C}Secret1\u{201D}",
            "{{token}}",
            "%TOKEN%",
            "YOUR_TOKEN",
            "your-api-key",
        ] {
            assert!(is_placeholder(text.as_bytes()), "{text}");
        }
        for text in ["", "<>", "pw", "$1$abc", "a<b>", "hunter2", "$ab", "%41%"] {
            assert!(!is_placeholder(text.as_bytes()), "{text}");
        }
    }
}
