//! `keyrc exec`: a command in the place of keyrc, with the tokens that it needs and no others.

mod tokens;
mod way;
mod written;

use std::ffi::OsString;

use keyrc_platform::launch::{self, Ready, Secret, Start, StartError, Way};
use secrecy::{ExposeSecret, SecretString};
use zeroize::Zeroizing;

use crate::error::Error;
use crate::exec::{self, Instead, Target, Tool};
use crate::secret::concat;
use crate::text::escaped;

use super::Ctx;
use super::readers::For;
use tokens::Variable;
use way::Via;

/// Run a command with a netrc that nothing else can see
///
/// The netrc has the tokens of the hosts that are named and, where none is, of the hosts of the URLs in the command's
/// arguments. On Linux it lies over ~/.netrc, for the command alone; docs/exec.md tells what other systems have.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The hosts whose tokens the command gets; without any, those of its URLs
    #[arg(value_name = "HOST")]
    hosts: Vec<String>,
    /// Whose token, where a host has several accounts
    #[arg(short = 'u', long = "login", value_name = "NAME", requires = "hosts")]
    login: Option<String>,
    /// Give it the tokens of all hosts in the keyring
    #[arg(long, conflicts_with = "hosts")]
    all: bool,
    /// Let it see what is in the netrc now as well
    #[arg(long)]
    merge: bool,
    #[command(flatten)]
    readers: For,
    /// How the command gets at the netrc
    #[arg(long, value_enum, value_name = "WAY", default_value_t)]
    via: Via,
    /// Give it a token in a variable of its environment: NAME=HOST, or NAME=LOGIN@HOST
    #[arg(long = "env", value_name = "NAME=HOST", value_parser = tokens::variable)]
    variables: Vec<Variable>,
    /// Give it a token, and nothing else, on standard input: HOST, or LOGIN@HOST
    #[arg(long = "stdin", value_name = "HOST", value_parser = tokens::target, conflicts_with = "header")]
    input: Option<Target>,
    /// The same as a header, as in `curl -H @-`
    #[arg(long, value_name = "HOST", value_parser = tokens::target)]
    header: Option<Target>,
    /// Say on standard error which tokens the command gets, and how
    #[arg(short, long)]
    verbose: bool,
    /// The command, and its arguments
    #[arg(last = true, required = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

pub(super) fn run(args: &Args, ctx: &mut Ctx) -> Result<(), Error> {
    let wanted = tokens::wanted(args)?;
    let tool = exec::tool(&args.command[0]);
    // Before the keyring is asked: it leaves threads behind, and to ask for nothing is to bother the person for nothing.
    let ready = match wanted {
        tokens::Wanted::Nothing => None,
        _ => Some(way::open(args.via, ctx)?),
    };
    let variables = tokens::for_variables(&args.variables, ctx)?;
    let input = input(args, ctx)?;
    let (laid, command) = match ready {
        Some((way, ready)) => lay(args, way, ready, &wanted, tool, ctx)?,
        None => (None, args.command.clone()),
    };
    let start = Start {
        command: &command,
        variables: variables.iter().map(|(name, token)| (name.as_str(), Secret(expose(token)))).collect(),
        input: input.as_deref().map(|input| Secret(input)),
    };
    Err(failed(launch::start(laid, &start), &command[0]))
}

/// Why a command does not run, in the words of the program.
pub(super) fn failed(why: StartError, program: &OsString) -> Error {
    match why {
        StartError::Obstacle(obstacle) => Error::Obstacle(obstacle),
        StartError::Command(error) => Error::Command(program.to_string_lossy().into_owned(), error),
    }
}

fn lay(
    args: &Args,
    way: Way,
    ready: Ready,
    wanted: &tokens::Wanted,
    tool: Option<Tool>,
    ctx: &mut Ctx,
) -> Result<(Option<launch::Laid>, Vec<OsString>), Error> {
    let credentials = tokens::credentials(args, wanted, ctx)?;
    let netrc = written::netrc(args, &credentials, tool, ctx)?;
    let laid = ready.lay(&netrc).map_err(Error::Obstacle)?;
    let (command, placed) = exec::place(&args.command, laid.path().as_os_str(), args.via.is_for_arguments());
    if args.verbose {
        ctx.warn(&way::sentence(way, laid.path()));
        for (account, _) in &credentials {
            ctx.warn(&format!("the command gets the token for {}", escaped(&account.to_string())));
        }
    }
    if let Some(Tool { name, instead: Some(instead) }) = tool.filter(|_| way != Way::Namespace && !placed) {
        ctx.warn(&format!("`{name}` may not find its netrc: not every version reads the variable NETRC"));
        ctx.hint(&match instead {
            Instead::Option(option) => format!("add `{option}` to its arguments"),
            Instead::Nothing => "it reads ~/.netrc alone, and needs `--via namespace`".to_owned(),
        });
    }
    Ok((Some(laid), command))
}

/// What the command is to read on standard input.
fn input(args: &Args, ctx: &mut Ctx) -> Result<Option<Zeroizing<Vec<u8>>>, Error> {
    let (target, before) = match (&args.input, &args.header) {
        (Some(target), _) => (target, ""),
        (None, Some(target)) => (target, "Authorization: Bearer "),
        (None, None) => return Ok(None),
    };
    let token = tokens::token(target, ctx)?;
    Ok(Some(concat(&[before.as_bytes(), expose(&token), b"\n"])))
}

#[expect(clippy::disallowed_methods, reason = "it goes to the command that it was asked for")]
fn expose(token: &SecretString) -> &[u8] {
    token.expose_secret().as_bytes()
}
