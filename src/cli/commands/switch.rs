//! `keyrc switch`: sets the default account of a host.

use crate::cli::args::account::{self, HostArg, LoginArg};
use crate::cli::output;
use crate::cli::world::World;
use crate::config::Config;
use crate::error::Error;
use crate::host::Host;
use crate::text::escaped;

/// Choose the default account of a host that has several
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:\n\
\x20 keyrc switch api.example.com -u work\n\
\x20 keyrc switch api.example.com --clear")]
pub(crate) struct Args {
    /// Host
    #[arg(value_name = "HOST")]
    host: HostArg,
    /// Account to use from now on
    #[arg(
        short = 'u',
        long = "login",
        value_name = "NAME",
        required_unless_present = "clear"
    )]
    login: Option<LoginArg>,
    /// Forget the default account, so that commands ask for -u again
    #[arg(long, conflicts_with = "login")]
    clear: bool,
}

/// Runs `keyrc switch`.
pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    let host = args.host.get()?;
    let Some(login) = account::login(args.login.as_ref())? else {
        return clear(&host, world);
    };
    let accounts = world.store()?.accounts(&host)?;
    output::choose(&host, &accounts, Some(&login), None)?;
    Config::set_default_login(world.config_folder()?, &host, Some(&login))?;
    let login = escaped(login.label());
    world.say(&format!("{login} is now the default account at {host}"))
}

fn clear(host: &Host, world: &World) -> Result<(), Error> {
    Config::set_default_login(world.config_folder()?, host, None)?;
    world.say(&format!("{host} has no default account now"))
}
