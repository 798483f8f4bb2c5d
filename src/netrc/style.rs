//! How an entry is written.

use std::fmt;

use crate::host::Host;
use crate::netrc::quote::{Quoting, Unwritable};

/// How an entry is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// The name of the machine.
    pub machine: MachineName,
    /// The quotes of the login.
    pub login: Quoting,
    /// The quotes of the password.
    pub password: Quoting,
}

/// The name of a host in a netrc, without its path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MachineName {
    /// The name alone. Most tools ignore ports.
    #[default]
    Name,
    /// With the port, if there is one, as Go expects it.
    WithPort,
    /// An IPv6 address in brackets, as uv expects it.
    Bracketed,
}

impl MachineName {
    /// Returns the name of a host.
    pub fn of(self, host: &Host) -> String {
        match (self, host.port()) {
            (Self::Name, _) => host.name().to_owned(),
            (Self::WithPort, Some(port)) => format!("{}:{port}", Self::Bracketed.of(host)),
            (Self::WithPort | Self::Bracketed, _) if host.is_ipv6() => format!("[{}]", host.name()),
            (Self::WithPort | Self::Bracketed, _) => host.name().to_owned(),
        }
    }
}

/// Why a credential cannot be written to a netrc.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unwritten {
    /// The login cannot be written so that tools read it.
    Login(Unwritable),
    /// The password cannot be written so that tools read it.
    Password(Unwritable),
}

impl fmt::Display for Unwritten {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Login(why) => write!(f, "its login cannot be written to a netrc: {why}"),
            Self::Password(why) => write!(f, "its token cannot be written to a netrc: {why}"),
        }
    }
}

impl std::error::Error for Unwritten {}
