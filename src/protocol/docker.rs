//! docker-credential-helpers. Source: `credentials/credentials.go` and `client/` of
//! docker/docker-credential-helpers; the accepted answers were measured with real clients.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::credential::{Login, Secret};
use crate::protocol::{
    Answer, Call, Erased, Exchange, InputUse, Occasion, Outcome, Query, Reply, Request, Requested,
    UNNAMED_LOGIN, any, place, text,
};
use crate::secret;

/// Clients compare this with standard output.
const NOT_FOUND: &str = "credentials not found in native keychain";
const NO_SERVER: &str = "no credentials server URL";
const NO_USERNAME: &str = "no credentials username";

/// The usernames that registries document for a token without a username, by the end of the host.
/// Others accept any username, such as ghcr.io and registry.gitlab.com, or need that of the
/// account.
///
/// The username must not be empty, because docker then sends no password, and must not be
/// `<token>`, which marks an OAuth refresh token.
const USERNAMES: [(&str, &str); 6] = [
    ("gcr.io", "oauth2accesstoken"),
    ("pkg.dev", "oauth2accesstoken"),
    ("amazonaws.com", "AWS"),
    ("azurecr.io", "00000000-0000-0000-0000-000000000000"),
    ("quay.io", "$oauthtoken"),
    ("registry.heroku.com", "_"),
];

/// Returns the username to send with a token of an unknown account.
fn username_for(host: &str) -> &'static str {
    let is_of = |name: &str| match host.strip_suffix(name) {
        Some(start) => start.is_empty() || start.ends_with('.'),
        None => false,
    };
    let known = USERNAMES.iter().find(|(name, _)| is_of(name));
    known.map_or(UNNAMED_LOGIN, |(_, username)| username)
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "PascalCase")]
struct Credentials<'a> {
    #[serde(rename = "ServerURL")]
    server_url: &'a str,
    username: &'a str,
    secret: &'a str,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Given {
    #[serde(rename = "ServerURL", default)]
    server_url: String,
    #[serde(default)]
    username: String,
    #[serde(default)]
    secret: String,
}

/// Parses a call.
pub(super) fn exchange(call: Call<'_>) -> Exchange {
    let operation = call.arguments.last().map_or("", String::as_str);
    match operation {
        "get" => with_server(call.input, |server, query| {
            let username = username_for(query.endpoint.host().name());
            Exchange::ask(Request::Find(query), move |outcome| {
                found(&server, username, outcome)
            })
        }),
        "erase" => with_server(call.input, |_, query| {
            Exchange::ask(Request::Erase(query, Erased::Answered), changed)
        }),
        "store" => store(call.input),
        "list" => Exchange::ask(Request::List, listed),
        "version" | "--version" | "-v" => Exchange::Answered(Reply::of(concat!(
            "keyrc (keyrc) ",
            env!("CARGO_PKG_VERSION"),
            "\n"
        ))),
        _ => refused("unknown operation: use store, get, erase, list or version"),
    }
}

/// Returns how a call uses standard input.
pub(super) fn input(arguments: &[String]) -> InputUse {
    match arguments.last().map(String::as_str) {
        Some("get" | "erase" | "list") => InputUse::Request,
        Some("store") => InputUse::Secret,
        _ => InputUse::None,
    }
}

/// An error. Clients read it from standard output.
fn refused(problem: &str) -> Exchange {
    Exchange::Answered(error(problem))
}

/// The answer to a failure.
pub(super) fn error(problem: &str) -> Reply {
    Reply {
        code: 1,
        ..Reply::of(format!("{problem}\n"))
    }
}

/// Reads the server in the request of `get` and `erase`.
fn with_server(input: &[u8], ask: impl FnOnce(String, Query) -> Exchange) -> Exchange {
    let Ok(server) = str::from_utf8(input) else {
        return refused(NOT_FOUND);
    };
    let server = server.trim();
    // `docker logout` erases the host, and the host with http and https.
    match place(server) {
        _ if server.is_empty() => refused(NO_SERVER),
        // keyrc cannot store credentials for such a server.
        None => refused(NOT_FOUND),
        Some(endpoint) => ask(server.to_owned(), any(endpoint)),
    }
}

fn store(input: &[u8]) -> Exchange {
    let Ok(given) = serde_json::from_slice::<Given>(input) else {
        return refused("the request is not valid JSON");
    };
    let server = given.server_url.trim();
    if server.is_empty() {
        return refused(NO_SERVER);
    }
    if given.username.is_empty() {
        return refused(NO_USERNAME);
    }
    let (Some(endpoint), Ok(login)) = (place(server), given.username.parse::<Login>()) else {
        return refused("keyrc cannot store this server or username");
    };
    match secret::from_bytes_or_empty(given.secret.as_bytes()) {
        Ok(token) => {
            let query = Query {
                endpoint,
                account: Requested::Login(login),
            };
            let secret = Box::new(Secret::new(token));
            Exchange::ask(Request::Store(query, secret, Occasion::Login), changed)
        }
        Err(problem) => refused(&problem.to_string()),
    }
}

/// The answer to `get`. `username` is that for an unknown account.
fn found(server: &str, username: &str, outcome: Outcome<'_>) -> Reply {
    match outcome {
        Outcome::Found(Answer { secret, login, .. }) => Reply::json(&Credentials {
            server_url: server,
            username: login.and_then(Login::name).unwrap_or(username),
            secret: text(&secret.token),
        }),
        Outcome::Failed(why) => error(why),
        _ => error(NOT_FOUND),
    }
}

/// The answer to a change. Erasing a missing credential succeeds: `skopeo logout --all` needs that.
fn changed(outcome: Outcome<'_>) -> Reply {
    match outcome {
        Outcome::Failed(why) => error(why),
        _ => Reply::default(),
    }
}

fn listed(outcome: Outcome<'_>) -> Reply {
    match outcome {
        Outcome::Listed(accounts) => {
            let servers: BTreeMap<&str, &str> = accounts
                .iter()
                .map(|(host, login)| match login.as_str() {
                    "" => (host.as_str(), username_for(host)),
                    login => (host.as_str(), login),
                })
                .collect();
            Reply::json(&servers)
        }
        other => changed(other),
    }
}
