//! `keyrc man`: the manual page.

use crate::error::Error;

use crate::cli::World;

/// Print the manual page, for `keyrc man | man -l -`
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

pub(crate) fn run(_: &Args, world: &World) -> Result<(), Error> {
    // Made from the definition of the command line by tests/docs.rs, which fails when it is stale.
    world.print(include_bytes!("../../../docs/man/keyrc.1"))
}
