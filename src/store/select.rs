//! Which store it is, and why. Pure: what there is, is told by the caller.

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
    /// What the settings and the command line call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Os => "os",
            Self::Vault => "vault",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Os, Self::Vault]
            .into_iter()
            .find(|kind| kind.name() == name)
    }
}

/// Who says which store it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The command line: `--store`.
    Flag,
    /// The environment: `KEYRC_STORE`.
    Environment,
    /// The settings: it is the one that worked before.
    Pinned,
    /// Nobody: it is the keyring, as there is no vault.
    NoVault,
    /// Nobody: the keyring is there and works.
    Healthy,
    /// Nobody: there is a vault, and the keyring cannot be used.
    Unusable(Fault),
}

impl Reason {
    /// Whether the settings do not know it yet, so that the store is to be pinned once it has worked.
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

/// What is known without asking a store.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// What the command line says; `None` in it is `auto`.
    pub flag: Option<Option<Kind>>,
    /// What the environment says.
    pub environment: Option<Option<Kind>>,
    /// What the settings say.
    pub pinned: Option<Kind>,
    /// Whether there is a vault.
    pub vault_exists: bool,
}

/// Chooses: the one that was asked for, else the pinned one, else the keyring if it can be used, else the vault if there is
/// one.
///
/// `auto` asks as if nobody had asked, so the pinned one comes next. The keyring's state is asked for only where it
/// decides, or where the caller is about to write and insists (`thorough`).
///
/// # Errors
/// What is wrong with the keyring, where there is no vault either.
pub fn select(
    known: &Known,
    thorough: bool,
    health: impl FnOnce() -> Result<(), Fault>,
) -> Result<(Kind, Reason), Fault> {
    for (asked, reason) in [
        (known.flag, Reason::Flag),
        (known.environment, Reason::Environment),
    ] {
        match asked {
            Some(Some(kind)) => return Ok((kind, reason)),
            Some(None) => break,
            None => {}
        }
    }
    match (known.pinned, known.vault_exists) {
        (Some(kind), _) => Ok((kind, Reason::Pinned)),
        (None, false) if !thorough => Ok((Kind::Os, Reason::NoVault)),
        (None, exists) => match health() {
            Ok(()) => Ok((Kind::Os, Reason::Healthy)),
            Err(fault) if exists => Ok((Kind::Vault, Reason::Unusable(fault))),
            Err(fault) => Err(fault),
        },
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
        panic!("the keyring's state does not matter here")
    }

    #[test]
    fn who_says_it_first_decides() {
        let pinned = Known {
            pinned: Some(Kind::Os),
            vault_exists: true,
            ..NONE
        };
        assert_eq!(
            select(&pinned, true, not_asked),
            Ok((Kind::Os, Reason::Pinned))
        );
        let environment = Known {
            environment: Some(Some(Kind::Vault)),
            ..pinned.clone()
        };
        assert_eq!(
            select(&environment, true, not_asked),
            Ok((Kind::Vault, Reason::Environment))
        );
        let flag = Known {
            flag: Some(Some(Kind::Os)),
            ..environment
        };
        assert_eq!(select(&flag, true, not_asked), Ok((Kind::Os, Reason::Flag)));
        let auto = Known {
            flag: Some(None),
            ..flag
        };
        assert_eq!(
            select(&auto, true, not_asked),
            Ok((Kind::Os, Reason::Pinned)),
            "auto overrides the environment"
        );
    }

    #[test]
    fn the_keyring_comes_before_the_vault_if_it_can_be_used() {
        let known = Known {
            vault_exists: true,
            ..NONE
        };
        assert_eq!(
            select(&known, false, || Ok(())),
            Ok((Kind::Os, Reason::Healthy))
        );
        assert_eq!(
            select(&known, false, || Err(Fault::Absent(Absence::Bus))),
            Ok((Kind::Vault, Reason::Unusable(Fault::Absent(Absence::Bus))))
        );
    }

    #[test]
    fn without_a_vault_reading_asks_nothing_and_writing_asks_first() {
        assert_eq!(
            select(&NONE, false, not_asked),
            Ok((Kind::Os, Reason::NoVault))
        );
        assert_eq!(
            select(&NONE, true, || Ok(())),
            Ok((Kind::Os, Reason::Healthy))
        );
        assert_eq!(
            select(&NONE, true, || Err(Fault::Locked(Lock::Keyring))),
            Err(Fault::Locked(Lock::Keyring))
        );
    }

    #[test]
    fn a_pinned_store_stays_however_it_is() {
        let known = Known {
            pinned: Some(Kind::Os),
            vault_exists: true,
            ..NONE
        };
        assert_eq!(
            select(&known, true, not_asked),
            Ok((Kind::Os, Reason::Pinned))
        );
    }
}
