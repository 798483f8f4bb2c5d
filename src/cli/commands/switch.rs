//! `keyrc switch`: the account to use where a host has several.

use crate::config::Config;
use crate::credential::Login;
use crate::error::Error;
use crate::host::Host;
use crate::text::escaped;

use crate::cli::{World, output};

/// Choose the account to use where a host has several
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The host
    #[arg(value_name = "HOST")]
    host: String,
    /// The account to use from now on
    #[arg(short = 'u', long = "login", value_name = "NAME")]
    login: String,
}

pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    let host: Host = args.host.parse()?;
    let login: Login = args.login.parse()?;
    let accounts = world.store()?.accounts(&host)?;
    output::choose(&host, &accounts, Some(&login), None)?;
    Config::set_default_login(world.config_folder()?, &host, Some(&login))?;
    world.say(&format!(
        "{} is now the account to use at {host}",
        escaped(login.as_str())
    ))
}
