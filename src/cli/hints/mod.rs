//! What the user can do about an error: a command that works, where there is one.

mod file;
mod store;

use std::io;
use std::path::Path;

use crate::credential::Login;
use crate::error::{Error, Next};
use crate::host::{BadHost, Host};
use crate::secret::{BadSecret, MAX_SECRET};
use crate::text::{argument, path_argument};

pub(crate) use file::let_only_owner_access;
pub(crate) use store::hint_of_fault;

use file::hint_of_file;

/// Returns the hint that is printed after the message of `error`, if there is one.
pub(crate) fn hint_of(error: &Error) -> Option<String> {
    Some(match error {
        Error::Host(problem) => hint_of_host(*problem).into(),
        Error::Secret(problem) => hint_of_secret(*problem),
        Error::Environment { expected, .. } => (*expected).into(),
        Error::Shadowed { variable, .. } => format!("run `unset {}` first", argument(variable)),
        Error::NotFound { host, login } => store_one(host, login.as_ref()),
        Error::OtherPort { other, .. } => use_for_every_port(other),
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
            one_host_helps,
        } => go_host_by_host(path, *one_host_helps),
        Error::NotImported {
            ambiguous: true, ..
        } => "pick an interpretation with `--as curl`, or fix the lines above".into(),
        Error::NotImported { .. } => "fix the lines above, and run the same command again".into(),
        Error::Conflict { .. } | Error::StoreConflict { .. } => {
            "overwrite the other token with `--force`".into()
        }
        Error::NoPlace { set_by, .. } => format!("set HOME, or set it with {set_by}"),
        Error::NotInFile { path, .. } => show_entries(path),
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

fn hint_of_host(problem: BadHost) -> &'static str {
    match problem {
        BadHost::Userinfo => "give the login with `-u NAME`",
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
        Some(login) => {
            let login = argument(login.as_str());
            format!("store one with `keyrc login {host} -u {login}`, or see `keyrc list`")
        }
    }
}

fn use_for_every_port(other: &Host) -> String {
    let host = argument(other.as_str());
    format!(
        "a netrc has no ports; to use this token for every port, run `keyrc exec {host} -- COMMAND`"
    )
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

fn go_host_by_host(path: &Path, one_host_helps: bool) -> String {
    let path = path_argument(path);
    if one_host_helps {
        format!("check a single host with `keyrc check-netrc {path} HOST`")
    } else {
        format!("fix what `keyrc check-netrc {path} HOST` reports, host by host")
    }
}

fn show_entries(path: &Path) -> String {
    let path = path_argument(path);
    format!("show its entries with `keyrc check-netrc {path}`")
}
