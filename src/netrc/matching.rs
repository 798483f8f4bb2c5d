//! Finds the entries for a host and a login.

use std::borrow::Cow;

use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::credential::Login;
use crate::host::Host;
use crate::netrc::entry::{Entry, value};
use crate::netrc::parse::Entries;
use crate::netrc::word::Word;
use crate::secret::{self, BadSecret};

/// Returns the logins and secrets of the entries for a host, in file order. Reads the file once,
/// without making a [`Document`](crate::netrc::Document).
///
/// Skips `default`, ambiguous entries, and entries without a login or a password.
pub fn credentials<'a>(
    bytes: &'a [u8],
    host: &'a Host,
) -> impl Iterator<Item = (Login, SecretString)> + 'a {
    Entries::new(bytes)
        .filter(move |entry| entry.ambiguity.is_none() && is_for(entry, bytes, host, None))
        .filter_map(move |entry| credential(&entry, bytes))
}

fn credential(entry: &Entry, bytes: &[u8]) -> Option<(Login, SecretString)> {
    let login = value(entry.login?, bytes);
    let login = str::from_utf8(&login).ok()?.parse().ok()?;
    Some((login, secret_of(entry.password?, bytes).ok()?))
}

/// Returns the value of a word as a secret.
pub(super) fn secret_of(word: Word, bytes: &[u8]) -> Result<SecretString, BadSecret> {
    match value(word, bytes) {
        Cow::Borrowed(plain) => secret::from_bytes(plain),
        Cow::Owned(plain) => secret::from_bytes(&Zeroizing::new(plain)),
    }
}

/// Whether an entry is for `host` and, if there is one, for `login`. A `default` entry never
/// matches.
#[inline]
pub(super) fn is_for(entry: &Entry, bytes: &[u8], host: &Host, login: Option<&str>) -> bool {
    let is_host = entry
        .machine
        .is_some_and(|word| is_machine(word, bytes, host));
    let Some(login) = login else {
        return is_host;
    };
    is_host
        && entry
            .login
            .is_some_and(|word| *value(word, bytes) == *login.as_bytes())
}

/// Whether a machine is `host`, with its port or without: most tools ignore ports in a netrc, and
/// Go requires them.
#[inline]
fn is_machine(word: Word, bytes: &[u8], host: &Host) -> bool {
    let (machine, name) = (value(word, bytes), host.name());
    if machine.eq_ignore_ascii_case(name.as_bytes()) {
        return true;
    }
    // Only these can be another spelling of the host: a name with a port, a name in another script,
    // an IPv6 address.
    let other = word.traits.high() || machine.get(name.len()) == Some(&b':') || host.is_ipv6();
    other && is_other_spelling(&machine, host)
}

#[cold]
fn is_other_spelling(machine: &[u8], host: &Host) -> bool {
    if machine
        .iter()
        .any(|byte| matches!(byte, b'/' | b'?' | b'#'))
    {
        return false;
    }
    let Ok(text) = str::from_utf8(machine) else {
        return false;
    };
    Host::of_machine(text).is_ok_and(|found| {
        found.name() == host.name()
            && found.path().is_empty()
            && (found.port().is_none() || found.port() == host.port())
    })
}
