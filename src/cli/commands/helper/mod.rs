//! `keyrc helper`: answers another program in a credential-helper protocol.

mod perform;

use std::ffi::OsString;
use std::path::Path;

use clap::builder::PossibleValuesParser;

use crate::cli::world::World;
use crate::error::Error;
use crate::protocol::{Call, Exchange, InputUse, Protocol, Reply};

/// Answer another program in a credential-helper protocol
///
/// git, docker, cargo and other programs call it. Called by a name such as
/// `git-credential-keyrc`, keyrc does the same.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:\n\
\x20 git config --global credential.https://git.example.com.helper '!keyrc helper git'")]
pub(crate) struct Args {
    /// Protocol
    #[arg(value_name = "PROTOCOL", value_parser = PossibleValuesParser::new(Protocol::names()))]
    protocol: String,
    /// Arguments that the program adds
    #[arg(
        trailing_var_arg = true,
        allow_hyphen_values = true,
        value_name = "ARGUMENT"
    )]
    arguments: Vec<String>,
}

/// Runs `keyrc helper`.
pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    match Protocol::of_name(&args.protocol) {
        Some(protocol) => answer(protocol, &args.arguments, world),
        None => Ok(()),
    }
}

/// The argument with which cargo calls a credential provider. Cargo puts further words of its
/// configuration into the request, so it cannot call `keyrc helper cargo`.
const CARGO: &str = "--cargo-plugin";

/// The protocol that a program expects if it calls keyrc by another name, or as cargo does.
pub(crate) fn protocol_of_program(command: &[OsString]) -> Option<Protocol> {
    if command.get(1).is_some_and(|first| first == CARGO) {
        return Some(Protocol::Cargo);
    }
    let name = Path::new(command.first()?).file_name()?.to_str()?;
    Protocol::of_program(name)
}

/// Answers a program that calls keyrc by another name.
///
/// # Errors
/// As [`answer`].
pub(crate) fn run_as(protocol: Protocol, command: &[OsString], world: &World) -> Result<(), Error> {
    let arguments = command.iter().skip(1);
    let arguments = arguments.map(|word| word.to_string_lossy().into_owned());
    answer(protocol, &arguments.collect::<Vec<_>>(), world)
}

/// The longest request, in bytes: room for the longest token in JSON, and for the headers of a
/// server.
const MAX_REQUEST: usize = 1 << 20;

/// Answers one call of a program.
///
/// # Errors
/// [`Error::Helper`] if the answer is a failure, and [`Error::Io`].
pub(crate) fn answer(protocol: Protocol, arguments: &[String], world: &World) -> Result<(), Error> {
    match protocol.input(arguments) {
        InputUse::None => reply(protocol, arguments, b"", world),
        InputUse::Whole => {
            let input = world.read_input(MAX_REQUEST)?;
            reply(protocol, arguments, &input, world)
        }
        InputUse::Lines { greeting } => {
            world.print(greeting.as_bytes())?;
            while let Some(line) = world.read_line(MAX_REQUEST)? {
                reply(protocol, arguments, &line, world)?;
            }
            Ok(())
        }
    }
}

fn reply(
    protocol: Protocol,
    arguments: &[String],
    input: &[u8],
    world: &World,
) -> Result<(), Error> {
    let call = Call {
        arguments,
        input,
        exec_info: world.variables.kubernetes_exec_info(),
    };
    let reply = match protocol.exchange(call) {
        Exchange::Answered(reply) => reply,
        Exchange::Asks(request, respond) => perform::perform(request, respond, world),
    };
    let Reply {
        output,
        message,
        code,
    } = reply;
    world.print(&output)?;
    match code {
        0 => Ok(()),
        code => Err(Error::Helper { message, code }),
    }
}
