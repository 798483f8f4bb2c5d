//! `keyrc import-netrc`: the tokens of a netrc into the store. The file stays as it is.

use std::path::{Path, PathBuf};

use crate::cli::args::netrc::Selection;
use crate::cli::{World, importing, output};
use crate::error::Error;
use crate::plain::NetrcFile;

/// Copy the tokens of a netrc into the keyring
///
/// The file stays as it is. An entry that tools read in more than one way is left, and the reason is given.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) from: Selection,
    /// The netrc, or - for standard input
    #[arg(long, value_name = "PATH")]
    file: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, world: &mut World) -> Result<(), Error> {
    let store = world.store_to_write()?;
    let terms = args.from.insist.terms();
    let (document, file);
    let (document, path) = if args.file.as_deref() == Some(Path::new("-")) {
        document = world.read_netrc(terms.limit)?;
        (&document, PathBuf::from("-"))
    } else {
        let path = world.netrc(args.file.as_deref())?;
        file = NetrcFile::read(&path, terms)?;
        file.must_exist_if(args.file.is_some())?;
        (file.document(), path)
    };
    let mut plan = importing::plan(&args.from, document, &path, &store)?;
    importing::carry_out(&args.from, &mut plan, &store)?;
    if !args.from.dry_run {
        world.pin_store();
    }
    output::warn_of_faults(world, document, &path);
    importing::tell(&args.from, &plan, &path, false, world)
}
