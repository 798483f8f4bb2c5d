//! The arguments that commands for netrc files share.

use crate::cli::Format;
use crate::cli::args::readers;
use crate::plain::Terms;
use crate::plan::OnConflict;

/// The arguments that `import-netrc` and `migrate` share.
#[derive(Debug, clap::Args)]
pub(crate) struct Selection {
    /// The hosts to import [default: all]
    #[arg(value_name = "HOST")]
    pub(crate) hosts: Vec<String>,
    /// Import ambiguous entries as TOOL reads them
    #[arg(long = "as", value_name = "TOOL", value_parser = readers::tool)]
    pub(crate) chosen: Option<String>,
    /// Overwrite stored tokens that differ from the file
    #[arg(long)]
    pub(crate) force: bool,
    /// Show what would be done, and change nothing
    #[arg(short = 'n', long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) insist: Insistence,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

/// The arguments for reading a netrc.
#[derive(Debug, clap::Args)]
pub(crate) struct Insistence {
    /// Remove other users' access to the file instead of refusing to read it
    #[arg(long, conflicts_with = "dry_run")]
    fix_permissions: bool,
    /// The largest file to read, in bytes, at most 256 MiB
    #[arg(long, value_name = "BYTES", default_value_t = Terms::default().limit,
          value_parser = clap::value_parser!(u64).range(1..=1 << 28))]
    max_size: u64,
}

impl Selection {
    pub(crate) fn on_conflict(&self) -> OnConflict {
        if self.force {
            OnConflict::Replace
        } else {
            OnConflict::Skip
        }
    }
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
