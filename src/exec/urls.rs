//! The hosts that a command will contact.

use std::ffi::OsString;
use std::str::FromStr;

use percent_encoding::percent_decode_str;

use crate::credential::{BadLogin, Login};
use crate::host::{BadHost, Host};

/// A host, and perhaps an account there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The host.
    pub host: Host,
    /// The account; `None` means the default account.
    pub login: Option<Login>,
}

/// Why a text is not a [`Target`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadTarget {
    /// The host is invalid.
    Host(BadHost),
    /// The login before `@` is invalid.
    Login(BadLogin),
}

/// `HOST` or `LOGIN@HOST`. As everywhere on the command line, the user in a URL is refused.
impl FromStr for Target {
    type Err = BadTarget;

    fn from_str(text: &str) -> Result<Self, BadTarget> {
        let (login, host) = match text.rsplit_once('@') {
            Some((login, host)) if !text.contains("://") => {
                (Some(login.parse().map_err(BadTarget::Login)?), host)
            }
            _ => (None, text),
        };
        let host = host.parse().map_err(BadTarget::Host)?;
        Ok(Self { host, login })
    }
}

/// Schemes for which some tool looks in a netrc: those of curl, lftp and cadaver.
const SCHEMES: [&str; 6] = ["http", "https", "ftp", "ftps", "dav", "davs"];

/// Returns the hosts of all URLs in `arguments`, in their order, each pair of host and login once.
///
/// A URL may be part of an argument, as in `--index-url=https://a.test/simple` and
/// `git+https://a.test/x.git@v1`. Arguments without a scheme are skipped: `a.test/x` could be a
/// file. Hosts keep their port and lose their path, because a netrc has no paths.
///
/// ```
/// let arguments = ["-n", "https://me@a.test:8443/x", "b.test"].map(Into::into);
/// let found = keyrc::exec::targets(&arguments);
/// assert_eq!(found.len(), 1);
/// assert_eq!(found[0].host.as_str(), "a.test:8443");
/// assert_eq!(found[0].login.as_ref().map(|login| login.as_str()), Some("me"));
/// ```
pub fn targets(arguments: &[OsString]) -> Vec<Target> {
    let mut targets = Vec::new();
    for argument in arguments {
        let argument = argument.to_string_lossy();
        for (index, separator) in argument.match_indices("://") {
            let (before, after) = (&argument[..index], &argument[index + separator.len()..]);
            if let Some(target) = target(before, after)
                && !targets.contains(&target)
            {
                targets.push(target);
            }
        }
    }
    targets
}

/// The target of a URL, from the text before and after its `://`.
fn target(before: &str, after: &str) -> Option<Target> {
    let scheme = scheme(before);
    if !SCHEMES.contains(&&*scheme) {
        return None;
    }
    let authority = after.split(ends_authority).next()?;
    // Some programs end the host at a backslash, others do not.
    if authority.contains('\\') {
        return None;
    }
    let (user, host) = match authority.rsplit_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, authority),
    };
    Some(Target {
        host: format!("{scheme}://{host}").parse().ok()?,
        login: user.and_then(login),
    })
}

/// The scheme at the end of `before`, without a prefix such as `git+` (pip) or `sparse+` (cargo).
fn scheme(before: &str) -> String {
    let is_scheme = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '.');
    let start = before.trim_end_matches(is_scheme).len();
    before[start..].to_ascii_lowercase()
}

fn ends_authority(char: char) -> bool {
    char.is_whitespace()
        || matches!(
            char,
            '/' | '?' | '#' | '"' | '\'' | ',' | ';' | '<' | '>' | '|'
        )
}

/// The login of `user:password`.
fn login(user: &str) -> Option<Login> {
    let name = user.split(':').next()?;
    percent_decode_str(name).decode_utf8().ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(arguments: &[&str], expected: &[&str]) {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        let shown = |target: &Target| match &target.login {
            Some(login) => format!("{}@{}", login.as_str(), target.host),
            None => target.host.to_string(),
        };
        let found: Vec<String> = targets(&arguments).iter().map(shown).collect();
        assert_eq!(found, expected, "{arguments:?}");
    }

    #[test]
    fn a_url_is_found_anywhere_in_an_argument() {
        check(
            &["-n", "https://a.test/x", "http://b.test:8080"],
            &["a.test", "b.test:8080"],
        );
        check(&["--index-url=https://a.test/simple"], &["a.test"]);
        check(
            &[
                "git+https://a.test/x.git@v1#egg=x",
                "sparse+https://b.test/index/",
            ],
            &["a.test", "b.test"],
        );
        check(
            &[
                "x @ https://a.test/x.whl",
                "GOPROXY=https://a.test,https://b.test",
            ],
            &["a.test", "b.test"],
        );
        check(
            &["-c", "curl -n 'https://a.test'; wget https://b.test;"],
            &["a.test", "b.test"],
        );
        check(&["ftp://a.test/x", "HTTPS://A.TEST/"], &["a.test"]);
        check(&["https://[2001:db8::1]:8443/x"], &["[2001:db8::1]:8443"]);
    }

    #[test]
    fn the_login_of_a_url_is_kept_and_its_password_dropped() {
        check(
            &[
                "https://me@a.test/x",
                "https://me:secret@a.test",
                "https://a.test",
            ],
            &["me@a.test", "a.test"],
        );
        check(&["https://me%40corp.test@a.test"], &["me@corp.test@a.test"]);
        check(&["https://:secret@a.test"], &["a.test"]);
    }

    #[test]
    fn other_arguments_are_skipped() {
        check(
            &[
                "a.test/x",
                "://a.test",
                "https://",
                "file:///etc",
                "ssh://git@a.test/x",
                "git+ssh://a.test",
                "postgres://a.test",
            ],
            &[],
        );
        check(
            &["https://a b", "http://b.test\\@a.test/", "https://$HOST/x"],
            &["a"],
        );
    }
}
