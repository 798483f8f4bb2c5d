//! Askpass programs: the prompt of git, ssh or sudo in, one line out. Source: `credential.c` of git,
//! `creds.go` of git-lfs, `sshconnect2.c` of OpenSSH, and sudoers(5).

use crate::host::{Endpoint, Host};
use crate::protocol::commands::{line, missing};
use crate::protocol::{Call, Exchange, Outcome, Query, Reply, Request, Requested, expose};

/// The service under which the passwords for sudo are stored.
const SUDO: &str = "sudo";

/// Parses a call. An unknown prompt gets no answer: it may be the question whether a host is trusted.
pub(super) fn exchange(call: Call<'_>) -> Exchange {
    let prompt = call.arguments.first().map_or("", String::as_str);
    let Some((query, part)) = parse(prompt.trim_end()) else {
        return Exchange::Answered(Reply::failed("keyrc does not know this prompt"));
    };
    Exchange::ask(Request::Find(query), move |outcome| match (outcome, part) {
        (Outcome::Found(answer), Part::Login) => match answer.login {
            Some(login) => line(login.as_str().as_bytes()),
            None => missing(Outcome::NotFound),
        },
        (Outcome::Found(answer), Part::Secret) => line(expose(&answer.secret.token)),
        (other, _) => missing(other),
    })
}

/// The part of a credential that a prompt asks for.
#[derive(Clone, Copy)]
enum Part {
    Login,
    Secret,
}

fn parse(prompt: &str) -> Option<(Query, Part)> {
    if let Some(url) = prompt.strip_prefix("Username for ") {
        return Some((of_url(url)?, Part::Login));
    }
    let query = if let Some(url) = prompt.strip_prefix("Password for ") {
        of_url(url)?
    } else if let Some(place) = prompt.strip_suffix("'s password:") {
        of_ssh(place)?
    } else if let Some(login) = prompt.strip_prefix("[sudo] password for ") {
        of_service(SUDO, Some(login.strip_suffix(':')?))?
    } else if let Some(path) = prompt.strip_prefix("Enter passphrase for ") {
        let path = path
            .strip_prefix("key ")
            .unwrap_or(path)
            .strip_suffix(':')?;
        of_service(unquoted(path, '\'').unwrap_or(path), None)?
    } else {
        // The keyboard-interactive method of ssh. Its prompt comes from the server.
        let (place, prompt) = prompt.strip_prefix('(')?.split_once(") ")?;
        prompt
            .eq_ignore_ascii_case("password:")
            .then(|| of_ssh(place))??
    };
    Some((query, Part::Secret))
}

/// Removes the quotes. Refuses a text with a quote or a backslash: the prompt may then contain two
/// quoted texts.
fn unquoted(text: &str, quote: char) -> Option<&str> {
    let text = text.strip_prefix(quote)?.strip_suffix(quote)?;
    (!text.contains(['\'', '"', '\\'])).then_some(text)
}

/// A URL in quotes, which may have a login, percent-encoded. git has single quotes and a colon;
/// git-lfs has double quotes, and older versions a colon too.
fn of_url(quoted: &str) -> Option<Query> {
    let url = match quoted.strip_suffix(':') {
        Some(quoted) => unquoted(quoted, '\'').or_else(|| unquoted(quoted, '"')),
        None => unquoted(quoted, '"'),
    };
    let (scheme, rest) = url?.split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    // Older versions of git do not encode the login, so a slash may be part of it.
    if path.contains('@') {
        return None;
    }
    let (login, host) = match authority.rsplit_once('@') {
        Some((login, host)) => (Some(login), host),
        None => (None, authority),
    };
    let account = match login {
        Some(login) => {
            let login = percent_encoding::percent_decode_str(login);
            Requested::Login(login.decode_utf8().ok()?.parse().ok()?)
        }
        None => Requested::Any,
    };
    Some(Query {
        endpoint: Endpoint::of_parts(scheme, host, path.trim_start_matches('/')).ok()?,
        account,
    })
}

/// A login and a host, as in `me@a.test`. ssh does not print the port.
fn of_ssh(place: &str) -> Option<Query> {
    let (login, host) = place.rsplit_once('@')?;
    let host = match host.contains(':') {
        true => format!("[{host}]"),
        false => host.to_owned(),
    };
    Some(Query {
        endpoint: Endpoint::of_parts("ssh", &host, "").ok()?,
        account: Requested::Login(login.parse().ok()?),
    })
}

fn of_service(name: &str, login: Option<&str>) -> Option<Query> {
    let account = match login {
        Some(login) => Requested::Login(login.parse().ok()?),
        None => Requested::Any,
    };
    Some(Query {
        endpoint: Endpoint::from(Host::of_service(name).ok()?),
        account,
    })
}
