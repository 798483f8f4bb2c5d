//! `keyrc logout`: removes tokens from the store.

use keyrc_platform::signals;
use serde_json::json;

use crate::cli::args::Format;
use crate::cli::args::account::{self, HostArg, LoginArg};
use crate::cli::output;
use crate::cli::plain_text;
use crate::cli::task::{self, Late, MANY, Steps};
use crate::cli::world::World;
use crate::config::Config;
use crate::credential::Account;
use crate::error::Error;
use crate::host::Host;
use crate::store::Store;
use crate::text::{argument, count, escaped, login_option, shown};

/// Remove tokens from the keyring or the vault
///
/// A removed token still works until you revoke it where you created it.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:\n\
\x20 keyrc logout api.example.com -u me\n\
\x20 keyrc logout api.example.com --all")]
pub(crate) struct Args {
    /// Remove the tokens of these hosts; a host with several accounts needs -u or --all
    #[arg(value_name = "HOST", required_unless_present = "all")]
    hosts: Vec<HostArg>,
    /// Account to remove
    #[arg(
        short = 'u',
        long = "login",
        value_name = "NAME",
        conflicts_with = "all"
    )]
    login: Option<LoginArg>,
    /// Remove all accounts of the hosts; without hosts, everything that keyrc stored
    #[arg(long)]
    all: bool,
    /// With --all, do not ask on the terminal
    #[arg(short, long)]
    yes: bool,
    /// Show what would be removed, and change nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Print a line for each token, also on a terminal
    #[arg(short, long)]
    verbose: bool,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Runs `keyrc logout`.
pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    let hosts = account::hosts(&args.hosts)?;
    output::refuse_shadowed(world, &hosts)?;
    let store = world.store()?;
    let accounts = if hosts.is_empty() {
        all_accounts(&store, world)?
    } else {
        accounts_of(&hosts, args, &store)?
    };
    if args.all && !args.yes && args.format == Format::Text {
        if args.dry_run {
            warn_of_loss(args, &accounts, &store, world);
        } else if world.has_terminal() {
            ask(args, &accounts, &store, world)?;
        }
    }
    let _deferred = signals::defer();
    let mut late = Late::default();
    remove_all(args, &accounts, &store, world, &mut late)?;
    if args.format == Format::Json {
        let removed: Vec<_> = accounts.iter().map(output::account_fact).collect();
        let facts = json!({ "dry_run": args.dry_run, "removed": removed });
        late.keep(output::json(world, &facts));
    }
    late.result()
}

/// Removes the tokens, and reports each. Puts errors of the output and of the settings into `late`.
///
/// # Errors
/// [`Error::Unfinished`] if some tokens were removed before a failure, and after Ctrl-C.
fn remove_all(
    args: &Args,
    accounts: &[Account],
    store: &Store,
    world: &World,
    late: &mut Late,
) -> Result<(), Error> {
    let summarizes = accounts.len() >= MANY && world.look().is_terminal() && !args.verbose;
    // This compares tokens, so it must run before they are removed.
    let left = match args.format {
        Format::Text => plain_text::in_netrc(world, accounts, store),
        Format::Json => Vec::new(),
    };
    let steps = Steps::new("Removing tokens", accounts.len());
    for (at, account) in accounts.iter().enumerate() {
        if !args.dry_run {
            let default = world.config()?.default_login(&account.host);
            let removed = steps.next().and_then(|()| Ok(store.delete(account)?));
            let done = (at, accounts.len());
            removed.map_err(|cause| task::unfinished("removed", done, cause))?;
            if default.as_ref() == Some(&account.login) {
                late.keep(forget_default(account, world));
            }
        }
        if args.format == Format::Text && !summarizes {
            late.keep(report(account, args.dry_run, store, world));
            if left.contains(&account) {
                plain_text::warn_of(world, account);
            }
        }
    }
    drop(steps);
    if args.format == Format::Text && summarizes {
        let tokens = count(accounts.len(), "token", "tokens");
        let done = verb(args.dry_run);
        late.keep(world.say(&format!("{done} {tokens} from the {}", store.name())));
        if let (false, Some(path)) = (left.is_empty(), &world.netrc) {
            let (path, left) = (shown(path), left.len());
            world.warn(&format!(
                "{path} still has {left} of these tokens in plain text"
            ));
        }
    }
    if !left.is_empty() {
        world.hint("remove such an entry from the file by hand");
    }
    Ok(())
}

