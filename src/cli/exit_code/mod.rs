//! The exit codes, and the one place that decides which error ends with which of them.
//!
//! Scripts depend on the numbers: never renumber or reuse one. `docs/exit-codes.md` explains them.

use std::io;

use keyrc_platform::file::FileError;

use crate::error::Error;
use crate::file_fault::FileFault;
use crate::setup::Refusal;
use crate::store::{Fault, VaultFault};
use crate::tool_fault::ToolFault;

/// Defines the codes once, with their numbers, and the list that tests compare with the
/// documentation.
macro_rules! exit_codes {
    ($($(#[doc = $doc:literal])* $name:ident = $number:literal,)*) => {
        /// The exit status of the program.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[repr(u8)]
        pub enum ExitCode {
            $($(#[doc = $doc])* $name = $number,)*
        }

        impl ExitCode {
            /// Every exit code, by number.
            pub const ALL: &[Self] = &[$(Self::$name),*];
        }
    };
}

exit_codes! {
    /// The command succeeded.
    Done = 0,
    /// The command failed for a reason that has no code of its own.
    Failed = 1,
    /// The command line, a token or an environment variable is invalid.
    Usage = 2,
    /// The sources have no such credential.
    NotFound = 3,
    /// The store is absent, locked, denied access or did not answer in time.
    Store = 4,
    /// A file was refused, or some of its entries were skipped.
    FileRefused = 5,
    /// Two sides have different tokens, or a file changed while keyrc worked on it.
    Conflict = 6,
    /// `exec` found the command but cannot run it. Source: POSIX, Shell Command Language, 2.8.2.
    CommandNotRun = 126,
    /// `exec` did not find the command. Source: as above.
    CommandNotFound = 127,
    /// The user interrupted keyrc: 128 + SIGINT, as shells report it.
    Interrupted = 130,
}

impl ExitCode {
    /// Returns the number that the process exits with.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// Returns the exit code of a command that fails with `error`.
    pub fn of(error: &Error) -> Self {
        match error {
            Error::Host(_) | Error::Login(_) | Error::Secret(_) => Self::Usage,
            Error::Environment { .. } | Error::Several { .. } => Self::Usage,
            Error::NoTerminal { .. } | Error::Usage { .. } | Error::NoPlace(_) => Self::Usage,
            Error::WiderNetrc(_) => Self::Usage,
            Error::NotFound { .. } | Error::NotFoundForUrl { .. } => Self::NotFound,
            Error::OutOfScope(_) => Self::NotFound,
            Error::NotInFile { .. } | Error::NotStored { .. } => Self::NotFound,
            Error::NothingStored => Self::NotFound,
            Error::Store(fault) | Error::StoreAndNetrc { store: fault, .. } => {
                Self::of_fault(fault)
            }
            Error::File(fault) => Self::of_file(fault),
            Error::Tool(fault) => Self::of_tool_fault(fault),
            Error::NotEntries { .. }
            | Error::ReadByNone { .. }
            | Error::NotImported { .. }
            | Error::Disagreed { .. }
            | Error::TooMuch { .. } => Self::FileRefused,
            Error::Conflict { .. }
            | Error::StoreConflict { .. }
            | Error::AccountConflict { .. } => Self::Conflict,
            Error::Interrupted => Self::Interrupted,
            Error::Unfinished(work) => Self::of(&work.cause),
            Error::Command { error, .. } if error.kind() == io::ErrorKind::NotFound => {
                Self::CommandNotFound
            }
            Error::Command { .. } => Self::CommandNotRun,
            Error::Shadowed { .. } | Error::ReadBack { .. } | Error::NotExported { .. } => {
                Self::Failed
            }
            Error::Unhealthy { .. } | Error::Config { .. } | Error::Declined => Self::Failed,
            Error::Helper { code: 2, .. } => Self::Usage,
            Error::Helper { code: 3, .. } => Self::NotFound,
            Error::Helper { .. } => Self::Failed,
            Error::Step(_) | Error::Undelivered { .. } | Error::Io { .. } => Self::Failed,
        }
    }

    fn of_fault(fault: &Fault) -> Self {
        match fault {
            Fault::NotFound => Self::NotFound,
            Fault::Several(_) => Self::Usage,
            Fault::Absent(_) | Fault::Locked(_) | Fault::Denied(_) => Self::Store,
            Fault::TimedOut { .. } | Fault::Disconnected | Fault::Malformed => Self::Store,
            Fault::Other(_) => Self::Store,
            Fault::Duplicate { .. } | Fault::Damaged { .. } => Self::Failed,
            Fault::TooLarge { .. } => Self::Failed,
            Fault::Interrupted => Self::Interrupted,
            Fault::File(fault) => Self::of_file(fault),
            Fault::Vault(fault) => Self::of_vault_fault(fault),
        }
    }

    fn of_vault_fault(fault: &VaultFault) -> Self {
        match fault {
            VaultFault::NoTerminal | VaultFault::BadRecipient { .. } => Self::Usage,
            VaultFault::UnknownRecipient { .. } => Self::Usage,
            VaultFault::BadPlugin { .. } => Self::FileRefused,
            VaultFault::NoSuchRecipient { .. } => Self::NotFound,
            VaultFault::Damaged { .. } | VaultFault::BadIdentity { .. } => Self::FileRefused,
            VaultFault::NoRecipients | VaultFault::Lockout => Self::FileRefused,
            VaultFault::Slow { .. } => Self::Store,
            VaultFault::NotAccepted { .. } => Self::Conflict,
            VaultFault::LongHeader { .. } => Self::FileRefused,
            VaultFault::TooManyRecipients => Self::Failed,
            VaultFault::Exists { .. } | VaultFault::Orphan { .. } => Self::Failed,
            VaultFault::VariableFile { fault, .. } => Self::of_file(fault),
            VaultFault::NoVariableFile { .. } => Self::Failed,
            VaultFault::Mistyped | VaultFault::Prompt { .. } => Self::Failed,
            VaultFault::BadPassphraseFile { .. } | VaultFault::NoPassphrase => Self::Failed,
            VaultFault::LastRecipient | VaultFault::Unwritable | VaultFault::Age(_) => Self::Failed,
        }
    }

    fn of_tool_fault(fault: &ToolFault) -> Self {
        match fault {
            ToolFault::File(fault) => Self::of_file(fault),
            ToolFault::Refused(Refusal::Unreadable { .. }) => Self::FileRefused,
            ToolFault::Refused(Refusal::Impossible { .. }) => Self::Usage,
            ToolFault::Changed { .. } => Self::Conflict,
            ToolFault::BadRecord { .. } => Self::FileRefused,
        }
    }

    fn of_file(fault: &FileFault) -> Self {
        let error = match fault {
            FileFault::Exposed { .. } | FileFault::Foreign { .. } => return Self::FileRefused,
            FileFault::Failed { error, .. } => error,
        };
        match error {
            FileError::Changed => Self::Conflict,
            FileError::Busy { .. } | FileError::Io { .. } => Self::Failed,
            FileError::BadLock { .. } | FileError::Unsynced { .. } => Self::Failed,
            FileError::NotAFile | FileError::NotALink | FileError::Dangling => Self::FileRefused,
            FileError::OpenFolder { .. } => Self::FileRefused,
            FileError::ForeignLink | FileError::TooLarge { .. } | FileError::Silent { .. } => {
                Self::FileRefused
            }
        }
    }
}

#[cfg(test)]
mod tests;
