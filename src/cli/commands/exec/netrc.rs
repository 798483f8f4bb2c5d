//! The netrc of a command.

use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::cli::{World, exporting};
use crate::credential::Account;
use crate::error::Error;
use crate::exec::Tool;
use crate::netrc::Document;
use crate::plain::{NetrcFile, Terms};
use crate::plan::{Export, ExportAction, ExportStep, Note, Skip};
use crate::readers::{Reader, named};
use crate::text::escaped;

use crate::cli::commands::exec::Args;

/// The bytes of a netrc with these credentials, in a form that the command can read.
pub(crate) fn netrc(
    args: &Args,
    credentials: &[(Account, SecretString)],
    tool: Option<Tool>,
    world: &World,
) -> Result<Zeroizing<Vec<u8>>, Error> {
    let document = if args.merge {
        merged(world)?
    } else {
        Document::parse(Zeroizing::new(Vec::new()))
    };
    let (readers, guessed): (Vec<&'static Reader>, bool) = match tool {
        _ if args.readers.is_given() => (args.readers.readers(), false),
        Some(tool) => (named(tool.name).collect(), true),
        None => (Vec::new(), false),
    };
    let plan = |readers: &[&'static Reader]| {
        let path = world.netrc.clone().unwrap_or_default();
        Export::new(&document, credentials, true, readers).map_err(|_| Error::TooMuch {
            path,
            one_host_helps: false,
        })
    };
    let mut export = plan(&readers)?;
    if guessed && export.steps.iter().any(is_unread) {
        // A guess is no reason to refuse: another tool may be the one that reads it.
        export = plan(&[])?;
    }
    let is_skipped = |step: &&ExportStep| matches!(step.action, ExportAction::Skip(_));
    let (skipped, written): (Vec<_>, Vec<_>) = export.steps.iter().partition(is_skipped);
    for step in &skipped {
        world.warn(&exporting::entry(step));
    }
    if !skipped.is_empty() && (!args.all || written.is_empty()) {
        return Err(Error::NotExported {
            credentials: skipped.len(),
        });
    }
    for step in written {
        let account = escaped(&step.account.to_string());
        if args.verbose {
            world.warn(&format!("the command gets the token for {account}"));
        }
        let is_told =
            |note: &&Note| args.verbose || matches!(note, Note::OtherLogin | Note::NeedsLogin(_));
        for note in step.notes.iter().filter(is_told) {
            world.warn(&format!("{account}: {note}"));
        }
    }
    Ok(export.edits.finish())
}

fn merged(world: &World) -> Result<Document, Error> {
    let file = NetrcFile::read(&world.netrc(None)?, Terms::default())?;
    file.accepts_entries()?;
    Ok(file.into_document())
}

fn is_unread(step: &ExportStep) -> bool {
    matches!(
        step.action,
        ExportAction::Skip(Skip::NoForm(_) | Skip::NotHere(_))
    )
}
