//! Every place that a command may request: more than its targets, to check the scopes of tokens.

use std::ffi::OsString;
use std::ops::Range;

use percent_encoding::percent_decode_str;

use crate::exec::requestable::{moves_requests, possible_scheme, requestable};
use crate::exec::urls::{SCHEMES, target};
use crate::host::{Endpoint, Host};

/// Schemes for which no tool reads a netrc.
const WITHOUT_NETRC: [&str; 5] = ["data", "file", "git", "ssh", "svn"];

/// The places in the arguments of a command.
#[derive(Debug, Default)]
pub(super) struct Mentions {
    /// The places. A place with several endpoints is a host and port with an unknown protocol.
    pub(super) places: Vec<Vec<Endpoint>>,
    /// Hosts that the command uses with other protocols, such as IMAP.
    pub(super) by_other_protocols: Vec<Host>,
    /// Whether the command requests a place that keyrc cannot read: a URL with a list or a range,
    /// such as `http://a.test:{80,81}/`, or one that the tool takes from a file or a variable.
    pub(super) is_unclear: bool,
}

/// Returns the places that `command` may request.
///
/// Every host in an argument counts, wherever it is: the word before it may be a flag that keyrc
/// does not know, and a tool may read a URL in a way that keyrc does not know. Only the values of
/// options that never take a URL are ignored.
pub(super) fn mentions(command: &[OsString]) -> Mentions {
    let mut mentions = Mentions {
        is_unclear: moves_requests(command),
        ..Mentions::default()
    };
    let scheme = possible_scheme(command);
    for word in requestable(command) {
        mentions.add(&word, scheme.as_deref());
    }
    mentions
}

impl Mentions {
    /// Adds the places in an argument. The tool adds `scheme` to a host without one.
    fn add(&mut self, word: &str, scheme: Option<&str>) {
        for url in [Some(word), option_value(word)].into_iter().flatten() {
            if let Some(target) = target(url) {
                self.places.push(vec![target.endpoint]);
                return;
            }
        }
        self.is_unclear |= is_pattern(word, scheme.is_some());
        // Some tools decode the host of a URL.
        let text = percent_decode_str(word).decode_utf8_lossy();
        for range in possible_hosts(&text) {
            let own = scheme_before(&text[..range.start]);
            self.add_host(&text[range], own.as_deref(), scheme);
        }
    }

    /// Adds a host, perhaps with a port, that has its `own` scheme or gets the one of the tool.
    fn add_host(&mut self, text: &str, own: Option<&str>, of_tool: Option<&str>) {
        let Some(scheme) = own.or(of_tool) else {
            return self.add_port(text);
        };
        let Some((name, port)) = split_port(text) else {
            return;
        };
        let Ok(host) = Host::of_machine(name) else {
            return;
        };
        // wget reads `HOST:PATH` as FTP.
        let is_path = own.is_none() && port.is_some_and(|port| port.parse::<u16>().is_err());
        if WITHOUT_NETRC.contains(&scheme) {
            return;
        }
        if is_path || !SCHEMES.contains(&scheme) {
            self.by_other_protocols.push(host);
        } else if let Ok(endpoint) = format!("{scheme}://{text}").parse() {
            self.places.push(vec![endpoint]);
        }
    }

    /// Adds a host with a port. Without one, a word may be anything.
    fn add_port(&mut self, text: &str) {
        if !matches!(split_port(text), Some((_, Some(port))) if port.parse::<u16>().is_ok()) {
            return;
        }
        let endpoints = ["https", "http"].map(|scheme| format!("{scheme}://{text}").parse());
        let endpoints: Vec<Endpoint> = endpoints.into_iter().flatten().collect();
        if !endpoints.is_empty() {
            self.places.push(endpoints);
        }
    }
}

/// The value in `--option=value` and `NAME=value`.
fn option_value(word: &str) -> Option<&str> {
    let (name, value) = word.split_once('=')?;
    let is_of_name = |char: char| char.is_ascii_alphanumeric() || "-_".contains(char);
    name.chars().all(is_of_name).then_some(value)
}

/// Whether a word may be a URL with a list or a range in its scheme, host or port.
fn is_pattern(word: &str, is_of_curl: bool) -> bool {
    let slash = word.find(":/").map_or(0, |at| at + 1);
    let host = word[slash..].trim_start_matches('/');
    let start = word.len() - host.len();
    let end = host.find(['/', '?', '#']).unwrap_or(host.len());
    let place = &word[..start + end];
    // JSON, for example, is not a URL. But curl reads every text in braces.
    let is_of_url = |char: char| char.is_alphanumeric() || ".:-_,{}[]+%@/".contains(char);
    let may_be_url = is_of_curl || slash > 0 && place.chars().all(is_of_url);
    may_be_url && place.contains(['{', '[']) && !word.starts_with('-') && word != "{}"
}

/// The parts of a text that may be a host and a port.
fn possible_hosts(text: &str) -> Vec<Range<usize>> {
    let is_of_host = |char: char| {
        char.is_ascii_alphanumeric()
            || ".-_:[]".contains(char)
            || !(char.is_ascii() || char.is_whitespace() || char.is_control())
    };
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (at, char) in text.char_indices().filter(|(_, char)| is_of_host(*char)) {
        match ranges.last_mut() {
            Some(range) if range.end == at => range.end += char.len_utf8(),
            _ => ranges.push(at..at + char.len_utf8()),
        }
    }
    // The scheme of a URL.
    ranges.retain(|range| {
        !text[range.clone()].ends_with(':') || !text[range.end..].starts_with("//")
    });
    ranges
}

/// The scheme before a host, in lower case and without a prefix such as `git+`. `before` is the
/// text up to the host.
fn scheme_before(before: &str) -> Option<String> {
    let colon = before.rfind(":/")?;
    // Only slashes and a login may be between the scheme and the host.
    let login = before[colon + 1..].trim_start_matches('/');
    if login.contains(['/', '?', '#']) {
        return None;
    }
    let is_of_scheme = |char: char| char.is_ascii_alphanumeric() || "-.".contains(char);
    let scheme = before[..colon].rsplit(|char| !is_of_scheme(char)).next()?;
    (!scheme.is_empty()).then(|| scheme.to_ascii_lowercase())
}

/// Splits `HOST:PORT`. The host may be an IPv6 address in brackets.
fn split_port(text: &str) -> Option<(&str, Option<&str>)> {
    if let Some(end) = text.find(']') {
        let (name, rest) = text.split_at(end + 1);
        return match rest.strip_prefix(':') {
            None if !rest.is_empty() => None,
            port => Some((name, port)),
        };
    }
    Some(match text.split_once(':') {
        Some((name, port)) => (name, Some(port)),
        None => (text, None),
    })
}
