//! `keyrc import-netrc`: the tokens of a netrc into the store. The file stays as it is.

use std::io::Read;
use std::path::{Path, PathBuf};

use serde_json::json;
use zeroize::Zeroizing;

use crate::apply;
use crate::error::Error;
use crate::netrc::Document;
use crate::netrc::readers::named;
use crate::netrc_file::{NetrcFile, Terms};
use crate::plan::{Candidates, Import, ImportAction, ImportStep, Leave, LoginReading, Reading};
use crate::store::Store;
use crate::text::escaped;

use super::{Ctx, Format, readers, report};

/// Copy the tokens of a netrc into the keyring
///
/// The file stays as it is. An entry that tools read in more than one way is left, and the reason is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    pub(super) from: Selection,
    /// The netrc, or - for standard input
    #[arg(long, value_name = "PATH")]
    file: Option<PathBuf>,
}

/// What an import and a migration are told alike.
#[derive(Debug, clap::Args)]
pub(super) struct Selection {
    /// The hosts to take over; without any, all
    #[arg(value_name = "HOST")]
    pub(super) hosts: Vec<String>,
    /// Take what would be left because tools read it in more than one way, as this tool reads it
    #[arg(long = "as", value_name = "TOOL", value_parser = readers::tool)]
    chosen: Option<String>,
    /// Let the file win where the store has another token
    #[arg(long)]
    pub(super) force: bool,
    /// Say what would be done, and do nothing
    #[arg(short = 'n', long)]
    pub(super) dry_run: bool,
    #[command(flatten)]
    pub(super) insist: Insistence,
    /// How to print what was done
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: Format,
}

/// What to insist on when a netrc is read.
#[derive(Debug, clap::Args)]
pub(super) struct Insistence {
    /// Take away other people's access to the file, instead of refusing it
    #[arg(long, conflicts_with = "dry_run")]
    fix_permissions: bool,
    /// The largest file to read, in bytes, up to 256 MiB
    #[arg(long, value_name = "BYTES", default_value_t = Terms::default().limit,
          value_parser = clap::value_parser!(u64).range(1..=1 << 28))]
    max_size: u64,
}

impl Insistence {
    pub(super) fn terms(&self) -> Terms {
        Terms {
            limit: self.max_size,
            fix_permissions: self.fix_permissions,
            open_to_others: false,
        }
    }
}

pub(super) fn run(args: &Args, ctx: &mut Ctx) -> Result<(), Error> {
    let store = ctx.store_to_write()?;
    let terms = args.from.insist.terms();
    let (document, file);
    let (document, path) = if args.file.as_deref() == Some(Path::new("-")) {
        document = read_input(ctx, terms.limit)?;
        (&document, PathBuf::from("-"))
    } else {
        let path = ctx.netrc(args.file.as_deref())?;
        file = NetrcFile::read(&path, terms)?;
        file.must_exist_if(args.file.is_some())?;
        (file.document(), path)
    };
    let mut plan = plan(&args.from, document, &path, &store)?;
    carry_out(&args.from, &mut plan, &store)?;
    if !args.from.dry_run {
        ctx.pin_store();
    }
    report::warn_of_faults(ctx, document, &path);
    tell(&args.from, &plan, &path, false, ctx)
}

pub(super) fn read_input(ctx: &mut Ctx, limit: u64) -> Result<Document, Error> {
    // As large as it may get: a vector that grew would leave its old buffer, secrets and all, on the heap.
    let mut bytes = Zeroizing::new(Vec::with_capacity(
        usize::try_from(limit.min(64 << 20)).unwrap_or(0) + 1,
    ));
    let read = (&mut ctx.input)
        .take(limit.saturating_add(1))
        .read_to_end(&mut bytes);
    read.map_err(|error| Error::Io("read standard input", error))?;
    if bytes.len() as u64 > limit {
        return Err(Error::File(
            "-".into(),
            keyrc_platform::file::FileError::TooLarge(limit),
        ));
    }
    Ok(Document::parse(bytes))
}

/// What would be taken over from `document`. That a host of the command line has no entry at all is an error.
pub(super) fn plan(
    args: &Selection,
    document: &Document,
    path: &Path,
    store: &Store,
) -> Result<Import, Error> {
    let hosts = report::hosts(&args.hosts)?;
    let chosen: Vec<_> = args.chosen.iter().flat_map(|tool| named(tool)).collect();
    let candidates = Candidates::new(document, &hosts, &chosen);
    if let Some(missing) = hosts.into_iter().find(|host| !candidates.has(host)) {
        return Err(Error::NotInFile(path.to_owned(), missing));
    }
    let bar = report::progress(candidates.accounts().count(), &path.to_string_lossy());
    let plan = apply::plan_import(candidates, store, args.force, || bar.inc(1));
    bar.finish_and_clear();
    plan
}

