//! The command line of Python's keyring, as pip, uv and people call it. Source: `keyring/cli.py` of
//! jaraco/keyring 25.7, pip's `network/auth.py`, uv's `uv-auth`.

use serde_json::json;

use crate::credential::{Login, Secret, TokenPlace};
use crate::host::{BadHost, Endpoint, Host};
use crate::protocol::{
    Answer, Call, Erased, Exchange, InputUse, Occasion, Outcome, Query, Reply, Request, Requested,
    expose, text,
};
use crate::secret;

/// What Python's argparse returns for a wrong command line.
const USAGE: u8 = 2;

/// The argument that prints the [backend](BACKEND). It is ours: Python's keyring does not have it.
const PRINT_BACKEND: &str = "--python-backend";

/// A backend for programs that load Python's keyring as a library, and so call no command.
const BACKEND: &str = include_str!("keyrc_keyring.py");

/// The options and the words of a command line. They may be in any order.
#[derive(Clone, Copy, Default)]
struct Style {
    /// Whether the login is requested too.
    gives_login: bool,
    is_json: bool,
}

/// Parses a call.
pub(super) fn exchange(call: Call<'_>) -> Exchange {
    if call.arguments == [PRINT_BACKEND] {
        return Exchange::Answered(Reply::of(BACKEND));
    }
    let (style, words) = match parse(call.arguments) {
        Ok(parsed) => parsed,
        Err(problem) => return usage(&problem),
    };
    match words[..] {
        ["get", service, login] => find(service, Some(login), style),
        ["get", service] if style.gives_login => find(service, None, style),
        ["set", service, login] => match (query(service, Some(login)), token(call.input)) {
            (Some(query), Ok(token)) => {
                let place = match login {
                    "" => TokenPlace::AfterEmptyLogin,
                    _ => TokenPlace::Password,
                };
                let secret = Box::new(Secret {
                    place,
                    ..Secret::new(token)
                });
                Exchange::ask(Request::Store(query, secret, Occasion::Set), changed)
            }
            (None, _) => failed("keyrc cannot store this service or login"),
            (_, Err(problem)) => failed(&problem.to_string()),
        },
        ["del", service, login] => match query(service, Some(login)) {
            Some(query) => Exchange::ask(Request::Erase(query, Erased::Matching(None)), changed),
            None => not_found(),
        },
        [] => usage("the following arguments are required: operation"),
        ["get" | "set" | "del", ..] => {
            usage(&format!("{} requires service and username", words[0]))
        }
        _ => usage("the operation is none of get, set and del"),
    }
}

/// Returns how a call uses standard input: only `set` reads it. The prompt is that of Python's
/// keyring.
pub(super) fn input(arguments: &[String]) -> InputUse {
    match parse(arguments).map(|(_, words)| words).as_deref() {
        Ok(["set", service, login]) => InputUse::Password {
            prompt: format!("Password for '{login}' in '{service}': "),
        },
        _ => InputUse::None,
    }
}

fn parse(arguments: &[String]) -> Result<(Style, Vec<&str>), String> {
    let mut style = Style::default();
    let mut words = Vec::new();
    let mut rest = arguments.iter().map(String::as_str);
    while let Some(word) = rest.next() {
        let (name, value) = match word.split_once('=') {
            Some((name, value)) if word.starts_with("--") => (name, Some(value)),
            _ => (word, None),
        };
        match name {
            "--mode" => style.gives_login = value.or_else(|| rest.next()) == Some("creds"),
            "--output" => style.is_json = value.or_else(|| rest.next()) == Some("json"),
            _ if word.starts_with('-') => return Err("unrecognized arguments".to_owned()),
            _ => words.push(word),
        }
    }
    Ok((style, words))
}

/// Reads the password for `set`, without one line break at the end. It may be empty.
fn token(input: &[u8]) -> Result<secrecy::SecretString, secret::BadSecret> {
    secret::from_bytes_or_empty(secret::without_line_break(input))
}

fn find(service: &str, login: Option<&str>, style: Style) -> Exchange {
    match query(service, login) {
        Some(query) => Exchange::ask(Request::Find(query), move |outcome| found(style, outcome)),
        None => not_found(),
    }
}

/// Returns the place that a service names: a URL or a host, or else an opaque service.
///
/// A text is a host if keyrc would spell it the same way and it has a dot or a port, as in the
/// requests of pip and uv. Other words, such as `Mercurial` and `poetry-repository-example`, are
/// names. A URL with a login is refused, because it may have a password too.
pub(super) fn place(service: &str) -> Option<Endpoint> {
    let is_url = service.contains("://");
    let is_host = |host: &Host| {
        let is_named = service.contains(['.', ':']) || service == "localhost";
        is_named && host.as_str() == service && !host.is_service()
    };
    match service.parse::<Endpoint>() {
        Ok(endpoint) if is_url || is_host(endpoint.host()) => Some(endpoint),
        Err(BadHost::Userinfo) if is_url => None,
        _ => Some(Host::of_service(service).ok()?.into()),
    }
}

fn query(service: &str, login: Option<&str>) -> Option<Query> {
    let endpoint = place(service)?;
    let account = match login {
        None => Requested::Any,
        Some(login) => Requested::Login(Login::of_text(login).ok()?),
    };
    Some(Query { endpoint, account })
}

fn found(style: Style, outcome: Outcome<'_>) -> Reply {
    let (secret, login) = match outcome {
        Outcome::Found(Answer { secret, login, .. }) => (secret, login.map_or("", Login::as_str)),
        other => return changed(other),
    };
    let token = expose(&secret.token);
    match (style.is_json, style.gives_login) {
        (true, true) => Reply::json(&json!({"username": login, "password": text(&secret.token)})),
        (true, false) => Reply::json(&json!({"password": text(&secret.token)})),
        (false, true) => Reply::secret(&[login.as_bytes(), b"\n", token, b"\n"]),
        (false, false) => Reply::secret(&[token, b"\n"]),
    }
}

/// pip and uv take exit code 1 without output as "no such password".
fn changed(outcome: Outcome<'_>) -> Reply {
    match outcome {
        Outcome::NotFound => Reply::failed(""),
        Outcome::Failed(why) => Reply::failed(why),
        _ => Reply::default(),
    }
}

fn not_found() -> Exchange {
    failed("")
}

fn failed(message: &str) -> Exchange {
    Exchange::Answered(Reply::failed(message))
}

fn usage(problem: &str) -> Exchange {
    Exchange::Answered(Reply {
        code: USAGE,
        message: problem.to_owned(),
        ..Reply::default()
    })
}
