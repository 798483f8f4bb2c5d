//! The keywords of a netrc.

use std::fmt;

/// A keyword of a netrc.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keyword {
    /// Starts an entry; a host follows.
    Machine,
    /// Starts the entry for every other host.
    Default,
    /// The login follows.
    Login,
    /// `login` for some readers, unknown to others.
    User,
    /// The secret follows.
    Password,
    /// `password` for some readers, unknown to others.
    Passwd,
    /// A second password of FTP; a value follows and is ignored.
    Account,
    /// A macro of ftp(1) follows, up to an empty line.
    Macdef,
}

impl Keyword {
    const ALL: [(&str, Keyword); 8] = [
        ("machine", Self::Machine),
        ("login", Self::Login),
        ("password", Self::Password),
        ("default", Self::Default),
        ("account", Self::Account),
        ("macdef", Self::Macdef),
        ("user", Self::User),
        ("passwd", Self::Passwd),
    ];

    #[inline]
    pub(crate) fn exact(text: &[u8]) -> Option<Self> {
        match text {
            b"machine" => Some(Self::Machine),
            b"login" => Some(Self::Login),
            b"password" => Some(Self::Password),
            b"default" => Some(Self::Default),
            b"account" => Some(Self::Account),
            b"macdef" => Some(Self::Macdef),
            b"user" => Some(Self::User),
            b"passwd" => Some(Self::Passwd),
            _ => None,
        }
    }

    #[cold]
    pub(crate) fn any_case(text: &[u8]) -> Option<Self> {
        let found = Self::ALL
            .iter()
            .find(|(name, _)| text.eq_ignore_ascii_case(name.as_bytes()));
        found.map(|&(_, keyword)| keyword)
    }
}

impl fmt::Display for Keyword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = Self::ALL.iter().find(|(_, keyword)| keyword == self);
        f.write_str(found.map_or("", |(name, _)| name))
    }
}
