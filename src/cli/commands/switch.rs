//! `keyrc switch`: sets the default account of a host.

use std::path::PathBuf;

use crate::cli::args::account::{self, HostArg, LoginArg};
use crate::cli::output;
use crate::cli::world::World;
use crate::config::{Conditions, Config};
use crate::credential::Login;
use crate::error::Error;
use crate::host::Host;
use crate::text::escaped;

/// Choose the default account of a host that has several
///
/// With `--directory` or `--remote`, choose the account there. This writes an `[[account]]` into the
/// settings; see docs/helpers.md.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:\n\
\x20 keyrc switch api.example.com -u work\n\
\x20 keyrc switch git.example.com -u work --directory ~/work\n\
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
    /// Only in this directory, and in those below it
    #[arg(long, value_name = "DIR")]
    directory: Option<PathBuf>,
    /// Only for this URL or remote of a git repository; `*` stands for any text
    #[arg(long, value_name = "PATTERN")]
    remote: Option<String>,
}

/// Runs `keyrc switch`.
pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    let host = args.host.get()?;
    let conditions = conditions(args, world)?;
    let login = account::login(args.login.as_ref())?;
    if let Some(login) = &login {
        let accounts = world.store()?.accounts(&host)?;
        output::choose(&host, &accounts, Some(login), None)?;
    }
    let folder = world.config_folder()?;
    if conditions == Conditions::default() {
        Config::set_default_login(folder, &host, login.as_ref())?;
    } else {
        Config::set_account(folder, &host, login.as_ref(), &conditions)?;
    }
    report(&host, login.as_ref(), &conditions, world)
}

/// # Errors
/// [`Error::Usage`] if the directory does not exist, or the pattern is empty.
fn conditions(args: &Args, world: &World) -> Result<Conditions, Error> {
    let directory = match &args.directory {
        Some(directory) => Some(world.working.named(directory).ok_or(Error::Usage {
            problem: "the directory does not exist, or its path is not UTF-8",
            instead: "name an existing one, as in `--directory ~/work`",
        })?),
        None => None,
    };
    if args.remote.as_deref() == Some("") {
        return Err(Error::Usage {
            problem: "the pattern for the remote is empty",
            instead: "write it as `--remote 'https://git.example.com/work/*'`",
        });
    }
    Ok(Conditions {
        directory,
        remote: args.remote.clone(),
    })
}

fn report(
    host: &Host,
    login: Option<&Login>,
    Conditions { directory, remote }: &Conditions,
    world: &World,
) -> Result<(), Error> {
    let in_directory = directory
        .as_ref()
        .map(|path| format!(" in {}", escaped(path)));
    let for_remote = remote.as_ref().map(|url| format!(" for {}", escaped(url)));
    let place = [in_directory, for_remote].into_iter().flatten();
    let place: String = place.collect();
    let default = if place.is_empty() {
        "default account"
    } else {
        "account"
    };
    match login {
        Some(login) => {
            let login = escaped(login.label());
            world.say(&format!("{login} is now the {default} at {host}{place}"))
        }
        None => world.say(&format!("{host} has no {default} now{place}")),
    }
}
