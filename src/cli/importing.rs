//! Plans and carries out an import, for `migrate` and `import-netrc`.

use std::path::Path;

use crate::apply::{self, ImportOutcome};
use crate::cli::args::account;
use crate::cli::args::netrc::Selection;
use crate::cli::output;
use crate::cli::world::World;
use crate::error::Error;
use crate::netrc::Document;
use crate::plan::{Candidates, Import};
use crate::store::Store;

/// Plans the import of `document`, which was read from `path`.
///
/// # Errors
/// [`Error::NotInFile`] if a host of the command line has no entry, and [`Error::Store`].
pub(crate) fn plan(
    args: &Selection,
    document: &Document,
    path: &Path,
    store: &Store,
    world: &World,
) -> Result<Import, Error> {
    let hosts = account::hosts(&args.hosts)?;
    let chosen = args.chosen.as_deref().map(|tool| world.readers_of(tool));
    let chosen = chosen.unwrap_or_default();
    let candidates = Candidates::new(document, &hosts, &chosen);
    if let Some(host) = hosts.into_iter().find(|host| !candidates.has(host)) {
        let path = path.to_owned();
        return Err(Error::NotInFile { path, host });
    }
    let bar = output::progress(candidates.accounts().count(), &path.to_string_lossy());
    let stored = apply::look_up(&candidates, store, || bar.inc(1));
    bar.finish_and_clear();
    Ok(candidates.decide(&stored?, args.on_conflict()))
}

/// Carries out the plan. In a dry run, returns the expected outcome.
///
/// # Errors
/// [`Error::Store`] and [`Error::ReadBack`].
pub(crate) fn carry_out(
    args: &Selection,
    plan: &Import,
    store: &Store,
) -> Result<Vec<ImportOutcome>, Error> {
    let steps = plan.steps();
    if args.dry_run {
        let outcomes = steps
            .iter()
            .map(|step| ImportOutcome::expected(step.action));
        return Ok(outcomes.collect());
    }
    let writes = steps.iter().filter(|step| step.writes()).count();
    let bar = output::progress(writes, store.name());
    let outcomes = apply::import(plan, store, || bar.inc(1));
    bar.finish_and_clear();
    outcomes
}
