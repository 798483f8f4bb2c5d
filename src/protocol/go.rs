//! The `GOAUTH` command of Go 1.24 and newer. Source: `go help goauth`, and
//! `cmd/go/internal/auth/userauth.go`.

use crate::host::Endpoint;
use crate::protocol::{Call, Exchange, Outcome, Query, Reply, Request};

/// Parses a call. Go first calls without a URL, and takes an empty answer as "ask later"; after a
/// 4xx answer it calls again with the URL.
pub(super) fn exchange(call: Call<'_>) -> Exchange {
    let url = call.arguments.iter().find(|word| word.contains("://"));
    let Some(url) = url else {
        return Exchange::Answered(Reply::default());
    };
    let Ok(endpoint) = url.parse::<Endpoint>() else {
        return Exchange::Answered(Reply::default());
    };
    let root = format!("https://{}/", endpoint.host().without_path());
    let query = Query {
        endpoint,
        login: None,
    };
    Exchange::ask(Request::Find(query), move |outcome| found(&root, outcome))
}

/// The URLs, an empty line, the headers, an empty line.
fn found(root: &str, outcome: Outcome<'_>) -> Reply {
    match outcome {
        Outcome::Found(answer) => match answer.header() {
            Some(header) => {
                let name = b"\n\nAuthorization: ";
                Reply::secret(&[root.as_bytes(), name, header.as_bytes(), b"\n\n"])
            }
            None => Reply::default(),
        },
        Outcome::Failed(why) => Reply::failed(why),
        _ => Reply::default(),
    }
}
