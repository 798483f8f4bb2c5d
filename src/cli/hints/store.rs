//! Hints for stores that failed.

use std::path::Path;
use std::time::Duration;

use crate::cli::hints::file::hint_of_vault_file;
use crate::credential::Account;
use crate::store::{Absence, Denial, Fault, Lock, VaultFault};
use crate::text::{argument, login_option, path_argument};

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
        Fault::Duplicate { account } => {
            format!(
                "remove all of them with `keyrc logout {}`",
                words(account.as_deref())
            )
        }
        Fault::Damaged { account } => {
            let account = words(account.as_deref());
            format!(
                "store the token again with `keyrc login {account}`, or remove it with `keyrc logout {account}`"
            )
        }
        Fault::Several(_) => "select one with `-u NAME`".into(),
        Fault::File(fault) => return hint_of_vault_file(fault),
        Fault::Vault(fault) => return hint_of_vault(fault),
        Fault::NotFound | Fault::TooLarge { .. } | Fault::Interrupted => return None,
    })
}

/// Returns the arguments of a command that name an account.
fn words(account: Option<&Account>) -> String {
    account.map_or("HOST -u NAME".into(), |account| {
        let host = argument(account.host.as_str());
        format!("{host} {}", login_option(account.login.as_str()))
    })
}

fn hint_of_absence(absence: &Absence) -> String {
    match absence {
        Absence::Bus => "store tokens in an encrypted vault with `keyrc vault init`",
        Absence::Service => {
            "store tokens in an encrypted vault with `keyrc vault init`, or install a keyring such as \
             gnome-keyring or KeePassXC"
        }
        Absence::Collection => {
            "run `keyrc login HOST` in a terminal to create one, or store tokens in an encrypted vault with \
             `keyrc vault init`"
        }
        Absence::Vault { .. } => "create one with `keyrc vault init`",
    }
    .into()
}

fn hint_of_lock(lock: &Lock) -> String {
    match lock {
        Lock::Keyring => {
            "unlock it with `keyrc store unlock` in a terminal".into()
        }
        Lock::OwnProgram => {
            "unlock it in its own window, such as that of KeePassXC, or use the vault: `keyrc vault init`".into()
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

/// A longer limit in seconds to try after one that was too short, within the limits of
/// `KEYRC_TIMEOUT`.
fn longer(waited: Duration) -> u64 {
    (4 * waited.as_secs().max(1)).min(3600)
}

fn path_of_variable(variable: &str) -> String {
    let content = match variable {
        "KEYRC_IDENTITY" => "an identity",
        _ => "the passphrase",
    };
    format!("set {variable} to the path of a file with {content}")
}

fn hint_of_vault(fault: &VaultFault) -> Option<String> {
    Some(match fault {
        VaultFault::Exists { .. } => "list its tokens with `keyrc list --store vault`".into(),
        VaultFault::NoTerminal => {
            "run it in a terminal, or set KEYRC_PASSPHRASE_FILE to a file with the new passphrase"
                .into()
        }
        VaultFault::NoVariableFile { variable, .. } => path_of_variable(variable),
        VaultFault::VariableFile { fault, .. } => return hint_of_vault_file(fault),
        VaultFault::BadPassphraseFile { .. } => "a passphrase is one line of text".into(),
        VaultFault::Damaged { path } | VaultFault::LongHeader { path } => {
            format!("restore {} from a backup", path_argument(path))
        }
        VaultFault::NoRecipients => {
            "add yourself with `keyrc vault recipients add RECIPIENT`".into()
        }
        VaultFault::Lockout => {
            "add your own recipient first: `keyrc vault recipients add RECIPIENT`".into()
        }
        VaultFault::Orphan { path } => make_room(path),
        VaultFault::LastRecipient => {
            "add another one first: `keyrc vault recipients add RECIPIENT`".into()
        }
        VaultFault::Slow { waited } => {
            format!("wait longer with `KEYRC_TIMEOUT={}`", longer(*waited))
        }
        VaultFault::NotAccepted { .. } => {
            "if you know who changed it, accept it with `keyrc vault trust`; else restore a backup"
                .into()
        }
        VaultFault::TooManyRecipients => {
            "see the recipients with `keyrc vault recipients list`, and remove some".into()
        }
        VaultFault::NoSuchRecipient { .. } => {
            "list the recipients with `keyrc vault recipients list`".into()
        }
        VaultFault::BadRecipient { .. } => {
            "a recipient is `age1…`, `ssh-ed25519 …`, `ssh-rsa …`, or that of an age plugin; \
             `age-keygen -y FILE` prints that of a key file"
                .into()
        }
        VaultFault::BadPlugin { .. } => {
            "the name of a plugin has lower-case letters, digits and `-` only".into()
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

/// The hint for the identity of a vault without its vault.age.
fn make_room(identity: &Path) -> String {
    let path = path_argument(identity);
    format!(
        "if the vault had tokens, restore vault.age from a backup; else move the file away with \
         `mv {path} {path}.old`"
    )
}
