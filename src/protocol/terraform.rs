//! The credentials helper of Terraform and OpenTofu. Source: "Credentials Helpers" in the internals
//! of their documentation.

use serde_json::{Value, json};

use crate::credential::Secret;
use crate::protocol::{
    Call, Erased, Exchange, InputUse, Occasion, Outcome, Reply, Request, place, text, unnamed,
};
use crate::secret;

/// Parses a call: arguments of the configuration, then a verb and a host.
pub(super) fn exchange(call: Call<'_>) -> Exchange {
    let [.., verb, host] = call.arguments else {
        return failed("usage: keyrc helper terraform get|store|forget HOST");
    };
    let Some(endpoint) = place(host) else {
        return failed("keyrc cannot read the host");
    };
    let query = unnamed(endpoint);
    match &**verb {
        "get" => Exchange::ask(Request::Find(query), found),
        "forget" => Exchange::ask(Request::Erase(query, Erased::Matching(None)), changed),
        "store" => match token(call.input) {
            Ok(token) => Exchange::ask(
                Request::Store(query, Box::new(Secret::new(token)), Occasion::Set),
                changed,
            ),
            Err(problem) => failed(&problem),
        },
        _ => failed("unknown verb: use get, store or forget"),
    }
}

/// Returns how a call uses standard input.
pub(super) fn input(arguments: &[String]) -> InputUse {
    match arguments {
        [.., verb, _host] if verb == "store" => InputUse::Secret,
        _ => InputUse::None,
    }
}

/// The token of the object to store. An object with more properties cannot be kept, so it is
/// refused.
fn token(input: &[u8]) -> Result<secrecy::SecretString, String> {
    let Ok(Value::Object(object)) = serde_json::from_slice(input) else {
        return Err("the request is not a JSON object".to_owned());
    };
    if object.keys().any(|key| key != "token") {
        return Err("the object has more than a `token`, which keyrc cannot store".to_owned());
    }
    let token = object
        .get("token")
        .and_then(Value::as_str)
        .unwrap_or_default();
    secret::from_bytes(token.as_bytes()).map_err(|problem| problem.to_string())
}

fn failed(message: &str) -> Exchange {
    Exchange::Answered(Reply::failed(message))
}

fn found(outcome: Outcome<'_>) -> Reply {
    match outcome {
        Outcome::Found(answer) if answer.has_token() => {
            Reply::json(&json!({"token": text(&answer.secret.token)}))
        }
        Outcome::Failed(why) => Reply::failed(why),
        _ => Reply::json(&json!({})),
    }
}

fn changed(outcome: Outcome<'_>) -> Reply {
    match outcome {
        Outcome::Failed(why) => Reply::failed(why),
        _ => Reply::default(),
    }
}
