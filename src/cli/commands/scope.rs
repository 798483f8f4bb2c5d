//! `keyrc scope`: shows and changes the protocols and ports that a token is for.

use serde_json::{Value, json};

use crate::cli::args::Format;
use crate::cli::args::account::{self, HostArg, LoginArg};
use crate::cli::output;
use crate::cli::world::World;
use crate::credential::{Account, PortScope, ProtocolScope, Scope, Secret, Stored};
use crate::error::Error;
use crate::host::Host;
use crate::secret;
use crate::store::{Fault, Store};
use crate::text::escaped;

/// Show or change the protocols and ports that a token is for
///
/// `keyrc login` stores a token for https and one port. `keyrc migrate` keeps the scope of a netrc:
/// every protocol and port. Without an option, this prints the scope.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Host
    #[arg(value_name = "HOST")]
    host: HostArg,
    /// Account name on the host
    #[arg(short = 'u', long = "login", value_name = "NAME")]
    login: Option<LoginArg>,
    /// Allow https only
    #[arg(long)]
    https_only: bool,
    /// Allow this port only
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    port: Option<u16>,
    /// Allow every protocol and port, as in a netrc
    #[arg(long, conflicts_with_all = ["https_only", "port"])]
    any: bool,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// Runs `keyrc scope`.
pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    let host = args.host.get()?;
    let login = account::login(args.login.as_ref())?;
    let store = world.store()?;
    let accounts = store.accounts(&host)?;
    let account = output::choose(&host, &accounts, login.as_ref(), Some(world.config()?))?;
    let changed = Account {
        host: args.host_for(&account),
        login: account.login.clone(),
    };
    let scope = if args.changes() {
        change(args, &store, &account, &changed)?
    } else {
        store.get(&account)?.scope
    };
    if args.format == Format::Json {
        return output::json(world, &fact(&changed, scope));
    }
    let described = scope.describe(&changed.host);
    world.say(&format!("{}: {described}", escaped(&changed.to_string())))
}

/// Returns the account and its scope for `--format json`, with the words of `status HOST`.
fn fact(account: &Account, scope: Scope) -> Value {
    let any = |is_any: bool| is_any.then_some("any");
    json!({
        "host": account.host.as_str(), "login": account.login.name(),
        "protocol": any(scope.protocol == ProtocolScope::Any),
        "port": any(scope.port == PortScope::Any),
    })
}

impl Args {
    /// Whether an option asks for another scope.
    fn changes(&self) -> bool {
        self.any || self.https_only || self.port.is_some()
    }

    fn host_for(&self, account: &Account) -> Host {
        match self.port {
            _ if self.any => account.host.with_port(None),
            None => account.host.clone(),
            port => account.host.with_port(port),
        }
    }

    fn scope_for(&self, scope: Scope) -> Scope {
        if self.any {
            return Scope::WIDE;
        }
        Scope {
            protocol: match self.https_only {
                true => ProtocolScope::Https,
                false => scope.protocol,
            },
            port: match self.port {
                Some(_) => PortScope::OfHost,
                None => scope.port,
            },
        }
    }
}

/// Stores the token of `old` with another scope, and returns the scope. Another port is another host
/// for the store, so the old item is removed after the new one was read back.
///
/// Reads the token while no other process changes it: `keyrc login` may have replaced it.
///
/// # Errors
/// [`Error::AccountConflict`] if the other host has another token for the login,
/// [`Error::ReadBack`], and any fault of the store.
fn change(args: &Args, store: &Store, old: &Account, new: &Account) -> Result<Scope, Error> {
    let _change = store.change()?;
    let found = store.get(old)?;
    let scope = args.scope_for(found.scope);
    if old == new && scope == found.scope {
        return Ok(scope);
    }
    let secret = Secret { scope, ..found };
    if old == new {
        store.set(new, &secret)?;
        return Ok(scope);
    }
    match store.get(new) {
        Ok(other) if !secret::equal(&other.token, &secret.token) => {
            return Err(Error::AccountConflict {
                account: new.clone(),
            });
        }
        Ok(_) | Err(Fault::NotFound) => {}
        Err(fault) => return Err(fault.into()),
    }
    store.set(new, &secret)?;
    if !Stored::Credential(store.get(new)?).is_secret(&secret) {
        return Err(Error::ReadBack {
            account: new.clone(),
        });
    }
    store.delete(old)?;
    Ok(scope)
}
