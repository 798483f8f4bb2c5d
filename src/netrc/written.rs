//! An entry as it is written.

use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::credential::{Account, LoginPassword, Secret, TokenPlace};
use crate::netrc::quote::{self, Quoting};
use crate::netrc::style::{Style, Unwritten};
use crate::secret::concat;

/// The keywords of an entry and their values, as they are written.
pub(super) type Words = Vec<(&'static [u8], Zeroizing<Vec<u8>>)>;

/// Returns the words of an entry as they are written.
pub(super) fn words(account: &Account, secret: &Secret, style: Style) -> Result<Words, Unwritten> {
    let login = account.login.name();
    let empty = || Zeroizing::new(b"\"\"".to_vec());
    let name = |login: &str| quote::write(login, style.login).map_err(Unwritten::Login);
    let (login, password) = match &secret.place {
        TokenPlace::Password => (
            login.map(name).transpose()?,
            Some(write_secret(&secret.token, style.password)?),
        ),
        TokenPlace::AfterEmptyLogin => (
            Some(empty()),
            Some(write_secret(&secret.token, style.password)?),
        ),
        TokenPlace::Login(password) => {
            let password = match password {
                LoginPassword::Missing => None,
                LoginPassword::Empty => Some(empty()),
                LoginPassword::Text(text) => Some(write_secret(text, style.password)?),
            };
            (Some(write_secret(&secret.token, style.login)?), password)
        }
    };
    let second = secret.account.as_ref();
    let second = second.map(|second| write_secret(second, Quoting::WhereNeeded));
    // A host can be a keyword, such as `default`, and needs quotes then.
    let machine = quote::write(&style.machine.of(&account.host), Quoting::WhereNeeded)
        .map_err(Unwritten::Login)?;
    let mut words: Words = vec![(b"machine ", machine)];
    words.extend(login.map(|login| (&b"  login "[..], login)));
    words.extend(password.map(|password| (&b"  password "[..], password)));
    words.extend(
        second
            .transpose()?
            .map(|second| (&b"  account "[..], second)),
    );
    Ok(words)
}

/// The lines of an entry.
pub(super) fn lines(words: &Words, end: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut parts: Vec<&[u8]> = Vec::with_capacity(3 * words.len());
    for (keyword, value) in words {
        parts.extend([keyword, &value[..], end]);
    }
    concat(&parts)
}

/// Returns a secret as it is written.
pub(super) fn write_secret(
    secret: &SecretString,
    quoting: Quoting,
) -> Result<Zeroizing<Vec<u8>>, Unwritten> {
    #[expect(clippy::disallowed_methods, reason = "the token is written to a netrc")]
    quote::write(secret.expose_secret(), quoting).map_err(Unwritten::Password)
}
