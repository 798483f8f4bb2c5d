//! The shapes of tokens: the only place that describes them.
//!
//! A shape is a reason not to print a text, and not to use it as a login or a host. A text without
//! a known shape can be a token too.

use std::borrow::Cow;

/// Shown in place of a token, whatever its length.
pub(crate) const MASK: &str = "********";

/// Prefixes that providers chose for their tokens, with the least number of characters after them.
/// A prefix that a login may have needs more of them. Source: the documentation of each provider,
/// and the rules of gitleaks.
const PREFIXES: &[(&str, usize)] = &[
    // GitHub, GitLab, Bitbucket
    ("ghp_", 8),
    ("gho_", 8),
    ("ghu_", 8),
    ("ghs_", 8),
    ("ghr_", 8),
    ("github_pat_", 8),
    ("glpat-", 8),
    ("gldt-", 8),
    ("glrt-", 8),
    ("glptt-", 8),
    ("gloas-", 8),
    ("glcbt-", 8),
    ("glft-", 12),
    ("glimt-", 12),
    ("glsoat-", 8),
    ("glagent-", 12),
    ("ATATT3", 16),
    ("ATCTT3", 16),
    ("ATBB", 24),
    // Registries of packages and images
    ("npm_", 30),
    ("pypi-AgE", 8),
    ("rubygems_", 30),
    ("dckr_pat_", 8),
    ("dckr_oat_", 8),
    ("cmVmd", 50),
    ("AKCp", 40),
    // Heroku, Sentry, Fly, Hugging Face, Slack, and others
    ("HRKU-", 16),
    ("sntryu_", 16),
    ("sntrys_", 16),
    ("fo1_", 24),
    ("fm1r_", 24),
    ("fm1a_", 24),
    ("fm2_", 24),
    ("hf_", 24),
    ("xoxb-", 8),
    ("xoxp-", 8),
    ("xoxa-", 8),
    ("xoxr-", 8),
    ("xoxs-", 8),
    ("xoxe-", 8),
    ("xoxe.", 8),
    ("xapp-", 8),
    ("sk_live_", 8),
    ("sk_test_", 8),
    ("rk_live_", 8),
    ("rk_test_", 8),
    ("sk-ant-", 8),
    ("sk-proj-", 8),
    ("AIza", 30),
    ("ya29.", 16),
    ("hvs.", 16),
    ("hvb.", 16),
    ("dop_v1_", 24),
    ("doo_v1_", 24),
    ("lin_api_", 16),
    ("shpat_", 24),
    ("shpca_", 24),
    ("shppa_", 24),
    ("shpss_", 24),
    ("PMAK-", 24),
    ("glsa_", 24),
    ("glc_eyJ", 8),
    ("tskey-", 16),
    // Without the `1` that follows: tests search the memory of the program for whole keys.
    ("AGE-SECRET-KEY-", 9),
];

/// Whether a text has the shape of a token.
///
/// Public identifiers, such as the `AKIA…` of an AWS key or a UUID, are not tokens.
pub(crate) fn is_token(text: &str) -> bool {
    // No shape is shorter, and most logins are.
    if text.len() < 10 || !text.is_ascii() {
        return false;
    }
    has_prefix(text)
        || is_cargo_token(text)
        || is_jwt(text)
        || is_sendgrid(text)
        || is_hash(text)
        || is_base32(text)
        || is_random(text)
}

/// Masks each word of a text that has the shape of a token.
pub(super) fn masked(text: &str) -> Cow<'_, str> {
    masked_words(text, is_token)
}

/// Masks each word of a text that is certainly a token: unlike [`masked`], not a hash, which may be
/// the name of a folder.
pub(super) fn masked_certain(text: &str) -> Cow<'_, str> {
    masked_words(text, is_certain)
}

/// Whether a text has a prefix or a form that only tokens have.
pub(crate) fn is_certain(text: &str) -> bool {
    has_prefix(text) || is_cargo_token(text) || is_jwt(text) || is_sendgrid(text)
}

fn masked_words(text: &str, is_token: fn(&str) -> bool) -> Cow<'_, str> {
    let is_part =
        |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-' | '.' | '+');
    let mut shown = String::new();
    let mut copied = 0;
    let mut rest = text;
    while let Some(start) = rest.find(is_part) {
        let word = &rest[start..];
        let word = &word[..word.find(|char| !is_part(char)).unwrap_or(word.len())];
        let at = text.len() - rest.len() + start;
        if contains(word, is_token) {
            shown.push_str(&text[copied..at]);
            shown.push_str(MASK);
            copied = at + word.len();
        }
        rest = &rest[start + word.len()..];
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    shown.push_str(&text[copied..]);
    Cow::Owned(shown)
}

