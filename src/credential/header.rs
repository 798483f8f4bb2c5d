//! The value of the HTTP header `Authorization` for a credential.

use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::credential::{Login, LoginPassword, Secret, TokenPlace};
use crate::secret::is_empty;

/// The form of the header for a host, from the settings.
///
/// `Basic` stands for HTTP Basic with login and token. Any other text contains `{token}`, and perhaps
/// `{login}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderForm(String);

const TOKEN: &str = "{token}";
const LOGIN: &str = "{login}";
const BASIC: &str = "Basic";

/// The schemes of HTTP authentication that people write before a token.
const SCHEMES: [&str; 3] = ["basic", "bearer", "token"];

impl FromStr for HeaderForm {
    type Err = ();

    /// Refuses a text without `{token}`, with a control character, or with another word in braces.
    fn from_str(text: &str) -> Result<Self, ()> {
        let is_basic = text.eq_ignore_ascii_case(BASIC);
        let rest = text.replace(TOKEN, "").replace(LOGIN, "");
        let is_clean = !rest.contains(['{', '}']) && !rest.chars().any(char::is_control);
        match () {
            () if is_basic => Ok(Self(BASIC.to_owned())),
            () if is_clean && text.contains(TOKEN) => Ok(Self(text.to_owned())),
            () => Err(()),
        }
    }
}

/// Returns the value of the header for a credential; `None` if its token is empty.
///
/// A token that starts with a scheme, as in `Bearer abc`, is the whole value. Else the form of the host
/// decides, then the scheme that the credential was stored with. Without either, it is a bearer token
/// (RFC 6750).
pub(crate) fn header(
    secret: &Secret,
    login: Option<&Login>,
    form: Option<&HeaderForm>,
) -> Option<Zeroizing<String>> {
    if is_empty(&secret.token) {
        return None;
    }
    let token = expose(&secret.token);
    let form = match (form, &secret.authtype) {
        _ if has_scheme(token) => "{token}",
        (Some(HeaderForm(form)), _) if form == BASIC => return Some(basic(secret, login)),
        (Some(HeaderForm(form)), _) => form,
        (None, Some(scheme)) => return Some(joined(&[scheme, " ", token])),
        (None, None) => "Bearer {token}",
    };
    Some(filled(form, token, login.map_or("", Login::as_str)))
}

/// Describes the header for a credential without its token, as in `Bearer {token}`.
pub(crate) fn describe_header(secret: &Secret, form: Option<&HeaderForm>) -> String {
    match (form, &secret.authtype) {
        _ if has_scheme(expose(&secret.token)) => TOKEN.to_owned(),
        (Some(HeaderForm(form)), _) => form.clone(),
        (None, Some(scheme)) => format!("{scheme} {TOKEN}"),
        (None, None) => format!("Bearer {TOKEN}"),
    }
}

/// Whether a text is the name of a scheme. Source: `auth-scheme` of RFC 9110, 11.1, which is a `token`
/// of 5.6.2.
pub(crate) fn is_scheme(name: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_part)
}

fn has_scheme(token: &str) -> bool {
    token
        .split_once(' ')
        .is_some_and(|(scheme, _)| SCHEMES.contains(&&*scheme.to_ascii_lowercase()))
}

/// Source: RFC 7617. A token that a netrc has in place of the login is sent as the login.
fn basic(secret: &Secret, login: Option<&Login>) -> Zeroizing<String> {
    let token = expose(&secret.token);
    let login = login.map_or("", Login::as_str);
    let pair = match &secret.place {
        TokenPlace::Login(LoginPassword::Text(password)) => joined(&[token, ":", expose(password)]),
        TokenPlace::Login(_) => joined(&[token, ":"]),
        TokenPlace::Password | TokenPlace::AfterEmptyLogin => joined(&[login, ":", token]),
    };
    let encoded = Zeroizing::new(STANDARD.encode(pair.as_bytes()));
    joined(&[BASIC, " ", &encoded])
}

/// Fills in a form. A placeholder in the token or the login stays as it is.
fn filled(form: &str, token: &str, login: &str) -> Zeroizing<String> {
    let mut parts = Vec::new();
    let mut rest = form;
    while let Some(at) = rest.find('{') {
        let (before, placeholder) = rest.split_at(at);
        let (value, after) = match placeholder.strip_prefix(TOKEN) {
            Some(after) => (token, after),
            None => (login, placeholder.strip_prefix(LOGIN).unwrap_or_default()),
        };
        parts.extend([before, value]);
        rest = after;
    }
    parts.push(rest);
    joined(&parts)
}

/// Joins texts in a buffer of the final size: one that grows leaves copies of the secret.
fn joined(parts: &[&str]) -> Zeroizing<String> {
    let length = parts.iter().map(|part| part.len()).sum();
    let mut text = Zeroizing::new(String::with_capacity(length));
    for part in parts {
        text.push_str(part);
    }
    text
}

#[expect(
    clippy::disallowed_methods,
    reason = "the program that asks for the header gets it"
)]
fn expose(secret: &SecretString) -> &str {
    secret.expose_secret()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::from_bytes;

    fn of(token: &str, login: &str, form: Option<&str>) -> String {
        let secret = Secret::new(from_bytes(token.as_bytes()).expect("a token"));
        let login: Login = login.parse().expect("a login");
        let form: Option<HeaderForm> = form.map(|form| form.parse().expect("a form"));
        let value = header(&secret, Some(&login), form.as_ref());
        value.expect("a value").to_string()
    }

    #[test]
    fn a_form_has_places_for_token_and_login() {
        for (token, form, value) in [
            ("T", None, "Bearer T"),
            ("token T", None, "token T"),
            ("T", Some("token {token}"), "token T"),
            ("T", Some("{token}"), "T"),
            ("{login}", Some("X {login}:{token}!"), "X me:{login}!"),
            ("T", Some("Basic"), "Basic bWU6VA=="),
            ("T", Some("basic"), "Basic bWU6VA=="),
            ("Bearer T", Some("token {token}"), "Bearer T"),
        ] {
            assert_eq!(of(token, "me", form), value, "{form:?}");
        }
    }

    #[test]
    fn other_forms_are_refused() {
        for text in [
            "",
            "Bearer",
            "Bearer {Token}",
            "{token}\n",
            "{token} {x}",
            "{token",
        ] {
            assert!(text.parse::<HeaderForm>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_token_in_place_of_the_login_is_sent_as_the_login() {
        let secret = Secret {
            place: TokenPlace::Login(LoginPassword::Missing),
            ..Secret::new(from_bytes(b"T").expect("a token"))
        };
        let form = "Basic".parse().expect("a form");
        let value = header(&secret, None, Some(&form)).expect("a value");
        assert_eq!(&**value, "Basic VDo=");
    }
}
