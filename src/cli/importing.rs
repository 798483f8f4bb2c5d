//! Plans and carries out an import, for `migrate` and `import-netrc`.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::apply::{self, ImportOutcome, Stopped};
use crate::check::finders;
use crate::check::question::MOST_ENTRIES;
use crate::cli::args::account;
use crate::cli::args::netrc::Selection;
use crate::cli::task::Steps;
use crate::cli::world::World;
use crate::error::{ByHost, Error, Unfinished};
use crate::netrc::Document;
use crate::plain::NetrcFile;
use crate::plan::{Candidates, Import};
use crate::store::Store;

/// An import from a file into a store.
pub(crate) struct Importing<'a> {
    pub(crate) args: &'a Selection,
    pub(crate) store: &'a Store,
    /// The path that the document was read from.
    pub(crate) path: &'a Path,
    /// The file, if the command changes it.
    pub(crate) file: Option<&'a NetrcFile>,
}

/// The most entries of one host. The work grows with their square.
const MOST_OF_A_HOST: usize = 500;

/// Returns how many entries the host with the most entries has.
fn most_of_one_host(document: &Document) -> usize {
    let mut counts: HashMap<_, usize> = HashMap::new();
    for entry in document.entries() {
        *counts.entry(document.machine(entry)).or_default() += 1;
    }
    counts.into_values().max().unwrap_or_default()
}

/// Returns the entries of `document` to import.
///
/// # Errors
/// [`Error::TooMuch`] for more than 10,000 entries or 500 of one host, and [`Error::NotInFile`] if a
/// host of the command line has no entry.
pub(crate) fn candidates(
    args: &Selection,
    document: &Document,
    path: &Path,
    world: &World,
) -> Result<Candidates, Error> {
    let hosts = account::hosts_beside_file(&args.hosts)?;
    if document.entries().len() > MOST_ENTRIES || most_of_one_host(document) > MOST_OF_A_HOST {
        let path = path.to_owned();
        let by_host = ByHost::Check;
        return Err(Error::TooMuch { path, by_host });
    }
    let chosen = args.chosen.as_deref();
    let chosen = chosen.map(|tool| world.readers_of(tool));
    let candidates = Candidates::new(document, &hosts, &chosen.unwrap_or_default());
    if let Some(host) = hosts.into_iter().find(|host| !candidates.has(host)) {
        let path = path.to_owned();
        let tools = finders(document, &host);
        return Err(Error::NotInFile { path, host, tools });
    }
    Ok(candidates)
}

/// Returns the store to import to. A dry run makes none, and a file without credentials needs none.
///
/// # Errors
/// As [`World::store_to_write`].
pub(crate) fn store(
    args: &Selection,
    candidates: &Candidates,
    world: &World,
) -> Result<Store, Error> {
    if candidates.accounts().next().is_none() {
        Ok(World::empty_store())
    } else if args.dry_run {
        world.store_to_plan()
    } else {
        world.store_to_write()
    }
}

impl Importing<'_> {
    /// Plans the import of `candidates`.
    ///
    /// # Errors
    /// [`Error::Store`], and [`Error::Unfinished`] after Ctrl-C.
    pub(crate) fn plan(&self, candidates: Candidates) -> Result<Import, Error> {
        let total = candidates.accounts().count();
        let steps = Steps::new("Comparing tokens", total);
        let stored = apply::look_up(&candidates, self.store, || self.begin(&steps));
        let stored = stored.map_err(|cause| self.unfinished(0, total, cause))?;
        Ok(candidates.decide(&stored, self.args.on_conflict()))
    }

    /// Carries out the plan. In a dry run, returns the expected outcome.
    ///
    /// # Errors
    /// [`Error::Store`] and [`Error::ReadBack`]; as part of [`Error::Unfinished`] if some tokens
    /// were stored before, and after Ctrl-C.
    pub(crate) fn carry_out(&self, plan: &Import) -> Result<Vec<ImportOutcome>, Error> {
        if self.args.dry_run {
            let steps = plan.steps().iter();
            return Ok(steps
                .map(|step| ImportOutcome::expected(step.action))
                .collect());
        }
        let total = total(plan);
        let steps = Steps::new("Storing tokens", total);
        let outcomes = apply::import(plan, self.store, || self.begin(&steps));
        outcomes.map_err(|Stopped { outcomes, cause }| {
            let done = outcomes.iter().filter(|outcome| outcome.is_in_store());
            self.unfinished(done.count(), total, cause)
        })
    }

    /// Reads the imported tokens from the store once more, and returns the outcomes.
    ///
    /// # Errors
    /// [`Error::Store`], and [`Error::Unfinished`].
    pub(crate) fn read_back(
        &self,
        plan: &Import,
        outcomes: &[ImportOutcome],
    ) -> Result<Vec<ImportOutcome>, Error> {
        let done = outcomes.iter().filter(|outcome| outcome.is_in_store());
        let done = done.count();
        let steps = Steps::new("Reading tokens back", done);
        let now = apply::read_back(plan, outcomes, self.store, || self.begin(&steps));
        now.map_err(|stopped| self.unfinished(done, total(plan), stopped.cause))
    }

    /// The error of an import that failed after `done` of `total` tokens were stored.
    pub(crate) fn unfinished(&self, done: usize, total: usize, cause: Error) -> Error {
        if done == 0 && !matches!(cause, Error::Interrupted) {
            return cause;
        }
        Error::Unfinished(Box::new(Unfinished {
            cause,
            verb: "stored",
            done,
            total,
            file: self.file.map(|_| PathBuf::from(self.path)),
        }))
    }

    fn begin(&self, steps: &Steps) -> Result<(), Error> {
        if let Some(file) = self.file {
            file.show_progress();
        }
        self.store.show_progress();
        steps.next()
    }
}

/// How many tokens the store is to have after the import.
pub(crate) fn total(plan: &Import) -> usize {
    plan.steps().iter().filter(|step| step.keeps()).count()
}