/// Lists the accounts, and asks whether to remove them.
///
/// # Errors
/// [`Error::Declined`].
fn ask(args: &Args, accounts: &[Account], store: &Store, world: &World) -> Result<(), Error> {
    for account in accounts {
        world.say(&format!("- {}", escaped(&account.to_string())))?;
    }
    warn_of_loss(args, accounts, store, world);
    let tokens = count(accounts.len(), "token", "tokens");
    world.agree(&format!("Remove {tokens} from the {}?", store.name()))
}

/// Names the tokens that are only in the store, and the commands that keep them.
fn warn_of_loss(args: &Args, accounts: &[Account], store: &Store, world: &World) {
    let missing = plain_text::missing_in_netrc(world, accounts, store);
    if missing.is_empty() {
        return;
    }
    let tokens = count(missing.len(), "token is", "tokens are");
    let names = missing.iter().map(|account| escaped(&account.to_string()));
    let names = names.collect::<Vec<_>>().join(", ");
    world.warn(&format!(
        "{tokens} not in the netrc, and will be lost: {names}"
    ));
    if missing
        .iter()
        .any(|account| plain_text::is_whole_host(account))
    {
        let hosts = missing.iter().map(|account| &account.host);
        let mut hosts: Vec<String> = hosts.map(|host| argument(host.as_str())).collect();
        hosts.dedup();
        let kept = match args.hosts.is_empty() {
            true => "keyrc export-netrc --all --all-logins".to_owned(),
            false => format!("keyrc export-netrc {} --all-logins", hosts.join(" ")),
        };
        world.hint(&format!("to keep them in the netrc, run `{kept}` first"));
    }
    let narrow = missing
        .iter()
        .find(|account| !plain_text::is_whole_host(account));
    if let Some(account) = narrow {
        let host = argument(account.host.as_str());
        let option = login_option(account.login.as_str());
        world.hint(&format!(
            "a netrc cannot hold a token for one port or path; print it with \
             `keyrc token {host} {option}`"
        ));
    }
}

fn all_accounts(store: &Store, world: &World) -> Result<Vec<Account>, Error> {
    let accounts = store.list()?;
    if accounts.is_empty() {
        return Err(Error::NothingStored);
    }
    let hosts: Vec<Host> = accounts
        .iter()
        .map(|account| account.host.clone())
        .collect();
    output::refuse_shadowed(world, &hosts)?;
    Ok(accounts)
}

fn accounts_of(hosts: &[Host], args: &Args, store: &Store) -> Result<Vec<Account>, Error> {
    let login = account::login(args.login.as_ref())?;
    let mut found = Vec::new();
    for host in hosts {
        let accounts = store.accounts(host)?;
        if args.all && !accounts.is_empty() {
            found.extend(accounts);
        } else {
            found.push(output::choose(host, &accounts, login.as_ref(), None)?);
        }
    }
    Ok(found)
}

/// Removes an account from the settings, where it was the default of its host.
fn forget_default(account: &Account, world: &World) -> Result<(), Error> {
    Config::set_default_login(world.config_folder()?, &account.host, None)
}

fn report(account: &Account, dry_run: bool, store: &Store, world: &World) -> Result<(), Error> {
    world.say(&format!(
        "{} the token for {} from the {}",
        verb(dry_run),
        escaped(&account.to_string()),
        store.name()
    ))
}

fn verb(dry_run: bool) -> &'static str {
    if dry_run { "would remove" } else { "removed" }
}
