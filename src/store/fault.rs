//! Why a store could not do what it was asked, each with a sentence of its own and what to do about it.

use std::fmt;
use std::time::Duration;

use keyrc_platform::{KeyringFault, keyring_fault};
use keyring_core::Error;

use crate::credential::Account;
use crate::store::vault::VaultFault;

/// Why a store could not do what it was asked. Holds no secret, so its `Debug` is safe.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// It has no such credential.
    NotFound,
    /// It has several for the host, and none was named.
    Several(Vec<Account>),
    /// It has more than one item for the same account.
    Duplicate,
    /// What it has is not what keyrc writes.
    Damaged,
    /// The value is longer than it takes, in bytes.
    TooLarge(usize),
    /// There is no D-Bus session bus to ask.
    NoBus,
    /// No program offers a keyring.
    NoService,
    /// The keyring has no place to put a new item.
    NoCollection,
    /// It is locked, and was not unlocked.
    Locked,
    /// The system refused access.
    Denied,
    /// It went away in the middle of a call.
    Gone,
    /// It did not answer for so long.
    TimedOut(Duration),
    /// What is wrong with the vault.
    Vault(VaultFault),
    /// It is locked, and for so long nobody gave the password that it asked for.
    Unanswered(Duration),
    /// It answered with what no keyring may answer.
    Nonsense,
    /// Anything else, in its own words: escape them before a terminal sees them.
    Other(String),
}

impl Fault {
    /// Whether the store as a whole could not be used, so that another source may answer in its place.
    pub fn is_of_the_store(&self) -> bool {
        if let Self::Vault(fault) = self {
            return fault.is_of_the_store();
        }
        !matches!(
            self,
            Self::NotFound | Self::Several(_) | Self::Duplicate | Self::Damaged | Self::TooLarge(_)
        )
    }

    /// The one word for it in JSON.
    pub fn word(&self) -> &'static str {
        match self {
            Self::NotFound => "not found",
            Self::Several(_) => "several",
            Self::Duplicate => "duplicate",
            Self::Damaged => "damaged",
            Self::TooLarge(_) => "too large",
            Self::NoBus | Self::NoService | Self::NoCollection => "absent",
            Self::Locked | Self::Unanswered(_) => "locked",
            Self::Denied => "denied",
            Self::TimedOut(_) => "timed out",
            Self::Vault(fault) => fault.word(),
            Self::Gone | Self::Nonsense | Self::Other(_) => "failed",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("the store has no such credential"),
            Self::Several(_) => f.write_str("the store has several accounts for this host"),
            Self::Duplicate => f.write_str("the store has more than one item for this account"),
            Self::Damaged => f.write_str("what the store has for this account is damaged"),
            Self::TooLarge(limit) => write!(
                f,
                "the token is longer than the {limit} bytes that the keyring takes"
            ),
            Self::NoBus => f.write_str("there is no D-Bus session, so there is no keyring to ask"),
            Self::NoService => f.write_str("no program offers a keyring here"),
            Self::NoCollection => f.write_str("the keyring has no collection to store a token in"),
            Self::Locked => f.write_str("the keyring is locked"),
            Self::Denied => f.write_str("the system denied access to the keyring"),
            Self::Gone => f.write_str("the keyring went away while it was asked"),
            Self::TimedOut(waited) => {
                write!(f, "the keyring did not answer in {} s", waited.as_secs())
            }
            Self::Vault(fault) => fault.fmt(f),
            Self::Unanswered(waited) => {
                write!(
                    f,
                    "the keyring is locked, and nobody gave its password in {} s",
                    waited.as_secs()
                )
            }
            Self::Nonsense => f.write_str("the keyring gave an answer that makes no sense"),
            Self::Other(text) => write!(f, "the keyring failed: {}", crate::text::escaped(text)),
        }
    }
}

impl std::error::Error for Fault {}

impl From<VaultFault> for Fault {
    fn from(fault: VaultFault) -> Self {
        Self::Vault(fault)
    }
}

impl From<KeyringFault> for Fault {
    fn from(found: KeyringFault) -> Self {
        match found {
            KeyringFault::NoBus => Self::NoBus,
            KeyringFault::NoService => Self::NoService,
            KeyringFault::NoCollection => Self::NoCollection,
            KeyringFault::NoItem => Self::NotFound,
            KeyringFault::Locked => Self::Locked,
            KeyringFault::Denied => Self::Denied,
            KeyringFault::Disconnected => Self::Gone,
            KeyringFault::TimedOut { waited } => Self::TimedOut(waited),
            KeyringFault::Unanswered { waited } => Self::Unanswered(waited),
            KeyringFault::InvalidReply => Self::Nonsense,
            KeyringFault::Other(text) => Self::Other(text),
        }
    }
}

/// Tells what an error of keyring-core means.
///
/// By variant, and never with `{:?}`: `BadEncoding` and `BadDataFormat` carry the secret and show it.
pub(super) fn of(error: &Error) -> Fault {
    if let Error::PlatformFailure(inner) = error
        && let Some(fault) = inner.downcast_ref::<Fault>()
    {
        return fault.clone();
    }
    if let Some(found) = keyring_fault(error) {
        return found.into();
    }
    match error {
        Error::NoEntry => Fault::NotFound,
        Error::Ambiguous(_) => Fault::Duplicate,
        Error::TooLong(_, limit) => Fault::TooLarge(*limit as usize),
        Error::NoDefaultStore => Fault::NoService,
        Error::BadEncoding(_) | Error::BadDataFormat(..) | Error::BadStoreFormat(_) => {
            Fault::Damaged
        }
        Error::Invalid(what, why) => Fault::Other(format!("{what} {why}")),
        Error::NotSupportedByStore(what) => {
            Fault::Other(format!("it does not support this: {what}"))
        }
        _ => Fault::Other("an error without a name".into()),
    }
}
