//! `keyrc export-netrc`: writes tokens of the store into a netrc, for tools that read nothing else.

use std::path::{Path, PathBuf};

use keyrc_platform::signals;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::credential::{Account, Login, Secret};
use crate::error::{ByHost, Error, Side};
use crate::host::Host;
use crate::netrc::Document;
use crate::plain::NetrcFile;
use crate::plan::{Export, ExportAction, ExportStep, OnConflict};
use crate::readers::ToolSet;

use crate::cli::args::Format;
use crate::cli::args::account::{self, HostArg, LoginArg};
use crate::cli::args::netrc::ReadPolicyArgs;
use crate::cli::args::readers::For;
use crate::cli::exporting::{
    self, Choice, Chosen, Logins, Undecided, entry, notes, warn_of_left_out, warn_of_side_effects,
};
use crate::cli::task::Late;
use crate::cli::world::World;
use crate::cli::{output, task};
use crate::text::{count, shown};

/// Write tokens into a netrc
///
/// Adds an entry for each host, in the form and at the place that most tools read. Names the tools
/// that will not read the new entry, or no longer read another one. The rest of the file does not
/// change.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:\n\
\x20 keyrc export-netrc api.example.com\n\
\x20 keyrc export-netrc --file - api.example.com | curl --netrc-file /dev/stdin https://api.example.com/")]
pub(crate) struct Args {
    /// Write the tokens of these hosts
    #[arg(value_name = "HOST", required_unless_present = "all")]
    hosts: Vec<HostArg>,
    /// Write the tokens of all hosts
    #[arg(long, conflicts_with = "hosts")]
    all: bool,
    /// Account to write if the host has several; several are written in the given order
    #[arg(
        short = 'u',
        long = "login",
        value_name = "NAME",
        conflicts_with = "all"
    )]
    logins: Vec<LoginArg>,
    /// Write all accounts of each host, the default one first
    #[arg(long, conflicts_with = "logins")]
    all_logins: bool,
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
    /// With --all, do not ask on the terminal
    #[arg(short, long)]
    yes: bool,
    #[command(flatten)]
    reading: ReadPolicyArgs,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    let deferred = signals::defer();
    let chosen = exporting::credentials(&choice(args)?, world)?;
    drop(deferred);
    task::go_on()?;
    warn_of_left_out(&chosen, world);
    if args.file.as_deref() == Some(Path::new("-")) {
        return to_output(args, &chosen, world);
    }
    let path = world.netrc(args.file.as_deref())?;
    let shown = if asks(args, world) {
        let file = NetrcFile::read(&path, args.reading.policy())?;
        let plan = plan(args, file.document(), &chosen.credentials, &path)?;
        ask(
            &plan.steps,
            &world.reported_tools(args.readers.scope()),
            &path,
            world,
        )?;
        plan.steps
    } else {
        Vec::new()
    };
    let file = if args.dry_run {
        NetrcFile::read(&path, args.reading.policy())?
    } else {
        world.lock_netrc(&path, args.reading.policy())?
    };
    let Export {
        steps,
        edits,
        side_effects,
    } = plan(args, file.document(), &chosen.credentials, &path)?;
    let mut late = Late::default();
    if !args.dry_run && !edits.is_empty() {
        late.keep_unsynced(file.replace(&edits.finish()))?;
    }
    if args.format == Format::Json {
        let facts = facts(&steps, &chosen, &path, args.dry_run);
        late.keep(output::json(world, &facts));
    } else if steps != shown {
        for step in &steps {
            late.keep(world.say(&line(step, &world.reported_tools(args.readers.scope()))));
        }
    }
    warn_of_side_effects(
        &side_effects,
        &world.reported_tools(args.readers.scope()),
        world,
    );
    output::warn_of_quirks(world, file.document(), &path);
    late.result()?;
    result(&steps, &chosen, &path)
}

fn choice(args: &Args) -> Result<Choice, Error> {
    let hosts = account::hosts_beside_file(&args.hosts)?;
    let logins = match &args.logins[..] {
        [] if args.all_logins => Logins::All,
        [] => Logins::Default,
        logins => Logins::Named(
            logins
                .iter()
                .map(LoginArg::login)
                .collect::<Result<_, _>>()?,
        ),
    };
    Ok(Choice { hosts, logins })
}

/// Whether to ask before anything is written: `--all` writes every token in plain text.
fn asks(args: &Args, world: &World) -> bool {
    let is_for_people = args.format == Format::Text && world.has_terminal();
    args.all && !args.yes && !args.dry_run && is_for_people
}

