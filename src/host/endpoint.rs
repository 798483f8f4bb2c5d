//! Endpoints: hosts with the protocol and the port of a request.

use std::fmt;
use std::str::FromStr;

use crate::host::{BadHost, Host, is_scheme, split_scheme};

/// A place that a request goes to: a host, the protocol, and the port.
///
/// Parses a URL. A host without a scheme stands for https. Without a port, the port is that of the
/// protocol.
///
/// ```
/// use keyrc::{Endpoint, Protocol};
///
/// let endpoint: Endpoint = "http://a.test:8080/x".parse()?;
/// assert_eq!((endpoint.protocol(), endpoint.port()), (Protocol::Http, Some(8080)));
/// let endpoint: Endpoint = "a.test".parse()?;
/// assert_eq!((endpoint.protocol(), endpoint.port()), (Protocol::Https, Some(443)));
/// # Ok::<(), keyrc::BadHost>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Endpoint {
    host: Host,
    /// In lower case and without a prefix such as `git+`; `None` if the text had none.
    scheme: Option<String>,
    port: Option<u16>,
}

/// The protocol of a request, as far as scopes distinguish it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// HTTP over TLS.
    Https,
    /// HTTP without encryption.
    Http,
    /// Another protocol, such as FTP.
    Other,
}

impl Endpoint {
    /// Returns the host, with a port that is not the default one, and the path.
    pub fn host(&self) -> &Host {
        &self.host
    }

    /// Returns the protocol.
    pub fn protocol(&self) -> Protocol {
        match self.scheme() {
            // WebSocket and WebDAV are carried by HTTP.
            "https" | "wss" | "davs" => Protocol::Https,
            "http" | "ws" | "dav" => Protocol::Http,
            _ => Protocol::Other,
        }
    }

    /// Returns the port, or `None` if keyrc does not know the default port of the scheme.
    pub fn port(&self) -> Option<u16> {
        self.port
    }

    /// Whether the request goes to a port at which a host is reached without naming it: the
    /// default port of the protocol, or 443.
    pub(crate) fn has_default_port(&self) -> bool {
        self.port == default_port(self.scheme()) || self.port == Some(443)
    }

    /// Returns this endpoint without the path, for a message: a path may contain a token.
    pub(crate) fn without_path(&self) -> Self {
        Self {
            host: self.host.without_path(),
            ..self.clone()
        }
    }

    /// Whether the text named the protocol.
    pub(crate) fn names_protocol(&self) -> bool {
        self.scheme.is_some()
    }

    /// Builds the endpoint from the parts of a URL. Rejects a part that contains the separator of
    /// the next part.
    ///
    /// # Errors
    /// As for [`Host`], and [`BadHost::Invalid`] if the authority is not `host[:port]`.
    pub(crate) fn of_parts(scheme: &str, authority: &str, path: &str) -> Result<Self, BadHost> {
        if !is_scheme(scheme) || authority.contains(['/', '?', '#']) {
            return Err(BadHost::Invalid);
        }
        let endpoint: Self = format!("{scheme}://{authority}/{path}").parse()?;
        match endpoint.host.is_service() {
            true => Err(BadHost::Invalid),
            false => Ok(endpoint),
        }
    }

    /// Returns the names under which a credential for exactly this place is stored: the host, and
    /// for http with its default port, the host with that port.
    pub(crate) fn own_names(&self) -> Vec<Host> {
        let mut names = vec![self.host.clone()];
        if self.is_plain_http() {
            names.push(self.host.with_port(Some(80)));
        }
        names
    }

    /// Whether this is http at port 80. A parsed URL drops this port; a host without a scheme keeps
    /// it.
    fn is_plain_http(&self) -> bool {
        self.host.port().is_none() && self.protocol() == Protocol::Http && self.port == Some(80)
    }

    fn scheme(&self) -> &str {
        self.scheme.as_deref().unwrap_or("https")
    }

    /// Returns every name under which a credential for this endpoint can be stored: the names with
    /// its port first, then those without, each with the longest path first.
    ///
    /// Never a parent domain or another port.
    pub(crate) fn lookup_names(&self) -> Vec<Host> {
        let mut names: Vec<Host> = self.host.lookup_names().collect();
        if self.is_plain_http() {
            names.extend(self.host.with_port(Some(80)).lookup_names());
        }
        if self.host.port().is_some() {
            names.extend(self.host.with_port(None).lookup_names());
        }
        names
    }
}

