//! The outcome of an import of many tokens, in a few lines for a terminal.

use crate::apply::ImportOutcome;
use crate::cli::args::netrc::Selection;
use crate::cli::import_report::{Row, note, oddity, print_row, reason, verb};
use crate::cli::output::numbers;
use crate::cli::world::World;
use crate::error::Error;
use crate::readers::ToolSet;
use crate::text::count;

/// Groups with as many rows are printed row by row.
const FEW: usize = 3;

/// Prints one line for all rows with the same outcome and reason, and each of a [`FEW`] rows.
///
/// # Errors
/// As [`World::say`].
pub(super) fn print(args: &Selection, rows: &[Row<'_>], world: &World) -> Result<(), Error> {
    let mut groups: Vec<(Kind, Vec<&Row<'_>>)> = Vec::new();
    for row in rows {
        let kind = Kind::of(row, args, &world.reported_tools(&args.reported));
        match groups.iter_mut().find(|(other, _)| *other == kind) {
            Some((_, group)) => group.push(row),
            None => groups.push((kind, vec![row])),
        }
    }
    for (kind, group) in &groups {
        if group.len() > FEW {
            world.say(&kind.line(group))?;
            continue;
        }
        for row in group {
            print_row(row, args, world)?;
        }
    }
    world.hint("print a line for each token with `--verbose`");
    Ok(())
}

/// The outcome that the rows of a group share.
#[derive(PartialEq)]
struct Kind {
    verb: &'static str,
    reason: Option<String>,
    note: String,
    oddity: Option<String>,
}

impl Kind {
    fn of(row: &Row<'_>, args: &Selection, tools: &ToolSet) -> Self {
        Self {
            verb: verb(row, args),
            reason: reason(row, tools),
            note: note(row, tools),
            oddity: oddity(row).map(|oddity| oddity.to_string()),
        }
    }

    fn line(&self, group: &[&Row<'_>]) -> String {
        let is_entry =
            |row: &&Row<'_>| row.dropped || matches!(row.outcome, ImportOutcome::Skipped(_));
        let items = if group.iter().all(is_entry) {
            count(group.len(), "entry", "entries")
        } else {
            count(group.len(), "token", "tokens")
        };
        let mut line = format!("{:<14} {items}", self.verb);
        let lines: Vec<usize> = group.iter().map(|row| row.line).collect();
        if let Some(reason) = &self.reason {
            line += &format!(": {}: {reason}", numbers(&lines));
        }
        line += &self.note;
        if let Some(oddity) = &self.oddity {
            line += &format!("; each {oddity} ({})", numbers(&lines));
        }
        line
    }
}
