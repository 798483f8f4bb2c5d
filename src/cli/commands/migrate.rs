//! `keyrc migrate`: moves the tokens of a netrc to the store.

use std::path::{Path, PathBuf};

use keyrc_platform::file::FileError;
use keyrc_platform::signals;

use crate::apply::ImportOutcome;
use crate::cli::args::Format;
use crate::cli::args::netrc::Selection;
use crate::cli::import_report::{self, FileChange};
use crate::cli::importing::Importing;
use crate::cli::migration::{self, Examples};
use crate::cli::task::Late;
use crate::cli::world::World;
use crate::cli::{default_accounts, importing, output, task};
use crate::error::Error;
use crate::file_fault::FileFault;
use crate::netrc::Document;
use crate::plain::NetrcFile;
use crate::plan::{Candidate, Candidates, Import, ImportSkip, ImportStep, Removal, Restore};
use crate::store::Store;
use crate::text::{count, shown};

/// Move the tokens of a netrc to the store
///
/// Each token is stored, read back and compared. Only if that succeeds for all of them, their
/// entries are removed from the file. Entries that cannot be moved stay in the file, with the
/// reason. Nothing else in the file changes.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:\n\
\x20 keyrc migrate --dry-run\n\
\x20 keyrc migrate api.example.com")]
pub(crate) struct Args {
    #[command(flatten)]
    from: Selection,
    /// The netrc
    #[arg(long, value_name = "PATH")]
    file: Option<PathBuf>,
    /// Do not remove the entries from the file
    #[arg(long)]
    keep_source: bool,
    /// Also remove `default` entries: tools send their passwords to every host, and keyrc cannot
    /// store them
    #[arg(long, conflicts_with_all = ["keep_source", "hosts"])]
    drop_default: bool,
}

pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    refuse_standard_input(args)?;
    let path = world.netrc(args.file.as_deref())?;
    // Before a store is opened or made: the file may be missing or refused.
    let file = read(args, &path)?;
    let candidates = importing::candidates(&args.from, file.document(), &path, world)?;
    let store = importing::store(&args.from, &candidates, world)?;
    let (file, candidates) = if changes_file(args) {
        locked(args, file, candidates, world)?
    } else {
        (file, candidates)
    };
    let importing = Importing {
        args: &args.from,
        store: &store,
        path: &path,
        file: changes_file(args).then_some(&file),
    };
    let _deferred = (!args.from.dry_run).then(signals::defer);
    let plan = importing.plan(candidates)?;
    let outcomes = importing.carry_out(&plan)?;
    if !args.from.dry_run {
        world.pin_store();
    }
    remove_and_report(args, &importing, &file, &plan, &outcomes, world)
}

/// Refuses `--file -`.
fn refuse_standard_input(args: &Args) -> Result<(), Error> {
    if args.file.as_deref() != Some(Path::new("-")) {
        return Ok(());
    }
    Err(Error::Usage {
        problem: "entries cannot be removed from standard input",
        instead: "use `keyrc import-netrc --file -`",
    })
}

fn changes_file(args: &Args) -> bool {
    !args.from.dry_run && !args.keep_source
}

fn read(args: &Args, path: &Path) -> Result<NetrcFile, Error> {
    let file = NetrcFile::read(path, args.from.reading.policy())?;
    if args.file.is_some() {
        file.must_exist()?;
    }
    Ok(file)
}

/// Reads the file again under a lock, and its candidates if it has changed.
fn locked(
    args: &Args,
    read: NetrcFile,
    candidates: Candidates,
    world: &World,
) -> Result<(NetrcFile, Candidates), Error> {
    let file = world.lock_netrc(read.path(), args.from.reading.policy())?;
    if file.document().bytes() == read.document().bytes() {
        return Ok((file, candidates));
    }
    let candidates = importing::candidates(&args.from, file.document(), file.path(), world)?;
    Ok((file, candidates))
}

/// Says how to remove `default` entries, unless the command line selects the entries.
fn hint_at_default(args: &Args, plan: &Import, world: &World) {
    let mut steps = plan.steps().iter();
    let is_default = |step: &ImportStep| step.candidate.skip() == Some(ImportSkip::Default);
    let is_hinted = args.from.format == Format::Text && !args.drop_default;
    if is_hinted && args.from.hosts.is_empty() && steps.any(is_default) {
        if plan.steps().iter().any(ImportStep::keeps) {
            world.warn("tools will use the `default` entry for the hosts that are moved");
        }
        world.hint("to remove the `default` entry too, add `--drop-default`");
    }
}

