//! `keyrc list`: shows the accounts in the store, without their tokens.

use serde_json::{Value, json};

use crate::cli::args::Format;
use crate::cli::args::account::{self, HostArg};
use crate::cli::output;
use crate::cli::world::World;
use crate::config::Config;
use crate::credential::Account;
use crate::error::Error;
use crate::host::Host;
use crate::text::escaped;

/// List the accounts that have a stored token
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:\n\
\x20 keyrc list\n\
\x20 keyrc list api.example.com")]
pub(crate) struct Args {
    /// List the accounts of these hosts [default: all]
    #[arg(value_name = "HOST")]
    hosts: Vec<HostArg>,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Runs `keyrc list`.
pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    let accounts = accounts(&account::hosts(&args.hosts)?, world)?;
    let config = world.config()?;
    if args.format == Format::Json {
        let facts: Vec<Value> = accounts
            .iter()
            .map(|account| fact(account, config))
            .collect();
        return output::json(world, &facts);
    }
    if accounts.is_empty() {
        world.warn("no tokens are stored");
    }
    let most = world.look().first_column();
    let widths = accounts.iter().map(|account| account.host.as_str().len());
    let width = widths.filter(|width| *width <= most).max();
    let width = width.unwrap_or_default();
    for account in &accounts {
        let (host, login) = (account.host.as_str(), escaped(account.login.label()));
        let mark = if is_default(account, config) {
            "  (default)"
        } else {
            ""
        };
        let row = format!("{host:width$}  {login}{mark}");
        world.say_exact(&world.look().lines(&row))?;
    }
    Ok(())
}

/// The accounts of `hosts` in the store, or all accounts.
fn accounts(hosts: &[Host], world: &World) -> Result<Vec<Account>, Error> {
    let mut accounts = world.store()?.list()?;
    if hosts.is_empty() {
        return Ok(accounts);
    }
    accounts.retain(|account| hosts.contains(&account.host));
    match hosts
        .iter()
        .find(|host| !accounts.iter().any(|account| account.host == **host))
    {
        None => Ok(accounts),
        Some(host) => Err(Error::NotStored {
            host: host.clone(),
            login: None,
        }),
    }
}

fn fact(account: &Account, config: &Config) -> Value {
    json!({
        "host": account.host.as_str(),
        "login": account.login.name(),
        "default": is_default(account, config),
    })
}

fn is_default(account: &Account, config: &Config) -> bool {
    config.default_login(&account.host).as_ref() == Some(&account.login)
}