/// An endpoint at which a host without a scheme is reached.
impl From<Host> for Endpoint {
    fn from(host: Host) -> Self {
        Self {
            scheme: None,
            port: host.port().or(default_port("https")),
            host,
        }
    }
}

impl FromStr for Endpoint {
    type Err = BadHost;

    fn from_str(text: &str) -> Result<Self, BadHost> {
        let host: Host = text.parse()?;
        if host.is_service() {
            return Ok(Self::from(host));
        }
        let (scheme, rest) = split_scheme(text)?;
        let scheme = scheme.map(|scheme| {
            let bare = scheme.rsplit('+').next().unwrap_or(scheme);
            bare.to_ascii_lowercase()
        });
        let port = explicit_port(rest).or(host.port());
        let port = port.or_else(|| default_port(scheme.as_deref().unwrap_or("https")));
        Ok(Self { host, scheme, port })
    }
}

/// Shows the scheme only if the text had one.
impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(scheme) = &self.scheme {
            write!(f, "{scheme}://")?;
        }
        match self.port {
            // The text of a host never has the port 443.
            Some(443) if self.protocol() != Protocol::Https => {
                let (name, path) = self.host.split();
                write!(f, "{name}:443{path}")
            }
            _ => write!(f, "{}", self.host),
        }
    }
}

/// The port that is written after the host in a valid URL without its scheme.
fn explicit_port(rest: &str) -> Option<u16> {
    let authority = rest.split(['/', '?', '#']).next()?;
    let (host, port) = authority.rsplit_once(':')?;
    // The colons of an IPv6 address without brackets precede no port.
    let is_name = !host.contains(':') || host.ends_with(']');
    port.parse().ok().filter(|_| is_name)
}

fn default_port(scheme: &str) -> Option<u16> {
    match scheme {
        "https" | "wss" | "davs" => Some(443),
        "http" | "ws" | "dav" => Some(80),
        "ftp" => Some(21),
        "ftps" => Some(990),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(text: &str) -> Endpoint {
        text.parse().expect("a good URL")
    }

    #[test]
    fn a_url_names_its_protocol_and_port() {
        for (text, protocol, port, shown) in [
            ("a.test", Protocol::Https, Some(443), "a.test"),
            (
                "a.test:8443/x",
                Protocol::Https,
                Some(8443),
                "a.test:8443/x",
            ),
            (
                "https://a.test",
                Protocol::Https,
                Some(443),
                "https://a.test",
            ),
            (
                "HTTP://A.test:80/",
                Protocol::Http,
                Some(80),
                "http://a.test",
            ),
            (
                "http://a.test:443/x",
                Protocol::Http,
                Some(443),
                "http://a.test:443/x",
            ),
            (
                "git+https://a.test",
                Protocol::Https,
                Some(443),
                "https://a.test",
            ),
            ("ftp://a.test", Protocol::Other, Some(21), "ftp://a.test"),
            ("imaps://a.test", Protocol::Other, None, "imaps://a.test"),
            ("::1", Protocol::Https, Some(443), "[::1]"),
            ("http://[::1]:80", Protocol::Http, Some(80), "http://[::1]"),
            (
                "http://[::1]:443",
                Protocol::Http,
                Some(443),
                "http://[::1]:443",
            ),
        ] {
            let endpoint = endpoint(text);
            assert_eq!(endpoint.protocol(), protocol, "{text}");
            assert_eq!(endpoint.port(), port, "{text}");
            assert_eq!(endpoint.to_string(), shown);
        }
    }

    #[test]
    fn names_with_the_port_come_first() {
        let names = |text: &str| {
            let names = endpoint(text).lookup_names().into_iter();
            names.map(|name| name.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(names("https://a.test/x"), ["a.test/x", "a.test"]);
        assert_eq!(names("https://a.test:8443"), ["a.test:8443", "a.test"]);
        assert_eq!(
            names("a.test:8443/x"),
            ["a.test:8443/x", "a.test:8443", "a.test/x", "a.test"]
        );
        assert_eq!(names("http://a.test"), ["a.test", "a.test:80"]);
    }
}
