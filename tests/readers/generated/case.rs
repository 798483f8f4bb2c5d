//! A question to a tool: which credentials does this file have for this host?

/// One question.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// The bytes of the netrc.
    pub(crate) file: Vec<u8>,
    /// The requested host, one of `HOSTS`.
    pub(crate) host: String,
    /// The port in the URL: `PORT`, or `None` for the default port of the protocol.
    pub(crate) port: Option<u16>,
    /// The requested login.
    pub(crate) login: Option<String>,
}

/// A question, and its name in reports.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) case: Case,
}

/// The hosts that resolve to the servers of this suite. Other names do not resolve.
pub(crate) const HOSTS: [&str; 3] = ["h.test", "127.0.0.1", "api.example.test"];

/// The port on which the servers listen besides the default ports of the protocols.
pub(crate) const PORT: u16 = 8080;

impl Case {
    /// Asks for `h.test` at the default port and without a login.
    pub(crate) fn new(file: impl Into<Vec<u8>>) -> Self {
        Self {
            file: file.into(),
            host: HOSTS[0].into(),
            port: None,
            login: None,
        }
    }

    /// The authority of a URL, between `//` and `/`.
    pub(crate) fn authority(&self, with_login: bool) -> String {
        let login = self
            .login
            .as_ref()
            .filter(|_| with_login)
            .map(|login| format!("{login}@"))
            .unwrap_or_default();
        let port = self.port.map(|port| format!(":{port}")).unwrap_or_default();
        format!("{login}{}{port}", self.host)
    }
}
