//! `keyrc status`: shows which source answers, and the accounts in each.

mod host;
mod overview;

use crate::cli::args::Format;
use crate::cli::args::account::EndpointArg;
use crate::cli::world::World;
use crate::error::Error;

/// Show where tokens come from, and which source answers for a host
///
/// The sources are, in this order: environment variables, the keyring or the vault, the netrc. No
/// stored token is read or shown.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:\n\
\x20 keyrc status\n\
\x20 keyrc status api.example.com")]
pub(crate) struct Args {
    /// Show which source answers for this host
    #[arg(value_name = "HOST")]
    host: Option<EndpointArg>,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Runs `keyrc status`.
pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    match &args.host {
        Some(host) => host::run(&host.get()?, args.format, world),
        None => overview::run(args.format, world),
    }
}