fn remove_and_report(
    args: &Args,
    importing: &Importing<'_>,
    file: &NetrcFile,
    plan: &Import,
    outcomes: &[ImportOutcome],
    world: &World,
) -> Result<(), Error> {
    let path = file.path();
    let from = &args.from;
    let mut late = Late::default();
    let defaults = default_accounts::new(plan, outcomes, world)?;
    let defaults = default_accounts::set(defaults, from, &mut late, world);
    if args.keep_source {
        output::warn_of_quirks(world, file.document(), path);
        let result = import_report::print(from, plan, outcomes, FileChange::None, path, world);
        default_accounts::print(&defaults, from, world)?;
        result?;
        late.result()?;
        return output::refuse_strays(file.document(), path);
    }
    if from.dry_run {
        let removal = removal(args, file.document(), plan, outcomes);
        output::warn_of_quirks(world, file.document(), path);
        let change = FileChange::Expected(&removal);
        let result = import_report::print(from, plan, outcomes, change, path, world);
        hint_at_default(args, plan, world);
        default_accounts::print(&defaults, from, world)?;
        result?;
        return output::refuse_strays(file.document(), path);
    }
    let (removal, outcomes) = &remove(args, importing, file, plan, outcomes, &mut late)?;
    output::warn_of_quirks(world, removal.document(), path);
    let change = FileChange::Done(removal);
    late.keep(import_report::print(
        from, plan, outcomes, change, path, world,
    ));
    hint_at_default(args, plan, world);
    default_accounts::print(&defaults, from, world)?;
    if from.format == Format::Text {
        let imported = imported(plan, outcomes);
        late.keep(print_next_steps(
            args,
            &imported,
            removal,
            path,
            importing.store,
            world,
        ));
    }
    if !removal.is_empty() && file.has_other_names() {
        world.warn(&format!(
            "{} has another name (a hard link), which still has the old content",
            shown(path)
        ));
    }
    late.result()?;
    output::refuse_strays(removal.document(), path)
}

/// Removes from the file the entries whose tokens are in the store. Returns the change and the
/// outcomes. If the store no longer has a token, the outcome is a conflict.
///
/// Locks the store against other keyrc processes before it reads the tokens back, and unlocks it
/// after it replaces the file.
fn remove(
    args: &Args,
    importing: &Importing<'_>,
    file: &NetrcFile,
    plan: &Import,
    outcomes: &[ImportOutcome],
    late: &mut Late,
) -> Result<(Removal, Vec<ImportOutcome>), Error> {
    let unfinished = |cause| {
        if is_changed(&cause) {
            return cause;
        }
        let done = outcomes.iter().filter(|outcome| outcome.is_in_store());
        importing.unfinished(done.count(), importing::total(plan), cause)
    };
    // This can take seconds, so do it before others have to wait.
    let expected = removal(args, file.document(), plan, outcomes);
    let _change = importing
        .store
        .change()
        .map_err(|fault| unfinished(fault.into()))?;
    let found = importing.read_back(plan, outcomes)?;
    let removal = if found == outcomes {
        expected
    } else {
        removal(args, file.document(), plan, &found)
    };
    late.keep_unsynced(replace(file, &removal))
        .map_err(unfinished)?;
    Ok((removal, found))
}

/// Replaces the file by the one without the removed entries.
///
/// # Errors
/// [`Error::File`], and [`Error::Interrupted`] after Ctrl-C.
fn replace(file: &NetrcFile, removal: &Removal) -> Result<(), Error> {
    if removal.is_empty() {
        return Ok(());
    }
    task::go_on()?;
    file.replace(removal.document().bytes())
}

/// Whether another process changed the file.
fn is_changed(cause: &Error) -> bool {
    let error = match cause {
        Error::File(FileFault::Failed { error, .. }) => error,
        _ => return false,
    };
    matches!(error, FileError::Changed)
}

/// The entries that are in the store now and have no reason to stay in the file.
fn imported<'p>(plan: &'p Import, outcomes: &[ImportOutcome]) -> Vec<&'p Candidate> {
    let steps = plan.steps().iter().zip(outcomes);
    steps
        .filter(|(step, outcome)| outcome.is_in_store() && step.candidate.keep.is_none())
        .map(|(step, _)| &step.candidate)
        .collect()
}

/// Removes the entries that an export can restore for every tool that reads them, and with
/// `--drop-default` the `default` entries.
fn removal(args: &Args, document: &Document, plan: &Import, outcomes: &[ImportOutcome]) -> Removal {
    let dropped = plan.steps().iter().map(|step| &step.candidate);
    let dropped = dropped
        .filter(|candidate| args.drop_default && candidate.skip() == Some(ImportSkip::Default));
    let mut removed = imported(plan, outcomes);
    removed.extend(dropped);
    let mut restore = Restore::new(document);
    let mut groups: Vec<&[usize]> = Vec::new();
    let mut kept = Vec::new();
    for candidate in removed {
        match restore.refuses(candidate) {
            None => groups.push(&candidate.entries),
            Some(keep) => kept.push((candidate.entries[0], keep)),
        }
    }
    let removal = Removal::new(document, &groups);
    kept.into_iter().fold(removal, |removal, (entry, keep)| {
        removal.keeping(entry, keep)
    })
}

fn print_next_steps(
    args: &Args,
    imported: &[&Candidate],
    removal: &Removal,
    path: &Path,
    store: &Store,
    world: &World,
) -> Result<(), Error> {
    let moved: Vec<&Candidate> = imported
        .iter()
        .copied()
        .filter(|candidate| removal.removes(candidate.entries[0]))
        .collect();
    if moved.is_empty() {
        return Ok(());
    }
    let entries = count(removal.len(), "entry", "entries");
    world.say(&format!("removed {entries} from {}", shown(path)))?;
    let mut lines = "\nTools will no longer find these tokens in the file.".to_owned();
    let examples = Examples::new(
        &moved,
        removal.document(),
        args.file.as_deref(),
        store,
        world,
    );
    if let Some(command) = migration::setup(world) {
        lines += &format!("\nTo let tools ask keyrc, so that they work as before:\n  {command}");
    }
    if let Some(command) = examples.exec {
        lines += &format!("\nTo run a tool with its token:\n  {command}");
    }
    if let Some(command) = examples.export {
        lines += &format!("\nTo restore an entry (in plain text):\n  {command}");
    }
    world.say(&lines)
}
