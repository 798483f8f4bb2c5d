//! `keyrc logout`: tokens out of the store.

use serde_json::json;

use crate::config::Config;
use crate::credential::{Account, Login};
use crate::error::Error;
use crate::store;
use crate::text::escaped;

use crate::cli::{Format, World, output};

/// Remove tokens from the keyring
///
/// A token that is removed here still works until it is revoked where it was made.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The hosts whose tokens go; a host with several accounts needs -u or --all
    #[arg(value_name = "HOST", required_unless_present = "all")]
    hosts: Vec<String>,
    /// Whose token goes
    #[arg(
        short = 'u',
        long = "login",
        value_name = "NAME",
        conflicts_with = "all"
    )]
    login: Option<String>,
    /// All accounts of the hosts, or everything that keyrc keeps
    #[arg(long)]
    all: bool,
    /// Say what would go, and remove nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// How to print what went
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    let hosts = output::hosts(&args.hosts)?;
    let login = args.login.as_deref().map(str::parse::<Login>).transpose()?;
    output::refuse_shadowed(world, &hosts)?;
    let store = world.store()?;
    let mut going = Vec::new();
    for host in &hosts {
        let accounts = store.accounts(host)?;
        if args.all && !accounts.is_empty() {
            going.extend(accounts);
        } else {
            going.push(output::choose(host, &accounts, login.as_ref(), None)?);
        }
    }
    if hosts.is_empty() {
        going = store.list()?;
        let theirs: Vec<_> = going.iter().map(|account| account.host.clone()).collect();
        output::refuse_shadowed(world, &theirs)?;
    }
    if going.is_empty() {
        return Err(Error::NothingStored);
    }
    let config = world.config()?;
    for account in &going {
        if !args.dry_run {
            remove(&store, config, account, world)?;
        }
        if args.format == Format::Text {
            let done = if args.dry_run {
                "would remove"
            } else {
                "removed"
            };
            world.say(&format!(
                "{done} the token for {} from the {}",
                escaped(&account.to_string()),
                store.name()
            ))?;
            output::warn_plain_text(world, account, "take the entry out of the file by hand");
        }
    }
    if args.format == Format::Json {
        let account = |account: &Account| json!({ "host": account.host.as_str(), "login": account.login.as_str() });
        let removed: Vec<_> = going.iter().map(account).collect();
        output::json(
            world,
            &json!({ "dry_run": args.dry_run, "removed": removed }),
        )?;
    }
    Ok(())
}

fn remove(
    store: &store::Store,
    config: &Config,
    account: &Account,
    world: &World,
) -> Result<(), Error> {
    store.delete(account)?;
    if config.default_login(&account.host).as_ref() == Some(&account.login) {
        Config::set_default_login(world.config_folder()?, &account.host, None)?;
    }
    Ok(())
}
