//! The program: the list of commands, and how a failure is told.

mod args;
mod commands;
mod exit_code;
mod exporting;
mod hints;
mod import_report;
mod importing;
mod output;
mod world;

use std::ffi::OsString;
use std::io::Write;
use std::panic::PanicHookInfo;

use clap::{CommandFactory, Parser, ValueEnum};
use keyrc_platform::launch;

pub use exit_code::ExitCode;
pub use world::{OpenStore, Terminal, Variables, World};

use args::store::StoreRequest;
use commands::{Command, exec};

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
    store: Option<StoreRequest>,
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
    std::panic::set_hook(Box::new(report_panic));
    let args: Vec<OsString> = std::env::args_os().collect();
    let resumed = launch::resume(&args);
    match (World::of_process(), resumed) {
        (Ok(mut world), None) => run(args, &mut world).into(),
        (Ok(world), Some((why, program))) => tell(Err(exec::failed(why, &program)), &world)
            .number()
            .into(),
        // There is nowhere left to say why.
        (Err(_), _) => ExitCode::Failed.number().into(),
    }
}

/// Reports where a panic happened. Its message may quote a secret, so it is not shown.
fn report_panic(panic: &PanicHookInfo<'_>) {
    let place = match panic.location() {
        Some(location) => location.to_string(),
        None => "an unknown place".to_owned(),
    };
    let text = format!("keyrc: internal error at {place}; please report it\n");
    // Ignore: stderr may be closed.
    let _ = keyrc_platform::stderr().and_then(|mut err| err.write_all(text.as_bytes()));
}

/// Runs one command line in a given world, and gives its exit status.
pub fn run(args: impl IntoIterator<Item = OsString>, world: &mut World) -> u8 {
    let args: Vec<OsString> = args.into_iter().collect();
    match Cli::try_parse_from(&args) {
        Ok(cli) => {
            world.store_request = cli.store;
            let done = cli.command.run(world);
            tell(done, world).number()
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

fn tell(done: Result<(), Error>, world: &World) -> ExitCode {
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
