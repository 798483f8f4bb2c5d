//! `keyrc store`: which store it is, and tokens from one to the other.

use serde_json::json;

use crate::apply::{self, Comparison, Copied};
use crate::config::Config;
use crate::credential::Account;
use crate::error::Error;
use crate::plan::OnConflict;
use crate::store::{Fault, Kind, Vault, VaultFault};
use crate::text::escaped;

use crate::cli::args::store::StoreRequest;
use crate::cli::{Format, World, output};

/// Choose the store, and copy tokens between stores
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Choose where tokens are kept from now on
    ///
    /// What is in the other store stays there; `keyrc store copy` takes it along.
    Use {
        /// The store; with auto, the next one that works
        #[arg(value_enum)]
        store: StoreRequest,
    },
    Copy(CopyArgs),
}

/// Copy tokens from one store to the other
///
/// Each token is stored, read back and compared. Only when all of that has gone well, and only with --delete-source, is
/// it removed from where it came from.
#[derive(Debug, clap::Args)]
struct CopyArgs {
    /// The hosts whose tokens are copied; without any, all
    #[arg(value_name = "HOST")]
    hosts: Vec<String>,
    /// The store they are in: os or vault
    #[arg(long, value_name = "STORE", value_parser = kind)]
    from: Kind,
    /// The store they go to: os or vault
    #[arg(long, value_name = "STORE", value_parser = kind)]
    to: Kind,
    /// Remove what was copied from where it came from
    #[arg(long)]
    delete_source: bool,
    /// Replace a token that is another one there
    #[arg(long)]
    force: bool,
    /// Say what would be copied, and copy nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// How to print what was copied
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

fn kind(name: &str) -> Result<Kind, String> {
    Kind::from_name(name).ok_or_else(|| "write os or vault".to_owned())
}

pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    match &args.command {
        Command::Use { store } => use_from_now_on(store.kind(), world),
        Command::Copy(args) => copy(args, world),
    }
}

fn use_from_now_on(kind: Option<Kind>, world: &World) -> Result<(), Error> {
    if kind == Some(Kind::Vault) {
        let folder = world.unlock()?.folder;
        if !Vault::exists(&folder) {
            return Err(Fault::from(VaultFault::Absent(folder)).into());
        }
    }
    Config::set_store(world.config_folder()?, kind)?;
    world.say(match kind {
        Some(Kind::Os) => "tokens are kept in the keyring from now on",
        Some(Kind::Vault) => "tokens are kept in the vault from now on",
        None => "tokens are kept in the next store that works from now on",
    })
}

fn copy(args: &CopyArgs, world: &World) -> Result<(), Error> {
    if args.from == args.to {
        return Err(Error::Usage {
            problem: "both stores are the same",
            instead: "write `--from os --to vault`, or the other way round",
        });
    }
    let hosts = output::hosts(&args.hosts)?;
    let (from, to) = (world.open_kind(args.from)?, world.open_kind(args.to)?);
    let mut accounts = from.list()?;
    if let Some(missing) = hosts
        .iter()
        .find(|host| !accounts.iter().any(|account| account.host == **host))
    {
        return Err(Error::NotStored {
            host: missing.clone(),
            login: None,
        });
    }
    accounts.retain(|account| hosts.is_empty() || hosts.contains(&account.host));
    if accounts.is_empty() {
        return Err(Error::NothingStored);
    }
    let on_conflict = if args.force {
        OnConflict::Replace
    } else {
        OnConflict::Skip
    };
    let bar = output::progress(accounts.len(), to.name());
    let mut done: Vec<(Account, Copied)> = Vec::with_capacity(accounts.len());
    for account in accounts {
        let copied = if args.dry_run {
            Copied::expected(apply::compare(&account, &from, &to)?, on_conflict)
        } else {
            apply::copy(&account, &from, &to, on_conflict)?
        };
        done.push((account, copied));
        bar.inc(1);
    }
    bar.finish_and_clear();
    let deletes = args.delete_source && !args.dry_run;
    // Only now, and only what both stores have alike at this moment: somebody may have changed one of them meanwhile.
    if deletes {
        for (account, copied) in done
            .iter_mut()
            .filter(|(_, copied)| *copied != Copied::Conflict)
        {
            match apply::compare(account, &from, &to)? {
                Comparison::Same => from.delete(account)?,
                _ => *copied = Copied::Conflict,
            }
        }
    }
    tell(args, &done, deletes, world)
}

fn tell(
    args: &CopyArgs,
    done: &[(Account, Copied)],
    deleted: bool,
    world: &World,
) -> Result<(), Error> {
    if args.format == Format::Json {
        let facts: Vec<_> = done
            .iter()
            .map(|(account, copied)| {
                let deleted = deleted && *copied != Copied::Conflict;
                json!({
                    "host": account.host.as_str(), "login": account.login.as_str(),
                    "action": copied.word(), "deleted": deleted,
                })
            })
            .collect();
        output::json(
            world,
            &json!({ "from": args.from.name(), "to": args.to.name(), "dry_run": args.dry_run, "credentials": facts }),
        )?;
    } else {
        for (account, copied) in done {
            let what = match copied {
                Copied::Conflict => "left        ",
                Copied::Unchanged => "there before",
                _ if args.dry_run => "would copy  ",
                _ => "copied      ",
            };
            let why = if *copied == Copied::Conflict {
                ": another token is there"
            } else {
                ""
            };
            world.say(&format!("{what} {}{why}", escaped(&account.to_string())))?;
        }
    }
    match done
        .iter()
        .filter(|(_, copied)| *copied == Copied::Conflict)
        .count()
    {
        0 => Ok(()),
        conflicts => Err(Error::StoreConflict {
            accounts: conflicts,
        }),
    }
}
