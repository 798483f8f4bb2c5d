//! The hosts of the URLs in a command's arguments.

use std::ffi::OsString;

use percent_encoding::percent_decode_str;

use crate::credential::Login;
use crate::host::Host;

/// A host, and the login that its URL names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The host, with its port and without a path: a netrc knows none.
    pub host: Host,
    /// Whose token; `None` for the default one.
    pub login: Option<Login>,
}

/// Schemes of URLs for which some tool looks into a netrc: those of curl, lftp and cadaver.
const WITH_NETRC: [&str; 6] = ["http", "https", "ftp", "ftps", "dav", "davs"];

/// The hosts of all URLs in `arguments`, in their order, each with each login once.
///
/// A URL may stand anywhere in an argument, as in `--index-url=https://a.test/simple` and `git+https://a.test/x.git@v1`. What
/// is not a URL is not guessed at: `a.test/x` could be a file.
///
/// ```
/// let found = keyrc::exec::targets(&["-n".into(), "https://me@a.test:8443/x".into(), "b.test".into()]);
/// assert_eq!(found[0].host.as_str(), "a.test:8443");
/// assert_eq!(found[0].login.as_ref().map(|login| login.as_str()), Some("me"));
/// assert_eq!(found.len(), 1);
/// ```
pub fn targets(arguments: &[OsString]) -> Vec<Target> {
    let mut targets = Vec::new();
    for argument in arguments {
        let argument = argument.to_string_lossy();
        for (at, _) in argument.match_indices("://") {
            let target = target(&argument[..at], &argument[at + 3..]);
            targets.extend(target.filter(|target| !targets.contains(target)));
        }
    }
    targets
}

/// The target of a URL that has `://` between these two.
fn target(before: &str, after: &str) -> Option<Target> {
    let is_of_scheme = |char: char| char.is_ascii_alphanumeric() || matches!(char, '+' | '-' | '.');
    let scheme = &before[before.trim_end_matches(is_of_scheme).len()..];
    // `git+https` is how pip has it, `sparse+https` how cargo has it.
    let scheme = scheme
        .rsplit('+')
        .next()
        .unwrap_or(scheme)
        .to_ascii_lowercase();
    if !WITH_NETRC.contains(&&*scheme) {
        return None;
    }
    let is_end = |char: char| {
        matches!(
            char,
            '/' | '?' | '#' | '"' | '\'' | ',' | ';' | '<' | '>' | '|'
        ) || char.is_whitespace()
    };
    // A backslash is the end of it for some programs, and a part of it for others.
    let authority = after
        .split(is_end)
        .next()
        .filter(|authority| !authority.contains('\\'))?;
    let (user, host) = authority
        .rsplit_once('@')
        .map_or((None, authority), |(user, host)| (Some(user), host));
    let host = format!("{scheme}://{host}").parse().ok()?;
    let login = user.and_then(|user| {
        let name = user.split(':').next().unwrap_or_default();
        percent_decode_str(name).decode_utf8().ok()?.parse().ok()
    });
    Some(Target { host, login })
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
    fn a_url_is_found_wherever_it_stands() {
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
    fn the_login_of_a_url_is_wanted_and_its_password_is_dropped() {
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
    fn what_is_no_url_of_a_server_is_left() {
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
