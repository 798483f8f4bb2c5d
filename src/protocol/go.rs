//! The `GOAUTH` command of Go 1.24 and newer. Source: `go help goauth`, and
//! `cmd/go/internal/auth/userauth.go`.

use crate::host::Protocol as Scheme;
use crate::protocol::{Call, Exchange, Outcome, Reply, Request, any, place};

/// Parses a call. Go first calls without a URL, and takes an empty answer as "ask later"; after a
/// 4xx answer it calls again with the URL. It sends headers only over https.
pub(super) fn exchange(call: Call<'_>) -> Exchange {
    let url = call.arguments.iter().find(|word| word.contains("://"));
    let Some(url) = url else {
        return Exchange::Answered(Reply::default());
    };
    let endpoint = place(url).filter(|endpoint| endpoint.protocol() == Scheme::Https);
    let Some(endpoint) = endpoint else {
        return Exchange::Answered(Reply::default());
    };
    let server = format!("https://{}", endpoint.host().without_path());
    Exchange::ask(Request::Find(any(endpoint)), move |outcome| {
        found(&server, outcome)
    })
}

/// The URLs, an empty line, the headers, an empty line. Go sends the header to every URL that starts
/// with this one, so it is the place that the token is stored for.
fn found(server: &str, outcome: Outcome<'_>) -> Reply {
    match outcome {
        Outcome::Found(answer) => match answer.header() {
            Some(header) => Reply::secret(&[
                server.as_bytes(),
                answer.place.path().as_bytes(),
                b"/\n\nAuthorization: ",
                header.as_bytes(),
                b"\n\n",
            ]),
            None => Reply::default(),
        },
        Outcome::Failed(why) => Reply::failed(why),
        _ => Reply::default(),
    }
}
