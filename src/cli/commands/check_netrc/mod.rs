//! `keyrc check-netrc`: shows how each tool reads a netrc.

mod entries;
mod file;
mod fixes;
mod secrets;

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::check::{EntryCheck, Strays, check, finders, refuse_open_file};
use crate::error::{ByHost, Error, Next};
use crate::host::Host;
use crate::netrc::Document;
use crate::plan::Fixes;
use crate::readers::{Location, ToolSet};
use crate::text::shown;

use crate::cli::args::Format;
use crate::cli::args::netrc::SizeLimit;
use crate::cli::args::readers::For;
use crate::cli::output;
use crate::cli::reader_list;
use crate::cli::world::World;

use entries::{disagreeing, fact, print_entries, stray_fact};
use file::{file_and_host, open, open_location};
use fixes::fix;
use secrets::answers;

/// The argument that stands for standard input.
const STANDARD_INPUT: &str = "-";

/// Show how each tool reads a netrc, and why
///
/// Lists the tools that misread an entry, with the line, the reason and a fix. Exits with 0 if
/// every tool (or every tool given with --for) reads every entry correctly, and otherwise with 5.
/// Does not run the tools: keyrc has a model of each.
#[derive(Debug, clap::Args)]
#[command(after_long_help = "Examples:\n\
\x20 keyrc check-netrc\n\
\x20 keyrc check-netrc ~/.netrc --fix")]
pub(crate) struct Args {
    /// The netrc, or - for standard input
    ///
    /// A single argument is the host, unless it is a path or a file of that name exists
    #[arg(value_name = "FILE")]
    first: Option<String>,
    /// Check the entries for this host only
    #[arg(value_name = "HOST")]
    second: Option<String>,
    /// The netrc, or - for standard input
    #[arg(long, value_name = "PATH")]
    file: Option<PathBuf>,
    #[command(flatten)]
    readers: For,
    /// Fix quirks, as long as no tool loses an entry that it reads now
    #[arg(long)]
    fix: bool,
    /// Show the fixes without making them
    #[arg(short = 'n', long, requires = "fix")]
    dry_run: bool,
    /// Print the login and token that each tool finds for the host, in plain text; needs --format
    /// json
    #[arg(long, conflicts_with = "fix")]
    show_secrets: bool,
    /// Ask for this login, as in https://NAME@HOST/
    #[arg(
        short = 'u',
        long = "login",
        value_name = "NAME",
        requires = "show_secrets"
    )]
    login: Option<String>,
    /// List the known tools and their versions
    #[arg(long, alias = "list-readers", conflicts_with_all = ["fix", "show_secrets", "file", "first"])]
    list_tools: bool,
    #[command(flatten)]
    size: SizeLimit,
    /// Output format
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(crate) fn run(args: &Args, world: &World) -> Result<(), Error> {
    if args.list_tools {
        return reader_list::print(args.format, world);
    }
    let (named, host) = file_and_host(args)?;
    if args.show_secrets && (args.format != Format::Json || host.is_none()) {
        return Err(Error::Usage {
            problem: "`--show-secrets` needs one host, and `--format json`",
            instead: "write `keyrc check-netrc --format json --show-secrets HOST`",
        });
    }
    if named.as_deref() == Some(Path::new(STANDARD_INPUT)) {
        if args.fix {
            return Err(Error::Usage {
                problem: "standard input cannot be fixed",
                instead: "name the file: `keyrc check-netrc FILE --fix`",
            });
        }
        let document = world.read_netrc(args.size.max_size)?;
        return show(
            args,
            &document,
            Path::new(STANDARD_INPUT),
            host.as_ref(),
            None,
            world,
        );
    }
    let path = world.netrc(named.as_deref())?;
    let file = open(args, &path, world)?;
    if args.fix {
        fix(args, &file, &path, host.as_ref(), world)
    } else {
        let open = open_location(&file, world);
        show(args, file.document(), &path, host.as_ref(), open, world)
    }
}

/// Prints how the readers read the file; with `--show-secrets`, what they find for the host.
fn show(
    args: &Args,
    document: &Document,
    path: &Path,
    host: Option<&Host>,
    open: Option<Location>,
    world: &World,
) -> Result<(), Error> {
    match host {
        Some(host) if args.show_secrets => {
            output::json_with_tokens(world, &answers(args, document, path, host, open, world))
        }
        _ => report(args, document, path, host, open, world),
    }
}

