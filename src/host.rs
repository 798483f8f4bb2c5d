//! Hosts: `host[:port][/path]`, the name under which a secret is stored. A parsed host is always
//! valid.

use std::fmt;
use std::str::FromStr;

use url::Url;

use crate::text::is_token;

mod endpoint;
mod service;

pub use endpoint::{Endpoint, Protocol};

/// A host with an optional port and path, in one spelling: lower case, punycode, no trailing dot,
/// no default port.
///
/// Parses a URL too, and drops everything except host, port and path. Instead of a host, it can be an
/// opaque [service](Self::of_service).
///
/// ```
/// use keyrc::Host;
///
/// let host: Host = "https://API.example.com:443/v1/?page=2".parse()?;
/// assert_eq!(host.to_string(), "api.example.com/v1");
/// assert_eq!("bücher.example".parse::<Host>()?.to_string(), "xn--bcher-kva.example");
/// assert!("user@example.com".parse::<Host>().is_err());
/// # Ok::<(), keyrc::BadHost>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Host {
    /// `host[:port][/path]`, with an IPv6 address in brackets.
    text: String,
    /// Where the host ends in `text`.
    name_end: usize,
    /// Where the port ends in `text`, and the path starts.
    path_start: usize,
}

/// Why a text is not a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadHost {
    /// It is empty.
    Empty,
    /// It is longer than 2,048 bytes.
    TooLong,
    /// It has white space or a control character.
    Blank,
    /// It has a login, as in `me@example.com`.
    Userinfo,
    /// Its host has a backslash or a percent sign, which programs interpret in different ways.
    Ambiguous,
    /// It is neither a host name nor an address.
    Invalid,
    /// Its port is not a number from 1 to 65535.
    Port,
    /// It has the shape of a token.
    Token,
    /// It has the shape of a path: it starts with `/`, `~` or a dot.
    Path,
}

impl fmt::Display for BadHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "it is empty",
            Self::TooLong => "it is longer than 2048 bytes",
            Self::Blank => "it has a space or a control character",
            Self::Userinfo => "it starts with a login and `@`",
            Self::Ambiguous => {
                "it has a backslash or a percent sign, which programs interpret in different ways"
            }
            Self::Invalid => "it is neither a host name nor an address",
            Self::Port => "its port is not a number from 1 to 65535",
            Self::Token => "it looks like a token",
            Self::Path => "it looks like the path of a file",
        })
    }
}

impl std::error::Error for BadHost {}

const MAX_HOST: usize = 2048;

impl Host {
    /// Returns the whole name: `host[:port][/path]`.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Returns the host alone. An IPv6 address has no brackets, as in a netrc.
    pub fn name(&self) -> &str {
        if self.is_ipv6() {
            &self.text[1..self.name_end - 1]
        } else {
            &self.text[..self.name_end]
        }
    }

    /// Whether the host is an IPv6 address.
    pub fn is_ipv6(&self) -> bool {
        self.text.starts_with('[')
    }

    /// Returns the port, unless it is the default port of the scheme.
    pub fn port(&self) -> Option<u16> {
        self.text[self.name_end..self.path_start]
            .strip_prefix(':')
            .and_then(|port| port.parse().ok())
    }

    /// Returns the path with its leading slash, or an empty text.
    pub fn path(&self) -> &str {
        &self.text[self.path_start..]
    }

    /// Returns every name to look up a secret under: the longest path first, the host and port
    /// without a path last.
    ///
    /// Never a parent domain or another port: either may belong to someone else.
    pub fn lookup_names(&self) -> impl Iterator<Item = Host> + '_ {
        // Skip the empty segment between two slashes.
        let ends = |&(at, _): &(usize, &str)| !self.path()[..at].ends_with('/');
        let slashes = self
            .path()
            .rmatch_indices('/')
            .filter(ends)
            .map(|(at, _)| self.path_start + at);
        std::iter::once(self.text.len())
            .chain(slashes)
            .map(|end| Host {
                text: self.text[..end].to_owned(),
                name_end: self.name_end,
                path_start: self.path_start,
            })
    }
}

impl Host {
    /// Whether the host is this machine: `localhost` or a loopback address.
    pub fn is_loopback(&self) -> bool {
        let name = self.name();
        let address = name.parse::<std::net::IpAddr>();
        name == "localhost" || address.is_ok_and(|address| address.is_loopback())
    }

    /// Returns this host and path with another port. 443 is the same as none.
    pub fn with_port(&self, port: Option<u16>) -> Self {
        let (name, path) = self.split();
        let port = port.filter(|&port| port != 443);
        let port = port.map_or_else(String::new, |port| format!(":{port}"));
        Self {
            text: format!("{name}{port}{path}"),
            name_end: self.name_end,
            path_start: self.name_end + port.len(),
        }
    }

