//! `keyrc man`: the manual page.

use crate::error::Error;

use super::Ctx;

/// Print the manual page, for `keyrc man | man -l -`
#[derive(Debug, clap::Args)]
pub(super) struct Args {}

pub(super) fn run(_: &Args, ctx: &mut Ctx) -> Result<(), Error> {
    // Made from the definition of the command line by tests/docs.rs, which fails when it is stale.
    ctx.print(include_bytes!("../../docs/man/keyrc.1"))
}
