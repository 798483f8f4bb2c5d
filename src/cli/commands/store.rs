//! `keyrc store`: chooses the store, and copies tokens between stores.

use keyrc_platform::signals;
use serde_json::{Value, json};

use crate::apply::{self, Comparison, Copied};
use crate::cli::args::Format;
use crate::cli::args::account::{self, HostArg};
use crate::cli::args::store::StoreRequest;
use crate::cli::hints::hint_in;
use crate::cli::output;
use crate::cli::task::{self, MANY, Steps};
use crate::cli::world::World;
use crate::config::Config;
use crate::credential::Account;
use crate::error::Error;
use crate::host::Host;
use crate::plan::OnConflict;
use crate::store::{Absence, Fault, Kind, Store, Vault};
use crate::text::{count, escaped};

/// Choose the store, unlock the keyring, and copy tokens between stores
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:\n\
\x20 keyrc store use vault\n\
\x20 keyrc store unlock\n\
\x20 keyrc store copy --from keyring --to vault")]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Choose the store for new tokens
    ///
    /// Stored tokens stay where they are; `keyrc store copy` copies them.
    Use {
        /// Store to use; auto forgets the choice
        #[arg(value_enum, value_name = "STORE")]
        chosen: StoreRequest,
    },
    Copy(CopyArgs),
    /// Unlock the keyring
    ///
    /// Asks for the keyring's password without showing it. A keyring that takes no password from
    /// other programs, as KeePassXC and KWallet, opens its own window. `keyrc vault unlock` unlocks
    /// the vault.
    Unlock,
}

/// Copy tokens from one store to the other
///
/// Every copied token is read back and compared. Only if all of them match, and only with
/// --delete-source, are they removed from the source.
#[derive(Debug, clap::Args)]
struct CopyArgs {
    /// Copy the tokens of these hosts [default: all]
    #[arg(value_name = "HOST")]
    hosts: Vec<HostArg>,
    /// Source store: keyring or vault
    #[arg(long, value_name = "STORE", value_parser = kind)]
    from: Kind,
    /// Destination store: keyring or vault
    #[arg(long, value_name = "STORE", value_parser = kind)]
    to: Kind,
    /// Remove the copied tokens from the source
    #[arg(long)]
    delete_source: bool,
    /// Overwrite tokens that differ in the destination
    #[arg(long)]
    force: bool,
    /// Show what would be copied, and change nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Print a line for each token, also on a terminal
    #[arg(short, long)]
    verbose: bool,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

fn kind(name: &str) -> Result<Kind, String> {
    Kind::from_name(name).ok_or_else(|| "write keyring or vault".to_owned())
}

/// Runs `keyrc store`.
pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    match &args.command {
        Command::Use { chosen } => use_from_now_on(chosen.kind(), world),
        Command::Copy(args) => copy(args, world),
        Command::Unlock => {
            world.unlock_keyring()?;
            world.say("the keyring is unlocked")
        }
    }
}

fn use_from_now_on(kind: Option<Kind>, world: &World) -> Result<(), Error> {
    if kind == Some(Kind::Vault) {
        let folder = world.unlock()?.folder;
        if !Vault::exists(&folder) {
            return Err(Fault::Absent(Absence::Vault { folder }).into());
        }
    }
    Config::set_store(world.config_folder()?, kind)?;
    world.say(match kind {
        Some(Kind::Os) => "keyrc stores tokens in the keyring from now on",
        Some(Kind::Vault) => "keyrc stores tokens in the vault from now on",
        None => "keyrc stores tokens in the first store that works from now on",
    })?;
    if kind == Some(Kind::Os) {
        warn_of_unusable_keyring(world)?;
    }
    Ok(())
}

/// Warns if the keyring does not work now. A locked keyring does: it asks for its password.
fn warn_of_unusable_keyring(world: &World) -> Result<(), Error> {
    match world.check_keyring()? {
        Ok(()) | Err(Fault::Locked(_)) => {}
        Err(fault) => {
            world.warn(&format!(
                "the keyring cannot be used at the moment: {fault}"
            ));
            if let Some(hint) = hint_in(world, &fault.into()) {
                world.hint(&hint);
            }
        }
    }
    Ok(())
}

fn copy(args: &CopyArgs, world: &World) -> Result<(), Error> {
    if args.from == args.to {
        return Err(Error::Usage {
            problem: "both stores are the same",
            instead: "write `--from keyring --to vault`, or the reverse",
        });
    }
    let hosts = account::hosts(&args.hosts)?;
    let from = world.open_kind(args.from)?;
    let to = if args.dry_run {
        world.open_kind(args.to)?
    } else {
        world.open_kind_to_write(args.to)?
    };
    let accounts = accounts_to_copy(&from, &hosts)?;
    let _deferred = signals::defer();
    let mut unreadable = None;
    let mut outcomes = copy_all(args, accounts, &from, &to, &mut unreadable)?;
    if args.delete_source && !args.dry_run {
        delete_source(&mut outcomes, &from, &to)?;
    }
    report(args, &outcomes, world)?;
    let is_conflict = |(_, copied): &&(Account, Copied)| copied.word() == "conflict";
    match outcomes.iter().filter(is_conflict).count() {
        0 => unreadable.map_or(Ok(()), |fault| Err(fault.into())),
        accounts => Err(Error::StoreConflict { accounts }),
    }
}

