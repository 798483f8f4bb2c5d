//! The hosts that a command will contact.

use std::ffi::OsString;
use std::str::FromStr;

use percent_encoding::percent_decode_str;

use crate::credential::{BadLogin, Login};
use crate::exec::arguments;
use crate::host::{BadHost, Endpoint};

/// A host, and perhaps an account there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The host, with the protocol and the port.
    pub endpoint: Endpoint,
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
            // A password may be in it.
            Some((login, _)) if login.contains(':') => {
                return Err(BadTarget::Host(BadHost::Userinfo));
            }
            Some((login, host)) if !text.contains("://") => {
                (Some(login.parse().map_err(BadTarget::Login)?), host)
            }
            _ => (None, text),
        };
        let endpoint = host.parse().map_err(BadTarget::Host)?;
        Ok(Self { endpoint, login })
    }
}

/// Schemes for which some tool looks in a netrc: those of curl, lftp and cadaver.
pub(super) const SCHEMES: [&str; 6] = ["http", "https", "ftp", "ftps", "dav", "davs"];

/// Returns the hosts of the URLs that `command` will request, in their order, each pair of host and
/// login once. `command[0]` is the program.
///
/// A URL counts if it is an argument of its own, or the value of an option that the tool documents
/// as a URL, as in `pip --index-url=https://a.test/simple`. curl and wget accept a host without a
/// scheme. A URL inside another text, or the value of another option, never counts.
///
/// ```
/// let command = ["curl", "-n", "https://me@a.test:8443/?next=https://b.test"].map(Into::into);
/// let found = keyrc::exec::targets(&command);
/// assert_eq!(found.len(), 1);
/// assert_eq!(found[0].endpoint.host().as_str(), "a.test:8443");
/// assert_eq!(found[0].login.as_ref().map(|login| login.as_str()), Some("me"));
/// ```
pub fn targets(command: &[OsString]) -> Vec<Target> {
    let mut targets = Vec::new();
    for url in arguments::urls(command) {
        if let Some(target) = target(&url)
            && !targets.contains(&target)
        {
            targets.push(target);
        }
    }
    targets
}

