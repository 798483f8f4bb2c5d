//! An import as the commands that do one go about it: planned, carried out, and told.

use std::path::Path;

use serde_json::json;

use crate::apply;
use crate::cli::args::netrc::Selection;
use crate::cli::{Format, World, output};
use crate::error::Error;
use crate::netrc::Document;
use crate::plan::{Candidates, Import, ImportAction, ImportStep, Leave, LoginReading, Reading};
use crate::readers::named;
use crate::store::Store;
use crate::text::escaped;

/// What would be taken over from `document`. That a host of the command line has no entry at all is an error.
pub(crate) fn plan(
    args: &Selection,
    document: &Document,
    path: &Path,
    store: &Store,
) -> Result<Import, Error> {
    let hosts = output::hosts(&args.hosts)?;
    let chosen: Vec<_> = args.chosen.iter().flat_map(|tool| named(tool)).collect();
    let candidates = Candidates::new(document, &hosts, &chosen);
    if let Some(missing) = hosts.into_iter().find(|host| !candidates.has(host)) {
        return Err(Error::NotInFile {
            path: path.to_owned(),
            host: missing,
        });
    }
    let bar = output::progress(candidates.accounts().count(), &path.to_string_lossy());
    let plan = apply::plan_import(candidates, store, args.force, || bar.inc(1));
    bar.finish_and_clear();
    plan
}

/// Puts what is to be stored into the store, unless this is only for show.
pub(crate) fn carry_out(args: &Selection, plan: &mut Import, store: &Store) -> Result<(), Error> {
    if args.dry_run {
        return Ok(());
    }
    let count = plan.steps().iter().filter(|step| step.writes()).count();
    let bar = output::progress(count, store.name());
    let done = apply::import(plan, store, || bar.inc(1));
    bar.finish_and_clear();
    done
}

/// Prints what was done, or would be, and fails where something was left that someone should look at.
pub(crate) fn tell(
    args: &Selection,
    plan: &Import,
    path: &Path,
    moving: bool,
    world: &mut World,
) -> Result<(), Error> {
    if args.format == Format::Json {
        let entries: Vec<_> = plan
            .steps()
            .iter()
            .map(|step| fact(step, moving && !args.dry_run))
            .collect();
        output::json(
            world,
            &json!({ "file": path.to_string_lossy(), "dry_run": args.dry_run, "entries": entries }),
        )?;
    } else {
        for step in plan.steps() {
            world.say(&line(step, args.dry_run, moving))?;
            for reading in &step.readings {
                world.say(&shown_reading(reading))?;
            }
        }
        if plan.steps().is_empty() {
            world.warn(&format!("{} has no entries", crate::text::shown(path)));
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
            Err(Error::NotImported {
                path: path.to_owned(),
                entries: left,
                ambiguous: in_doubt,
            })
        }
        (conflicts, _) => Err(Error::Conflict {
            path: path.to_owned(),
            accounts: conflicts,
        }),
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
        Some(1) => output::MASK.to_owned(),
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
