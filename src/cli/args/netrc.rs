//! What the commands that work on a netrc are told alike.

use crate::cli::Format;
use crate::cli::args::readers;
use crate::plain::Terms;

/// What an import and a migration are told alike.
#[derive(Debug, clap::Args)]
pub(crate) struct Selection {
    /// The hosts to take over; without any, all
    #[arg(value_name = "HOST")]
    pub(crate) hosts: Vec<String>,
    /// Take what would be left because tools read it in more than one way, as this tool reads it
    #[arg(long = "as", value_name = "TOOL", value_parser = readers::tool)]
    pub(crate) chosen: Option<String>,
    /// Let the file win where the store has another token
    #[arg(long)]
    pub(crate) force: bool,
    /// Say what would be done, and do nothing
    #[arg(short = 'n', long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) insist: Insistence,
    /// How to print what was done
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// What to insist on when a netrc is read.
#[derive(Debug, clap::Args)]
pub(crate) struct Insistence {
    /// Take away other people's access to the file, instead of refusing it
    #[arg(long, conflicts_with = "dry_run")]
    fix_permissions: bool,
    /// The largest file to read, in bytes, up to 256 MiB
    #[arg(long, value_name = "BYTES", default_value_t = Terms::default().limit,
          value_parser = clap::value_parser!(u64).range(1..=1 << 28))]
    max_size: u64,
}

impl Insistence {
    pub(crate) fn terms(&self) -> Terms {
        Terms {
            limit: self.max_size,
            fix_permissions: self.fix_permissions,
            open_to_others: false,
        }
    }
}
