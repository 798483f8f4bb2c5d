//! Hints: a command that solves the reported error, if one exists.

mod file;
mod missing;
mod store;

use std::io;
use std::path::Path;

use keyrc_platform::launch::Delivery;

use crate::cli::world::World;
use crate::credential::{Account, Login};
use crate::error::{ByHost, Error, Next, OutOfScope, Place, SelectBy, Side, WiderNetrc};
use crate::host::{BadHost, Host};
use crate::secret::{BadSecret, MAX_SECRET};
use crate::store::{Absence, Fault};
use crate::text::{argument, login_option, path_argument};

pub(crate) use file::let_only_owner_access;
pub(crate) use missing::warn_of_variables;
pub(crate) use store::hint_of_fault;

use file::{hint_of_file, hint_of_tool_fault};

/// Returns the hint for `error` in this world: where the keyring cannot be used but a vault exists,
/// the vault; where a host has no token, a host with a similar name.
pub(crate) fn hint_in(world: &World, error: &Error) -> Option<String> {
    let is_unusable = matches!(
        error,
        Error::Store(Fault::Absent(
            Absence::Bus | Absence::Service | Absence::Collection
        ))
    );
    if is_unusable && world.known().is_ok_and(|known| known.vault_exists) {
        return Some("use the vault from now on with `keyrc store use vault`".into());
    }
    match error {
        Error::NotFound { host, login }
        | Error::NotFoundForUrl { host, login }
        | Error::NotStored { host, login } => {
            let here = missing::chosen_here(world, host, login.as_ref());
            let swapped = here.or_else(|| missing::swapped(host, login.as_ref()));
            let place = swapped.or_else(|| missing::other_place(world, host, login.as_ref()));
            let similar = place.or_else(|| missing::similar(world, host, login.as_ref()));
            let is_removal = matches!(error, Error::NotStored { .. });
            let known = || missing::well_known(host).filter(|_| !is_removal);
            similar.or_else(known).or_else(|| hint_of(error))
        }
        Error::NotInFile { host, .. } if Path::new(host.as_str()).is_file() => {
            let file = argument(host.as_str());
            Some(format!(
                "to read the file {file} in this folder, add `--file {file}`"
            ))
        }
        _ => hint_of(error),
    }
}

const STORE_OR_MIGRATE: &str =
    "store a token with `keyrc login HOST`, or move those of a netrc with `keyrc migrate`";

/// Returns the hint that is printed after the message of `error`, if there is one.
pub(crate) fn hint_of(error: &Error) -> Option<String> {
    Some(match error {
        Error::Host(problem) => hint_of_host(*problem).into(),
        Error::Secret(problem) => hint_of_secret(*problem),
        Error::Environment { expected, .. } => (*expected).into(),
        Error::Shadowed { variable, .. } => format!("run `unset {}` first", argument(variable)),
        Error::NotFound { host, login } => store_one(host, login.as_ref()),
        Error::NotFoundForUrl { host, login } => store_one_or_follow(host, login.as_ref()),
        Error::OutOfScope(refused) => widen(refused),
        Error::WiderNetrc(refused) => pass_otherwise(refused),
        Error::NothingStored => STORE_OR_MIGRATE.into(),
        Error::Several { host, logins, by } => select_login(host, logins, *by),
        Error::NotStored { .. } => "list the stored accounts with `keyrc list`".into(),
        Error::Store(fault) => return hint_of_fault(fault),
        Error::StoreAndNetrc { netrc, .. } => return hint_of_file(netrc),
        Error::File(fault) => return hint_of_file(fault),
        Error::Tool(fault) => return hint_of_tool_fault(fault),
        Error::Disagreed { path, next, .. } => return fix_or_narrow(path, *next),
        Error::ReadByNone { .. } => "correct the lines above by hand".to_owned(),
        Error::NotEntries { .. } => "correct or remove that text by hand".to_owned(),
        Error::TooMuch { path, by_host } => go_host_by_host(path, *by_host),
        Error::NotImported {
            skipped,
            any_ambiguous,
            ..
        } => return import_the_rest(*skipped, *any_ambiguous),
        Error::Conflict { replaced, .. } => replace(*replaced).into(),
        Error::AccountConflict { account } => remove_first(account),
        Error::StoreConflict { .. } => {
            "replace the token in the second store by that of the first with `--force`".into()
        }
        Error::NoPlace(place) => set_place(*place).into(),
        Error::NotInFile { path, .. } => show_entries(path),
        Error::NoTerminal { instead, .. } | Error::Usage { instead, .. } => (*instead).into(),
        Error::Command { name, .. } if is_url(name) => {
            "the command is missing: write it before the URL, as in `keyrc exec -- curl -n URL`"
                .into()
        }
        Error::Command { error, .. } if error.kind() == io::ErrorKind::NotFound => {
            "check the spelling; run shell syntax as `sh -c '…'`".into()
        }
        Error::Unfinished(work) => {
            hint_of(&work.cause).unwrap_or_else(|| "run the same command again to continue".into())
        }
        Error::Step(_) => deliver_otherwise(Delivery::Namespace).into(),
        Error::Undelivered { delivery, .. } => deliver_otherwise(*delivery).into(),
        Error::Login(_)
        | Error::ReadBack { .. }
        | Error::NotExported { .. }
        | Error::Unhealthy { .. }
        | Error::Config { .. }
        | Error::Declined
        | Error::Interrupted
        | Error::Command { .. }
        | Error::Helper { .. }
        | Error::Io { .. } => return None,
    })
}

