//! `keyrc migrate`: the tokens of a netrc into the store, and then out of the file.

use std::path::{Path, PathBuf};

use crate::apply;
use crate::error::Error;
use crate::netrc::Document;
use crate::plain::NetrcFile;
use crate::plan::Import;
use crate::text::count;
use crate::text::{argument, shown};

use crate::cli::{Format, World, importing, output};

/// Move the tokens of a netrc into the keyring
///
/// Each token is stored, read back and compared, and only when all of that has gone well are the entries taken out of the
/// file. What could not be moved stays where it is, and the reason is given. Nothing else in the file changes.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    #[command(flatten)]
    from: crate::cli::args::netrc::Selection,
    /// The netrc
    #[arg(long, value_name = "PATH")]
    file: Option<PathBuf>,
    /// Leave the file as it is
    #[arg(long)]
    keep_source: bool,
}

pub(crate) fn run(args: &Args, world: &mut World) -> Result<(), Error> {
    if args.file.as_deref() == Some(Path::new("-")) {
        return Err(Error::Usage {
            problem: "entries cannot be taken out of standard input",
            instead: "use `keyrc import-netrc --file -`",
        });
    }
    let store = world.store_to_write()?;
    let path = world.netrc(args.file.as_deref())?;
    let touches = !args.from.dry_run && !args.keep_source;
    let open = if touches {
        NetrcFile::lock
    } else {
        NetrcFile::read
    };
    let file = open(&path, args.from.insist.terms())?;
    file.must_exist_if(args.file.is_some())?;
    let mut plan = importing::plan(&args.from, file.document(), &path, &store)?;
    importing::carry_out(&args.from, &mut plan, &store)?;
    if !args.from.dry_run {
        world.pin_store();
    }
    if !touches {
        output::warn_of_faults(world, file.document(), &path);
        return importing::tell(&args.from, &plan, &path, !args.keep_source, world);
    }
    apply::verify(&mut plan, &store)?;
    let removal = plan.removal(file.document());
    let changes = !removal.is_empty();
    let after = Document::parse(removal.finish());
    if changes {
        file.replace(after.bytes())?;
    }
    plan.relocate(&after);
    output::warn_of_faults(world, &after, &path);
    let told = importing::tell(&args.from, &plan, &path, true, world);
    if args.from.format == Format::Text {
        say_what_next(&plan, &path, world)?;
    }
    if changes && file.has_other_names() {
        world.warn(&format!(
            "{} has another name (a hard link), under which everything is as it was",
            shown(&path)
        ));
    }
    told
}

fn say_what_next(plan: &Import, path: &Path, world: &mut World) -> Result<(), Error> {
    let moved: Vec<_> = plan.steps().iter().filter(|step| step.moves()).collect();
    let Some((account, _)) = moved.first().and_then(|step| step.credential()) else {
        return Ok(());
    };
    let host = argument(account.host.as_str());
    let entries: usize = moved.iter().map(|step| step.entries.len()).sum();
    world.say(&format!(
        "took {} out of {}\n\n\
         Tools that read it find them there no longer. To run one with its token:\n  \
         keyrc exec -- curl -n https://{host}/\n\
         To put one back for every tool that reads a netrc:\n  \
         keyrc export-netrc {host}",
        count(entries, "entry", "entries"),
        shown(path),
    ))
}
