//! `keyrc token`: prints a token.

use secrecy::ExposeSecret;
use serde::Serialize;
use zeroize::Zeroizing;

use crate::cli::args::Format;
use crate::cli::args::account::{self, EndpointArg, LoginArg};
use crate::cli::world::World;
use crate::cli::{hints, output};
use crate::credential::Login;
use crate::error::Error;
use crate::lookup::{Found, Reach};
use crate::secret::concat;
use crate::text::escaped_json;

/// Print the token for a host
///
/// Looks in environment variables, then in the keyring or the vault, then in the netrc. To see
/// which of them has it, run `keyrc status HOST`.
///
/// The variable for `api.example-site.com` is KEYRC_TOKEN_API_EXAMPLE__SITE_COM (`.` is `_`, `-` is
/// `__`). KEYRC_TOKEN contains TOKEN@HOST,TOKEN@HOST.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:\n\
\x20 keyrc token api.example.com")]
pub(crate) struct Args {
    /// Host, host:port or URL; the token with the longest matching path is printed
    #[arg(value_name = "HOST")]
    host: EndpointArg,
    /// Account name on the host
    #[arg(short = 'u', long = "login", value_name = "NAME")]
    login: Option<LoginArg>,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Runs `keyrc token`.
pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    let endpoint = args.host.get()?;
    let login = account::login(args.login.as_ref())?;
    let found = world.with_sources(|sources| match args.format {
        Format::Text => sources.find(&endpoint, login.as_ref()),
        Format::Json => sources.find_with_login(&endpoint, login.as_ref(), Reach::InScope),
    });
    if let Err(Error::NotFound { .. } | Error::Store(_)) = found {
        hints::warn_of_variables(endpoint.host(), world);
    }
    let found = found?;
    output::warn_of_fault(world, &found);
    output::warn_of_expiry(world, &found);
    match args.format {
        Format::Text => print(world, &found),
        Format::Json => print_json(world, &found),
    }
}

fn print(world: &World, found: &Found) -> Result<(), Error> {
    #[expect(clippy::disallowed_methods, reason = "the user asked to see it")]
    let token = found.secret.token.expose_secret();
    world.print(&concat(&[token.as_bytes(), b"\n"]))
}

#[derive(Serialize)]
struct TokenFact<'a> {
    host: &'a str,
    login: Option<&'a str>,
    token: &'a str,
    expires: Option<String>,
    source: &'static str,
}

fn print_json(world: &World, found: &Found) -> Result<(), Error> {
    let fact = TokenFact {
        host: found.host.as_str(),
        login: found.login.as_ref().and_then(Login::name),
        #[expect(clippy::disallowed_methods, reason = "the user asked to see it")]
        token: found.secret.token.expose_secret(),
        expires: found.secret.expires.and_then(output::time),
        source: output::source_name(&found.source),
    };
    // Reserve room for a token of escapes only: a vector that grew would leave a copy of the secret
    // on the heap.
    let longest = 1024 + 6 * (fact.token.len() + fact.host.len());
    let mut line = Zeroizing::new(Vec::with_capacity(longest));
    serde_json::to_writer(&mut *line, &fact).map_err(|error| Error::Io {
        action: "write JSON",
        error: error.into(),
    })?;
    let line = Zeroizing::new(escaped_json(&String::from_utf8_lossy(&line)));
    world.print(&concat(&[line.as_bytes(), b"\n"]))
}
