//! Logins and passwords in URLs.

use std::borrow::Cow;

use super::MASK;

/// Masks the login and the password of a URL, or of `LOGIN:PASSWORD@HOST` without a scheme.
///
/// A password may contain any character, so everything before the last `@` is masked, unless the
/// text before the first slash is a host with or without a port.
pub(crate) fn without_userinfo(text: &str) -> Cow<'_, str> {
    let start = text.split_once("://").map_or(0, |(scheme, _)| {
        let is_scheme = scheme.bytes().all(is_scheme_byte);
        if is_scheme { scheme.len() + 3 } else { 0 }
    });
    let (scheme, rest) = text.split_at(start);
    let authority = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
    let is_host = !authority.contains('@') && has_port_at_most(authority);
    match rest.rfind('@') {
        Some(end) if !is_host => Cow::Owned(format!("{scheme}{MASK}{}", &rest[end..])),
        _ => Cow::Borrowed(text),
    }
}

/// Source: RFC 3986, 3.1.
fn is_scheme_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')
}

fn has_port_at_most(authority: &str) -> bool {
    let port = authority.split_once(':').map(|(_, port)| port);
    port.is_none_or(|port| port.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::without_userinfo;

    #[test]
    fn logins_and_passwords_of_urls_are_masked() {
        for (text, masked) in [
            ("me:pw@a.test", "********@a.test"),
            ("token@a.test:8080", "********@a.test:8080"),
            ("https://me:pw@a.test/x", "https://********@a.test/x"),
            ("HTTPS://me@a.test", "HTTPS://********@a.test"),
            ("https://me:p@s/s@a.test/x", "https://********@a.test/x"),
            ("https://me:p/w@a.test/x", "https://********@a.test/x"),
            ("https://me:p#w@a.test/x", "https://********@a.test/x"),
            ("me:p://w@a.test", "********@a.test"),
        ] {
            assert_eq!(without_userinfo(text), masked);
        }
    }

    #[test]
    fn other_texts_stay() {
        for text in [
            "a.test",
            "a.test:443",
            "https://a.test/@scope/x",
            "https://a.test:8443/@scope/x",
            "/home/me/x@1/bin",
            "curl",
            "",
        ] {
            assert_eq!(without_userinfo(text), text);
        }
    }
}
