//! `keyrc exec`: a command in the place of keyrc, with the tokens that it needs and no others.

mod delivery;
mod netrc;
mod request;
mod tokens;

use std::ffi::OsString;

use keyrc_platform::launch::{
    self, Delivery, Invocation, Placed, Prepared, SecretBytes, StartError,
};
use secrecy::{ExposeSecret, SecretString};

use crate::error::Error;
use crate::exec::{self, Instead, Tool};
use crate::secret::concat;
use crate::text::escaped;

use crate::cli::World;
use crate::cli::args::readers::For;
use delivery::Via;
use request::{Netrc, Wanted};

/// Run a command with a netrc that nothing else can see
///
/// The netrc has the tokens of the hosts that are named and, where none is, of the hosts of the URLs in the command's
/// arguments. On Linux it lies over ~/.netrc, for the command alone; docs/exec.md tells what other systems have.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  keyrc exec -- curl -n https://api.example.com/
  keyrc exec git.example.com -- git fetch
  keyrc exec api.example.com -- curl --netrc-file {} https://api.example.com/
  keyrc exec --env NPM_TOKEN=registry.example.com -- npm publish
  keyrc exec --stdin r.example.com -- docker login -u me --password-stdin r.example.com")]
pub(crate) struct Args {
    /// The hosts whose tokens the command gets, or LOGIN@HOST; without any, those of its URLs
    #[arg(value_name = "HOST")]
    hosts: Vec<String>,
    /// Whose token, where a host has several accounts
    #[arg(short = 'u', long = "login", value_name = "NAME")]
    login: Option<String>,
    /// Give it the tokens of all hosts in the store
    #[arg(long, conflicts_with_all = ["hosts", "login"])]
    all: bool,
    /// Let it see what is in the netrc now as well
    #[arg(long)]
    merge: bool,
    #[command(flatten)]
    readers: For,
    /// How the command gets at the netrc
    #[arg(long, value_enum, value_name = "WAY", default_value_t)]
    via: Via,
    /// Give it a token in a variable of its environment
    #[arg(long = "env", value_name = "NAME=HOST")]
    variables: Vec<String>,
    /// Give it a token, and nothing else, on standard input
    #[arg(long = "stdin", value_name = "HOST", conflicts_with = "header")]
    input: Option<String>,
    /// Give it the line `Authorization: Bearer TOKEN` on standard input, for `curl -H @-`
    #[arg(long, value_name = "HOST")]
    header: Option<String>,
    /// Say on standard error which tokens the command gets, and how
    #[arg(short, long)]
    verbose: bool,
    /// The command, and its arguments
    #[arg(last = true, required = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    let wanted = request::wanted(args)?;
    // Prepare before opening the store, which starts threads and may ask the user for a password.
    let prepared = match wanted.netrc {
        Netrc::None => None,
        _ => Some(delivery::open(args.via, world)?),
    };
    let mut variables = Vec::with_capacity(wanted.variables.len());
    for variable in &wanted.variables {
        variables.push((
            variable.name.as_str(),
            tokens::token(&variable.target, world)?,
        ));
    }
    let input = wanted.input.as_ref().map(|input| {
        let token = tokens::token(&input.target, world)?;
        Ok::<_, Error>(concat(&[input.before.as_bytes(), expose(&token), b"\n"]))
    });
    let input = input.transpose()?;
    let (placed, command) = match prepared {
        Some((delivery, prepared)) => place_netrc(args, delivery, prepared, &wanted.netrc, world)?,
        None => (None, args.command.clone()),
    };
    if args.verbose {
        tell_of_others(&wanted, world);
    }
    let invocation = Invocation {
        command: &command,
        variables: variables
            .iter()
            .map(|(name, token)| (*name, SecretBytes(expose(token))))
            .collect(),
        input: input.as_deref().map(|input| SecretBytes(input)),
    };
    Err(failed(launch::start(placed, &invocation), &command[0]))
}

/// Returns the error of a command that was not run.
pub(crate) fn failed(why: StartError, program: &OsString) -> Error {
    match why {
        StartError::Step(obstacle) => Error::Obstacle(obstacle),
        StartError::Command(error) => Error::Command {
            name: program.to_string_lossy().into_owned(),
            error,
        },
    }
}

/// Places the netrc. Returns it with the command, whose placeholders are replaced by its path.
fn place_netrc(
    args: &Args,
    delivery: Delivery,
    prepared: Prepared,
    wanted: &Netrc,
    world: &World,
) -> Result<(Option<Placed>, Vec<OsString>), Error> {
    let credentials = tokens::credentials(wanted, world)?;
    if let Some(target) = credentials
        .missing
        .first()
        .filter(|_| credentials.found.is_empty() && !args.merge)
    {
        return Err(tokens::none_for(target, world));
    }
    let tool = exec::tool(&args.command[0]);
    let netrc = netrc::netrc(args, &credentials.found, tool, world)?;
    let placed = prepared.place(&netrc).map_err(Error::Obstacle)?;
    let (command, has_placeholder) = exec::place(
        &args.command,
        placed.path().as_os_str(),
        args.via.is_for_arguments(),
    );
    if args.verbose {
        world.warn(&delivery::sentence(delivery, placed.path()));
        for target in &credentials.missing {
            world.warn(&format!("there is no token for `{}`", target.host));
        }
    }
    if let Some(Tool {
        name,
        instead: Some(instead),
    }) = tool.filter(|_| delivery != Delivery::Namespace && !has_placeholder)
    {
        world.warn(&format!(
            "`{name}` may not find its netrc: not every version reads the variable NETRC"
        ));
        world.hint(&match instead {
            Instead::Option(option) => format!("add `{option}` to its arguments"),
            Instead::Nothing => {
                "docs/exec.md says how namespaces are allowed; docs/guide.md has other ways"
                    .to_owned()
            }
        });
    }
    Ok((Some(placed), command))
}

fn tell_of_others(wanted: &Wanted, world: &World) {
    for variable in &wanted.variables {
        let (name, host) = (escaped(&variable.name), &variable.target.host);
        world.warn(&format!(
            "the command gets the token for `{host}` in the variable `{name}`"
        ));
    }
    if let Some(input) = &wanted.input {
        world.warn(&format!(
            "the command gets the token for `{}` on standard input",
            input.target.host
        ));
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "it goes to the command that it was asked for"
)]
fn expose(token: &SecretString) -> &[u8] {
    token.expose_secret().as_bytes()
}
