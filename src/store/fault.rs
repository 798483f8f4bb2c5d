//! Why a store failed. Each kind of failure has one variant, whether the store is a keyring or a
//! vault.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use keyrc_platform::file::FileError;
use keyrc_platform::{KeyringFault, keyring_fault};
use keyring_core::Error;

use crate::credential::Account;
use crate::file_fault::FileFault;
use crate::store::vault_fault::VaultFault;
use crate::text::{escaped, shown};

/// Why a store failed. Holds no secret, so its `Debug` is safe.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The store has no such credential.
    NotFound,
    /// The store has these accounts for the host, and none was requested.
    Several(Vec<Account>),
    /// The store has more than one item for the same account.
    Duplicate {
        /// The account, if it is known.
        account: Option<Box<Account>>,
    },
    /// The stored value is not one that keyrc writes.
    Damaged {
        /// The account, if it is known.
        account: Option<Box<Account>>,
    },
    /// The value is too long for the store.
    TooLarge {
        /// The longest value, in bytes.
        limit: usize,
    },
    /// There is no store.
    Absent(Absence),
    /// The store is locked.
    Locked(Lock),
    /// The store refused access.
    Denied(Denial),
    /// The store did not answer in time.
    TimedOut {
        /// How long keyrc waited.
        waited: Duration,
    },
    /// The keyring closed the connection during a call.
    Disconnected,
    /// The keyring gave an answer that its interface does not allow.
    Malformed,
    /// The user interrupted a prompt.
    Interrupted,
    /// A file of the vault, or a key file, was not read or replaced.
    File(Arc<FileFault>),
    /// A fault that only a vault can have.
    Vault(VaultFault),
    /// Anything else, in the words of the system. They come from outside: escape them for a
    /// terminal.
    Other(String),
}

/// The missing precondition of a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Absence {
    /// There is no D-Bus session bus.
    Bus,
    /// No program offers a keyring.
    Service,
    /// The keyring has no collection for new items.
    Collection,
    /// There is no vault in this folder.
    Vault {
        /// The folder.
        folder: PathBuf,
    },
}

/// Which store is locked, and why it stayed locked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lock {
    /// The keyring is locked, and there is no user to unlock it.
    Keyring,
    /// The keyring is locked, and only its own program can unlock it.
    OwnProgram,
    /// The keyring asked for its password, and the user did not type it.
    Unanswered {
        /// How long the keyring waited.
        waited: Duration,
    },
    /// The vault is locked, and there is no terminal to ask for its passphrase.
    Vault,
}

/// Why a store refused access.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Denial {
    /// The operating system denied access to the keyring.
    System,
    /// The passphrase of the vault is wrong.
    Passphrase,
    /// The passphrase of a key file is wrong.
    KeyPassphrase {
        /// The file.
        path: PathBuf,
    },
    /// No identity of the user decrypts the vault.
    NoIdentity,
}

impl Fault {
    /// Returns the fault of reading, locking or replacing the file at `path`.
    pub(crate) fn file(path: &Path, error: FileError) -> Self {
        FileFault::failed(path, error).into()
    }

    /// Whether the store as a whole is unusable, so that another source may provide the token.
    pub fn is_unusable_store(&self) -> bool {
        match self {
            Self::Absent(_) | Self::Locked(_) | Self::Denied(_) | Self::TimedOut { .. } => true,
            Self::Disconnected | Self::Malformed | Self::Other(_) => true,
            Self::NotFound | Self::Several(_) => false,
            Self::Duplicate { .. } | Self::Damaged { .. } => false,
            Self::TooLarge { .. } | Self::Interrupted | Self::File(_) | Self::Vault(_) => false,
        }
    }

    /// Whether only the item of one account is unusable, so that other accounts still work.
    pub fn is_unusable_item(&self) -> bool {
        matches!(self, Self::Duplicate { .. } | Self::Damaged { .. })
    }

    /// Adds the account to the fault, if the fault is about an item.
    pub(super) fn of_item(self, of: &Account) -> Self {
        let account = Some(Box::new(of.clone()));
        match self {
            Self::Duplicate { .. } => Self::Duplicate { account },
            Self::Damaged { .. } => Self::Damaged { account },
            fault => fault,
        }
    }

    /// Returns the fault without the words of the system, if they repeat a part of `value`.
    pub(super) fn without(self, value: &[u8]) -> Self {
        /// A shorter match may be chance.
        const PART: usize = 6;
        match self {
            Self::Other(text)
                if value.windows(PART.min(value.len())).any(|part| {
                    text.as_bytes()
                        .windows(part.len())
                        .any(|words| words == part)
                }) =>
            {
                Self::Other("its error repeats the token".into())
            }
            fault => fault,
        }
    }

