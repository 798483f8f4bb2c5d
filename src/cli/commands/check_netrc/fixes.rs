//! `check-netrc --fix`: fixes a netrc.

use std::path::Path;

use serde_json::{Value, json};

use crate::check::{EntryCheck, Strays, Verdict, View};
use crate::cli::args::Format;
use crate::cli::commands::check_netrc::entries::fact;
use crate::cli::commands::check_netrc::{
    Args, checked, narrow, open_location, reader_names, verdict,
};
use crate::cli::output;
use crate::cli::task::Late;
use crate::cli::world::World;
use crate::error::{ByHost, Error};
use crate::host::Host;
use crate::plain::NetrcFile;
use crate::plan::Fixes;

/// Fixes the file, or with `--dry-run` a copy, and reports the fixes.
pub(super) fn fix(
    args: &Args,
    file: &NetrcFile,
    path: &Path,
    host: Option<&Host>,
    world: &World,
) -> Result<(), Error> {
    if host.is_some() {
        return Err(Error::Usage {
            problem: "`--fix` is for a whole file",
            instead: "leave out the host",
        });
    }
    let fixes = Fixes::new(
        file.document(),
        &world.chosen_tools(&args.readers).readers(),
    )
    .map_err(|_| Error::TooMuch {
        path: path.to_owned(),
        by_host: ByHost::Fix,
    })?;
    let mut late = Late::default();
    if !args.dry_run && !fixes.steps.is_empty() {
        late.keep_unsynced(file.replace(fixes.document.bytes()))?;
    }
    // A file that is replaced gets a mode for its owner alone.
    let open = open_location(file, world).filter(|_| fixes.steps.is_empty());
    let checks = checked(&fixes.document, args, path, None, open, world)?;
    output::warn_of_hidden(world, &fixes.document, path);
    late.keep(print_fixes(args, &fixes, path, &checks, world));
    late.result()?;
    let tools = world.chosen_tools(&args.readers);
    match verdict(&checks, &Strays::new(&fixes.document), &tools, path) {
        Err(Error::Disagreed {
            path,
            entries,
            lost,
            ..
        }) => Err(Error::Disagreed {
            path,
            entries,
            lost,
            next: narrow(args),
        }),
        verdict => verdict,
    }
}

/// Prints the fixes, and with `--format json` also how the fixed file is read.
fn print_fixes(
    args: &Args,
    fixes: &Fixes,
    path: &Path,
    checks: &[EntryCheck],
    world: &World,
) -> Result<(), Error> {
    let agree = checks.iter().all(EntryCheck::agrees);
    if args.format == Format::Json {
        let fixed: Vec<Value> = fixes
            .steps
            .iter()
            .map(|step| json!({ "line": step.position.line, "what": step.fix.word() }))
            .collect();
        let tools = world.chosen_tools(&args.readers);
        let entries: Vec<Value> = checks.iter().map(|check| fact(check, &tools)).collect();
        return output::json(
            world,
            &json!({
                "file": path.to_string_lossy(), "dry_run": args.dry_run, "fixed": fixed,
                "agree": agree, "readers": reader_names(&tools), "entries": entries,
            }),
        );
    }
    let did = if args.dry_run { "would fix" } else { "fixed" };
    for step in &fixes.steps {
        world.say(&format!("{did} line {}: {}", step.position.line, step.fix))?;
    }
    match (fixes.steps.is_empty(), agree) {
        (true, true) => world.say("nothing to fix"),
        (true, false) if checks.iter().all(is_only_refused) => world.say("nothing to fix"),
        (true, false) => {
            world.say("nothing can be fixed: each fix would change the values that some tool reads")
        }
        (false, _) => Ok(()),
    }
}

/// Whether each tool reads the entry, or refuses the file because of its mode.
fn is_only_refused(check: &EntryCheck) -> bool {
    let is_fine = |view: &View| matches!(view.verdict, Verdict::Same | Verdict::Refused);
    check.unclear.is_none() && check.views.iter().all(is_fine)
}
