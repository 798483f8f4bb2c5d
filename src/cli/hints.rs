//! What the user can do about an error: a command that works, where there is one.

use std::io;
use std::path::Path;
use std::time::Duration;

use keyrc_platform::file::FileError;

use crate::credential::Login;
use crate::error::{Error, Next};
use crate::file_fault::FileFault;
use crate::host::{BadHost, Host};
use crate::secret::{BadSecret, MAX_SECRET};
use crate::store::{Absence, Denial, Fault, Lock, VaultFault};
use crate::text::{argument, path_argument, shown};

/// Returns the hint that is printed after the message of `error`, if there is one.
pub(crate) fn hint_of(error: &Error) -> Option<String> {
    Some(match error {
        Error::Host(BadHost::Userinfo) => "give the login with `-u NAME`".into(),
        Error::Host(_) => "write a host as `api.example.com`, or its URL".into(),
        Error::Secret(BadSecret::Empty) => {
            "pipe the token in: `print-token | keyrc login HOST -u NAME --token-stdin`".into()
        }
        Error::Secret(_) => {
            format!("a token is one line of text, at most {MAX_SECRET} bytes long")
        }
        Error::Environment { expected, .. } => (*expected).into(),
        Error::Shadowed { variable, .. } => format!("run `unset {}` first", argument(variable)),
        Error::NotFound { host, login } => store_one(host, login.as_ref()),
        Error::OtherPort { other, .. } => format!(
            "a netrc has no ports; to use this token for every port, run `keyrc exec {} -- COMMAND`",
            argument(other.as_str())
        ),
        Error::NothingStored => {
            "store a token with `keyrc login HOST`, or move those of a netrc with `keyrc migrate`"
                .into()
        }
        Error::Several {
            host,
            logins,
            can_set_default,
        } => select_login(host, logins, *can_set_default),
        Error::NotStored { .. } => "list the stored accounts with `keyrc list`".into(),
        Error::Store(fault) => return hint_of_fault(fault),
        Error::File(fault) => return hint_of_file(fault),
        Error::Disagreed { path, next, .. } => return fix_or_narrow(path, *next),
        Error::TooMuch {
            path,
            one_host_helps: true,
        } => format!(
            "check a single host with `keyrc check-netrc {} HOST`",
            path_argument(path)
        ),
        Error::TooMuch { path, .. } => format!(
            "fix what `keyrc check-netrc {} HOST` reports, host by host",
            path_argument(path)
        ),
        Error::NotImported {
            ambiguous: true, ..
        } => "pick an interpretation with `--as curl`, or fix the lines above".into(),
        Error::NotImported { .. } => "fix the lines above, and run the same command again".into(),
        Error::Conflict { .. } | Error::StoreConflict { .. } => {
            "overwrite the other token with `--force`".into()
        }
        Error::NoPlace { set_by, .. } => format!("set HOME, or set it with {set_by}"),
        Error::NotInFile { path, .. } => {
            format!(
                "show its entries with `keyrc check-netrc {}`",
                path_argument(path)
            )
        }
        Error::NoTerminal { instead, .. } | Error::Usage { instead, .. } => (*instead).into(),
        Error::Command { error, .. } if error.kind() == io::ErrorKind::NotFound => {
            "check the spelling; run shell syntax as `sh -c '…'`".into()
        }
        Error::Obstacle(_) => {
            "`--via memfd` and `--via file` need fewer rights; docs/exec.md explains each method"
                .into()
        }
        Error::Login(_)
        | Error::ReadBack { .. }
        | Error::NotExported { .. }
        | Error::Unhealthy { .. }
        | Error::Config { .. }
        | Error::Interrupted
        | Error::Command { .. }
        | Error::Io { .. } => return None,
    })
}

fn store_one(host: &Host, login: Option<&Login>) -> String {
    let host = argument(host.as_str());
    match login {
        None => format!("store one with `keyrc login {host}`"),
        Some(login) => {
            let login = argument(login.as_str());
            format!("store one with `keyrc login {host} -u {login}`, or see `keyrc list`")
        }
    }
}

fn select_login(host: &Host, logins: &[Login], can_set_default: bool) -> String {
    let first = logins
        .first()
        .map_or("NAME".into(), |login| argument(login.as_str()));
    let host = argument(host.as_str());
    if can_set_default {
        format!("select one with `-u {first}`, or by default with `keyrc switch {host} -u {first}`")
    } else {
        format!("select one with `-u {first}`")
    }
}

fn fix_or_narrow(path: &Path, next: Next) -> Option<String> {
    let path = path_argument(path);
    match next {
        Next::Fix => Some(format!(
            "fix what can be fixed with `keyrc check-netrc {path} --fix`"
        )),
        Next::Narrow => Some(format!(
            "check only the tools that you use: `keyrc check-netrc {path} --for curl,git`"
        )),
        Next::Nothing => None,
    }
}

fn hint_of_file(fault: &FileFault) -> Option<String> {
    let (path, error) = match fault {
        FileFault::Exposed { path, .. } => return Some(let_only_owner_access(path)),
        FileFault::Foreign { path } => {
            return Some(format!(
                "see its owner with `ls -l {}`",
                path_argument(path)
            ));
        }
        FileFault::Failed { path, error } => (path, error),
    };
    Some(match error {
        FileError::TooLarge { limit } => {
            let larger = limit.saturating_mul(16);
            format!(
                "if {} is the right file, raise the limit with `--max-size {larger}`",
                shown(path)
            )
        }
        FileError::NotAFile => {
            "name a regular file with `--file PATH`; read a pipe with `--file -`".into()
        }
        FileError::Dangling => format!(
            "remove the link with `rm {}`, or create its target",
            path_argument(path)
        ),
        FileError::Busy { .. } => {
            "run the same command again when the other process is done".into()
        }
        FileError::Changed => "run the same command again".into(),
        FileError::ForeignLink | FileError::Io { .. } => return None,
    })
}

