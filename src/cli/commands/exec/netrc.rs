//! The content of the command's netrc.

use zeroize::Zeroizing;

use crate::cli::commands::exec::Args;
use crate::cli::exporting;
use crate::cli::world::World;
use crate::credential::{Account, Secret};
use crate::error::{ByHost, Error};
use crate::exec::Tool;
use crate::netrc::Document;
use crate::plain::{NetrcFile, ReadPolicy};
use crate::plan::{Export, ExportAction, ExportStep, Note, OnConflict, Skip};
use crate::readers::{Reader, ToolSet, named};
use crate::text::escaped;

/// Adds these credentials to a netrc, written so that the command can read it.
///
/// # Errors
/// [`Error::NotExported`] if the command could not read one of them; with `--all`, only if it could
/// read none.
pub(super) fn netrc(
    args: &Args,
    credentials: &[(Account, Secret)],
    tool: Option<Tool>,
    document: &Document,
    world: &World,
) -> Result<Zeroizing<Vec<u8>>, Error> {
    let export = plan(args, document, credentials, tool, world)?;
    let (skipped, written): (Vec<_>, Vec<_>) = export.steps.iter().partition(is_skipped);
    for step in &skipped {
        world.warn(&exporting::entry(step, world.tools()));
    }
    if !skipped.is_empty() && (!args.all || written.is_empty()) {
        return Err(Error::NotExported {
            credentials: skipped.len(),
        });
    }
    let readers = requested_readers(args, tool);
    for step in written {
        report(args, step, &readers, world);
    }
    exporting::warn_of_side_effects(&export.side_effects, &concerned(args, tool, world), world);
    Ok(export.edits.finish())
}

/// Returns the tools that a warning about the netrc concerns.
fn concerned(args: &Args, tool: Option<Tool>, world: &World) -> ToolSet {
    match tool {
        Some(tool) if !args.readers.is_given() => ToolSet::of_tools([tool.name]),
        _ => world.chosen_tools(&args.readers),
    }
}

/// Returns the readers of `--for`, or of the tool that the command is; none if neither is known.
fn requested_readers(args: &Args, tool: Option<Tool>) -> Vec<&'static Reader> {
    if args.readers.is_given() {
        return args.readers.required();
    }
    tool.map_or_else(Vec::new, |tool| named(tool.name).collect())
}

/// Returns the netrc to which the tokens are added.
///
/// # Errors
/// With `--merge`, those of [`NetrcFile::read`] for the netrc of the user.
pub(super) fn base(args: &Args, world: &World) -> Result<Document, Error> {
    if !args.merge {
        return Ok(Document::parse(Zeroizing::new(Vec::new())));
    }
    let file = NetrcFile::read(&world.netrc(None)?, ReadPolicy::default())?;
    Ok(file.into_document())
}

fn plan<'d>(
    args: &Args,
    document: &'d Document,
    credentials: &[(Account, Secret)],
    tool: Option<Tool>,
    world: &World,
) -> Result<Export<'d>, Error> {
    let plan = |readers: &[&'static Reader]| {
        Export::new(document, credentials, OnConflict::Replace, readers).map_err(|_| {
            Error::TooMuch {
                path: world.netrc.clone().unwrap_or_default(),
                by_host: ByHost::Fix,
            }
        })
    };
    if args.readers.is_given() {
        return plan(&args.readers.required());
    }
    let Some(tool) = tool else {
        return plan(&[]);
    };
    let guessed: Vec<&Reader> = named(tool.name).collect();
    let export = plan(&guessed)?;
    if export.steps.iter().any(is_unreadable) {
        // The tool was guessed from the name of the command. It may start another tool, so do not
        // refuse.
        return plan(&[]);
    }
    Ok(export)
}

fn is_unreadable(step: &ExportStep) -> bool {
    matches!(
        step.action,
        ExportAction::Skip(Skip::NoForm(_) | Skip::NotHere(_) | Skip::ReadByNone(_))
    )
}

fn is_skipped(step: &&ExportStep) -> bool {
    matches!(step.action, ExportAction::Skip(_))
}

/// Reports a token that the command gets. Without `-v`, only notes that concern its own readers.
fn report(args: &Args, step: &ExportStep, readers: &[&'static Reader], world: &World) {
    let account = escaped(&step.account.to_string());
    if args.verbose {
        world.warn(&format!("the command gets the token for {account}"));
    }
    for note in &step.notes {
        let concerns_command = match note {
            Note::NeedsLogin(_) => true,
            Note::UnreadBy(names) => readers.iter().any(|reader| names.contains(&reader.name)),
            Note::EveryPort(_) | Note::ColonInLogin => false,
        };
        if args.verbose || concerns_command {
            world.warn(&format!("{account}: {note}"));
        }
    }
}
