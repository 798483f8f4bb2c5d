//! Prints the outcome of an import or a migration.

mod summary;

use std::path::Path;

use serde_json::{Value, json};

use crate::apply::ImportOutcome;
use crate::cli::args::Format;
use crate::cli::args::netrc::Selection;
use crate::cli::output;
use crate::cli::task::MANY;
use crate::cli::world::World;
use crate::error::{Error, Side};
use crate::plan::{Candidate, Import, ImportSkip, Keep, LoginReading, Reading, Removal};
use crate::readers::ToolSet;
use crate::secret::{self, Oddity};
use crate::text::{escaped, shown};

/// The change of the file.
#[derive(Clone, Copy)]
pub(crate) enum FileChange<'r> {
    /// The file stays as it is.
    None,
    /// The entries would be removed without `--dry-run`.
    Expected(&'r Removal),
    /// The entries were removed.
    Done(&'r Removal),
}

/// One step of an import with its outcome, and the state of its entries in the file.
struct Row<'p> {
    candidate: &'p Candidate,
    outcome: ImportOutcome,
    /// Why the entries stay in the file although the token is stored.
    keep: Option<&'p Keep>,
    /// Whether the entries were removed from the file.
    moved: bool,
    /// Whether the entry is removed without being stored.
    dropped: bool,
    /// The line of the first entry in the file as it is now.
    line: usize,
}

/// Prints the outcome of each step of `plan`. In a dry run, prints the expected outcome.
///
/// # Errors
/// [`Error::Conflict`] if the store has a different token for some account, and
/// [`Error::NotImported`] if an entry that holds a secret was not imported or, by a migration, not
/// removed.
pub(crate) fn print(
    args: &Selection,
    plan: &Import,
    outcomes: &[ImportOutcome],
    change: FileChange<'_>,
    path: &Path,
    world: &World,
) -> Result<(), Error> {
    let steps = plan.steps().iter().zip(outcomes);
    let rows: Vec<Row<'_>> = steps
        .map(|(step, &outcome)| row(&step.candidate, outcome, change))
        .collect();
    match args.format {
        Format::Json => print_json(args, &rows, path, world)?,
        Format::Text => print_text(args, &rows, path, world)?,
    }
    verdict(&rows, path)
}

fn row<'p>(candidate: &'p Candidate, outcome: ImportOutcome, change: FileChange<'p>) -> Row<'p> {
    let first = candidate.entries[0];
    let mut row = Row {
        candidate,
        outcome,
        keep: None,
        moved: false,
        dropped: false,
        line: candidate.fault.line,
    };
    let (FileChange::Expected(removal) | FileChange::Done(removal)) = change else {
        return row;
    };
    row.dropped = !outcome.is_in_store() && removal.removes(first);
    row.keep = removal.kept(first);
    if outcome.is_in_store() {
        row.keep = candidate.keep.as_ref().or(row.keep);
    }
    if let FileChange::Done(_) = change {
        row.moved = removal.removes(first);
    }
    if let (FileChange::Done(_), false) = (change, row.moved) {
        let inside = candidate.fault.line - candidate.position.line;
        row.line = removal.position(first).line + inside;
    }
    row
}

