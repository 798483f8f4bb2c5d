//! `keyrc export-netrc`: tokens of the store into a netrc, for tools that know nothing else.

use std::path::{Path, PathBuf};

use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::credential::Account;
use crate::error::Error;
use crate::netrc::Document;
use crate::plain::NetrcFile;
use crate::plan::{Bystander, Export, ExportAction, ExportStep};
use crate::text::escaped;

use crate::cli::args::account::{self, HostArg, LoginArg};
use crate::cli::args::netrc::ReadPolicyArgs;
use crate::cli::args::readers::For;
use crate::cli::exporting::{credentials, entry, facts, line};
use crate::cli::{Format, World, output};

/// Write tokens of the keyring into a netrc
///
/// What is in the file stays, to the byte. Where a host has several accounts, the default one is written.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The hosts to write; without any, all
    #[arg(value_name = "HOST")]
    hosts: Vec<HostArg>,
    /// Whose token, where a host has several accounts
    #[arg(short = 'u', long = "login", value_name = "NAME", requires = "hosts")]
    login: Option<LoginArg>,
    /// The netrc, or - for standard output
    #[arg(long, value_name = "PATH")]
    file: Option<PathBuf>,
    #[command(flatten)]
    readers: For,
    /// Let the keyring win where the file has another token
    #[arg(long)]
    force: bool,
    /// Say what would be written, and write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    #[command(flatten)]
    reading: ReadPolicyArgs,
    /// How to print what was done
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(crate) fn run(args: &Args, world: &mut World) -> Result<(), Error> {
    let login = account::login(args.login.as_ref())?;
    let credentials = credentials(&output::hosts(&args.hosts)?, login.as_ref(), world)?;
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
    file.accepts_entries()?;
    let Export {
        steps,
        edits,
        bystanders,
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
    for Bystander {
        machine,
        login,
        readers,
    } in bystanders
    {
        let login = login.map_or_else(String::new, |login| format!("`{}` at ", escaped(&login)));
        let machine = machine.map_or_else(
            || "default".to_owned(),
            |machine| format!("`{}`", escaped(&machine)),
        );
        let readers = readers.join(", ");
        world.warn(&format!("beside what was written, the entry for {login}{machine} is not read any more by {readers}"));
    }
    output::warn_of_quirks(world, file.document(), &path);
    verdict(&steps, &path)
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
    Export::new(document, credentials, args.force, &readers).map_err(|_| Error::TooMuch {
        path: path.to_owned(),
        one_host_helps: false,
    })
}

/// The netrc itself goes to standard output, so what there is to say goes to standard error.
fn to_output(
    args: &Args,
    credentials: &[(Account, SecretString)],
    world: &mut World,
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
    verdict(&steps, Path::new("-"))
}

fn verdict(steps: &[ExportStep], path: &Path) -> Result<(), Error> {
    let count = |wanted: fn(&ExportAction) -> bool| {
        steps.iter().filter(|step| wanted(&step.action)).count()
    };
    match (
        count(|action| *action == ExportAction::Conflict),
        count(|action| matches!(action, ExportAction::Skip(_))),
    ) {
        (0, 0) => Ok(()),
        (0, skipped) => Err(Error::NotExported {
            credentials: skipped,
        }),
        (conflicts, _) => Err(Error::Conflict {
            path: path.to_owned(),
            accounts: conflicts,
        }),
    }
}
