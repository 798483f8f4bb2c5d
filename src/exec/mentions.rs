//! Every place that a command may request: more than its targets, to check the scopes of tokens.

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
    for url in arguments::urls(command) {
        mentions.add(&url);
    }
    let scheme = arguments::possible_scheme(command);
    for word in command.iter().skip(1).map(|word| word.to_string_lossy()) {
        let value = word.split_once('=').map(|(_, value)| value);
        for text in [Some(&*word), value].into_iter().flatten() {
            mentions.add_word(text, scheme.as_deref());
        }
    }
    mentions
}

impl Mentions {
    /// Adds a text that may be a URL, or a host if the tool adds `scheme` to hosts.
    fn add_word(&mut self, text: &str, scheme: Option<&str>) {
        let (before, _) = text.split_once(":/").unwrap_or_default();
        let is_scheme = |char: char| char.is_ascii_alphanumeric() || "{},[]-+.".contains(char);
        if !before.is_empty() {
            if before.chars().all(is_scheme) {
                self.add(text);
            }
            return;
        }
        // A text with `@` is probably a login, and one with a brace may be JSON.
        if let Some(scheme) = scheme
            && !text.starts_with('-')
            && !text.contains(['@', '{', '['])
            && let Some(target) = target(&format!("{scheme}://{text}"))
        {
            self.endpoints.push(target.endpoint);
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
