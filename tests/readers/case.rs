//! A question: what does a tool find in this file for this host?

/// One question.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    /// The bytes of the netrc.
    pub(crate) file: Vec<u8>,
    /// The host asked for, one of `HOSTS`.
    pub(crate) host: String,
    /// The port in the URL, where it is not that of the protocol. `PORT`, or none.
    pub(crate) port: Option<u16>,
    /// The login in the URL, or in the lookup.
    pub(crate) login: Option<String>,
}

/// A question and what it is called in a report.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub(crate) name: String,
    pub(crate) case: Case,
}

/// The hosts that lead to the servers of the harness; every other name leads nowhere.
pub(crate) const HOSTS: [&str; 3] = ["h.test", "127.0.0.1", "api.example.test"];

/// The one port beside those of the protocols that the servers of the harness listen on.
pub(crate) const PORT: u16 = 8080;

impl Case {
    /// Asks for `h.test`, with no login and at the port of the protocol.
    pub(crate) fn new(file: impl Into<Vec<u8>>) -> Self {
        Self {
            file: file.into(),
            host: HOSTS[0].into(),
            port: None,
            login: None,
        }
    }

    /// The part of a URL between the slashes.
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