fn hint_of_host(problem: BadHost) -> &'static str {
    match problem {
        BadHost::Userinfo => "give the login with `-u NAME`",
        BadHost::Token => "pipe a token to `keyrc login HOST --token-stdin`",
        _ => "write a host as `api.example.com`, or its URL",
    }
}

fn hint_of_secret(problem: BadSecret) -> String {
    match problem {
        BadSecret::Empty => {
            "pipe the token in: `print-token | keyrc login HOST -u NAME --token-stdin`".into()
        }
        _ => format!("a token is one line of text, at most {MAX_SECRET} bytes long"),
    }
}

fn store_one(host: &Host, login: Option<&Login>) -> String {
    let host = argument(host.as_str());
    match login {
        None => format!("store one with `keyrc login {host}`"),
        // A colon may be followed by a password, which is not repeated.
        Some(login) if login.as_str().contains(':') => "list the accounts with `keyrc list`".into(),
        Some(login) => {
            let option = login_option(login.as_str());
            format!("store one with `keyrc login {host} {option}`, or see `keyrc list`")
        }
    }
}

fn store_one_or_follow(host: &Host, login: Option<&Login>) -> String {
    let store = store_one(host, login);
    format!(
        "{store}; if the URL leads to a login page on another host, name that host: \
         `keyrc exec HOST -- COMMAND`"
    )
}

fn pass_otherwise(refused: &WiderNetrc) -> String {
    let host = match &refused.login {
        Some(login) => argument(&format!("{}@{}", login.as_str(), refused.host)),
        None => argument(refused.host.as_str()),
    };
    format!(
        "pass the token with `keyrc exec --header {host} -- curl -H @- URL`, or accept that with \
         `keyrc exec --any-port -- COMMAND`"
    )
}

fn deliver_otherwise(failed: Delivery) -> &'static str {
    match failed {
        Delivery::Namespace => {
            "`--via memfd` and `--via file` need fewer rights; docs/exec.md explains each delivery"
        }
        Delivery::Memfd => {
            "`--via file` works on every system; docs/exec.md explains each delivery"
        }
        Delivery::File => {
            "pass the token with `keyrc exec --env NAME=HOST -- COMMAND`; docs/exec.md explains \
             each delivery"
        }
    }
}

/// Whether the first word of a command is a URL, or `LOGIN:PASSWORD@HOST`.
fn is_url(word: &str) -> bool {
    let first = word.split(char::is_whitespace).next().unwrap_or_default();
    first.contains("://") || first.contains(':') && first.contains('@')
}

fn widen(refused: &OutOfScope) -> String {
    let host = argument(refused.host.as_str());
    let login = refused.login.as_ref();
    let login = login.map_or_else(String::new, |login| {
        format!(" {}", login_option(login.as_str()))
    });
    format!("to use it for every protocol and port, run `keyrc scope {host}{login} --any`")
}

fn select_login(host: &Host, logins: &[Login], by: SelectBy) -> String {
    let option = logins
        .first()
        .map_or("-u NAME".into(), |login| login_option(login.as_str()));
    let host = argument(host.as_str());
    match by {
        SelectBy::Login => format!("select one with `{option}`"),
        SelectBy::LoginOrDefault => {
            format!("select one with `{option}`, or by default with `keyrc switch {host} {option}`")
        }
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

fn remove_first(account: &Account) -> String {
    let host = argument(account.host.as_str());
    let option = login_option(account.login.as_str());
    format!("if it is the wrong one, remove it first with `keyrc logout {host} {option}`")
}

fn import_the_rest(skipped: usize, any_ambiguous: bool) -> Option<String> {
    if skipped == 0 {
        // Nothing is wrong with the entries that stay.
        return None;
    }
    let hint = if any_ambiguous {
        "pick an interpretation with `--as TOOL`, one of the tools above, or fix the lines above"
    } else {
        "fix the lines above, and run the same command again"
    };
    Some(hint.to_owned())
}

fn replace(side: Side) -> &'static str {
    match side {
        Side::Store => "replace the stored token by the one in the file with `--force`",
        Side::File => "replace the token in the file by the stored one with `--force`",
    }
}

fn go_host_by_host(path: &Path, by_host: ByHost) -> String {
    let path = path_argument(path);
    match by_host {
        ByHost::Check => format!("check a single host with `keyrc check-netrc {path} HOST`"),
        ByHost::Fix => format!("fix what `keyrc check-netrc {path} HOST` reports, host by host"),
    }
}

fn set_place(place: Place) -> &'static str {
    match place {
        Place::Netrc => "set HOME, or set it with `--file PATH`",
        Place::Settings => "set HOME, or set it with KEYRC_CONFIG_DIR",
        Place::Links | Place::Vault => "set HOME, or name the folder in KEYRC_DATA_DIR",
    }
}

fn show_entries(path: &Path) -> String {
    let path = path_argument(path);
    format!("show its entries with `keyrc check-netrc {path}`")
}
