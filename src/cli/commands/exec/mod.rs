//! `keyrc exec`: replaces itself by a command, which gets the tokens it needs.

mod curlrc;
mod delivery;
mod netrc;
mod request;
pub(crate) mod shim;
mod tokens;

use std::ffi::OsString;

use keyrc_platform::launch::{self, Delivery, Invocation, Placed, SecretBytes, StartError};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::cli::args::account::LoginArg;
use crate::cli::args::readers::For;
use crate::cli::world::World;
use crate::error::Error;
use crate::exec::{self, Substitute, Tool};
use crate::secret::concat;
use crate::text::escaped;

use delivery::{DeliveryRequest, Ready};
use request::{InputForm, NetrcRequest, Request, TargetArg, VariableArg};
use tokens::Credentials;

/// Run a command with a private netrc
///
/// The netrc contains the tokens for the named hosts; without any, for the hosts of the URLs in the
/// command's arguments. On Linux it appears as ~/.netrc to this command only; see docs/exec.md for
/// other systems.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "\
Examples:
  keyrc exec -- curl -n https://api.example.com/
  keyrc exec git.example.com -- git fetch
  keyrc exec api.example.com -- curl --netrc-file {} https://api.example.com/
  keyrc exec --env NPM_TOKEN=registry.example.com -- npm publish
  keyrc exec --optional -- curl -n https://example.com/
  keyrc exec --stdin r.example.com -- docker login -u me --password-stdin r.example.com")]
pub(crate) struct Args {
    /// Give the command the tokens of these hosts, or of LOGIN@HOST [default: the hosts of its
    /// URLs]
    #[arg(value_name = "HOST")]
    hosts: Vec<TargetArg>,
    /// Account name on the hosts
    #[arg(short = 'u', long = "login", value_name = "NAME")]
    login: Option<LoginArg>,
    /// Give the command every token in the store
    #[arg(long, conflicts_with_all = ["hosts", "login"])]
    all: bool,
    /// Run the command unchanged if there is no token for it
    ///
    /// Also if its arguments contain no URL, and if there is neither a keyring nor a vault.
    #[arg(long, conflicts_with_all = ["all", "input", "header"])]
    optional: bool,
    /// Give a token to every port and path of its host, as in a netrc
    #[arg(long)]
    any_port: bool,
    /// Add the tokens to a copy of your netrc
    #[arg(long)]
    merge: bool,
    #[command(flatten)]
    readers: For,
    /// How the command gets its netrc
    #[arg(long, value_enum, value_name = "METHOD", default_value_t)]
    via: DeliveryRequest,
    /// Set an environment variable to a token
    #[arg(long = "env", value_name = "NAME=HOST")]
    variables: Vec<VariableArg>,
    /// Write a token to the command's standard input
    #[arg(long = "stdin", value_name = "HOST", conflicts_with = "header")]
    input: Option<TargetArg>,
    /// Write `Authorization: Bearer TOKEN` to the command's standard input, for `curl -H @-`
    ///
    /// The settings can have another form of the header for a host, such as Basic.
    #[arg(long, value_name = "HOST")]
    header: Option<TargetArg>,
    /// Print which tokens the command gets, and how
    #[arg(short, long)]
    verbose: bool,
    /// Command to run, and its arguments
    #[arg(last = true, required = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

/// Runs `keyrc exec`. Returns only if the command cannot be run.
pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    let request = request::request(args)?;
    // Before the store is used: the store starts threads, and a process with threads cannot enter a
    // user namespace. This also avoids a prompt if the netrc cannot be delivered.
    let ready = match request.netrc {
        NetrcRequest::None => None,
        _ if args.optional => Some(delivery::prepare(args.via)),
        _ => Some(Ok(prepare(args, world)?)),
    };
    let variables = variables(args, &request, world)?;
    let input = input(&request, world)?;
    let (placed, mut command) = match ready {
        Some(ready) => place_netrc(args, ready, &request.netrc, world)?,
        None => (None, args.command.clone()),
    };
    if args.verbose {
        report(&request, world);
    }
    // keyrc's own stand-in would look for tokens again.
    let tool = shim::behind(&command[0]);
    if let Some(tool) = &tool {
        command[0].clone_from(tool);
    }
    let invocation = Invocation {
        command: &command,
        name: tool.is_some().then_some(args.command[0].as_os_str()),
        settings: &[],
        variables: variables
            .iter()
            .map(|(name, token)| (*name, SecretBytes(expose(token))))
            .collect(),
        input: input.as_deref().map(|input| SecretBytes(input)),
    };
    Err(failed(launch::start(placed, &invocation), &args.command[0]))
}