/// Whether a word is a token, also after dashes or with a name before or after it.
fn contains(word: &str, is_token: fn(&str) -> bool) -> bool {
    word.len() >= 10
        && (is_token(word.trim_start_matches(['-', '.', '+'])) || word.split('.').any(is_token))
}

fn has_prefix(text: &str) -> bool {
    let is_char = |byte: u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'=' | b'+' | b'/')
    };
    PREFIXES.iter().any(|&(prefix, least)| {
        let rest = text.strip_prefix(prefix);
        rest.is_some_and(|rest| rest.len() >= least && rest.bytes().all(is_char))
    }) || is_lower_case_github(text)
}

/// A host name loses its capitals, and a GitHub token that became one is still recognizable.
fn is_lower_case_github(text: &str) -> bool {
    let rest = text
        .get(..2)
        .filter(|start| start.eq_ignore_ascii_case("gh"));
    rest.is_some()
        && text.len() == 40
        && matches!(text.as_bytes()[2], b'p' | b'o' | b'u' | b's' | b'r')
        && text.as_bytes()[3] == b'_'
        && text[4..].bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// crates.io: `cio` and 32 letters or digits.
fn is_cargo_token(text: &str) -> bool {
    let rest = text.strip_prefix("cio");
    rest.is_some_and(|rest| {
        rest.len() == 32 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}

/// A JSON Web Token, or another text in base64 that starts with `{"`.
fn is_jwt(text: &str) -> bool {
    let mut parts = text.split('.');
    let is_base64 = |part: &str| {
        part.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'='))
    };
    let first = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    let has_parts = match rest.len() {
        0 => first.len() >= 32,
        2 => first.len() >= 8,
        count => count == 4 && first.len() >= 8,
    };
    // In small letters, as in a host name: `{"alg":`, `{"typ":` and `{"kid":` in base64.
    let start = first.get(..9).unwrap_or_default().to_ascii_lowercase();
    let is_header = matches!(&*start, "eyjhbgcio" | "eyj0exaio" | "eyjrawqio");
    (is_header || first.starts_with("eyJ"))
        && has_parts
        && is_base64(first)
        && rest.iter().all(|part| is_base64(part))
}

/// SendGrid: `SG.`, an identifier, a dot, and a key.
fn is_sendgrid(text: &str) -> bool {
    let Some((id, key)) = text
        .strip_prefix("SG.")
        .and_then(|rest| rest.split_once('.'))
    else {
        return false;
    };
    let is_part = |part: &str| {
        part.len() >= 6
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
    };
    is_part(id) && is_part(key)
}

/// 40 or 64 hexadecimal digits: Gitea, old GitHub, W&B, Buf, GitLab's OAuth.
fn is_hash(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    matches!(text.len(), 40 | 64)
        && text.bytes().all(|byte| byte.is_ascii_hexdigit())
        && (4..text.len()).contains(&digits)
}

/// Azure DevOps: 52 characters of base32, or 84 letters and digits with `AZDO` near their end.
fn is_base32(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_base32 = |byte: u8| byte.is_ascii_lowercase() || matches!(byte, b'2'..=b'7');
    match text.len() {
        52 => digits >= 3 && text.bytes().all(is_base32),
        84 => {
            text.bytes().all(|byte| byte.is_ascii_alphanumeric())
                && text.get(76..80) == Some("AZDO")
        }
        _ => false,
    }
}

/// At least 32 letters and digits that change between capitals, small letters and digits as often
/// as random ones do. Names change far less: two times in a word.
fn is_random(text: &str) -> bool {
    let bytes = text.as_bytes();
    let class = |byte: u8| match byte {
        b'A'..=b'Z' => Some(0),
        b'a'..=b'z' => Some(1),
        b'0'..=b'9' => Some(2),
        _ => None,
    };
    let is_word = |byte: u8| class(byte).is_some() || matches!(byte, b'_' | b'-');
    if bytes.len() < 32 || !bytes.iter().copied().all(is_word) {
        return false;
    }
    let classes: Vec<usize> = bytes.iter().filter_map(|&byte| class(byte)).collect();
    let has_all = (0..3).all(|class| classes.contains(&class));
    let changes = classes.windows(2).filter(|pair| pair[0] != pair[1]).count();
    has_all && 100 * changes >= 45 * classes.len()
}

#[cfg(test)]
mod tests;