/// Returns the hint for a file that other users can access.
pub(crate) fn let_only_owner_access(path: &Path) -> String {
    format!("run `chmod 600 {}`", path_argument(path))
}

/// Returns the hint that is printed after the message of `fault`, if there is one.
pub(crate) fn hint_of_fault(fault: &Fault) -> Option<String> {
    Some(match fault {
        Fault::Absent(absence) => hint_of_absence(absence),
        Fault::Locked(lock) => hint_of_lock(lock),
        Fault::Denied(denial) => return hint_of_denial(denial),
        Fault::TimedOut { waited } => format!(
            "wait longer with `KEYRC_TIMEOUT={}`, or restart the keyring",
            longer(*waited)
        ),
        Fault::Disconnected | Fault::Other(_) => {
            "run the same command again; if that fails too, restart the keyring".into()
        }
        Fault::Malformed => "update or restart the keyring: this is a bug in it".into(),
        Fault::Duplicate => {
            "remove both with `keyrc logout HOST -u NAME` in a vault; in a keyring, remove one with your \
             desktop's password manager"
                .into()
        }
        Fault::Damaged => "store the token again with `keyrc login HOST -u NAME`".into(),
        Fault::Several(_) => "select one with `-u NAME`".into(),
        Fault::File(fault) => return hint_of_file(fault),
        Fault::Vault(fault) => return hint_of_vault(fault),
        Fault::NotFound | Fault::TooLarge { .. } | Fault::Interrupted => return None,
    })
}

fn hint_of_absence(absence: &Absence) -> String {
    match absence {
        Absence::Bus => {
            "store tokens in an encrypted vault with `keyrc vault init`, or start a session for one command \
             with `dbus-run-session -- COMMAND`"
        }
        Absence::Service => {
            "store tokens in an encrypted vault with `keyrc vault init`, or install a keyring such as \
             gnome-keyring or KeePassXC"
        }
        Absence::Collection => {
            "run `keyrc login` in a terminal to create one, or store tokens in an encrypted vault with \
             `keyrc vault init`"
        }
        Absence::Vault { .. } => "create one with `keyrc vault init`",
    }
    .into()
}

fn hint_of_lock(lock: &Lock) -> String {
    match lock {
        Lock::Keyring => {
            "unlock it in your desktop's password manager, or run `keyrc login` in a terminal".into()
        }
        Lock::Unanswered { waited } => format!(
            "type its password in the window that it opens; wait longer with `KEYRC_TIMEOUT={}`",
            longer(*waited)
        ),
        Lock::Vault => {
            "run `keyrc vault unlock` in a terminal, or set KEYRC_PASSPHRASE_FILE to a file with the \
             passphrase"
                .into()
        }
    }
}

fn hint_of_denial(denial: &Denial) -> Option<String> {
    match denial {
        Denial::System => {
            Some("run keyrc as the owner of the keyring, without `sudo` or a sandbox".into())
        }
        Denial::NoIdentity => {
            Some("set KEYRC_IDENTITY to an identity file that the vault is encrypted to".into())
        }
        Denial::Passphrase | Denial::KeyPassphrase { .. } => None,
    }
}

/// A longer limit in seconds to try after one that was too short, within what `KEYRC_TIMEOUT` accepts.
fn longer(waited: Duration) -> u64 {
    (4 * waited.as_secs().max(1)).min(3600)
}

fn hint_of_vault(fault: &VaultFault) -> Option<String> {
    Some(match fault {
        VaultFault::Exists { .. } => "list its tokens with `keyrc list --store vault`".into(),
        VaultFault::NoTerminal => {
            "run it in a terminal, or set KEYRC_PASSPHRASE_FILE to a file with the new passphrase"
                .into()
        }
        VaultFault::BadPassphraseFile { .. } => "a passphrase is one line of text".into(),
        VaultFault::Damaged { path } => {
            format!("restore {} from a backup", path_argument(path))
        }
        VaultFault::NoRecipients => {
            "add yourself with `keyrc vault recipients add RECIPIENT`".into()
        }
        VaultFault::Lockout => {
            "add your own recipient first: `keyrc vault recipients add RECIPIENT`".into()
        }
        VaultFault::Orphan { path } => {
            format!(
                "restore its vault.age, or move {} away",
                path_argument(path)
            )
        }
        VaultFault::LastRecipient => {
            "add another one first: `keyrc vault recipients add RECIPIENT`".into()
        }
        VaultFault::NoSuchRecipient { .. } => {
            "list the recipients with `keyrc vault recipients list`".into()
        }
        VaultFault::BadRecipient { .. } => {
            "a recipient is `age1…`, `ssh-ed25519 …`, `ssh-rsa …`, or that of an age plugin".into()
        }
        VaultFault::BadIdentity { .. } => {
            "an identity is a file of age-keygen or of an age plugin, or an SSH private key \
             (ed25519 or RSA)"
                .into()
        }
        VaultFault::UnknownRecipient { .. } => "name it with `--recipient`".into(),
        VaultFault::Mistyped
        | VaultFault::Prompt { .. }
        | VaultFault::NoPassphrase
        | VaultFault::Unwritable
        | VaultFault::Age(_) => return None,
    })
}