/// Prepares a delivery that the command will use, and warns of those that do not work here.
fn prepare(args: &Args, world: &World) -> Result<Ready, Error> {
    let ready = delivery::prepare(args.via)?;
    ready.warn_of_failures(world);
    Ok(ready)
}

/// Translates the failure to run a command.
pub(crate) fn failed(error: StartError, program: &OsString) -> Error {
    match error {
        StartError::Step(error) => Error::Step(error),
        StartError::Command(error) => Error::Command {
            name: program.to_string_lossy().into_owned(),
            error,
        },
    }
}

/// Finds the tokens for variables. With `--optional`, skips those that do not exist.
fn variables<'r>(
    args: &Args,
    request: &'r Request,
    world: &World,
) -> Result<Vec<(&'r str, SecretString)>, Error> {
    let mut variables = Vec::with_capacity(request.variables.len());
    for variable in &request.variables {
        match tokens::token(&variable.target, world) {
            Ok(token) => variables.push((variable.name.as_str(), token)),
            Err(error) if args.optional && tokens::is_missing(&error, world) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(variables)
}

fn input(request: &Request, world: &World) -> Result<Option<Zeroizing<Vec<u8>>>, Error> {
    let Some(input) = &request.input else {
        return Ok(None);
    };
    Ok(Some(match input.form {
        InputForm::Token => {
            let token = tokens::token(&input.target, world)?;
            concat(&[expose(&token), b"\n"])
        }
        InputForm::Header => {
            let header = tokens::header(&input.target, world)?;
            concat(&[b"Authorization: ", header.as_bytes(), b"\n"])
        }
    }))
}

/// Delivers the netrc. Returns the command with the path of the netrc in its arguments.
///
/// With `--optional` and no token, delivers nothing and returns the command unchanged.
fn place_netrc(
    args: &Args,
    ready: Result<Ready, Error>,
    request: &NetrcRequest,
    world: &World,
) -> Result<(Option<Placed>, Vec<OsString>), Error> {
    let Credentials { found, missing } = tokens::credentials(args, request, world)?;
    if let Some(target) = missing.first()
        && found.is_empty()
        && !args.merge
    {
        if args.optional {
            if let Ok(ready) = ready {
                ready.prepared.discard();
            }
            return Ok((None, args.command.clone()));
        }
        return Err(tokens::explain_missing(target, world));
    }
    let ready = ready?;
    if args.optional {
        ready.warn_of_failures(world);
    }
    let tool = exec::tool(&args.command[0]);
    let document = netrc::base(args, world)?;
    let netrc = netrc::netrc(args, &found, tool, &document, world)?;
    let delivery = ready.delivery;
    let placed = ready.place(&netrc)?;
    let path = placed.path();
    let (command, filled) =
        exec::fill_placeholder(&args.command, path.as_os_str(), args.via.placeholder());
    if args.verbose {
        world.warn(&delivery::describe(delivery, path));
        for target in &missing {
            let endpoint = target.endpoint.without_path();
            world.warn(&format!("no token for `{endpoint}`"));
        }
    }
    let is_over_usual_file = delivery == Delivery::Namespace;
    if !is_over_usual_file && !filled {
        warn_of_tool(tool, world);
    } else if is_over_usual_file && exec::is_curl_without_netrc(&curlrc::effective(&command, world))
    {
        world.warn("`curl` will not send a token: it reads a netrc only with `-n`");
        world.hint("add `-n` to the arguments of curl");
    }
    Ok((Some(placed), command))
}

/// Warns if a tool may not read the variable `NETRC`.
fn warn_of_tool(tool: Option<Tool>, world: &World) {
    let Some(Tool {
        name,
        substitute: Some(substitute),
    }) = tool
    else {
        return;
    };
    world.warn(&format!(
        "`{name}` may not find its netrc: not every version reads the variable NETRC"
    ));
    world.hint(&match substitute {
        Substitute::Option(option) => format!("add `{option}` to its arguments"),
        Substitute::None => {
            "see docs/exec.md for how to allow namespaces, and docs/guide.md for alternatives"
                .to_owned()
        }
    });
}

/// Reports the tokens that the command gets outside its netrc.
fn report(request: &Request, world: &World) {
    for variable in &request.variables {
        let (name, host) = (escaped(&variable.name), variable.target.endpoint.host());
        world.warn(&format!(
            "the command gets the token for `{host}` in the variable `{name}`"
        ));
    }
    if let Some(input) = &request.input {
        let host = input.target.endpoint.host();
        world.warn(&format!(
            "the command gets the token for `{host}` on standard input"
        ));
    }
}

#[expect(clippy::disallowed_methods, reason = "the command gets it")]
fn expose(token: &SecretString) -> &[u8] {
    token.expose_secret().as_bytes()
}
