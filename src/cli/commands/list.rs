//! `keyrc list`: shows the accounts in the store, without their tokens.

use serde_json::{Value, json};

use crate::cli::args::Format;
use crate::cli::output;
use crate::cli::world::World;
use crate::config::Config;
use crate::credential::Account;
use crate::error::Error;
use crate::text::escaped;

/// List the accounts that have a token in the keyring
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Runs `keyrc list`.
pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    let accounts = world.store()?.list()?;
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
    let widths = accounts.iter().map(|account| account.host.as_str().len());
    let width = widths.max().unwrap_or_default();
    for account in &accounts {
        let (host, login) = (account.host.as_str(), escaped(account.login.as_str()));
        let mark = if is_default(account, config) {
            "  (default)"
        } else {
            ""
        };
        world.say_exact(&format!("{host:width$}  {login}{mark}"))?;
    }
    Ok(())
}

fn fact(account: &Account, config: &Config) -> Value {
    json!({
        "host": account.host.as_str(),
        "login": account.login.as_str(),
        "default": is_default(account, config),
    })
}

fn is_default(account: &Account, config: &Config) -> bool {
    config.default_login(&account.host).as_ref() == Some(&account.login)
}
