//! The scope of a credential: the protocols and ports that it is for.

use crate::host::{Endpoint, Host, Protocol};

/// The requests that a credential is for, besides its host and path.
///
/// The default is narrow: https, and the port in the name of the host or the default port. On
/// loopback, http is allowed too. An entry of a netrc is [wide](Self::WIDE): tools use it for every
/// protocol and port.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// The protocols.
    pub protocol: ProtocolScope,
    /// The ports.
    pub port: PortScope,
}

/// The protocols that a credential is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProtocolScope {
    /// https; on loopback http too.
    #[default]
    Https,
    /// Every protocol.
    Any,
}

/// The ports that a credential is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PortScope {
    /// The port in the name of the host, or the default port of the protocol.
    #[default]
    OfHost,
    /// Every port.
    Any,
}

const PROTOCOL: &[u8] = b"protocol";
const PORT: &[u8] = b"port";
const ANY: &[u8] = b"any";

impl Scope {
    /// The scope of a netrc entry: every protocol and port.
    pub const WIDE: Self = Self {
        protocol: ProtocolScope::Any,
        port: PortScope::Any,
    };

    /// Returns the scope of a token that a user stores for an endpoint: https, and every protocol
    /// if the URL names another one; in each case only the port of the URL.
    pub fn of_login(endpoint: &Endpoint) -> Self {
        let narrow = Self::default();
        let protocol = if narrow.allows_protocol(endpoint.host(), endpoint) {
            ProtocolScope::Https
        } else {
            ProtocolScope::Any
        };
        Self { protocol, ..narrow }
    }

    /// Whether this scope covers every request that `other` covers.
    pub fn includes(self, other: Self) -> bool {
        self.union(other) == self
    }

    /// Returns the union of two scopes.
    pub fn union(self, other: Self) -> Self {
        let protocol = match (self.protocol, other.protocol) {
            (ProtocolScope::Https, ProtocolScope::Https) => ProtocolScope::Https,
            _ => ProtocolScope::Any,
        };
        let port = match (self.port, other.port) {
            (PortScope::OfHost, PortScope::OfHost) => PortScope::OfHost,
            _ => PortScope::Any,
        };
        Self { protocol, port }
    }

    fn allows_protocol(self, host: &Host, endpoint: &Endpoint) -> bool {
        match (self.protocol, endpoint.protocol()) {
            (ProtocolScope::Any, _) | (_, Protocol::Https) => true,
            (_, Protocol::Http) => host.is_loopback(),
            (_, Protocol::Other) => false,
        }
    }

    /// Whether a credential that is stored for `host` may be used at `endpoint`. Ignores paths and
    /// assumes that both name the same host: callers look up by name.
    pub fn covers(self, host: &Host, endpoint: &Endpoint) -> bool {
        let is_port = match (self.port, host.port()) {
            (PortScope::Any, _) => true,
            (_, Some(port)) => endpoint.port() == Some(port),
            (_, None) => endpoint.has_default_port(),
        };
        is_port && self.allows_protocol(host, endpoint)
    }

    /// Describes the protocols and ports for a credential that is stored for `host`.
    pub fn describe(self, host: &Host) -> String {
        if host.is_service() {
            return "this service".to_owned();
        }
        let protocol = match self.protocol {
            ProtocolScope::Any => "any protocol",
            ProtocolScope::Https if host.is_loopback() => "https and http",
            ProtocolScope::Https => "https",
        };
        match (self.port, host.port()) {
            (PortScope::Any, _) => format!("{protocol}, any port"),
            (_, Some(port)) => format!("{protocol}, port {port}"),
            (_, None) => format!("{protocol}, the default port"),
        }
    }

    /// Returns the keys and values of the lines for this scope.
    pub(super) fn lines<'a>(self) -> Vec<(&'a [u8], &'a [u8])> {
        let mut lines = Vec::new();
        if self.protocol == ProtocolScope::Any {
            lines.push((PROTOCOL, ANY));
        }
        if self.port == PortScope::Any {
            lines.push((PORT, ANY));
        }
        lines
    }

    /// Adds the fact of one line. Returns `None` if the line is unknown.
    pub(super) fn add_line(&mut self, key: &[u8], value: &[u8]) -> Option<()> {
        match (key, value) {
            (PROTOCOL, ANY) => self.protocol = ProtocolScope::Any,
            (PORT, ANY) => self.port = PortScope::Any,
            _ => return None,
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(scope: Scope, host: &str, covered: &[&str], others: &[&str]) {
        let host: Host = host.parse().expect("a good host");
        let covers = |text: &&str| scope.covers(&host, &text.parse().expect("a good URL"));
        assert!(covered.iter().all(covers), "{host}");
        assert!(!others.iter().any(covers), "{host}");
    }

    #[test]
    fn a_narrow_scope_is_https_and_one_port() {
        let narrow = Scope::default();
        check(
            narrow,
            "a.test",
            &[
                "a.test",
                "https://a.test",
                "https://a.test:443/x",
                "wss://a.test",
            ],
            &[
                "http://a.test",
                "http://a.test:443",
                "https://a.test:8443",
                "a.test:80",
                "ftp://a.test",
                "imaps://a.test",
            ],
        );
        check(
            narrow,
            "a.test:8443",
            &["a.test:8443", "https://a.test:8443/x"],
            &["a.test", "http://a.test:8443", "https://a.test:8444"],
        );
    }

    #[test]
    fn http_is_allowed_on_loopback() {
        for host in ["127.0.0.1", "127.9.9.9", "[::1]", "localhost"] {
            let (http, other) = (format!("http://{host}"), format!("http://{host}:81"));
            let ftp = format!("ftp://{host}");
            check(Scope::default(), host, &[&http], &[&other, &ftp]);
        }
        for host in ["128.0.0.1", "[::2]", "localhost.test", "a.localhost"] {
            check(Scope::default(), host, &[], &[&format!("http://{host}")]);
        }
    }

    #[test]
    fn a_wide_scope_is_everything_at_the_host() {
        check(
            Scope::WIDE,
            "a.test",
            &[
                "a.test",
                "http://a.test:81",
                "ftp://a.test",
                "imaps://a.test:1",
            ],
            &[],
        );
        let any_protocol = Scope {
            protocol: ProtocolScope::Any,
            port: PortScope::OfHost,
        };
        check(
            any_protocol,
            "a.test",
            &["http://a.test", "ftp://a.test"],
            &["http://a.test:81"],
        );
    }
}
