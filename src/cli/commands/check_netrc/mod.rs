//! `keyrc check-netrc`: shows how each tool reads a netrc.

mod entries;
mod fixes;
mod secrets;

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::check::{EntryCheck, Strays, check, finders};
use crate::error::{ByHost, Error, Next};
use crate::host::Host;
use crate::netrc::Document;
use crate::plain::{NetrcFile, ReadPolicy};
use crate::plan::Fixes;
use crate::readers::ToolSet;
use crate::text::shown;

use crate::cli::args::Format;
use crate::cli::args::netrc::SizeLimit;
use crate::cli::args::readers::For;
use crate::cli::reader_list;
use crate::cli::world::World;
use crate::cli::{hints, output};

use entries::{disagreeing, fact, print_entries, stray_fact};
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
            world,
        );
    }
    let path = world.netrc(named.as_deref())?;
    let file = open(args, &path, world)?;
    if args.fix {
        fix(args, &file, &path, host.as_ref(), world)
    } else {
        show(args, file.document(), &path, host.as_ref(), world)
    }
}

/// Opens the file, and warns if other users can access it. The lock is needed only to change the
/// file.
fn open(args: &Args, path: &Path, world: &World) -> Result<NetrcFile, Error> {
    let policy = ReadPolicy {
        limit: args.size.max_size,
        open_to_others: true,
        ..ReadPolicy::default()
    };
    let file = if args.fix && !args.dry_run {
        world.lock_netrc(path, policy)?
    } else {
        NetrcFile::read(path, policy)?
    };
    file.must_exist()?;
    if let Some(mode) = file.open_to_others() {
        world.warn(&format!(
            "{} is open to others (mode {mode:04o}): Python, ftp, aria2, Ruby's gem and Net::Netrc refuse it",
            shown(path)
        ));
        world.hint(&hints::let_only_owner_access(path));
    }
    Ok(file)
}

/// Prints how the readers read the file; with `--show-secrets`, what they find for the host.
fn show(
    args: &Args,
    document: &Document,
    path: &Path,
    host: Option<&Host>,
    world: &World,
) -> Result<(), Error> {
    match host {
        Some(host) if args.show_secrets => {
            output::json_with_tokens(world, &answers(args, document, path, host, world))
        }
        _ => report(args, document, path, host, world),
    }
}

/// Returns the file and the host that the arguments name. A single word is the host, unless it is a
/// path or the name of a file.
fn file_and_host(args: &Args) -> Result<(Option<PathBuf>, Option<Host>), Error> {
    let words: Vec<&str> = args
        .first
        .iter()
        .chain(&args.second)
        .map(String::as_str)
        .collect();
    let is_file = |word: &str| {
        word == STANDARD_INPUT || word.contains('\\') || is_path(word) || Path::new(word).is_file()
    };
    let (file, host) = match (&words[..], &args.file) {
        ([], file) => (file.clone(), None),
        ([host], Some(file)) => (Some(file.clone()), Some(*host)),
        ([word], None) if is_file(word) => (Some(word.into()), None),
        ([host], None) => (None, Some(*host)),
        ([file, host], None) => (Some(file.into()), Some(*host)),
        _ => {
            return Err(Error::Usage {
                problem: "the file is named twice",
                instead: "leave out `--file`, or the first of the two words",
            });
        }
    };
    Ok((file, host.map(str::parse).transpose()?))
}

/// Whether a word is a path, even if the file does not exist. A host has no slash, except as a URL.
fn is_path(word: &str) -> bool {
    word.starts_with('.') || word.contains('/') && !word.contains("://")
}

/// Checks the file for one host, or for all if `host` is `None`.
///
/// # Errors
/// [`Error::NotInFile`] if the file has no entry for the host.
fn checked(
    document: &Document,
    args: &Args,
    path: &Path,
    host: Option<&Host>,
    world: &World,
) -> Result<Vec<EntryCheck>, Error> {
    let hosts: Vec<Host> = host.into_iter().cloned().collect();
    let checks = check(
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
    match host {
        Some(host) if checks.is_empty() => Err(Error::NotInFile {
            path: path.to_owned(),
            host: host.clone(),
            found_by: finders(document, host),
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
    world: &World,
) -> Result<(), Error> {
    let checks = checked(document, args, path, host, world)?;
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
    verdict.map_err(|error| with_next(error, args, document, path, world))
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
    world: &World,
) -> Error {
    if let Error::Disagreed { next, .. } = &mut error {
        let can_fix = path != Path::new(STANDARD_INPUT) && is_fixable(args, document, world);
        *next = if can_fix { Next::Fix } else { narrow(args) };
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
