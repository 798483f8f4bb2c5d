//! A token that a lookup found, and its source.

use std::fmt;
use std::path::PathBuf;

use crate::credential::{Login, Secret};
use crate::host::Host;
use crate::store::Fault;

/// The source of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// The environment variable of this name.
    Environment(String),
    /// The store of this name.
    Store(&'static str),
    /// The netrc at this path, in plain text.
    Netrc(PathBuf),
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Environment(variable) => write!(
                f,
                "environment variable `{}`",
                crate::text::escaped(variable)
            ),
            Self::Store(name) => f.write_str(name),
            Self::Netrc(path) => write!(f, "{}, in plain text", crate::text::shown(path)),
        }
    }
}

/// A token, and where it came from.
#[derive(Clone, Debug)]
pub struct Found {
    /// The host that it is stored for: the requested one, or a shorter path of it.
    pub host: Host,
    /// Its login, if the source knows it.
    pub login: Option<Login>,
    /// The token, with its expiry and refresh token.
    pub secret: Secret,
    /// The source.
    pub source: Source,
    /// Why the store did not answer, although it precedes this source. Callers should print a
    /// warning.
    pub store_fault: Option<Fault>,
}

/// Whether a search respects the scopes of stored credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Only a credential with a scope that covers the request.
    InScope,
    /// Also one that is stored for another protocol or port of the host.
    Anywhere,
}