/// Lists the steps, and asks whether to carry them out.
///
/// # Errors
/// [`Error::Declined`].
fn ask(steps: &[ExportStep], tools: &ToolSet, path: &Path, world: &World) -> Result<(), Error> {
    for step in steps {
        world.say(&line(step, tools))?;
    }
    let writes =
        |step: &&ExportStep| matches!(step.action, ExportAction::Add | ExportAction::Replace);
    let writes = steps.iter().filter(writes).count();
    if writes == 0 {
        return Ok(());
    }
    let tokens = count(writes, "token", "tokens");
    world.agree(&format!("Write {tokens} to {} in plain text?", shown(path)))
}

fn plan<'d>(
    args: &Args,
    document: &'d Document,
    credentials: &[(Account, Secret)],
    path: &Path,
) -> Result<Export<'d>, Error> {
    let readers = if args.readers.is_given() {
        args.readers.required()
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
fn to_output(args: &Args, chosen: &Chosen, world: &World) -> Result<(), Error> {
    let path = Path::new("-");
    if args.format == Format::Json && !args.dry_run {
        return Err(Error::Usage {
            problem: "the netrc itself goes to standard output",
            instead: "leave out `--format json`, or add `--dry-run`",
        });
    }
    let empty = Document::parse(Zeroizing::new(Vec::new()));
    let Export { steps, edits, .. } = plan(args, &empty, &chosen.credentials, path)?;
    if args.dry_run && args.format == Format::Json {
        output::json(world, &facts(&steps, chosen, path, true))?;
    } else if args.dry_run {
        for step in &steps {
            world.say(&line(step, &world.reported_tools(args.readers.scope())))?;
        }
    } else {
        world.print(&edits.finish())?;
        let tools = world.reported_tools(args.readers.scope());
        for step in steps.iter().filter(|step| {
            !notes(step, &tools).is_empty() || matches!(step.action, ExportAction::Skip(_))
        }) {
            world.warn(&entry(step, &tools));
        }
    }
    result(&steps, chosen, path)
}

/// Returns a step as a line of a diff: `+` for a new entry, `~` for a replaced password, `=` for no
/// change, `!` for a skip.
fn line(step: &ExportStep, tools: &ToolSet) -> String {
    let mark = match step.action {
        ExportAction::Add => '+',
        ExportAction::Same => '=',
        ExportAction::Replace => '~',
        ExportAction::Conflict | ExportAction::Skip(_) => '!',
    };
    format!("{mark} {}", entry(step, tools))
}

/// Returns the steps for `--format json`. The accounts that were left out are skipped steps.
fn facts(steps: &[ExportStep], chosen: &Chosen, path: &Path, dry_run: bool) -> Value {
    let entry = |step: &ExportStep| {
        let notes: Vec<String> = step.notes.iter().map(ToString::to_string).collect();
        json!({
            "host": step.account.host.as_str(), "login": step.account.login.name(),
            "action": step.action.word(), "reason": step.action.reason(), "notes": notes,
        })
    };
    let mut entries: Vec<_> = steps.iter().map(entry).collect();
    for Undecided { host, logins } in &chosen.undecided {
        let several = "the host has several accounts";
        entries.extend(logins.iter().map(|login| left_out(host, login, several)));
    }
    for Account { host, login } in &chosen.not_default {
        entries.push(left_out(host, login, "it is not the default account"));
    }
    for (Account { host, login }, fault) in &chosen.unreadable {
        entries.push(left_out(host, login, &fault.to_string()));
    }
    json!({ "file": path.to_string_lossy(), "dry_run": dry_run, "entries": entries })
}

fn left_out(host: &Host, login: &Login, reason: &str) -> Value {
    json!({
        "host": host.as_str(), "login": login.name(),
        "action": "skip", "reason": reason, "notes": [],
    })
}

/// Fails if a credential was not written. A conflict takes precedence over a skipped credential.
fn result(steps: &[ExportStep], chosen: &Chosen, path: &Path) -> Result<(), Error> {
    let undecided = chosen.undecided.iter().map(|host| host.logins.len());
    let mut skipped = undecided.sum::<usize>() + chosen.not_default.len() + chosen.unreadable.len();
    let mut conflicts = 0;
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
            replaced: Side::File,
        });
    }
    if skipped > 0 {
        return Err(Error::NotExported {
            credentials: skipped,
        });
    }
    Ok(())
}
