//! The exec plugin of kubectl and client-go. Source: "client-go credential plugins" of the
//! Kubernetes documentation.

use serde::Deserialize;
use serde_json::json;

use crate::protocol::{Call, Exchange, Outcome, Reply, Request, any, place, text};

/// The versions of the answer. It must be the one of the request.
const VERSIONS: [&str; 2] = [
    "client.authentication.k8s.io/v1",
    "client.authentication.k8s.io/v1beta1",
];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Asked {
    api_version: String,
    #[serde(default)]
    spec: Spec,
}

#[derive(Default, Deserialize)]
struct Spec {
    cluster: Option<Cluster>,
}

#[derive(Deserialize)]
struct Cluster {
    server: Option<String>,
}

/// Parses a call. The server is the one of the request (`provideClusterInfo`), else the argument.
pub(super) fn exchange(call: Call<'_>) -> Exchange {
    let asked = call.exec_info.map(serde_json::from_str::<Asked>);
    let asked = match asked {
        Some(Ok(asked)) if VERSIONS.contains(&&*asked.api_version) => asked,
        Some(_) => return failed("KUBERNETES_EXEC_INFO is not a request of version v1 or v1beta1"),
        None => return failed("KUBERNETES_EXEC_INFO is not set: kubectl sets it"),
    };
    let server = asked.spec.cluster.and_then(|cluster| cluster.server);
    let Some(server) = server.or_else(|| call.arguments.first().cloned()) else {
        return failed("no server: add it to `args`, or set `provideClusterInfo: true`");
    };
    let Some(endpoint) = place(&server) else {
        return failed("keyrc cannot read the server");
    };
    let host = endpoint.host().to_string();
    Exchange::ask(Request::Find(any(endpoint)), move |outcome| {
        found(&asked.api_version, &host, outcome)
    })
}

fn failed(message: &str) -> Exchange {
    Exchange::Answered(Reply::failed(message))
}

fn found(version: &str, host: &str, outcome: Outcome<'_>) -> Reply {
    let secret = match outcome {
        Outcome::Found(answer) if answer.has_token() => answer.secret,
        Outcome::Failed(why) => return Reply::failed(why),
        // An answer without a token would make kubectl print a riddle.
        _ => return Reply::failed(format!("no credential for `{host}`")),
    };
    let mut status = json!({"token": text(&secret.token)});
    if let Some(at) = secret.expires.and_then(time) {
        status["expirationTimestamp"] = at.into();
    }
    Reply::json(&json!({"apiVersion": version, "kind": "ExecCredential", "status": status}))
}

/// A time in seconds since 1970 as in RFC 3339.
fn time(seconds: i64) -> Option<String> {
    let time = jiff::Timestamp::from_second(seconds).ok()?;
    Some(time.to_string())
}
