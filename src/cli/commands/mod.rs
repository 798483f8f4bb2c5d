//! The commands, one per file or folder.

mod check_netrc;
mod complete;
mod completions;
mod doctor;
pub(crate) mod exec;
mod explain;
mod export_netrc;
pub(crate) mod helper;
mod import_netrc;
mod list;
mod login;
mod logout;
mod man;
mod migrate;
mod scope;
mod setup;
mod shell_init;
mod status;
mod store;
mod switch;
mod token;
mod unsetup;
mod vault;

use clap::Subcommand;

use crate::cli::world::World;
use crate::error::Error;

/// A command and its arguments, in the order of the help.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(aliases = ["set", "add"])]
    Login(login::Args),
    #[command(aliases = ["rm", "remove", "delete", "erase"])]
    Logout(logout::Args),
    #[command(aliases = ["get", "print"])]
    Token(token::Args),
    #[command(alias = "ls")]
    List(list::Args),
    Status(status::Args),
    Switch(switch::Args),
    Scope(scope::Args),
    Exec(exec::Args),
    Setup(setup::Args),
    Unsetup(unsetup::Args),
    Helper(helper::Args),
    Explain(explain::Args),
    Migrate(migrate::Args),
    ImportNetrc(import_netrc::Args),
    ExportNetrc(export_netrc::Args),
    CheckNetrc(check_netrc::Args),
    Vault(vault::Args),
    Store(store::Args),
    Doctor(doctor::Args),
    Completions(completions::Args),
    ShellInit(shell_init::Args),
    Man(man::Args),
    #[command(hide = true)]
    CompleteWords(complete::Args),
}

impl Command {
    /// Runs the command.
    pub(crate) fn run(self, world: &World) -> Result<(), Error> {
        match self {
            Self::Login(args) => login::run(&args, world),
            Self::Logout(args) => logout::run(&args, world),
            Self::Token(args) => token::run(&args, world),
            Self::List(args) => list::run(&args, world),
            Self::Status(args) => status::run(&args, world),
            Self::Switch(args) => switch::run(&args, world),
            Self::Scope(args) => scope::run(&args, world),
            Self::Exec(args) => exec::run(&args, world),
            Self::Setup(args) => setup::run(&args, world),
            Self::Unsetup(args) => unsetup::run(&args, world),
            Self::Helper(args) => helper::run(&args, world),
            Self::Explain(args) => explain::run(&args, world),
            Self::Migrate(args) => migrate::run(&args, world),
            Self::ImportNetrc(args) => import_netrc::run(&args, world),
            Self::ExportNetrc(args) => export_netrc::run(&args, world),
            Self::CheckNetrc(args) => check_netrc::run(&args, world),
            Self::Vault(args) => vault::run(&args, world),
            Self::Store(args) => store::run(&args, world),
            Self::Doctor(args) => doctor::run(&args, world),
            Self::Completions(args) => completions::run(&args, world),
            Self::ShellInit(args) => shell_init::run(&args, world),
            Self::Man(args) => man::run(&args, world),
            Self::CompleteWords(args) => complete::run(&args, world),
        }
    }
}