    /// Returns a short name of the failure, as JSON output has it. The names are stable.
    pub fn word(&self) -> &'static str {
        match self {
            Self::NotFound => "not found",
            Self::Several(_) => "several",
            Self::Duplicate { .. } => "duplicate",
            Self::Damaged { .. } | Self::Vault(VaultFault::Damaged { .. }) => "damaged",
            Self::TooLarge { .. } => "too large",
            Self::Absent(_) => "absent",
            Self::Locked(_) => "locked",
            Self::Denied(_) => "denied",
            Self::TimedOut { .. } | Self::Vault(VaultFault::Slow { .. }) => "timed out",
            Self::Disconnected | Self::Malformed | Self::Interrupted => "failed",
            Self::File(_) | Self::Vault(_) | Self::Other(_) => "failed",
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound => f.write_str("the store has no such credential"),
            Self::Several(_) => f.write_str("the store has several accounts for this host"),
            Self::Duplicate { account } => {
                let account = shown_account(account.as_deref());
                write!(f, "the store has more than one item for {account}")
            }
            Self::Damaged { account } => {
                let account = shown_account(account.as_deref());
                write!(f, "the stored value for {account} is damaged")
            }
            Self::TooLarge { limit } => {
                write!(
                    f,
                    "the token is longer than the {limit} bytes that the store accepts"
                )
            }
            Self::Absent(absence) => absence.fmt(f),
            Self::Locked(lock) => lock.fmt(f),
            Self::Denied(denial) => denial.fmt(f),
            Self::TimedOut { waited } => {
                write!(f, "the keyring did not answer in {} s", waited.as_secs())
            }
            Self::Disconnected => f.write_str("lost the connection to the keyring"),
            Self::Malformed => f.write_str("the keyring gave an invalid answer"),
            Self::Interrupted => f.write_str("interrupted"),
            Self::File(fault) => fault.fmt(f),
            Self::Vault(fault) => fault.fmt(f),
            Self::Other(text) => write!(f, "the keyring failed: {}", escaped(text)),
        }
    }
}

fn shown_account(account: Option<&Account>) -> String {
    account.map_or("this account".into(), |account| {
        escaped(&account.to_string())
    })
}

impl fmt::Display for Absence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bus => f.write_str("no keyring available: there is no D-Bus session"),
            Self::Service => f.write_str("no keyring available: no program provides one"),
            Self::Collection => f.write_str("the keyring has no collection to store a token in"),
            Self::Vault { folder } => write!(f, "there is no vault in {}", shown(folder)),
        }
    }
}

impl fmt::Display for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Keyring => f.write_str("the keyring is locked"),
            Self::OwnProgram => {
                f.write_str("the keyring is locked, and only its own program can unlock it")
            }
            Self::Unanswered { waited } => {
                let waited = waited.as_secs();
                write!(
                    f,
                    "the keyring is locked, and its password was not entered in {waited} s"
                )
            }
            Self::Vault => f.write_str(
                "the vault is locked, and there is no terminal to ask for its passphrase",
            ),
        }
    }
}

impl fmt::Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::System => f.write_str("the system denied access to the keyring"),
            Self::Passphrase => f.write_str("wrong passphrase for the vault"),
            Self::KeyPassphrase { path } => write!(f, "wrong passphrase for {}", shown(path)),
            Self::NoIdentity => f.write_str("none of your identities decrypts the vault"),
        }
    }
}

impl std::error::Error for Fault {}

impl From<VaultFault> for Fault {
    fn from(fault: VaultFault) -> Self {
        Self::Vault(fault)
    }
}

impl From<FileFault> for Fault {
    fn from(fault: FileFault) -> Self {
        Self::File(Arc::new(fault))
    }
}

impl From<KeyringFault> for Fault {
    fn from(fault: KeyringFault) -> Self {
        match fault {
            KeyringFault::NoBus => Self::Absent(Absence::Bus),
            KeyringFault::NoService => Self::Absent(Absence::Service),
            KeyringFault::NoCollection => Self::Absent(Absence::Collection),
            KeyringFault::NoItem => Self::NotFound,
            KeyringFault::Locked => Self::Locked(Lock::Keyring),
            KeyringFault::Denied => Self::Denied(Denial::System),
            KeyringFault::Disconnected => Self::Disconnected,
            KeyringFault::TimedOut { waited } => Self::TimedOut { waited },
            KeyringFault::Unanswered { waited } => Self::Locked(Lock::Unanswered { waited }),
            KeyringFault::InvalidReply => Self::Malformed,
            KeyringFault::Other(text) => Self::Other(text),
        }
    }
}

/// A vault reports its faults through keyring-core's interface; `of` unpacks them.
impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::PlatformFailure(Box::new(fault))
    }
}

/// Translates an error of keyring-core.
///
/// Never format such an error with `{:?}`: `BadEncoding` and `BadDataFormat` hold the secret and
/// would show it.
pub(super) fn of(error: &Error) -> Fault {
    if let Error::PlatformFailure(inner) = error
        && let Some(fault) = inner.downcast_ref::<Fault>()
    {
        return fault.clone();
    }
    if let Some(fault) = keyring_fault(error) {
        return fault.into();
    }
    match error {
        Error::NoEntry => Fault::NotFound,
        Error::Ambiguous(_) => Fault::Duplicate { account: None },
        Error::TooLong(_, limit) => Fault::TooLarge {
            limit: *limit as usize,
        },
        Error::NoDefaultStore => Fault::Absent(Absence::Service),
        Error::BadEncoding(_) | Error::BadDataFormat(..) | Error::BadStoreFormat(_) => {
            Fault::Damaged { account: None }
        }
        Error::Invalid(attribute, problem) => Fault::Other(format!("{attribute} {problem}")),
        Error::NotSupportedByStore(what) => Fault::Other(format!("it does not support {what}")),
        _ => Fault::Other("unknown error".into()),
    }
}
