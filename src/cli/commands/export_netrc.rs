//! `keyrc export-netrc`: writes tokens of the store into a netrc, for tools that read nothing else.

use std::path::{Path, PathBuf};

use secrecy::SecretString;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::credential::Account;
use crate::error::{ByHost, Error};
use crate::netrc::Document;
use crate::plain::NetrcFile;
use crate::plan::{Export, ExportAction, ExportStep, OnConflict};

use crate::cli::args::Format;
use crate::cli::args::account::{self, HostArg, LoginArg};
use crate::cli::args::netrc::ReadPolicyArgs;
use crate::cli::args::readers::For;
use crate::cli::exporting::{credentials, entry, warn_of_side_effects};
use crate::cli::output;
use crate::cli::world::World;

/// Write tokens into a netrc
///
/// Adds an entry for each host, in the form and at the place that most tools read. Names the tools
/// that will not read the new entry, or no longer read another one. The rest of the file does not
/// change.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The hosts to write; all hosts if none is given
    #[arg(value_name = "HOST")]
    hosts: Vec<HostArg>,
    /// The login to write if the host has several
    #[arg(short = 'u', long = "login", value_name = "NAME", requires = "hosts")]
    login: Option<LoginArg>,
    /// The netrc, or - for standard output
    #[arg(long, value_name = "PATH")]
    file: Option<PathBuf>,
    #[command(flatten)]
    readers: For,
    /// Replace a different token in the file
    #[arg(long)]
    force: bool,
    /// Show what would be written, and write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    #[command(flatten)]
    reading: ReadPolicyArgs,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    let login = account::login(args.login.as_ref())?;
    let credentials = credentials(&account::hosts(&args.hosts)?, login.as_ref(), world)?;
    if args.file.as_deref() == Some(Path::new("-")) {
        return to_output(args, &credentials, world);
    }
    let path = world.netrc(args.file.as_deref())?;
    let open = if args.dry_run {
        NetrcFile::read
    } else {
        NetrcFile::lock
    };
    let file = open(&path, args.reading.policy())?;
    let Export {
        steps,
        edits,
        side_effects,
    } = plan(args, file.document(), &credentials, &path)?;
    if !args.dry_run && !edits.is_empty() {
        file.replace(&edits.finish())?;
    }
    if args.format == Format::Json {
        output::json(world, &facts(&steps, &path, args.dry_run))?;
    } else {
        for step in &steps {
            world.say(&line(step))?;
        }
    }
    warn_of_side_effects(&side_effects, &[], world);
    output::warn_of_quirks(world, file.document(), &path);
    result(&steps, &path)
}

fn plan<'d>(
    args: &Args,
    document: &'d Document,
    credentials: &[(Account, SecretString)],
    path: &Path,
) -> Result<Export<'d>, Error> {
    let readers = if args.readers.is_given() {
        args.readers.readers()
    } else {
        Vec::new()
    };
    let on_conflict = if args.force {
        OnConflict::Replace
    } else {
        OnConflict::Skip
    };
    Export::new(document, credentials, on_conflict, &readers).map_err(|_| Error::TooMuch {
        path: path.to_owned(),
        by_host: ByHost::Fix,
    })
}

/// Prints the netrc to standard output, and notes to standard error.
fn to_output(
    args: &Args,
    credentials: &[(Account, SecretString)],
    world: &World,
) -> Result<(), Error> {
    if args.format == Format::Json && !args.dry_run {
        return Err(Error::Usage {
            problem: "the netrc itself goes to standard output",
            instead: "leave out `--format json`, or add `--dry-run`",
        });
    }
    let empty = Document::parse(Zeroizing::new(Vec::new()));
    let Export { steps, edits, .. } = plan(args, &empty, credentials, Path::new("-"))?;
    if args.dry_run && args.format == Format::Json {
        output::json(world, &facts(&steps, Path::new("-"), true))?;
    } else if args.dry_run {
        for step in &steps {
            world.say(&line(step))?;
        }
    } else {
        world.print(&edits.finish())?;
        for step in steps
            .iter()
            .filter(|step| !step.notes.is_empty() || matches!(step.action, ExportAction::Skip(_)))
        {
            world.warn(&entry(step));
        }
    }
    result(&steps, Path::new("-"))
}

/// Returns a step as a line of a diff: `+` for a new entry, `~` for a replaced password, `=` for no
/// change, `!` for a skip.
fn line(step: &ExportStep) -> String {
    let mark = match step.action {
        ExportAction::Add => '+',
        ExportAction::Same => '=',
        ExportAction::Replace => '~',
        ExportAction::Conflict | ExportAction::Skip(_) => '!',
    };
    format!("{mark} {}", entry(step))
}

/// Returns the steps for `--format json`.
fn facts(steps: &[ExportStep], path: &Path, dry_run: bool) -> Value {
    let entry = |step: &ExportStep| {
        let notes: Vec<String> = step.notes.iter().map(ToString::to_string).collect();
        json!({
            "host": step.account.host.as_str(), "login": step.account.login.as_str(),
            "action": step.action.word(), "reason": step.action.reason(), "notes": notes,
        })
    };
    let entries: Vec<_> = steps.iter().map(entry).collect();
    json!({ "file": path.to_string_lossy(), "dry_run": dry_run, "entries": entries })
}

/// Fails if a credential was not written. A conflict takes precedence over a skipped credential.
fn result(steps: &[ExportStep], path: &Path) -> Result<(), Error> {
    let (mut conflicts, mut skipped) = (0, 0);
    for step in steps {
        match step.action {
            ExportAction::Conflict => conflicts += 1,
            ExportAction::Skip(_) => skipped += 1,
            ExportAction::Add | ExportAction::Same | ExportAction::Replace => {}
        }
    }
    if conflicts > 0 {
        let path = path.to_owned();
        return Err(Error::Conflict {
            path,
            accounts: conflicts,
        });
    }
    if skipped > 0 {
        return Err(Error::NotExported {
            credentials: skipped,
        });
    }
    Ok(())
}
