//! `keyrc helper`: answers another program in a credential-helper protocol.

mod perform;

use std::ffi::OsString;
use std::path::Path;

use clap::builder::PossibleValuesParser;
use secrecy::{ExposeSecret, SecretString};

use crate::cli::world::World;
use crate::error::Error;
use crate::protocol::{Call, Exchange, InputUse, Protocol, Reply};
use crate::text::escaped;

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
    let arguments = command.iter().skip(1).cloned();
    let arguments: Result<Vec<String>, _> = arguments.map(OsString::into_string).collect();
    match arguments {
        Ok(arguments) => answer(protocol, &arguments, world),
        Err(_) => send(protocol.refuse("an argument is not UTF-8 text"), world),
    }
}

/// The longest request, in bytes: room for the longest token in JSON, and for the headers of a
/// server.
const MAX_REQUEST: usize = 1 << 20;

/// The hint for a request that would be typed on standard input.
const PIPE_REQUEST: &str =
    "a program calls it, and pipes its request in; to store a token, run `keyrc login HOST`";

/// Answers one call of a program.
///
/// # Errors
/// [`Error::Helper`] if the answer is a failure, and [`Error::Io`].
pub(crate) fn answer(protocol: Protocol, arguments: &[String], world: &World) -> Result<(), Error> {
    match protocol.input(arguments) {
        InputUse::None => reply(protocol, arguments, b"", world),
        InputUse::Request => reply_to_input(protocol, arguments, world),
        InputUse::Secret => {
            world.refuse_terminal_input(PIPE_REQUEST)?;
            reply_to_input(protocol, arguments, world)
        }
        InputUse::Password { prompt } if world.has_terminal_input() => {
            world.hide_typing();
            let password = world.ask_token(&escaped(&prompt))?;
            reply(protocol, arguments, expose(&password), world)
        }
        InputUse::Password { .. } => reply_to_input(protocol, arguments, world),
        InputUse::Lines { greeting } => {
            world.refuse_terminal_input(PIPE_REQUEST)?;
            world.print(greeting.as_bytes())?;
            loop {
                match world.read_line(MAX_REQUEST) {
                    Ok(Some(line)) => reply(protocol, arguments, &line, world)?,
                    Ok(None) => return Ok(()),
                    Err(error) => return send(unreadable(protocol, error)?, world),
                }
            }
        }
    }
}

fn reply_to_input(protocol: Protocol, arguments: &[String], world: &World) -> Result<(), Error> {
    match world.read_input(MAX_REQUEST) {
        Ok(input) => reply(protocol, arguments, &input, world),
        Err(error) => send(unreadable(protocol, error)?, world),
    }
}

/// Returns the answer to a request that is too long.
///
/// # Errors
/// Any other error.
fn unreadable(protocol: Protocol, error: Error) -> Result<Reply, Error> {
    match error {
        Error::File(_) => Ok(protocol.refuse("the request is longer than 1 MiB")),
        error => Err(error),
    }
}

#[expect(clippy::disallowed_methods, reason = "it goes into the request")]
fn expose(password: &SecretString) -> &[u8] {
    password.expose_secret().as_bytes()
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
    send(reply, world)
}

fn send(reply: Reply, world: &World) -> Result<(), Error> {
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
