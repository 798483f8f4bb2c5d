//! The choice of a store, and the reason for it. This module does no I/O: the caller passes in the
//! state of the system.

use std::fmt;

use crate::store::fault::Fault;

/// The kinds of store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The keyring of the operating system.
    Os,
    /// The [vault](crate::store::vault).
    Vault,
}

impl Kind {
    /// Returns its name in the settings and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Os => "keyring",
            Self::Vault => "vault",
        }
    }

    /// Returns the kind with this name. `os` is an old name of the keyring.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "keyring" | "os" => Some(Self::Os),
            "vault" => Some(Self::Vault),
            _ => None,
        }
    }
}

/// Why a store was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The command line names it: `--store`.
    Flag,
    /// The environment names it: `KEYRC_STORE`.
    Environment,
    /// The settings name it: it was chosen before.
    Pinned,
    /// It is the keyring, because there is no vault.
    NoVault,
    /// It is the keyring, because the keyring works.
    Healthy,
    /// It is the vault, because the keyring cannot be used.
    Unusable(Fault),
}

impl Reason {
    /// Whether keyrc found the store by itself. Then it is written to the settings once it has
    /// worked.
    pub fn is_found_out(&self) -> bool {
        matches!(self, Self::NoVault | Self::Healthy | Self::Unusable(_))
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Flag => f.write_str("by `--store`"),
            Self::Environment => f.write_str("by KEYRC_STORE"),
            Self::Pinned => f.write_str("by the settings"),
            Self::NoVault => f.write_str("as there is no vault"),
            Self::Healthy => f.write_str("as the keyring works"),
            Self::Unusable(fault) => write!(f, "as the keyring cannot be used: {fault}"),
        }
    }
}

/// A request for a store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Request {
    /// This kind.
    Kind(Kind),
    /// `auto`: the pinned store, or the best one.
    Auto,
}

/// The state that decides the choice, except for the state of the keyring.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The request of the command line.
    pub flag: Option<Request>,
    /// The request of the environment.
    pub environment: Option<Request>,
    /// The choice of the settings.
    pub pinned: Option<Kind>,
    /// Whether a vault exists.
    pub vault_exists: bool,
}

impl Known {
    /// Returns the store that the command line, the environment or the settings name, in this
    /// order.
    pub fn named(&self) -> Option<(Kind, Reason)> {
        match (self.flag, self.environment) {
            (Some(Request::Kind(kind)), _) => Some((kind, Reason::Flag)),
            (None, Some(Request::Kind(kind))) => Some((kind, Reason::Environment)),
            _ => Some((self.pinned?, Reason::Pinned)),
        }
    }
}

/// Whether a command only reads from a store, or writes to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// It reads.
    Read,
    /// It writes, so a keyring that cannot be used must be noticed first.
    Write,
}

/// Chooses a store: the requested one, else the pinned one, else the keyring if it can be used,
/// else the vault if it exists.
///
/// `auto` overrides a request of the environment, so the pinned store comes next. `health` checks
/// the keyring; it is called only if its answer decides, or before a write.
///
/// # Errors
/// Why the keyring cannot be used, if no vault exists.
pub fn select(
    known: &Known,
    purpose: Purpose,
    health: impl FnOnce() -> Result<(), Fault>,
) -> Result<(Kind, Reason), Fault> {
    if let Some(named) = known.named() {
        return Ok(named);
    }
    if purpose == Purpose::Read && !known.vault_exists {
        return Ok((Kind::Os, Reason::NoVault));
    }
    match health() {
        Ok(()) => Ok((Kind::Os, Reason::Healthy)),
        Err(fault) if known.vault_exists => Ok((Kind::Vault, Reason::Unusable(fault))),
        Err(fault) => Err(fault),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::fault::{Absence, Lock};

    const NONE: Known = Known {
        flag: None,
        environment: None,
        pinned: None,
        vault_exists: false,
    };

    fn not_asked() -> Result<(), Fault> {
        panic!("the keyring was checked")
    }

    #[test]
    fn the_command_line_comes_before_the_environment_and_the_settings() {
        let pinned = Known {
            pinned: Some(Kind::Os),
            vault_exists: true,
            ..NONE
        };
        assert_eq!(
            select(&pinned, Purpose::Write, not_asked),
            Ok((Kind::Os, Reason::Pinned))
        );
        let environment = Known {
            environment: Some(Request::Kind(Kind::Vault)),
            ..pinned.clone()
        };
        assert_eq!(
            select(&environment, Purpose::Write, not_asked),
            Ok((Kind::Vault, Reason::Environment))
        );
        let flag = Known {
            flag: Some(Request::Kind(Kind::Os)),
            ..environment
        };
        assert_eq!(
            select(&flag, Purpose::Write, not_asked),
            Ok((Kind::Os, Reason::Flag))
        );
        let auto = Known {
            flag: Some(Request::Auto),
            ..flag
        };
        assert_eq!(
            select(&auto, Purpose::Write, not_asked),
            Ok((Kind::Os, Reason::Pinned)),
            "auto overrides the environment"
        );
    }

    #[test]
    fn the_keyring_comes_before_the_vault_if_it_works() {
        let known = Known {
            vault_exists: true,
            ..NONE
        };
        assert_eq!(
            select(&known, Purpose::Read, || Ok(())),
            Ok((Kind::Os, Reason::Healthy))
        );
        assert_eq!(
            select(&known, Purpose::Read, || Err(Fault::Absent(Absence::Bus))),
            Ok((Kind::Vault, Reason::Unusable(Fault::Absent(Absence::Bus))))
        );
    }

    #[test]
    fn without_a_vault_only_a_write_checks_the_keyring() {
        assert_eq!(
            select(&NONE, Purpose::Read, not_asked),
            Ok((Kind::Os, Reason::NoVault))
        );
        assert_eq!(
            select(&NONE, Purpose::Write, || Ok(())),
            Ok((Kind::Os, Reason::Healthy))
        );
        assert_eq!(
            select(&NONE, Purpose::Write, || Err(Fault::Locked(Lock::Keyring))),
            Err(Fault::Locked(Lock::Keyring))
        );
    }

    #[test]
    fn a_pinned_store_is_used_whatever_its_state() {
        let known = Known {
            pinned: Some(Kind::Os),
            vault_exists: true,
            ..NONE
        };
        assert_eq!(
            select(&known, Purpose::Write, not_asked),
            Ok((Kind::Os, Reason::Pinned))
        );
    }
}
