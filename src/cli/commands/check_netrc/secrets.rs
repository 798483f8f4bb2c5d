//! The answers of the readers for a host, for `--show-secrets`.

use std::path::Path;

use base64::Engine as _;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use crate::cli::commands::check_netrc::Args;
use crate::cli::world::World;
use crate::host::Host;
use crate::netrc::Document;
use crate::readers::{Answer, Location, Query, Reader};

/// Returns the answer of each reader for a host, secrets included.
pub(super) fn answers(
    args: &Args,
    document: &Document,
    path: &Path,
    host: &Host,
    open: Option<Location>,
    world: &World,
) -> Value {
    let query = Query {
        host: host.name(),
        port: host.port(),
        login: args.login.as_deref(),
    };
    let answer = |reader: &&Reader| {
        let mut fact = json!({ "reader": reader.name, "version": reader.version });
        let is_refused = open.is_some_and(|location| reader.refuses_open_file(location));
        let found = if is_refused {
            Answer::Error
        } else {
            reader.read(document.bytes(), &query)
        };
        match found {
            Answer::Match { login, password } => {
                fact["answer"] = "match".into();
                put(&mut fact, "login", login.as_deref());
                #[expect(clippy::disallowed_methods, reason = "`--show-secrets` asks for them")]
                put(
                    &mut fact,
                    "password",
                    password.as_ref().map(|password| password.expose_secret()),
                );
            }
            Answer::None => fact["answer"] = "none".into(),
            Answer::Error => fact["answer"] = "error".into(),
            Answer::Unsendable => fact["answer"] = "unsendable".into(),
        }
        fact
    };
    let answers: Vec<Value> = world
        .chosen_tools(&args.readers)
        .readers()
        .iter()
        .map(answer)
        .collect();
    json!({ "file": path.to_string_lossy(), "host": host.as_str(), "login": args.login, "readers": answers })
}

/// Adds text as `name`, or bytes that are not UTF-8 in base64 as `name_base64`.
fn put(fact: &mut Value, name: &str, bytes: Option<&[u8]>) {
    match bytes.map(|bytes| (str::from_utf8(bytes), bytes)) {
        None => fact[name] = Value::Null,
        Some((Ok(text), _)) => fact[name] = text.into(),
        Some((Err(_), bytes)) => {
            fact[format!("{name}_base64")] = base64::engine::general_purpose::STANDARD
                .encode(bytes)
                .into();
        }
    }
}
