//! The credential-helper protocol of Bazel. Source: EngFlow/credential-helper-spec, `spec.md`.

use serde::Deserialize;
use serde_json::json;

use crate::protocol::{Call, Exchange, Outcome, Reply, Request, any, place};

#[derive(Deserialize)]
struct Asked {
    uri: String,
}

/// Parses a call. Further arguments and fields are ignored, as the specification demands.
pub(super) fn exchange(call: Call<'_>) -> Exchange {
    match call.arguments.first().map(String::as_str) {
        Some("get") => {}
        Some(_) => return failed("unknown command: use get"),
        None => return failed("usage: keyrc helper bazel get"),
    }
    let Ok(asked) = serde_json::from_slice::<Asked>(call.input) else {
        return failed("the request is not JSON with a `uri`");
    };
    let Some(endpoint) = place(&asked.uri) else {
        return failed("keyrc cannot read the `uri`");
    };
    Exchange::ask(Request::Find(any(endpoint)), found)
}

fn failed(message: &str) -> Exchange {
    Exchange::Answered(Reply::failed(message))
}

/// No credential is an answer without headers. Without `expires`, Bazel asks once for each URL;
/// with it, versions before 7.4.0 ask far more often.
fn found(outcome: Outcome<'_>) -> Reply {
    match outcome {
        Outcome::Found(answer) => match answer.header() {
            Some(header) => Reply::json(&json!({"headers": {"Authorization": [&*header]}})),
            None => Reply::json(&json!({})),
        },
        Outcome::Failed(why) => Reply::failed(why),
        _ => Reply::json(&json!({})),
    }
}