/// The target of a text that is a URL as a whole.
pub(super) fn target(url: &str) -> Option<Target> {
    if url.contains(|char: char| char.is_whitespace() || char.is_control()) {
        return None;
    }
    let (scheme, rest) = url.split_once("://")?;
    // Without a prefix such as `git+` (pip) or `sparse+` (cargo).
    let scheme = scheme.rsplit('+').next()?.to_ascii_lowercase();
    if !SCHEMES.contains(&&*scheme) {
        return None;
    }
    let authority = rest.split(['/', '?', '#']).next()?;
    // Some programs end the host at a backslash, others do not.
    if authority.contains('\\') {
        return None;
    }
    let (user, host) = match authority.rsplit_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, authority),
    };
    let path = rest[authority.len()..].split(['?', '#']).next()?;
    Some(Target {
        endpoint: format!("{scheme}://{host}{path}").parse().ok()?,
        login: user.and_then(login),
    })
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
    fn check(command: &[&str], expected: &str) {
        let command: Vec<OsString> = command.iter().map(OsString::from).collect();
        let shown = |target: &Target| {
            let host = target.endpoint.host().without_path();
            match &target.login {
                Some(login) => format!("{login}@{host}"),
                None => host.to_string(),
            }
        };
        let mut found: Vec<String> = targets(&command).iter().map(shown).collect();
        found.dedup();
        assert_eq!(found.join(" "), expected, "{command:?}");
    }

    #[test]
    fn an_argument_that_is_a_url_counts() {
        for (command, expected) in [
            (
                "curl -n https://a.test/x http://b.test:8080",
                "a.test b.test:8080",
            ),
            ("curl -sSLo f https://a.test", "a.test"),
            ("curl --fail --no-progress-meter https://a.test", "a.test"),
            (
                "curl --url https://a.test --url=https://b.test",
                "a.test b.test",
            ),
            ("curl -fsS -- https://a.test", "a.test"),
            ("/usr/bin/CURL.exe -n HTTPS://A.TEST/", "a.test"),
            ("curl -s a.test b.test:8080/x", "a.test b.test:8080"),
            ("curl https://[2001:db8::1]:8443/x", "[2001:db8::1]:8443"),
            ("wget -nv -O - https://a.test", "a.test"),
            ("wget a.test/x", "a.test"),
            ("git clone --depth 1 https://a.test/x.git", "a.test"),
            (
                "git -C d -c k=v ls-remote -q https://a.test/x.git",
                "a.test",
            ),
            ("git remote add origin https://a.test/x.git", "a.test"),
            ("pip install --index-url=https://a.test/s x", "a.test"),
            ("pip3.11 install -U -i https://a.test/s x", "a.test"),
            ("pip install -ihttps://a.test/s x", "a.test"),
            ("python3 -m pip install -f https://a.test/s x", "a.test"),
            ("pip install git+https://a.test/x.git@v1#egg=x", "a.test"),
            ("uv pip install --index n=https://a.test/s x", "a.test"),
            ("npm install --registry https://a.test", "a.test"),
            ("npm install --@s:registry=https://a.test", "a.test"),
            ("lftp -u me ftp://a.test", "a.test"),
            ("timeout 5 curl -n https://a.test", "a.test"),
            ("env X=https://b.test curl -n https://a.test", "a.test"),
            ("mytool https://a.test run", "a.test"),
        ] {
            check(&command.split(' ').collect::<Vec<_>>(), expected);
        }
        check(&["pip", "install", "x @ https://a.test/x.whl"], "a.test");
        check(&["lftp", "-c", "open ftp://a.test; ls"], "a.test");
    }

    #[test]
    fn the_path_of_a_url_is_kept() {
        let command = ["curl", "https://a.test:8443/x/y?z#z"].map(Into::into);
        let found = targets(&command);
        assert_eq!(found[0].endpoint.host().as_str(), "a.test:8443/x/y");
    }

    #[test]
    fn a_url_inside_another_text_never_counts() {
        for url in ["https://bank.test", "https://bank.test/x"] {
            for argument in [
                format!("https://a.test/?next={url}"),
                format!("https://a.test/#{url}"),
                format!("https://a.test/{url}"),
                format!("a.test/?next={url}"),
                format!("https://u:{url}@a.test"),
            ] {
                let targets = targets(&["curl".into(), argument.clone().into()]);
                let is_bank = |target: &Target| target.endpoint.host().name() == "bank.test";
                assert!(!targets.iter().any(is_bank), "{argument}");
            }
        }
        check(&["lftp", "-c", "set http:proxy http://bank.test"], "");
        check(&["sh", "-c", "curl 'https://bank.test'"], "");
        check(&["make", "URL=https://bank.test"], "");
        check(&["mytool", "see https://bank.test"], "");
    }

    #[test]
    fn the_value_of_another_option_never_counts() {
        for command in [
            "curl -d x=U",
            "curl -d U",
            "curl -dU",
            "curl --data-urlencode U",
            "curl -e U",
            "curl -eU",
            "curl -se U",
            "curl --referer U",
            "curl --referer=U",
            "curl --refer U",
            "curl -A U",
            "curl -H Referer:U",
            "curl -x U",
            "curl --proxy U",
            "curl --preproxy U",
            "curl --doh-url U",
            "curl --expand-url U",
            "curl --next -e U",
            "wget --referer U",
            "wget --referer=U",
            "wget -A U",
            "wget -e http_proxy=U",
            "wget --post-data U",
            "git commit -m U",
            "git commit U",
            "git config http.proxy U",
            "git clone --reference U",
            "git clone -c http.proxy=U",
            "pip install --proxy U",
            "pip install --proxy=U",
            "npm install --https-proxy U",
            "mytool -e U",
            "mytool --referer U",
            "mytool --referer=U",
            "mytool -vx U",
            "mytool X=U",
            "timeout 5 curl -e U",
        ] {
            let command = command.replace('U', "https://bank.test");
            let words: Vec<OsString> = command.split(' ').map(OsString::from).collect();
            let targets = targets(&words);
            assert!(targets.is_empty(), "{command}: {targets:?}");
        }
    }

    #[test]
    fn the_login_of_a_url_is_kept_and_its_password_dropped() {
        check(
            &[
                "curl",
                "https://me@a.test/x",
                "https://me:secret@a.test",
                "https://a.test",
            ],
            "me@a.test a.test",
        );
        check(
            &["curl", "https://me%40corp.test@a.test"],
            "me@corp.test@a.test",
        );
        check(&["curl", "https://:secret@a.test"], "a.test");
    }

    #[test]
    fn other_arguments_are_skipped() {
        check(
            &[
                "mytool",
                "a.test/x",
                "://a.test",
                "https://",
                "file:///etc",
                "ssh://git@a.test/x",
                "git+ssh://a.test",
                "postgres://a.test",
                "https://a b",
                "http://b.test\\@a.test/",
                "https://$HOST/x",
                "https://a.test,https://b.test",
            ],
            "",
        );
        check(&["curl", "file:///etc", "ssh://a.test", "{a,b}.test"], "");
    }
}
