//! Every place that a command may request: more than its targets, to check the scopes of tokens.

use std::borrow::Cow;
use std::ffi::OsString;

use crate::exec::arguments;
use crate::exec::urls::{SCHEMES, target};
use crate::host::{Endpoint, Host};

/// Schemes for which no tool reads a netrc.
const WITHOUT_NETRC: [&str; 5] = ["data", "file", "git", "ssh", "svn"];

/// The places in the arguments of a command.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    /// Places of protocols that keyrc knows.
    pub(super) endpoints: Vec<Endpoint>,
    /// Hosts that the command uses with other protocols, such as IMAP.
    pub(super) by_other_protocols: Vec<Host>,
    /// Whether a URL cannot be read: with a list or a range, such as `http://a.test:{80,81}/`, or
    /// with one or three slashes, such as `http:/a.test`. curl reads them all.
    pub(super) is_unclear: bool,
}

/// Returns the places in the arguments of `command`, wherever they are: the word before a URL may be
/// a flag that keyrc does not know.
pub(super) fn mentions(command: &[OsString]) -> Mentions {
    let mut mentions = Mentions::default();
    let scheme = arguments::possible_scheme(command);
    for url in arguments::urls(command) {
        match &scheme {
            Some(scheme) if !url.contains(":/") => mentions.add(&format!("{scheme}://{url}")),
            _ => mentions.add(&url),
        }
    }
    let words: Vec<Cow<'_, str>> = command.iter().map(|word| word.to_string_lossy()).collect();
    for pair in words.windows(2) {
        let (before, word) = (&*pair[0], &*pair[1]);
        let value = word.split_once('=').map(|(_, value)| value);
        for text in [Some(word), value].into_iter().flatten() {
            if text.contains(":/") {
                mentions.add_if_scheme(text);
            } else if let Some(scheme) = &scheme
                && is_like_a_host(text)
                && !(text.contains('@') && takes_login(before))
            {
                mentions.add_host(scheme, text);
            }
        }
    }
    mentions
}

/// Whether a word may be a host, with a list or a range in it: not an option, JSON, or a format such
/// as `%{http_code}`.
fn is_like_a_host(text: &str) -> bool {
    let authority = text.split(['/', '?', '#']).next().unwrap_or_default();
    let is_of_host = |char: char| char.is_alphanumeric() || ".:@-_,{}[]".contains(char);
    !text.starts_with('-') && !authority.is_empty() && authority.chars().all(is_of_host)
}

/// Whether the word after an option of curl is a login, which may contain `@`: `-u`, also after
/// other letters.
fn takes_login(option: &str) -> bool {
    let is_letters = option.starts_with('-') && !option.starts_with("--");
    (is_letters && option.ends_with(['u', 'U'])) || ["--user", "--proxy-user"].contains(&option)
}

impl Mentions {
    /// Adds a text with a slash after a colon, unless another text is before the colon, as in JSON.
    /// pip accepts `NAME@URL`.
    fn add_if_scheme(&mut self, text: &str) {
        if let Some((name, rest)) = text.split_once('@')
            && !name.contains(":/")
            && rest.contains(":/")
        {
            return self.add_if_scheme(rest.trim_start());
        }
        let (before, _) = text.split_once(":/").unwrap_or_default();
        let is_of_scheme = |char: char| char.is_ascii_alphanumeric() || "{},[]-+.".contains(char);
        if !before.is_empty() && before.chars().all(is_of_scheme) {
            self.add(text);
        }
    }

    /// Adds a text that may be a host, to which the tool adds the scheme.
    fn add_host(&mut self, scheme: &str, text: &str) {
        if let Some(target) = target(&format!("{scheme}://{text}")) {
            self.endpoints.push(target.endpoint);
        } else if text.contains(['{', '[']) {
            self.is_unclear = true;
        }
    }

    /// Adds a URL.
    fn add(&mut self, url: &str) {
        if let Some(target) = target(url) {
            self.endpoints.push(target.endpoint);
            return;
        }
        let (scheme, rest) = url.split_once(':').unwrap_or_default();
        let scheme = scheme
            .rsplit('+')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        let rest = rest.trim_start_matches('/');
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let is_pattern = |text: &str| text.contains(['{', '[']);
        if WITHOUT_NETRC.contains(&&*scheme) {
            return;
        }
        if SCHEMES.contains(&&*scheme) || is_pattern(&scheme) || is_pattern(authority) {
            self.is_unclear = true;
            return;
        }
        let host = authority.rsplit('@').next().unwrap_or_default();
        self.by_other_protocols.extend(host.parse::<Host>());
    }
}
