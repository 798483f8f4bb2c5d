//! Every error has the exit code that `docs/exit-codes.md` promises.
//!
//! Each list is checked to be complete by a `match` without a wildcard: a new variant does not
//! compile until it has a name here, and fails the test until it has a row.

use std::collections::HashSet;
use std::io::{Error as IoError, ErrorKind};
use std::sync::Arc;
use std::time::Duration;

use keyrc_platform::launch::{Delivery, StepError};

use super::ExitCode::{self, *};
use crate::credential::{Account, BadLogin, Scope};
use crate::error::{
    ByHost, Error, Next, OutOfScope, Place, SelectBy, Side, Unfinished, WiderNetrc,
};
use crate::file_fault::FileFault;
use crate::host::{BadHost, Host};
use crate::secret::BadSecret;
use crate::setup::Refusal;
use crate::setup::format::Unreadable;
use crate::store::{Absence, Denial, Fault, Lock, VaultFault};
use crate::tool_fault::ToolFault;
use keyrc_platform::file::FileError;

/// Defines a function that names the variant of an error, and the list of all names.
macro_rules! variants {
    ($name:ident, $all:ident, $type:ident: $($variant:ident)*) => {
        const $all: &[&str] = &[$(stringify!($variant)),*];

        fn $name(error: &$type) -> &'static str {
            match error {
                $($type::$variant { .. } => stringify!($variant),)*
            }
        }
    };
}

variants!(error_name, ERRORS, Error:
    Host Login Secret Environment Shadowed NotFound NotFoundForUrl OutOfScope WiderNetrc NotInFile NotStored NothingStored Several Store StoreAndNetrc ReadBack File
    Disagreed ReadByNone NotEntries TooMuch NotImported NotExported Conflict StoreConflict AccountConflict Unhealthy NoPlace Config NoTerminal Usage
    Declined Interrupted Unfinished Step Undelivered Command Helper Tool Io
);
variants!(fault_name, FAULTS, Fault:
    NotFound Several Duplicate Damaged TooLarge Absent Locked Denied TimedOut Disconnected Malformed Interrupted File Vault
    Other
);
variants!(vault_name, VAULT_FAULTS, VaultFault:
    Exists Orphan NoTerminal Mistyped Prompt BadPassphraseFile NoVariableFile VariableFile Damaged LongHeader TooManyRecipients NotAccepted Slow
    NoRecipients Lockout LastRecipient NoSuchRecipient BadPlugin
    BadRecipient BadIdentity UnknownRecipient NoPassphrase Unwritable Age
);

fn unfinished(cause: Error) -> Error {
    Error::Unfinished(Box::new(Unfinished {
        cause,
        verb: "stored",
        done: 1,
        total: 2,
        file: None,
    }))
}

