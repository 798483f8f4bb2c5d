//! The program: the list of commands, and how a failure is told.

mod check_netrc;
mod completions;
mod context;
mod countdown;
mod doctor;
mod exec;
mod export_netrc;
mod import_netrc;
mod list;
mod login;
mod logout;
mod man;
mod migrate;
mod overview;
mod person;
mod readers;
mod report;
mod status;
mod store;
mod stores;
mod switch;
mod token;
mod vault;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand, ValueEnum};
use keyrc_platform::launch;

pub use context::{Ctx, OpenStore, Terminal};

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
    store: Option<stores::Asked>,
    #[command(subcommand)]
    command: Command,
}

/// The commands, in the order of the help.
#[derive(Debug, Subcommand)]
enum Command {
    Login(login::Args),
    Logout(logout::Args),
    Token(token::Args),
    List(list::Args),
    Status(status::Args),
    Switch(switch::Args),
    Exec(exec::Args),
    Migrate(migrate::Args),
    ImportNetrc(import_netrc::Args),
    ExportNetrc(export_netrc::Args),
    CheckNetrc(check_netrc::Args),
    Vault(vault::Args),
    Store(store::Args),
    Doctor(doctor::Args),
    Completions(completions::Args),
    Man(man::Args),
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
pub fn main() -> ExitCode {
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
    match (Ctx::of_process(), resumed) {
        (Ok(mut ctx), None) => ExitCode::from(run(args, &mut ctx)),
        (Ok(mut ctx), Some((why, program))) => {
            ExitCode::from(tell(Err(exec::failed(why, &program)), &mut ctx))
        }
        // There is nowhere left to say why.
        (Err(_), _) => ExitCode::FAILURE,
    }
}

/// Runs one command line in a given world, and gives its exit status.
pub fn run(args: impl IntoIterator<Item = OsString>, ctx: &mut Ctx) -> u8 {
    let args: Vec<OsString> = args.into_iter().collect();
    match Cli::try_parse_from(&args) {
        Ok(cli) => {
            ctx.asked_store = cli.store;
            tell(dispatch(cli.command, ctx), ctx)
        }
        Err(error) if error.use_stderr() => {
            ctx.note(&error.render().to_string());
            if args.get(1).is_some_and(|word| word == "exec")
                && !args.iter().any(|word| word == "--")
            {
                ctx.hint("put `--` before the command, as in `keyrc exec -- curl -n https://api.example.com/`");
            }
            2
        }
        Err(help) => tell(ctx.print(help.render().to_string().as_bytes()), ctx),
    }
}

fn dispatch(command: Command, ctx: &mut Ctx) -> Result<(), Error> {
    match command {
        Command::Login(args) => login::run(&args, ctx),
        Command::Logout(args) => logout::run(&args, ctx),
        Command::Token(args) => token::run(&args, ctx),
        Command::List(args) => list::run(&args, ctx),
        Command::Status(args) => status::run(&args, ctx),
        Command::Switch(args) => switch::run(&args, ctx),
        Command::Exec(args) => exec::run(&args, ctx),
        Command::Migrate(args) => migrate::run(&args, ctx),
        Command::ImportNetrc(args) => import_netrc::run(&args, ctx),
        Command::ExportNetrc(args) => export_netrc::run(&args, ctx),
        Command::CheckNetrc(args) => check_netrc::run(&args, ctx),
        Command::Vault(args) => vault::run(&args, ctx),
        Command::Store(args) => store::run(&args, ctx),
        Command::Doctor(args) => doctor::run(&args, ctx),
        Command::Completions(args) => completions::run(&args, ctx),
        Command::Man(args) => man::run(&args, ctx),
    }
}

fn tell(done: Result<(), Error>, ctx: &mut Ctx) -> u8 {
    match done {
        Ok(()) => 0,
        Err(error) => {
            ctx.warn(&error.to_string());
            if let Some(hint) = error.hint() {
                ctx.hint(&hint);
            }
            error.exit_code()
        }
    }
}

/// The definition of the command line, for what is generated from it: the man page and the completions.
pub fn definition() -> clap::Command {
    Cli::command()
}
