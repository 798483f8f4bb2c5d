//! What the user can do about an error: a command to run where there is one.

use std::io;
use std::path::Path;
use std::time::Duration;

use keyrc_platform::file::FileError;

use crate::credential::Login;
use crate::error::{Error, Next};
use crate::host::{BadHost, Host};
use crate::secret::{BadSecret, MAX_SECRET};
use crate::store::{Fault, VaultFault};
use crate::text::{argument, path_argument, shown};

/// Returns the hint that is printed after the message of `error`, if there is one.
pub(crate) fn hint_of(error: &Error) -> Option<String> {
    Some(match error {
        Error::Host(BadHost::Userinfo) => "give the login with `-u NAME`".into(),
        Error::Host(_) => "write a host as `api.example.com`, or its URL".into(),
        Error::Secret(BadSecret::Empty) => {
            "pipe the token in, as in `print-token | keyrc login HOST -u NAME --token-stdin`".into()
        }
        Error::Secret(_) => {
            format!("a token is one line of text, of at most {MAX_SECRET} bytes")
        }
        Error::Environment { expected, .. } => (*expected).into(),
        Error::Shadowed { variable, .. } => format!("run `unset {}` first", argument(variable)),
        Error::NotFound { host, login } => store_one(host, login.as_ref()),
        Error::OtherPort { other, .. } => format!(
            "a netrc knows no ports: to use it there too, name the host, as in `keyrc exec {} -- COMMAND`",
            argument(other.as_str())
        ),
        Error::NothingStored => {
            "store a token with `keyrc login HOST`, or bring those of a netrc in with `keyrc migrate`".into()
        }
        Error::Several { host, logins, can_set_default } => choose_login(host, logins, *can_set_default),
        Error::NotStored { .. } => "see what there is with `keyrc list`".into(),
        Error::Store(fault) => return hint_of_fault(fault),
        Error::File { path, error } => return hint_of_file(path, error),
        Error::Exposed { path, .. } => format!("run `chmod 600 {}`", path_argument(path)),
        Error::Foreign { path } => see_owner(path),
        Error::Netrc { path, position, .. } => {
            format!("mend line {} of {} by hand", position.line, shown(path))
        }
        Error::Disagreed { path, next, .. } => return fix_or_narrow(path, *next),
        Error::TooMuch { path, one_host_helps: true } => {
            format!("look at one host: `keyrc check-netrc {} HOST`", path_argument(path))
        }
        Error::TooMuch { one_host_helps: false, .. } => {
            "mend what `keyrc check-netrc FILE HOST` shows, host by host".into()
        }
        Error::NotImported { ambiguous: true, .. } => {
            "say whose reading counts, as in `--as curl`, or mend the lines that are named, and run it again".into()
        }
        Error::NotImported { ambiguous: false, .. } => {
            "mend the lines that are named, and run the same command again".into()
        }
        Error::Conflict { .. } | Error::StoreConflict { .. } => {
            "to let this command win, add `--force`".into()
        }
        Error::NoPlace { set_by, .. } => format!("set HOME, or name it with {set_by}"),
        Error::NotInFile { path, .. } => {
            format!("see what it has with `keyrc check-netrc {}`", path_argument(path))
        }
        Error::NoTerminal { instead, .. } | Error::Usage { instead, .. } => (*instead).into(),
        Error::Command { error, .. } if error.kind() == io::ErrorKind::NotFound => {
            "see how it is spelled; what only a shell knows is run as `sh -c '…'`".into()
        }
        Error::Obstacle(_) => {
            "`--via memfd` and `--via file` need less; docs/exec.md says what each way needs".into()
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

fn choose_login(host: &Host, logins: &[Login], can_set_default: bool) -> String {
    let first = logins
        .first()
        .map_or("NAME".into(), |login| argument(login.as_str()));
    let host = argument(host.as_str());
    if can_set_default {
        format!("say which with `-u {first}`, or for good with `keyrc switch {host} -u {first}`")
    } else {
        format!("say which with `-u {first}`")
    }
}

fn see_owner(path: &Path) -> String {
    format!("see whose it is with `ls -l {}`", path_argument(path))
}

fn hint_of_file(path: &Path, error: &FileError) -> Option<String> {
    Some(match error {
        FileError::TooLarge { limit } => {
            let larger = limit.saturating_mul(16);
            format!(
                "if {} is right, raise the bound with `--max-size {larger}`",
                shown(path)
            )
        }
        FileError::NotAFile => {
            "name a file with `--file PATH`; a pipe can be given as `--file -`".into()
        }
        FileError::Dangling => {
            format!(
                "remove the link with `rm {}`, or make its file",
                path_argument(path)
            )
        }
        FileError::Busy { .. } => "run the same command again when it is done".into(),
        FileError::Changed => "run the same command again".into(),
        FileError::ForeignLink | FileError::Io { .. } => return None,
    })
}

fn fix_or_narrow(path: &Path, next: Next) -> Option<String> {
    let path = path_argument(path);
    match next {
        Next::Fix => Some(format!(
            "fix what can be fixed with `keyrc check-netrc {path} --fix`"
        )),
        Next::Narrow => Some(format!(
            "name the tools that matter to you: `keyrc check-netrc {path} --for curl,git`"
        )),
        Next::Nothing => None,
    }
}

/// Returns the hint that is printed after the message of `fault`, if there is one.
pub(crate) fn hint_of_fault(fault: &Fault) -> Option<String> {
    Some(match fault {
        Fault::Vault(fault) => return hint_of_vault(fault),
        Fault::NoBus => {
            "keep tokens in an encrypted file with `keyrc vault init`, or start a session for one command \
             with `dbus-run-session -- COMMAND`"
                .into()
        }
        Fault::NoService => {
            "keep tokens in an encrypted file with `keyrc vault init`, or install a keyring, such as \
             gnome-keyring or KeePassXC"
                .into()
        }
        Fault::NoCollection => {
            "make one with `gnome-keyring-daemon --unlock`, which reads a password for it from \
             standard input, or keep tokens in an encrypted file with `keyrc vault init`"
                .into()
        }
        Fault::Locked => {
            "unlock it in your desktop's password program, or with `gnome-keyring-daemon --unlock`, \
             which reads its password from standard input"
                .into()
        }
        Fault::TimedOut(waited) => format!(
            "wait longer with `KEYRC_TIMEOUT={}`, or restart the keyring's program",
            longer(*waited)
        ),
        Fault::Unanswered(waited) => format!(
            "type its password in the window that it opens, for which it waits longer with `KEYRC_TIMEOUT={}`",
            longer(*waited)
        ),
        Fault::Denied => {
            "run it as the user whose keyring it is, without `sudo`, and outside any sandbox".into()
        }
        Fault::Gone | Fault::Other(_) => {
            "run the same command again; if that does not help, restart the keyring's program".into()
        }
        Fault::Nonsense => "update or restart the keyring's program, whose mistake this is".into(),
        Fault::Duplicate => {
            "remove one of them in your desktop's password program; in a vault, `keyrc logout` removes \
             both"
                .into()
        }
        Fault::Damaged => "store it anew with `keyrc login`".into(),
        Fault::NotFound | Fault::Several(_) | Fault::TooLarge(_) => return None,
    })
}

/// A longer limit in seconds to try after one that was too short, within what `KEYRC_TIMEOUT` accepts.
fn longer(waited: Duration) -> u64 {
    (4 * waited.as_secs().max(1)).min(3600)
}

fn hint_of_vault(fault: &VaultFault) -> Option<String> {
    Some(match fault {
        VaultFault::Absent(_) => "make one with `keyrc vault init`".into(),
        VaultFault::Exists(_) => "see what it has with `keyrc list --store vault`".into(),
        VaultFault::Locked => {
            "run `keyrc vault unlock` in a terminal, or name a file with its passphrase in \
             KEYRC_PASSPHRASE_FILE"
                .into()
        }
        VaultFault::Unasked => {
            "run it in a terminal, or name a file with the passphrase of a new vault in \
             KEYRC_PASSPHRASE_FILE"
                .into()
        }
        VaultFault::NoIdentity => {
            "name the file of an identity that it is encrypted to in KEYRC_IDENTITY".into()
        }
        VaultFault::Damaged(path) => {
            format!(
                "put a copy of {} from a backup in its place",
                path_argument(path)
            )
        }
        VaultFault::Foreign(path) => see_owner(path),
        VaultFault::NoRecipients => {
            "add yourself with `keyrc vault recipients add RECIPIENT`".into()
        }
        VaultFault::Lockout => {
            "it has to be encrypted to you too: add your own recipient first, with `keyrc vault \
             recipients add RECIPIENT`"
                .into()
        }
        VaultFault::Orphan(path) => {
            format!("put its vault back, or move {} away", path_argument(path))
        }
        VaultFault::LastRecipient => {
            "add another one first, with `keyrc vault recipients add RECIPIENT`".into()
        }
        VaultFault::NoSuchRecipient(_) => {
            "see whom it is encrypted to with `keyrc vault recipients list`".into()
        }
        VaultFault::BadRecipient(_) => {
            "a recipient is `age1…`, `ssh-ed25519 …`, `ssh-rsa …`, or that of an age plugin".into()
        }
        VaultFault::BadIdentity(..) => {
            "an identity is a file of age-keygen or of an age plugin, or a private key of SSH \
             (ed25519 or RSA)"
                .into()
        }
        VaultFault::UnknownRecipient(_) => "name it too, with `--recipient`".into(),
        VaultFault::WrongPassphrase
        | VaultFault::WrongPassphraseOf(_)
        | VaultFault::Interrupted
        | VaultFault::Mistyped
        | VaultFault::Terminal(_)
        | VaultFault::NoPassphrase
        | VaultFault::Unwritable
        | VaultFault::File(..)
        | VaultFault::Age(_) => return None,
    })
}
