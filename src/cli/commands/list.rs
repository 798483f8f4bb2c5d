//! `keyrc list`: what the store has, without its secrets.

use crate::error::Error;
use crate::text::escaped;

use crate::cli::{Format, World, output};

/// List the accounts that have a token in the keyring
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// How to print them
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    let accounts = world.store()?.list()?;
    let config = world.config()?;
    let is_default = |account: &crate::Account| {
        config.default_login(&account.host).as_ref() == Some(&account.login)
    };
    if args.format == Format::Json {
        let facts: Vec<_> = accounts
            .iter()
            .map(|account| {
                serde_json::json!({
                    "host": account.host.as_str(), "login": account.login.as_str(), "default": is_default(account),
                })
            })
            .collect();
        return output::json(world, &facts);
    }
    if accounts.is_empty() {
        world.warn("the store has no tokens of keyrc");
        return Ok(());
    }
    let width = accounts
        .iter()
        .map(|account| account.host.as_str().len())
        .max()
        .unwrap_or_default();
    for account in &accounts {
        let mark = if is_default(account) {
            "  (default)"
        } else {
            ""
        };
        world.say(&format!(
            "{:width$}  {}{mark}",
            account.host.as_str(),
            escaped(account.login.as_str())
        ))?;
    }
    Ok(())
}