/// Checks each row, and that every variant has one.
#[track_caller]
fn check<T>(
    rows: Vec<(T, ExitCode)>,
    all: &[&'static str],
    name: fn(&T) -> &'static str,
    code: fn(&T) -> ExitCode,
) {
    for (error, expected) in &rows {
        assert_eq!(code(error), *expected, "{}", name(error));
    }
    let tested: HashSet<&str> = rows.iter().map(|(error, _)| name(error)).collect();
    let missing: Vec<_> = all.iter().filter(|name| !tested.contains(**name)).collect();
    assert!(missing.is_empty(), "no row for {missing:?}");
}

fn host() -> Host {
    "a.test".parse().expect("a host")
}

fn account() -> Account {
    Account {
        host: host(),
        login: "me".parse().expect("a login"),
    }
}

fn failed(error: FileError) -> FileFault {
    FileFault::Failed {
        path: "f".into(),
        error,
    }
}

fn files() -> Vec<(FileFault, ExitCode)> {
    vec![
        (
            FileFault::Exposed {
                path: "f".into(),
                mode: 0o644,
            },
            FileRefused,
        ),
        (FileFault::Foreign { path: "f".into() }, FileRefused),
        (failed(FileError::Dangling), FileRefused),
        (failed(FileError::ForeignLink), FileRefused),
        (failed(FileError::NotAFile), FileRefused),
        (failed(FileError::NotALink), FileRefused),
        (
            failed(FileError::OpenFolder { folder: "f".into() }),
            FileRefused,
        ),
        (failed(FileError::BadLock { lock: "l".into() }), Failed),
        (failed(FileError::TooLarge { limit: 1 }), FileRefused),
        (
            failed(FileError::Busy {
                waited: Duration::ZERO,
            }),
            Failed,
        ),
        (
            failed(FileError::Unsynced {
                error: ErrorKind::Other.into(),
            }),
            Failed,
        ),
        (failed(FileError::Changed), Conflict),
        (
            failed(FileError::Io {
                action: "read it",
                error: ErrorKind::NotFound.into(),
            }),
            Failed,
        ),
    ]
}

#[test]
#[rustfmt::skip] // A table: one row per line.
fn every_error_has_its_exit_code() {
    let (host, path, io) = (host(), || std::path::PathBuf::from("f"), |kind: ErrorKind| IoError::from(kind));
    let mut rows = vec![
        (Error::Host(BadHost::Empty), Usage),
        (Error::Login(BadLogin::Empty), Usage),
        (Error::Secret(BadSecret::Empty), Usage),
        (Error::Environment { variable: "V".into(), problem: "", expected: "" }, Usage),
        (Error::Shadowed { variable: "V".into(), host: host.clone() }, Failed),
        (Error::NotFound { host: host.clone(), login: None }, NotFound),
        (Error::NotFoundForUrl { host: host.clone(), login: None }, NotFound),
        (Error::WiderNetrc(Box::new(WiderNetrc { host: host.clone(), login: None, why: crate::exec::Wider::Redirected })), Usage),
        (Error::OutOfScope(Box::new(OutOfScope { endpoint: host.clone().into(), host: host.clone(), login: None, scope: Scope::WIDE })), NotFound),
        (Error::NotInFile { path: path(), host: host.clone(), tools: Vec::new() }, NotFound),
        (Error::NotStored { host: host.clone(), login: None }, NotFound),
        (Error::NothingStored, NotFound),
        (Error::Several { host, logins: Vec::new(), by: SelectBy::LoginOrDefault }, Usage),
        (Error::Store(Fault::NotFound), NotFound),
        (
            Error::StoreAndNetrc {
                store: Fault::Absent(Absence::Bus),
                netrc: FileFault::Foreign { path: "f".into() },
            },
            Store,
        ),
        (Error::ReadBack { account: account() }, Failed),
        (Error::Disagreed { path: path(), entries: 1, lost: 0, next: Next::Nothing }, FileRefused),
        (Error::ReadByNone { path: path(), entries: 1 }, FileRefused),
        (Error::NotEntries { path: path(), lines: 1 }, FileRefused),
        (Error::TooMuch { path: path(), by_host: ByHost::Check }, FileRefused),
        (Error::NotImported { path: path(), skipped: 1, kept: 0, any_ambiguous: true }, FileRefused),
        (Error::NotExported { credentials: 1 }, Failed),
        (Error::Conflict { path: path(), accounts: 1, replaced: Side::Store }, Conflict),
        (Error::StoreConflict { accounts: 1 }, Conflict),
        (Error::AccountConflict { account: account() }, Conflict),
        (Error::Unhealthy { checks: 1 }, Failed),
        (Error::NoPlace(Place::Links), Usage),
        (Error::NoPlace(Place::Vault), Usage),
        (Error::Config { path: path(), line: None }, Failed),
        (Error::NoTerminal { what: "", instead: "" }, Usage),
        (Error::Usage { problem: "", instead: "" }, Usage),
        (Error::Declined, Failed),
        (Error::Interrupted, Interrupted),
        (unfinished(Error::Interrupted), Interrupted),
        (unfinished(Error::Store(Fault::Disconnected)), Store),
        (Error::Step(StepError { action: "".into(), error: io(ErrorKind::Unsupported) }), Failed),
        (Error::Undelivered { delivery: Delivery::File, step: StepError { action: "".into(), error: io(ErrorKind::Unsupported) } }, Failed),
        (Error::Command { name: "c".into(), error: io(ErrorKind::PermissionDenied) }, CommandNotRun),
        (Error::Command { name: "c".into(), error: io(ErrorKind::NotFound) }, CommandNotFound),
        (Error::Helper { message: "m".into(), code: 1 }, Failed),
        (Error::Helper { message: "m".into(), code: 2 }, Usage),
        (ToolFault::BadRecord { path: path() }.into(), FileRefused),
        (Error::Io { action: "", error: io(ErrorKind::Other) }, Failed),
    ];
    rows.extend(
        files()
            .into_iter()
            .map(|(fault, code)| (Error::File(fault), code)),
    );
    check(rows, ERRORS, error_name, ExitCode::of);
}

#[test]
fn every_fault_of_a_tool_has_its_exit_code() {
    let path = || std::path::PathBuf::from("f");
    let line = || Unreadable {
        line: 1,
        problem: String::new(),
    };
    let (tool, lines) = ("git", Vec::new());
    for (fault, code) in [
        (FileFault::Foreign { path: path() }.into(), FileRefused),
        (Refusal::in_file(&path())(line()).into(), FileRefused),
        (Refusal::impossible("", "").into(), Usage),
        (
            ToolFault::Changed {
                tool,
                path: path(),
                lines,
            },
            Conflict,
        ),
        (ToolFault::BadRecord { path: path() }, FileRefused),
    ] {
        assert_eq!(ExitCode::of(&Error::from(fault)), code);
    }
}

#[test]
fn every_fault_of_a_store_has_its_exit_code() {
    let waited = Duration::ZERO;
    let mut rows = vec![
        (Fault::NotFound, NotFound),
        (Fault::Several(vec![account()]), Usage),
        (Fault::Duplicate { account: None }, Failed),
        (Fault::Damaged { account: None }, Failed),
        (Fault::TooLarge { limit: 1 }, Failed),
        (Fault::Absent(Absence::Bus), Store),
        (Fault::Absent(Absence::Service), Store),
        (Fault::Absent(Absence::Collection), Store),
        (Fault::Absent(Absence::Vault { folder: "f".into() }), Store),
        (Fault::Locked(Lock::Keyring), Store),
        (Fault::Locked(Lock::OwnProgram), Store),
        (Fault::Locked(Lock::Unanswered { waited }), Store),
        (Fault::Locked(Lock::Vault), Store),
        (Fault::Denied(Denial::System), Store),
        (Fault::Denied(Denial::Passphrase), Store),
        (
            Fault::Denied(Denial::KeyPassphrase { path: "f".into() }),
            Store,
        ),
        (Fault::Denied(Denial::NoIdentity), Store),
        (Fault::TimedOut { waited }, Store),
        (Fault::Disconnected, Store),
        (Fault::Malformed, Store),
        (Fault::Interrupted, Interrupted),
        (Fault::Vault(VaultFault::NoRecipients), FileRefused),
        (Fault::Other("why".into()), Store),
    ];
    rows.extend(
        files()
            .into_iter()
            .map(|(fault, code)| (Fault::File(Arc::new(fault)), code)),
    );
    check(rows, FAULTS, fault_name, ExitCode::of_fault);
}

#[test]
fn every_fault_of_a_vault_has_its_exit_code() {
    let (path, text) = (|| "f".into(), || String::from("age1x"));
    let rows = vec![
        (VaultFault::Exists { folder: path() }, Failed),
        (VaultFault::Orphan { path: path() }, Failed),
        (VaultFault::NoTerminal, Usage),
        (VaultFault::Mistyped, Failed),
        (VaultFault::Prompt { problem: text() }, Failed),
        (VaultFault::BadPassphraseFile { path: path() }, Failed),
        (
            VaultFault::NoVariableFile {
                variable: "",
                problem: "",
            },
            Failed,
        ),
        (
            VaultFault::VariableFile {
                variable: "",
                fault: Arc::new(FileFault::Foreign { path: path() }),
            },
            FileRefused,
        ),
        (VaultFault::Damaged { path: path() }, FileRefused),
        (VaultFault::LongHeader { path: path() }, FileRefused),
        (VaultFault::TooManyRecipients, Failed),
        (
            VaultFault::Slow {
                waited: Duration::ZERO,
            },
            Store,
        ),
        (VaultFault::NotAccepted { folder: path() }, Conflict),
        (VaultFault::BadPlugin { name: text() }, FileRefused),
        (VaultFault::NoRecipients, FileRefused),
        (VaultFault::Lockout, FileRefused),
        (VaultFault::LastRecipient, Failed),
        (VaultFault::NoSuchRecipient { recipient: text() }, NotFound),
        (VaultFault::BadRecipient { text: text() }, Usage),
        (
            VaultFault::BadIdentity {
                path: path(),
                problem: "",
            },
            FileRefused,
        ),
        (VaultFault::UnknownRecipient { path: path() }, Usage),
        (VaultFault::NoPassphrase, Failed),
        (VaultFault::Unwritable, Failed),
        (VaultFault::Age(text()), Failed),
    ];
    check(rows, VAULT_FAULTS, vault_name, ExitCode::of_vault_fault);
}

#[test]
fn the_numbers_are_stable() {
    let numbers: Vec<u8> = ExitCode::ALL.iter().map(|code| code.number()).collect();
    assert_eq!(numbers, [0, 1, 2, 3, 4, 5, 6, 126, 127, 130]);
}

#[test]
fn the_same_event_has_the_same_message_code_and_hint_for_a_netrc_and_a_vault() {
    for ((netrc, _), (vault, _)) in files().into_iter().zip(files()) {
        let (netrc, vault) = (Error::File(netrc), Error::Store(vault.into()));
        assert_eq!(netrc.to_string(), vault.to_string());
        assert_eq!(ExitCode::of(&netrc), ExitCode::of(&vault));
        // A hint about a vault must not name options that only netrc commands have.
        let hint = crate::cli::hints::hint_of(&netrc)
            .filter(|hint| !hint.contains("--file") && !hint.contains("--max-size"));
        assert_eq!(hint, crate::cli::hints::hint_of(&vault));
    }
}
