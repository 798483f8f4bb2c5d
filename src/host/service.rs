//! Services: opaque names that some programs use in place of a host.
//!
//! Python's keyring stores a password for any text, such as `Mercurial` or `My Service/1`. A [`Host`]
//! can be such a service. Its text is `service:` and the name, percent-encoded, so that no host and
//! no other service has the same text, and that every store can hold it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::host::{BadHost, Host, MAX_HOST};

const PREFIX: &str = "service:";

/// The bytes of a name that are encoded.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

impl Host {
    /// Returns the service of this name, which may be any text without control characters.
    ///
    /// # Errors
    /// [`BadHost::Empty`], [`BadHost::Blank`] for a control character, and [`BadHost::TooLong`].
    pub fn of_service(name: &str) -> Result<Self, BadHost> {
        if name.is_empty() {
            return Err(BadHost::Empty);
        }
        if name.chars().any(char::is_control) {
            return Err(BadHost::Blank);
        }
        let mut encoded = utf8_percent_encode(name, ENCODED).to_string();
        // `service:443` is a host with a port.
        if is_port(&encoded) {
            encoded = format!("%{:02X}{}", encoded.as_bytes()[0], &encoded[1..]);
        }
        let text = format!("{PREFIX}{encoded}");
        if text.len() > MAX_HOST {
            return Err(BadHost::TooLong);
        }
        Ok(Self {
            name_end: text.len(),
            path_start: text.len(),
            text,
        })
    }

    /// Parses a host where a service has no meaning, such as the machine of a netrc.
    ///
    /// # Errors
    /// As for [`Host`], and [`BadHost::Port`] for a service.
    pub(crate) fn of_machine(text: &str) -> Result<Self, BadHost> {
        match text.parse::<Self>() {
            Ok(host) if host.is_service() => Err(BadHost::Port),
            parsed => parsed,
        }
    }

    /// Whether this is a service, and not a host.
    pub fn is_service(&self) -> bool {
        self.name().starts_with(PREFIX)
    }

    /// Returns the name of the service, or `None` for a host.
    pub fn service(&self) -> Option<String> {
        let encoded = self.name().strip_prefix(PREFIX)?;
        Some(percent_decode_str(encoded).decode_utf8_lossy().into_owned())
    }

    /// Parses the text of a service. `None` if the text is not one. The name need not be encoded,
    /// so that people can type it.
    pub(super) fn parse_service(text: &str) -> Option<Result<Self, BadHost>> {
        let encoded = text.strip_prefix(PREFIX)?;
        let port = encoded.split(['/', '?', '#']).next().unwrap_or_default();
        if encoded.is_empty() || (!port.is_empty() && is_port(port)) {
            return None;
        }
        let name = percent_decode_str(encoded).decode_utf8();
        Some(match name {
            Ok(name) => Self::of_service(&name),
            Err(_) => Err(BadHost::Invalid),
        })
    }
}

fn is_port(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_has_one_text() {
        for (name, text) in [
            ("Mercurial", "service:Mercurial"),
            ("mercurial", "service:mercurial"),
            ("poetry-repository-x", "service:poetry-repository-x"),
            ("My Service/ü 1", "service:My%20Service%2F%C3%BC%201"),
            (
                "uv:https://a.test/x#y",
                "service:uv%3Ahttps%3A%2F%2Fa.test%2Fx%23y",
            ),
            ("443", "service:%3443"),
            ("service:x", "service:service%3Ax"),
            ("100%", "service:100%25"),
        ] {
            let host = Host::of_service(name).expect("a good name");
            assert_eq!(host.as_str(), text);
            assert_eq!(
                text.parse(),
                Ok(host.clone()),
                "the text parses to the same service"
            );
            assert_eq!(host.service().as_deref(), Some(name));
            assert!(host.is_service() && host.path().is_empty() && host.port().is_none());
        }
    }

    #[test]
    fn people_need_not_encode_a_service() {
        let typed: Host = "service:My Service/ü 1".parse().expect("a service");
        assert_eq!(typed.service().as_deref(), Some("My Service/ü 1"));
        let path: Host = "service:/home/me/key".parse().expect("a service");
        assert_eq!(path.service().as_deref(), Some("/home/me/key"));
        for host in ["service:443", "service:8443/x", "service", "service:"] {
            let host: Host = host.parse().expect("a host");
            assert!(!host.is_service(), "{host}");
        }
        assert_eq!(Host::of_service(""), Err(BadHost::Empty));
        assert_eq!(Host::of_service("a\nb"), Err(BadHost::Blank));
        assert_eq!(Host::of_service(&"ü".repeat(400)), Err(BadHost::TooLong));
    }
}
