//! `keyrc man`: prints the manual page.

use crate::cli::world::World;
use crate::error::Error;

/// Print the manual page, for `keyrc man | man -l -`
#[derive(Debug, clap::Args)]
pub(crate) struct Args {}

/// Runs `keyrc man`.
pub(crate) fn run(_: &Args, world: &World) -> Result<(), Error> {
    // tests/docs.rs generates the page, and fails if it is stale.
    world.print(include_bytes!("../../../docs/man/keyrc.1"))
}