/// Puts what is to be stored into the store, unless this is only for show.
pub(super) fn carry_out(args: &Selection, plan: &mut Import, store: &Store) -> Result<(), Error> {
    if args.dry_run {
        return Ok(());
    }
    let count = plan.steps().iter().filter(|step| step.writes()).count();
    let bar = report::progress(count, store.name());
    let done = apply::import(plan, store, || bar.inc(1));
    bar.finish_and_clear();
    done
}

/// Prints what was done, or would be, and fails where something was left that someone should look at.
pub(super) fn tell(
    args: &Selection,
    plan: &Import,
    path: &Path,
    moving: bool,
    ctx: &mut Ctx,
) -> Result<(), Error> {
    if args.format == Format::Json {
        let entries: Vec<_> = plan
            .steps()
            .iter()
            .map(|step| fact(step, moving && !args.dry_run))
            .collect();
        report::json(
            ctx,
            &json!({ "file": path.to_string_lossy(), "dry_run": args.dry_run, "entries": entries }),
        )?;
    } else {
        for step in plan.steps() {
            ctx.say(&line(step, args.dry_run, moving))?;
            for reading in &step.readings {
                ctx.say(&shown_reading(reading))?;
            }
        }
        if plan.steps().is_empty() {
            ctx.warn(&format!("{} has no entries", crate::error::shown(path)));
        }
    }
    let count = |wanted: &dyn Fn(&ImportStep) -> bool| {
        plan.steps().iter().filter(|step| wanted(step)).count()
    };
    let conflicts = count(&|step| step.action == ImportAction::Conflict);
    let left = count(&|step| match step.action {
        ImportAction::Leave(why) => why.is_fault(),
        _ => moving && step.stays.is_some(),
    });
    match (conflicts, left) {
        (0, 0) => Ok(()),
        (0, left) => {
            let is_in_doubt =
                |step: &ImportStep| matches!(step.action, ImportAction::Leave(Leave::Doubt(_)));
            let in_doubt = plan.steps().iter().any(is_in_doubt);
            Err(Error::Left(path.to_owned(), left, in_doubt))
        }
        (conflicts, _) => Err(Error::Conflict(path.to_owned(), conflicts)),
    }
}

fn line(step: &ImportStep, dry_run: bool, moving: bool) -> String {
    let whose = match step.credential() {
        Some((account, _)) => escaped(&account.to_string()),
        None if step.action == ImportAction::Leave(Leave::Default) => "default".to_owned(),
        None => step
            .machine
            .as_deref()
            .map_or_else(|| "an entry".to_owned(), escaped),
    };
    let stays = match step.stays {
        Some(why) if moving => format!(", and left in the file, since {why}"),
        _ => String::new(),
    };
    match step.action {
        ImportAction::Store if dry_run => format!("would store   {whose}{stays}"),
        ImportAction::Store => format!("stored        {whose}{stays}"),
        ImportAction::Same => format!("stored before {whose}{stays}"),
        ImportAction::Replace if dry_run => format!("would replace {whose}{stays}"),
        ImportAction::Replace => format!("replaced      {whose}{stays}"),
        ImportAction::Conflict => {
            format!(
                "left          {whose}: line {}: the store has another token",
                step.position.line
            )
        }
        ImportAction::Leave(why) => {
            format!("left          {whose}: line {}: {why}", step.position.line)
        }
    }
}

/// What some tools take an entry for, its password masked.
fn shown_reading(reading: &Reading) -> String {
    let login = match &reading.login {
        LoginReading::Missing => "no login".to_owned(),
        LoginReading::Known(login) => escaped(login),
        LoginReading::Other(1) => "another login".to_owned(),
        LoginReading::Other(nth) => format!("another login ({nth})"),
    };
    let password = match reading.password {
        None => "no password".to_owned(),
        Some(1) => report::MASK.to_owned(),
        Some(2) => "another password".to_owned(),
        Some(nth) => format!("another password ({nth})"),
    };
    format!(
        "                {login}, {password}: {}",
        reading.readers.join(", ")
    )
}

fn fact(step: &ImportStep, moved: bool) -> serde_json::Value {
    let reading = |reading: &Reading| {
        let (login, other_login) = match &reading.login {
            LoginReading::Missing => (None, None),
            LoginReading::Known(login) => (Some(login), None),
            LoginReading::Other(nth) => (None, Some(nth)),
        };
        let (password, readers) = (reading.password, &reading.readers);
        json!({ "login": login, "other_login": other_login, "password": password, "readers": readers })
    };
    let login = step
        .credential()
        .map(|(account, _)| account.login.as_str())
        .or(step.login.as_deref());
    json!({
        "readings": step.readings.iter().map(reading).collect::<Vec<_>>(),
        "machine": step.machine, "login": login, "line": step.position.line,
        "action": step.action.word(), "reason": step.action.reason(), "moved": moved && step.moves(),
    })
}