    /// Returns this host and port without the path.
    pub fn without_path(&self) -> Self {
        Self {
            text: self.text[..self.path_start].to_owned(),
            ..*self
        }
    }

    /// Returns the host as in a URL, and the path.
    fn split(&self) -> (&str, &str) {
        (&self.text[..self.name_end], self.path())
    }
}

impl FromStr for Host {
    type Err = BadHost;

    fn from_str(text: &str) -> Result<Self, BadHost> {
        if text.is_empty() {
            return Err(BadHost::Empty);
        }
        if text.len() > MAX_HOST {
            return Err(BadHost::TooLong);
        }
        if let Some(service) = Self::parse_service(text) {
            return service;
        }
        if text
            .chars()
            .any(|char| char.is_whitespace() || char.is_control())
        {
            return Err(BadHost::Blank);
        }
        if text.starts_with(['/', '~', '.']) {
            return Err(BadHost::Path);
        }
        let (scheme, rest) = split_scheme(text)?;
        check_authority(&rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())])?;
        Host::of_url(&parse_url(scheme, rest)?)
    }
}

/// Splits a URL into its scheme and the text after `://`. A host without a scheme is only the
/// latter.
fn split_scheme(text: &str) -> Result<(Option<&str>, &str), BadHost> {
    match text.split_once("://") {
        Some((scheme, rest)) if is_scheme(scheme) => Ok((Some(scheme), rest)),
        Some((before, _)) if !before.contains(['/', '?', '#']) => Err(BadHost::Invalid),
        // A `://` after the first slash is part of the path.
        _ => Ok((None, text)),
    }
}

/// Refuses a host that programs would read in different ways. `authority` is the text before the
/// path.
fn check_authority(authority: &str) -> Result<(), BadHost> {
    if authority.contains('@') {
        return Err(BadHost::Userinfo);
    }
    if authority.contains(['\\', '%']) {
        return Err(BadHost::Ambiguous);
    }
    if authority.is_empty() {
        return Err(BadHost::Invalid);
    }
    // Stored as a host, it would be shown wherever hosts are listed.
    if is_token(authority) || authority.split([':', '.']).any(is_token) {
        return Err(BadHost::Token);
    }
    Ok(())
}

fn parse_url(scheme: Option<&str>, rest: &str) -> Result<Url, BadHost> {
    // The URL standard parses a host only in these schemes, so treat others as https.
    let scheme = scheme.map(str::to_ascii_lowercase);
    let scheme = scheme
        .as_deref()
        .filter(|scheme| matches!(*scheme, "http" | "ws" | "ftp"))
        .unwrap_or("https");
    Url::parse(&format!("{scheme}://{}", bracketed(rest))).map_err(|error| match error {
        url::ParseError::InvalidPort => BadHost::Port,
        _ => BadHost::Invalid,
    })
}

impl Host {
    /// Takes the host, the port and the path of a URL.
    fn of_url(url: &Url) -> Result<Self, BadHost> {
        let name = url.host_str().unwrap_or_default();
        let name = name.strip_suffix('.').unwrap_or(name);
        if !is_name(name) {
            return Err(BadHost::Invalid);
        }
        if url.port() == Some(0) {
            return Err(BadHost::Port);
        }
        let mut text = name.to_owned();
        let name_end = text.len();
        // The text has no scheme and is parsed as https later, so 443 always equals no port.
        if let Some(port) = url.port().filter(|&port| port != 443) {
            text.push_str(&format!(":{port}"));
        }
        let path_start = text.len();
        text.push_str(url.path().trim_end_matches('/'));
        if text.len() > MAX_HOST {
            return Err(BadHost::TooLong);
        }
        Ok(Self {
            text,
            name_end,
            path_start,
        })
    }
}

/// Whether a name is an address, or a name that both DNS and tools accept. The URL standard also
/// allows names such as `a;{b}`, which have a meaning in a netrc, or in a shell command that a hint
/// shows.
fn is_name(name: &str) -> bool {
    let address = name
        .strip_prefix('[')
        .and_then(|name| name.strip_suffix(']'));
    let label = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    address.is_some() || name.split('.').all(label)
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Returns a URL without its scheme, with a bare IPv6 address in brackets.
fn bracketed(rest: &str) -> String {
    match rest.parse::<std::net::Ipv6Addr>() {
        Ok(address) => format!("[{address}]"),
        Err(_) => rest.to_owned(),
    }
}

/// Source: RFC 3986, section 3.1.
fn is_scheme(text: &str) -> bool {
    text.starts_with(|char: char| char.is_ascii_alphabetic())
        && text
            .chars()
            .all(|char| char.is_ascii_alphanumeric() || matches!(char, '+' | '-' | '.'))
}

#[cfg(test)]
mod tests;
