//! The program: the list of commands, and how a failure is told.

mod args;
mod commands;
mod exit_code;
mod exporting;
mod hints;
mod importing;
mod output;
mod world;

use std::ffi::OsString;
use std::io::Write;

use clap::{CommandFactory, Parser, ValueEnum};
use keyrc_platform::launch;

pub use exit_code::ExitCode;
pub use world::{OpenStore, Terminal, World};

use commands::{Command, exec};
use world::store_choice;

use crate::error::Error;

/// Keep the tokens of ~/.netrc in the operating system's keyring, and every tool that reads netrc working
#[derive(Debug, Parser)]
#[command(
    name = "keyrc",
    version,
    max_term_width = 100,
    after_help = "\
No option ever takes a token: it is asked for on the terminal, or read from standard input.
Exit status: 0 done, 1 failed, 2 usage, 3 no such credential,
4 keyring absent, locked, denied or too slow, 5 file refused, 6 conflict.
Of exec that of its command, 126 where it cannot be run, 127 where there is none."
)]
struct Cli {
    /// Where tokens are kept; KEYRC_STORE says the same [default: auto]
    #[arg(long, global = true, value_enum, value_name = "STORE")]
    store: Option<store_choice::Asked>,
    #[command(subcommand)]
    command: Command,
}

/// How facts are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a person
    #[default]
    Text,
    /// For a program; docs/guide.md describes it
    Json,
}

/// The program as its shell starts it.
pub fn main() -> std::process::ExitCode {
    keyrc_platform::harden();
    // The message of a panic can quote what it stumbled over, and that can be a secret; the place cannot.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        let text = format!("keyrc: stopped by a mistake of its own at {place}; please report it\n");
        let _ = keyrc_platform::stderr().and_then(|mut err| err.write_all(text.as_bytes()));
    }));
    let args: Vec<OsString> = std::env::args_os().collect();
    let resumed = launch::resume(&args);
    match (World::of_process(), resumed) {
        (Ok(mut world), None) => run(args, &mut world).into(),
        (Ok(mut world), Some((why, program))) => tell(Err(exec::failed(why, &program)), &mut world)
            .number()
            .into(),
        // There is nowhere left to say why.
        (Err(_), _) => ExitCode::Failed.number().into(),
    }
}

/// Runs one command line in a given world, and gives its exit status.
pub fn run(args: impl IntoIterator<Item = OsString>, world: &mut World) -> u8 {
    let args: Vec<OsString> = args.into_iter().collect();
    match Cli::try_parse_from(&args) {
        Ok(cli) => {
            world.asked_store = cli.store;
            tell(cli.command.run(world), world).number()
        }
        Err(error) if error.use_stderr() => {
            world.note(&error.render().to_string());
            if args.get(1).is_some_and(|word| word == "exec")
                && !args.iter().any(|word| word == "--")
            {
                world.hint("put `--` before the command, as in `keyrc exec -- curl -n https://api.example.com/`");
            }
            ExitCode::Usage.number()
        }
        Err(help) => tell(world.print(help.render().to_string().as_bytes()), world).number(),
    }
}

fn tell(done: Result<(), Error>, world: &mut World) -> ExitCode {
    match done {
        Ok(()) => ExitCode::Done,
        Err(error) => {
            world.warn(&error.to_string());
            if let Some(hint) = hints::hint_of(&error) {
                world.hint(&hint);
            }
            ExitCode::of(&error)
        }
    }
}

/// The definition of the command line, for what is generated from it: the man page and the completions.
pub fn definition() -> clap::Command {
    Cli::command()
}
