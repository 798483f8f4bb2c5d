//! `keyrc export-netrc`: tokens of the store into a netrc, for tools that know nothing else.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use secrecy::SecretString;
use serde_json::json;
use zeroize::Zeroizing;

use crate::credential::{Account, Login};
use crate::error::Error;
use crate::host::Host;
use crate::netrc::Document;
use crate::netrc_file::NetrcFile;
use crate::plan::{Bystander, Export, ExportAction, ExportStep};
use crate::store::Store;
use crate::text::escaped;

use super::readers::For;
use super::{Ctx, Format, import_netrc, report};

/// Write tokens of the keyring into a netrc
///
/// What is in the file stays, to the byte. Where a host has several accounts, the default one is written.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The hosts to write; without any, all
    #[arg(value_name = "HOST")]
    hosts: Vec<String>,
    /// Whose token, where a host has several accounts
    #[arg(short = 'u', long = "login", value_name = "NAME", requires = "hosts")]
    login: Option<String>,
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
    insist: import_netrc::Insistence,
    /// How to print what was done
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) fn run(args: &Args, ctx: &mut Ctx) -> Result<(), Error> {
    let login = args.login.as_deref().map(str::parse::<Login>).transpose()?;
    let credentials = credentials(&report::hosts(&args.hosts)?, login.as_ref(), ctx)?;
    if args.file.as_deref() == Some(Path::new("-")) {
        return to_output(args, &credentials, ctx);
    }
    let path = ctx.netrc(args.file.as_deref())?;
    let open = if args.dry_run {
        NetrcFile::read
    } else {
        NetrcFile::lock
    };
    let file = open(&path, args.insist.terms())?;
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
        report::json(ctx, &facts(&steps, &path, args.dry_run))?;
    } else {
        for step in &steps {
            ctx.say(&line(step))?;
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
        ctx.warn(&format!("beside what was written, the entry for {login}{machine} is not read any more by {readers}"));
    }
    report::warn_of_faults(ctx, file.document(), &path);
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
    Export::new(document, credentials, args.force, &readers)
        .map_err(|_| Error::TooMuch(path.to_owned(), false))
}

/// The netrc itself goes to standard output, so what there is to say goes to standard error.
fn to_output(
    args: &Args,
    credentials: &[(Account, SecretString)],
    ctx: &mut Ctx,
) -> Result<(), Error> {
    if args.format == Format::Json && !args.dry_run {
        return Err(Error::Usage(
            "the netrc itself goes to standard output",
            "leave out `--format json`, or add `--dry-run`",
        ));
    }
    let empty = Document::parse(Zeroizing::new(Vec::new()));
    let Export { steps, edits, .. } = plan(args, &empty, credentials, Path::new("-"))?;
    if args.dry_run && args.format == Format::Json {
        report::json(ctx, &facts(&steps, Path::new("-"), true))?;
    } else if args.dry_run {
        for step in &steps {
            ctx.say(&line(step))?;
        }
    } else {
        ctx.print(&edits.finish())?;
        for step in steps
            .iter()
            .filter(|step| !step.notes.is_empty() || matches!(step.action, ExportAction::Skip(_)))
        {
            ctx.warn(&entry(step));
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
        (0, skipped) => Err(Error::Skipped(skipped)),
        (conflicts, _) => Err(Error::Conflict(path.to_owned(), conflicts)),
    }
}

/// The credentials that are meant, with their secrets. All are known before anything is written.
pub(super) fn credentials(
    hosts: &[Host],
    login: Option<&Login>,
    ctx: &mut Ctx,
) -> Result<Vec<(Account, SecretString)>, Error> {
    let config = ctx.config()?;
    let store = ctx.store()?;
    let mut accounts = Vec::new();
    for (host, known) in accounts_by_host(&store, hosts)? {
        accounts.push(report::choose(&host, &known, login, Some(&config))?);
    }
    if accounts.is_empty() {
        return Err(Error::NothingKept);
    }
    let with_secret = |account: Account| Ok((account.clone(), store.get(&account)?.token));
    accounts.into_iter().map(with_secret).collect()
}

fn accounts_by_host(store: &Store, hosts: &[Host]) -> Result<Vec<(Host, Vec<Account>)>, Error> {
    if !hosts.is_empty() {
        return hosts
            .iter()
            .map(|host| Ok((host.clone(), store.accounts(host)?)))
            .collect();
    }
    let mut by_host: BTreeMap<Host, Vec<Account>> = BTreeMap::new();
    for account in store.list()? {
        by_host
            .entry(account.host.clone())
            .or_default()
            .push(account);
    }
    Ok(by_host.into_iter().collect())
}

/// One step as the line of a diff.
fn line(step: &ExportStep) -> String {
    let mark = match step.action {
        ExportAction::Add => '+',
        ExportAction::Same => '=',
        ExportAction::Replace => '~',
        ExportAction::Conflict | ExportAction::Skip(_) => '!',
    };
    format!("{mark} {}", entry(step))
}

/// What is written, its secret masked, and what to know about it.
pub(super) fn entry(step: &ExportStep) -> String {
    let (host, login) = (
        step.machine.of(&step.account.host),
        escaped(step.account.login.as_str()),
    );
    let mut line = format!("machine {host} login {login} password {}", report::MASK);
    for remark in step
        .action
        .reason()
        .into_iter()
        .chain(step.notes.iter().map(ToString::to_string))
    {
        line.push_str(&format!("  [{remark}]"));
    }
    line
}

fn facts(steps: &[ExportStep], path: &Path, dry_run: bool) -> serde_json::Value {
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
