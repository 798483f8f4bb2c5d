//! Cargo's credential provider protocol, version 1. Source: The Cargo Book, "Credential Provider
//! Protocol", and `credential/cargo-credential` of rust-lang/cargo.

use serde::Deserialize;
use serde_json::json;
use zeroize::Zeroizing;

use crate::credential::Secret;
use crate::host::Endpoint;
use crate::protocol::{
    Call, Erased, Exchange, Occasion, Outcome, Reply, Request, place, text, unnamed,
};
use crate::secret;

/// The first line of a provider: the versions that it speaks.
pub(super) const GREETING: &str = "{\"v\":[1]}\n";

/// The hosts of crates.io's index.
const PUBLIC: [&str; 2] = ["crates.io", "index.crates.io"];

#[derive(Deserialize)]
struct Asked {
    registry: Registry,
    kind: String,
    #[serde(default)]
    token: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Registry {
    index_url: String,
}

/// Parses a line of standard input.
pub(super) fn exchange(call: Call<'_>) -> Exchange {
    let Ok(asked) = serde_json::from_slice::<Asked>(call.input) else {
        return failed("the request is not one of version 1");
    };
    let Some(endpoint) = endpoint(&asked.registry.index_url) else {
        return Exchange::Answered(Reply::json(&json!({"Err": {"kind": "url-not-supported"}})));
    };
    let is_public = PUBLIC.contains(&endpoint.host().name());
    let query = unnamed(endpoint);
    match &*asked.kind {
        "get" => Exchange::ask(Request::Find(query), move |outcome| {
            found(is_public, outcome)
        }),
        "login" => match asked
            .token
            .map(|token| secret::from_bytes(token.as_bytes()))
        {
            Some(Ok(token)) => {
                let request = Request::Store(query, Box::new(Secret::new(token)), Occasion::Set);
                Exchange::ask(request, |outcome| changed("login", outcome))
            }
            Some(Err(problem)) => failed(&problem.to_string()),
            None => failed("cargo passed no token"),
        },
        "logout" => Exchange::ask(Request::Erase(query, Erased::Matching(None)), |outcome| {
            changed("logout", outcome)
        }),
        _ => Exchange::Answered(Reply::json(
            &json!({"Err": {"kind": "operation-not-supported"}}),
        )),
    }
}

/// The place of an index. The index of a sparse registry ends in a slash.
fn endpoint(index_url: &str) -> Option<Endpoint> {
    let url = index_url.strip_prefix("sparse+").unwrap_or(index_url);
    place(url)
}

fn failed(message: &str) -> Exchange {
    Exchange::Answered(error(message))
}

/// The answer to a failure.
pub(super) fn error(message: &str) -> Reply {
    Reply::json(&json!({"Err": {"kind": "other", "message": message, "caused-by": []}}))
}

/// The answer to `get`. The token is the whole value of the header `Authorization`: crates.io wants
/// the bare token, other registries a bearer token.
fn found(is_public: bool, outcome: Outcome<'_>) -> Reply {
    let answer = match outcome {
        Outcome::Found(answer) => answer,
        other => return changed("get", other),
    };
    let header = match answer.header() {
        Some(_) if is_public && answer.form.is_none() => {
            Zeroizing::new(text(&answer.secret.token).to_owned())
        }
        Some(header) => header,
        None => return changed("get", Outcome::NotFound),
    };
    let (cache, expiration) = match answer.secret.expires {
        Some(at) => ("expires", Some(at)),
        None => ("session", None),
    };
    let mut answer = json!({
        "kind": "get", "token": &*header, "cache": cache, "operation_independent": true,
    });
    if let Some(at) = expiration {
        answer["expiration"] = at.into();
    }
    Reply::json(&json!({ "Ok": answer }))
}

fn changed(kind: &str, outcome: Outcome<'_>) -> Reply {
    match outcome {
        Outcome::NotFound => Reply::json(&json!({"Err": {"kind": "not-found"}})),
        Outcome::Failed(why) => error(why),
        _ => Reply::json(&json!({"Ok": {"kind": kind}})),
    }
}