fn print_text(args: &Selection, rows: &[Row<'_>], path: &Path, world: &World) -> Result<(), Error> {
    if rows.is_empty() {
        world.warn(&format!("{} has no entries", shown(path)));
    } else if rows.len() >= MANY && world.look().is_terminal() && !args.verbose {
        return summary::print(args, rows, world);
    }
    rows.iter().try_for_each(|row| print_row(row, args, world))
}

fn print_row(row: &Row<'_>, args: &Selection, world: &World) -> Result<(), Error> {
    let tools = world.reported_tools(&args.reported);
    world.say(&line(row, args, &tools))?;
    if let Some(oddity) = oddity(row) {
        world.warn(&format!("the token for {} {oddity}", name(row)));
    }
    for reading in &row.candidate.readings {
        world.say(&reading_line(reading, &tools))?;
    }
    Ok(())
}

fn line(row: &Row<'_>, args: &Selection, tools: &ToolSet) -> String {
    let mut line = format!("{:<14} {}", verb(row, args), name(row));
    if let Some(reason) = reason(row, tools) {
        line += &format!(": line {}: {reason}", row.line);
    }
    line + &note(row, tools)
}

/// What happened to the entry, in one or two words.
fn verb(row: &Row<'_>, args: &Selection) -> &'static str {
    match row.outcome {
        _ if row.dropped && args.dry_run => "would remove",
        _ if row.dropped => "removed",
        ImportOutcome::Skipped(_) if row.keep.is_some() => "kept",
        ImportOutcome::Stored if args.dry_run => "would store",
        ImportOutcome::Stored => "stored",
        ImportOutcome::Unchanged => "already stored",
        ImportOutcome::Widened if args.dry_run => "would widen",
        ImportOutcome::Widened => "widened",
        ImportOutcome::Replaced if args.dry_run => "would replace",
        ImportOutcome::Replaced => "replaced",
        ImportOutcome::Conflict | ImportOutcome::Skipped(_) => "skipped",
    }
}

/// Why the entry was not imported, or not removed as requested; `None` if it was.
fn reason(row: &Row<'_>, tools: &ToolSet) -> Option<String> {
    match row.keep {
        Some(keep) if !row.outcome.is_in_store() => Some(keep_reason(keep, tools)),
        _ => row.outcome.reason().filter(|_| !row.dropped),
    }
}

fn keep_reason(keep: &Keep, tools: &ToolSet) -> String {
    let keep = keep.with_names(|readers| tools.names_of_all(readers));
    keep.to_string()
}

/// Returns a note to append to the line, or an empty text.
fn note(row: &Row<'_>, tools: &ToolSet) -> String {
    let mut note = String::new();
    if row.outcome == ImportOutcome::Widened {
        note += " to any protocol and any port, as in the file";
    }
    if let Some(keep) = row.keep.filter(|_| row.outcome.is_in_store()) {
        note += &format!(", but kept in the file: {}", keep_reason(keep, tools));
    }
    note
}

/// Why a stored token is probably not a token.
fn oddity(row: &Row<'_>) -> Option<Oddity> {
    let credential = row.candidate.credential();
    let (_, secret) = credential.filter(|_| row.outcome.is_in_store())?;
    secret::oddity(&secret.token)
}

/// The account, or else the machine of the entry.
fn name(row: &Row<'_>) -> String {
    if let Some(account) = row.candidate.account() {
        return escaped(&account.to_string());
    }
    match &row.candidate.machine {
        Some(machine) => escaped(machine),
        None if row.outcome == ImportOutcome::Skipped(ImportSkip::Default) => "default".to_owned(),
        None => "an entry".to_owned(),
    }
}

/// One reading of an entry, with the password masked.
fn reading_line(reading: &Reading, tools: &ToolSet) -> String {
    let login = match &reading.login {
        LoginReading::Missing => "no login".to_owned(),
        LoginReading::Known(login) => escaped(login),
        LoginReading::Other(1) => "another login".to_owned(),
        LoginReading::Other(number) => format!("another login ({number})"),
    };
    let password = match reading.password {
        None => "no password".to_owned(),
        Some(1) => output::MASK.to_owned(),
        Some(2) => "another password".to_owned(),
        Some(number) => format!("another password ({number})"),
    };
    let names = tools.names_of_all(&reading.readers);
    // No installed tool reads it like this, but others do.
    let readers = if names.is_empty() {
        &reading.readers
    } else {
        &names
    };
    format!("{:17}{login}, {password}: {}", "", readers.join(", "))
}

fn print_json(args: &Selection, rows: &[Row<'_>], path: &Path, world: &World) -> Result<(), Error> {
    let tools = world.reported_tools(&args.reported);
    let entries = rows.iter().map(|row| row_json(row, &tools));
    let entries: Vec<Value> = entries.collect();
    output::json(
        world,
        &json!({
            "file": path.to_string_lossy(),
            "dry_run": args.dry_run,
            "entries": entries,
        }),
    )
}

fn row_json(row: &Row<'_>, tools: &ToolSet) -> Value {
    let candidate = row.candidate;
    let account = candidate.account();
    let login = account.map(|account| account.login.name());
    let readings: Vec<Value> = candidate.readings.iter().map(reading_json).collect();
    json!({
        "machine": candidate.machine,
        "login": login.unwrap_or(candidate.login.as_deref()),
        "line": row.line,
        "action": row.outcome.word(),
        "reason": row.outcome.reason(),
        "kept": row.keep.map(|keep| keep_reason(keep, tools)),
        "moved": row.moved,
        "readings": readings,
    })
}

fn reading_json(reading: &Reading) -> Value {
    let (login, other_login) = match &reading.login {
        LoginReading::Missing => (None, None),
        LoginReading::Known(login) => (Some(login), None),
        LoginReading::Other(number) => (None, Some(number)),
    };
    json!({
        "login": login,
        "other_login": other_login,
        "password": reading.password,
        "readers": reading.readers,
    })
}

fn verdict(rows: &[Row<'_>], path: &Path) -> Result<(), Error> {
    let conflicts = rows
        .iter()
        .filter(|row| row.outcome == ImportOutcome::Conflict)
        .count();
    if conflicts > 0 {
        return Err(Error::Conflict {
            path: path.to_owned(),
            accounts: conflicts,
            replaced: Side::Store,
        });
    }
    let skipped = rows.iter().filter(|row| is_skipped(row)).count();
    let kept = rows.iter().filter(|row| row.keep.is_some()).count();
    if skipped + kept > 0 {
        let any_ambiguous = rows.iter().any(|row| {
            matches!(
                row.outcome,
                ImportOutcome::Skipped(ImportSkip::Ambiguous(_))
            )
        });
        return Err(Error::NotImported {
            path: path.to_owned(),
            skipped,
            kept,
            any_ambiguous,
        });
    }
    Ok(())
}

/// Whether the entry holds a secret that was not imported.
fn is_skipped(row: &Row<'_>) -> bool {
    matches!(row.outcome, ImportOutcome::Skipped(why) if why.is_fault())
}
