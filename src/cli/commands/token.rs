//! `keyrc token`: a token to standard output.

use secrecy::ExposeSecret;
use serde::Serialize;
use zeroize::Zeroizing;

use crate::credential::Login;
use crate::error::Error;
use crate::host::Host;
use crate::lookup::Found;

use crate::text::escaped_json;

use crate::cli::{Format, World, output};

/// Print the token for a host
///
/// Environment variables come first, then the keyring, then the netrc; `keyrc status HOST` shows which one answers.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A host, host:port, or a URL; the longest path that has a token wins
    #[arg(value_name = "HOST")]
    host: String,
    /// Whose token
    #[arg(short = 'u', long = "login", value_name = "NAME")]
    login: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    let host: Host = args.host.parse()?;
    let login = args.login.as_deref().map(str::parse).transpose()?;
    let found = world.with_sources(|sources| match args.format {
        Format::Text => sources.find(&host, login.as_ref()),
        Format::Json => sources.find_whose(&host, login.as_ref()),
    })?;
    output::warn_of_fault(world, &found);
    output::warn_of_expiry(world, &found);
    match args.format {
        Format::Text => {
            #[expect(clippy::disallowed_methods, reason = "the person asked to see it")]
            let token = found.secret.token.expose_secret();
            world.print(&crate::secret::concat(&[token.as_bytes(), b"\n"]))
        }
        Format::Json => print_json(world, &found),
    }
}

#[derive(Serialize)]
struct TokenFact<'a> {
    host: &'a str,
    login: Option<&'a str>,
    token: &'a str,
    expires: Option<String>,
    source: String,
}

fn print_json(world: &World, found: &Found) -> Result<(), Error> {
    let fact = TokenFact {
        host: found.host.as_str(),
        login: found.login.as_ref().map(Login::as_str),
        #[expect(clippy::disallowed_methods, reason = "the person asked to see it")]
        token: found.secret.token.expose_secret(),
        expires: found.secret.expires.and_then(output::time),
        source: output::word(&found.source).to_owned(),
    };
    // Room for a token of nothing but escapes: a vector that grew would leave its old buffer, secret and all, on the heap.
    let mut line = Zeroizing::new(Vec::with_capacity(
        1024 + 6 * (fact.token.len() + fact.host.len()),
    ));
    serde_json::to_writer(&mut *line, &fact).map_err(|error| Error::Io {
        action: "write JSON",
        error: error.into(),
    })?;
    let line = Zeroizing::new(escaped_json(&String::from_utf8_lossy(&line)));
    world.print(&crate::secret::concat(&[line.as_bytes(), b"\n"]))
}