/// Checks the file for one host, or for all if `host` is `None`. `open` is the place of a file that
/// users other than the owner can access.
///
/// # Errors
/// [`Error::NotInFile`] if the file has no entry for the host.
fn checked(
    document: &Document,
    args: &Args,
    path: &Path,
    host: Option<&Host>,
    open: Option<Location>,
    world: &World,
) -> Result<Vec<EntryCheck>, Error> {
    let hosts: Vec<Host> = host.into_iter().cloned().collect();
    let mut checks = check(
        document,
        &world.chosen_tools(&args.readers).readers(),
        &hosts,
    )
    .map_err(|_| Error::TooMuch {
        path: path.to_owned(),
        by_host: match host {
            None if !args.fix => ByHost::Check,
            _ => ByHost::Fix,
        },
    })?;
    if let Some(location) = open {
        refuse_open_file(&mut checks, location);
    }
    match host {
        Some(host) if checks.is_empty() => Err(Error::NotInFile {
            path: path.to_owned(),
            host: host.clone(),
            tools: finders(document, host),
        }),
        _ => Ok(checks),
    }
}

/// Prints how each reader reads the entries.
///
/// # Errors
/// [`Error::Disagreed`] if some reader misreads an entry, [`Error::ReadByNone`] if all do, and [`Error::NotEntries`] if the file has
/// other text.
fn report(
    args: &Args,
    document: &Document,
    path: &Path,
    host: Option<&Host>,
    open: Option<Location>,
    world: &World,
) -> Result<(), Error> {
    let checks = checked(document, args, path, host, open, world)?;
    output::warn_of_hidden(world, document, path);
    warn_of_placeholders(&checks, path, world);
    let tools = world.chosen_tools(&args.readers);
    // A check of one host is not about the rest of the file.
    let strays = match host {
        None => Strays::new(document),
        Some(_) => Strays::default(),
    };
    let verdict = verdict(&checks, &strays, &tools, path);
    if args.format == Format::Json {
        output::json(
            world,
            &json!({
                "file": path.to_string_lossy(), "agree": verdict.is_ok(), "readers": reader_names(&tools),
                "entries": checks.iter().map(|check| fact(check, &tools)).collect::<Vec<_>>(),
                "text": strays.outside().map(stray_fact).collect::<Vec<_>>(),
            }),
        )?;
    } else {
        print_entries(&checks, &strays, &tools, path, world)?;
    }
    verdict.map_err(|error| with_next(error, args, document, path, open, world))
}

/// Warns of passwords that stand for a token: no tool fills them in.
fn warn_of_placeholders(checks: &[EntryCheck], path: &Path, world: &World) {
    let found = checks.iter().filter(|check| check.has_placeholder);
    let lines: Vec<usize> = found.map(|check| check.position.line).collect();
    if !lines.is_empty() {
        world.warn(&format!(
            "{}: {}: the password looks like a placeholder, such as `${{TOKEN}}` or `“token”`, and tools send it as it is",
            shown(path),
            output::numbers(&lines)
        ));
    }
}

/// Returns an error if tools disagree, or the file has text outside its entries.
fn verdict(
    checks: &[EntryCheck],
    strays: &Strays,
    tools: &ToolSet,
    path: &Path,
) -> Result<(), Error> {
    let path = path.to_owned();
    let (entries, lost) = disagreeing(checks, tools);
    if let Some(entries @ 1..) = entries::read_by_none(checks).filter(|_| lost == 0) {
        return Err(Error::ReadByNone { path, entries });
    }
    if entries + lost > 0 {
        let next = Next::Nothing;
        return Err(Error::Disagreed {
            path,
            entries,
            lost,
            next,
        });
    }
    match strays.outside().count() {
        0 => Ok(()),
        lines => Err(Error::NotEntries { path, lines }),
    }
}

/// Adds the advice to an error about tools that disagree.
fn with_next(
    mut error: Error,
    args: &Args,
    document: &Document,
    path: &Path,
    open: Option<Location>,
    world: &World,
) -> Error {
    if let Error::Disagreed { next, .. } = &mut error {
        let can_fix = path != Path::new(STANDARD_INPUT) && is_fixable(args, document, world);
        *next = match open {
            _ if can_fix => Next::Fix,
            // The hint about the mode was printed.
            Some(_) => Next::Nothing,
            None => narrow(args),
        };
    }
    error
}

/// Returns the names of the readers of some tools.
fn reader_names(tools: &ToolSet) -> Vec<&'static str> {
    tools.readers().iter().map(|reader| reader.name).collect()
}

/// Suggests to check fewer readers, unless `--for` was given.
fn narrow(args: &Args) -> Next {
    if args.readers.is_given() {
        Next::Nothing
    } else {
        Next::Narrow
    }
}

/// Whether `--fix` would change the file. Not computed for a large file, because it takes long.
fn is_fixable(args: &Args, document: &Document, world: &World) -> bool {
    let small = document.entries().len() <= 100 && document.bytes().len() <= 64 * 1024;
    small
        && Fixes::new(document, &world.chosen_tools(&args.readers).readers())
            .is_ok_and(|fixes| !fixes.steps.is_empty())
}
