//! `keyrc man`: prints the manual pages.

use crate::cli::world::World;
use crate::error::Error;

/// Print a manual page, for `keyrc man [COMMAND] | man -l -`
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:\n\
\x20 keyrc man exec | man -l -")]
pub(crate) struct Args {
    /// Command to describe, such as login or vault unlock [default: keyrc itself]
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,
}

/// Includes the pages of these commands.
macro_rules! pages {
    ($($name:literal)*) => {
        &[$(($name, include_bytes!(concat!("../../../docs/man/keyrc", $name, ".1")))),*]
    };
}

// tests/docs.rs generates the pages, and fails if one is stale or missing here.
const PAGES: &[(&str, &[u8])] = pages! {
    ""
    "-login"
    "-logout"
    "-token"
    "-list"
    "-status"
    "-switch"
    "-scope"
    "-exec"
    "-setup"
    "-unsetup"
    "-helper"
    "-explain"
    "-migrate"
    "-import-netrc"
    "-export-netrc"
    "-check-netrc"
    "-vault"
    "-vault-init"
    "-vault-status"
    "-vault-unlock"
    "-vault-lock"
    "-vault-passwd"
    "-vault-recipients"
    "-vault-recipients-list"
    "-vault-recipients-add"
    "-vault-recipients-remove"
    "-vault-trust"
    "-store"
    "-store-use"
    "-store-copy"
    "-store-unlock"
    "-doctor"
    "-completions"
    "-shell-init"
    "-man"
};

/// Runs `keyrc man`.
pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    let name: String = args.command.iter().map(|word| format!("-{word}")).collect();
    match PAGES.iter().find(|(command, _)| *command == name) {
        Some((_, page)) => world.print(page),
        None => Err(Error::Usage {
            problem: "no manual page has this name",
            instead: "name a command of `keyrc --help`, as in `keyrc man login`",
        }),
    }
}
