//! The command-line program: parses the arguments, runs a command, and reports its error.

mod args;
mod commands;
mod completion_scripts;
mod default_accounts;
mod exit_code;
mod exporting;
mod hints;
mod import_report;
mod importing;
mod migration;
mod output;
mod plain_text;
mod reader_list;
mod task;
mod tool_report;
mod usage;
mod world;

use std::ffi::OsString;
use std::io::Write;
use std::panic::PanicHookInfo;

use anstyle::{AnsiColor, Style};
use clap::builder::Styles;
use clap::{CommandFactory, Parser};
use keyrc_platform::launch::{self, Ended};
use keyrc_platform::signals;

pub use exit_code::ExitCode;
pub use world::{FindTools, Look, OpenStore, Terminal, Variables, World, installed_tools};

use args::store::StoreRequest;
use commands::exec::shim::{self, Call};
use commands::{Command, exec, helper};

use crate::error::Error;
use crate::secret::wipe_stack;

/// Keep the tokens of ~/.netrc in the system's keyring or an encrypted vault
///
/// Tools no longer find these tokens in the file. `keyrc exec` runs a tool with its tokens.
#[derive(Debug, Parser)]
#[command(
    name = "keyrc",
    version,
    max_term_width = 100,
    styles = help_styles(),
    after_long_help = "\
Tokens are never passed as arguments: keyrc prompts for them, or reads standard input.
Exit status: 0 done, 1 failed, 2 usage, 3 no such credential,
4 store absent, locked, denied or too slow, 5 file refused, 6 conflict.
`exec` exits with the command's status, 126 if it cannot run, 127 if not found."
)]
struct Cli {
    /// Store to use: keyring, vault or auto [env: KEYRC_STORE] [default: auto]
    #[arg(
        long,
        global = true,
        value_enum,
        hide_possible_values = true,
        value_name = "STORE",
        help_heading = "Global options",
        display_order = 1000
    )]
    store: Option<StoreRequest>,
    #[command(subcommand)]
    command: Command,
}

/// The colours of help and usage errors. Clap adds them only where they are rendered with colours.
const fn help_styles() -> Styles {
    Styles::styled()
        .header(Style::new().bold())
        .usage(Style::new().bold())
        .literal(AnsiColor::Cyan.on_default())
        .placeholder(Style::new())
}

/// Runs the program with the arguments of this process.
pub fn main() -> std::process::ExitCode {
    let args: Vec<OsString> = std::env::args_os().collect();
    let call = shim::call(&args);
    // First, because a tool without a token must not wait for anything.
    let not_run = call
        .as_ref()
        .filter(|call| !call.may_need_token())
        .map(Call::run_alone);
    keyrc_platform::harden();
    let _restored = RestoreTerminal;
    std::panic::set_hook(Box::new(report_panic));
    let resumed = launch::resume(&args);
    let resumed = resumed.map(|(error, program)| exec::failed(error, &program));
    let Ok(mut world) = World::of_process() else {
        // A stream is closed, so nothing can be reported.
        let done = call.map_or(Ok(()), |call| Err(call.run_alone()));
        return done
            .map_or_else(|error| ExitCode::of(&error), |()| ExitCode::Failed)
            .number()
            .into();
    };
    let code = match (not_run.or(resumed), call) {
        (Some(error), _) => report(Err(error), &world).number(),
        (None, Some(call)) => match call.run(&mut world) {
            Ok(Ended::Code(code)) => code,
            Ok(Ended::Signal(signal)) => {
                launch::end_by_signal(signal);
                ExitCode::Failed.number()
            }
            Err(error) => report(Err(error), &world).number(),
        },
        (None, None) => run(args, &mut world),
    };
    drop(world);
    wipe_stack();
    signals::end_if_requested();
    code.into()
}

/// Restores the terminal when the program ends, also by a panic. Questions leave it without echo.
struct RestoreTerminal;

impl Drop for RestoreTerminal {
    fn drop(&mut self) {
        keyrc_platform::restore_terminal();
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

/// Runs one command line, `args[0]` being the program, and returns its exit status.
#[inline(never)] // so that its variables are on the part of the stack that is overwritten
pub fn run(args: impl IntoIterator<Item = OsString>, world: &mut World) -> u8 {
    let args: Vec<OsString> = args.into_iter().collect();
    if let Some(protocol) = helper::protocol_of_program(&args) {
        return report(helper::run_as(protocol, &args, world), world).number();
    }
    match Cli::try_parse_from(&args) {
        Ok(cli) => {
            world.store_request = cli.store;
            let usable = world.variables.refuse_netrc_content();
            let done = usable.and_then(|()| cli.command.run(world));
            report(done, world).number()
        }
        Err(error) if error.use_stderr() => {
            let hint = usage::hint(&args, &error);
            let error = usage::without_typed_words(error);
            let colored = world.look_of_messages().has_colors();
            world.write_message(&rendered(&error, colored));
            if let Some(hint) = hint {
                world.hint(hint);
            }
            ExitCode::Usage.number()
        }
        Err(help) => {
            let colored = world.look().has_colors();
            let printed = world.print(rendered(&help, colored).as_bytes());
            report(printed, world).number()
        }
    }
}

/// Returns the text of clap's help or error.
fn rendered(error: &clap::Error, colored: bool) -> String {
    let text = error.render();
    if colored {
        text.ansi().to_string()
    } else {
        text.to_string()
    }
}

/// Reports the error and its hint, if there are any.
fn report(done: Result<(), Error>, world: &World) -> ExitCode {
    let Err(error) = done else {
        return ExitCode::Done;
    };
    match error.to_string() {
        silent if silent.is_empty() => {}
        message => world.fail(&message),
    }
    if let Some(hint) = hints::hint_in(world, &error) {
        world.hint(&hint);
    }
    ExitCode::of(&error)
}

/// Returns the definition of the command line, from which the man page and the completions are
/// generated.
pub fn definition() -> clap::Command {
    Cli::command()
}
