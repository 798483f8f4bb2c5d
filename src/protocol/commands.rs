//! Tools that run a command and take its output: AWS, pnpm and ansible.

use serde_json::json;

use crate::credential::Login;
use crate::host::Endpoint;
use crate::protocol::{Answer, Call, Exchange, Outcome, Reply, Request, any, expose, text};

/// `credential_process`: the host under which the key is stored is the argument, its login the
/// access key ID. Source: "Sourcing credentials with an external process" of the AWS documentation.
pub(super) fn aws(call: Call<'_>) -> Exchange {
    of_host(call, |outcome| match outcome {
        Outcome::Found(answer) if answer.has_token() => Reply::json(&json!({
            "Version": 1,
            "AccessKeyId": answer.login.map_or("", Login::as_str),
            "SecretAccessKey": text(&answer.secret.token),
        })),
        other => missing(other),
    })
}

/// pnpm's `tokenHelper`: the whole value of the header `Authorization`. pnpm passes no arguments,
/// so the registry is an argument of the script that calls keyrc.
pub(super) fn pnpm(call: Call<'_>) -> Exchange {
    of_host(call, |outcome| match outcome {
        Outcome::Found(answer) => match answer.header() {
            Some(header) => Reply::secret(&[header.as_bytes()]),
            None => missing(Outcome::NotFound),
        },
        other => missing(other),
    })
}

/// ansible's vault client: `--vault-id NAME` is the host. Exit code 2 means that the vault is
/// unknown. Source: "Storing and accessing vault passwords" of the Ansible documentation.
pub(super) fn ansible(call: Call<'_>) -> Exchange {
    let at = call.arguments.iter().position(|word| word == "--vault-id");
    let Some(name) = at.and_then(|at| call.arguments.get(at + 1)) else {
        return Exchange::Answered(Reply::failed("usage: keyrc helper ansible --vault-id NAME"));
    };
    find(name, |outcome| match outcome {
        Outcome::Found(Answer { secret, .. }) => line(expose(&secret.token)),
        other => Reply {
            code: 2,
            ..missing(other)
        },
    })
}

/// An answer of one line.
pub(super) fn line(text: &[u8]) -> Reply {
    Reply::secret(&[text, b"\n"])
}

fn of_host(call: Call<'_>, respond: impl FnOnce(Outcome<'_>) -> Reply + 'static) -> Exchange {
    match call.arguments.first() {
        Some(host) => find(host, respond),
        None => Exchange::Answered(Reply::failed("name the host after the protocol")),
    }
}

fn find(host: &str, respond: impl FnOnce(Outcome<'_>) -> Reply + 'static) -> Exchange {
    match host.parse::<Endpoint>() {
        Ok(endpoint) => Exchange::ask(Request::Find(any(endpoint)), respond),
        Err(problem) => Exchange::Answered(Reply::failed(format!("this is not a host: {problem}"))),
    }
}

/// The answer to an outcome without a credential.
pub(super) fn missing(outcome: Outcome<'_>) -> Reply {
    match outcome {
        Outcome::Failed(why) => Reply::failed(why),
        _ => Reply::failed("no such credential"),
    }
}
