//! Arguments of the commands that read a netrc.

use crate::cli::args::Format;
use crate::cli::args::account::HostArg;
use crate::cli::args::readers;
use crate::plain::ReadPolicy;
use crate::plan::OnConflict;

/// Arguments of `import-netrc` and `migrate`.
#[derive(Debug, clap::Args)]
pub(crate) struct Selection {
    /// Only the entries of these hosts [default: all]
    #[arg(value_name = "HOST")]
    pub(crate) hosts: Vec<HostArg>,
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
    pub(crate) reported: readers::Reported,
    /// Print a line for each token, also on a terminal
    #[arg(short, long)]
    pub(crate) verbose: bool,
    #[command(flatten)]
    pub(crate) reading: ReadPolicyArgs,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    pub(crate) format: Format,
}

impl Selection {
    /// The treatment of a stored token that differs from the file.
    pub(crate) fn on_conflict(&self) -> OnConflict {
        if self.force {
            OnConflict::Replace
        } else {
            OnConflict::Skip
        }
    }
}

/// How to read a netrc that a command may change.
#[derive(Debug, clap::Args)]
pub(crate) struct ReadPolicyArgs {
    /// Remove other users' access to the file instead of refusing to read it
    #[arg(long, conflicts_with = "dry_run")]
    fix_permissions: bool,
    #[command(flatten)]
    size: SizeLimit,
}

impl ReadPolicyArgs {
    /// Returns the policy.
    pub(crate) fn policy(&self) -> ReadPolicy {
        ReadPolicy {
            limit: self.size.max_size,
            fix_permissions: self.fix_permissions,
            ..ReadPolicy::default()
        }
    }
}

/// The limit on the size of a netrc.
#[derive(Debug, clap::Args)]
pub(crate) struct SizeLimit {
    /// Largest file to read, in bytes, up to 256 MiB
    #[arg(long, value_name = "BYTES", default_value_t = ReadPolicy::default().limit,
          value_parser = clap::value_parser!(u64).range(1..=1 << 28))]
    pub(crate) max_size: u64,
}