/// Copies the tokens, and puts the first fault of an unusable item into `unreadable`.
fn copy_all(
    args: &CopyArgs,
    accounts: Vec<Account>,
    from: &Store,
    to: &Store,
    unreadable: &mut Option<Fault>,
) -> Result<Vec<(Account, Copied)>, Error> {
    let total = accounts.len();
    let steps = Steps::new("Copying tokens", total);
    let mut outcomes = Vec::with_capacity(total);
    for account in accounts {
        let copied = steps
            .next()
            .and_then(|()| copy_one(args, &account, from, to));
        match copied {
            Ok(copied) => outcomes.push((account, copied)),
            Err(Error::Store(fault)) if fault.is_unusable_item() => {
                outcomes.push((account, Copied::Unreadable));
                unreadable.get_or_insert(fault);
            }
            Err(cause) => {
                let done = (outcomes.len(), total);
                return Err(task::unfinished("copied", done, cause));
            }
        }
    }
    Ok(outcomes)
}

fn copy_one(args: &CopyArgs, account: &Account, from: &Store, to: &Store) -> Result<Copied, Error> {
    let on_conflict = if args.force {
        OnConflict::Replace
    } else {
        OnConflict::Skip
    };
    if args.dry_run {
        let comparison = apply::compare(account, from, to)?;
        return Ok(Copied::expected(comparison, on_conflict));
    }
    apply::copy(account, from, to, on_conflict)
}

/// The accounts of `hosts` in a store, or all accounts.
fn accounts_to_copy(from: &Store, hosts: &[Host]) -> Result<Vec<Account>, Error> {
    let mut accounts = from.list()?;
    for host in hosts {
        if !accounts.iter().any(|account| account.host == *host) {
            return Err(Error::NotStored {
                host: host.clone(),
                login: None,
            });
        }
    }
    accounts.retain(|account| hosts.is_empty() || hosts.contains(&account.host));
    if accounts.is_empty() {
        return Err(Error::NothingStored);
    }
    Ok(accounts)
}

/// Removes the copied tokens from the source, but only those that are still the same in both
/// stores: another process may have changed one since.
fn delete_source(
    outcomes: &mut [(Account, Copied)],
    from: &Store,
    to: &Store,
) -> Result<(), Error> {
    let total = outcomes.len();
    let steps = Steps::new("Removing tokens", total);
    for (at, (account, copied)) in outcomes.iter_mut().enumerate() {
        if !copied.is_copied() {
            continue;
        }
        let removed = steps
            .next()
            .and_then(|()| apply::delete_if_same(account, from, to));
        *copied = match removed {
            Ok(Comparison::Same) => *copied,
            Ok(_) => Copied::Conflict,
            Err(cause) => {
                let verb = "copied all, and removed from the source";
                return Err(task::unfinished(verb, (at, total), cause));
            }
        };
    }
    Ok(())
}

fn report(args: &CopyArgs, outcomes: &[(Account, Copied)], world: &World) -> Result<(), Error> {
    if args.format == Format::Json {
        let facts: Vec<Value> = outcomes
            .iter()
            .map(|(account, copied)| fact(args, account, *copied))
            .collect();
        let facts = json!({
            "from": args.from.name(),
            "to": args.to.name(),
            "dry_run": args.dry_run,
            "credentials": facts,
        });
        return output::json(world, &facts);
    }
    let summarizes = outcomes.len() >= MANY && world.look().is_terminal() && !args.verbose;
    for (account, copied) in outcomes {
        if !summarizes || !copied.is_copied() {
            let account = escaped(&account.to_string());
            world.say(&line(args, *copied, &account))?;
        }
    }
    if !summarizes {
        return Ok(());
    }
    for kinds in [&[Copied::Added, Copied::Replaced][..], &[Copied::Unchanged]] {
        let number = outcomes.iter().filter(|(_, copied)| kinds.contains(copied));
        let number = number.count();
        if number > 0 {
            world.say(&line(args, kinds[0], &count(number, "token", "tokens")))?;
        }
    }
    Ok(())
}

/// A line about `tokens`: one account, or their number.
fn line(args: &CopyArgs, copied: Copied, tokens: &str) -> String {
    match copied {
        Copied::Conflict => format!("skipped      {tokens}: the stored tokens differ"),
        Copied::OtherScope => {
            format!("skipped      {tokens}: the stored tokens are for different protocols or ports")
        }
        Copied::Unreadable => {
            format!("skipped      {tokens}: the stored token is damaged, or there are several")
        }
        Copied::Unchanged => format!("same         {tokens}"),
        Copied::Added | Copied::Replaced if args.dry_run => format!("would copy   {tokens}"),
        Copied::Added | Copied::Replaced => format!("copied       {tokens}"),
    }
}

fn fact(args: &CopyArgs, account: &Account, copied: Copied) -> Value {
    let deleted = args.delete_source && !args.dry_run && copied.is_copied();
    json!({
        "host": account.host.as_str(),
        "login": account.login.name(),
        "action": copied.word(),
        "deleted": deleted,
    })
}
