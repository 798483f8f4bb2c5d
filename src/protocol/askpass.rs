//! Askpass programs: the prompt of git, ssh or sudo in, one line out. Source: `credential.c` of git,
//! `creds.go` of git-lfs, `sshconnect2.c` of OpenSSH, and sudoers(5).

use crate::credential::Login;
use crate::host::{Endpoint, Host};
use crate::protocol::commands::{line, missing};
use crate::protocol::{Call, Exchange, Outcome, Query, Reply, Request, expose};

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
        let path = path.strip_prefix("key ").unwrap_or(path);
        of_service(unquoted(path)?, None)?
    } else {
        // The keyboard-interactive method of ssh. Its prompt comes from the server.
        let (place, prompt) = prompt.strip_prefix('(')?.split_once(") ")?;
        prompt
            .eq_ignore_ascii_case("password:")
            .then(|| of_ssh(place))??
    };
    Some((query, Part::Secret))
}

/// Removes the colon, and quotes: git has single ones, git-lfs double ones, ssh-add none.
fn unquoted(text: &str) -> Option<&str> {
    let text = text.strip_suffix(':')?;
    let quoted = ['\'', '"']
        .iter()
        .find_map(|&quote| text.strip_prefix(quote)?.strip_suffix(quote));
    Some(quoted.unwrap_or(text))
}

/// A URL in quotes, which may have a login, percent-encoded.
fn of_url(quoted: &str) -> Option<Query> {
    let url = unquoted(quoted)?;
    let (scheme, rest) = url.split_once("://").unwrap_or(("https", url));
    let (login, host) = match rest.rsplit_once('@') {
        Some((login, host)) => (Some(login), host),
        None => (None, rest),
    };
    let login = login.map(|login| percent_encoding::percent_decode_str(login).decode_utf8());
    Some(Query {
        endpoint: format!("{scheme}://{host}").parse().ok()?,
        login: login
            .transpose()
            .ok()?
            .map(|name| name.parse())
            .transpose()
            .ok()?,
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
        endpoint: format!("ssh://{host}").parse().ok()?,
        login: Some(login.parse().ok()?),
    })
}

fn of_service(name: &str, login: Option<&str>) -> Option<Query> {
    Some(Query {
        endpoint: Endpoint::from(Host::of_service(name).ok()?),
        login: login.map(str::parse::<Login>).transpose().ok()?,
    })
}
