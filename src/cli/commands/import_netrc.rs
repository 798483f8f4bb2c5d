//! `keyrc import-netrc`: copies the tokens of a netrc to the store.

use std::path::{Path, PathBuf};

use keyrc_platform::signals;

use crate::cli::args::netrc::Selection;
use crate::cli::import_report::{self, FileChange};
use crate::cli::importing::Importing;
use crate::cli::world::{PIPE_NETRC, World};
use crate::cli::{importing, output};
use crate::error::Error;
use crate::netrc::Document;
use crate::plain::NetrcFile;

/// Copy the tokens of a netrc to the store
///
/// The file does not change. Entries that tools read in different ways are skipped, with the
/// reason.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:\n\
\x20 gpg -d netrc.gpg | keyrc import-netrc --file -")]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) from: Selection,
    /// The netrc, or - for standard input
    #[arg(long, value_name = "PATH")]
    file: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    if is_standard_input(args) {
        world.refuse_terminal_input(PIPE_NETRC)?;
    }
    let (document, path) = read(args, world)?;
    let candidates = importing::candidates(&args.from, &document, &path, world)?;
    let store = importing::store(&args.from, &candidates, world)?;
    let importing = Importing {
        args: &args.from,
        store: &store,
        path: &path,
        file: None,
    };
    let _deferred = (!args.from.dry_run).then(signals::defer);
    let plan = importing.plan(candidates)?;
    let outcomes = importing.carry_out(&plan)?;
    if !args.from.dry_run {
        world.pin_store();
    }
    output::warn_of_quirks(world, &document, &path);
    import_report::print(&args.from, &plan, &outcomes, FileChange::None, &path, world)?;
    output::refuse_strays(&document, &path)
}

fn is_standard_input(args: &Args) -> bool {
    args.file.as_deref() == Some(Path::new("-"))
}

fn read(args: &Args, world: &World) -> Result<(Document, PathBuf), Error> {
    let policy = args.from.reading.policy();
    if is_standard_input(args) {
        return Ok((world.read_netrc(policy.limit)?, PathBuf::from("-")));
    }
    let path = world.netrc(args.file.as_deref())?;
    let file = NetrcFile::read(&path, policy)?;
    if args.file.is_some() {
        file.must_exist()?;
    }
    Ok((file.into_document(), path))
}
